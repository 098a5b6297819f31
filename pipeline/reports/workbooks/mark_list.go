package workbooks

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// listWidths are the columns of the list of findings, in places.
var listWidths = []int{8, 8, 30, 28, 56, 44, 12, 28, 17}

// listReplies are what a township may answer; its reply is read back by the number of the finding.
var listReplies = []string{"已改", "说明", "有异议"}

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
	if err := listHeader(out, header, "序号", "级别", "位置", "项目名称", "问题", "改正办法",
		"回复情况", "回复说明", "问题编号"); err != nil {
		return err
	}
	for i, f := range marks {
		if err := w.listRow(out, i+2, i+1, severities[rank(f.Severity)].word,
			listPlace(f), f.Project, f.Message, f.Fix, "", "", f.ID); err != nil {
			return err
		}
		if pointsInto(m.f, f) && i < linksPerSheet {
			target := quoteSheet(f.Sheet) + "!" + f.Cell
			if err := m.f.SetCellHyperLink(name, place(i+2, 2), target, "Location"); err != nil {
				return err
			}
		}
	}
	if err := m.replies(name, len(marks)); err != nil {
		return err
	}
	return out.Flush()
}

// replies gives the column 回复情况 its drop-down.
func (m *marker) replies(sheet string, rows int) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("G2:G%d", max(rows, 1)+1))
	if err := v.SetDropList(listReplies); err != nil {
		return err
	}
	return m.f.AddDataValidation(sheet, v)
}

// listPlace is where a finding stands. A sheet's name alone would be the title of a form where the list is read back.
func listPlace(f Mark) string {
	switch {
	case f.Sheet == "":
		return ""
	case f.Cell == "":
		return f.Sheet + "!整张表"
	}
	return f.Sheet + "!" + f.Cell
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
