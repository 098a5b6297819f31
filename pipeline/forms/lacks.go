package forms

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// What a recognised form lacks and what of it we do not know, as fields of the form.
const (
	// LabelMissing is a required label that was not found, where one that we do not know may be it: Text is the
	// label, Issue the unknown wording and its place, Cell where the value stands.
	LabelMissing = "label_missing"
	// LabelAbsent are the required labels that were not found and that nothing stands for.
	LabelAbsent = "label_absent"
	// LabelUnknown is a wording that we do not know with values under or beside it: Text is the wording, Issue
	// the label that it may be.
	LabelUnknown = "label_unknown"
	// LabelSlip is a misspelt label that was read as the one in Issue.
	LabelSlip = "label_slip"
)

// unknown is a text in the place of a label that is none of ours.
type unknown struct {
	cell  *cells.Cell
	block *block      // that it is a column or a row of; nil in place of a single value
	isRow bool        // of rows that cross columns
	value *cells.Cell // beside it, for a single value
	meant *entry      // what it may be
	count bool        // what stands there are numbers
}

// emitLacks says which required labels the form lacks, with the nearest unknown one, and what else we do not
// know of it.
func (r *reader) emitLacks() {
	for _, h := range r.usedSlips() {
		r.note(LabelSlip, h.cell, h.label.key, h.entries[0].Label)
	}
	unknowns := r.unknowns()
	var absent []string
	for _, e := range r.m.form.entries {
		if !e.Required || r.m.has(e) {
			continue
		}
		u := nearest(e, unknowns)
		if u == nil {
			absent = append(absent, e.Label)
			continue
		}
		u.meant = e
		at := u.cell
		if u.value != nil {
			at = u.value
		}
		r.note(LabelMissing, at, e.Label, strings.TrimSpace(u.cell.Text)+" "+r.address(u.cell.Row, u.cell.Col))
	}
	if len(absent) > 0 {
		form := r.out[0]
		form.Name, form.Text, form.Issue, form.Number = LabelAbsent, strings.Join(absent, "、"), "", decimal.NullDecimal{}
		r.out = append(r.out, form)
	}
	r.emitUnknownLabels(unknowns)
}

func (r *reader) emitUnknownLabels(unknowns []unknown) {
	if unknowns == nil {
		unknowns = r.unknowns()
	}
	for _, u := range unknowns {
		meant := ""
		if u.meant != nil {
			meant = u.meant.Form + "/" + u.meant.Block + "/" + u.meant.Name
		}
		r.note(LabelUnknown, u.cell, strings.TrimSpace(u.cell.Text), meant)
	}
}

func (r *reader) note(name string, at *cells.Cell, text, issue string) {
	f := r.field(name, at, at.Row, at.Col)
	f.Text, f.Issue, f.Formula = text, issue, ""
	r.out = append(r.out, f)
}

// usedSlips are the misspelt labels that the form was read by.
func (r *reader) usedSlips() (used []*hit) {
	for _, h := range r.m.g.in(r.m.area) {
		if !h.slip {
			continue
		}
		single := false
		for _, other := range r.m.singles {
			single = single || other == h
		}
		if single || slices.ContainsFunc(r.m.blocks, func(b *block) bool { return b.uses(h) }) {
			used = append(used, h)
		}
	}
	return used
}

// unknowns lists the texts that stand where labels stand, with values under or beside them, and are none of
// ours: in the header of a block, in its column of row labels, in front of a value above or between blocks.
func (r *reader) unknowns() []unknown {
	return slices.DeleteFunc(r.m.unknowns(), func(u unknown) bool { return r.taken[u.cell] })
}

func (m *match) unknowns() (list []unknown) {
	for _, b := range m.blocks {
		if b.header > 0 && len(b.cells) == 0 && !b.crossed {
			list = append(list, m.unknownColumns(b)...)
			list = append(list, m.unknownRows(b)...)
			list = append(list, m.unknownLines(b)...)
		}
	}
	for row := m.area.Top; row <= m.area.Bottom && row < m.area.Top+60; row++ {
		if m.inBlock(row) {
			continue
		}
		list = append(list, m.unknownSingles(row)...)
	}
	return list
}

func (m *match) inBlock(row int) bool {
	return slices.ContainsFunc(m.blocks, func(b *block) bool {
		return b.header > 0 && b.header <= row && row <= max(b.last, b.header)
	})
}

