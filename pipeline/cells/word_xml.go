package cells

import "bytes"

// wordXML walks through a part of WordprocessingML from element to element.
type wordXML struct {
	s          *scanner
	paragraph  []byte // how the part writes <w:p>, with its prefix
	paragraphs int    // of these so far
	spaced     bool   // xml:space="preserve" stands at the root
}

// walkPart reads a part to its end; visit takes the children of its root.
func (c *container) walkPart(part string, visit func(x *wordXML, root string) error) error {
	p, err := c.open(part, c.limits.Part)
	if err != nil {
		return err
	}
	s := &c.scan
	s.reset(p, part, max(p.e.size, c.largest), c.limits)
	if err := s.start(); err != nil {
		return err
	}
	x := &wordXML{s: s}
	for {
		t, err := x.next()
		if err != nil || t == endOfPart {
			return err
		}
		if t != open {
			continue
		}
		full := s.stack[0]
		x.paragraph = append(bytes.Clone(full[:len(full)-len(s.name)]), 'p')
		x.spaced = string(s.attr("space")) == "preserve"
		if err := visit(x, string(s.name)); err != nil {
			return err
		}
	}
}

func (x *wordXML) next() (token, error) {
	t, err := x.s.next()
	if t == open && err == nil && bytes.Equal(x.s.stack[x.s.depth-1], x.paragraph) {
		x.paragraphs++
	}
	return t, err
}

// children calls visit for each element right inside the one that is open; what visit leaves of an element is
// passed over. Behind it the open element is closed.
func (x *wordXML) children(visit func(name string) error) error {
	return x.content(visit, nil)
}

// content is children with what stands between the elements.
func (x *wordXML) content(visit func(name string) error, say func(b []byte)) error {
	depth := x.s.depth
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		switch {
		case t == closed && x.s.depth < depth:
			return nil
		case t == text && x.s.depth == depth && say != nil:
			say(x.s.text)
		case t == open && x.s.depth == depth+1 && visit != nil:
			if err := visit(string(x.s.name)); err != nil {
				return err
			}
			if err := x.leave(depth); err != nil {
				return err
			}
		}
	}
}

// leave passes over what is left of elements deeper than depth.
func (x *wordXML) leave(depth int) error {
	for x.s.depth > depth {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// choose takes the first choice of an mc:AlternateContent, or its fallback where it has none: one of them, never
// both.
func (x *wordXML) choose(visit func(name string) error) error {
	taken := false
	return x.children(func(name string) error {
		if taken || name != "Choice" && name != "Fallback" {
			return nil
		}
		taken = true
		return x.children(visit)
	})
}

// val is the attribute w:val.
func (x *wordXML) val() string { return string(x.s.attr("val")) }

// isOn reads an element that switches something on, or off with w:val="0".
func (x *wordXML) isOn() bool {
	v := x.s.attr("val")
	return v == nil || string(v) != "0" && string(v) != "false" && string(v) != "off" && string(v) != "none"
}

// number reads an attribute that is a whole number; what is none counts as def.
func (x *wordXML) number(name string, def int) int {
	b := x.s.attr(name)
	if len(b) == 0 || len(b) > 9 {
		return def
	}
	n, sign := 0, 1
	for i, c := range b {
		switch {
		case c == '-' && i == 0 && len(b) > 1:
			sign = -1
		case '0' <= c && c <= '9':
			n = n*10 + int(c-'0')
		default:
			return def
		}
	}
	return n * sign
}
