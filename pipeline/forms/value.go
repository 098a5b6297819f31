package forms

import (
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// The issues of a field that should hold a number. With the last two there is a number.
const (
	NumberUnreadable = "number_unreadable"
	NumberOutOfRange = "number_out_of_range"
	CellError        = "cell_error"
	FormulaUncached  = "formula_uncached"
	FormulaComputed  = "formula_computed" // no stored result: the number is what the formula comes to
	FormulaStale     = "formula_stale"    // the stored result is not what the formula comes to
	// AmountShared is a number in a cell merged over several rows of a table: it is none of theirs.
	AmountShared = "amount_shared"
	// DigitsLost is a code of sixteen digits or more that is stored as a number: a spreadsheet keeps fifteen.
	DigitsLost = "digits_lost"
)

// field begins a record of this form for a cell, or for the blank place row, col.
func (r *reader) field(name string, c *cells.Cell, row, col int) Field {
	f := Field{Sheet: r.m.g.sheet.Name, Form: r.m.form.name, FormNo: r.no, Name: name, Hidden: r.m.g.sheet.Hidden}
	if c == nil {
		f.Cell = r.address(row, col)
		return f
	}
	f.Cell, f.Text, f.Formula = r.address(c.Row, c.Col), strings.TrimSpace(c.Text), c.Formula
	f.Hidden = f.Hidden || c.Hidden
	return f
}

// address is a place as the workbook names it, also where the sheet was laid on its side.
func (r *reader) address(row, col int) string {
	if r.m.g.turned {
		row, col = col, row
	}
	return r.m.g.sheet.Address(row, col)
}

// emit reads a cell as its entry's type and records it.
func (r *reader) emit(e *entry, name string, rowNo int, c *cells.Cell, row, col int, unit string) {
	f := r.field(name, c, row, col)
	f.RowNo = rowNo
	switch {
	case c == nil, c.Kind == cells.Blank && !c.Uncached: // a formula may come to nothing: IF(C6=0,"",…)
	case c.Kind == cells.Error:
		f.Issue = CellError
	case c.Uncached:
		r.compute(e, c, unit, &f)
	case e.Type == rules.TextType && c.Kind == cells.Number && !c.Date && isHuge(c.Raw):
		f.Issue = DigitsLost
	default:
		read(e.Type, c, unit, &f)
		r.recompute(e, c, unit, &f)
	}
	r.out = append(r.out, f)
}

// isHuge holds for a stored number of sixteen digits or more before its point.
func isHuge(raw string) bool {
	n, ok := values.ParseStored(raw)
	return ok && n.Abs().GreaterThanOrEqual(decimal.New(1, 15))
}

// emitShared records a number that a merge shares among rows; the first of them has its text.
func (r *reader) emitShared(e *entry, rowNo int, c *cells.Cell, row, col int) {
	f := r.field(e.Name, nil, row, col)
	f.RowNo, f.Issue = rowNo, AmountShared
	if c.Row == row {
		f.Text = strings.TrimSpace(c.Text)
	}
	r.out = append(r.out, f)
}

// compute fills in the result that a formula was sent without.
func (r *reader) compute(e *entry, c *cells.Cell, unit string, f *Field) {
	result, ok := r.m.g.result(c)
	if !ok {
		f.Issue = FormulaUncached
		return
	}
	read(e.Type, result, unit, f)
	if f.Number.Valid {
		f.Issue, f.Text = FormulaComputed, f.Number.Decimal.String()
		if result.Percent {
			f.Text += "%"
		}
	}
}

// recompute holds a formula's stored result against what it comes to, as far as two decimals show.
func (r *reader) recompute(e *entry, c *cells.Cell, unit string, f *Field) {
	if c.Formula == "" || !f.Number.Valid || c.Kind != cells.Number {
		return
	}
	result, ok := r.m.g.result(c)
	if !ok {
		return
	}
	computed := Field{}
	read(e.Type, result, unit, &computed)
	if computed.Number.Valid && computed.Number.Decimal.Sub(f.Number.Decimal).Abs().GreaterThan(staleness) {
		f.Issue, f.Computed = FormulaStale, computed.Number
	}
}

// staleness is what a stored result may differ by: spreadsheets compute in binary fractions.
var staleness = decimal.New(1, -6)

// result is a formula's cell with what the formula comes to as its value.
func (g *grid) result(c *cells.Cell) (*cells.Cell, bool) {
	if g.formulas == nil {
		g.formulas = g.book.Sheet(g.upright)
	}
	asked := c
	if g.turned { // formulas name the places of the upright sheet
		upright := *c
		upright.Row, upright.Col = c.Col, c.Row
		asked = &upright
	}
	n, ok := g.formulas.Compute(asked)
	if !ok {
		return nil, false
	}
	result := *c
	result.Kind, result.Raw, result.Uncached = cells.Number, n.String(), false
	return &result, true
}

// read fills number, unit and comparator by the type of the field.
func read(kind string, c *cells.Cell, unit string, f *Field) {
	switch kind {
	case rules.MoneyType, rules.ScoreType, rules.NumberType, rules.RateType:
		readNumber(kind, c, unit, f)
	case rules.MeasureType:
		readMeasure(c, f)
	case rules.YearType:
		readYear(c, f)
	}
}

// readNumber: a number cell counts as stored, a text cell as its digits say; else it is an issue.
func readNumber(kind string, c *cells.Cell, unit string, f *Field) {
	if c.Kind == cells.Text && values.IsBlank(c.Text) || isStruckOut(c) {
		return
	}
	q, ok := quantity(c)
	if c.Kind == cells.Text && !ok {
		q, ok = byKind(kind, c.Text)
	}
	if ok && q.Unit == "" {
		q.Unit = unit
	}
	if kind == rules.MoneyType {
		q = inKnownUnit(q)
	}
	switch {
	case !ok:
		f.Issue = NumberUnreadable
	case kind == rules.MoneyType && moneyUnits[q.Unit].IsZero():
		f.Issue = NumberUnreadable
	case kind == rules.MoneyType && !q.Number.Mul(moneyUnits[q.Unit]).Abs().LessThan(limits[kind]),
		kind != rules.MoneyType && !q.Number.Abs().LessThan(limits[kind]):
		f.Issue = NumberOutOfRange
	case kind == rules.RateType && q.Unit != "" && q.Unit != "%":
		f.Issue = NumberUnreadable
	default:
		f.Number, f.Unit = decimal.NewNullDecimal(q.Number), q.Unit
	}
}

// limits keep a slip of the hand from overflowing the tables: 10 万亿元 (in 万元), counts of nine digits,
// rates of five, scores of three.
var limits = map[string]decimal.Decimal{
	rules.MoneyType: decimal.New(1, 9), rules.NumberType: decimal.New(1, 9), rules.RateType: decimal.New(1, 5), rules.ScoreType: decimal.New(1, 3),
}

// byKind reads how people write a number of a kind besides: 12.5万 and 12.5w as money, 得10分 as a score, 98.48个百分点
// as a rate.
func byKind(kind, text string) (values.Quantity, bool) {
	switch kind {
	case rules.MoneyType:
		return values.ParseAmount(text)
	case rules.ScoreType:
		if score, found := strings.CutPrefix(values.Compact(text), "得"); found {
			return values.ParseNumber(score)
		}
	case rules.RateType:
		if rate, found := strings.CutSuffix(values.Compact(text), "个百分点"); found {
			q, ok := values.ParseNumber(rate)
			return values.Quantity{Number: q.Number, Unit: "%"}, ok && q.Unit == ""
		}
	}
	return values.Quantity{}, false
}

// isStruckOut tells a cell of which nothing is left: what is struck out was not filled in.
func isStruckOut(c *cells.Cell) bool { return c.Struck && strings.TrimSpace(c.Text) == "" }

// quantity reads a cell that must hold a number. A number may get its unit from its format, which may also show it
// scaled: 123456 as 12.3万元 is 123456 元, said in 万元.
func quantity(c *cells.Cell) (values.Quantity, bool) {
	switch {
	case c.Kind == cells.Number && c.Percent:
		n, ok := values.ParseStored(c.Raw)
		return values.Quantity{Number: n.Shift(2), Unit: "%"}, ok
	case c.Kind == cells.Number && !c.Date:
		n, ok := values.ParseStored(c.Raw)
		return values.Quantity{Number: n.Shift(-int32(c.Scale)), Unit: c.Unit}, ok
	case c.Kind == cells.Text:
		return values.ParseNumber(c.Text)
	}
	return values.Quantity{}, false
}

// readMeasure reads a target or an actual value; words are no issue, they stay text.
func readMeasure(c *cells.Cell, f *Field) {
	if isStruckOut(c) {
		return
	}
	if c.Kind == cells.Number && !c.Date {
		if q, ok := quantity(c); ok && values.InRange(q.Number) {
			f.Number, f.Unit = decimal.NewNullDecimal(q.Number), q.Unit
		}
		return
	}
	if m := values.ParseMeasure(c.Text); m.Known {
		f.Number, f.Upper, f.Unit, f.Sign = decimal.NewNullDecimal(m.Number), m.Upper, m.Unit, m.Comparator
	}
}

func readYear(c *cells.Cell, f *Field) {
	text := values.Compact(c.Text)
	text = strings.TrimSuffix(strings.TrimSuffix(text, "度"), "年")
	first, after := decimal.New(1900, 0), decimal.New(2100, 0)
	q, ok := values.ParseNumber(text)
	if ok && q.Number.IsInteger() && q.Number.GreaterThanOrEqual(first) && q.Number.LessThan(after) {
		f.Number = decimal.NewNullDecimal(q.Number)
	}
}