// couldBeLabel holds for a short text that is no label of the form and no number.
func (m *match) couldBeLabel(c *cells.Cell) bool {
	if c == nil || c.Kind != cells.Text || len(c.Text) > 90 || len(c.Text) < 6 {
		return false
	}
	if h := m.g.hitAt(c); h != nil && slices.ContainsFunc(h.entries, func(e *entry) bool { return e.form == m.form }) {
		return false
	}
	key := parseLabel(c.Text).key
	n := utf8.RuneCountInString(key)
	return 2 <= n && n <= 20 && !isDash(c) && !isNumeric(c) && !isHeadNote(c)
}

func (m *match) unknownColumns(b *block) (list []unknown) {
	left := m.labelsEnd(b)
	for _, c := range m.g.rows[b.header] {
		known := slices.ContainsFunc(b.columns, func(k column) bool { return k.hit.cell == c })
		if known || c.Col > m.area.Right || c.Col < m.area.Left || !m.couldBeLabel(c) {
			continue
		}
		if c.Col <= left && b.columns[0].Role == rules.ColumnHead { // over the labels of rows
			continue
		}
		if m.hasValuesUnder(b, c) {
			list = append(list, unknown{cell: c, block: b, count: m.hasNumbersUnder(b, c)})
		}
	}
	return list
}

func (m *match) hasValuesUnder(b *block, c *cells.Cell) bool {
	for row := b.header + 1; row <= min(b.last, b.header+200); row++ {
		below := m.g.at(row, c.Col)
		if below == nil || isDash(below) {
			continue
		}
		if m.kindOf(b, row) == valueLine || b.columns[0].Role == rules.ColumnHead {
			return true
		}
	}
	return false
}

// labelsEnd is the last column with labels of a block's rows.
func (m *match) labelsEnd(b *block) (last int) {
	for _, h := range b.rows {
		last = max(last, h.right)
	}
	if len(b.rows) == 0 {
		return b.columns[0].from - 1
	}
	return last
}

// hasNumbersUnder holds for a column of numbers: most of what stands in it reads as one.
func (m *match) hasNumbersUnder(b *block, c *cells.Cell) bool {
	numbers, others := 0, 0
	for row := b.header + 1; row <= min(b.last, b.header+200); row++ {
		switch below := m.g.at(row, c.Col); {
		case below == nil || isDash(below):
		case isNumeric(below):
			numbers++
		default:
			others++
		}
	}
	return numbers > others
}

func (m *match) unknownRows(b *block) (list []unknown) {
	if b.columns[0].Role != rules.ColumnHead {
		return nil
	}
	for row := b.header + 1; row <= b.last; row++ {
		var labels []*cells.Cell
		for _, c := range m.g.rows[row] {
			if m.area.Left <= c.Col && c.Col < b.columns[0].from {
				labels = append(labels, c)
			}
		}
		if len(labels) == 0 || m.g.hitAt(labels[len(labels)-1]) != nil || !m.couldBeLabel(labels[len(labels)-1]) {
			continue
		}
		if slices.ContainsFunc(b.columns, func(c column) bool { return isNumeric(m.under(row, c)) }) {
			list = append(list, unknown{cell: labels[len(labels)-1], block: b, isRow: true, count: true})
		}
	}
	return list
}

// unknownLines lists the labels of a table's lines that have numbers and nothing that a row of the table has.
func (m *match) unknownLines(b *block) (list []unknown) {
	if b.columns[0].Role != rules.Header {
		return nil
	}
	for row := b.header + 1; row <= b.last; row++ {
		if m.kindOf(b, row) == strangeLine {
			list = append(list, unknown{cell: m.g.first(row, m.area.Left, m.area.Right), block: b, isRow: true, count: true})
		}
	}
	return list
}

