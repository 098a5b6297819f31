package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// endBeforeStranger ends a table above another one that is none of ours: below its total, and after a blank line or a
// heading, stands a line of words with numbers below (附：支付明细; 序号 | 收款单位 | 金额).
func (m *match) endBeforeStranger(b *block) {
	if len(b.columns) == 0 || b.columns[0].Role != rules.Header {
		return
	}
	total := false
	for row := b.header + 1; row <= b.last; row++ {
		if total && len(m.lineOf(row-1)) <= 1 && m.opensTable(b, row) {
			b.last = row - 1
			return
		}
		total = total || slices.ContainsFunc(m.g.byRow[row], func(h *hit) bool {
			return m.area.Contains(row, h.cell.Col) && m.entryOf(h, b.name, rules.TotalRow) != nil
		})
	}
}

// opensTable holds for a line of three words or more, no number, over a line with numbers, that is no header of the
// block.
func (m *match) opensTable(b *block, row int) bool {
	line := m.lineOf(row)
	if len(line) < 3 || m.repeatsHeader(b, row) || slices.ContainsFunc(line, func(c *cells.Cell) bool {
		return c.Kind != cells.Text || len(c.Text) > longestLabel || isNumeric(c) || isDash(c)
	}) {
		return false
	}
	return slices.ContainsFunc(line, func(c *cells.Cell) bool { return isNumeric(m.g.at(row+1, c.Col)) })
}

// totalAbove gives the total row that a label above a table names: by a wording of it, or as the form's score with the
// sum of the points beside it (自评得分 | 100 | 98.5).
func (m *match) totalAbove(b *block, h *hit) *entry {
	if e := m.entryOf(h, b.name, rules.TotalRow); e != nil {
		return e
	}
	single := m.entryOf(h, "", rules.Single)
	if single == nil || single.Type != rules.ScoreType {
		return nil
	}
	for _, c := range b.columns {
		if c.Type == rules.ScoreType && !isNumeric(m.under(h.cell.Row, c)) {
			return nil
		}
	}
	at := slices.IndexFunc(m.form.entries, func(e *entry) bool { return e.Block == b.name && e.Role == rules.TotalRow })
	if at < 0 {
		return nil
	}
	return m.form.entries[at]
}

// takeTotalAbove takes the line right above a table without a total as its total, where it is called so and has
// numbers under no columns but those of points.
func (m *match) takeTotalAbove(b *block) {
	row := b.header - 1
	for _, h := range m.g.byRow[row] {
		e := m.totalAbove(b, h)
		used := slices.ContainsFunc(m.blocks, func(other *block) bool { return other.uses(h) })
		if e == nil || used || !m.area.Contains(row, h.cell.Col) {
			continue
		}
		points, others := 0, 0
		for _, c := range m.lineOf(row) {
			at := slices.IndexFunc(b.columns, func(k column) bool { return k.from <= c.Col && c.Col <= k.to })
			switch {
			case !isNumeric(c):
			case at >= 0 && b.columns[at].Type == rules.ScoreType:
				points++
			default:
				others++
			}
		}
		if points > 0 && others == 0 {
			b.rows, b.rowOf[h] = append(b.rows, h), e
			return
		}
	}
}
