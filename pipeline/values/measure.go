package values

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// Measure is what a target or an actual value says (指标值, 实际完成值): "≥95%", "74个", "不超过5天",
// "90%-95%", "2023年12月底前", "10余次", "零事故". Known is false for words ("有效改善").
type Measure struct {
	// Comparator is ">=", ">", "<=", "<", "=", Range, About, or empty.
	Comparator string
	Number     decimal.Decimal     // of a range its lower end; of a date yyyymmdd
	Upper      decimal.NullDecimal // of a range its upper end
	Unit       string              // "%", "个", "万元", …; DateUnit or MonthDayUnit for dates
	Known      bool

	// Kind is what the unit measures (长度, 金额, 数:人:人次, 金额/人 …; sameKind); "" where no unit is written.
	Kind string
	// Noun is what is counted or rated, where it is written: 行政村, 满意度.
	Noun string
	// Number × Size is in the smallest unit of the kind. Scale is the part of Size that 万, 亿 or 千 makes up.
	Size, Scale int64
	// Vague is set by 约, 左右, 近, 余, 大部分 …, of words too. A vague value must never earn more than an exact one.
	Vague bool
	// Direction is Up or Down where the text itself says what is better, else empty.
	Direction string
	// Latest is set where a deadline has two meanings: 2023年10月前 is before that month (Number) or in it (Latest).
	Latest decimal.NullDecimal
	// Why says what kept a text from being a number, one of the reasons of pair.go.
	Why string
}

// What a number is besides compared.
const (
	Range        = "~"  // Number to Upper, both included
	About        = "≈"  // 约10个, 10个左右
	DateUnit     = "日期" // Number is yyyymmdd
	MonthDayUnit = "月日" // Number is mmdd: 11月底前, of a year that the form knows
)

// The directions of a target.
const (
	Up   = "正向" // the more the better
	Down = "反向" // the less the better, the sooner the better
)

// longest is the number of letters beyond which a text is a story, not a value.
const longest = 80

// ParseMeasure reads a target or an actual value.
func ParseMeasure(s string) Measure {
	text := Fold(s)
	switch {
	case brokenDigits(text):
		return Measure{Why: DigitsBroken}
	case len(text) > 4*longest:
		return Measure{Why: OnlyWords}
	}
	text, vague, why := cutRemarks(cutOrdinal(tidy(Compact(text))))
	if why != "" {
		return Measure{Why: why}
	}
	m := parse(text)
	if vague || hasVague(text) || !m.Known && hasAny(text, vagueWords) {
		m.blur()
	}
	return m
}

// MeasureNumber is the measure of a number cell: no comparator, its unit % or empty.
func MeasureNumber(n decimal.Decimal, unit string) Measure {
	m := Measure{Number: n, Size: 1, Scale: 1, Known: true}
	if unit != "" {
		m.readUnit(unit)
	}
	return m.finished()
}

// Of is the measure in the unit that a column of its own says, where its own text says none.
func (m Measure) Of(unit string) Measure {
	unit, _ = cutBrackets(tidy(Compact(unit)))
	if !m.Known || m.Kind != "" || IsBlank(unit) {
		return m
	}
	with := m
	if scale := m.Scale; !with.readUnit(unit) {
		return Measure{Why: UnitsDiffer, Vague: m.Vague}
	} else if scale > 1 { // 30万 in a column of 元
		with.Size, with.Scale = with.Size*scale, with.Scale*scale
	}
	return with.finished()
}

func parse(text string) Measure {
	for _, read := range []func(string) Measure{parseDate, parseZero, parseCovered} {
		if m := read(text); m.Known {
			return m
		}
	}
	before, number, after, why := findNumber(text)
	if why != "" {
		return Measure{Why: why}
	}
	m := Measure{Number: number, Size: 1, Scale: 1, Known: true}
	change, ok := m.readBefore(before)
	if !ok || !m.readAfter(after) {
		return Measure{Why: notOne(after)}
	}
	return m.changed(change).finished()
}

// finished draws what follows of what was read: zero is none, and numbers beyond the tables are none.
func (m Measure) finished() Measure {
	if (m.Comparator == "" || m.Comparator == "=") && m.Number.IsZero() && !m.Vague {
		m.Comparator, m.Direction = "=", Down
	}
	for _, n := range []decimal.Decimal{m.Number, m.Upper.Decimal} {
		if !InRange(n) || n.Mul(decimal.New(m.Size, 0)).Abs().GreaterThanOrEqual(decimal.New(1, largest)) {
			return Measure{Why: TooLarge}
		}
	}
	return m
}

// largest is the power of ten that no number in the smallest unit may reach.
const largest = 14

// blur makes a measure vague. What it compared with is no bound any longer; which way is better stays said.
func (m *Measure) blur() {
	m.Vague = true
	if m.Known && m.Comparator != Range {
		m.Comparator = About
	}
}

// notOne is why a text with a number is none: there are more, or words that bend it.
func notOne(after string) string {
	if strings.ContainsAny(after, "0123456789") && !hasAny(after, takenBack) {
		return SeveralNumbers
	}
	return OnlyWords
}

// onlyLetters holds for words without digits, signs or punctuation.
func onlyLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// cutAny takes the first of words, longest first in their table, off the front of s.
func cutAny(s string, words []string) (word, rest string) {
	for _, w := range words {
		if rest, found := strings.CutPrefix(s, w); found {
			return w, rest
		}
	}
	return "", s
}

// hasAny reports whether one of words stands in s.
func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
