package workbooks

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/tables"
)

// markText marks a workbook given as a line of commas, and opens what was written.
func markText(t *testing.T, source string, marks ...Mark) *excelize.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "marked.xlsx")
	if err := MarkWorkbook([]byte(source), path, marks, true); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// However long what a township wrote is, its row is no higher than a spreadsheet allows, and its text is whole.
func TestLongTextsAreListedWhole(t *testing.T) {
	long := strings.Repeat("长", 5000)
	only := cells.Sheet{}
	if sheets, err := cells.Read(strings.NewReader("甲,乙\n"), 8, cells.Options{}); err == nil {
		only = sheets[0]
	}
	f := markText(t, "甲,乙\n", Mark{Severity: "error", Sheet: only.Name, Cell: "A1", Project: long, Message: "问题" + long, Fix: "办法" + long})
	for cell, want := range map[string]string{"D4": long, "E4": "问题" + long, "H4": "办法" + long} {
		if got, err := f.GetCellValue(listSheet, cell); err != nil || got != want {
			t.Errorf("%s has %d bytes, want %d: %v", cell, len(got), len(want), err)
		}
	}
	if height, err := f.GetRowHeight(listSheet, 4); err != nil || height > excelize.MaxRowHeight {
		t.Errorf("height %v: %v", height, err)
	}
	comments, err := f.GetComments(only.Name)
	if err != nil || len(comments) != 1 {
		t.Errorf("%d comments: %v", len(comments), err)
	}
	table := &tables.Table{Name: "表", Columns: []tables.Column{{Name: "名称"}, {Name: "数"}}, Rows: [][]any{{long, nil}}}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	book := &Book{Title: "汇总", Figures: &tables.Table{}, Sheets: []*tables.Table{table}}
	if err := Workbook(path, book); err != nil {
		t.Error(err)
	}
}

// Whatever a finding points at, the copy is written with its list.
func TestOddPlacesAreListed(t *testing.T) {
	for _, place := range [][2]string{{"没有这张表", "A1"}, {"", ""}, {"Sheet1", "第3段"}, {"Sheet1", "XFE1"}, {"Sheet1", "A1:B2"}} {
		f := markText(t, "甲,乙\n", Mark{Severity: "error", Sheet: place[0], Cell: place[1], Message: "问题"})
		if got, err := f.GetCellValue(listSheet, "E4"); err != nil || got != "问题" {
			t.Errorf("%v: %q %v", place, got, err)
		}
	}
}

// Sheets of old workbooks and pages have names that .xlsx does not allow.
func TestCopyOfOddSheetNames(t *testing.T) {
	odd := []string{"", "一/二", strings.Repeat("长", 40), "'引'", "A", "a", "甲\x00\u202e乙", strings.Repeat("长", 40) + "二"}
	sheets := make([]cells.Sheet, len(odd))
	for i, name := range odd {
		sheets[i].Name = name
		sheets[i].Cells = []cells.Cell{{Row: 1, Col: 1, Kind: cells.Text, Text: fmt.Sprint(i)}}
	}
	f, names, err := copyCells(sheets, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list := f.GetSheetList()
	if len(list) != len(odd) || list[1] != "一_二" || list[6] != "甲乙" {
		t.Errorf("%q", list)
	}
	for i, name := range odd {
		if got, err := f.GetCellValue(names[name], "A1"); err != nil || got != fmt.Sprint(i) {
			t.Errorf("%q is now %q: %q %v", name, names[name], got, err)
		}
	}
}

// A text that begins as a formula does stays a text when somebody types behind it.
func TestTextsThatBeginAsFormulas(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@a", "＝1", "－1", "\t=1"} {
		table := &tables.Table{Name: "表", Columns: []tables.Column{{Name: "名称"}, {Name: "数", Scale: 2}}, Rows: [][]any{{text, nil}, {"文", nil}}}
		path := filepath.Join(t.TempDir(), "book.xlsx")
		book := &Book{Title: "汇总", Figures: &tables.Table{}, Sheets: []*tables.Table{table}}
		if err := Workbook(path, book); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !isQuotedAt(t, f, "表", "A2") || isQuotedAt(t, f, "表", "A3") {
			t.Errorf("%q: quoted %v, what follows %v", text, isQuotedAt(t, f, "表", "A2"), isQuotedAt(t, f, "表", "A3"))
		}
		f.Close()
		marked := markText(t, `"`+text+"\",乙\n", Mark{Severity: "error", Sheet: "没有", Cell: "A1", Message: text})
		copied := slices.DeleteFunc(marked.GetSheetList(), func(name string) bool { return name == listSheet })[0]
		if !isQuotedAt(t, marked, copied, "A1") || !isQuotedAt(t, marked, listSheet, "E4") {
			t.Errorf("%q: quoted in the copy %v, in the list %v", text, isQuotedAt(t, marked, copied, "A1"), isQuotedAt(t, marked, listSheet, "E4"))
		}
	}
}

// isQuotedAt reports whether a cell says that a ' stands before its text.
func isQuotedAt(t *testing.T, f *excelize.File, sheet, cell string) bool {
	t.Helper()
	style, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	return isQuoted(f, style)
}
