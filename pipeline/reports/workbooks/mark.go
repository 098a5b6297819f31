package workbooks

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/tables"
)

// Mark is a finding to show in the workbook that it is about.
type Mark struct{ Severity, Sheet, Cell, Project, Message, Fix string }

// severities in words and colours, the worst first.
var severities = []struct{ code, word, fill string }{{"error", "错误", "FFC7CE"}, {"warn", "疑点", "FFEB9C"}, {"note", "提示", "DDEBF7"}}

// listSheet is the sheet in front of a marked copy.
const listSheet = "问题清单"

// MarkWorkbook writes a copy of a workbook with the cells that have findings filled and commented, and
// a list of the findings in front whose rows jump to the cells. All else of an .xlsx stays as it is; an
// old workbook, and one that the library cannot write, becomes an .xlsx of its cells. With disarm so does one
// that holds a macro, a link or a formula that reaches out of it: what is published must not act.
func MarkWorkbook(source []byte, path string, marks []Mark, disarm bool) error {
	z, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err == nil && !(disarm && armed(z)) {
		if f, err := excelize.OpenReader(bytes.NewReader(source)); err == nil {
			defer f.Close()
			if mark(f, z.File, path, marks) == nil {
				return nil
			}
		}
	}
	sheets, err := cells.Read(bytes.NewReader(source), int64(len(source)), cells.Options{})
	if err != nil {
		return err
	}
	f, err := copyCells(sheets)
	if err != nil {
		return err
	}
	defer f.Close()
	return mark(f, nil, path, marks)
}

// mark writes a workbook with its marks. came are its parts as they came.
func mark(f *excelize.File, came []*zip.File, path string, marks []Mark) error {
	places, changing := groupByCell(marks), map[int]bool{}
	for _, place := range places {
		if _, row, err := excelize.CellNameToCoordinates(place[0].Cell); err == nil {
			changing[row] = true
		}
	}
	w := &workbook{f: f, front: true, aside: setAsideRows(f, changing), came: map[string]*zip.File{}}
	next := newSheetPart(f)
	for _, part := range came {
		if strings.EqualFold(part.Name, next) {
			return fmt.Errorf("the library would write over %s", part.Name)
		}
		w.came[part.Name] = part
	}
	commented, err := commentedCells(f)
	if err != nil {
		return err
	}
	m := &marker{f: f, filled: map[[2]string]int{}}
	for _, place := range places {
		if err := m.cell(place); err != nil {
			return fmt.Errorf("mark %s!%s: %w", place[0].Sheet, place[0].Cell, err)
		}
		commented[[2]string{place[0].Sheet, place[0].Cell}] = true
	}
	// The library takes the parts of comments to be numbered as Excel does it, and else loses some.
	if got, err := commentedCells(f); err != nil {
		return err
	} else if !maps.Equal(got, commented) {
		return errors.New("the library has lost comments")
	}
	if err := m.list(marks); err != nil {
		return err
	}
	return w.save(path, nil)
}

// newSheetPart is the part that the library will write the next sheet to: it goes by the numbers of the sheets
// and does not look which parts there are.
func newSheetPart(f *excelize.File) string {
	last := 0
	for id := range f.GetSheetMap() {
		last = max(last, id)
	}
	return fmt.Sprintf("%ssheet%d.xml", sheetsFolder, last+1)
}

// commentedCells gives the cells with comments: sheet and address.
func commentedCells(f *excelize.File) (map[[2]string]bool, error) {
	found := map[[2]string]bool{}
	for _, sheet := range f.GetSheetList() {
		comments, err := f.GetComments(sheet)
		if err != nil {
			return nil, err
		}
		for _, c := range comments {
			found[[2]string{sheet, c.Cell}] = true
		}
	}
	return found, nil
}

