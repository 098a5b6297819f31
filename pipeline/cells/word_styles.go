package cells

// wordStyle is what a style says of a paragraph or of text; what it does not say it has from another.
type wordStyle struct {
	name, based string
	numID       string // of its list; "" where it says nothing
	ilvl        int    // of its list; -1
	outline     int    // -1; 0 to 8, 9 for body text
	vanish      setting
	font        string
	raise       string // vertAlign
}

// setting is something that is switched on or off, or not said.
type setting uint8

const (
	unset setting = iota
	off
	on
)

func (x *wordXML) setting() setting {
	if x.isOn() {
		return on
	}
	return off
}

// styleChain gives a style and those that it is based on; a circle ends it.
func (d *docx) styleChain(s *wordStyle, look func(*wordStyle) bool) {
	for range 64 {
		if s == nil || look(s) {
			return
		}
		s = d.styles[s.based]
	}
}

func (d *docx) readStyles(part string) error {
	return d.c.walkPart(part, func(x *wordXML, _ string) error {
		return x.children(func(name string) error {
			if name != "style" {
				return nil
			}
			return d.readStyle(x)
		})
	})
}

func (d *docx) readStyle(x *wordXML) error {
	s := &wordStyle{ilvl: -1, outline: -1}
	id := string(x.s.attr("styleId"))
	kind, byDefault := string(x.s.attr("type")), isTrue(x.s.attr("default"))
	if id != "" {
		d.styles[id] = s
	}
	if kind == "paragraph" && byDefault {
		d.plain = s
	}
	return x.children(func(name string) error {
		switch name {
		case "name":
			s.name = x.val()
		case "basedOn":
			s.based = x.val()
		case "pPr":
			return x.children(func(name string) error {
				switch name {
				case "numPr":
					return x.numPr(&s.numID, &s.ilvl)
				case "outlineLvl":
					s.outline = x.number("val", -1)
				}
				return nil
			})
		case "rPr":
			return x.children(func(name string) error {
				s.runProperty(x, name)
				return nil
			})
		}
		return nil
	})
}

// numPr reads the list and the level of a paragraph.
func (x *wordXML) numPr(numID *string, ilvl *int) error {
	return x.children(func(name string) error {
		switch name {
		case "numId":
			*numID = x.val()
		case "ilvl":
			*ilvl = x.number("val", -1)
		}
		return nil
	})
}

// runProperty takes a property of text that matters for what is shown.
func (s *wordStyle) runProperty(x *wordXML, name string) {
	switch name {
	case "vanish":
		s.vanish = x.setting()
	case "vertAlign":
		s.raise = x.val()
	case "rFonts":
		for _, which := range []string{"ascii", "hAnsi"} {
			if f := x.s.attr(which); f != nil {
				s.font = string(f)
				break
			}
		}
	}
}
