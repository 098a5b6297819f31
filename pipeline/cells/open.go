package cells

import (
	"bytes"
	"io"
)

// Options say how far to go.
type Options struct {
	Limits    Limits
	Passwords []string // to try on workbooks with an open password
}

// Open looks at the first bytes of a file (its name says nothing) and opens it as what it is: OOXML
// (.xlsx, .xlsm, .xltx), BIFF (.xls, .et), a table of text (.csv). The error is a *Refusal for
// everything that is wrong with the file itself.
func Open(r io.ReaderAt, size int64, o Options) (book *Book, err error) {
	defer refusePanic(&err)
	o.Limits.fill()
	switch {
	case size == 0:
		return nil, refuse("empty", "")
	case size > o.Limits.File:
		return nil, refuse("limit-size", "%d bytes", size)
	}
	o.Limits.justify(size)
	head := make([]byte, min(size, 8))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openXLSX(r, size, &o.Limits)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return openOLE(r, size, &o)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), data); err != nil {
		return nil, err
	}
	switch head = data[:min(size, 4096)]; {
	case len(bytes.Trim(head, "\x00")) == 0:
		return nil, refuse("truncated", "only zeros")
	case looksLikeBIFF(head):
		return openBIFF(data, &o)
	}
	if err := refuseWordText(head); err != nil {
		return nil, err
	}
	if code := otherFile(head); code != "" {
		return nil, refuse(code, "by its first bytes")
	}
	return openText(data, &o.Limits)
}

// otherFile tells by its first bytes what a file is that holds no workbook; "" for one that may.
func otherFile(head []byte) string {
	for _, kind := range []struct{ begins, code string }{
		{"%PDF", "not-a-book"}, {"Rar!\x1a\x07", "archive"}, {"7z\xbc\xaf\x27\x1c", "archive"},
		{"\x1f\x8b\x08", "archive"},
		{"ID;P", "slk"},
	} {
		if bytes.HasPrefix(head, []byte(kind.begins)) {
			return kind.code
		}
	}
	if bytes.Contains(bytes.ToLower(head), []byte("mime-version:")) &&
		bytes.Contains(head, []byte("multipart/related")) {
		return "mht"
	}
	return ""
}
