package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// layOut tries the other ways in which a block of rows and columns is written, and takes the one that finds the
// most: labels and values by turns, the columns once for each row beside each other, rows and columns changed
// about.
func (m *match) layOut(b *block, hits []*hit) {
	best, most := b, len(b.columns)+m.countRows(b, hits)
	for _, other := range []*block{m.across(b, hits), m.crossedOver(b, hits), m.pairs(b, hits), m.half(b)} {
		if other == nil {
			continue
		}
		if n := len(other.columns) + max(len(other.rowOf), 1); n > most {
			best, most = other, n
		}
	}
	*b = *best
}

// countRows counts the rows that the plain layout would find.
func (m *match) countRows(b *block, hits []*hit) (n int) {
	for _, h := range hits {
		below := b.header > 0 && h.cell.Row > b.header && h.cell.Col < b.columns[0].from
		if below && m.entryOf(h, b.name, rules.Row) != nil {
			n++
		}
	}
	return n
}

// half reads the one of two tables beside each other under one header that has the block's rows: income | 年初预算数 |
// 决算数 beside expenditure | 年初预算数 | 决算数.
func (m *match) half(b *block) *block {
	var part []*hit
	parts := [][]*hit{}
	for _, h := range m.g.byRow[b.header] {
		e := m.entryOf(h, b.name, rules.ColumnHead)
		if e == nil || !m.area.Contains(b.header, h.cell.Col) {
			continue
		}
		if slices.ContainsFunc(part, func(other *hit) bool { return m.entryOf(other, b.name, rules.ColumnHead) == e }) {
			parts, part = append(parts, part), nil
		}
		part = append(part, h)
	}
	for i, left := 0, 0; i < len(parts); i++ {
		left = parts[i][len(parts[i])-1].right
		next := part
		if i+1 < len(parts) {
			next = parts[i+1]
		}
		out := &block{name: b.name, header: b.header, rowOf: map[*hit]*entry{}, label: b.label}
		out.columns = m.columnsIn(b.name, next, rules.ColumnHead)
		for _, h := range m.g.between(b.header+1, min(m.area.Bottom, b.header+20)) {
			e := m.entryOf(h, b.name, rules.Row)
			if e != nil && left < h.cell.Col && h.cell.Col < next[0].cell.Col && !out.has(e) {
				out.rows, out.rowOf[h] = append(out.rows, h), e
			}
		}
		if len(out.columns) > 1 && len(out.rows) > 1 {
			return out
		}
	}
	return nil
}

// pairs reads labels of columns that each have their value at their right: 年初预算数 | 10 | 全年预算数 | 12.5.
// The values are those of the block's required row.
func (m *match) pairs(b *block, hits []*hit) *block {
	out := &block{name: b.name, rowOf: map[*hit]*entry{}, label: b.label}
	found, first := 0, 0
	for _, h := range hits {
		if first > 0 && (h.cell.Row > first+3 || h.cell.Row > first && m.g.isTableHeader(h.cell.Row, m.area)) {
			break
		}
		e := m.entryOf(h, b.name, rules.ColumnHead)
		// They begin at an amount: 自评得分 beside 项目名称 is a value of the form.
		if e == nil || out.has(e) || first == 0 && e.Type != rules.MoneyType {
			continue
		}
		next := m.g.first(h.cell.Row, h.right+1, m.area.Right)
		if next == nil || m.g.hitAt(next) != nil || !isNumeric(next) {
			continue
		}
		if found++; first == 0 {
			first = h.cell.Row
		}
		out.header, out.last = first, h.cell.Row
		out.columns = append(out.columns, column{entry: e, hit: h, from: next.Col, to: next.Col})
	}
	out.whole = m.wholeRow(b.name)
	lacks := slices.ContainsFunc(m.form.entries, func(e *entry) bool {
		return e.Block == b.name && e.Role == rules.ColumnHead && e.Required && !out.has(e)
	})
	if found < 2 || found == 2 && lacks || out.whole == nil {
		return nil
	}
	for _, c := range out.columns {
		place := [2]int{c.hit.cell.Row, c.from}
		out.cells = append(out.cells, crossing{out.whole, c.entry, []*hit{c.hit, b.label}, place, c.to, ""})
	}
	return out
}

