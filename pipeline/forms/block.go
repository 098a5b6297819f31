package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// block is a table, or rows crossing columns.
type block struct {
	name    string
	header  int // its row; 0 where the block was not found
	last    int // last row of its body
	columns []column
	rows    []*hit // labels of rows that cross, or of total rows
	rowOf   map[*hit]*entry
	label   *hit // names the block; may tell the unit
	// crossed holds where rows and columns changed places: sources across, 年初预算数 … down.
	crossed bool
	// whole is the row that numbers without a row label belong to: the total.
	whole *entry
	// pointsInNames is the column of points that stand behind the names of the rows.
	pointsInNames *entry
	// asides are labels of rows that stand outside the columns of the block, each with one amount of its own.
	asides []*hit
	// cells are the places of the values where the block is no grid of a header and rows.
	cells []crossing
}

// column is a header label and the columns of the sheet that belong to it.
type column struct {
	*entry
	hit      *hit
	from, to int
	parts    []*cells.Cell // words below it that divide its amounts (divided.go)
	divided  bool          // the line below the header has such words
	unit     string        // in a line of units under the header; "" for none
}

// crossing is one value of a block: its row, its column and where it stands.
type crossing struct {
	row, column *entry
	labels      []*hit // that its unit may hang on
	at          [2]int
	to          int    // last column of the sheet where it may stand
	unit        string // of the line of units under the header
}

// has holds where an entry's label was found as a column or a row of the block.
func (b *block) has(e *entry) bool {
	if e != nil && (b.whole == e || b.pointsInNames == e) {
		return true
	}
	for _, known := range b.rowOf {
		if known == e {
			return true
		}
	}
	return slices.ContainsFunc(b.columns, func(c column) bool { return c.entry == e || c.headsBoth(e) })
}

// headsBoth holds for a column of names that has the units in it, too, each as a line over its own: 单位/项目名称.
func (c *column) headsBoth(e *entry) bool {
	return e != nil && e.Role == rules.Header && e.Required && e.Inherits && c.Required && c.hit != nil &&
		strings.ContainsAny(c.hit.cell.Text, "/／") && strings.Contains(c.hit.cell.Text, "单位")
}

// uses holds for a label that is a column or a row of the block.
func (b *block) uses(h *hit) bool {
	return b.rowOf[h] != nil || slices.ContainsFunc(b.columns, func(c column) bool { return c.hit == h })
}

// findBlock finds where a block of the form stands and how it is laid out.
func (m *match) findBlock(name string, hits []*hit) *block {
	b := &block{name: name, rowOf: map[*hit]*entry{}}
	for start := 0; start < len(hits); {
		end := start
		for end < len(hits) && hits[end].cell.Row == hits[start].cell.Row {
			end++
		}
		columns, header := m.columnsOf(name, hits[start:end]), hits[start].cell.Row
		columns = m.withLineAbove(name, header, columns)
		if finer := m.finer(name, header, columns); finer != nil {
			columns, header = finer, header+1
		}
		better := len(columns) > len(b.columns) && len(columns) > 1
		if better && !m.isHeaderOfOther(name, hits[start:end], len(columns)) {
			m.divide(header, columns)
			b.header, b.columns = header, columns
		}
		start = end
	}
	for _, h := range hits {
		if b.label == nil && m.entryOf(h, name, rules.BlockName) != nil {
			b.label = h
		}
	}
	if m.crosses(name) {
		m.layOut(b, hits)
	} else if b.header > 0 {
		m.namesUnderBlock(b)
	}
	return b
}

// namesUnderBlock reads a header in which the block's own label stands over the columns of names: 绩效指标 over 一级指标,
// 二级指标, 三级指标, or over the names alone.
func (m *match) namesUnderBlock(b *block) {
	var names []*entry
	for _, e := range m.form.entries {
		if e.Block == b.name && e.Role == rules.Header && e.Type == rules.TextType && (e.Inherits || e.Required) {
			names = append(names, e)
		}
	}
	if len(names) == 0 || slices.ContainsFunc(names, b.has) {
		return
	}
	left := b.columns[0].from
	for _, h := range m.g.byRow[b.header] {
		width := left - h.cell.Col
		if m.entryOf(h, b.name, rules.BlockName) == nil || width < 1 || width > len(names) || h.bottom > b.header ||
			m.g.first(b.header, h.cell.Col+1, left-1) != nil {
			continue
		}
		// Two columns are those of the widest groups and of the names.
		names = append(names[:width-1:width-1], names[len(names)-1])
		var columns []column
		for i, e := range names {
			columns = append(columns, column{entry: e, hit: h, from: h.cell.Col + i, to: h.cell.Col + i})
		}
		b.columns = append(columns, b.columns...)
		return
	}
}

// crosses holds for a block of rows and columns, not a table.
func (m *match) crosses(name string) bool {
	return slices.ContainsFunc(m.form.entries, func(e *entry) bool {
		return e.Block == name && e.Role == rules.ColumnHead
	})
}

// isHeaderOfOther holds for a row that has more columns of another block of the form: 分值 and 得分 stand in
// the header of the indicators as well.
func (m *match) isHeaderOfOther(name string, row []*hit, columns int) bool {
	for _, other := range m.form.blocks {
		if other != name && len(m.columnsOf(other, row)) > columns {
			return true
		}
	}
	return false
}

