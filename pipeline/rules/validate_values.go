package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

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

// validateParameters checks each value of 参数 by what it is for.
func (r *Rules) validateParameters() error {
	t := r.Tables["参数"]
	for i, row := range t.Rows {
		if says := r.parameterFault(row[0], row[1]); says != "" {
			return r.fault(t, i, "“值”"+says)
		}
	}
	for _, year := range t.years() {
		sum, last := decimal.Zero, -1
		for i, row := range t.Rows {
			if (row[0] == "抽查风险份额" || row[0] == "抽查金额份额") && t.holds(row, year) {
				n, _ := decimal.NewFromString(row[1]) // checked above
				sum, last = sum.Add(n), i
			}
		}
		if last >= 0 && sum.GreaterThan(decimal.New(100, 0)) {
			return r.fault(t, last, fmt.Sprintf("抽查风险份额与抽查金额份额合计为 %s，不能超过 100", sum))
		}
	}
	return nil
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
	if name == "报送期限" && value != "" && !isDay(value) {
		return fmt.Sprintf("“%s”不是日期，应写成 2024年3月31日", value)
	}
	if _, err := regexp.Compile(value); name == "样例字样" && err != nil {
		return fmt.Sprintf("“%s”写法不对，几个字样之间用竖线隔开", value)
	}
	return ""
}

// validateBands: in each year the bands of qualitative indicators (定性) meet from 0 to 100.
func (r *Rules) validateBands() error {
	t := r.Tables["定性"]
	for _, year := range t.years() {
		rows := t.rowsOf(year, "low")
		high := decimal.New(100, 0)
		for _, i := range rows {
			if !t.number(i, "high").Equal(high) || !t.number(i, "low").LessThan(high) {
				return r.fault(t, i, fmt.Sprintf("档次之间有空档或重叠：“上限比例”应为 %s", high))
			}
			high = t.number(i, "low")
		}
		if len(rows) > 0 && !high.IsZero() {
			return r.fault(t, rows[len(rows)-1], "最低一档的“下限比例”应为 0")
		}
	}
	return nil
}

// validateCaps: each cap (封顶) holds for a span of execution rates, none for the same as another, and who spends less
// is not capped higher.
func (r *Rules) validateCaps() error {
	t := r.Tables["封顶"]
	for i := range t.Rows {
		low, high, most := t.number(i, "low"), t.number(i, "high"), t.number(i, "most")
		switch {
		case low.IsNegative() || !low.LessThan(high):
			return r.fault(t, i, "“执行率下限”应不小于 0，并小于“执行率上限”")
		case most.IsNegative() || most.GreaterThan(decimal.New(100, 0)):
			return r.fault(t, i, "“总分上限”应在 0 到 100 之间")
		}
	}
	for _, year := range t.years() {
		above := -1
		for _, i := range t.rowsOf(year, "low") { // from the highest rates down
			switch {
			case above >= 0 && t.number(i, "high").GreaterThan(t.number(above, "low")):
				return r.fault(t, i, "“执行率上限”与"+t.At[above]+"重叠")
			case above >= 0 && t.number(i, "most").GreaterThan(t.number(above, "most")):
				return r.fault(t, i, "“总分上限”高于"+t.At[above]+"：执行率更低的，总分上限不能更高")
			}
			above = i
		}
	}
	return nil
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

// validateShares: no weight of 排名 or 分值 is below nothing, none stands twice in a year, and no tolerance is negative.
func (r *Rules) validateShares() error {
	for _, column := range []struct{ sheet, english, name string }{
		{"排名", "weight", "权重"}, {"分值", "weight", "分值"}, {"审核", "tolerance", "容差"}, {"定性", "low", "下限比例"},
		{"等级", "low", "下限"},
	} {
		t := r.Tables[column.sheet]
		for i, row := range t.Rows {
			if t.column(row, column.english) != "" && t.number(i, column.english).IsNegative() {
				return r.fault(t, i, "“"+column.name+"”不能小于 0")
			}
		}
	}
	for _, sheet := range []string{"排名", "分值"} {
		if err := r.validateOnce(r.Tables[sheet]); err != nil {
			return err
		}
	}
	return nil
}

// validateOnce: of the rows of 排名 by basis, and of 分值 by profile and first level, one at most holds for a year.
func (r *Rules) validateOnce(t *Table) error {
	for _, year := range t.years() {
		seen := map[string]int{}
		for i, row := range t.Rows {
			if !t.holds(row, year) {
				continue
			}
			key := cmp.Or(t.column(row, "basis"), t.column(row, "profile")+" "+t.column(row, "level1"))
			if before, found := seen[key]; found {
				return r.fault(t, i, key+" 与"+t.At[before]+"重复（"+strconv.Itoa(year)+"年度）")
			}
			seen[key] = i
		}
	}
	return nil
}