// unknownSingles walks a row outside blocks: label and value by turns, or labels over their values.
func (m *match) unknownSingles(row int) (list []unknown) {
	var line []*cells.Cell
	for _, c := range m.g.rows[row] {
		if m.area.Left <= c.Col && c.Col <= m.area.Right {
			line = append(line, c)
		}
	}
	if slices.ContainsFunc(line, m.isOverValue) {
		return m.unknownOver(line)
	}
	if len(line) == 1 {
		l := label{}
		if line[0].Kind == cells.Text && len(line[0].Text) <= 200 {
			l = parseLabel(line[0].Text)
		}
		named := l.value != "" && m.couldBeLabel(&cells.Cell{Kind: cells.Text, Text: l.key})
		if named && m.g.hitAt(line[0]) == nil && !m.isSignature(line[0]) {
			list = append(list, unknown{cell: line[0], value: line[0]})
		}
		return list
	}
	for i := 0; i+1 < len(line); i += 2 {
		name, value := line[i], line[i+1]
		if m.g.hitAt(name) == nil && m.g.hitAt(value) != nil { // a name of lines, over labels of its own
			i--
			continue
		}
		if m.g.hitAt(name) == nil && m.couldBeLabel(name) && !m.isSignature(name) {
			list = append(list, unknown{cell: name, value: value})
		}
	}
	return list
}

// isOverValue holds for the label of a value that stands below it.
func (m *match) isOverValue(c *cells.Cell) bool {
	h := m.g.hitAt(c)
	if h == nil {
		return false
	}
	e := m.entryOf(h, "", rules.Single)
	return e != nil && e.Below && m.singles[e] == h && m.g.first(h.bottom+1, c.Col, h.right) != nil
}

// unknownOver lists the texts beside a label over its value that have something below them as well.
func (m *match) unknownOver(line []*cells.Cell) (list []unknown) {
	for _, c := range line {
		right, bottom := c.Col, c.Row
		if r, ok := m.g.mergeAt(c.Row, c.Col); ok {
			right, bottom = r.Right, r.Bottom
		}
		value := m.g.first(bottom+1, c.Col, right)
		if value != nil && m.g.hitAt(c) == nil && m.g.hitAt(value) == nil && m.couldBeLabel(c) {
			list = append(list, unknown{cell: c, value: value})
		}
	}
	return list
}

// nearest picks the unknown label that a missing one may be: of its block and kind, the one that shares the most
// characters with it, of several alike the first. One for each.
func nearest(e *entry, unknowns []unknown) (best *unknown) {
	most := -1
	for i := range unknowns {
		u := &unknowns[i]
		single := u.block == nil
		fits := single && e.Role == rules.Single && e.Block == "" || !single && u.block.name == e.Block &&
			(e.Role == rules.Row || e.Role == rules.TotalRow) == u.isRow && e.Role != rules.Single
		wantsNumber := e.Type == "金额" || e.Type == "得分" || e.Type == "百分比"
		if u.meant != nil || !fits || wantsNumber && !single && !u.count {
			continue
		}
		shared := 0
		for _, r := range e.Label {
			if strings.ContainsRune(u.cell.Text, r) {
				shared++
			}
		}
		if shared > most {
			most, best = shared, u
		}
	}
	return best
}

// mend looks in an area for misspelt labels of a form that lacks some, and takes them in. It reports whether
// there were any.
func (g *grid) mend(area cells.Range, m *match) (mended bool) {
	for row := area.Top; row <= area.Bottom; row++ {
		for _, c := range g.rows[row] {
			if !area.Contains(row, c.Col) || c.Kind != cells.Text || len(c.Text) > 90 || g.hitAt(c) != nil {
				continue
			}
			l := parseLabel(c.Text)
			lacked := slices.ContainsFunc(g.d.slip(l.key), func(e *entry) bool {
				return e.form == m.form && e.Role != rules.BlockName && !m.has(e)
			})
			if !lacked {
				continue
			}
			h := g.hit(c, l, g.d.slip(l.key))
			h.slip = true
			g.addHit(h)
			mended = true
		}
	}
	return mended
}

// addHit puts a label in its place in reading order.
func (g *grid) addHit(h *hit) {
	order := func(a, b *hit) int {
		if a.cell.Row != b.cell.Row {
			return a.cell.Row - b.cell.Row
		}
		return a.cell.Col - b.cell.Col
	}
	at, _ := slices.BinarySearchFunc(g.hits, h, order)
	g.hits = slices.Insert(g.hits, at, h)
	line := g.byRow[h.cell.Row]
	at, _ = slices.BinarySearchFunc(line, h, order)
	g.byRow[h.cell.Row] = slices.Insert(line, at, h)
}
