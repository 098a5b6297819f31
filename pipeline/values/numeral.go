package values

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// findNumber finds the first number of a text, in digits or in words.
func findNumber(text string) (before string, n decimal.Decimal, after, why string) {
	at := strings.IndexAny(text, "0123456789")
	if at < 0 {
		return findChinese(text)
	}
	start := at
	for _, minus := range []string{"-", "−", "﹣", "+"} {
		if strings.HasSuffix(text[:at], minus) {
			start = at - len(minus)
		}
	}
	if digits := strings.TrimLeft(text[at:], "0"); digitsAt(digits) > MaxDigits {
		return "", n, "", TooLarge
	}
	n, after, ok := lexNumber(text[start:])
	if !ok {
		return "", n, "", notOne(text[at+digitsAt(text[at:]):])
	}
	before, found := strings.CutSuffix(text[:start], "百分之")
	if found {
		after = "%" + strings.TrimPrefix(after, "%")
	}
	n, after = tenths(n, after)
	return before, n, after, ""
}

// idioms begin like a number and are none.
var idioms = []string{
	"一部分", "一批", "一定", "一般", "一体", "一条龙", "一些", "一次性", "一流", "一致", "十分", "一律", "一并", "一站", "一期", "二期", "三期",
}

// doing are verbs after which a number in words is one: 完成两个.
var doing = []string{"完成", "开展", "举办", "培训", "新建", "建设", "共", "实施", "组织", "召开", "建成", "改造", "发放", "到", "至", "率", "度"}

// findChinese finds a number in words: 百分之九十五, 九成以上, 三小时内, 一半. Of numerals elsewhere only those count that
// stand before a unit, at the beginning or behind a comparator or a verb: texts are full of others (三通一平, 一户一策).
func findChinese(text string) (before string, n decimal.Decimal, after, why string) {
	before, after, found := strings.Cut(text, "百分之")
	if found {
		if n, after, ok := lexPercent(after); ok {
			return before, n, "%" + after, ""
		}
		return "", n, "", OnlyWords
	}
	if before, after, found = strings.Cut(text, "一半"); found {
		return before, decimal.New(50, 0), "%" + after, ""
	}
	at := strings.IndexFunc(text, func(r rune) bool { return isNumeral(r) || r == '半' })
	if at < 0 {
		return "", n, "", OnlyWords
	}
	before, after = text[:at], text[at:]
	if idiom, _ := cutAny(after, idioms); idiom != "" || !countsAfter(before) {
		return "", n, "", OnlyWords
	}
	n, after, ok := lexChinese(after)
	if !ok || !countsBefore(n, after) {
		return "", n, "", OnlyWords
	}
	n, after = tenths(n, after)
	return before, n, after, ""
}

// countsAfter reports whether a number may follow.
func countsAfter(before string) bool {
	signs := Measure{}
	rest, ok := signs.cutSigns(before)
	return ok && (rest == "" || signs.Comparator != "" || endsAny(rest, doing) || per.MatchString(rest))
}

// countsBefore reports whether what follows a number in words is a unit; a span of time with more words is a name
// (五年规划).
func countsBefore(n decimal.Decimal, after string) bool {
	after = strings.TrimLeft(after, "余多")
	if after != "" && strings.HasPrefix(after, "成") {
		tenth, _ := tenths(n, after)
		return !tenth.Equal(n)
	}
	u, rest := lexUnit(after)
	if mark, more := cutAny(rest, rangeMarks); mark != "" {
		_, rest, ok := lexChinese(more)
		u, _ = lexUnit(rest)
		return ok && u.size != 0
	}
	if u.kind == "时长" || u.kind == "月数" {
		rest = done.ReplaceAllString(rest, "")
		suffix := false
		for _, c := range suffixes {
			suffix = suffix || strings.HasPrefix(rest, c.text)
		}
		return rest == "" || suffix
	}
	return u.size != 0
}

// tenth is 成: 九成, 八成五, 九成多; not 成员, 成果.
var tenth = regexp.MustCompile(`^成([一二三四五六七八九])?(以上|以下|以内|左右|多|余|$)`)

// tenths turns 九成 into 90%.
func tenths(n decimal.Decimal, after string) (decimal.Decimal, string) {
	found := tenth.FindStringSubmatch(after)
	if found == nil || n.GreaterThan(decimal.New(10, 0)) {
		return n, after
	}
	after = after[len("成"+found[1]):]
	five, _, _ := lexChinese(found[1])
	return n.Mul(decimal.New(10, 0)).Add(five), "%" + after
}

// lexPercent reads what follows 百分之.
func lexPercent(s string) (n decimal.Decimal, rest string, ok bool) {
	if rest, found := strings.CutPrefix(s, "百"); found {
		return decimal.New(100, 0), rest, true
	}
	n, rest, ok = lexChinese(s)
	if after, found := strings.CutPrefix(rest, "点"); ok && found {
		place := decimal.New(1, -1)
		for after != "" && digitOf(after) >= 0 {
			n = n.Add(place.Mul(decimal.New(digitOf(after), 0)))
			place, after = place.Shift(-1), after[len("一"):]
		}
		rest = after
	}
	return n, rest, ok
}

// powers are the words of places in a number below ten thousand.
var powers = []struct {
	word string
	size int64
}{{"千", 1000}, {"百", 100}, {"十", 10}}

// lexChinese takes a whole number below ten thousand in words off the front of s: 十二, 一百零五, 两千三百. 一百二 may be 120 or a
// slip of the pen and is refused, and so are digits in a row (一二).
func lexChinese(s string) (n decimal.Decimal, rest string, ok bool) {
	if after, found := strings.CutPrefix(s, "半"); found {
		return decimal.New(5, -1), after, true
	}
	total, last, start := int64(0), int64(10000), s
	for s != "" {
		after, zero := strings.CutPrefix(s, "零")
		digit := digitOf(after)
		if digit <= 0 && !(strings.HasPrefix(s, "十") && s == start) {
			break
		}
		if digit > 0 {
			after = after[len("一"):]
		} else {
			digit, after = 1, s
		}
		power, next := powerOf(after)
		if power >= last || power == 1 && last > 10 && last < 10000 && !zero {
			return n, start, false
		}
		total, last, s = total+digit*power, power, next
	}
	if s == start || digitOf(s) >= 0 || powerStarts(s) {
		return n, start, false
	}
	return decimal.New(total, 0), s, true
}

// digitOf is the digit that s begins with, or -1. All are three bytes long.
func digitOf(s string) int64 {
	for i, word := range []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"} {
		if strings.HasPrefix(s, word) {
			return int64(i)
		}
	}
	if strings.HasPrefix(s, "两") {
		return 2
	}
	return -1
}

func powerOf(s string) (int64, string) {
	for _, p := range powers {
		if rest, found := strings.CutPrefix(s, p.word); found {
			return p.size, rest
		}
	}
	return 1, s
}

func powerStarts(s string) bool {
	power, _ := powerOf(s)
	return power > 1
}
