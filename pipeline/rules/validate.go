package rules

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// validate checks every cell against its column, then what must hold between the rows of a sheet whose cells are
// right. All that is wrong is said at once.
func (r *Rules) validate(f *mistakes) {
	for _, spec := range Specs {
		t := r.Tables[spec.Name]
		for i, row := range t.Rows {
			for n, column := range t.Columns {
				if says := column.check(row[n]); says != "" {
					f.add(t, i, fmt.Sprintf("“%s”%s", column.Name, says))
				}
			}
			if from, to := t.period(row); from > to {
				f.add(t, i, fmt.Sprintf("“起始年度” %d 晚于“终止年度” %d，请改正年度", from, to))
			}
		}
	}
	for _, rule := range []struct {
		sheet string
		check func(*mistakes)
	}{
		{"乡镇名册", r.validateRoster}, {"等级", r.validateGrades}, {"表样", r.validateForms}, {"审核", r.validateChecks},
		{"自定义审核", r.validateConditions}, {"参数", r.validateParameters}, {"定性", r.validateBands}, {"封顶", r.validateCaps},
		{"排名", r.validateRanking}, {"分值", r.validateProfiles}, {"报告章节", r.validateSections},
		{"报送期限", r.validateDeadlines},
	} {
		if !f.in[rule.sheet] {
			rule.check(f)
		}
	}
}

// check says what is wrong with a cell; "" where nothing is.
func (c Column) check(text string) string {
	switch {
	case text == "" && c.Required:
		return "不能为空"
	case text == "":
		return ""
	case len(c.Choices) > 0 && !slices.Contains(c.Choices, text):
		return fmt.Sprintf("不能是“%s”，只能是%s", text, strings.Join(c.Choices, "、"))
	case c.Type == Year:
		if n, err := strconv.Atoi(text); err != nil || n < 1990 || n > 2999 {
			return fmt.Sprintf("“%s”不是年度，请只写四位数字，如 2024", text)
		}
	case c.Type == Amount:
		n, err := decimal.NewFromString(text)
		if err != nil || n.Exponent() < -6 || n.NumDigits()+int(n.Exponent()) > 12 {
			return fmt.Sprintf("“%s”不是数字，请只写半角数字，不带单位和百分号", text)
		}
	}
	return ""
}

// besideGrades are the columns beside those that the grades make in the sheet 等级分布.
var besideGrades = []string{"乡镇", "项目数", "不可评"}

// validateGrades: in each year the bands meet without gap or overlap from 0 to 100, and each has its own name.
func (r *Rules) validateGrades(f *mistakes) {
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
				f.add(t, i, fmt.Sprintf("等级不能叫“%s”，汇总表“等级分布”中已有这一栏", name))
			}
			if seen[strings.ToLower(name)] {
				f.add(t, i, fmt.Sprintf("等级“%s”重复", name))
			}
			seen[strings.ToLower(name)] = true
			if !t.number(i, "high").Equal(high) || !t.number(i, "low").LessThan(high) {
				f.add(t, i, fmt.Sprintf("等级之间有空档或重叠：上限应为 %s", high))
			}
			high = t.number(i, "low")
		}
		if len(rows) > 0 && !high.IsZero() {
			f.add(t, rows[len(rows)-1], "最低一等的下限应为 0")
		}
		f.sharedWords(t, rows, "name", "aliases")
	}
}

// validateSums: weights of each profile add up to 100 in each year.
func (r *Rules) validateSums(f *mistakes, sheet, profile, weight string) {
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
				f.add(t, last[key], fmt.Sprintf("%s 各行权重合计为 %s，应为 100", key, sum))
			}
		}
	}
}