// wholeRow is the row of a block that must be there, where none must its first: 年度资金总额. nil where several must.
func (m *match) wholeRow(name string) *entry {
	var required, all []*entry
	for _, e := range m.form.entries {
		if e.Block != name || e.Role != rules.Row {
			continue
		}
		if all = append(all, e); e.Required {
			required = append(required, e)
		}
	}
	switch {
	case len(required) == 1:
		return required[0]
	case len(required) == 0 && len(all) > 0:
		return all[0]
	}
	return nil
}

// across reads rows that stand side by side over the columns of each: 基本支出 over 年初预算数 | 全年预算数, beside
// 项目支出 over the same, with the values in the first line of numbers below; or each column over its rows.
func (m *match) across(b *block, hits []*hit) *block {
	for i := 0; i < len(hits); {
		row := hits[i].cell.Row
		end := i
		for end < len(hits) && hits[end].cell.Row == row {
			end++
		}
		for _, roles := range [][2]rules.Role{{rules.Row, rules.ColumnHead}, {rules.ColumnHead, rules.Row}} {
			heads := m.columnsIn(b.name, hits[i:end], roles[0])
			if len(heads) < 2 {
				continue
			}
			if out := m.acrossAt(b, row, heads, roles[1]); out != nil {
				return out
			}
		}
		i = end
	}
	return nil
}

func (m *match) acrossAt(b *block, row int, heads []column, below rules.Role) *block {
	out := &block{name: b.name, header: row, rowOf: map[*hit]*entry{}, label: b.label}
	values := m.firstNumbers(row+2, heads[0].from)
	if values == 0 {
		return nil
	}
	out.last = values
	for i, head := range heads {
		right := m.area.Right
		if i+1 < len(heads) {
			right = heads[i+1].from - 1
		}
		var under []*hit
		for _, h := range m.g.byRow[row+1] {
			if head.from <= h.cell.Col && h.cell.Col <= right {
				under = append(under, h)
			}
		}
		columns := m.columnsIn(b.name, under, below)
		if len(columns) < 2 {
			return nil
		}
		for _, c := range columns {
			place := crossing{head.entry, c.entry, []*hit{c.hit, head.hit, b.label}, [2]int{values, c.from}, c.from, ""}
			of, over := head, c
			if below == rules.Row {
				place.row, place.column, of, over = c.entry, head.entry, c, head
			}
			if !out.has(of.entry) {
				out.rows, out.rowOf[of.hit] = append(out.rows, of.hit), of.entry
			}
			if !out.has(over.entry) {
				out.columns = append(out.columns, over)
			}
			out.cells = append(out.cells, place)
		}
	}
	return out
}

// firstNumbers is the first row from a row on that has a number at or right of a column; 0 where none is near.
func (m *match) firstNumbers(from, col int) int {
	for row := from; row <= min(m.area.Bottom, from+3); row++ {
		if slices.ContainsFunc(m.g.rows[row], func(c *cells.Cell) bool {
			return c.Col >= col && c.Col <= m.area.Right && isNumeric(c)
		}) {
			return row
		}
	}
	return 0
}

// crossedOver reads a block whose rows stand in the header and whose columns go down: 年度资金总额 | 当年财政拨款
// across, 年初预算数, 全年预算数 down.
func (m *match) crossedOver(b *block, hits []*hit) *block {
	var best *block
	for i := 0; i < len(hits); {
		row := hits[i].cell.Row
		end := i
		for end < len(hits) && hits[end].cell.Row == row {
			end++
		}
		heads := m.columnsIn(b.name, hits[i:end], rules.Row)
		i = end
		if len(heads) < 2 || best != nil && len(best.columns) >= len(heads) {
			continue
		}
		out := &block{
			name: b.name, header: row, rowOf: map[*hit]*entry{}, label: b.label, columns: heads, crossed: true,
		}
		for _, h := range hits[end:] {
			e := m.entryOf(h, b.name, rules.ColumnHead)
			if e == nil || h.cell.Col >= heads[0].from || out.has(e) {
				if m.entryOf(h, "", rules.Single) != nil || len(out.rows) > 0 && h.cell.Row > out.last+2 {
					break
				}
				continue
			}
			out.rows, out.rowOf[h], out.last = append(out.rows, h), e, h.cell.Row
		}
		if len(out.rows) >= 2 {
			best = out
		}
	}
	return best
}
