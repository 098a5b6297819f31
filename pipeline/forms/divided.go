package forms

import (
	"regexp"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
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

// isDivided holds for the line under the header that has such words.
func (b *block) isDivided(row int) bool {
	return row == b.header+1 && slices.ContainsFunc(b.columns, func(c column) bool { return c.divided })
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
		if second := r.secondUnder(c, e, v, row); second != nil {
			f := r.field(name, v, row, c.from)
			f.RowNo, f.Issue, f.Formula = rowNo, NumberUnreadable, ""
			f.Text = strings.TrimSpace(v.Text) + "、" + strings.TrimSpace(second.Text)
			r.out = append(r.out, f)
			return
		}
		r.emit(e, name, rowNo, r.wholeOf(c, v), row, c.from, unit)
		r.noteSecond(c, e, v, row)
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

// secondUnder is another amount or another score under the label of a merged column, which then has two: neither is it.
func (r *reader) secondUnder(c column, e *entry, v *cells.Cell, row int) *cells.Cell {
	isNumber := e.Type == rules.MoneyType || e.Type == rules.ScoreType
	if !isNumber || v == nil || c.hit.right == c.hit.cell.Col || !isNumeric(v) {
		return nil
	}
	other := r.m.g.first(row, v.Col+1, min(c.hit.right, c.to))
	if other == nil || !isNumeric(other) || other.Text == v.Text && other.Raw == v.Raw {
		return nil
	}
	return other
}

// wholeOf gives a target or an actual value that stands in several cells under one label: ≥ | 5 | 座 are ≥5座. Each of
// them is only a part of it: a sign, a number, a unit.
func (r *reader) wholeOf(c column, v *cells.Cell) *cells.Cell {
	if c.Type != rules.MeasureType || v == nil || v.Col != c.hit.cell.Col || c.hit.right == c.hit.cell.Col {
		return v
	}
	whole, numbers, parts := *v, 0, 0
	for col := v.Col; col <= c.hit.right; col++ {
		part := r.m.g.at(v.Row, col)
		if part == nil || isDash(part) || col > v.Col && part.Text == v.Text {
			continue
		}
		if strings.ContainsAny(part.Text, digits) || !signs.MatchString(values.Compact(part.Text)) && parts == 0 {
			numbers++
		}
		if parts++; parts > 1 {
			whole.Text += strings.TrimSpace(part.Text)
		}
	}
	if parts < 2 || numbers > 1 {
		return v
	}
	whole.Kind, whole.Raw = cells.Text, whole.Text
	return &whole
}

// signs are what stands alone in front of a target: ≥, 定性.
var signs = regexp.MustCompile(`^([≥≤＞＜=＝><≧≦﹥﹤]{1,2}|大于|小于|等于|大于等于|小于等于|不低于|不高于|定性|定量|正向|反向)$`)

// noteSecond says a second value under a label over several columns, or under one whose merge was lost: the first is
// read.
func (r *reader) noteSecond(c column, e *entry, v *cells.Cell, row int) {
	if v == nil || v.Row != row || isDash(v) {
		return
	}
	var other *cells.Cell
	switch isWide := c.hit.right > c.hit.cell.Col; {
	case isWide && (c.Type == rules.TextType || c.Type == rules.MeasureType && r.wholeOf(c, v) == v):
		other = r.m.g.first(row, v.Col+1, min(c.hit.right, c.to))
	case !isWide && e.Type == rules.MoneyType:
		if other = r.m.g.first(row, v.Col+1, c.to); !isNumeric(other) {
			return
		}
	}
	if other != nil && !isDash(other) && other.Text != v.Text {
		r.note(LabelUnused, other, strings.TrimSpace(other.Text),
			strings.TrimSpace(c.hit.cell.Text)+" "+r.address(c.hit.cell.Row, c.hit.cell.Col))
	}
}
