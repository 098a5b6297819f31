// Package rules holds what a county decides: parameters, roster, forms, weights, grades, checks,
// ranking. It is a workbook (规则.xlsx) with one sheet a table; its defaults are CSV files in the
// program, so that they can be reviewed in a diff. Nothing here is a constant of the program.
package rules

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/values"
)

//go:embed defaults
var defaults embed.FS

// Table is one sheet of the rules, all cells as text, in the columns of its Spec.
type Table struct {
	Spec
	Rows [][]string
	At   []string // the sheet row of each row, for messages: "第5行"
}

// Rules are all tables by their Chinese name.
type Rules struct {
	File    string // where they come from, for messages
	Tables  map[string]*Table
	Adopted []Adopted // further wordings of 表样 that the county confirmed
}

// Error is a rule that cannot be used. It names the sheet and the row to mend.
type Error struct{ File, Sheet, Place, Says string }

// Unwrap makes it a fault of the rules.
func (e *Error) Unwrap() error { return fault.New(fault.Rules, "%s", e.Error()) }

func (e *Error) Error() string {
	place := e.Sheet
	if e.Place != "" {
		place += e.Place
	}
	return fmt.Sprintf("规则有误：%s 的“%s”：%s。请改正后重新运行。", e.File, place, e.Says)
}

// Check is one row of 审核: whether a check runs, how severe it is and what it says.
type Check struct {
	Code, Name, Severity, Tolerance, Message, Fix string
}

// Default gives the built-in rules: the CSV files of this package and the checks that the SQL
// files themselves declare.
func Default(checks []Check) (*Rules, error) {
	r := &Rules{File: "内置规则", Tables: map[string]*Table{}}
	for _, spec := range Specs {
		t := &Table{Spec: spec}
		if spec.Name == "审核" {
			t.addChecks(checks)
		} else if err := t.readDefaults(); err != nil {
			return nil, err
		}
		r.Tables[spec.Name] = t
	}
	return r, r.validate()
}

func (t *Table) readDefaults() error {
	f, err := defaults.Open("defaults/" + t.Name + ".csv")
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("defaults of %s: %w", t.Name, err)
	}
	for i, row := range rows[1:] {
		t.add(row, i+2)
	}
	return nil
}

func (t *Table) add(row []string, at int) {
	t.Rows = append(t.Rows, row)
	t.At = append(t.At, fmt.Sprintf("第%d行", at))
}

func (t *Table) addChecks(checks []Check) {
	for i, c := range checks {
		t.add([]string{c.Code, c.Name, "是", Severities[c.Severity], c.Tolerance, c.Message, c.Fix, "", ""}, i+2)
	}
}

// Severities are the Chinese words of the severities.
var Severities = map[string]string{"error": "错误", "warn": "疑点", "note": "提示"}

// Read reads a rules workbook. checks are those that the program knows; one that the workbook
// does not list yet is added as the program declares it.
func Read(file string, r io.ReaderAt, size int64, checks []Check) (*Rules, error) {
	sheets, err := cells.Read(r, size, cells.Options{})
	if err != nil {
		if refusal, ok := cells.AsRefusal(err); ok {
			return nil, &Error{File: file, Sheet: "整个文件", Says: refusal.Error() + "，" + refusal.Step()}
		}
		return nil, err
	}
	rules := &Rules{File: file, Tables: map[string]*Table{}}
	for _, spec := range Specs {
		t := &Table{Spec: spec}
		for _, sheet := range sheets {
			if values.Compact(sheet.Name) == spec.Name {
				err = t.readSheet(file, sheet)
			}
		}
		if err != nil {
			return nil, err
		}
		if t.At == nil && spec.Shipped {
			if err := t.readDefaults(); err != nil {
				return nil, err
			}
		}
		if t.At == nil && !spec.Optional {
			return nil, &Error{File: file, Sheet: spec.Name, Says: "没有这个工作表或表中没有内容，可用 jixiao init 在新文件夹生成一份样本，把这个表复制过来"}
		}
		rules.Tables[spec.Name] = t
	}
	rules.addNewChecks(checks)
	rules.tellApart()
	return rules, rules.validate()
}

// readSheet takes the rows below the row that holds the column names.
func (t *Table) readSheet(file string, sheet cells.Sheet) error {
	rows := map[int]map[int]string{}
	last := 0
	for i := range sheet.Cells {
		c := &sheet.Cells[i]
		if rows[c.Row] == nil {
			rows[c.Row] = map[int]string{}
		}
		if c.Kind == cells.Error || c.Uncached {
			return &Error{File: file, Sheet: t.Name, Place: c.Address(), Says: "单元格是错误值或未计算的公式"}
		}
		rows[c.Row][c.Col] = ruleText(c)
		last = c.Row
	}
	columns, header := t.findHeader(rows, last)
	if header == 0 {
		return &Error{File: file, Sheet: t.Name, Says: "没有找到表头，应有列：" + strings.Join(t.columnNames(), "、")}
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
	return nil
}

// ruleText is a cell as a rule: numbers as stored, not as their format shows them.
func ruleText(c *cells.Cell) string {
	if n, ok := values.ParseStored(c.Raw); ok && c.Kind == cells.Number && !c.Date {
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
			missing = missing || columns[i] == 0 && want.Required
		}
		if !missing {
			return columns, n
		}
	}
	return nil, 0
}

func (r *Rules) addNewChecks(checks []Check) {
	t := r.Tables["审核"]
	known := map[string]bool{}
	for _, row := range t.Rows {
		known[row[0]] = true
	}
	var fresh []Check
	for _, c := range checks {
		if !known[c.Code] {
			fresh = append(fresh, c)
		}
	}
	t.addChecks(fresh)
}

// Parameter gives a value of 参数; year 0 takes the first row of that name.
func (r *Rules) Parameter(name string, year int) string {
	t := r.Tables["参数"]
	for _, row := range t.Rows {
		if row[0] == name && t.holds(row, year) {
			return row[1]
		}
	}
	return ""
}

// SetParameter changes a value of 参数.
func (r *Rules) SetParameter(name, value string) {
	for _, row := range r.Tables["参数"].Rows {
		if row[0] == name {
			row[1] = value
		}
	}
}
