// Package reports turns query results into what people open in a spreadsheet. It only
// lays out; every figure comes from the tables it is given. The same tables give the same bytes.
package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

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
	w := &workbook{f: f, styles: map[styleKey]int{}, colours: map[string]int{}, grades: b.Grades, copies: b.Copies, links: map[string][]link{}}
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
	return f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "jixiao", LastModifiedBy: "jixiao", Created: when, Modified: when, Language: "zh-CN"})
}

type workbook struct {
	f       *excelize.File
	styles  map[styleKey]int
	colours map[string]int    // conditional styles by word
	grades  []string          // the best first
	copies  map[string]string // of submitted files
	links   map[string][]link // by sheet
	front   bool              // the last sheet is to be the first
}

// page sets up printing: A4 across, one page wide, the header repeated, pages numbered.
func (w *workbook) page(title, sheet string) error {
	size, landscape, wide, tall := 9, "landscape", 1, 0
	if err := w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	fit := true
	if err := w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, head, center := 0.4, 0.7, 0.3, true
	if err := w.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &head, Footer: &head, Horizontally: &center}); err != nil {
		return err
	}
	return w.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&L" + escapeHeader(title) + "&R" + escapeHeader(sheet), OddFooter: "&C第 &P 页，共 &N 页"})
}

// repeatHeader prints the first row on each page.
func (w *workbook) repeatHeader(sheet string) error {
	return w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoteSheet(sheet) + "!$1:$1", Scope: sheet})
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
func (w *workbook) save(file string, linked map[string]string) (err error) {
	buffer, err := w.f.WriteToBuffer()
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	for _, part := range parts.File {
		if err := w.savePart(z, part, linked[part.Name]); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", part.Name, err), out.Close())
		}
	}
	return errors.Join(z.Close(), out.Close())
}

// typesPart lists the types of all parts.
const typesPart = "[Content_Types].xml"

func (w *workbook) savePart(z *zip.Writer, part *zip.File, sheet string) error {
	isSheet := w.front && strings.HasPrefix(part.Name, "xl/worksheets/sheet")
	isBook := w.front && part.Name == "xl/workbook.xml"
	hasRuns := part.Name == "xl/sharedStrings.xml" || strings.HasPrefix(part.Name, "xl/comments")
	if part.Name != typesPart && sheet == "" && !hasRuns && !isSheet && !isBook {
		return z.Copy(part)
	}
	r, err := part.Open()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	switch {
	case part.Name == typesPart:
		return writePart(z, part.Name, sortTypes(text))
	case hasRuns:
		return writePart(z, part.Name, orderRuns(text))
	case isSheet:
		return writePart(z, part.Name, selected.ReplaceAll(text, nil))
	case isBook:
		if text, err = toFront(text); err != nil {
			return err
		}
		return writePart(z, part.Name, text)
	}
	text, relations, err := w.linked(sheet, text)
	if err != nil {
		return err
	}
	if err := writePart(z, path.Dir(part.Name)+"/_rels/"+path.Base(part.Name)+".rels", relations); err != nil {
		return err
	}
	return writePart(z, part.Name, text)
}

// sortTypes puts the entries of the list of types in order: those by extension, then those by part.
func sortTypes(text []byte) []byte {
	start, end := bytes.Index(text, []byte("<Default")), bytes.LastIndex(text, []byte("</Types>"))
	if first := bytes.Index(text, []byte("<Override")); start < 0 || first >= 0 && first < start {
		start = first
	}
	if start < 0 || end < start {
		return text
	}
	entries := strings.SplitAfter(string(text[start:end]), ">")
	for i := 0; i+1 < len(entries); i++ { // <Default …></Default> is one entry
		if strings.HasPrefix(entries[i+1], "</") {
			entries[i] += entries[i+1]
			entries = slices.Delete(entries, i+1, i+2)
		}
	}
	slices.Sort(entries)
	return []byte(string(text[:start]) + strings.Join(entries, "") + string(text[end:]))
}

func writePart(z *zip.Writer, name string, text []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
