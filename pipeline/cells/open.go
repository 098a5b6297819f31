package cells

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"
)

// Open looks at the first bytes of a file (its name says nothing) and opens it as what it is.
// The error is a *Refusal for everything that is wrong with the file itself.
func Open(r io.ReaderAt, size int64, limits Limits) (book *Book, err error) {
	defer refusePanic(&err)
	limits.fill()
	switch {
	case size == 0:
		return nil, refuse("empty", "")
	case size > limits.File:
		return nil, refuse("limit-size", "%d bytes", size)
	}
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openXLSX(r, size, &limits)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return openOLE(r)
	}
	return nil, refuseText(head)
}

// openOLE tells what a compound file holds: an old workbook, an encrypted one, a document.
func openOLE(r io.ReaderAt) (*Book, error) {
	file, err := mscfb.New(r)
	if err != nil {
		return nil, refuse("truncated", "compound file: %v", err)
	}
	code := "word"
	for _, entry := range file.File {
		switch entry.Name {
		case "EncryptedPackage", "EncryptionInfo":
			code = "encrypted"
		case "Workbook", "WORKBOOK", "Book", "BOOK":
			code = "xls"
		}
	}
	return nil, refuse(code, "compound file")
}

// refuseText names what a file that is no workbook seems to be.
func refuseText(head []byte) error {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case len(bytes.Trim(head, "\x00")) == 0:
		return refuse("truncated", "only zeros")
	case bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<table")):
		return refuse("html", "")
	case bytes.IndexByte(head, 0) < 0 && utf8.Valid(head[:len(head)-len(head)%4]) && bytes.ContainsAny(head, ",\t"):
		return refuse("csv", "")
	}
	return refuse("not-a-book", "")
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
