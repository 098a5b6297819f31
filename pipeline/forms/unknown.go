package forms

import (
	"slices"
	"unicode/utf8"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// unknowns lists the texts that stand where labels stand, with values under or beside them, and are none of
// ours: in the header of a block, in its column of row labels, in front of a value above or between blocks.
func (r *reader) unknowns() []unknown {
	return slices.DeleteFunc(r.m.unknowns(), func(u unknown) bool {
		return r.taken[u.cell] || u.known && r.taken[u.value]
	})
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
		if header := m.strangeHeader(row); header != nil {
			list, row = append(list, header...), m.endOfStrange(row)
			continue
		}
		if over := m.strangeOver(row); over != nil {
			list, row = append(list, over...), row+1
			continue
		}
		list = append(list, m.unknownSingles(row)...)
	}
	return list
}

func (m *match) inBlock(row int) bool {
	return slices.ContainsFunc(m.blocks, func(b *block) bool {
		isInside := b.header > 0 && b.header <= row && row <= max(b.last, b.header)
		return isInside || row == b.header-1 && m.reachesDown(row)
	})
}

// reachesDown holds for the upper line of a header of two: one of its cells is merged with the line below.
func (m *match) reachesDown(row int) bool {
	return slices.ContainsFunc(m.g.rows[row], func(c *cells.Cell) bool {
		over, ok := m.g.mergeAt(row, c.Col)
		return ok && m.area.Contains(row, c.Col) && over.Top == row && over.Bottom == row+1
	})
}

// couldBeLabel holds for a short text that is no label of the form and no number.
func (m *match) couldBeLabel(c *cells.Cell) bool {
	if c == nil || c.Kind != cells.Text || len(c.Text) > 90 || len(c.Text) < 6 {
		return false
	}
	if m.isOwnLabel(c) {
		return false
	}
	key := parseLabel(c.Text).key
	n := utf8.RuneCountInString(key)
	return 2 <= n && n <= 20 && !isDash(c) && !isNumeric(c) && !isHeadNote(c)
}

// isOwnLabel holds for a label of the form; one of another kind of form is a strange word here.
func (m *match) isOwnLabel(c *cells.Cell) bool {
	h := m.g.hitAt(c)
	return h != nil && slices.ContainsFunc(h.entries, func(e *entry) bool { return e.form == m.form })
}

