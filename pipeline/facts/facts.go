// Package facts reads figures back from what people open and finds those of which two values stand. A figure's fact
// is its table's key and its column: whose figure it is (瓜里乡, its 项目支出, a project of it, or the county) and what
// it is called. The header says the name and the key columns of the row say whose, in every output alike, so nothing
// else has to be carried: two outputs that call a figure of the same the same must give it one value.
package facts

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// Fact is a figure as it stands somewhere.
type Fact struct {
	Whose string // "乡镇=瓜里乡　支出类别=项目支出"; "" is the county's
	Name  string // 全年预算数, without its unit
	Value string // as it is written, without thousands commas and marks
	File  string // of the set
	Place string // where in it, for a person
}

// Conflict is a fact of which two values stand.
type Conflict struct{ One, Other Fact }

func (c Conflict) String() string {
	whose := cmp.Or(c.One.Whose, "全县")
	return fmt.Sprintf("%s的%s：“%s”（%s）写 %s，“%s”（%s）写 %s", whose, c.One.Name,
		c.One.File, c.One.Place, c.One.Value, c.Other.File, c.Other.Place, c.Other.Value)
}

// keys are the columns that say whose a figure is; what a row of totals leaves blank is 合计.
var keys = []string{
	"乡镇", "支出类别", "项目名称", "资金来源", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "等级",
	"问题类别", "级别", "问题", "审核代码", "项目类别", "业务股室", "单元格", "文件", "原文", "报告位置", "名称", "类别", "情况",
	"目标", "年度绩效目标", "抽取方式",
}

// same are the names that mean one figure. Whoever adds to it has found one figure with two names, and might rather
// give it one.
var same = map[string]string{
	"年初预算": "年初预算数", "全年预算": "全年预算数", "全年执行": "全年执行数", "执行率": "计算执行率", "预算执行率": "计算执行率",
	"自评总分": "自评得分", "复算总分": "复算得分", "差异": "自评减复算", "覆盖率": "自评覆盖率",
	"错误": "错误数", "疑点": "疑点数", "应自评项目": "项目数量", "已自评项目": "自评数量", "项目数": "自评数量",
	"平均分": "复算平均分", "整体复算平均分": "复算平均分", "须改正的错误": "错误数", "须说明的疑点": "疑点数", "提示": "提示数",
	"审核发现的错误": "错误数", "审核发现的疑点": "疑点数",
	"应报乡镇": "应报送乡镇", "已报乡镇": "已报送乡镇", "整体自评得分": "自评得分", "整体复算得分": "复算得分",
}

// ofProjects are the names of figures of a township's 项目支出.
var ofProjects = map[string]string{
	"项目预算": "全年预算数", "项目执行": "全年执行数", "项目执行率": "计算执行率",
	"项目支出全年预算数": "全年预算数", "项目支出全年执行数": "全年执行数", "项目支出执行率": "计算执行率",
}

// words are the facts that are no numbers.
var words = []string{"自评等级", "复算等级", "复核等级", "自评预警", "主管部门"}

// left are columns that count rows or say how one row differs from another: they are nobody's figures.
var left = []string{"序号", "次序", "上次", "增减", "存在天数", "报告数", "应为", "值", "下限", "上限", "个数"}

var unit = regexp.MustCompile(`[（(][^（）()]*[）)]\s*[↕↑↓]?$`)

// Of gives the facts of a table in an output. whose is what all its rows belong to: a township's name, or "".
func Of(file, place, whose string, header []string, rows [][]string) (all []Fact) {
	if at := slices.Index(header, "内容"); at >= 0 && slices.Contains(header, "本次") { // 较上次变化 names figures in rows
		return changed(file, place, header, rows)
	}
	for n, row := range rows {
		owner := whoseRow(whose, header, row)
		for i, text := range row {
			name := unit.ReplaceAllString(header[i], "")
			if slices.Contains(left, name) || isKey(header, i) || strings.HasSuffix(header[i], "出处") {
				continue
			}
			if value, ok := valueOf(name, text); ok {
				all = append(all, factOf(owner, name, value, file, fmt.Sprintf("%s第%d行“%s”", place, n+2, header[i])))
			}
		}
	}
	return all
}

// changed gives the facts of 较上次变化: a row a figure, its name in 内容.
func changed(file, place string, header []string, rows [][]string) (all []Fact) {
	cell := func(row []string, name string) string {
		if i := slices.Index(header, name); i >= 0 && i < len(row) {
			return row[i]
		}
		return ""
	}
	for n, row := range rows {
		name := unit.ReplaceAllString(cell(row, "内容"), "")
		value, ok := valueOf(name, cell(row, "本次"))
		if ok && cell(row, "项目名称") == "" && slices.Contains([]string{"数字", "名次"}, cell(row, "类别")) {
			owner := whoseRow("", []string{"乡镇"}, []string{cell(row, "乡镇")})
			all = append(all, factOf(owner, name, value, file, fmt.Sprintf("%s第%d行“%s”", place, n+2, name)))
		}
	}
	return all
}

