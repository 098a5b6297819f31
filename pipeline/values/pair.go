package values

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Why a text is no number, or a target and an actual value cannot be compared. People read these words.
const (
	OnlyWords      = "文字"
	SeveralNumbers = "多个数值"
	DigitsBroken   = "数字断开"
	TooLarge       = "数值过大"
	UnitsDiffer    = "单位不同"
	NounsDiffer    = "对象不同"
	UnitUnsaid     = "未写单位"
)

// Pair is a target and an actual value in one unit, the smallest of their kind. Where Why is not empty they cannot be
// compared, and it says why.
type Pair struct {
	Target, Actual           decimal.Decimal
	TargetUpper, ActualUpper decimal.NullDecimal // of ranges
	Kind                     string              // "" where neither says its unit
	Why                      string
}

// Compare brings a target and an actual value to one unit.
func Compare(target, actual Measure) Pair {
	switch {
	case !target.Known:
		return Pair{Why: target.Why}
	case !actual.Known:
		return Pair{Why: actual.Why}
	}
	kind, same := sameKind(target.Kind, actual.Kind)
	targetSize, actualSize := target.Size, actual.Size
	switch {
	case isDate(target) && isDate(actual):
		if kind = DateUnit; target.Kind == actual.Kind {
			kind = target.Kind
		}
	case target.Kind == "" && actual.Kind != "":
		kind, targetSize = actual.Kind, bareSize(target, actual)
		same = !isDate(actual) && nearEnough(target, targetSize, actual)
	case actual.Kind == "" && target.Kind != "":
		kind, actualSize = target.Kind, bareSize(actual, target)
		same = !isDate(target) && nearEnough(actual, actualSize, target)
	case !same:
		return Pair{Why: UnitsDiffer}
	case !sameNoun(target.Noun, actual.Noun):
		return Pair{Why: NounsDiffer}
	}
	if !same && !(isDate(target) && isDate(actual)) {
		if isDate(target) || isDate(actual) {
			return Pair{Why: UnitsDiffer}
		}
		return Pair{Why: UnitUnsaid}
	}
	p := Pair{Kind: kind}
	p.Target, p.TargetUpper = target.in(targetSize)
	p.Actual, p.ActualUpper = actual.in(actualSize)
	return p
}

// in gives a measure in a unit of so many smallest ones.
func (m Measure) in(size int64) (n decimal.Decimal, upper decimal.NullDecimal) {
	times := decimal.New(size, 0)
	if m.Upper.Valid {
		upper = decimal.NewNullDecimal(m.Upper.Decimal.Mul(times))
	}
	return m.Number.Mul(times), upper
}

func isDate(m Measure) bool { return m.Unit == DateUnit || m.Unit == MonthDayUnit }

// sameKind gives the wider of two kinds of which one holds the other: 数:人 holds 数:人:人次.
func sameKind(a, b string) (kind string, same bool) {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a, a == b || a != "" && strings.HasPrefix(b, a+":")
}

// sameNoun: what is counted is the same if one names it, or both do, one more closely (行政村, 村).
func sameNoun(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }

// bareSize is the size of a number without unit beside one with: 295 for 300万元 is in 万元, 35万 for 300000元 in 元.
func bareSize(bare, other Measure) int64 {
	if bare.Scale > 1 {
		return bare.Scale * (other.Size / other.Scale)
	}
	return other.Size
}

// nearEnough: a number without unit is in the other's only if that makes sense. 0.96 beside 95% may be a share, and
// 2950000 beside 300万元 is in 元, which is not for us to say.
func nearEnough(bare Measure, size int64, other Measure) bool {
	n, _ := bare.in(size)
	with, _ := other.in(other.Size)
	if strings.HasPrefix(other.Kind, "比例") {
		return n.IsZero() || with.IsZero() || bare.Number.Abs().GreaterThan(decimal.New(15, -1))
	}
	far := func(a, b decimal.Decimal) bool { return a.Abs().GreaterThanOrEqual(b.Abs().Mul(decimal.New(100, 0))) }
	return other.Scale == 1 || n.IsZero() || with.IsZero() || !far(n, with) && !far(with, n)
}
