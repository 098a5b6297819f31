package cells

import (
	"bytes"
	"strings"
)

// wordText is a paragraph of a .docx while its text is gathered.
type wordText struct {
	story *story
	p     *Paragraph

	shown, hidden []byte
	boxes         []Block

	style       *wordStyle
	numID       string
	ilvl        int
	outline     int
	markHidden  setting
	markDeleted bool
	run         wordStyle // of the run being read
	runStyle    *wordStyle
}

// inline takes an element of a paragraph.
func (w *wordText) inline(name string) error {
	x := w.story.x
	switch name {
	case "r":
		w.run, w.runStyle = wordStyle{}, nil
		return x.children(w.part)
	case "pPr":
		return x.children(w.property)
	case "del", "moveFrom", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rPr", "subDoc", "fldData":
		return nil
	case "AlternateContent":
		return x.choose(w.inline)
	case "oMath":
		w.run, w.runStyle = wordStyle{}, nil
		return x.children(w.formula)
	}
	return x.children(w.inline) // hyperlink, ins, moveTo, sdt, sdtContent, smartTag, fldSimple, oMathPara
}

// property takes a property of the paragraph.
func (w *wordText) property(name string) error {
	x := w.story.x
	switch name {
	case "pStyle":
		w.style = w.story.d.styles[x.val()]
	case "numPr":
		return x.numPr(&w.numID, &w.ilvl)
	case "outlineLvl":
		w.outline = x.number("val", -1)
	case "sectPr":
		return w.story.section()
	case "rPr":
		return x.children(func(name string) error {
			switch name {
			case "vanish":
				w.markHidden = x.setting()
			case "del", "moveFrom":
				w.markDeleted = true
			}
			return nil
		})
	}
	return nil
}

// part takes an element of a run.
func (w *wordText) part(name string) error {
	x := w.story.x
	switch name {
	case "t":
		return w.text()
	case "rPr":
		return x.children(func(name string) error {
			if name == "rStyle" {
				w.runStyle = w.story.d.styles[x.val()]
			}
			w.run.runProperty(x, name)
			return nil
		})
	case "footnoteReference", "endnoteReference":
		w.mark(strings.TrimSuffix(name, "Reference"), string(x.s.attr("id")))
	case "fldChar":
		return w.field()
	case "instrText":
		return w.code()
	case "drawing", "pict", "object":
		return w.art(name)
	case "AlternateContent":
		return x.choose(w.part)
	case "ruby":
		return x.children(w.rubyBase)
	default:
		w.say(x.character(name))
	}
	return nil
}

// rubyBase takes the text under phonetics, which are left out.
func (w *wordText) rubyBase(name string) error {
	if name != "rubyBase" {
		return nil
	}
	outer, style := w.run, w.runStyle
	err := w.story.x.children(w.inline)
	w.run, w.runStyle = outer, style
	return err
}

// character is the text of an element that stands for a character; "" for what shows nothing (softHyphen, delText,
// lastRenderedPageBreak, annotationRef, …).
func (x *wordXML) character(name string) string {
	switch name {
	case "tab", "ptab":
		return "\t"
	case "br":
		if kind := string(x.s.attr("type")); kind == "page" || kind == "column" {
			return "\f"
		}
		return "\n"
	case "cr":
		return "\n"
	case "noBreakHyphen":
		return "-"
	case "sym":
		char := x.s.attr("char")
		if code, ok := hexNumber(char); ok && len(char) > 0 && validChar(code) {
			return string(symbol(string(x.s.attr("font")), code))
		}
	}
	return ""
}

// text reads <w:t>: blanks at its ends count only where it says so.
func (w *wordText) text() error {
	x := w.story.x
	space := x.s.attr("space")
	keep := string(space) == "preserve" || space == nil && x.spaced
	var b []byte
	if err := x.content(nil, func(part []byte) { b = append(b, part...) }); err != nil {
		return err
	}
	if !keep {
		b = bytes.Trim(b, " \t\r\n")
	}
	for i, c := range b {
		if c == '\n' || c == '\r' {
			b[i] = ' '
		}
	}
	font := w.run.font
	if font == "" && w.runStyle != nil {
		font = w.runStyle.font
	}
	w.say(privateSigns(font, string(b)))
	return nil
}

// privateSigns resolves the characters of the private area that stand for signs of a font.
func privateSigns(font, text string) string {
	if !strings.ContainsFunc(text, inPrivateArea) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if inPrivateArea(r) {
			return symbol(font, r)
		}
		return r
	}, text)
}

// say adds text that stands in the run being read.
func (w *wordText) say(text string) {
	if text == "" || w.story.inCode() {
		return
	}
	raise := w.run.raise
	if raise == "" && w.runStyle != nil {
		raise = w.runStyle.raise
	}
	switch raise {
	case "superscript":
		text = raised.Replace(text)
	case "subscript":
		text = lowered.Replace(text)
	}
	if w.isHidden(w.run.vanish, w.runStyle) {
		w.hidden = append(w.hidden, text...)
	} else {
		w.shown = append(w.shown, text...)
	}
}

// isHidden holds for text that is not shown: it says so itself, or its style and its paragraph's do.
func (w *wordText) isHidden(own setting, style *wordStyle) bool {
	if own != unset {
		return own == on
	}
	hidden := false
	of := w.style
	if of == nil {
		of = w.story.d.plain
	}
	for _, s := range []*wordStyle{of, style} {
		w.story.d.styleChain(s, func(s *wordStyle) bool {
			if s.vanish == on {
				hidden = !hidden
			}
			return s.vanish != unset
		})
	}
	return hidden
}

// finish gives the paragraph its text. Breaks of pages at its ends show nothing.
func (w *wordText) finish() { w.p.setText(string(w.shown), string(w.hidden)) }

// setText gives a paragraph what it shows and what it hides.
func (p *Paragraph) setText(shown, hidden string) {
	front := len(shown) - len(strings.TrimLeft(shown, "\f"))
	for i := range p.Marks {
		p.Marks[i].At = max(0, p.Marks[i].At-front)
	}
	clean := func(s string) string { return strings.ReplaceAll(strings.Trim(s, "\f"), "\f", "\n") }
	p.Text, p.Hidden = clean(shown), strings.TrimSpace(hidden) != ""
	switch {
	case !p.Hidden:
	case strings.TrimSpace(p.Text) == "":
		p.Text = clean(hidden)
	default:
		p.Concealed = clean(hidden)
	}
	for i := range p.Marks {
		p.Marks[i].At = min(p.Marks[i].At, len(p.Text))
	}
}

// mark notes the mark of a note.
func (w *wordText) mark(kind, id string) {
	if !w.story.inCode() {
		w.p.Marks = append(w.p.Marks, Mark{At: len(w.shown), Note: w.story.d.mark(kind, id)})
	}
}
