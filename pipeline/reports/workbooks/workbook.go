// Package workbooks turns query results into what people open in a spreadsheet. It only
// lays out; every figure comes from the tables it is given. The same tables give the same bytes.
package workbooks

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/reports/pack"
	"jixiao/pipeline/tables"
)

const (
	sheetFont  = "宋体"
	widest     = 40 // places; longer texts wrap
	narrowest  = 8
	cellLimit  = 32767
	headerFill = "DDEBF7"
)

// Book is what the consolidated workbook is made of.
type Book struct {
	Title   string
	Made    string            // the line below the title: when, what the sums leave out
	Figures *tables.Table     // one row: the key figures; a column's comment is its label
	Sheets  []*tables.Table   // in their order
	Grades  []string          // the words of the grades, the best first
	Copies  map[string]string // submitted file → its copy beside the workbook, a relative path
}

// overviewSheet is the sheet in front of the consolidated workbook.
const overviewSheet = "总览"

// Workbook writes the consolidated workbook (县级汇总.xlsx): an overview, then a sheet a table.
func Workbook(path string, b *Book) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	w := &workbook{
		f:       f,
		styles:  map[styleKey]int{},
		colours: map[string]int{},
		grades:  b.Grades,
		copies:  b.Copies,
		links:   map[string][]link{},
	}
	if err := f.SetSheetName("Sheet1", overviewSheet); err != nil {
		return err
	}
	made := []string{overviewSheet}
	for _, t := range b.Sheets {
		if _, err := f.NewSheet(t.Name); err != nil {
			return err
		}
		made = append(made, t.Name)
	}
	if err := w.overview(b); err != nil { // while the others are empty: later the library would read them all again
		return fmt.Errorf("sheet %s: %w", overviewSheet, err)
	}
	for _, t := range b.Sheets {
		if err := w.sheet(b.Title, t); err != nil {
			return fmt.Errorf("sheet %s: %w", t.Name, err)
		}
	}
	if err := setProperties(f, b.Title); err != nil {
		return err
	}
	return w.save(path, w.sheetParts(made))
}

// setProperties gives a workbook its title and a fixed time: the same tables give the same bytes.
func setProperties(f *excelize.File, title string) error {
	const when = "2000-01-01T00:00:00Z"
	return f.SetDocProps(&excelize.DocProperties{
		Title: title, Creator: "jixiao", LastModifiedBy: "jixiao", Created: when, Modified: when, Language: "zh-CN",
	})
}

type workbook struct {
	f       *excelize.File
	styles  map[styleKey]int
	colours map[string]int       // conditional styles by word
	grades  []string             // the best first
	copies  map[string]string    // of submitted files
	links   map[string][]link    // by sheet
	front   bool                 // the last sheet is to be the first
	aside   aside                // rows of sheets that come back as they were
	came    map[string]*zip.File // parts of the workbook that this one is a copy of
}

// page sets up printing: A4 across, one page wide, the header repeated, pages numbered.
func (w *workbook) page(title, sheet string) error {
	size, landscape, wide, tall := 9, "landscape", 1, 0
	if err := w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall,
	}); err != nil {
		return err
	}
	fit := true
	if err := w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, head, center := 0.4, 0.7, 0.3, true
	if err := w.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &head, Footer: &head, Horizontally: &center,
	}); err != nil {
		return err
	}
	return w.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + escapeHeader(title) + "&R" + escapeHeader(sheet), OddFooter: "&C第 &P 页，共 &N 页",
	})
}

// repeatHeader prints the first rows on each page.
func (w *workbook) repeatHeader(sheet string, rows int) error {
	return w.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$1:$%d", quoteSheet(sheet), rows), Scope: sheet,
	})
}

// escapeHeader: & begins a code in a page header.
func escapeHeader(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// place is a cell's address; column counts from 0.
func place(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row) // fails only outside a sheet
	return name
}

// save writes the file with its parts in name order, and the list of their types too: the library
// writes both in any order, and the same tables must give the same bytes. linked are the parts of
// sheets that get links.
func (w *workbook) save(file string, linked map[string]string) error {
	p := &parts{came: w.came}
	p.change = func(name string, text []byte) ([]byte, error) {
		switch {
		case name == typesPart:
			return sortTypes(text), nil
		case name == "xl/sharedStrings.xml" && !w.front || strings.HasPrefix(name, "xl/comments"):
			// in front of another workbook is nothing of ours
			return orderRuns(text), nil
		case w.front && name == "xl/workbook.xml":
			return toFront(text)
		case w.front && strings.HasPrefix(name, sheetsFolder):
			text, err := w.aside.restored(name, text)
			return notSelected(text), err
		case linked[name] != "":
			text, relations, err := w.linked(linked[name], text)
			return text, errors.Join(err, p.add(path.Dir(name)+"/_rels/"+path.Base(name)+".rels", relations))
		}
		return text, nil
	}
	if _, err := w.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p }).WriteToBuffer(); err != nil {
		return err
	}
	return pack.WriteFile(file, p.sorted())
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
