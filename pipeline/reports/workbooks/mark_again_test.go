package workbooks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A marked copy that comes back is marked anew: one list, no note and no fill on what has been mended; what the
// township had written in a note itself stays, and so does a colour that it had given a cell.
func TestMarkedTwice(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "甲", "B1": "乙", "A2": 1, "B2": 2} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	green, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"C6E0B4"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "B1", "B1", green); err != nil {
		t.Fatal(err)
	}
	if err := f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: "张会计", Text: "待核"}); err != nil {
		t.Fatal(err)
	}
	first, again := filepath.Join(t.TempDir(), "一.xlsx"), filepath.Join(t.TempDir(), "二.xlsx")
	source, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := MarkWorkbook(source.Bytes(), first, []Mark{
		{Severity: "error", Sheet: "Sheet1", Cell: "A2", Message: "旧问题", Fix: "改", ID: "a1", Number: "1", Deadline: "4月30日前"},
		{Severity: "warn", Sheet: "Sheet1", Cell: "B2", Message: "已改的问题", Fix: "改"},
		{Severity: "error", Sheet: "Sheet1", Cell: "B1", Message: "标题改了", Fix: "改"},
	}, true); err != nil {
		t.Fatal(err)
	}
	back, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := MarkWorkbook(back, again, []Mark{
		{Severity: "error", Sheet: "Sheet1", Cell: "A2", Message: "新问题", Fix: "改", Value: "1", Expected: "3", Number: "1"},
	}, true); err != nil {
		t.Fatal(err)
	}
	g, err := excelize.OpenFile(again)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if sheets := g.GetSheetList(); !slices.Equal(sheets, []string{listSheet, "Sheet1"}) {
		t.Errorf("sheets %q", sheets)
	}
	for cell, want := range map[string]string{"A1": "", "B1": "C6E0B4", "A2": "FFC7CE", "B2": ""} {
		if got := fillOf(t, g, "Sheet1", cell); got != want {
			t.Errorf("%s is filled with %q, want %q", cell, got, want)
		}
	}
	rows, err := g.GetRows(listSheet)
	if err != nil || len(rows) != listTop+1 || rows[0][0] != listTitle || rows[listTop][4] != "新问题" {
		t.Errorf("list %q: %v", rows, err)
	}
	comments, err := g.GetComments("Sheet1")
	if err != nil || len(comments) != 1 || comments[0].Cell != "A2" {
		t.Fatalf("notes %v: %v", comments, err)
	}
	text := noteText(&comments[0])
	if !strings.Contains(text, "待核") || !strings.Contains(text, "新问题") || !strings.Contains(text, "应为 3") ||
		strings.Contains(text, "旧问题") {
		t.Errorf("note %q", text)
	}
}

// fillOf is the colour of a cell, "" where it has none.
func fillOf(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	if s.Fill.Pattern == 0 || len(s.Fill.Color) == 0 {
		return ""
	}
	return withoutAlpha(s.Fill.Color[0])
}
