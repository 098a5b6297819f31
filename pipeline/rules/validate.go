package rules

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// validate checks every cell against its column, then what must hold between rows.
func (r *Rules) validate() error {
	for _, spec := range Specs {
		t := r.Tables[spec.Name]
		for i, row := range t.Rows {
			for n, column := range t.Columns {
				if says := column.check(row[n]); says != "" {
					return r.fault(t, i, fmt.Sprintf("“%s”%s", column.Name, says))
				}
			}
		}
	}
	for _, rule := range []func() error{
		r.validateRoster, r.validateGrades, r.validateForms, r.validateChecks, r.validateConditions,
		r.validateParameters, r.validateBands, r.validateCaps, r.validateShares, r.validateDeadlines,
	} {
		if err := rule(); err != nil {
			return err
		}
	}
	if err := r.validateSums("分值", "profile", "weight"); err != nil {
		return err
	}
	return r.validateSums("排名", "", "weight")
}

func (r *Rules) fault(t *Table, row int, says string) error {
	return &Error{File: r.File, Sheet: t.Name, Place: t.At[row], Says: says}
}

// check says what is wrong with a cell; "" where nothing is.
func (c Column) check(text string) string {
	switch {
	case text == "" && c.Required:
		return "不能为空"
	case text == "":
		return ""
	case len(c.Choices) > 0 && !slices.Contains(c.Choices, text):
		return fmt.Sprintf("不能是“%s”，只能是%v", text, c.Choices)
	case c.Type == Year:
		if n, err := strconv.Atoi(text); err != nil || n < 1990 || n > 2999 {
			return fmt.Sprintf("“%s”不是年度", text)
		}
	case c.Type == Amount:
		n, err := decimal.NewFromString(text)
		if err != nil || n.Exponent() < -6 || n.NumDigits()+int(n.Exponent()) > 12 {
			return fmt.Sprintf("“%s”不是数字", text)
		}
	}
	return ""
}

// validateRoster: codes and names are those of one unit each.
func (r *Rules) validateRoster() error {
	t := r.Tables["乡镇名册"]
	owner := map[string]string{}
	for i, row := range t.Rows {
		unit := Unit{Code: row[0], Name: row[1], County: row[2], Aliases: split(row[3])}
		for _, name := range unit.names() {
			key := unit.County + "/" + name
			if other := owner[key]; other != "" && other != unit.Code {
				return r.fault(t, i, fmt.Sprintf("“%s”与代码 %s 的单位重复", name, other))
			}
			owner[key] = unit.Code
		}
	}
	return nil
}

// besideGrades are the columns beside those that the grades make in the sheet 等级分布.
var besideGrades = []string{"乡镇", "项目数", "不可评"}

// validateGrades: in each year the bands meet without gap or overlap from 0 to 100, and each has its own name.
func (r *Rules) validateGrades() error {
	t := r.Tables["等级"]
	for _, year := range t.years() {
		var rows []int
		for i, row := range t.Rows {
			if t.holds(row, year) {
				rows = append(rows, i)
			}
		}
		slices.SortFunc(rows, func(a, b int) int { return t.number(b, "low").Cmp(t.number(a, "low")) })
		high := decimal.New(100, 0)
		seen := map[string]bool{}
		for _, i := range rows {
			name := t.column(t.Rows[i], "ordinal")
			if slices.Contains(besideGrades, name) {
				return r.fault(t, i, fmt.Sprintf("等级不能叫“%s”，汇总表“等级分布”中已有这一栏", name))
			}
			if seen[strings.ToLower(name)] {
				return r.fault(t, i, fmt.Sprintf("等级“%s”重复", name))
			}
			seen[strings.ToLower(name)] = true
			if !t.number(i, "high").Equal(high) || !t.number(i, "low").LessThan(high) {
				return r.fault(t, i, fmt.Sprintf("等级之间有空档或重叠：上限应为 %s", high))
			}
			high = t.number(i, "low")
		}
		if len(rows) > 0 && !high.IsZero() {
			return r.fault(t, rows[len(rows)-1], "最低一等的下限应为 0")
		}
	}
	return nil
}

// validateSums: weights of each profile add up to 100 in each year.
func (r *Rules) validateSums(sheet, profile, weight string) error {
	t := r.Tables[sheet]
	for _, year := range t.years() {
		sums := map[string]decimal.Decimal{}
		last := map[string]int{}
		for i, row := range t.Rows {
			if t.holds(row, year) {
				key := t.column(row, profile)
				sums[key] = sums[key].Add(t.number(i, weight))
				last[key] = i
			}
		}
		for key, sum := range sums {
			if !sum.Equal(decimal.New(100, 0)) {
				return r.fault(t, last[key], fmt.Sprintf("%s 各行权重合计为 %s，应为 100", key, sum))
			}
		}
	}
	return nil
}

// validateForms: a field is declared once in its form and block, has a type where it needs one, a label of its own,
// and is one that is read.
func (r *Rules) validateForms() error {
	t := r.Tables["表样"]
	seen := map[[3]string]bool{}
	for i, row := range t.Rows {
		role := t.column(row, "role")
		key := [3]string{t.column(row, "form"), t.column(row, "block"), t.column(row, "field")}
		if seen[key] {
			return r.fault(t, i, fmt.Sprintf("字段 %s 重复", key[2]))
		}
		seen[key] = true
		needsType := role == "单项" || role == "列" || role == "表头"
		if needsType && t.column(row, "type") == "" {
			return r.fault(t, i, fmt.Sprintf("字段 %s 没有类型", key[2]))
		}
		if role != "标题" && role != "单项" && key[1] == "" {
			return r.fault(t, i, fmt.Sprintf("字段 %s 没有块", key[2]))
		}
		if label := t.unknownLabel(row); label != "" {
			return r.fault(t, i, fmt.Sprintf("“模板”的公式用到“%s”，同一块中没有这个标签", label))
		}
	}
	if err := r.validateKnown(); err != nil {
		return err
	}
	return r.validateLabels()
}

