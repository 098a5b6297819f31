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
	Whose  string // "乡镇=瓜里乡　支出类别=项目支出"; "" is the county's
	Name   string // 全年预算数, without its unit
	Value  string // as it is written, without thousands commas and marks
	File   string // of the set
	Table  string // in which it stands there; of a sentence, which one of its template
	Row    int    // of the table, from 1; 0 outside tables
	Column string // its header; outside tables the place itself
}

// Place is where in its file a figure stands, for a person.
func (f *Fact) Place() string {
	if f.Row == 0 {
		return f.Column
	}
	return fmt.Sprintf("%s第%d行“%s”", f.Table, f.Row, f.Column)
}

// OfProject reports whether a figure is a project's, or of a part of one.
func (f *Fact) OfProject() bool { return strings.Contains(f.Whose, "项目名称=") }

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
	"平均分": "复算平均分", "整体复算平均分": "复算平均分", "提示": "提示数", "须改正": "须改正的错误", "须核实": "须说明的疑点",
	"审核发现的错误": "错误数", "审核发现的疑点": "疑点数",
	"应报乡镇": "应报送乡镇", "已报乡镇": "已报送乡镇", "整体自评得分": "自评得分", "整体复算得分": "复算得分",
}

// ofProjects are the names of figures of a township's 项目支出.
var ofProjects = map[string]string{
	"项目预算": "全年预算数", "项目执行": "全年执行数", "项目执行率": "计算执行率",
	"项目支出全年预算数": "全年预算数", "项目支出全年执行数": "全年执行数", "项目支出执行率": "计算执行率",
}

// toMend are the names of what a township still has to do, in the papers that ask it to: what the bureau has waived
// counts as found, and is asked of nobody.
var toMend = map[string]string{"错误数": "须改正的错误", "疑点数": "须说明的疑点"}

// wholes are what all townships together are called.
var wholes = []string{"全县", "全市", "全区", "全旗"}

// words are the facts that are no numbers.
var words = []string{"自评等级", "复算等级", "复核等级", "自评预警", "主管部门"}

// left are columns that count rows or say how one row differs from another: they are nobody's figures.
var left = []string{"序号", "次序", "上次", "增减", "存在天数", "报告数", "应为", "值", "下限", "上限", "个数"}

var unit = regexp.MustCompile(`[（(][^（）()]*[）)]\s*[↕↑↓]?$`)

// Of gives the facts of a table in an output. whose is what all its rows belong to: a township's name, or "".
func Of(file, table, whose string, header []string, rows [][]string) (all []Fact) {
	if isTitle := len(header) == 1; isTitle {
		return nil
	}
	if at := slices.Index(header, "内容"); at >= 0 && slices.Contains(header, "本次") { // 较上次变化 names figures in rows
		return changed(file, table, whose, header, rows)
	}
	owners, figures := ownersOf(header), figuresOf(header)
	if slices.Contains(header, "序号") && !slices.ContainsFunc(owners, func(c column) bool { return c.name != "乡镇" }) &&
		whose != "" { // things of a township none of which has a name: a page leaves out a blank column
		return nil
	}
	for n, row := range rows {
		if at := slices.Index(header, "乡镇"); at >= 0 && strings.TrimSpace(row[at]) == "" { // nobody's
			continue
		}
		owner := ""
		for _, f := range figures {
			value, ok := valueOf(f.name, row[f.at])
			if !ok {
				continue
			}
			if owner == "" {
				owner = owners.of(whose, row)
			}
			all = append(all, factOf(owner, Fact{Name: f.name, Value: value, File: file, Table: table, Row: n + 2,
				Column: header[f.at]}))
		}
	}
	return all
}

// column is a column by its number, and what it says.
type column struct {
	at   int
	name string
}

// figuresOf are the columns of a table that hold figures.
func figuresOf(header []string) (all []column) {
	for i, text := range header {
		name := unit.ReplaceAllString(text, "")
		isKey := slices.Contains(keys, keyName(header, i))
		if !isKey && !slices.Contains(left, name) && !strings.HasSuffix(text, "出处") {
			all = append(all, column{i, name})
		}
	}
	return all
}

// changed gives the facts of 较上次变化: a row a figure, its name in 内容.
func changed(file, table, whose string, header []string, rows [][]string) (all []Fact) {
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
			f := Fact{Name: name, Value: value, File: file, Table: table, Row: n + 2, Column: name}
			all = append(all, factOf(owners(nil).of(cmp.Or(whose, cell(row, "乡镇")), nil), f))
		}
	}
	return all
}

// factOf gives a fact its owner and the one name of its figure.
func factOf(owner string, f Fact) Fact {
	if of, found := ofProjects[f.Name]; found {
		f.Name, owner = of, strings.TrimSpace(owner+"　支出类别=项目支出")
	}
	f.Whose = strings.Trim(owner, "　")
	if open, found := toMend[f.Name]; found && f.Whose != "" {
		f.Name = open
	}
	f.Name = cmp.Or(same[f.Name], f.Name)
	return f
}

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

// owners are the columns that say whose a row of a table is, in the order of keys.
type owners []column

func ownersOf(header []string) (all owners) {
	for _, key := range keys {
		i := slices.IndexFunc(header, func(name string) bool { return name == key })
		for n := range header {
			if keyName(header, n) == key {
				i = n
				break
			}
		}
		isPlace := key == "文件" && slices.Contains(header, "项目名称") && !slices.Contains(header, "单元格") // of a project
		if i < 0 || isPlace || key == "等级" && len(header) > mostByGrade || key == "情况" && slices.Contains(header, "名次") {
			continue
		}
		all = append(all, column{i, key})
	}
	return all
}

// of is what a row's figures belong to. The total of a department's lines is the department, the county's total the
// county.
func (o owners) of(whose string, row []string) string {
	var b strings.Builder
	add := func(key, value string) {
		if b.Len() > 0 {
			b.WriteString("　")
		}
		b.WriteString(key)
		b.WriteByte('=')
		b.WriteString(value)
	}
	if whose != "" {
		add("乡镇", whose)
	}
	for _, c := range o {
		value := strings.TrimSpace(row[c.at])
		switch {
		case c.name == "乡镇" && (slices.Contains(wholes, value) || strings.HasSuffix(value, "合计")):
		case c.name == "支出类别" && (value == "合计" || value == "总计"):
		default:
			add(c.name, cmp.Or(value, "合计"))
		}
	}
	if b.Len() == 0 {
		return "　" // the county's, trimmed to nothing where it is kept
	}
	return b.String()
}

var marks = strings.NewReplacer(",", "", "※", "", "%", "")

// valueOf gives a figure as it can be compared; false where the text is none.
func valueOf(name, text string) (string, bool) {
	text = strings.TrimSpace(text)
	if slices.Contains(words, name) {
		text = marks.Replace(text)
		return text, text != "" && text != "—"
	}
	if text == "" || !strings.ContainsAny(text[:1], "+-.0123456789") {
		return "", false
	}
	if strings.ContainsAny(text, ",※%") {
		text = strings.TrimSpace(marks.Replace(text))
	}
	return text, isNumber(text)
}

// isNumber reports whether a text is a plain decimal number: a sign, digits, a point.
func isNumber(text string) bool {
	digits, points := 0, 0
	for i, c := range []byte(text) {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' && points == 0:
			points++
		case i == 0 && (c == '-' || c == '+'):
		case c == 'e' || c == 'E': // a spreadsheet stores a long number so
			_, err := decimal.NewFromString(text)
			return err == nil
		default:
			return false
		}
	}
	return digits > 0
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
