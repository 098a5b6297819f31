package rules

import (
	"fmt"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/values"
)

// readSheet takes the rows below the row that holds the column names.
func (t *Table) readSheet(f *mistakes, sheet cells.Sheet) {
	rows := map[int]map[int]string{}
	last := 0
	for i := range sheet.Cells {
		c := &sheet.Cells[i]
		if rows[c.Row] == nil {
			rows[c.Row] = map[int]string{}
		}
		if c.Kind == cells.Error || c.Uncached {
			f.addAt(t.Name, c.Address(), "单元格是错误值或未计算的公式，请改成文字或数字")
		}
		if c.Struck {
			f.addAt(t.Name, c.Address(), "单元格划了删除线，分不清是否有效，请删去内容或取消删除线")
		}
		rows[c.Row][c.Col] = ruleText(c)
		last = c.Row
	}
	if last == 0 {
		return
	}
	columns, header := t.findHeader(rows, last)
	if header == 0 {
		f.addAt(t.Name, "", "没有找到表头，应有列："+strings.Join(t.columnNames(), "、"))
		return
	}
	t.seeStrangeColumns(f, rows, columns, header, last)
	for _, m := range sheet.Merges {
		if m.Top > header {
			f.addAt(t.Name, fmt.Sprintf("第%d至%d行", m.Top, m.Bottom), "有合并的单元格，请取消合并，每行每格各填各的")
		}
	}
	t.At = []string{}
	for n := header + 1; n <= last; n++ {
		row := make([]string, len(t.Columns))
		for i, col := range columns {
			if col > 0 {
				row[i] = rows[n][col]
			}
		}
		if strings.Join(row, "") != "" {
			t.add(row, n)
		}
	}
}

// seeStrangeColumns: where a column of ours is missing and one that we do not know is filled, its name was changed.
func (t *Table) seeStrangeColumns(f *mistakes, rows map[int]map[int]string, columns []int, header, last int) {
	var missing []string
	for i, c := range t.Columns {
		if columns[i] == 0 {
			missing = append(missing, c.Name)
		}
	}
	for col, name := range rows[header] {
		if slices.Contains(columns, col) || name == "" || len(missing) == 0 {
			continue
		}
		if slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == values.Compact(name) }) {
			f.addAt(t.Name, fmt.Sprintf("第%d行", header), "“"+name+"”这一列有两个，请删去多余的一个")
			continue
		}
		for n := header + 1; n <= last; n++ {
			if rows[n][col] != "" {
				f.addAt(t.Name, fmt.Sprintf("第%d行", header),
					"没有“"+name+"”这一列，其中的内容不会起作用；缺少的列是"+strings.Join(missing, "、")+"，请改回原名")
				break
			}
		}
	}
}

// seeStrangeSheets: where an optional sheet is missing and another has its columns, its name was changed.
func (r *Rules) seeStrangeSheets(f *mistakes, sheets []cells.Sheet) {
	isSpec := func(name string) bool {
		return slices.ContainsFunc(Specs, func(s Spec) bool { return s.Name == values.Compact(name) })
	}
	for _, sheet := range sheets {
		if isSpec(sheet.Name) || sheet.Name == DictionaryName || sheet.Name == FieldsName {
			continue
		}
		for _, spec := range Specs {
			if r.Tables[spec.Name].At != nil && !spec.Shipped || f.in[spec.Name] {
				continue
			}
			twin := &Table{Spec: spec}
			probe := newMistakes(r.File)
			if twin.readSheet(probe, sheet); len(twin.Rows) > 0 {
				f.addAt(sheet.Name, "", "这个工作表的栏目是“"+spec.Name+"”的，却不叫这个名字，其中的内容不会起作用；请改名为“"+spec.Name+"”，或删去这个表")
				break
			}
		}
	}
}

// ruleText is a cell as a rule: numbers as stored, not as their format shows them; a share with its sign, for no rule
// is written with one.
func ruleText(c *cells.Cell) string {
	if n, ok := values.ParseStored(c.Raw); ok && c.Kind == cells.Number && !c.Date && !c.Percent {
		return n.String()
	}
	return strings.TrimSpace(c.Text)
}

// findHeader looks for the first row that names all required columns.
func (t *Table) findHeader(rows map[int]map[int]string, last int) (columns []int, header int) {
	for n := 1; n <= last; n++ {
		columns = make([]int, len(t.Columns))
		missing := false
		for i, want := range t.Columns {
			for col, text := range rows[n] {
				if values.Compact(text) == want.Name {
					columns[i] = col
				}
			}
			missing = missing || columns[i] == 0 && (want.Required || want.Needed)
		}
		if !missing {
			return columns, n
		}
	}
	return nil, 0
}
