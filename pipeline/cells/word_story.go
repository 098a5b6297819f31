package cells

// story reads one run of text of a document: the body, a note, a header, a text box.
type story struct {
	d        *docx
	x        *wordXML
	counters *counters
	fields   []wordField
	blocks   []Block
	carried  *wordText // of a paragraph whose mark was deleted: it runs on into the next
}

// all reads the blocks inside the element that is open, to its end.
func (t *story) all() ([]Block, error) {
	err := t.x.children(t.block)
	if err == nil {
		err = t.flush()
	}
	if err == nil && t.inCode() {
		err = refuse("value", "a field that has no end")
	}
	return t.blocks, err
}

// flush ends a paragraph that was to run on into another, where none follows.
func (t *story) flush() error {
	if t.carried == nil {
		return nil
	}
	return t.endParagraph(t.carried)
}

// block takes one element of a body, a cell, a note.
func (t *story) block(name string) error {
	x := t.x
	switch name {
	case "p":
		return t.paragraph()
	case "tbl":
		if err := t.flush(); err != nil {
			return err
		}
		table, err := t.table()
		if err == nil && len(table.Rows) > 0 {
			t.blocks = append(t.blocks, Block{Table: table})
		}
		return err
	case "AlternateContent":
		return x.choose(t.block)
	case "altChunk":
		return refuseWord("word-chunk", "%s: an imported file", x.s.part)
	case "sectPr":
		return t.section()
	case "del", "moveFrom", "sdtPr", "sdtEndPr", "customXmlPr", "tcPr":
		return nil
	case "oMathPara", "oMath":
		text := &wordText{story: t, p: &Paragraph{}}
		if err := x.children(text.formula); err != nil {
			return err
		}
		return t.endParagraph(text)
	}
	return x.children(t.block) // sdt, sdtContent, customXml, ins, moveTo
}

// section notes the headers and footers that a section names.
func (t *story) section() error {
	return t.x.children(func(name string) error {
		if name != "headerReference" && name != "footerReference" {
			return nil
		}
		return t.d.nameHeader(string(t.x.s.attr("id")))
	})
}

// paragraph reads <w:p>.
func (t *story) paragraph() error {
	text := t.carried
	t.carried = nil
	if text == nil {
		text = &wordText{story: t}
	}
	text.p = &Paragraph{Nth: t.x.paragraphs}
	text.style, text.numID, text.ilvl, text.outline = nil, "", -1, -1
	text.markHidden, text.markDeleted = unset, false
	if err := t.x.children(text.inline); err != nil {
		return err
	}
	if text.markDeleted {
		t.carried = text
		return nil
	}
	return t.endParagraph(text)
}

// endParagraph makes what was gathered a block.
func (t *story) endParagraph(w *wordText) error {
	t.carried = nil
	p := w.p
	w.finish()
	style := w.style
	if style == nil {
		style = t.d.plain
	}
	p.Level = w.outline
	t.d.styleChain(style, func(s *wordStyle) bool {
		if p.Style == "" {
			p.Style = s.name
		}
		if p.Level < 0 {
			p.Level = s.outline
		}
		return p.Level >= 0
	})
	if p.Level++; p.Level > 9 {
		p.Level = 0
	}
	// A paragraph that is hidden with its mark is not there for the numbers.
	if !(p.Hidden && p.Concealed == "" && w.isHidden(w.markHidden, nil)) {
		t.number(w, style)
	}
	t.blocks = append(t.blocks, Block{Paragraph: p})
	t.blocks = append(t.blocks, w.boxes...)
	return t.d.text.take(p, t.d.limits)
}

// number gives a paragraph of a list its number.
func (t *story) number(w *wordText, style *wordStyle) {
	id, ilvl := w.numID, w.ilvl
	t.d.styleChain(style, func(s *wordStyle) bool {
		if id == "" && s.numID != "" {
			id = s.numID
			if ilvl < 0 {
				ilvl = max(s.ilvl, t.levelOfStyle(id, style))
			}
		}
		return id != ""
	})
	use := t.d.lists[id]
	if use == nil {
		return
	}
	n := min(max(ilvl, 0), maxLevels-1)
	w.p.Number, w.p.Gap, w.p.Bullet = t.counters.next(use, n)
}

// levelOfStyle finds the level of a list that belongs to a style of paragraphs.
func (t *story) levelOfStyle(numID string, style *wordStyle) int {
	use := t.d.lists[numID]
	if use == nil {
		return -1
	}
	found := -1
	t.d.styleChain(style, func(s *wordStyle) bool {
		for n := range maxLevels {
			if id := use.level(n).style; id != "" && t.d.styles[id] == s {
				found = n
			}
		}
		return found >= 0
	})
	return found
}
