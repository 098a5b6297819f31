package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// bounds is what a number of 参数 may be, both ends included.
type bounds struct {
	low, high int64
	whole     bool
}

// numbersOfParameters: shares are percentages; a number far beyond what it can mean is a slip of the hand.
var numbersOfParameters = map[string]bounds{
	"识别置信度": {0, 100, true}, "执行分值": {0, 100, false}, "超额比例": {100, 10000, false}, "保留批次": {1, 10000, true},
	"超额扣减上限": {0, 100, false}, "预算调整比例": {0, 100000, false}, "抽查比例": {0, 100, true}, "抽查最少": {0, 100000, true},
	"抽查风险份额": {0, 100, true}, "抽查金额份额": {0, 100, true}, "文本重复比例": {1, 100, true}, "文本最少字数": {4, 10000, true},
	"静置秒数": {0, 86400, true}, "可评最低比例": {0, 100, false},
}

// choicesOfParameters are the words that a parameter takes.
var choicesOfParameters = map[string][]string{
	"超额处理": {"说明", "扣分", "提示"}, "隐藏内容": {"不计", "计入"}, "金额单位": {"元", "千元", "万元", "亿元"},
}

// filledParameters are those that mean nothing without a value.
var filledParameters = []string{"执行率指标", "模板表", "整改期限", "样例字样"}

// shares are the numbers of 参数 that are percentages and may have a point: 0.5 for 50% is a slip of the hand.
var shares = []string{"超额扣减上限", "预算调整比例", "可评最低比例"}

// listsOfParameters hold names or words with | between them: with another sign there they would match nothing.
var listsOfParameters = []string{"公开乡镇", "公开隐去", "零指标字样", "台账不需自评的类别"}

// listFault says what keeps a list from being one.
func listFault(list string) string {
	if at := strings.IndexAny(list, "、，,；;"); at >= 0 {
		return "“" + list + "”中各项没有用竖线隔开，应写成 甲|乙"
	}
	return ""
}

// validateParameters checks each value of 参数 by what it is for.
func (r *Rules) validateParameters(f *mistakes) {
	t := r.Tables["参数"]
	known := r.parameterNames()
	for i, row := range t.Rows {
		if !slices.Contains(known, row[0]) {
			f.add(t, i, "没有“"+row[0]+"”这个参数"+likely(row[0], known)+"；请改正名称，或删去这一行")
		} else if says := r.parameterFault(row[0], row[1]); says != "" {
			f.add(t, i, "“值”"+says)
		}
	}
	f.overlaps(t)
	for _, year := range t.years() {
		sum, last := decimal.Zero, -1
		for i, row := range t.Rows {
			if (row[0] == "抽查风险份额" || row[0] == "抽查金额份额") && t.holds(row, year) {
				n, _ := decimal.NewFromString(row[1]) // checked above
				sum, last = sum.Add(n), i
			}
		}
		if last >= 0 && sum.GreaterThan(decimal.New(100, 0)) {
			f.add(t, last, fmt.Sprintf("抽查风险份额与抽查金额份额合计为 %s，不能超过 100", sum))
		}
	}
}

// parameterNames are the parameters of the program and those that the county's own SQL asks for.
func (r *Rules) parameterNames() []string {
	shipped := &Table{Spec: r.Tables["参数"].Spec}
	if err := shipped.readDefaults(); err != nil {
		panic(err) // they are in the program
	}
	names := slices.Clone(r.own)
	for _, row := range shipped.Rows {
		names = append(names, row[0])
	}
	return names
}

