package workbooks

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

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
	out, err := m.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := len(listWidths) - 1; i >= 0; i-- { // the writer puts each column before the last
		if err := out.SetColWidth(i+1, i+1, float64(listWidths[i])); err != nil {
			return err
		}
	}
	if err := listHeader(out, header, "序号", "级别", "工作表", "单元格", "项目名称", "问题", "改正办法"); err != nil {
		return err
	}
	for i, f := range marks {
		if err := w.listRow(out, i+2, i+1, severities[rank(f.Severity)].word,
			f.Sheet, f.Cell, f.Project, f.Message, f.Fix); err != nil {
			return err
		}
		if pointsInto(m.f, f) && i < linksPerSheet {
			target := quoteSheet(f.Sheet) + "!" + f.Cell
			if err := m.f.SetCellHyperLink(name, place(i+2, 3), target, "Location"); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

func listHeader(out *excelize.StreamWriter, style int, names ...string) error {
	cells := make([]any, len(names))
	for i, name := range names {
		cells[i] = excelize.Cell{StyleID: style, Value: name}
	}
	return out.SetRow("A1", cells, excelize.RowOpts{Height: heightOf(1)})
}

// listRow writes a row as high as its texts need, within what a spreadsheet allows.
func (w *workbook) listRow(out *excelize.StreamWriter, n int, values ...any) error {
	lines, cells := 1, make([]any, len(values))
	for i, v := range values {
		text, isText := v.(string)
		style, err := w.style(styleKey{quoted: isText && beginsAsFormula(text)})
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: style, Value: cellValue(v)}
		room := listWidths[i] - 3
		lines = max(lines, (tables.Width(fmt.Sprint(v))+room-1)/room)
	}
	return out.SetRow(place(n, 0), cells, excelize.RowOpts{Height: heightOf(lines)})
}
