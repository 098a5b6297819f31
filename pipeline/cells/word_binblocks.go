package cells

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
)

// mark takes the end of a paragraph, of a cell, of a row.
func (t *docStory) mark(u uint16, para docPara) error {
	depth := 0
	if para.inTable {
		depth = max(1, para.depth)
	}
	if depth > t.d.limits.Depth {
		return refuse("limit-xml", "tables nested too deep")
	}
	if err := t.close(depth); err != nil {
		return err
	}
	for len(t.levels) < depth {
		t.levels = append(t.levels, docLevel{})
	}
	if para.rowEnd || para.innerRowEnd {
		return t.endRow(para)
	}
	if err := t.endParagraph(para); err != nil {
		return err
	}
	if depth > 0 && (u == charCell || para.innerCell) {
		l := &t.levels[depth-1]
		l.cells = append(l.cells, l.blocks)
		l.blocks = nil
	}
	return nil
}

// endRow ends a row of the innermost table. A row whose mark was deleted is not there.
func (t *docStory) endRow(para docPara) error {
	if len(t.levels) == 0 {
		return refuse("order", "a row outside a table")
	}
	l := &t.levels[len(t.levels)-1]
	if len(l.blocks) > 0 {
		l.cells = append(l.cells, l.blocks)
	}
	if !t.char.deleted && len(l.cells) > 0 {
		l.rows = append(l.rows, docRow{para.tap, l.cells})
	}
	l.cells, l.blocks = nil, nil
	t.text = &docText{p: &Paragraph{}}
	return nil
}

// close ends the tables that are deeper than depth.
func (t *docStory) close(depth int) error {
	for len(t.levels) > depth {
		l := t.levels[len(t.levels)-1]
		t.levels = t.levels[:len(t.levels)-1]
		if len(l.blocks) > 0 {
			l.cells = append(l.cells, l.blocks)
		}
		if len(l.cells) > 0 { // a row without its end
			l.rows = append(l.rows, docRow{cells: l.cells})
		}
		if len(l.rows) == 0 {
			continue
		}
		table, err := t.d.docTable(l.rows)
		if err != nil {
			return err
		}
		t.add(Block{Table: table})
	}
	return nil
}

// add puts a block into the innermost cell that is open, or into the text itself.
func (t *docStory) add(blocks ...Block) {
	if n := len(t.levels); n > 0 {
		t.levels[n-1].blocks = append(t.levels[n-1].blocks, blocks...)
		return
	}
	t.blocks = append(t.blocks, blocks...)
}

// endParagraph makes what was gathered a block.
func (t *docStory) endParagraph(para docPara) error {
	w := t.text
	t.text = &docText{p: &Paragraph{}}
	p := w.p
	p.setText(string(w.shown), string(w.hidden))
	p.Level = para.outline + 1
	for _, s := range t.d.styleChain(para.style) {
		p.Style = s.name
		if para.outline < 0 && 1 <= s.builtIn && s.builtIn <= 9 {
			p.Level = s.builtIn
		}
	}
	if p.Level > 9 {
		p.Level = 0
	}
	if para.list == oldLists && para.oldList {
		return refuseWord("word-old", "a list as Word 6 made it")
	}
	goneWithMark := p.Hidden && p.Concealed == "" && t.char.hidden
	if n := para.list; 0 < n && n <= len(t.d.lists) && t.d.lists[n-1] != nil && !goneWithMark {
		level := min(max(para.level, 0), maxLevels-1)
		p.Number, p.Gap, p.Bullet = t.counters.next(t.d.lists[n-1], level)
	}
	t.add(Block{Paragraph: p})
	t.add(w.boxes...)
	return t.d.text.take(p, t.d.limits)
}

// oldLists is the number of no list: the paragraph says itself how it is numbered, as in Word 6.
const oldLists = 2047