// parameterFault says what is wrong with a value of 参数; "" where nothing is.
func (r *Rules) parameterFault(name, value string) string {
	if b, ok := numbersOfParameters[name]; ok {
		n, err := decimal.NewFromString(value)
		switch {
		case err != nil || b.whole && !n.IsInteger():
			return fmt.Sprintf("“%s”不对，%s应为 %d 到 %d 的%s", value, name, b.low, b.high,
				map[bool]string{true: "整数", false: "数"}[b.whole])
		case n.LessThan(decimal.New(b.low, 0)) || n.GreaterThan(decimal.New(b.high, 0)):
			return fmt.Sprintf("“%s”超出范围，%s应在 %d 到 %d 之间", value, name, b.low, b.high)
		case name == "执行分值" && (n.IsZero() || n.Equal(decimal.New(b.high, 0))):
			return fmt.Sprintf("“%s”不对，执行分值应大于 0、小于 %d（财预〔2020〕10号为 10）", value, b.high)
		case slices.Contains(shares, name) && n.IsPositive() && n.LessThan(decimal.New(1, 0)):
			return fmt.Sprintf("“%s”不对，%s按百分数填写，50%% 填 50", value, name)
		}
		return ""
	}
	if words, ok := choicesOfParameters[name]; ok && !slices.Contains(words, value) {
		return fmt.Sprintf("不能是“%s”，只能是%s", value, strings.Join(words, "、"))
	}
	isPlan := func(row []string) bool { return row[0] == value }
	if name == "分值方案" && value != "" && !slices.ContainsFunc(r.Tables["分值"].Rows, isPlan) {
		return fmt.Sprintf("“%s”不是“分值”表中的方案", value)
	}
	if slices.Contains(filledParameters, name) && value == "" {
		return "不能为空"
	}
	if says := listFault(value); says != "" && slices.Contains(listsOfParameters, name) {
		return says
	}
	if strings.Contains(value, "｜") && (name == "公开隐去" || name == "台账不需自评的类别") {
		return "“" + value + "”中的竖线是全角的，应写半角的 |"
	}
	if stranger := r.stranger(value); name == "公开乡镇" && stranger != "" {
		return "“" + stranger + "”不在乡镇名册中，应写名册中的单位名称"
	}
	if _, err := time.LoadLocation(value); name == "时区" && err != nil {
		return fmt.Sprintf("“%s”不是时区，全国通用 Asia/Shanghai", value)
	}
	if name == "报送期限" && value != "" && !isDay(value) {
		return fmt.Sprintf("“%s”不是日期，应写成 2024年3月31日", value)
	}
	if _, err := regexp.Compile(value); name == "样例字样" && err != nil {
		return fmt.Sprintf("“%s”写法不对，几个字样之间用竖线隔开", value)
	}
	return ""
}

// stranger is the first of some names that the roster does not have; "" where it has all, or is empty.
func (r *Rules) stranger(names string) string {
	roster := r.Tables["乡镇名册"]
	if roster == nil || len(roster.Rows) == 0 {
		return ""
	}
	for _, name := range split(names) {
		isOne := func(row []string) bool { return roster.column(row, "name") == name }
		if !slices.ContainsFunc(roster.Rows, isOne) {
			return name
		}
	}
	return ""
}

// validateBands: in each year the bands of qualitative indicators (定性) meet from 0 to 100.
func (r *Rules) validateBands(f *mistakes) {
	t := r.Tables["定性"]
	for _, year := range t.years() {
		rows := t.rowsOf(year, "low")
		high := decimal.New(100, 0)
		for _, i := range rows {
			if says := listFault(t.column(t.Rows[i], "words")); says != "" {
				f.add(t, i, "“字样”"+says)
			}
			if !t.number(i, "high").Equal(high) || !t.number(i, "low").LessThan(high) {
				f.add(t, i, fmt.Sprintf("档次之间有空档或重叠：“上限比例”应为 %s", high))
			}
			high = t.number(i, "low")
		}
		if len(rows) > 0 && !high.IsZero() {
			f.add(t, rows[len(rows)-1], "最低一档的“下限比例”应为 0")
		}
		f.sharedWords(t, rows, "words")
	}
}

// sharedWords finds a word that stands for two rows of the same year: what it says would be chance.
func (f *mistakes) sharedWords(t *Table, rows []int, columns ...string) {
	owner := map[string]string{}
	for _, i := range rows {
		for _, column := range columns {
			for _, word := range split(t.column(t.Rows[i], column)) {
				if other := owner[word]; other != "" && other != t.Rows[i][0] {
					f.add(t, i, "“"+word+"”已是“"+other+"”的字样，一个字样只能属于一行")
				}
				owner[word] = t.Rows[i][0]
			}
		}
	}
}

