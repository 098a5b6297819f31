package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// findRows finds the row labels of a block below its header and left of its columns, and where the block ends:
// at the next block, at a single value where rows cross columns, else at the end of the area.
func (m *match) findRows(b *block, hits []*hit) {
	if b.header == 0 || b.crossed || len(b.cells) > 0 {
		return
	}
	crosses := slices.ContainsFunc(b.columns, func(c column) bool { return c.Role == rules.ColumnHead })
	b.last = m.area.Bottom
	for _, other := range m.blocks {
		if other.header > b.header {
			b.last = min(b.last, other.header-1)
		}
	}
	m.endBeforeStranger(b)
	for _, h := range hits {
		row := h.cell.Row
		if row <= b.header || row > b.last {
			continue
		}
		e := m.entryOf(h, b.name, rules.Row, rules.TotalRow)
		if e != nil && crosses && m.isAside(b, h) {
			b.asides = append(b.asides, h)
		} else if e != nil && h.cell.Col <= m.rowLabelLimit(b, crosses) && m.isRowLabel(b, e, h) {
			b.rows = append(b.rows, h)
			b.rowOf[h] = e
		} else if crosses && m.entryOf(h, b.name, rules.Row) == nil &&
			(m.entryOf(h, "", rules.Single) != nil || m.isNameOfOther(b, h)) {
			b.last = row - 1
		}
	}
	switch {
	case crosses && len(b.rows) == 0:
		m.takeBareRow(b)
	case !crosses && len(b.rows) == 0:
		m.takeTotalAbove(b)
	}
}

// isNameOfOther holds for the label of another block of the form.
func (m *match) isNameOfOther(b *block, h *hit) bool {
	e := m.entryOf(h, "", rules.BlockName)
	return e != nil && e.Block != b.name
}

// isAside holds for the label of a row that has one amount and no columns: behind its colon (基本支出：900.47), or beside
// a label that stands among the columns.
func (m *match) isAside(b *block, h *hit) bool {
	if _, isAmount := values.ParseNumber(h.label.value); isAmount {
		return true
	}
	next := m.g.at(h.cell.Row, h.right+1)
	return h.label.value == "" && h.cell.Col > b.columns[0].from && next != nil && isNumeric(next)
}

// isRowLabel: a row that crosses is named once. A total may stand above, in the middle and below; the lowest
// that is no sum of a part counts.
func (m *match) isRowLabel(b *block, e *entry, h *hit) bool {
	if e.Role == rules.Row {
		return m.namesRowBetter(b, e, h)
	}
	if partial.MatchString(h.label.key) || m.hasWords(b, h.cell.Row) ||
		h.label.value != "" && !m.hasNumbers(b, h.cell.Row) {
		return false
	}
	for other, known := range b.rowOf {
		if known == e {
			delete(b.rowOf, other)
			b.rows = slices.DeleteFunc(b.rows, func(r *hit) bool { return r == other })
		}
	}
	return true
}

// namesRowBetter holds for the label of a row that no other has, or that says better which row it is: 当年财政拨款 under
// 财政拨款.
func (m *match) namesRowBetter(b *block, e *entry, h *hit) bool {
	for other, known := range b.rowOf {
		if known != e {
			continue
		}
		if e.rank(h) >= e.rank(other) || !m.hasNumbers(b, h.cell.Row) {
			return false
		}
		delete(b.rowOf, other)
		b.rows = slices.DeleteFunc(b.rows, func(r *hit) bool { return r == other })
		return true
	}
	return !b.has(e)
}

// hasNumbers holds for a line with a number in one of the columns.
func (m *match) hasNumbers(b *block, row int) bool {
	return slices.ContainsFunc(b.columns, func(c column) bool { return isNumeric(m.under(row, c)) })
}

// takeBareRow: one line of numbers under a header, whatever its label, is the row that must be there.
func (m *match) takeBareRow(b *block) {
	whole, line := m.wholeRow(b.name), 0
	for row := b.header + 1; row <= b.last && whole != nil; row++ {
		numbers := 0
		for _, c := range b.columns {
			if c.Type == rules.MoneyType && isNumeric(m.g.first(row, c.from, c.to)) {
				numbers++
			}
		}
		if numbers == 0 {
			continue
		}
		if numbers < 2 || line > 0 {
			return
		}
		line = row
	}
	if line == 0 || whole == nil {
		return
	}
	b.whole, b.last = whole, line
	for _, c := range b.columns {
		b.cells = append(b.cells, crossing{whole, c.entry, []*hit{c.hit, b.label}, [2]int{line, c.from}, c.to, c.unit})
	}
}

// rowLabelLimit is the last column where a row's label may stand: left of the columns it crosses; a
// total row's label may stand anywhere left of the first number.
func (m *match) rowLabelLimit(b *block, crosses bool) int {
	if crosses {
		return b.columns[0].from - 1
	}
	for _, c := range b.columns {
		if c.Type == rules.ScoreType || c.Type == rules.MoneyType || c.Type == rules.NumberType {
			return c.from - 1
		}
	}
	return b.columns[len(b.columns)-1].from
}

// under gives a row's cell in a column: the cell right under the label, else the only one within
// the label's reach.
func (m *match) under(row int, c column) *cells.Cell {
	if cell := m.g.at(row, c.from); cell != nil {
		return cell
	}
	if r, ok := m.g.mergeAt(row, c.from); ok && (r.Top < row || r.Left < c.from) {
		return m.underMerge(r, c)
	}
	return m.g.first(row, c.from, c.to)
}

// underMerge: a merge down a table means its text holds for every row it covers. A number is not
// repeated: it would count twice.
func (m *match) underMerge(r cells.Range, c column) *cells.Cell {
	if c.Type != rules.TextType || r.Left != c.from {
		return nil
	}
	return m.g.at(r.Top, r.Left)
}

// level3Above is not nil where a merge gives a line's name: 二级指标 and 三级指标 in one cell.
func (m *match) level3Above(b *block, row int) *cells.Cell {
	key := b.key()
	if key == nil {
		return nil
	}
	r, ok := m.g.mergeAt(row, key.from)
	if !ok || r.Top != row || r.Left >= key.from {
		return nil
	}
	for _, c := range b.columns {
		if c.from == r.Left && c.Inherits {
			return m.g.at(r.Top, r.Left)
		}
	}
	return nil
}

// namedByLevel is not nil where a line without a name is named in a column of its groups: the rate of execution as a
// row (预算执行率 | | | 100% | 95%), or a word in the first column with nothing beside it that heads no group of 表样.
func (m *match) namedByLevel(b *block, row int) *cells.Cell {
	var name *cells.Cell
	words := 0
	for _, c := range b.columns {
		cell := m.g.at(row, c.from)
		if !c.Inherits || cell == nil || cell.Kind != cells.Text {
			continue
		}
		if m.isRate(cell) {
			return cell
		}
		name = cell
		words++
	}
	if words != 1 || name.Col != b.columns[0].from || len(b.columns) < 2 || !b.columns[1].Inherits || !m.hasWords(b, row) {
		return nil
	}
	key := parseLabel(name.Text).key
	for _, c := range b.columns {
		for _, word := range strings.Split(c.Template, "|") {
			if c.Inherits && word != "" && (strings.HasPrefix(word, key) || strings.HasPrefix(key, word)) {
				return nil
			}
		}
	}
	return name
}

// isRate holds for a label of the form's rate of execution.
func (m *match) isRate(c *cells.Cell) bool {
	h := m.g.hitAt(c)
	return h != nil && slices.ContainsFunc(h.entries, func(e *entry) bool {
		return e.form == m.form && e.Type == rules.RateType
	})
}
