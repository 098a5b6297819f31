package word

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// marked is where the paragraphs of a document's XML stand.
type marked struct {
	prefix     string // of its elements, with the colon: "w:"
	space      string // their namespace
	paragraphs []*spot
}

// spot is where a paragraph's content stands, in bytes of the XML.
type spot struct {
	from, to int     // behind its properties, before its end
	pieces   []piece // its children that show something, from the left
}

// piece is a child of a paragraph with the letters that it shows.
type piece struct {
	from, to int
	text     string
}

// paragraph gives the nth paragraph; the first where there is none such.
func (d *marked) paragraph(n int) *spot {
	if n < 1 || n > len(d.paragraphs) {
		n = 1
	}
	return d.paragraphs[n-1]
}

// declared is how the namespace is declared: xmlns:w.
func (d *marked) declared() string { return "xmlns:" + strings.TrimSuffix(d.prefix, ":") }

// span is the stretch of a paragraph that shows some words; all of it where they are not found.
func (p *spot) span(words string) (from, to int) {
	words = letters(words)
	var all strings.Builder
	for _, piece := range p.pieces {
		all.WriteString(piece.text)
	}
	at := strings.Index(all.String(), words)
	if words == "" || at < 0 {
		return p.from, p.to
	}
	from, to = -1, p.to
	start := 0
	for _, piece := range p.pieces {
		end := start + len(piece.text)
		if from < 0 && at < end {
			from = piece.from
		}
		if start < at+len(words) && end > start {
			to = piece.to
		}
		start = end
	}
	return from, to
}

// letters are words without white space.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// finder reads the XML of a document from the left.
type finder struct {
	d      *marked
	raw    *xml.Decoder
	open   []*spot // that are not closed yet
	depths []int   // of them
	depth  int
	text   bool // inside <w:t>
	start  int  // of a child of the innermost paragraph
	shown  strings.Builder
}

// paragraphsOf finds the paragraphs of a document, those in text boxes and fallbacks counted too.
func paragraphsOf(data []byte) (*marked, error) {
	f := &finder{d: &marked{}, raw: xml.NewDecoder(bytes.NewReader(data))}
	for {
		before := int(f.raw.InputOffset())
		token, err := f.raw.RawToken()
		if err == io.EOF {
			return f.d, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = f.begin(t, before)
		case xml.EndElement:
			f.end(t.Name, before)
		case xml.CharData:
			if f.text {
				f.shown.WriteString(letters(string(t)))
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

func (f *finder) begin(t xml.StartElement, before int) error {
	if f.depth++; f.depth == 1 {
		return f.root(t)
	}
	inside := len(f.open) - 1
	if inside >= 0 && f.depth == f.depths[inside]+1 {
		f.start = before
		f.shown.Reset()
	}
	if t.Name.Space+":" != f.d.prefix {
		return nil
	}
	switch t.Name.Local {
	case "p":
		p := &spot{from: int(f.raw.InputOffset())}
		f.d.paragraphs = append(f.d.paragraphs, p)
		f.open, f.depths = append(f.open, p), append(f.depths, f.depth)
	case "t":
		f.text = true
	}
	return nil
}

// root takes the prefix and the namespace of the document.
func (f *finder) root(t xml.StartElement) error {
	if t.Name.Space != "" {
		f.d.prefix = t.Name.Space + ":"
	}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" && a.Name.Local == t.Name.Space {
			f.d.space = a.Value
		}
	}
	if f.d.space == "" || f.d.prefix == "" {
		return fmt.Errorf("no namespace")
	}
	return nil
}

func (f *finder) end(name xml.Name, before int) {
	depth := f.depth
	f.depth--
	f.text = false
	last := len(f.open) - 1
	if last < 0 {
		return
	}
	p := f.open[last]
	switch {
	case depth == f.depths[last]:
		p.to = max(before, p.from)
		f.open, f.depths = f.open[:last], f.depths[:last]
		f.shown.Reset()
		f.start = -1 // a child that held a paragraph of its own is no piece
	case depth == f.depths[last]+1 && name.Local == "pPr":
		p.from = int(f.raw.InputOffset())
	case depth == f.depths[last]+1 && f.shown.Len() > 0 && f.start >= 0:
		p.pieces = append(p.pieces, piece{f.start, int(f.raw.InputOffset()), f.shown.String()})
		f.shown.Reset()
	}
}
