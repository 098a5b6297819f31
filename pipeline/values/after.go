package values

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// done are words of having done it, which are not part of what was done: 10户已全部完成, 5个工作日内办结.
var done = regexp.MustCompile(`(?:已经|已|全部|均|都|如期|按时|按期|顺利)*` +
	`(?:完成|办结|完工|竣工|验收合格|验收|到位|建成|达标|发放|投入使用|受益|覆盖|参加|得到|占比)|^(?:的|已|已经|全部)`)

// readAfter reads what stands behind the number: its unit, what compares or bends it, and what it is of.
func (m *Measure) readAfter(after string) bool {
	after, ok := m.cutMore(after)
	if !ok {
		return false
	}
	if found, ok := m.readSpan(after); found {
		return ok
	}
	take := m.takeUnit
	if u, _ := lexUnit(after); u.size == 0 {
		take = m.takeOwnUnit
	}
	rest, ok := take(after)
	return ok && m.readTail(rest)
}

// takeOwnUnit takes a unit that the tables do not know, up to a comparison at the end.
func (m *Measure) takeOwnUnit(after string) (rest string, ok bool) {
	for _, c := range suffixes {
		if name, found := strings.CutSuffix(after, c.text); found {
			rest, ok = m.takeUnit(name)
			return rest + c.text, ok
		}
	}
	if noun := zeroOf(after); noun != "" && m.Number.IsZero() {
		m.Kind, m.Unit, m.Noun = counted, after, noun
		return "", true
	}
	return m.takeUnit(after)
}

// cutMore takes 余 and 多 out: 10余次 is ten at least, 2.3万余人 is 2.3万 at least.
func (m *Measure) cutMore(after string) (rest string, ok bool) {
	for _, scale := range []string{"", "万", "亿"} {
		for _, more := range []string{"余", "多"} {
			rest, found := strings.CutPrefix(after, scale+more)
			if !found {
				continue
			}
			m.Vague = true
			if m.Comparator == "" {
				m.Comparator = ">"
			}
			return scale + rest, scale+rest != "" && m.Comparator != "<="
		}
	}
	return after, true
}

// readTail reads what stands behind the unit.
func (m *Measure) readTail(rest string) bool {
	sign := ""
	for _, c := range suffixes {
		if after, found := strings.CutPrefix(rest, c.text); found {
			sign, rest = c.sign, after
			break
		}
	}
	switch {
	case sign == About:
		defer m.blur()
	case sign != "" && (m.Comparator != "" && m.Comparator != sign && m.Comparator != About || m.Comparator == Range):
		return false
	case sign != "" && m.Comparator == "":
		m.Comparator, m.Direction = sign, directions[sign]
	}
	if rest == "余" || rest == "多" {
		m.Vague, m.Comparator, rest = true, ">", ""
	}
	rest = strings.TrimPrefix(strings.TrimLeft(rest, ",:"), "之间")
	return m.tailIsPlain(rest, sign != "")
}

// tailIsPlain judges the words at the end and keeps of them what is counted.
func (m *Measure) tailIsPlain(rest string, compared bool) bool {
	span := m.Kind == "时长" || m.Kind == "月数" || m.Kind == "工作日"
	switch {
	case strings.HasPrefix(m.Unit, "年") && isYear(m.Number), m.Kind == "" && rest != "", m.Noun == shiftedNoun && span:
		return false
	case !onlyLetters(rest) || hasAny(rest, takenBack), strings.HasPrefix(rest, "性"),
		strings.IndexFunc(rest, isNumeral) >= 0:
		return false
	case m.Unit == "季度" && m.Size == 3 && m.Number.LessThanOrEqual(decimal.New(4, 0)): // 一季度 is the first
		return false
	case span && !compared && strings.IndexAny(rest, "前后底末初份上中下") == 0:
		return false
	}
	noun := done.ReplaceAllString(rest, "")
	if m.Noun == shiftedNoun {
		m.Noun = ""
	}
	if !compared && noun != "" {
		m.Noun = noun
	}
	return true
}

// isYear: 2023年 is a year more likely than a span of time.
func isYear(n decimal.Decimal) bool {
	return n.GreaterThanOrEqual(decimal.New(1900, 0)) && n.LessThan(decimal.New(2100, 0))
}

// rangeMarks stand between the ends of a range.
var rangeMarks = []string{"-", "~", "—", "–", "至", "到"}

// readSpan reads a range, of which the first number has been taken: 90%-95%, 90-95%, 3至5次, 100人至120人. A range
// without any unit may be a date or the number of a paragraph (10-12), one of months a season (10-12月): they stay text.
func (m *Measure) readSpan(after string) (found, ok bool) {
	low := *m
	u, rest := lexUnit(after)
	lowUnit := after[:len(after)-len(rest)]
	mark, rest := cutAny(rest, rangeMarks)
	if mark == "" {
		return false, false
	}
	high, rest, ok := lexNumber(rest)
	if !ok {
		high, rest, ok = lexChinese(rest)
	}
	if !ok || m.Comparator != "" && m.Comparator != About || high.LessThan(m.Number) {
		return ok, false
	}
	rest, ok = low.takeUnit(rest)
	if !ok || low.Unit == "" || u.size != 0 && (lowUnit != low.Unit && u.kind+"/"+lowUnit != low.Kind+"/"+low.Unit) {
		return true, false
	}
	if strings.HasPrefix(low.Unit, "月") || strings.HasPrefix(low.Unit, "年") || strings.HasPrefix(low.Unit, "日") {
		return true, false
	}
	low.Comparator, low.Upper = Range, decimal.NewNullDecimal(high)
	*m = low
	return true, m.readTail(rest)
}
