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
	Unit       string              // "%", "个", "万元", …; DateUnit for dates
	Known      bool
}

// What a number is besides compared.
const (
	Range    = "~"  // Number to Upper, both included
	About    = "≈"  // 约10个, 10个左右
	DateUnit = "日期" // Number is yyyymmdd
)

// comparators by what people type, longest first within a sign.
var comparators = []struct{ text, sign string }{
	{">=", ">="}, {"≥", ">="}, {"≧", ">="}, {"⩾", ">="}, {">=", ">="}, {"大于等于", ">="}, {"大于或等于", ">="}, {"不低于", ">="}, {"不少于", ">="}, {"不小于", ">="}, {"至少", ">="}, {"达到", ">="},
	{"<=", "<="}, {"≤", "<="}, {"≦", "<="}, {"⩽", "<="}, {"小于等于", "<="}, {"小于或等于", "<="}, {"不高于", "<="}, {"不超过", "<="}, {"不多于", "<="}, {"不大于", "<="}, {"控制在", "<="},
	{">", ">"}, {"大于", ">"}, {"超过", ">"}, {"高于", ">"},
	{"<", "<"}, {"小于", "<"}, {"低于", "<"},
	{"==", "="}, {"=", "="}, {"﹦", "="}, {"等于", "="},
	{"大约", About}, {"约", About},
}

// suffixes turn a plain number into a comparison: "5个工作日内", "90%以上".
var suffixes = []struct{ text, sign string }{
	{"及以上", ">="}, {"以上", ">="}, {"及以下", "<="}, {"以下", "<="}, {"以内", "<="}, {"之内", "<="}, {"内", "<="},
	{"左右", About},
}

// halfWide are comparators of which one sign is wide.
var halfWide = strings.NewReplacer("＞=", ">=", ">＝", ">=")

// ParseMeasure reads a target or an actual value.
func ParseMeasure(s string) Measure {
	text := Compact(s)
	if m := parseDate(text); m.Known {
		return m
	}
	text = halfWide.Replace(text)
	m := Measure{}
	m.Comparator, text = cutComparator(text)
	number, rest, ok := lexNumber(text)
	switch {
	case !ok && m.Comparator == "":
		return parseZero(text)
	case !ok || !InRange(number):
		return Measure{}
	}
	m.Number, m.Unit = number, rest
	if m.Comparator == "" {
		if span := m.span(); span.Known {
			return span
		}
		m.cutSuffix()
	}
	if !measureUnit(m.Unit) || m.Unit == "年" && isYear(m.Number) {
		return Measure{}
	}
	if percentWords[m.Unit] {
		m.Unit = "%"
	}
	m.Known = true
	return m
}

func cutComparator(text string) (sign, rest string) {
	for _, c := range comparators {
		if rest, found := strings.CutPrefix(text, c.text); found {
			return c.sign, rest
		}
	}
	return "", text
}

// cutSuffix takes what follows the unit and compares: 5个工作日内, 90%以上; or stands before it: 10余次.
func (m *Measure) cutSuffix() {
	for _, c := range suffixes {
		if rest, found := strings.CutSuffix(m.Unit, c.text); found && (c.sign != About || rest != "") {
			m.Comparator, m.Unit = c.sign, rest
			return
		}
	}
	// 10余次 is more than ten; 2.3万余人 is more than 2.3万.
	for _, more := range []string{"余", "多"} {
		for _, size := range []string{"", "万", "亿"} {
			if rest, found := strings.CutPrefix(m.Unit, size+more); found && rest != "" {
				m.Comparator, m.Unit = ">", size+rest
				return
			}
		}
	}
}

// isYear: 2023年 is a year more likely than a span of time.
func isYear(n decimal.Decimal) bool {
	return n.GreaterThanOrEqual(decimal.New(1900, 0)) && n.LessThan(decimal.New(2100, 0))
}

var percentWords = map[string]bool{"百分比": true, "百分之": true, "﹪": true}

// measureUnit takes letters and the few marks of units. It refuses what follows a number without being
// a unit: more digits, words of a size (余, 多, 约, 左右), points in time (底前, 年, 月, 日).
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
