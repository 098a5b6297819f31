package values

import (
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// span reads a range, of which the first number has been taken: 90%-95%, 90-95%, 3至5次. A range
// without any unit may be a date or a number of a paragraph (10-12): it stays text.
func (m *Measure) span() Measure {
	var lowUnit, rest string
	for _, mark := range []string{"-", "~", "—", "–", "至", "到"} {
		if before, after, found := strings.Cut(m.Unit, mark); found {
			lowUnit, rest = before, after
			break
		}
	}
	high, unit, ok := lexNumber(rest)
	if !ok || unit == "" || !measureUnit(unit) || lowUnit != "" && lowUnit != unit || !InRange(high) || high.LessThan(m.Number) {
		return Measure{}
	}
	if strings.HasPrefix(unit, "月") || strings.HasPrefix(unit, "年") || strings.HasPrefix(unit, "日") {
		return Measure{} // 10-12月 is a season, not a count
	}
	if percentWords[unit] {
		unit = "%"
	}
	return Measure{Comparator: Range, Number: m.Number, Upper: decimal.NewNullDecimal(high), Unit: unit, Known: true}
}

// zeroPattern is a zero in words, before what may be counted as none: 零事故, 零投诉, 零件次.
var zeroPattern = regexp.MustCompile(`^(?:零|〇)((?:安全|责任|重大|突发|有效)*(?:事故|事件|投诉|发生|伤亡|死亡|上访|信访|违规|违纪|差错|失误|案件|火灾|污染|舆情|件次|人次|件|次|起|例|人|个|宗))$`)

func parseZero(text string) Measure {
	found := zeroPattern.FindStringSubmatch(text)
	if found == nil {
		return Measure{}
	}
	return Measure{Comparator: "=", Unit: found[1], Known: true}
}

// The ways to write a day, a month or a year's end. Points and strokes need all three parts: 2023.5 is a number.
var (
	dayPattern   = regexp.MustCompile(`^((?:19|20)\d\d)(?:年(\d{1,2})月(\d{1,2})[日号]?|[./-](\d{1,2})[./-](\d{1,2}))$`)
	monthPattern = regexp.MustCompile(`^((?:19|20)\d\d)年(?:(\d{1,2})月份?)?(底|末)?$`)
)

// parseDate reads a point in time: 2023年12月31日, 2023-12-31, 2023年12月底前, 不晚于2023年11月30日.
// "By the end of 2023-12" is a day not to be passed; a month alone is the range of its days. A year
// alone, or "before December", is not exact and stays text.
func parseDate(text string) Measure {
	m := Measure{Unit: DateUnit}
	sign, point := cutComparator(text)
	for _, late := range []string{"不晚于", "不迟于"} {
		if rest, found := strings.CutPrefix(point, late); found {
			sign, point = "<=", rest
		}
	}
	for _, before := range []string{"以前", "之前", "前"} {
		if rest, found := strings.CutSuffix(point, before); found {
			sign, point = "<=", rest
			break
		}
	}
	m.Comparator = sign
	if found := dayPattern.FindStringSubmatch(point); found != nil {
		m.Number, m.Known = day(found[1], found[2]+found[4], found[3]+found[5])
		return m
	}
	found := monthPattern.FindStringSubmatch(point)
	if found == nil {
		return Measure{}
	}
	year, month, end := found[1], found[2], found[3] != ""
	if month == "" && end {
		month = "12"
	}
	first, ok := day(year, month, "1")
	if !ok || !end && sign != "" {
		return Measure{}
	}
	last := first.Add(decimal.New(int64(lastDay(first))-1, 0))
	if end {
		m.Number, m.Known = last, true
		return m
	}
	return Measure{Comparator: Range, Number: first, Upper: decimal.NewNullDecimal(last), Unit: DateUnit, Known: true}
}

// day gives yyyymmdd where there is such a day.
func day(year, month, day string) (decimal.Decimal, bool) {
	t, err := time.Parse("2006-1-2", year+"-"+month+"-"+day)
	return decimal.New(int64(t.Year()*10000+int(t.Month())*100+t.Day()), 0), err == nil
}

// lastDay is the number of days in the month of a yyyymmdd.
func lastDay(first decimal.Decimal) int {
	n := int(first.IntPart())
	return time.Date(n/10000, time.Month(n/100%100)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
