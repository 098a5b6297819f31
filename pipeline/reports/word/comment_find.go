package word

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
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
	run      *stretch // where it can be parted; nil where not
}

// stretch is a run of nothing but its properties and one text, written without entities: it can be parted in two.
type stretch struct {
	props string // its properties as they are written
	text  string // as it is written
	at    int    // where that begins
	texts int    // how many texts it has
	other bool   // it holds something else
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

// edge is where a comment begins or ends. With split it stands inside a run, which is closed before it and opened
// again behind it.
type edge struct {
	at    int
	split *stretch
}

// span is the stretch of a paragraph that shows some words; all of it where they are not found.
func (p *spot) span(words string) (from, to edge) {
	words = letters(words)
	var all strings.Builder
	for _, piece := range p.pieces {
		all.WriteString(piece.text)
	}
	at := strings.Index(all.String(), words)
	if words == "" || at < 0 {
		return edge{at: p.from}, edge{at: p.to}
	}
	from, to = edge{at: -1}, edge{at: p.to}
	start := 0
	for _, piece := range p.pieces {
		end := start + len(piece.text)
		if from.at < 0 && at < end {
			from = piece.edge(at-start, piece.from)
		}
		if start < at+len(words) && end > start {
			to = piece.edge(at+len(words)-start, piece.to)
		}
		start = end
	}
	return from, to
}

// edge is the place behind so many bytes of the letters of a piece; otherwise is taken where the piece cannot be
// parted there.
func (p *piece) edge(letters, otherwise int) edge {
	if p.run == nil || letters <= 0 || letters >= len(p.text) {
		return edge{at: otherwise}
	}
	seen := 0
	for i, r := range p.run.text {
		if seen >= letters {
			// White space before goes with what follows, whose text keeps it.
			return edge{p.run.at + len(strings.TrimRightFunc(p.run.text[:i], unicode.IsSpace)), p.run}
		}
		if !unicode.IsSpace(r) {
			seen += utf8.RuneLen(r)
		}
	}
	return edge{at: otherwise}
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
	text   bool     // inside <w:t>
	start  int      // of a child of the innermost paragraph
	run    *stretch // that child, where it is a run
	props  int      // where its properties begin
	data   []byte
	shown  strings.Builder
}

// paragraphsOf finds the paragraphs of a document, those in text boxes and fallbacks counted too.
func paragraphsOf(data []byte) (*marked, error) {
	f := &finder{d: &marked{}, raw: xml.NewDecoder(bytes.NewReader(data)), data: data}
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
				f.said(string(t), before)
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
	f.child(t.Name, before)
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

// child sees what begins inside a paragraph: a child of it, or what a run holds.
func (f *finder) child(name xml.Name, before int) {
	inside := len(f.open) - 1
	if inside < 0 {
		return
	}
	own := name.Space+":" == f.d.prefix
	switch f.depth - f.depths[inside] {
	case 1:
		f.start, f.run = before, nil
		f.shown.Reset()
		if own && name.Local == "r" {
			f.run = &stretch{}
		}
	case 2:
		switch {
		case f.run == nil:
		case own && name.Local == "rPr":
			f.props = before
		case own && name.Local == "t":
			f.run.texts++
		default:
			f.run.other = true
		}
	}
}

// said takes up a text; with entities in it, it is not parted.
func (f *finder) said(text string, before int) {
	f.shown.WriteString(letters(text))
	if f.run == nil {
		return
	}
	if f.run.text != "" || int(f.raw.InputOffset())-before != len(text) {
		f.run.other = true
	}
	f.run.text, f.run.at = text, before
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
		f.start, f.run = -1, nil // a child that held a paragraph of its own is no piece
	case depth == f.depths[last]+1 && name.Local == "pPr":
		p.from = int(f.raw.InputOffset())
	case depth == f.depths[last]+2 && name.Local == "rPr" && f.run != nil:
		f.run.props = string(f.data[f.props:f.raw.InputOffset()])
	case depth == f.depths[last]+1 && f.shown.Len() > 0 && f.start >= 0:
		if f.run != nil && (f.run.other || f.run.texts != 1) {
			f.run = nil
		}
		p.pieces = append(p.pieces, piece{f.start, int(f.raw.InputOffset()), f.shown.String(), f.run})
		f.shown.Reset()
	}
}
