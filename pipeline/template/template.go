// Package template lays out blank forms (模板) from 表样: the same rows that forms are recognised by say
// what a clerk is given to fill in. It is pure: rules in, sheets of placed cells out.
package template

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// Kind is what a cell of a template is.
type Kind uint8

// The kinds of cell. Only inputs can be filled in; all else is locked.
const (
	Title Kind = iota
	Note       // the year, the unit of amounts
	Label
	Input
	Fixed   // a value the clerk is given: the unit's name
	Formula // Text is the formula, without "="
)

// Cell is one cell or merged range of a template.
type Cell struct {
	cells.Range
	Kind    Kind
	Text    string
	Type    string   // of the value, as in 表样: 文本, 金额, …
	Choices []string // of an input; nil where anything may be written
	Most    string   // address of the cell that a score must not exceed; "" where there is none
	Long    bool     // a text of several lines
}

// Sheet is one sheet of a template workbook.
type Sheet struct {
	Name   string
	Hidden bool
	Widths []float64 // by column
	Cells  []Cell
	Header int // last row of the head: title and labels above the first input
}

// Fill is what a template is prefilled with: {单位名称}, {年度}, and whatever parameter a row of 表样 names.
type Fill func(name string) string

// Book lays out the workbook of one unit: the forms that the parameter 模板表 lists, "project*20" for
// twenty sheets of one form, and the form named "template" on a hidden sheet.
func Book(fields []rules.Field, forms string, fill Fill) ([]Sheet, error) {
	byForm := map[string][]rules.Field{}
	for _, f := range fields {
		byForm[f.Form] = append(byForm[f.Form], f)
	}
	var sheets []Sheet
	for item := range strings.SplitSeq(forms, "|") {
		name, times, _ := strings.Cut(strings.TrimSpace(item), "*")
		n, err := strconv.Atoi(times)
		if times == "" {
			n, err = 1, nil
		}
		if err != nil || n < 1 || n > 400 || len(byForm[name]) == 0 {
			return nil, &rules.Error{
				File: "规则.xlsx", Sheet: "参数", Place: "模板表", Says: fmt.Sprintf("“%s”不是表样中的表，或份数不对", item),
			}
		}
		for i := range n {
			s := layForm(byForm[name], fill)
			if s.Name = title(byForm[name]); n > 1 {
				s.Name = fmt.Sprintf("%s%0*d", "项目", len(times), i+1)
			}
			sheets = append(sheets, s)
		}
	}
	if hidden := byForm[infoForm]; len(hidden) > 0 {
		s := layForm(hidden, fill)
		s.Name, s.Hidden = title(hidden), true
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// infoForm is the form that says which template this is, for which unit and year.
const infoForm = "template"

// ID tells templates of different 表样 apart.
func ID(fields []rules.Field) string {
	h := sha256.New()
	for _, f := range fields {
		fmt.Fprintf(h, "%q %q %q %q %q %q %q\n", f.Form, f.Block, f.Name, f.Role, f.Label, f.Type, f.Template)
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// title is the form's name, short enough for a sheet.
func title(fields []rules.Field) string {
	for _, f := range fields {
		if f.Role == rules.Title {
			return string([]rune(f.Label)[:min(31, len([]rune(f.Label)))])
		}
	}
	return fields[0].Form
}
