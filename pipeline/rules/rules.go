// Package rules holds what a county decides: parameters, roster, forms, weights, grades, checks,
// ranking. It is a workbook (规则.xlsx) with one sheet a table; its defaults are CSV files in the
// program, so that they can be reviewed in a diff. Nothing here is a constant of the program.
package rules

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"jixiao/pipeline/cells"
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
	codes   []string  // of the checks that there are; nil where that is not known
	own     []string  // parameters that the county's own SQL asks for
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
	f := newMistakes(r.File)
	r.validate(f)
	return r, f.err()
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

// Read reads a rules workbook. checks are those that there are; one that the workbook does not list yet is added as it
// is declared, as is a parameter of the program. own are the parameters that the county's own SQL asks for.
func Read(file string, r io.ReaderAt, size int64, checks []Check, own []string) (*Rules, error) {
	sheets, err := cells.Read(r, size, cells.Options{})
	if err != nil {
		if refusal, ok := cells.AsRefusal(err); ok {
			return nil, &Error{File: file, Sheet: "整个文件", Says: refusal.Error() + "，" + refusal.Step()}
		}
		return nil, err
	}
	return fromSheets(file, sheets, checks, own)
}

func fromSheets(file string, sheets []cells.Sheet, checks []Check, own []string) (*Rules, error) {
	rules := &Rules{File: file, Tables: map[string]*Table{}, own: own}
	f := newMistakes(file)
	for _, spec := range Specs {
		t := &Table{Spec: spec}
		for _, sheet := range sheets {
			if values.Compact(sheet.Name) == spec.Name {
				t.readSheet(f, sheet)
			}
		}
		if t.At == nil && spec.Shipped && !f.in[spec.Name] {
			if err := t.readDefaults(); err != nil {
				return nil, err
			}
		}
		if t.At == nil && !spec.Optional && !f.in[spec.Name] {
			f.addAt(spec.Name, "", "没有这个工作表或表中没有内容，可用 jixiao init 在新文件夹生成一份样本，把这个表复制过来")
		}
		rules.Tables[spec.Name] = t
	}
	rules.seeStrangeSheets(f, sheets)
	rules.addNewChecks(checks)
	rules.tellApart()
	rules.validate(f)
	if err := rules.addNewParameters(); err != nil {
		return nil, err
	}
	return rules, f.err()
}

func (r *Rules) addNewChecks(checks []Check) {
	t := r.Tables["审核"]
	known := map[string]bool{}
	for _, row := range t.Rows {
		known[row[0]] = true
	}
	var fresh []Check
	for _, c := range checks {
		r.codes = append(r.codes, c.Code)
		if !known[c.Code] {
			fresh = append(fresh, c)
		}
	}
	t.addChecks(fresh)
}

// addNewParameters adds the program's row of each parameter that the workbook does not list for all years.
func (r *Rules) addNewParameters() error {
	t, shipped := r.Tables["参数"], &Table{Spec: r.Tables["参数"].Spec}
	if err := shipped.readDefaults(); err != nil {
		return err
	}
	for _, row := range shipped.Rows {
		always := func(own []string) bool { return own[0] == row[0] && own[3] == "" && own[4] == "" }
		if !slices.ContainsFunc(t.Rows, always) {
			t.Rows, t.At = append(t.Rows, row), append(t.At, "（程序自带）")
		}
	}
	return nil
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
