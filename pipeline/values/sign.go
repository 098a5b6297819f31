package values

import (
	"regexp"
	"strings"
)

// comparators by what people type before a number, those that hold others first. The signs are tidied before.
var comparators = []struct{ text, sign string }{
	{">=", ">="}, {"<=", "<="}, {">", ">"}, {"<", "<"}, {"=", "="},
	{"大于或等于", ">="}, {"大于等于", ">="}, {"不得低于", ">="}, {"不得少于", ">="}, {"不低于", ">="}, {"不少于", ">="},
	{"不小于", ">="}, {"至少", ">="},
	{"未达到", "<"}, {"未达", "<"}, {"不足", "<"}, {"不到", "<"},
	{"达到", ">="}, {"达", ">="},
	{"小于或等于", "<="}, {"小于等于", "<="}, {"不得高于", "<="}, {"不得超过", "<="}, {"不得多于", "<="}, {"未超过", "<="},
	{"没有超过", "<="}, {"不高于", "<="}, {"不超过", "<="}, {"不多于", "<="}, {"不大于", "<="}, {"不超", "<="}, {"控制在", "<="},
	{"至多", "<="}, {"最多", "<="}, {"最高", "<="}, {"最低", ">="},
	{"大于", ">"}, {"超过", ">"}, {"高于", ">"}, {"多于", ">"},
	{"小于", "<"}, {"低于", "<"}, {"少于", "<"},
	{"等于", "="},
}

// leading are comparators that a verb may part from the number: 至少开展4次.
var leading = []struct{ text, sign string }{{"至少", ">="}, {"最少", ">="}, {"不少于", ">="}, {"至多", "<="}, {"最多", "<="}}

// suffixes compare behind the unit: 5个工作日内, 90%以上. Those that hold others first.
var suffixes = []struct{ text, sign string }{
	{"及其以上", ">="}, {"及以上", ">="}, {"或以上", ">="}, {"以上", ">="}, {"及以下", "<="}, {"以下", "<="},
	{"以内", "<="}, {"之内", "<="}, {"内", "<="}, {"左右", About}, {"上下", About},
}

// Words that make a number vague, before it, behind it or without any.
var (
	nearly  = []string{"大约", "大概", "将近", "接近", "约", "近", "估计", "预计", "基本", "大致", "几乎"}
	vagueIn = []string{"大约", "大概", "约", "将近", "接近", "左右", "大部分", "多数", "基本", "估计", "预计", "若干", "几",
		"数十", "数百", "上百", "上千", "上万"}
	vagueWords = []string{"百余", "千余", "万余", "多次", "多个", "多项", "多户", "多人", "多处", "多场"} // where no number stands
	notVague   = strings.NewReplacer("预约", "", "节约", "", "合约", "", "条约", "", "集约", "", "公约", "", "签约", "", "履约", "",
		"违约", "", "约束", "", "约定", "", "几何", "", "基本农田", "", "基本公共", "", "基本养老", "", "基本医疗", "", "基本支出", "")
)

func hasVague(text string) bool {
	return hasAny(text, vagueIn) && hasAny(notVague.Replace(text), vagueIn)
}

// takenBack are words that take back, turn round or put off what a number says.
var takenBack = []string{"未", "没", "不", "无", "尚", "仍", "剩", "还差", "还缺", "待"}

// bent are words before a number after which it is not the value: 第3, 前3名, 未完成10户, 还剩2户.
var (
	bentEnds = []string{"第", "前", "每", "差", "缺"}
	bentIn   = []string{"未", "没", "尚", "仍", "剩", "还差", "还缺", "相差"}
	shifted  = []string{"提前", "推迟", "延后", "延期", "逾期", "超期", "滞后", "延误", "超时"}
)

// per is a share or a rhythm before the number: 每月2次, 每人500元, 人均500元.
var per = regexp.MustCompile(`(?:每个?)(人|户|月|年|季度|周|日|天|亩|村|学期|生|班|校|吨|公里|平方米)|^(?:(人|户|月|年|亩|日)均)`)