// withLineAbove adds to a header the labels of the line above that reach down into it, by a merge or because
// nothing stands below them: 分值 beside 年初预算 under 预算及执行情况.
func (m *match) withLineAbove(name string, row int, columns []column) []column {
	if len(columns) < 2 {
		return columns
	}
	both := slices.Clone(columns)
	for _, h := range m.g.byRow[row-1] {
		e := m.entryOf(h, name, rules.ColumnHead, rules.Header)
		reaches := h.bottom >= row || m.g.at(row, h.cell.Col) == nil
		twice := slices.ContainsFunc(columns, func(c column) bool {
			return c.entry == e || h.cell.Col <= c.from && c.from <= h.right
		})
		if e != nil && m.area.Contains(row-1, h.cell.Col) && reaches && !twice {
			both = append(both, column{entry: e, hit: h, from: h.cell.Col, to: h.right})
		}
	}
	slices.SortFunc(both, func(a, b column) int { return a.from - b.from })
	return untangle(both)
}

// untangle keeps each column within the next one's left.
func untangle(columns []column) []column {
	for i := range len(columns) - 1 {
		columns[i].to = max(columns[i].from, min(columns[i].to, columns[i+1].from-1))
	}
	return columns
}

// finer reads a header of two lines: labels of the line below stand in for the wider label that they
// stand under (预算数 over 年初预算数 and 全年预算数). nil where there is no second line.
func (m *match) finer(name string, row int, above []column) []column {
	var inArea []*hit
	for _, h := range m.g.byRow[row+1] {
		if m.area.Contains(h.cell.Row, h.cell.Col) {
			inArea = append(inArea, h)
		}
	}
	below := m.columnsOf(name, inArea)
	if len(below) == 0 || len(above) == 0 || m.isHeaderOfOther(name, inArea, len(below)) {
		return nil
	}
	var both []column
	for _, c := range above {
		wide := slices.ContainsFunc(below, func(sub column) bool {
			return c.hit.cell.Col <= sub.hit.cell.Col && sub.hit.cell.Col <= c.hit.right
		})
		twice := slices.ContainsFunc(below, func(sub column) bool { return sub.entry == c.entry })
		if wide && c.hit.right == c.hit.cell.Col || twice && !wide {
			return nil // a label under a label of its own width: a row of the table, or a header again
		}
		// A label with a value below it is none of this header: 自评得分 over 120.
		if !wide && (c.hit.bottom > row || !isNumeric(m.g.at(row+1, c.hit.cell.Col))) {
			both = append(both, c)
		}
	}
	both = append(both, below...)
	slices.SortFunc(both, func(a, b column) int { return a.from - b.from })
	for i := range both[:len(both)-1] {
		both[i].to = max(both[i].hit.right, min(both[i].to, both[i+1].from-1))
	}
	return both
}

// columnsOf reads one row as the header of a block. The columns of a label reach to the end of its
// merge, and on over blank cells to the next label: that is where a merge was lost.
func (m *match) columnsOf(name string, row []*hit) []column {
	return m.columnsIn(name, row, rules.ColumnHead, rules.Header)
}

func (m *match) columnsIn(name string, row []*hit, roles ...rules.Role) []column {
	var columns []column
	for _, h := range row {
		e := m.entryOf(h, name, roles...)
		if e == nil {
			continue
		}
		if at := slices.IndexFunc(columns, func(c column) bool { return c.entry == e }); at >= 0 {
			first := columns[at]
			if !m.isOfLevel(first, name, row) && e.rank(h) >= e.rank(first.hit) && !m.isCorner(first) {
				continue
			}
			columns = slices.Delete(columns, at, at+1)
		}
		columns = append(columns, column{entry: e, hit: h, from: h.cell.Col, to: h.right})
	}
	for i := range columns {
		next := m.area.Right + 1
		for _, c := range m.g.rows[columns[i].hit.cell.Row] {
			if c.Col > columns[i].to {
				next = c.Col
				break
			}
		}
		if i+1 < len(columns) {
			columns[i].to = max(columns[i].to, next-1)
		}
	}
	return columns
}

// isCorner holds for a label of a column that stands over the labels of the block's rows: where it comes again,
// 预算数（万元） over 年度资金总额 names all columns beside it, and is none.
func (m *match) isCorner(c column) bool {
	if c.Role != rules.ColumnHead {
		return false
	}
	for row := c.hit.bottom + 1; row <= min(c.hit.bottom+3, m.area.Bottom); row++ {
		for _, below := range m.g.byRow[row] {
			if below.cell.Col == c.from && m.entryOf(below, c.Block, rules.Row) != nil {
				next := m.g.first(row, below.right+1, m.area.Right)
				return next != nil && isNumeric(next)
			}
		}
	}
	return false
}

// isOfLevel holds for points in front of the name of a row, where the same label comes again: those of its levels
// (一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值).
func (m *match) isOfLevel(c column, name string, row []*hit) bool {
	return c.Type == rules.ScoreType && slices.ContainsFunc(row, func(h *hit) bool {
		e := m.entryOf(h, name, rules.Header)
		return e != nil && e.Required && !e.Inherits && e.Type == rules.TextType && c.from < h.cell.Col
	})
}

// digits without one of which a text is no number.
const digits = "0123456789０１２３４５６７８９"

// isNumeric holds for a cell that holds a number, as a number or as text.
func isNumeric(c *cells.Cell) bool {
	if c == nil {
		return false
	}
	if c.Kind == cells.Number || c.Uncached {
		return true
	}
	if c.Kind != cells.Text || len(c.Text) > 60 || !strings.ContainsAny(c.Text, digits) {
		return false
	}
	_, ok := values.ParseNumber(c.Text)
	return ok
}
