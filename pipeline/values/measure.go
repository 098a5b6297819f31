package values

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// Measure is what a target or an actual value says (指标值, 实际完成值): "≥95%", "74个", "不超过5天".
// Known is false for words ("有效改善"), dates, ranges and approximations ("10余次"): they stay text.
type Measure struct {
	Comparator string // ">=", ">", "<=", "<", "=" or empty
	Number     decimal.Decimal
	Unit       string // "%", "个", "万元", …
	Known      bool
}

// comparators by what people type, longest first within a sign.
var comparators = []struct{ text, sign string }{
	{">=", ">="}, {"≥", ">="}, {"≧", ">="}, {"⩾", ">="}, {">=", ">="}, {"大于等于", ">="}, {"大于或等于", ">="}, {"不低于", ">="}, {"不少于", ">="}, {"不小于", ">="}, {"至少", ">="}, {"达到", ">="},
	{"<=", "<="}, {"≤", "<="}, {"≦", "<="}, {"⩽", "<="}, {"小于等于", "<="}, {"小于或等于", "<="}, {"不高于", "<="}, {"不超过", "<="}, {"不多于", "<="}, {"不大于", "<="}, {"控制在", "<="},
	{">", ">"}, {"大于", ">"}, {"超过", ">"}, {"高于", ">"},
	{"<", "<"}, {"小于", "<"}, {"低于", "<"},
	{"==", "="}, {"=", "="}, {"﹦", "="}, {"等于", "="},
}

// suffixes turn a plain number into a comparison: "5个工作日内", "90%以上".
var suffixes = []struct{ text, sign string }{
	{"及以上", ">="}, {"以上", ">="}, {"及以下", "<="}, {"以下", "<="}, {"以内", "<="}, {"之内", "<="}, {"内", "<="},
}

// ParseMeasure reads a target or an actual value.
func ParseMeasure(s string) Measure {
	text := Compact(s)
	m := Measure{}
	text = strings.NewReplacer("＞=", ">=", ">＝", ">=").Replace(text)
	for _, c := range comparators {
		if rest, found := strings.CutPrefix(text, c.text); found {
			m.Comparator, text = c.sign, rest
			break
		}
	}
	number, unit, ok := lexNumber(text)
	if !ok {
		return Measure{}
	}
	for _, c := range suffixes {
		if rest, found := strings.CutSuffix(unit, c.text); found && m.Comparator == "" {
			m.Comparator, unit = c.sign, rest
			break
		}
	}
	if !measureUnit(unit) || !InRange(number) {
		return Measure{}
	}
	if percentWords[unit] {
		unit = "%"
	}
	m.Number, m.Unit, m.Known = number, unit, true
	return m
}

var percentWords = map[string]bool{"百分比": true, "百分之": true, "﹪": true}

// measureUnit takes letters and the few marks of units. It refuses what follows a number without being
// a unit: more digits (dates, ranges), approximations (余, 多, 约, 左右), points in time (底前, 年, 月, 日).
func measureUnit(unit string) bool {
	if strings.ContainsAny(unit, "至到余多约左右几年月前后") {
		return unit == "年" || unit == "月"
	}
	for _, r := range unit {
		if !unicode.IsLetter(r) && !strings.ContainsRune("%‰℃°㎡㎥²³/·", r) {
			return false
		}
	}
	return len([]rune(unit)) <= 8
}
