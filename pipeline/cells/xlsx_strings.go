package cells

import (
	"bytes"
	"strings"
)

// sharedStrings gathers the shared texts. They become slices of one long string: a book of a million texts
// costs one allocation, not a million.
type sharedStrings struct {
	x    *xlsx
	part string
	all  strings.Builder
	ends []int
	si   richText

	struck map[int]*struckText // by number
}

func (x *xlsx) readStrings(part string) error {
	g := &sharedStrings{x: x, part: part, struck: map[int]*struckText{}}
	ahead := g.takeWhole
	if x.scanAll {
		ahead = nil
	}
	if err := x.c.scanPart(part, x.limits.Part, ahead, g.take); err != nil {
		return err
	}
	x.struckTexts = g.struck
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
		if parts := g.si.struck(g.x.struck != nil); parts != nil {
			g.struck[len(g.ends)] = parts
		}
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
	if len(g.ends) == g.x.limits.cost.texts {
		return refuse("limit-text", "more shared texts than its size can hold")
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
