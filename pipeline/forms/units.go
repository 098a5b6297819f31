package forms

import (
	"regexp"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// The units of money are words of their own: they end their note, and what names who fills the form in
// (填报单位：元山镇) is none. Those of another currency are known only to be said.
const moneyWords = `(亿元|千万元|百万元|十万元|万元|千元|百元|元|万|亿|角|分|` +
	`[十百千万亿]{0,2}(?:美元|美金|港元|港币|澳门元|台币|欧元|日元|英镑|澳元|加元|卢布|外币))`

var unitNotes = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[^\p{Han}\p{L}]|金额|货币|资金|计量|计价|核算|均以|以)` +
		`单位[:：为]?[(\[【「]?(?:人民币|RMB)?` + moneyWords + `(?:$|[^\p{Han}\p{L}])`),
	regexp.MustCompile(`(?:^|[^\p{Han}\p{L}])(?:金额|计量|货币)[:：]?[(\[【「]?(?:人民币|RMB)?` + moneyWords + `[)\]】」]?$`),
}

// unitNote gives the unit of amounts that a note says: 单位：万元, 金额单位：元, 金额：元. "" for none.
func unitNote(text string) string {
	if !strings.ContainsAny(text, "元万亿币镑布金") || len(text) > 240 {
		return ""
	}
	folded := values.Fold(text)
	for _, pattern := range unitNotes {
		for _, s := range []string{folded, values.Compact(text)} {
			if found := pattern.FindStringSubmatch(s); found != nil {
				return found[1]
			}
		}
	}
	return ""
}

var unitWord = regexp.MustCompile(`^(?:金额)?(?:单位)?[:：]?(?:人民币|RMB)?` + moneyWords + `$`)

// unitIn gives the unit that stands in the brackets of a label: 项目资金（单位：万元）.
func unitIn(notes string) string {
	if notes == "" {
		return ""
	}
	for _, part := range strings.FieldsFunc(notes, func(r rune) bool { return strings.ContainsRune(" ,;、，；/|", r) }) {
		if found := unitWord.FindStringSubmatch(part); found != nil {
			return found[1]
		}
	}
	return ""
}

// moneyUnits are what an amount may be in, as 万元.
var moneyUnits = map[string]decimal.Decimal{
	"元": decimal.New(1, -4), "千元": decimal.New(1, -1), "万元": decimal.New(1, 0), "亿元": decimal.New(1, 4),
}

// scaledUnits are units of money that tables do not know, as so many of one that they know.
var scaledUnits = map[string]struct {
	times int32 // powers of ten
	unit  string
}{
	"百元": {2, "元"}, "十万元": {1, "万元"}, "百万元": {2, "万元"}, "千万元": {3, "万元"},
	"万": {0, "万元"}, "亿": {0, "亿元"}, "千": {0, "千元"}, "人民币": {0, "元"}, "块": {0, "元"}, "圆": {0, "元"},
}

// inKnownUnit brings an amount to a unit that tables know.
func inKnownUnit(q values.Quantity) values.Quantity {
	if scaled, found := scaledUnits[q.Unit]; found {
		q.Number, q.Unit = q.Number.Shift(scaled.times), scaled.unit
	}
	return q
}

// The issues of a form's unit of amounts.
const (
	UnitUnknown  = "unit_unknown"  // it is no unit that amounts may be in
	UnitConflict = "unit_conflict" // two notes of the form disagree
)

// readUnit looks for the unit of amounts: above the first block, or in a note below the last.
func (r *reader) readUnit() {
	c, unit := r.unitBetween(r.m.area.Top, r.headEnd())
	if c == nil {
		c, unit = r.unitBelow()
	}
	if c == nil {
		return
	}
	f := r.field("amount_unit", c, c.Row, c.Col)
	r.unit, f.Unit = unit, unit
	for _, b := range r.m.blocks {
		if b.label == nil || b.header == 0 {
			continue
		}
		if inside := unitIn(b.label.label.notes); inside != "" && inside != unit {
			f.Issue = UnitConflict
			f.Text += "；" + strings.TrimSpace(b.label.cell.Text) + " " + r.address(b.label.cell.Row, b.label.cell.Col)
		}
	}
	for row := r.m.area.Top; row <= r.headEnd(); row++ {
		if other, says := r.unitBetween(row, row); other != nil && says != unit {
			f.Issue = UnitConflict
			f.Text += "；" + strings.TrimSpace(other.Text) + " " + r.address(other.Row, other.Col)
		}
	}
	if known := inKnownUnit(values.Quantity{Unit: unit}); moneyUnits[known.Unit].IsZero() {
		f.Issue = UnitUnknown
	}
	r.out = append(r.out, f)
}

// unitBelow looks for a note of its own below the last block: 注：单位为元. The head of another form is none.
func (r *reader) unitBelow() (*cells.Cell, string) {
	for row := max(r.m.lastLabel(), r.m.area.Bottom-8) + 1; row <= r.m.area.Bottom; row++ {
		line := r.m.g.rows[row]
		if len(line) != 1 || row < r.m.area.Bottom && !footNote.MatchString(line[0].Text) {
			continue
		}
		if c, unit := r.unitBetween(row, row); c != nil {
			return c, unit
		}
	}
	return nil, ""
}

var footNote = regexp.MustCompile(`^\s*[（(]?(?:注|备注|附注|说明|注意|填表说明)`)

func (r *reader) unitBetween(top, bottom int) (*cells.Cell, string) {
	for row := top; row <= bottom; row++ {
		for _, c := range r.m.g.rows[row] {
			if c.Col < r.m.area.Left || c.Col > r.m.area.Right || c.Kind != cells.Text {
				continue
			}
			if unit := unitNote(c.Text); unit != "" {
				return c, unit
			}
		}
	}
	return nil, ""
}

// unitOver gives the unit that a wider label over a column says: 预算及执行情况（元） over 年初预算.
func (r *reader) unitOver(h *hit) string {
	over := r.m.g.at(h.cell.Row-1, h.cell.Col)
	if m, ok := r.m.g.mergeAt(h.cell.Row-1, h.cell.Col); ok && over == nil {
		over = r.m.g.at(m.Top, m.Left)
	}
	if over == nil || over.Kind != cells.Text || len(over.Text) > 120 || !strings.Contains(over.Text, "元") {
		return ""
	}
	return unitIn(parseLabel(over.Text).notes)
}

// unitFor gives the unit of a value that does not say it itself: from the brackets of the labels it
// hangs on, nearest first, then the form's note, then the rules.
func (r *reader) unitFor(e *entry, labels ...*hit) string {
	switch e.Type {
	case rules.MoneyType:
		for _, h := range labels {
			if h == nil {
				continue
			}
			if unit := unitIn(h.label.notes); unit != "" {
				return unit
			}
			if unit := r.unitOver(h); unit != "" {
				return unit
			}
		}
		for _, unit := range []string{r.unit, e.Unit, r.m.g.d.amountUnit} {
			if unit != "" {
				return unit
			}
		}
	case rules.RateType:
		if len(labels) > 0 && labels[0] != nil && strings.Contains(labels[0].label.notes, "%") {
			return "%"
		}
		return e.Unit
	}
	return ""
}

// unitAt gives the unit of a value in a row: the one that stands in a cell of its own behind it, or alone in the row
// (年度资金总额 | 元 | 1200000), else that of its labels.
func (r *reader) unitAt(e *entry, row int, value *cells.Cell, labels ...*hit) string {
	if e.Type != rules.MoneyType || value == nil {
		return r.unitFor(e, labels...)
	}
	if beside := r.m.g.at(row, value.Col+1); isUnitCell(beside) && beside.Col <= r.m.area.Right {
		return unitIn(values.Compact(beside.Text))
	}
	var only *cells.Cell
	for _, c := range r.m.g.rows[row] {
		if c.Col < r.m.area.Left || c.Col > r.m.area.Right || !isUnitCell(c) {
			continue
		}
		if only != nil {
			return r.unitFor(e, labels...)
		}
		only = c
	}
	// One behind another amount is that amount's.
	if only == nil || isNumeric(r.m.g.at(row, only.Col-1)) {
		return r.unitFor(e, labels...)
	}
	return unitIn(values.Compact(only.Text))
}

// findUnitLine reads the line of units under a header: | | 元 | 元 | % | 分.
func (m *match) findUnitLine(b *block) {
	if b.header == 0 || len(b.cells) > 0 || b.crossed || !m.isUnitLine(b, m.headBottom(b)+1) {
		return
	}
	for i := range b.columns {
		if c := m.under(m.headBottom(b)+1, b.columns[i]); c != nil {
			b.columns[i].unit = strings.Trim(values.Compact(c.Text), "()")
		}
	}
}

// isUnitLine holds for the line under a header that says only units, one of money among them.
func (m *match) isUnitLine(b *block, row int) bool {
	if row != m.headBottom(b)+1 {
		return false
	}
	money := false
	for _, c := range m.g.rows[row] {
		if c.Col < b.columns[0].from && b.columns[0].Role == rules.ColumnHead || c.Col < m.area.Left || c.Col > m.area.Right {
			continue
		}
		if c.Kind != cells.Text || !lineUnits.MatchString(values.Compact(c.Text)) {
			return false
		}
		money = money || isUnitCell(c)
	}
	return money
}

var lineUnits = regexp.MustCompile(`^\(?(?:元|千元|百元|万元|亿元|%|分|个|项|人|-|—|/)\)?$`)

// unitOf gives the unit of a value in a column: that of the line of units under the header, else what its labels say.
func (r *reader) unitOf(c column, e *entry, row int, value *cells.Cell, labels ...*hit) string {
	if c.unit != "" && e.Type == rules.MoneyType && !isUnitCell(r.m.g.at(row, c.from+1)) {
		return c.unit
	}
	if c.unit == "%" && e.Type == rules.RateType {
		return c.unit
	}
	return r.unitAt(e, row, value, labels...)
}

// isUnitCell holds for a cell that says a unit of money and nothing else.
func isUnitCell(c *cells.Cell) bool {
	return c != nil && c.Kind == cells.Text && len(c.Text) <= 40 && strings.ContainsAny(c.Text, "元万亿") &&
		unitIn(values.Compact(c.Text)) != ""
}
