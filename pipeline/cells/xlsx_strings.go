package cells

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// sharedStrings gathers the shared texts. They become slices of one long string: a book of a million texts
// costs one allocation, not a million.
type sharedStrings struct {
	x    *xlsx
	part string
	all  strings.Builder
	ends []int
	si   richText
}

func (x *xlsx) readStrings(part string) error {
	g := &sharedStrings{x: x, part: part}
	ahead := g.takeWhole
	if x.scanAll {
		ahead = nil
	}
	if err := x.c.scanPart(part, x.limits.Part, ahead, g.take); err != nil {
		return err
	}
	x.strings = make([]string, len(g.ends))
	whole, from := g.all.String(), 0
	for i, end := range g.ends {
		x.strings[i] = whole[from:end]
		from = end
	}
	return nil
}

func (g *sharedStrings) take(s *scanner, t token) error {
	switch {
	case t == open && string(s.name) == "si":
		g.si.begin()
	case t == closed && string(s.name) == "si" && s.depth == 1:
		return g.add(g.si.buf)
	default:
		g.si.take(s, t)
	}
	return nil
}

func (g *sharedStrings) add(text []byte) error {
	if err := g.x.checkText(text, g.part); err != nil {
		return err
	}
	g.all.Write(text)
	g.ends = append(g.ends, g.all.Len())
	return nil
}

// takeWhole reads the texts that stand in the window whole and have no parts: <si><t>text</t></si>.
func (g *sharedStrings) takeWhole(s *scanner) error {
	if s.depth != 1 || s.empty {
		return nil
	}
	for {
		b := s.buf[s.pos:s.end]
		n := 0
		switch {
		case bytes.HasPrefix(b, plainText):
			n = len(plainText)
		case bytes.HasPrefix(b, spacedText):
			n = len(spacedText)
		default:
			return nil
		}
		length := bytes.IndexByte(b[n:], '<')
		if length < 0 || !bytes.HasPrefix(b[n+length:], plainEnd) {
			return nil
		}
		text, ok := s.plainText(b[n : n+length])
		if !ok {
			return nil
		}
		if err := g.add(text); err != nil {
			return err
		}
		s.pos += n + length + len(plainEnd)
	}
}

var plainText, spacedText, plainEnd = []byte("<si><t>"), []byte(`<si><t xml:space="preserve">`), []byte("</t></si>")

// richText gathers the text of an <si> or <is>: its <t> and those of its runs, without the
// phonetic ones.
type richText struct {
	buf      []byte
	inT      bool
	phonetic int
}

func (r *richText) begin() { r.buf, r.inT, r.phonetic = r.buf[:0], false, 0 }

func (r *richText) take(s *scanner, t token) {
	switch t {
	case text:
		if r.inT && r.phonetic == 0 {
			r.buf = append(r.buf, s.text...)
		}
	case open, closed:
		switch string(s.name) {
		case "t":
			r.inT = t == open
			if t == closed {
				r.buf = unescape(r.buf)
			}
		case "rPh":
			if t == open {
				r.phonetic++
			} else {
				r.phonetic--
			}
		}
	}
}

// unescape resolves _xHHHH_, the way OOXML writes what XML cannot hold: a UTF-16 unit. Two halves of one
// character side by side become that character; a half alone is no text and stays as it is written.
func unescape(b []byte) []byte {
	for i := 0; i+unitSize <= len(b); i++ {
		r, ok := escapedUnit(b[i:])
		if !ok {
			continue
		}
		n := unitSize
		if utf16.IsSurrogate(r) {
			low, _ := escapedUnit(b[i+n:])
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				continue
			}
			n += unitSize
		}
		tail := append([]byte(string(r)), b[i+n:]...)
		b = append(b[:i], tail...)
		i += utf8.RuneLen(r) - 1
	}
	return b
}

// unitSize is the length of _xHHHH_.
const unitSize = 7

func escapedUnit(b []byte) (unit rune, ok bool) {
	if len(b) < unitSize || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	return hexNumber(b[2:6])
}