func factOf(owner, name, value, file, place string) Fact {
	if of, found := ofProjects[name]; found {
		name, owner = of, strings.TrimSpace(owner+"　支出类别=项目支出")
	}
	return Fact{Whose: strings.Trim(owner, "　"), Name: cmp.Or(same[name], name), Value: value, File: file, Place: place}
}

func isKey(header []string, i int) bool { return slices.Contains(keys, keyName(header, i)) }

// keyName is what a column is called where it says whose a row is. A table of few columns with a grade in it counts by
// grades; in a longer one the grade is a figure of its row.
func keyName(header []string, i int) string {
	switch {
	case header[i] == "项目":
		return "项目名称"
	case header[i] == "自评等级" && len(header) <= mostByGrade:
		return "等级"
	}
	return header[i]
}

// mostByGrade is how many columns a table by grades has at most.
const mostByGrade = 5

// whoseRow is what a row's figures belong to. The total of a department's lines is the department, the county's
// total the county.
func whoseRow(whose string, header, row []string) string {
	var parts []string
	if whose != "" {
		parts = append(parts, "乡镇="+whose)
	}
	for _, key := range keys {
		i := -1
		for n := range header {
			if keyName(header, n) == key {
				i = n
				break
			}
		}
		if i < 0 || key == "等级" && len(header) > mostByGrade || key == "情况" && slices.Contains(header, "名次") ||
			key == "文件" && slices.Contains(header, "项目名称") && !slices.Contains(header, "单元格") { // where a project stands
			continue
		}
		value := strings.TrimSpace(row[i])
		switch {
		case key == "乡镇" && (value == "全县" || strings.HasSuffix(value, "合计")):
			continue
		case key == "支出类别" && (value == "合计" || value == "总计"):
			continue
		}
		parts = append(parts, key+"="+cmp.Or(value, "合计"))
	}
	return strings.Join(parts, "　")
}

// valueOf gives a figure as it can be compared; false where the text is none.
func valueOf(name, text string) (string, bool) {
	text = strings.TrimSpace(strings.NewReplacer(",", "", "※", "", "%", "").Replace(text))
	if slices.Contains(words, name) {
		return text, text != "" && text != "—"
	}
	if _, err := decimal.NewFromString(text); err != nil {
		return "", false
	}
	return text, true
}

// Conflicts finds the facts of which two values stand. A figure that one output rounds is the same as long as two
// decimals agree. Where rows of one table have one key (two projects of one name), it is nobody's: it cannot be told
// which is which.
func Conflicts(all []Fact) (found []Conflict) {
	type key struct{ whose, name string }
	first, doubtful := map[key]Fact{}, map[key]bool{}
	byTable := map[string]map[key]Fact{}
	for _, f := range all {
		table := f.File + "|" + tableOf(f.Place)
		if byTable[table] == nil {
			byTable[table] = map[key]Fact{}
		}
		k := key{f.Whose, f.Name}
		if other, has := byTable[table][k]; has && !agree(other.Value, f.Value) {
			doubtful[k] = true
		}
		byTable[table][k] = f
	}
	for _, f := range all {
		k := key{f.Whose, f.Name}
		if doubtful[k] {
			continue
		}
		if other, has := first[k]; !has {
			first[k] = f
		} else if !agree(other.Value, f.Value) {
			found = append(found, Conflict{other, f})
		}
	}
	return found
}

// tableOf is a place without its row.
func tableOf(place string) string {
	table, _, _ := strings.Cut(place, "第")
	return table
}

func agree(one, other string) bool {
	if one == other {
		return true
	}
	a, errA := decimal.NewFromString(one)
	b, errB := decimal.NewFromString(other)
	if errA != nil || errB != nil {
		return false
	}
	places := max(min(-a.Exponent(), -b.Exponent()), 2)
	return a.Round(places).Equal(b.Round(places))
}

// Table gives the facts of a query's result, as an output would show it.
func Table(file, whose string, t *tables.Table) []Fact {
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Name
	}
	rows := make([][]string, len(t.Rows))
	for n, row := range t.Rows {
		rows[n] = make([]string, len(row))
		for i, v := range row {
			rows[n][i] = tables.Text(v, t.Columns[i])
		}
	}
	return Of(file, t.Name, whose, header, rows)
}
