package values

import (
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// The ways to write a point in time. Points and strokes need all three parts: 2023.5 is a number.
var (
	strokes = regexp.MustCompile(`((?:19|20)\d\d)([./-])(\d{1,2})[./-](\d{1,2})(\D|$)`)
	point   = regexp.MustCompile(`^([^\d第]*?)(?:((?:19|20)\d\d)年)?(?:(\d{1,2})月份?)?(?:(\d{1,2})[日号])?` +
		`(上半年|下半年|第?[1-4一二三四]季度|上旬|中旬|下旬)?(年?底|年?末|年?内)?(以前|之前|前)?([^\d-]*)$`)
	monthsOfYear = regexp.MustCompile(`((?:19|20)\d\d年)(\d{1,2})[-~—–至到](\d{1,2}月)`)
	chineseDate  = regexp.MustCompile(`^([二一][〇零○九][〇零○一二三四五六七八九]{2})年` +
		`(?:(十?[一二三四五六七八九十])月)?(?:([二三]?十?[一二三四五六七八九十])日)?`)
)

// otherYears move a date into a year that the text does not name.
var otherYears = []string{"次年", "来年", "明年", "翌年", "上年", "去年", "下年", "年均"}

// parseDate reads a point in time: 2023年12月31日, 2023-12-31, 2023年12月底前完成, 11月底前, 2023年上半年. "By the end of 2023-12" is a
// day not to be passed; a month alone is the range of its days; "before December" may mean its beginning or its end.
// A year alone is not exact and stays text.
func parseDate(text string) Measure {
	text = digitDate(text)
	if !strings.ContainsAny(text, "年月") {
		return Measure{}
	}
	if m := parsePoint(text); m.Known {
		return m
	}
	return parsePeriod(text)
}

// digitDate brings strokes and Chinese digits to the common form.
func digitDate(text string) string {
	if !strings.ContainsAny(text, "年月./-") {
		return text
	}
	text = strokes.ReplaceAllString(text, "${1}年${3}月${4}日${5}")
	text = monthsOfYear.ReplaceAllString(text, "${1}${2}月-${1}${3}")
	found := chineseDate.FindStringSubmatch(text)
	if found == nil {
		return text
	}
	digits := strings.NewReplacer("〇", "0", "零", "0", "○", "0", "一", "1", "二", "2", "三", "3", "四", "4",
		"五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
	date := digits.Replace(found[1]) + "年"
	for i, word := range []string{"月", "日"} {
		if found[i+2] != "" {
			n, _, _ := lexChinese(found[i+2])
			date += n.String() + word
		}
	}
	return date + text[len(found[0]):]
}

// parsePeriod reads 2023年1月-12月, 2023年9月1日至10月31日: the right end is in the left one's year if it names none.
func parsePeriod(text string) Measure {
	for _, mark := range rangeMarks {
		left, right, found := strings.Cut(text, mark)
		if !found {
			continue
		}
		from := parsePoint(left)
		if !strings.Contains(right, "年") && len(left) >= 4 {
			right = left[:strings.Index(left+"年", "年")] + "年" + right
		}
		to := parsePoint(right)
		end := to.Number
		if to.Upper.Valid {
			end = to.Upper.Decimal
		}
		isPeriod := from.Unit == DateUnit && to.Unit == DateUnit && from.Comparator != "<=" && to.Comparator != "<="
		if !isPeriod || end.LessThan(from.Number) {
			return Measure{}
		}
		from.Comparator, from.Upper, from.Vague = Range, decimal.NewNullDecimal(end), from.Vague || to.Vague
		return from
	}
	return Measure{}
}

// parsePoint reads one date with the words around it.
func parsePoint(text string) Measure {
	found := point.FindStringSubmatch(text)
	if found == nil {
		return Measure{}
	}
	before, after := found[1], found[8]
	if part := found[6]; found[2] == "" && found[3] == "" && found[5] == "" && !strings.HasPrefix(part, "年") {
		return Measure{}
	}
	sign, vague, ok := aroundDate(before, after)
	if !ok {
		return Measure{}
	}
	first, last, ok := daysOf(found[2], found[3], found[4], found[5], found[6])
	if !ok {
		return Measure{}
	}
	m := Measure{Size: 1, Scale: 1, Known: true, Direction: Down, Unit: DateUnit, Kind: DateUnit}
	if found[2] == "" {
		m.Unit, m.Kind = MonthDayUnit, MonthDayUnit
	}
	if !m.setDays(first, last, sign, found) {
		return Measure{}
	}
	if vague {
		m.blur()
	}
	return m
}

// aroundDate reads the words before and behind a date.
func aroundDate(before, after string) (sign string, vague, ok bool) {
	for _, late := range []string{"不晚于", "不迟于", "截至", "截止到", "截止", "<="} {
		if rest, found := strings.CutSuffix(before, late); found {
			before = rest
			if !strings.HasPrefix(late, "截") {
				sign = "<="
			}
		}
	}
	if before == "=" {
		before = ""
	}
	ok = onlyLetters(before+after) && len(before)+len(after) <= 3*24 &&
		!hasAny(before+after, takenBack) && !hasAny(before, otherYears) && strings.IndexFunc(after, isNumeral) < 0
	return sign, hasVague(before + after), ok && strings.IndexAny(after, "度份月年日号") != 0
}

// setDays takes the days that a date may be, its sign and its 前.
func (m *Measure) setDays(first, last time.Time, sign string, found []string) bool {
	end, isBefore := found[6], found[7] != ""
	isDay, isEnd := found[4] != "", strings.HasSuffix(end, "底") || strings.HasSuffix(end, "末")
	within := strings.HasSuffix(end, "内")
	switch {
	case isDay || isEnd:
		m.Number = m.day(last)
		if m.Comparator = sign; isBefore {
			m.Comparator = "<="
		}
	case within:
		m.Comparator, m.Number = "<=", m.day(last)
	case isBefore:
		if m.Unit == MonthDayUnit && first.YearDay() == 1 {
			return false
		}
		m.Comparator, m.Number = "<=", m.day(first.AddDate(0, 0, -1))
		m.Latest = decimal.NewNullDecimal(m.day(last))
	case sign != "" || found[3] == "" && found[5] == "" || m.Unit == MonthDayUnit && found[5] == "":
		return false // a year or a month alone
	default:
		m.Comparator, m.Number, m.Upper = Range, m.day(first), decimal.NewNullDecimal(m.day(last))
	}
	return true
}

func (m *Measure) day(t time.Time) decimal.Decimal {
	n := int(t.Month())*100 + t.Day()
	if m.Unit == DateUnit {
		n += t.Year() * 10000
	}
	return decimal.New(int64(n), 0)
}

// daysOf gives the first and the last day that a date may be; without a year in a leap year.
func daysOf(year, month, day, part, end string) (first, last time.Time, ok bool) {
	if year == "" {
		year = "2024"
	}
	switch {
	case month != "" && day != "":
		first, err := time.Parse("2006-1-2", year+"-"+month+"-"+day)
		return first, first, err == nil && part == "" && end == ""
	case day != "":
		return first, last, false
	case month != "":
		first, err := time.Parse("2006-1", year+"-"+month)
		if err != nil || strings.HasPrefix(end, "年") || strings.HasSuffix(part, "年") || strings.HasSuffix(part, "季度") {
			return first, last, false
		}
		first, last = tenDays(first, part)
		return first, last, part == "" || end == ""
	}
	first, err := time.Parse("2006", year)
	from, months := monthsOf(part)
	first = first.AddDate(0, from, 0)
	return first, first.AddDate(0, months, -1), err == nil && months > 0
}

// tenDays are the thirds of a month.
func tenDays(first time.Time, part string) (from, to time.Time) {
	end := first.AddDate(0, 1, -1)
	switch part {
	case "上旬":
		return first, first.AddDate(0, 0, 9)
	case "中旬":
		return first.AddDate(0, 0, 10), first.AddDate(0, 0, 19)
	case "下旬":
		return first.AddDate(0, 0, 20), end
	}
	return first, end
}

// monthsOf gives where in the year a part of it begins and how many months it has.
func monthsOf(part string) (from, months int) {
	switch part {
	case "":
		return 0, 12
	case "上半年":
		return 0, 6
	case "下半年":
		return 6, 6
	}
	for i, quarter := range []string{"1一", "2二", "3三", "4四"} {
		name := strings.TrimSuffix(strings.TrimPrefix(part, "第"), "季度")
		if name != part && strings.Contains(quarter, name) {
			return 3 * i, 3
		}
	}
	return 0, 0
}