// copyCells lays the cells of an old workbook into a new one.
func copyCells(sheets []cells.Sheet) (*excelize.File, error) {
	f := excelize.NewFile()
	for i, s := range sheets {
		name := s.Name
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(name); err != nil {
			return nil, err
		}
		for n := range s.Cells {
			if err := f.SetCellStr(name, s.Cells[n].Address(), clean(s.Cells[n].Text)); err != nil {
				return nil, err
			}
		}
		for _, m := range s.Merges {
			if err := f.MergeCell(name, cells.Address(m.Top, m.Left), cells.Address(m.Bottom, m.Right)); err != nil {
				return nil, err
			}
		}
		if s.Hidden {
			if err := f.SetSheetVisible(name, false); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// groupByCell gathers the findings of each cell, the worst first.
func groupByCell(marks []Mark) [][]Mark {
	var groups [][]Mark
	index := map[[2]string]int{}
	for _, m := range marks {
		if m.Sheet == "" || m.Cell == "" {
			continue
		}
		key := [2]string{m.Sheet, m.Cell}
		if _, found := index[key]; !found {
			index[key] = len(groups)
			groups = append(groups, nil)
		}
		groups[index[key]] = append(groups[index[key]], m)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b Mark) int { return rank(a.Severity) - rank(b.Severity) })
	}
	return groups
}

func rank(severity string) int {
	for i, s := range severities {
		if s.code == severity {
			return i
		}
	}
	return len(severities) - 1
}

type marker struct {
	f      *excelize.File
	filled map[[2]string]int // style and fill → filled style
}

// cell fills a cell, keeping the rest of its style, and comments it; a comment that was there stays
// above ours.
func (m *marker) cell(findings []Mark) error {
	sheet, cell := findings[0].Sheet, findings[0].Cell
	style, err := m.f.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	filled, err := m.fill(style, severities[rank(findings[0].Severity)].fill)
	if err != nil {
		return err
	}
	if err := m.f.SetCellStyle(sheet, cell, cell, filled); err != nil {
		return err
	}
	var text strings.Builder
	comments, err := m.f.GetComments(sheet)
	if err != nil {
		return err
	}
	for _, c := range comments {
		if c.Cell == cell {
			text.WriteString(c.Text)
			for _, run := range c.Paragraph {
				text.WriteString(run.Text)
			}
			text.WriteString("\n")
			if err := m.f.DeleteComment(sheet, cell); err != nil {
				return err
			}
		}
	}
	for _, finding := range findings {
		fmt.Fprintf(&text, "%s：%s\n办法：%s\n", severities[rank(finding.Severity)].word, finding.Message, finding.Fix)
	}
	return m.f.AddComment(sheet, excelize.Comment{Cell: cell, Author: "jixiao", Width: 320, Height: uint(60 + 50*len(findings)), Paragraph: []excelize.RichTextRun{{Text: clean(strings.TrimSpace(text.String())), Font: &excelize.Font{Family: sheetFont, Size: 9}}}})
}

func (m *marker) fill(style int, color string) (int, error) {
	key := [2]string{fmt.Sprint(style), color}
	if id, found := m.filled[key]; found {
		return id, nil
	}
	s, err := m.f.GetStyle(style)
	if err != nil {
		return 0, err
	}
	// The library gives colours with their alpha and takes them without: left so, the file is not valid.
	for i := range s.Border {
		if s.Border[i].Color = withoutAlpha(s.Border[i].Color); s.Border[i].Color == "" {
			s.Border[i].Color = "000000"
		}
	}
	if s.Font != nil {
		s.Font.Color = withoutAlpha(s.Font.Color)
	}
	s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	id, err := m.f.NewStyle(s)
	m.filled[key] = id
	return id, err
}

func withoutAlpha(color string) string {
	if len(color) == 8 {
		return color[2:]
	}
	return color
}

// listWidths are the columns of the list of findings, in places.
var listWidths = []int{8, 8, 22, 10, 28, 56, 44}

// list adds the sheet of findings; it is saved in front. It is written as a stream, with its texts in it: the
// library would write the workbook's own texts anew.
func (m *marker) list(marks []Mark) error {
	name := listSheet
	for n := 2; slices.Contains(m.f.GetSheetList(), name); n++ {
		name = fmt.Sprintf("%s%d", listSheet, n)
	}
	if _, err := m.f.NewSheet(name); err != nil {
		return err
	}
	w := &workbook{f: m.f, styles: map[styleKey]int{}}
	if err := w.page(listSheet, name); err != nil {
		return err
	}
	if err := w.repeatHeader(name); err != nil {
		return err
	}
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	body, err := w.style(styleKey{})
	if err != nil {
		return err
	}
	out, err := m.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := len(listWidths) - 1; i >= 0; i-- { // the writer puts each column before the last
		if err := out.SetColWidth(i+1, i+1, float64(listWidths[i])); err != nil {
			return err
		}
	}
	if err := listRow(out, 1, header, "序号", "级别", "工作表", "单元格", "项目名称", "问题", "改正办法"); err != nil {
		return err
	}
	for i, f := range marks {
		if err := listRow(out, i+2, body, i+1, severities[rank(f.Severity)].word, f.Sheet, f.Cell, f.Project, clean(f.Message), clean(f.Fix)); err != nil {
			return err
		}
		if f.Sheet != "" && f.Cell != "" {
			if err := m.f.SetCellHyperLink(name, place(i+2, 3), quoteSheet(f.Sheet)+"!"+f.Cell, "Location"); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// listRow writes a row as high as its texts need.
func listRow(out *excelize.StreamWriter, n, style int, values ...any) error {
	lines, cells := 1, make([]any, len(values))
	for i, v := range values {
		cells[i] = excelize.Cell{StyleID: style, Value: v}
		lines = max(lines, (tables.Width(fmt.Sprint(v))+listWidths[i]-4)/(listWidths[i]-3))
	}
	return out.SetRow(place(n, 0), cells, excelize.RowOpts{Height: float64(lines)*13.5 + 4.5})
}