// validateCaps: each cap (封顶) holds for a span of execution rates, none for the same as another, and who spends less
// is not capped higher.
func (r *Rules) validateCaps(f *mistakes) {
	t := r.Tables["封顶"]
	for i := range t.Rows {
		low, high, most := t.number(i, "low"), t.number(i, "high"), t.number(i, "most")
		switch {
		case low.IsNegative() || !low.LessThan(high):
			f.add(t, i, "“执行率下限”应不小于 0，并小于“执行率上限”")
		case !t.number(i, "high").GreaterThan(decimal.New(1, 0)):
			f.add(t, i, "“执行率上限”按百分数填写，60% 填 60")
		case most.IsNegative() || most.GreaterThan(decimal.New(100, 0)):
			f.add(t, i, "“总分上限”应在 0 到 100 之间")
		}
	}
	for _, year := range t.years() {
		above := -1
		for _, i := range t.rowsOf(year, "low") { // from the highest rates down
			switch {
			case above >= 0 && t.number(i, "high").GreaterThan(t.number(above, "low")):
				f.add(t, i, "“执行率上限”与"+t.At[above]+"重叠")
			case above >= 0 && t.number(i, "most").GreaterThan(t.number(above, "most")):
				f.add(t, i, "“总分上限”高于"+t.At[above]+"：执行率更低的，总分上限不能更高")
			}
			above = i
		}
	}
}

// rowsOf gives the rows that hold for a year, by a column from high to low.
func (t *Table) rowsOf(year int, english string) []int {
	var rows []int
	for i, row := range t.Rows {
		if t.holds(row, year) {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return t.number(b, english).Cmp(t.number(a, english)) })
	return rows
}

// notNegative: a weight, a tolerance or a lower end below nothing means nothing.
func (r *Rules) notNegative(f *mistakes, sheet, english, name string) {
	t := r.Tables[sheet]
	for i, row := range t.Rows {
		if t.column(row, english) != "" && t.number(i, english).IsNegative() {
			f.add(t, i, "“"+name+"”不能小于 0")
		}
	}
}

// validateRanking: the weights of 排名 are shares of 100, one a basis.
func (r *Rules) validateRanking(f *mistakes) {
	r.notNegative(f, "排名", "weight", "权重")
	f.twice(r.Tables["排名"])
	r.validateSums(f, "排名", "", "weight")
}

// validateProfiles: the weights of each profile of 分值 are shares of 100, one a first level.
func (r *Rules) validateProfiles(f *mistakes) {
	r.notNegative(f, "分值", "weight", "分值")
	f.twice(r.Tables["分值"])
	r.validateSums(f, "分值", "profile", "weight")
}

// twice: of the rows of 排名 by basis, and of 分值 by profile and first level, one at most holds for a year.
func (f *mistakes) twice(t *Table) {
	for _, year := range t.years() {
		seen := map[string]int{}
		for i, row := range t.Rows {
			if !t.holds(row, year) {
				continue
			}
			key := cmp.Or(t.column(row, "basis"), t.column(row, "profile")+" "+t.column(row, "level1"))
			if before, found := seen[key]; found {
				f.add(t, i, key+" 与"+t.At[before]+"重复")
			}
			seen[key] = i
		}
	}
}

// validateSections: a section of the report stands once, and its field is one of the text form.
func (r *Rules) validateSections(f *mistakes) {
	t := r.Tables["报告章节"]
	var fields []string
	for _, field := range r.Fields(0) {
		if field.Form == "text" && field.Role == Single {
			fields = append(fields, field.Name)
		}
	}
	for i, row := range t.Rows {
		if name := t.column(row, "field"); name != "" && !slices.Contains(fields, name) {
			f.add(t, i, "“栏目”不能是“"+name+"”，表样的文字材料中没有这个字段"+likely(name, fields))
		}
		if slices.ContainsFunc(t.Rows[:i], func(above []string) bool { return above[0] == row[0] }) {
			f.add(t, i, "章节“"+row[0]+"”重复")
		}
	}
}
