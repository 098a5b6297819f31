package rules

import (
	"strconv"
	"strings"
)

// Fact is a row of 事实: words of a report and the figure of ours that they state.
type Fact struct {
	Words    []string // that stand before the number: 年初预算安排
	Contexts []string // one of them is what the sentence speaks of last; 无 is nothing yet; none is any
	Data     string   // one of FactData
	Unit     string   // 金额, %, 个, 分
	From, To int      // years; 0 is open
}

// FactData are the figures of ours that a report may state.
var FactData = []string{
	"年初预算", "全年预算", "全年执行", "执行率", "结余金额", "追加金额", "调整率",
	"项目年初预算", "项目预算", "项目执行", "项目执行率",
	"基本年初预算", "基本预算", "基本执行", "基本执行率",
	"项目数量", "自评数量", "覆盖率", "目标数量", "自评得分", "执行得分", "指标得分",
	"一等个数", "二等个数", "三等个数", "四等个数",
}

// Section is a row of 报告章节: a section of a report and how it is headed.
type Section struct {
	Name     string
	Words    []string
	Required bool
	Field    string // of the text form (表样): preparation, problems …; "" where it has none
}

// Facts lists 事实, the rows of all years: which year a report is for is known only once it is read.
func (r *Rules) Facts() (facts []Fact) {
	t := r.Tables["事实"]
	for _, row := range t.Rows {
		text := func(english string) string { return t.column(row, english) }
		from, _ := strconv.Atoi(text("from_year")) // checked before
		to, _ := strconv.Atoi(text("to_year"))
		facts = append(facts, Fact{
			Words: wordings(text("words")), Contexts: wordings(text("contexts")),
			Data: text("data"), Unit: text("unit"),
			From: from, To: to,
		})
	}
	return facts
}

// Sections lists 报告章节.
func (r *Rules) Sections() (sections []Section) {
	t := r.Tables["报告章节"]
	for _, row := range t.Rows {
		text := func(english string) string { return t.column(row, english) }
		sections = append(sections, Section{
			Name: text("section"), Words: append(wordings(text("words")), text("section")),
			Required: text("required") == "是", Field: text("field"),
		})
	}
	return sections
}

// wordings parts what stands between upright strokes; of wordings nothing else parts.
func wordings(s string) (words []string) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == '｜' }) {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}
