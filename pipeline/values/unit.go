package values

import (
	"regexp"
	"strings"
	"unicode"
)

// unit is a unit of measure: what it measures, and how many of the smallest unit of its kind it is.
type unit struct {
	kind        string
	noun        string
	size, scale int64
}

// kinds of units with the size of each unit in the smallest. A square metre is three thirds, since a mu (亩) is 2000
// thirds exactly. A kind below another (数:个:处所) compares with it and with what is below itself, never with a neighbour:
// 10座 are 10个, and 10个 may be 10条, but 10座 are not 10条. A month has no fixed number of days, a working day no hours.
var kinds = []struct {
	kind  string
	size  int64
	units string
}{
	{"长度", 1, "毫米 mm"}, {"长度", 10, "厘米 cm ㎝"}, {"长度", 100, "分米"},
	{"长度", 1000, "米 m 延米 延长米"}, {"长度", 1000000, "公里 千米 km ㎞"},
	{"面积", 3, "平方米 平米 ㎡ m² m2 平方"}, {"面积", 2000, "亩"}, {"面积", 30000, "公顷"}, {"面积", 3000000, "平方公里 平方千米 km²"},
	{"体积", 1, "毫升 ml"}, {"体积", 1000, "升"}, {"体积", 1000000, "立方米 立方 方 m³ m3"},
	{"重量", 1, "克"}, {"重量", 500, "斤"}, {"重量", 1000, "公斤 千克 kg ㎏"}, {"重量", 1000000, "吨 t"},
	{"金额", 1, "元 元人民币"},
	{"时长", 1, "秒"}, {"时长", 60, "分钟 min"}, {"时长", 3600, "小时 个小时 h"},
	{"时长", 86400, "天 日 自然日 日历天 日历日"}, {"时长", 604800, "周 星期 个星期"},
	{"工作日", 1, "工作日 个工作日"},
	{"月数", 1, "月 个月"}, {"月数", 3, "季度 个季度"}, {"月数", 12, "年 周年 个年度"},
	{"比例", 10, "% 百分比"}, {"比例", 1, "‰"}, {"百分点", 1, "百分点 个百分点"}, {"倍", 1, "倍"},
	{"分", 1, "分"}, {"千瓦", 1, "千瓦 kw"}, {"电量", 1, "千瓦时 kwh 度"},
	{"数:个", 1, "个"}, {"数:个:处所", 1, "处 座 栋 幢 所 口 眼 间 孔"}, {"数:个:事项", 1, "项"}, {"数:个:条", 1, "条"},
	{"数:个:事件", 1, "件 起 例 宗"}, {"数:个:设备", 1, "台 套 台套 辆 部 架 盏"}, {"数:个:文本", 1, "份 本 册 篇 辑 封 幅"}, {"数:个:家", 1, "家"},
	{"数:次", 1, "次"}, {"数:次:场", 1, "场 场次"}, {"数:次:期", 1, "期"},
	{"数:次:批", 1, "批 批次"}, {"数:次:轮", 1, "轮"}, {"数:次:件次", 1, "件次"},
	{"数:人", 1, "人 名 位"}, {"数:人:人次", 1, "人次"}, {"数:户", 1, "户"}, {"数:户:户次", 1, "户次"},
	{"数:株", 1, "株 棵"}, {"数:头", 1, "头"}, {"数:只", 1, "只 羽"}, {"数:课时", 1, "课时 学时"},
}

// counters of one thing each, which compare with 个 and with themselves.
const counters = "支 根 组 块 张 面 段 片 门 箱 桶 袋 车 对 副 扇 节"

// things are counted without a counter between: 20村 is 20个村.
const things = "村 行政村 社区 乡镇 学校 班 项目"

var units = tableOfUnits()

func tableOfUnits() map[string]unit {
	table := map[string]unit{}
	for _, k := range kinds {
		for _, name := range strings.Fields(k.units) {
			table[name] = unit{kind: k.kind, size: k.size, scale: 1}
		}
	}
	for _, name := range strings.Fields(counters) {
		table[name] = unit{kind: "数:个:" + name, size: 1, scale: 1}
	}
	for _, name := range strings.Fields(things) {
		table[name] = unit{kind: "数:个", noun: name, size: 1, scale: 1}
	}
	return table
}

// longestUnit is the number of letters of the longest unit of the tables.
const longestUnit = 5

