package workbooks

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// listTitle stands in the first cell of the list of findings: by it the sheet that comes back is known as ours, and
// the replies in it are read.
const listTitle = "问题回复清单"

// listColumns are the columns of the list of findings, with their widths in places.
var listColumns = []struct {
	name  string
	width int
}{
	{"序号", 8}, {"级别", 8}, {"位置", 28}, {"项目名称", 24}, {"问题", 44}, {"现填", 22}, {"应为", 22},
	{"改正办法", 40}, {"改正前后", 24}, {replyColumn, 12}, {"回复说明", 30}, {"问题编号", 16},
}

// replyColumn is where a township says what it did.
const replyColumn = "回复情况"

// listTop is the row of the list's header: a title and how to reply stand above it.
const listTop = 3

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
	if err := w.repeatHeader(name, listTop); err != nil {
		return err
	}
	if err := w.replies(name, len(marks)); err != nil {
		return err
	}
	out, err := m.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := len(listColumns) - 1; i >= 0; i-- { // the writer puts each column before the last
		if err := out.SetColWidth(i+1, i+1, float64(listColumns[i].width)); err != nil {
			return err
		}
	}
	if err := w.listHeader(out, marks); err != nil {
		return err
	}
	for i := range marks {
		f := &marks[i]
		number := f.Number
		if number == "" && f.ID == "" { // marked outside a run: there is no notice
			number = fmt.Sprint(i + 1)
		}
		if err := w.listRow(out, listTop+1+i, number, severities[rank(f.Severity)].word, listPlace(*f), f.Project,
			f.Message, f.Value, f.Expected, f.Fix, f.Effect, "", "", f.ID); err != nil {
			return err
		}
		if pointsInto(m.f, *f) && i < linksPerSheet {
			target := quoteSheet(f.Sheet) + "!" + f.Cell
			if err := m.f.SetCellHyperLink(name, place(listTop+1+i, 2), target, "Location"); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// replies lets a township choose what it answers.
func (w *workbook) replies(sheet string, rows int) error {
	at := slices.IndexFunc(listColumns, func(c struct {
		name  string
		width int
	}) bool {
		return c.name == replyColumn
	})
	choice := excelize.NewDataValidation(true)
	choice.Sqref = place(listTop+1, at) + ":" + place(listTop+max(rows, 1), at)
	if err := choice.SetDropList([]string{"已改", "说明", "有异议"}); err != nil {
		return err
	}
	return w.f.AddDataValidation(sheet, choice)
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

// listHeader writes the title, how to reply and until when, and the names of the columns.
func (w *workbook) listHeader(out *excelize.StreamWriter, marks []Mark) error {
	title, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: sheetFont, Size: 16, Bold: true}})
	if err != nil {
		return err
	}
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	says := "请在原工作簿中改正，不必修改本副本。"
	if i := slices.IndexFunc(marks, func(m Mark) bool { return m.Deadline != "" }); i >= 0 {
		says = "期限：" + marks[i].Deadline + "。" + says + "每一项请选择已改、说明或者有异议，理由写在其右，随材料一并报送。"
	}
	if err := out.SetRow("A1", []any{excelize.Cell{StyleID: title, Value: listTitle}},
		excelize.RowOpts{Height: 28}); err != nil {
		return err
	}
	if err := out.SetRow("A2", []any{excelize.Cell{Value: says}}, excelize.RowOpts{Height: heightOf(1)}); err != nil {
		return err
	}
	cells := make([]any, len(listColumns))
	for i, c := range listColumns {
		cells[i] = excelize.Cell{StyleID: header, Value: c.name}
	}
	return out.SetRow(place(listTop, 0), cells, excelize.RowOpts{Height: heightOf(1)})
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
		room := listColumns[i].width - 3
		lines = max(lines, (tables.Width(fmt.Sprint(v))+room-1)/room)
	}
	return out.SetRow(place(n, 0), cells, excelize.RowOpts{Height: heightOf(lines)})
}
