package forms

import (
	"regexp"
	"strings"

	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// comparePair holds a row's target against its actual value where they are read, since only here both texts are at
// hand. Downstream goes by the amounts of the pair; number and unit stay what each text says.
func (r *reader) comparePair(row []Field) {
	found := map[string]*Field{}
	for i := range row {
		found[row[i].Name] = &row[i]
	}
	target, actual := found["target"], found["actual"]
	if target == nil || actual == nil {
		return
	}
	said, done := r.dated(target, target), r.dated(actual, target)
	if target.Number.Valid && target.Sign == "" {
		target.Sign = direction(said, found["target_sign"], found["level3"])
	}
	if said.Why == values.DigitsBroken { // beside a number in two parts nothing is to be compared
		actual.asText()
	}
	target.Latest, target.Vague, actual.Vague = said.Latest, said.Vague, done.Vague
	if unit := found["target_unit"].textOf(); unit != "" {
		said, done = said.Of(unit), done.Of(unit)
	}
	p := values.Compare(said, done)
	if actual.Why = p.Why; p.Why == "" {
		target.Amount, target.AmountUpper = decimal.NewNullDecimal(p.Target), p.TargetUpper
		actual.Amount, actual.AmountUpper = decimal.NewNullDecimal(p.Actual), p.ActualUpper
	}
}

// textOf is the text of a field that may not be there.
func (f *Field) textOf() string {
	if f == nil {
		return ""
	}
	return f.Text
}

// asText takes back what was read of a field as a number.
func (f *Field) asText() {
	f.Number, f.Upper, f.Unit, f.Sign = decimal.NullDecimal{}, decimal.NullDecimal{}, "", ""
}

// hasSign is a column 指标性质 that says how to compare; 定量指标 does not.
var hasSign = regexp.MustCompile(`[≥≧≤≦<>＜＞=＝﹦]|[正反逆]向|不低于|不少于|不高于|不超过|大于|小于|等于|超过|低于`)

// direction is the comparator that the words of a target, or else its indicator's name, stand for.
func direction(said values.Measure, sign, name *Field) string {
	way := said.Direction
	if way == "" && !hasSign.MatchString(sign.textOf()) {
		way = values.NameDirection(name.textOf())
	}
	if said.Vague || said.Kind == values.DateUnit {
		return ""
	}
	return map[string]string{values.Up: ">=", values.Down: "<="}[way]
}

// dated is the measure of a field; a day without a year is of the target's year, or else the form's. A day of the first
// quarter for a deadline in the last may be of the next year: it stays text.
func (r *reader) dated(f, target *Field) values.Measure {
	m := measureOf(f)
	if m.Unit != values.MonthDayUnit {
		return m
	}
	year, ok := r.year()
	other := measureOf(target)
	if other.Unit == values.DateUnit {
		year, ok = other.Number.Div(decimal.New(10000, 0)).Truncate(0), true
	}
	due := other.Number.Mod(decimal.New(10000, 0))
	if !ok || f != target && m.Number.LessThan(decimal.New(401, 0)) && due.GreaterThan(decimal.New(1000, 0)) {
		f.asText()
		return values.Measure{Why: values.OnlyWords}
	}
	start := year.Mul(decimal.New(10000, 0))
	m.Unit, m.Kind, m.Number = values.DateUnit, values.DateUnit, m.Number.Add(start)
	if m.Upper.Valid {
		m.Upper.Decimal = m.Upper.Decimal.Add(start)
	}
	f.Number, f.Upper, f.Unit = decimal.NewNullDecimal(m.Number), m.Upper, m.Unit
	return m
}

// year is the form's, if it says one.
func (r *reader) year() (year decimal.Decimal, ok bool) {
	for i := range r.out {
		if f := &r.out[i]; f.Name == "year" && f.FormNo == r.no && f.Number.Valid {
			return f.Number.Decimal, true
		}
	}
	return year, false
}

// measureOf reads a field's text, or the number that its cell stores where the text rounds it.
func measureOf(f *Field) values.Measure {
	m := values.ParseMeasure(f.Text)
	if f.Number.Valid && !(m.Known && (m.Number.Equal(f.Number.Decimal) || m.Unit == values.MonthDayUnit)) {
		return values.MeasureNumber(f.Number.Decimal, strings.TrimSpace(f.Unit))
	}
	return m
}