// Words of change: 下降10% is a fall of ten, the more the better. 提高到95% is a level.
var (
	falls = []string{"下降", "降低", "减少", "下调", "压减", "压缩", "降幅", "缩短"}
	rises = []string{"提高", "增长", "增加", "提升", "上升", "增幅", "增速", "上涨"}
)

// readBefore reads what stands before the number, from its end: comparator, vague words, then words that say of what.
// change is what the number is a change by: 下降, 上升 or "".
func (m *Measure) readBefore(before string) (change string, ok bool) {
	words, ok := m.cutSigns(before)
	if !ok || len(words) > 3*20 {
		return "", false
	}
	words = strings.TrimRight(words, ":")
	if !onlyLetters(strings.ReplaceAll(words, ":", "")) || endsLatin(words) ||
		endsAny(words, bentEnds) && m.Comparator == "" ||
		hasAny(strings.ReplaceAll(words, "未成年", ""), bentIn) {
		return "", false
	}
	for _, found := range per.FindAllStringSubmatch(words, 3) {
		m.Kind += perKind(found[1] + found[2])
		m.Unit += "/" + found[1] + found[2]
		words = strings.Replace(words, found[0], "", 1)
	}
	m.sayDirection(words)
	if hasAny(words, shifted) {
		m.Noun = shiftedNoun
	} else if strings.HasSuffix(words, "率") || strings.HasSuffix(words, "度") {
		m.Noun = words
	}
	return changeOf(words), true
}

// shiftedNoun marks a number that is off a point in time, until its unit is known: 提前10天 is not 10天, 逾期率5% is a rate.
const shiftedNoun = "\x00"

// cutSigns takes comparators and vague words off the end of what stands before a number.
func (m *Measure) cutSigns(words string) (rest string, ok bool) {
	isVague := false
	for again := true; again; {
		again = false
		for _, c := range comparators {
			if rest, found := strings.CutSuffix(words, c.text); found {
				if m.Comparator != "" && m.Comparator != c.sign {
					return "", false
				}
				m.Comparator, words, again = c.sign, rest, true
				if c.text == "不足" || c.text == "不到" || strings.HasPrefix(c.text, "未达") {
					m.Vague = true
				}
				break
			}
		}
		for _, word := range nearly {
			rest, found := strings.CutSuffix(words, word)
			if found && (word != "约" || notVague.Replace(words) == words) {
				words, again, isVague = rest, true, true
				break
			}
		}
	}
	for _, c := range leading {
		if rest, found := strings.CutPrefix(words, c.text); found && m.Comparator == "" {
			m.Comparator, words = c.sign, rest
		}
	}
	m.Direction = directions[m.Comparator]
	if isVague {
		m.blur()
	}
	return words, true
}

// directions by comparator.
var directions = map[string]string{">=": Up, ">": Up, "<=": Down, "<": Down}

// sayDirection: without a comparator words can say which way is better.
func (m *Measure) sayDirection(words string) {
	if m.Direction == "" && m.Comparator == "" {
		m.Direction = NameDirection(words)
	}
}

// changeOf gives 下降 or 上升, or "" for no change or a level (降低到5%).
func changeOf(words string) string {
	switch {
	case strings.HasSuffix(words, "到") || strings.HasSuffix(words, "至") || strings.HasSuffix(words, "率"):
		return ""
	case hasAny(words, falls):
		return "下降"
	case hasAny(words, rises):
		return "上升"
	}
	return ""
}

// changed marks a number that is a change as what it is: it is not compared with a level. More people (增加就业100人) are
// people; a fall is never what is left.
func (m Measure) changed(change string) Measure {
	rate := strings.HasPrefix(m.Kind, "比例") || strings.HasPrefix(m.Kind, "百分点") || strings.HasPrefix(m.Kind, "倍")
	if change == "" || change == "上升" && !rate {
		return m
	}
	m.Kind += "/" + change
	if m.Direction == "" || m.Comparator == "" {
		m.Direction = Up
	}
	return m
}

func endsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// endsLatin: the number of C30, K12+500, PM2.5 is part of a name.
func endsLatin(s string) bool {
	if s == "" {
		return false
	}
	last := s[len(s)-1]
	return 'a' <= last|0x20 && last|0x20 <= 'z'
}
