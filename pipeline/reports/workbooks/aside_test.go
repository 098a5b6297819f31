package workbooks

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const (
	sheetHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><sheetData>`
	sheetFoot = `</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`
	plainRow  = `<row r="2" spans="1:3" ht="31.5" customHeight="1" x14ac:dyDescent="0.15"><c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve"> 甲 &gt; 乙 </t></is></c><c r="B2"><f t="shared" ref="B2:B3" si="0">1+1</f><v>2</v></c></row>`
	markedRow = `<row r="5" spans="1:3"><c r="B5"><v>7</v></c><c r="C5"><v>8</v></c></row>`
	emptyRow  = `<row r="7" ht="20" customHeight="1"/>`
	lastRow   = `<row r="9"><c r="A9"><v>0.10000000000000001</v></c></row>`
)

const (
	firstSheet  = "xl/worksheets/sheet1.xml"
	secondSheet = "xl/worksheets/sheet2.xml"
)

// marked gives the parts of a workbook of those sheets, and what they are once B5, B6 and B12 of the first are marked.
func marked(t *testing.T, sheets ...string) (was, is map[string]string) {
	t.Helper()
	return markedAs(t, "sheet2.xml", sheets...)
}

// markedAs has the part of the second sheet under a name of its own.
func markedAs(t *testing.T, second string, sheets ...string) (was, is map[string]string) {
	t.Helper()
	f := excelize.NewFile()
	for range len(sheets) - 1 {
		if _, err := f.NewSheet("其他"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellValue("Sheet1", "A1", "共用的文字"); err != nil {
		t.Fatal(err)
	}
	plain, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	was = unpacked(t, plain.Bytes())
	for i, name := range []string{firstSheet, secondSheet}[:len(sheets)] {
		was[name] = sheets[i]
	}
	named := map[string]string{}
	for name, text := range was { // it is named where it stands, in the list of types and in the relations
		named[strings.ReplaceAll(name, "sheet2.xml", second)] = strings.ReplaceAll(text, "sheet2.xml", second)
	}
	was = named
	var marks []Mark
	for _, cell := range []string{"B12", "B5", "B6"} {
		marks = append(marks, Mark{Severity: "error", Sheet: "Sheet1", Cell: cell, Message: "不对", Fix: "改正"})
	}
	path := filepath.Join(t.TempDir(), "marked.xlsx")
	if err := MarkWorkbook(packed(t, was), path, marks, true); err != nil {
		t.Fatal(err)
	}
	got, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	for _, cell := range []string{"B5", "B6", "B12"} {
		style, err := got.GetCellStyle("Sheet1", cell)
		if err != nil || style == 0 {
			t.Errorf("%s is not filled: style %d, %v", cell, style, err)
		}
	}
	if comments, err := got.GetComments("Sheet1"); err != nil || len(comments) != 3 {
		t.Errorf("%d comments, %v", len(comments), err)
	}
	for cell, want := range map[string]string{"A2": " 甲 > 乙 ", "B2": "2", "B5": "7", "C5": "8", "A9": "0.1"} {
		if text, err := got.GetCellValue("Sheet1", cell); err != nil || text != want {
			t.Errorf("%s is %q, want %q, %v", cell, text, want, err)
		}
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return was, unpacked(t, written)
}

func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var container bytes.Buffer
	z := zip.NewWriter(&container)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return container.Bytes()
}

func unpacked(t *testing.T, container []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(container), int64(len(container)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		texts[part.Name] = string(text)
	}
	return texts
}

// Rows without a mark are those of the original, byte for byte, and so are sheets.
func TestRowsStay(t *testing.T) {
	other := sheetHead + plainRow + markedRow + lastRow + sheetFoot
	was, is := marked(t, sheetHead+plainRow+markedRow+emptyRow+lastRow+sheetFoot, other)
	at, sheet := 0, is[firstSheet]
	for _, want := range []string{
		`xmlns:x14ac="`, "<sheetData>", plainRow, `<row r="5"`, `<row r="6"`, emptyRow, lastRow, `<row r="12"`,
		"</sheetData>",
	} {
		next := strings.Index(sheet[at:], want)
		if next < 0 {
			t.Fatalf("no %s after place %d of\n%s", want, at, sheet)
		}
		at += next + len(want)
	}
	if n := strings.Count(sheet, "<row "); n != 6 {
		t.Errorf("%d rows, want 6:\n%s", n, sheet)
	}
	for _, name := range []string{secondSheet, "xl/sharedStrings.xml", "xl/theme/theme1.xml"} {
		if is[name] != was[name] || was[name] == "" {
			t.Errorf("%s is\n%s\nand was\n%s", name, is[name], was[name])
		}
	}
}

// What is written in another way passes through the library whole.
func TestUnusualRows(t *testing.T) {
	plain := plainRow + markedRow + lastRow
	for name, rows := range map[string]string{
		"apostrophes": strings.ReplaceAll(plain, `"`, "'"),
		"spaces":      strings.ReplaceAll(plain, "<row r", "\n\t<row  \n r"),
		"a comment": plainRow + markedRow + strings.ReplaceAll(lastRow, "</row>",
			`<!-- </row><row r="12"> --></row>`),
		"an instruction": plainRow + markedRow + strings.ReplaceAll(lastRow, "</row>",
			`<?x </row><row r="12"> ?></row>`),
		"raw text":     strings.ReplaceAll(plain, " 甲 &gt; 乙 ", "<![CDATA[ 甲 > 乙 ]]>"),
		"out of order": plainRow + lastRow + markedRow,
		"> in a tag":   strings.ReplaceAll(plain, `<row r="9"`, `<row r="9" x14ac:a="a>b"`),
		"another one":  strings.ReplaceAll(plain, `<row r="9"`, `<row r="9" x14ac:a='a>b'`),
	} {
		t.Run(name, func(t *testing.T) {
			if _, is := marked(t, sheetHead+rows+sheetFoot); !strings.Contains(is[firstSheet], `ht="31.5"`) {
				t.Errorf("only its cells were copied: %s", is[firstSheet])
			}
		})
	}
}

// Parts of sheets may have any name.
func TestRowsStayUnderAnyName(t *testing.T) {
	other := sheetHead + plainRow + lastRow + sheetFoot
	was, is := markedAs(t, "tab2.xml", sheetHead+plainRow+markedRow+lastRow+sheetFoot, other)
	const name = "xl/worksheets/tab2.xml"
	if is[name] != was[name] || was[name] != other {
		t.Errorf("%s is\n%s\nand was\n%s", name, is[name], was[name])
	}
}

// The library names the part of the list by the number of its sheet, whatever stands there.
func TestListTakesNoPlace(t *testing.T) {
	_, is := markedAs(t, "sheet3.xml", sheetHead+plainRow+markedRow+lastRow+sheetFoot,
		sheetHead+strings.ReplaceAll(plainRow, "甲", "丙")+sheetFoot)
	if relations := is["xl/_rels/workbook.xml.rels"]; strings.Count(relations, "worksheets/sheet3.xml") != 1 {
		t.Errorf("two sheets in one part: %s", relations)
	}
	if all := strings.Join(slices.Collect(maps.Values(is)), "\n"); !strings.Contains(all, " 丙 &gt; 乙 ") ||
		!strings.Contains(all, "改正办法") {
		t.Errorf("a sheet is lost:\n%s", all)
	}
}

// Where comments do not stand as Excel puts them, the library loses ours: the copy of the cells has them.
func TestCommentsElsewhere(t *testing.T) {
	f := excelize.NewFile()
	if err := f.SetCellValue("Sheet1", "A2", "甲"); err != nil {
		t.Fatal(err)
	}
	if err := f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Text: "本单位的批注"}); err != nil {
		t.Fatal(err)
	}
	plain, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := strings.NewReplacer("comments1.xml", "comments/comment1.xml", "vmlDrawing1.vml",
		"commentsDrawing1.vml")
	parts := map[string]string{}
	for name, text := range unpacked(t, plain.Bytes()) {
		parts[elsewhere.Replace(name)] = elsewhere.Replace(text)
	}
	path := filepath.Join(t.TempDir(), "marked.xlsx")
	if err := MarkWorkbook(packed(t, parts), path,
		[]Mark{{Severity: "error", Sheet: "Sheet1", Cell: "B5", Message: "不对", Fix: "改正"}}, true); err != nil {
		t.Fatal(err)
	}
	got, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	comments, err := got.GetComments("Sheet1")
	if err != nil || !slices.ContainsFunc(comments, func(c excelize.Comment) bool { return c.Cell == "B5" }) {
		t.Errorf("comments %v, %v", comments, err)
	}
	if text, err := got.GetCellValue("Sheet1", "A2"); err != nil || text != "甲" {
		t.Errorf("A2 is %q, %v", text, err)
	}
}

// A workbook that the library refuses to read becomes a copy of its cells.
func TestMarksOfWhatTheLibraryRefuses(t *testing.T) {
	marked(t, sheetHead+strings.ReplaceAll(plainRow+markedRow+lastRow, `<row r="9"`,
		`<row r="9" outlineLevel="x"`)+sheetFoot)
}
