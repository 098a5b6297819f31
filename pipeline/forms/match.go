package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// match is one kind of form laid over one area: which label was found where.
type match struct {
	g       *grid
	area    cells.Range
	form    *form
	title   *cells.Cell // nil where none was found
	singles map[*entry]*hit
	blocks  []*block
	found   int // entries of the dictionary that were found
	wanted  int // required entries
	met     int // required entries that were found
}

// block is a table, or rows crossing columns.
type block struct {
	name    string
	header  int // its row; 0 where the block was not found
	last    int // last row of its body
	columns []column
	rows    []*hit // labels of rows that cross, or of total rows
	rowOf   map[*hit]*entry
	label   *hit // names the block; may tell the unit
}

// column is a header label and the columns of the sheet that belong to it.
type column struct {
	*entry
	hit      *hit
	from, to int
}

func (m *match) confidence() int {
	if m.wanted == 0 {
		return 0
	}
	return m.met * 100 / m.wanted
}

// bestMatch tries every kind of form on an area. nil means that the area is no form at all.
func (g *grid) bestMatch(area cells.Range) *match {
	hits := g.in(area)
	if len(hits) == 0 {
		return nil
	}
	var best *match
	for _, f := range g.d.forms {
		m := g.match(f, area, hits)
		if best == nil || m.better(best) {
			best = m
		}
	}
	// A few words that are also labels do not make a form: a cover, a list of contents.
	if best.title == nil && best.confidence() < g.d.confidence && best.met < 3 || best.met == 0 {
		return nil
	}
	return best
}

func (m *match) better(other *match) bool {
	score := func(m *match) int {
		if m.title != nil {
			return m.confidence() + 15
		}
		return m.confidence()
	}
	if a, b := score(m), score(other); a != b {
		return a > b
	}
	return m.found > other.found
}

// rest gives the part of the area below the form's own labels where that is surely a form as well.
func (m *match) rest() (cells.Range, bool) {
	below := m.area
	below.Top = m.lastLabel() + 1
	hits := m.g.in(below)
	if len(hits) < 3 || m.confidence() < m.g.d.confidence {
		return below, false
	}
	below.Top = max(below.Top, m.g.aboveLabel(hits[0].cell.Row))
	other := m.g.bestMatch(below)
	// The same kind again without a title or a name of its own is this form going on over a page.
	return below, other != nil && other.sure() && other.form != m.form
}

// sure holds where enough labels were found to be certain without a title.
func (m *match) sure() bool {
	return m.confidence() >= m.g.d.confidence && m.met >= 2 && m.found >= 3
}

// lastLabel is the lowest row with a label of the form.
func (m *match) lastLabel() int {
	last := m.area.Top
	for _, h := range m.singles {
		last = max(last, h.bottom)
	}
	for _, b := range m.blocks {
		last = max(last, m.lastHeader(b))
		for _, h := range b.rows {
			last = max(last, h.bottom)
		}
	}
	return last
}

// lastHeader is the row of a table's header, or where a page break repeats it.
func (m *match) lastHeader(b *block) int {
	last := b.header
	for _, h := range m.g.between(b.header+1, b.last) {
		if b.header > 0 && h.cell.Row > last && m.repeatsHeader(b, h.cell.Row) {
			last = h.cell.Row
		}
	}
	return last
}

// repeatsHeader holds for the header that a page break repeats.
func (m *match) repeatsHeader(b *block, row int) bool {
	same := 0
	for _, h := range m.g.byRow[row] {
		if m.area.Contains(row, h.cell.Col) && m.entryOf(h, b.name, rules.Header) != nil {
			same++
		}
	}
	return same*2 > len(b.columns)
}

// match finds the entries of one form in an area.
func (g *grid) match(f *form, area cells.Range, hits []*hit) *match {
	m := &match{g: g, area: area, form: f, singles: map[*entry]*hit{}}
	for _, t := range g.titles {
		if area.Contains(t.cell.Row, t.cell.Col) && slices.Contains(t.forms, f) {
			m.title = t.cell
			break
		}
	}
	for _, name := range f.blocks {
		m.blocks = append(m.blocks, m.findHeader(name, hits))
	}
	for _, b := range m.blocks {
		m.findRows(b, hits)
	}
	m.findSingles(hits)
	m.count()
	return m
}