// scales before a unit: 万元, 千元, 百元, 万人. A scale alone (150万) is of a unit that is not written.
var scales = []struct {
	word string
	size int64
}{{"百万", 1e6}, {"千万", 1e7}, {"十万", 1e5}, {"万", 1e4}, {"亿", 1e8}, {"千", 1e3}, {"百", 1e2}}

// lexUnit takes the longest unit off the front of s; kind is empty where there is none.
func lexUnit(s string) (u unit, rest string) {
	if u, rest = knownUnit(s); u.kind != "" {
		return u, rest
	}
	for _, scale := range scales {
		after, found := strings.CutPrefix(s, scale.word)
		if !found {
			continue
		}
		if u, rest = knownUnit(after); u.kind != "" {
			u.size, u.scale = u.size*scale.size, scale.size
			return u, rest
		}
		if scale.word == "万" || scale.word == "亿" {
			return unit{size: scale.size, scale: scale.size}, after
		}
	}
	return unit{}, s
}

func knownUnit(s string) (u unit, rest string) {
	n := 0
	for i, r := range s {
		if n++; n > longestUnit {
			break
		}
		if found, ok := units[lowerLatin(s[:i+len(string(r))])]; ok {
			u, rest = found, s[i+len(string(r)):]
		}
	}
	if u.kind == "" || isLatin(rest) && isLatin(s) {
		return unit{}, s // the m of mu
	}
	return u, rest
}

// lowerLatin: KM and Km are km.
func lowerLatin(s string) string {
	if !isLatin(s) {
		return s
	}
	return strings.ToLower(s)
}

func isLatin(s string) bool { return s != "" && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z' }

// perPart is what a rate is by: /年, /人·月, 每人.
var perPart = regexp.MustCompile(`^(?:/|每)(\p{Han}+(?:[/·]\p{Han}+)*)`)

// perKind is the part of a kind that a rate is by. By the year is no part of it: the forms are a year's.
func perKind(by string) string {
	kind := ""
	for _, part := range strings.FieldsFunc(by, func(r rune) bool { return r == '/' || r == '·' }) {
		if part != "年" {
			kind += "/" + part
		}
	}
	return kind
}

// readUnit reads all of text as the unit, known or as it is; false where it is none.
func (m *Measure) readUnit(text string) bool {
	rest, ok := m.takeUnit(text)
	return ok && rest == ""
}

// takeUnit takes the unit off the front of text, with what a rate is by. A unit that the tables do not know is all that
// is left, and a kind of its own.
func (m *Measure) takeUnit(text string) (rest string, ok bool) {
	by, bySign := m.Kind, m.Unit
	u, rest := lexUnit(text)
	switch {
	case text == "" || u.size != 0:
	case ownUnit(text):
		u, rest = unit{kind: "单位:" + text, size: 1, scale: 1}, ""
	default:
		return text, false
	}
	if u.kind == "" && by != "" {
		return text, false // 每月2: of what?
	}
	if u.size != 0 {
		m.Size, m.Scale = u.size, u.scale
	}
	name := text[:len(text)-len(rest)]
	if found := perPart.FindStringSubmatch(rest); found != nil && u.kind != "" && by == "" {
		by, bySign, rest = perKind(found[1]), found[0], rest[len(found[0]):]
	}
	if name == "百分比" {
		name = "%"
	}
	m.Kind, m.Unit = u.kind+by, name+bySign
	if u.noun != "" {
		m.Noun = u.noun
	}
	return rest, true
}

// ordinals are no units: 3号路, 2级, 5层 say which one.
const ordinals = "号级等类型版层届楼栋排位名第"

// ownUnit holds for a unit that the tables do not know: letters and the few marks of units. It refuses what follows a
// number without being a unit: more digits, words of a size (余, 多, 约), points in time (底前, 年, 月).
func ownUnit(unit string) bool {
	if strings.ContainsAny(unit, "至到余多约几年月前后未没不无内") || strings.Contains(unit, "左右") {
		return false
	}
	for i, r := range unit {
		if i == 0 && strings.ContainsRune(ordinals, r) {
			return false
		}
		if !unicode.IsLetter(r) && !strings.ContainsRune("%‰℃°㎡㎥²³/·", r) {
			return false
		}
	}
	return len([]rune(unit)) <= 8
}
