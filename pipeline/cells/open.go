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
	head = data[:min(size, 4096)]
	switch {
	case len(bytes.Trim(head, "\x00")) == 0:
		return nil, refuse("truncated", "only zeros")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, refuse("not-a-book", "PDF")
	case looksLikeBIFF(head):
		return openBIFF(data, &o)
	}
	if err := refuseWordText(head); err != nil {
		return nil, err
	}
	return openText(data, &o.Limits)
}

// fill puts the default where a limit is not set.
func (l *Limits) fill() {
	d := DefaultLimits()
	for _, f := range []struct {
		v   *int64
		def int64
	}{{&l.File, d.File}, {&l.Unpacked, d.Unpacked}, {&l.Part, d.Part}, {&l.Other, d.Other}, {&l.Ratio, d.Ratio}, {&l.Area, d.Area}, {&l.AllText, d.AllText}} {
		if *f.v == 0 {
			*f.v = f.def
		}
	}
	for _, f := range []struct {
		v   *int
		def int
	}{{&l.Entries, d.Entries}, {&l.Cells, d.Cells}, {&l.Sheets, d.Sheets}, {&l.Merges, d.Merges}, {&l.CellText, d.CellText}, {&l.Depth, d.Depth}, {&l.Attrs, d.Attrs}, {&l.Token, d.Token}} {
		if *f.v == 0 {
			*f.v = f.def
		}
	}
}