// validateForms: a field is declared once in its form and block, has a type where it needs one, a label of its own,
// and is one that is read.
func (r *Rules) validateForms(f *mistakes) {
	t := r.Tables["表样"]
	seen := map[[3]string]bool{}
	for i, row := range t.Rows {
		role := t.column(row, "role")
		key := [3]string{t.column(row, "form"), t.column(row, "block"), t.column(row, "field")}
		if seen[key] {
			f.add(t, i, fmt.Sprintf("字段 %s 重复", key[2]))
		}
		seen[key] = true
		needsType := role == "单项" || role == "列" || role == "表头"
		if needsType && t.column(row, "type") == "" {
			f.add(t, i, fmt.Sprintf("字段 %s 没有类型", key[2]))
		}
		if role != "标题" && role != "单项" && key[1] == "" {
			f.add(t, i, fmt.Sprintf("字段 %s 没有块", key[2]))
		}
		if label := t.unknownLabel(row); label != "" {
			f.add(t, i, fmt.Sprintf("“模板”的公式用到“%s”，同一块中没有这个标签", label))
		}
	}
	r.validateKnown(f)
	r.validateLabels(f)
}

// validateKnown: a form has a title, by which it is known to be meant; the fields of the forms that the program
// knows are those that it reads, but for rows that cross columns: any source of funds may be one.
func (r *Rules) validateKnown(f *mistakes) {
	known := &Table{Spec: r.Tables["表样"].Spec}
	if err := known.readDefaults(); err != nil {
		panic(err) // they are in the program
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
			f.add(t, i, fmt.Sprintf("没有“%s”这种表：它没有标题行", row[0]))
		case forms[row[0]] && role != Row && role != BlockName && !fields[row[0]+"/"+row[1]+"/"+row[2]]:
			f.add(t, i, fmt.Sprintf("表 %s 没有字段 %s", row[0], strings.Trim(row[1]+"/"+row[2], "/")))
		}
	}
}

// validateLabels: in one place of a form a label is that of one field.
func (r *Rules) validateLabels(f *mistakes) {
	t := r.Tables["表样"]
	for _, year := range t.years() {
		owner := map[string]string{}
		for i, row := range t.Rows {
			if !t.holds(row, year) {
				continue
			}
			field := Field{Form: row[0], Block: row[1], Name: row[2], Role: Role(t.column(row, "role"))}
			labels := append([]string{t.column(row, "label")}, split(t.column(row, "aliases"))...)
			for _, label := range labels {
				key := field.place() + "|" + labelKey(label)
				if other := owner[key]; other != "" && other != field.id() {
					f.add(t, i, fmt.Sprintf("“%s”已是字段 %s 的写法，一种写法只能属于一个字段", label, other))
				}
				owner[key] = field.id()
			}
		}
	}
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

// validateChecks: each code is that of a check, which a county's own SQL may add.
func (r *Rules) validateChecks(f *mistakes) {
	t := r.Tables["审核"]
	for i, row := range t.Rows {
		if r.codes != nil && !slices.Contains(r.codes, row[0]) {
			f.add(t, i, "没有代码为“"+row[0]+"”的审核"+likely(row[0], r.codes)+"；请改正代码，或删去这一行")
		}
	}
	r.notNegative(f, "审核", "tolerance", "容差")
	f.overlaps(t)
}

// validateConditions: none has the code of a check of the program. What a condition says is for the database
// to judge.
func (r *Rules) validateConditions(f *mistakes) {
	checks, t := r.Tables["审核"], r.Tables["自定义审核"]
	for i, row := range t.Rows {
		if slices.ContainsFunc(checks.Rows, func(check []string) bool { return check[0] == row[0] }) {
			f.add(t, i, "编号 "+row[0]+" 重复")
		}
	}
	f.overlaps(t)
}

// overlaps finds rows of one code or name that hold for the same year. Both of two would count.
func (f *mistakes) overlaps(t *Table) {
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
			f.add(t, i, fmt.Sprintf("“%s”与%s重叠：%s 在同一年度只能有一行，请填写起止年度，使两行的年度不重叠", cell, t.At[k], row[0]))
		}
	}
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

// years are those on both sides of where something changes, or just one where nothing does.
func (t *Table) years() []int {
	years := []int{2999}
	for _, row := range t.Rows {
		if n, err := strconv.Atoi(t.column(row, "from_year")); err == nil {
			years = append(years, n-1, n)
		}
		if n, err := strconv.Atoi(t.column(row, "to_year")); err == nil {
			years = append(years, n, n+1)
		}
	}
	return years
}
