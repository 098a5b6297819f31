package rules

import (
	"fmt"
	"strings"
)

// validateRoster: in each year a code is that of one unit, a name that of one code of its county, and no code has lost
// the zeros in front.
func (r *Rules) validateRoster(f *mistakes) {
	t := r.Tables["乡镇名册"]
	length := usualLength(t)
	for i, row := range t.Rows {
		if strings.ContainsAny(row[0], " \t　") {
			f.add(t, i, "“单位代码”“"+row[0]+"”中有空格，请删去")
		}
		if n := len(row[0]); length > 0 && n < length && strings.Trim(row[0], "0123456789") == "" {
			f.add(t, i, fmt.Sprintf("“单位代码”“%s”只有 %d 位，其他单位是 %d 位；前面的 0 可能丢了，请把这一列设为文本后重填", row[0], n, length))
		}
	}
	for i := range t.Rows {
		for k := range i {
			if says := t.sameUnit(i, k); says != "" {
				f.add(t, i, says)
				break
			}
		}
	}
}

// usualLength is the length that all codes but a few have, where they are numbers; 0 where there is none.
func usualLength(t *Table) int {
	count := map[int]int{}
	for _, row := range t.Rows {
		count[len(row[0])]++
	}
	for n, c := range count {
		if c >= 3 && 10*c >= 8*len(t.Rows) {
			return n
		}
	}
	return 0
}

// sameUnit says what two rows that hold for the same year share that only one unit may have; "" where nothing.
func (t *Table) sameUnit(i, k int) string {
	row, above := t.Rows[i], t.Rows[k]
	from, to := t.period(row)
	aboveFrom, aboveTo := t.period(above)
	if from > aboveTo || aboveFrom > to {
		return ""
	}
	a := Unit{Code: row[0], Name: row[1], County: row[2], Aliases: split(row[3])}
	b := Unit{Code: above[0], Name: above[1], County: above[2], Aliases: split(above[3])}
	switch {
	case a.Code == b.Code && a.County != b.County:
		return fmt.Sprintf("代码 %s 与%s重复：一个单位只能属于一个县（%s、%s）", a.Code, t.At[k], b.County, a.County)
	case a.Code == b.Code && a.Name != b.Name:
		return fmt.Sprintf("代码 %s 与%s的“%s”重复，请改正代码；单位改名的，请用起止年度分开", a.Code, t.At[k], b.Name)
	case a.Code == b.Code:
		return fmt.Sprintf("与%s重复，请删去一行", t.At[k])
	case a.County != b.County:
		return ""
	}
	names := map[string]bool{}
	for _, name := range b.names() {
		names[name] = true
	}
	for _, name := range a.names() {
		if names[name] {
			return fmt.Sprintf("“%s”与%s（代码 %s）重复，两个单位不能叫同一个名称", name, t.At[k], b.Code)
		}
	}
	return ""
}