// findHeader picks the row with the most of a block's column labels.
func (m *match) findHeader(name string, hits []*hit) *block {
	b := &block{name: name, rowOf: map[*hit]*entry{}}
	for start := 0; start < len(hits); {
		end := start
		for end < len(hits) && hits[end].cell.Row == hits[start].cell.Row {
			end++
		}
		columns, header := m.columnsOf(name, hits[start:end]), hits[start].cell.Row
		if finer := m.finer(name, header, columns); finer != nil {
			columns, header = finer, header+1
		}
		if len(columns) > len(b.columns) && len(columns) > 1 {
			b.header, b.columns = header, columns
		}
		start = end
	}
	for _, h := range hits {
		if b.label == nil && m.entryOf(h, name, rules.BlockName) != nil {
			b.label = h
		}
	}
	return b
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
	if len(below) == 0 || len(above) == 0 {
		return nil
	}
	var both []column
	for _, c := range above {
		wide := slices.ContainsFunc(below, func(sub column) bool { return c.hit.cell.Col <= sub.hit.cell.Col && sub.hit.cell.Col <= c.hit.right })
		twice := slices.ContainsFunc(below, func(sub column) bool { return sub.entry == c.entry })
		if wide && c.hit.right == c.hit.cell.Col || twice && !wide {
			return nil // a label under a label of its own width: a row of the table, or a header again
		}
		if !wide {
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
	var columns []column
	for _, h := range row {
		e := m.entryOf(h, name, rules.ColumnHead, rules.Header)
		if e == nil || slices.ContainsFunc(columns, func(c column) bool { return c.entry == e }) {
			continue
		}
		columns = append(columns, column{e, h, h.cell.Col, h.right})
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

// entryOf gives what a label is in this form, in a block and one of some roles.
func (m *match) entryOf(h *hit, block string, roles ...rules.Role) *entry {
	for _, e := range h.entries {
		if e.form == m.form && (block == "" || e.Block == block) && slices.Contains(roles, e.Role) {
			return e
		}
	}
	return nil
}

// findRows finds the row labels of a block below its header and left of its columns, and where the
// block ends: at its total row, at the next block, at the end of the area.
func (m *match) findRows(b *block, hits []*hit) {
	if b.header == 0 {
		return
	}
	crosses := slices.ContainsFunc(b.columns, func(c column) bool { return c.Role == rules.ColumnHead })
	b.last = m.area.Bottom
	for _, other := range m.blocks {
		if other.header > b.header {
			b.last = min(b.last, other.header-1)
		}
	}
	for _, h := range hits {
		row := h.cell.Row
		if row <= b.header || row > b.last {
			continue
		}
		if e := m.entryOf(h, b.name, rules.Row, rules.TotalRow); e != nil && h.cell.Col <= m.rowLabelLimit(b, crosses) && !b.has(e) {
			b.rows = append(b.rows, h)
			b.rowOf[h] = e
			if e.Role == rules.TotalRow {
				b.last = row
			}
		} else if crosses && m.entryOf(h, "", rules.Single) != nil && m.entryOf(h, b.name, rules.Row) == nil {
			b.last = row - 1
		}
	}
}

// rowLabelLimit is the last column where a row's label may stand: left of the columns it crosses; a
// total row's label may stand anywhere left of the first number.
func (m *match) rowLabelLimit(b *block, crosses bool) int {
	if crosses {
		return b.columns[0].from - 1
	}
	for _, c := range b.columns {
		if c.Type == "得分" || c.Type == "金额" || c.Type == "数字" {
			return c.from - 1
		}
	}
	return b.columns[len(b.columns)-1].from
}

func (b *block) has(e *entry) bool {
	for _, known := range b.rowOf {
		if known == e {
			return true
		}
	}
	return false
}

// findSingles finds labels of single values: not in the header of a block, not inside a table.
func (m *match) findSingles(hits []*hit) {
	for _, h := range hits {
		e := m.entryOf(h, "", rules.Single)
		if e == nil || m.singles[e] != nil {
			continue
		}
		inBlock := slices.ContainsFunc(m.blocks, func(b *block) bool {
			return b.header > 0 && b.header <= h.cell.Row && h.cell.Row <= b.last && b.columns[0].Role == rules.Header || b.header == h.cell.Row
		})
		if !inBlock {
			m.singles[e] = h
		}
	}
}

// count sums up what was found.
func (m *match) count() {
	for _, e := range m.form.entries {
		met := m.has(e)
		if met {
			m.found++
		}
		if e.Required {
			m.wanted++
			if met {
				m.met++
			}
		}
	}
}

// has reports whether the label of an entry was found in its role.
func (m *match) has(e *entry) bool {
	return m.singles[e] != nil || slices.ContainsFunc(m.blocks, func(b *block) bool {
		return b.has(e) || slices.ContainsFunc(b.columns, func(c column) bool { return c.entry == e })
	})
}