func (m *match) unknownColumns(b *block) (list []unknown) {
	left := m.labelsEnd(b)
	for _, c := range m.g.rows[b.header] {
		known := slices.ContainsFunc(b.columns, func(k column) bool { return k.hit.cell == c })
		if known || c.Col > m.area.Right || c.Col < m.area.Left || !m.couldBeLabel(c) && !m.isSecond(b, c) {
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

// isSecond holds for a column of an entry that another column has, by another of its wordings: 完成情况 beside 实际完成值.
func (m *match) isSecond(b *block, c *cells.Cell) bool {
	h := m.g.hitAt(c)
	if h == nil {
		return false
	}
	e := m.entryOf(h, b.name, b.columns[0].Role)
	return e != nil && slices.ContainsFunc(b.columns, func(k column) bool {
		return k.entry == e && k.hit.label.key != h.label.key
	})
}

func (m *match) hasValuesUnder(b *block, c *cells.Cell) bool {
	for row := b.header + 1; row <= min(b.last, b.header+200); row++ {
		below := m.g.at(row, c.Col)
		if below == nil || isDash(below) || isUnitCell(below) {
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
		if len(labels) > 0 {
			list = append(list, m.furtherRow(b, row, labels[len(labels)-1])...)
		}
		if len(labels) == 0 || !m.couldBeLabel(labels[len(labels)-1]) && !m.isOfOther(b, labels[len(labels)-1]) {
			continue
		}
		if slices.ContainsFunc(b.columns, func(c column) bool { return isNumeric(m.under(row, c)) }) {
			list = append(list, unknown{cell: labels[len(labels)-1], block: b, isRow: true, count: true})
			list = append(list, m.unknownBeside(row, b)...)
		}
	}
	return list
}

// furtherRow lists the amounts of a row that another row of the block is read for: 财政拨款 over 当年财政拨款.
func (m *match) furtherRow(b *block, row int, c *cells.Cell) (list []unknown) {
	h := m.g.hitAt(c)
	if h == nil || b.uses(h) || m.entryOf(h, b.name, rules.Row) == nil || slices.Contains(b.asides, h) {
		return nil
	}
	for _, k := range b.columns {
		if v := m.under(row, k); k.Type == rules.MoneyType && isNumeric(v) {
			list = append(list, unknown{cell: c, value: v, block: b, isRow: true, known: true})
		}
	}
	return list
}

// isOfOther holds for a label of the form that names no row of this block: 合计 of another table.
func (m *match) isOfOther(b *block, c *cells.Cell) bool {
	h := m.g.hitAt(c)
	return h != nil && m.isOwnLabel(c) && m.entryOf(h, b.name, rules.Row, rules.BlockName) == nil &&
		m.entryOf(h, "", rules.Single) == nil
}

// unknownBeside lists further labels in a row that we do not know, each before its number: 其中：基本支出 | 700 beside
// 一般公共预算 | 900.
func (m *match) unknownBeside(row int, b *block) (list []unknown) {
	line := m.g.rows[row]
	for i := 0; i+1 < len(line); i++ {
		inside := b.columns[0].from <= line[i].Col && line[i+1].Col <= m.area.Right
		if inside && m.couldBeLabel(line[i]) && isNumeric(line[i+1]) {
			list = append(list, unknown{cell: line[i], block: b, isRow: true, count: true})
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
			list = append(list,
				unknown{cell: m.g.first(row, m.area.Left, m.area.Right), block: b, isRow: true, count: true})
		}
	}
	return list
}

// unknownSingles walks a row outside blocks: label and value by turns, or labels over their values.
func (m *match) unknownSingles(row int) (list []unknown) {
	line := m.lineOf(row)
	if slices.ContainsFunc(line, m.isOverValue) {
		return m.unknownOver(line)
	}
	if len(line) == 1 {
		l := label{}
		if line[0].Kind == cells.Text && len(line[0].Text) <= 200 {
			l = parseLabel(line[0].Text)
		}
		named := l.value != "" && m.couldBeLabel(&cells.Cell{Kind: cells.Text, Text: l.key})
		if named && m.g.hitAt(line[0]) == nil && !isHeadNote(line[0]) && !m.isSignature(line[0]) {
			list = append(list, unknown{cell: line[0], value: line[0]})
		}
		return list
	}
	for i := 0; i+1 < len(line); i += 2 {
		name, value := line[i], line[i+1]
		if !m.isOwnLabel(name) && m.g.hitAt(value) != nil { // a name of lines, over labels of its own
			i--
			continue
		}
		if m.couldBeLabel(name) && !m.isSignature(name) {
			list = append(list, unknown{cell: name, value: value})
		}
		if m.g.hitAt(value) == nil && m.isLeftOver(name, value) {
			list = append(list, unknown{cell: name, value: value, known: true})
		}
	}
	return list
}

// isLeftOver holds for a label of the form that nothing was read by, or that says another value than was read: in this
// place its value would be lost without a word.
func (m *match) isLeftOver(c, value *cells.Cell) bool {
	h := m.g.hitAt(c)
	inUse := func(b *block) bool { return b.uses(h) || b.label == h && b.header > 0 }
	if h == nil || !m.isOwnLabel(c) || !m.adopted() || slices.ContainsFunc(m.blocks, inUse) {
		return false
	}
	for e, used := range m.singles {
		if used == h {
			return false
		}
		// Read in another place: 项目名称 twice with two names says the second.
		if slices.Contains(h.entries, e) && (!e.Required || e.Below || values.Compact(value.Text) == m.textOf(e)) {
			return false
		}
	}
	return true
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
		if value != nil && m.g.hitAt(value) == nil && m.couldBeLabel(c) {
			list = append(list, unknown{cell: c, value: value})
		}
	}
	return list
}
