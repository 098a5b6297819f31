package rules

import (
	"fmt"
	"slices"
	"strings"
)

// The sheets of the rules workbook in which things are looked up; they are not read.
const (
	DictionaryName = "填写规定"
	FieldsName     = "表和字段"
)

// Offers are the words that the value of a parameter may be chosen from; none where it is free. Where they are not
// fixed, rows of another sheet make them.
func (r *Rules) Offers(parameter string) (words []string, fixed bool) {
	if parameter != "分值方案" {
		return choicesOfParameters[parameter], true
	}
	for _, row := range r.Tables["分值"].Rows {
		if !slices.Contains(words, row[0]) {
			words = append(words, row[0])
		}
	}
	return words, false
}

// Dictionary lists every column and every parameter with what it may hold, the first line naming the columns: what the
// rules are checked by, in words.
func (r *Rules) Dictionary() [][]string {
	lines := [][]string{{"工作表", "列或参数", "必填", "可以填什么"}}
	must := map[bool]string{true: "是", false: "否"}
	for _, spec := range Specs {
		for _, c := range spec.Columns {
			lines = append(lines, []string{spec.Name, c.Name, must[c.Required], c.allowed()})
		}
	}
	seen := map[string]bool{}
	for _, row := range r.Tables["参数"].Rows {
		if seen[row[0]] {
			continue
		}
		seen[row[0]] = true
		name := row[0]
		lines = append(lines, []string{"参数", "值：" + name, must[r.parameterFault(name, "") != ""], r.allowedValue(name)})
	}
	return lines
}

// allowed says what a cell of the column may hold.
func (c *Column) allowed() string {
	switch {
	case len(c.Choices) > 0:
		return strings.Join(c.Choices, "、")
	case c.Type == Year:
		return "四位数的年度，如 2024；空白为一直有效"
	case c.Type == Amount:
		return "数字，不带单位和百分号，小数不超过六位"
	}
	return "文字"
}

// allowedValue says what the value of a parameter may be.
func (r *Rules) allowedValue(parameter string) string {
	b, isNumber := numbersOfParameters[parameter]
	words, fixed := r.Offers(parameter)
	switch {
	case isNumber && b.whole:
		return fmt.Sprintf("%d 到 %d 的整数", b.low, b.high)
	case isNumber:
		return fmt.Sprintf("%d 到 %d 的数", b.low, b.high)
	case fixed && len(words) > 0:
		return strings.Join(words, "、")
	case len(words) > 0:
		return "空白，或“分值”表中的方案：" + strings.Join(words, "、")
	case parameter == "报送期限":
		return "日期，如 2024年3月31日"
	case parameter == "时区":
		return "时区的名称，全国通用 Asia/Shanghai"
	}
	return "文字"
}

// FieldNames lists the codes that 表样 has in 表, 块 and 字段 with what a person calls them, the first line naming the
// columns.
func (r *Rules) FieldNames() [][]string {
	fields := r.Fields(0)
	titles, blocks := map[string]string{}, map[string]string{}
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Role == Title && titles[f.Form] == "":
			titles[f.Form] = f.Label
		case f.Role == BlockName && blocks[f.Form+"/"+f.Block] == "":
			blocks[f.Form+"/"+f.Block] = f.Label
		}
	}
	lines := [][]string{{"代码：表", "代码：块", "代码：字段", "哪张表", "哪一块", "哪个栏目"}}
	for i := range fields {
		f := &fields[i]
		lines = append(lines, []string{f.Form, f.Block, f.Name, titles[f.Form], blocks[f.Form+"/"+f.Block], f.Label})
	}
	return lines
}
