package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// divide looks under the columns of amounts for a second line of words that are none of ours (全年预算数 over
// 一般公共预算 | 政府性基金). Where one of them is the sum, or all others are 其中, that is the column; else no one cell
// has the amount.
func (m *match) divide(header int, columns []column) {
	for i := range columns {
		c := &columns[i]
		if c.Type != rules.MoneyType || c.from == c.to {
			continue
		}
		var parts []*cells.Cell
		for _, below := range m.g.rows[header+1] {
			isWord := below.Kind == cells.Text && !isNumeric(below) && !isDash(below)
			if isWord && c.from <= below.Col && below.Col <= c.to {
				parts = append(parts, below)
			}
		}
		if len(parts) < 2 {
			continue
		}
		c.divided = true
		parts = wholeOf(parts)
		sum := slices.IndexFunc(parts, func(p *cells.Cell) bool { return sumWords.MatchString(parseLabel(p.Text).key) })
		if sum < 0 && len(parts) == 1 {
			sum = 0
		}
		if sum >= 0 {
			c.from, c.to = parts[sum].Col, parts[sum].Col
			continue
		}
		c.parts = parts
	}
}

// wholeOf leaves out what says of itself that it is in another part: 金额 beside 其中：上年结转.
func wholeOf(parts []*cells.Cell) []*cells.Cell {
	whole := slices.DeleteFunc(slices.Clone(parts), func(p *cells.Cell) bool {
		return strings.HasPrefix(strings.TrimSpace(p.Text), "其中")
	})
	if len(whole) == 0 {
		return parts
	}
	return whole
}

// emitUnder records a value in a column. Of an amount that stands in parts, the only one that is filled is it; of
// several the finding shows all.
func (r *reader) emitUnder(c column, e *entry, name string, rowNo int, v *cells.Cell, row int, unit string) {
	if len(c.parts) == 0 {
		if second := r.secondUnder(c, v, row); second != nil {
			f := r.field(name, v, row, c.from)
			f.RowNo, f.Issue, f.Formula = rowNo, NumberUnreadable, ""
			f.Text = strings.TrimSpace(v.Text) + "、" + strings.TrimSpace(second.Text)
			r.out = append(r.out, f)
			return
		}
		r.emit(e, name, rowNo, v, row, c.from, unit)
		return
	}
	var said []string
	var filled *cells.Cell
	for _, part := range c.parts {
		if v := r.m.g.at(row, part.Col); v != nil && v.Kind != cells.Blank && !isDash(v) {
			said, filled = append(said, strings.TrimSpace(part.Text)+" "+strings.TrimSpace(v.Text)), v
		}
	}
	if len(said) < 2 {
		r.emit(e, name, rowNo, filled, row, c.from, unit)
		return
	}
	f := r.field(name, r.m.g.at(row, c.parts[0].Col), row, c.parts[0].Col)
	f.RowNo, f.Issue, f.Text, f.Formula = rowNo, NumberUnreadable, strings.Join(said, "、"), ""
	r.out = append(r.out, f)
}

// secondUnder is another amount under the label of a merged column, which then has two: neither is it.
func (r *reader) secondUnder(c column, v *cells.Cell, row int) *cells.Cell {
	if c.Type != rules.MoneyType || v == nil || c.hit.right == c.hit.cell.Col || !isNumeric(v) {
		return nil
	}
	other := r.m.g.first(row, v.Col+1, min(c.hit.right, c.to))
	if other == nil || !isNumeric(other) {
		return nil
	}
	return other
}
