package values

import (
	"strings"

	"github.com/shopspring/decimal"
)

// MaxDigits bounds the whole part of a number: 10^12 万元 is beyond any budget, and the
// tables hold DECIMAL(18,6).
const MaxDigits = 12

// Scale is the number of decimals kept of a number (DECIMAL(24,10) in the stage files).
const Scale = 10

// Quantity is a number with the unit that stood beside it ("元", "万元", "%", "个", …).
type Quantity struct {
	Number decimal.Decimal
	Unit   string
}

// ParseNumber reads a cell that must hold one plain number: digits of either width,
// thousands commas in their places, a sign, ￥, and at most one unit after it. Anything
// else ("约28万", "1,23", "12.3.4") is not a number; ok is false.
func ParseNumber(s string) (q Quantity, ok bool) {
	text := strings.TrimPrefix(strings.TrimPrefix(Fold(s), "¥"), "￥")
	number, rest, ok := lexNumber(strings.TrimSpace(text))
	if !ok {
		return Quantity{}, false
	}
	unit := Compact(rest)
	if !plainUnits[unit] {
		return Quantity{}, false
	}
	return Quantity{Number: number, Unit: unit}, true
}

// plainUnits may follow a number in a cell for amounts, rates and scores.
var plainUnits = map[string]bool{
	"": true, "元": true, "千元": true, "万元": true, "亿元": true,
	"%": true, "分": true, "个": true, "项": true, "条": true,
}

// ParseAmount is ParseNumber for a cell that must hold money: there 150万 and 150w are 150万元, and 百元 and 十万元
// are units too.
func ParseAmount(s string) (q Quantity, ok bool) {
	if q, ok := ParseNumber(s); ok {
		return q, true
	}
	text, _ := strings.CutPrefix(strings.TrimPrefix(Fold(s), "¥"), "人民币")
	number, rest, ok := lexNumber(strings.TrimSpace(text))
	unit, known := amountUnits[Compact(rest)]
	if !ok || !known {
		return Quantity{}, false
	}
	return Quantity{Number: number, Unit: unit}, true
}

// amountUnits follow an amount besides the plain units.
var amountUnits = map[string]string{
	"": "", "元": "元", "元整": "元", "元人民币": "元", "万元": "万元", "万元整": "万元", "万": "万元", "亿": "亿元",
	"w": "万元", "W": "万元", "百元": "百元", "十万元": "十万元", "百万元": "百万元", "千万元": "千万元", "百万": "百万元", "千万": "千万元",
}

// lexNumber takes a decimal number from the front of folded text.
func lexNumber(s string) (n decimal.Decimal, rest string, ok bool) {
	sign := ""
	for _, minus := range []string{"-", "−", "﹣"} {
		if after, found := strings.CutPrefix(s, minus); found {
			sign, s = "-", after
			break
		}
	}
	if sign == "" {
		s = strings.TrimPrefix(s, "+")
	}
	digits, rest, ok := lexWhole(s)
	if !ok {
		return n, s, false
	}
	if after, found := strings.CutPrefix(rest, "."); found {
		end := digitsAt(after)
		if end == 0 {
			return n, s, false
		}
		digits, rest = digits+"."+after[:end], after[end:]
	}
	n, err := decimal.NewFromString(sign + digits)
	return n, rest, err == nil
}

// lexWhole takes the whole part, with commas or apostrophes of one kind only where thousands end.
func lexWhole(s string) (digits, rest string, ok bool) {
	end := digitsAt(s)
	digits, rest = s[:end], s[end:]
	if end == 0 {
		return "", s, false
	}
	mark := ","
	for _, apostrophe := range []string{"'", "’"} {
		if strings.HasPrefix(rest, apostrophe) {
			mark = apostrophe
		}
	}
	for strings.HasPrefix(rest, mark) {
		after := rest[len(mark):]
		if end > 3 || digitsAt(after) != 3 {
			return "", s, false
		}
		digits, rest = digits+after[:3], after[3:]
	}
	return digits, rest, len(strings.TrimLeft(digits, "0")) <= MaxDigits
}

// digitsAt counts the ASCII digits at the front of s.
func digitsAt(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// ParseStored reads the text that a workbook stores for a number cell ("0.87290000000000001",
// "1.2E-3") to the 15 significant digits that spreadsheets themselves keep, so that the noise of
// binary fractions does not reach a figure. ok is false where the number is out of range.
func ParseStored(s string) (n decimal.Decimal, ok bool) {
	n, err := decimal.NewFromString(strings.TrimSpace(s))
	if err != nil || n.Exponent() > 400 || n.Exponent() < -400 {
		return decimal.Decimal{}, false
	}
	if digits := n.NumDigits(); digits > 15 {
		n = n.Round(int32(15-digits) - n.Exponent())
	}
	return n, true
}

// InRange reports whether a number fits the tables.
func InRange(n decimal.Decimal) bool {
	return n.Abs().LessThan(decimal.New(1, MaxDigits))
}