// validateKnown: a form has a title, by which it is known to be meant; the fields of the forms that the program
// knows are those that it reads, but for rows that cross columns: any source of funds may be one.
func (r *Rules) validateKnown() error {
	known := &Table{Spec: r.Tables["表样"].Spec}
	if err := known.readDefaults(); err != nil {
		return err
	}
	forms, fields, titled := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, row := range known.Rows {
		forms[row[0]] = true
		fields[row[0]+"/"+row[1]+"/"+row[2]] = true
	}
	t := r.Tables["表样"]
	for _, row := range t.Rows {
		titled[row[0]] = titled[row[0]] || t.column(row, "role") == string(Title)
	}
	for i, row := range t.Rows {
		role := Role(t.column(row, "role"))
		switch {
		case !titled[row[0]]:
			return r.fault(t, i, fmt.Sprintf("没有“%s”这种表：它没有标题行", row[0]))
		case forms[row[0]] && role != Row && role != BlockName && !fields[row[0]+"/"+row[1]+"/"+row[2]]:
			return r.fault(t, i, fmt.Sprintf("表 %s 没有字段 %s", row[0], strings.Trim(row[1]+"/"+row[2], "/")))
		}
	}
	return nil
}

// validateLabels: in one place of a form a label is that of one field.
func (r *Rules) validateLabels() error {
	t := r.Tables["表样"]
	for _, year := range t.years() {
		owner := map[string]string{}
		for i, row := range t.Rows {
			if !t.holds(row, year) {
				continue
			}
			f := Field{Form: row[0], Block: row[1], Name: row[2], Role: Role(t.column(row, "role"))}
			labels := append([]string{t.column(row, "label")}, split(t.column(row, "aliases"))...)
			for _, label := range labels {
				key := f.place() + "|" + labelKey(label)
				if other := owner[key]; other != "" && other != f.id() {
					return r.fault(t, i, fmt.Sprintf("“%s”已是字段 %s 的写法，一种写法只能属于一个字段", label, other))
				}
				owner[key] = f.id()
			}
		}
	}
	return nil
}

// unknownLabel gives a label that a row's template formula uses and its block does not have: the
// formulas are =合计, =A/B and =A*B.
func (t *Table) unknownLabel(row []string) string {
	formula, found := strings.CutPrefix(t.column(row, "template"), "=")
	if !found || formula == "合计" {
		return ""
	}
	parts := strings.FieldsFunc(formula, func(r rune) bool { return r == '/' || r == '*' })
	if len(parts) != 2 {
		return formula
	}
	for _, label := range parts {
		if !slices.ContainsFunc(t.Rows, func(other []string) bool {
			return t.column(other, "form") == t.column(row, "form") &&
				t.column(other, "block") == t.column(row, "block") &&
				t.column(other, "label") == label
		}) {
			return label
		}
	}
	return ""
}

func (r *Rules) validateChecks() error { return r.validatePeriods(r.Tables["审核"]) }

// validateConditions: none has the code of a check of the program. What a condition says is for the database
// to judge.
func (r *Rules) validateConditions() error {
	checks, t := r.Tables["审核"], r.Tables["自定义审核"]
	for i, row := range t.Rows {
		if slices.ContainsFunc(checks.Rows, func(check []string) bool { return check[0] == row[0] }) {
			return r.fault(t, i, "编号 "+row[0]+" 重复")
		}
	}
	return r.validatePeriods(t)
}

// validatePeriods: of the rows of one code one at most holds for a year. Both of two would count.
func (r *Rules) validatePeriods(t *Table) error {
	for i, row := range t.Rows {
		for k, above := range t.Rows[:i] {
			if row[0] != above[0] {
				continue
			}
			from, to := t.period(row)
			aboveFrom, aboveTo := t.period(above)
			if from > aboveTo || aboveFrom > to {
				continue
			}
			cell := "起始年度"
			if from < aboveFrom { // it begins earlier, so it has to end earlier
				cell = "终止年度"
			}
			return r.fault(t, i, fmt.Sprintf("“%s”与%s重叠：%s 在同一年度只能有一行，请填写起止年度，使两行的年度不重叠", cell, t.At[k], row[0]))
		}
	}
	return nil
}

// period is the first and the last year that a row holds for.
func (t *Table) period(row []string) (from, to int) {
	from, _ = strconv.Atoi(t.column(row, "from_year")) // checked before; blank is from ever
	to, err := strconv.Atoi(t.column(row, "to_year"))
	if err != nil {
		to = math.MaxInt
	}
	return from, to
}

func (t *Table) number(row int, english string) decimal.Decimal {
	n, _ := decimal.NewFromString(t.column(t.Rows[row], english)) // checked before
	return n
}

// years are the years at which something changes, or just one where nothing does.
func (t *Table) years() []int {
	years := []int{2999}
	for _, row := range t.Rows {
		if n, err := strconv.Atoi(t.column(row, "from_year")); err == nil {
			years = append(years, n)
		}
		if n, err := strconv.Atoi(t.column(row, "to_year")); err == nil {
			years = append(years, n)
		}
	}
	return years
}