// readText reads the body, and what belongs to it from the other texts.
func (d *wordBin) readText() error {
	var starts [9]int
	for n := range 8 {
		starts[n+1] = starts[n] + d.length(n)
	}
	if err := d.findNotes(tabFootRefs, "footnote", 2); err != nil {
		return err
	}
	feet := len(d.doc.Notes)
	if err := d.findNotes(tabEndRefs, "endnote", 2); err != nil {
		return err
	}
	if err := d.findBoxes(starts[6], starts[7]); err != nil {
		return err
	}
	sections, err := d.plc(tabSections, 12)
	if err != nil {
		return err
	}
	ends := map[int]bool{}
	for _, cp := range sections.at {
		ends[cp] = true
	}
	if d.doc.Blocks, err = d.story(0, starts[1], ends); err != nil {
		return err
	}
	d.doc.Blocks = trimBlocks(d.doc.Blocks)
	if err := d.restOfBoxes(); err != nil {
		return err
	}
	if err := d.readNoteTexts(tabFootText, starts[1], starts[2], d.doc.Notes[:feet]); err != nil {
		return err
	}
	if err := d.readNoteTexts(tabEndText, starts[5], starts[6], d.doc.Notes[feet:]); err != nil {
		return err
	}
	if err := d.readHeaders(starts[2], starts[3]); err != nil {
		return err
	}
	return d.readHeaders(starts[7], starts[8]) // their text boxes
}

func (d *wordBin) readHeaders(from, to int) error {
	blocks, err := d.story(from, to, nil)
	for _, b := range blocks {
		if b.Paragraph == nil || !b.Paragraph.showsNothing() {
			d.doc.Headers = append(d.doc.Headers, b)
		}
	}
	return err
}

// findNotes notes where notes are marked.
func (d *wordBin) findNotes(table int, kind string, size int) error {
	refs, err := d.plc(table, size)
	if err != nil {
		return err
	}
	for i := range refs.count() {
		d.notes[refs.at[i]] = len(d.doc.Notes)
		d.doc.Notes = append(d.doc.Notes, Note{Place: noteNames[kind] + strconv.Itoa(i+1)})
	}
	return nil
}

func (d *wordBin) readNoteTexts(table, start, end int, notes []Note) error {
	texts, err := d.plc(table, 0)
	if err != nil {
		return err
	}
	for i := range notes {
		if i+1 >= len(texts.at) {
			return refuse("index", "a note without its text")
		}
		from, to := start+texts.at[i], start+texts.at[i+1]
		if from < start || to < from || to > end {
			return refuse("order", "a note outside the notes")
		}
		blocks, err := d.story(from, to, nil)
		if err != nil {
			return err
		}
		notes[i].Blocks = trimBlocks(blocks)
		if len(blocks) > 0 && blocks[0].Paragraph != nil {
			blocks[0].Paragraph.Text = strings.TrimLeft(blocks[0].Paragraph.Text, " ")
		}
	}
	return nil
}

// findBoxes ties the text boxes to the shapes that hold them. What is tied to none stands behind the body.
func (d *wordBin) findBoxes(start, end int) error {
	shapes, err := d.plc(tabShapes, 26)
	if err != nil {
		return err
	}
	texts, err := d.plc(tabBoxes, 22)
	if err != nil {
		return err
	}
	anchors := map[uint32]int{}
	for i := range shapes.count() {
		anchors[binary.LittleEndian.Uint32(shapes.of(i))] = shapes.at[i]
	}
	for i := range texts.count() - 1 { // the last one is no box
		from, to := start+texts.at[i], start+texts.at[i+1]
		if from < start || to < from || to > end {
			return refuse("order", "a text box outside the text boxes")
		}
		about := texts.of(i)
		if binary.LittleEndian.Uint16(about[8:]) != 0 { // free to be used again
			continue
		}
		at, anchored := anchors[binary.LittleEndian.Uint32(about[14:])]
		if _, taken := d.boxes[at]; taken || !anchored {
			at = -1 - i
		}
		d.boxes[at] = docBox{from, to}
	}
	return nil
}

// restOfBoxes reads the text boxes whose place in the text is not known.
func (d *wordBin) restOfBoxes() error {
	var left []docBox
	for _, box := range d.boxes {
		left = append(left, box)
	}
	slices.SortFunc(left, func(a, b docBox) int { return a.from - b.from })
	for _, box := range left {
		blocks, err := d.story(box.from, box.to, nil)
		if err != nil {
			return err
		}
		if blocks = trimBlocks(blocks); len(blocks) > 0 {
			d.doc.Blocks = append(d.doc.Blocks, Block{Box: &TextBox{Blocks: blocks}})
		}
	}
	return nil
}
