package workbooks

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/rules"
)

// Label is a wording that 表样 does not have.
type Label struct {
	Wording  string
	Proposed string // the field that it may be, as rules.FieldChoices says it; "" where none is near
	Times    int64
	Example  string // a place where it stands
}

// choicesSheet holds what the drop-down of 对应栏目 offers; a list typed into the cell may not be that long.
const choicesSheet = "可选栏目"

// Labels writes the workbook in which the county confirms new wordings (待确认标签): with 采用 filled in and put into the
// inputs folder they are further wordings of 表样.
func Labels(path string, labels []Label, choices []string) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "待确认标签"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	w := &workbook{f: f, styles: map[styleKey]int{}, colours: map[string]int{}, links: map[string][]link{}}
	if err := w.labelRows(sheet, labels); err != nil {
		return err
	}
	if err := w.labelChoices(sheet, len(labels), choices); err != nil {
		return err
	}
	for column, width := range map[string]float64{"A": 24, "B": 52, "C": 8, "D": 10, "E": 12, "F": 10, "G": 44} {
		if err := f.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	if err := w.page("", sheet); err != nil {
		return err
	}
	return w.save(path, nil)
}

func (w *workbook) labelRows(sheet string, labels []Label) error {
	head, err := w.f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Family: sheetFont, Size: 11, Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headerFill}},
	})
	if err != nil {
		return err
	}
	hint := "在“采用”一列填“是”（对应栏目不对的先改），填上采用人和日期，把本文件放进输入文件夹，下次运行起就认得这些写法。不采用的留空。"
	if err := w.f.SetCellStr(sheet, "A1", hint); err != nil {
		return err
	}
	last := place(1, len(rules.LabelColumns)-1)
	wrap, err := w.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	err = errors.Join(err, w.f.MergeCell(sheet, "A1", last), w.f.SetCellStyle(sheet, "A1", last, wrap),
		w.f.SetRowHeight(sheet, 1, 32))
	if err != nil {
		return err
	}
	if err := w.f.SetSheetRow(sheet, "A2", &rules.LabelColumns); err != nil {
		return err
	}
	if err := w.f.SetCellStyle(sheet, "A2", place(2, len(rules.LabelColumns)-1), head); err != nil {
		return err
	}
	for i, l := range labels {
		row := []any{l.Wording, l.Proposed, nil, nil, nil, l.Times, l.Example}
		if err := w.f.SetSheetRow(sheet, place(i+3, 0), &row); err != nil {
			return err
		}
	}
	return w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"})
}

// labelChoices gives 对应栏目 and 采用 their drop-downs.
func (w *workbook) labelChoices(sheet string, rows int, choices []string) error {
	if _, err := w.f.NewSheet(choicesSheet); err != nil {
		return err
	}
	if err := w.f.SetSheetCol(choicesSheet, "A1", &choices); err != nil {
		return err
	}
	if err := w.f.SetSheetVisible(choicesSheet, false); err != nil {
		return err
	}
	last := max(rows, 1) + 2
	field := excelize.NewDataValidation(true)
	field.SetSqref(fmt.Sprintf("B3:B%d", last))
	field.SetSqrefDropList(fmt.Sprintf("%s!$A$1:$A$%d", choicesSheet, max(len(choices), 1)))
	taken := excelize.NewDataValidation(true)
	taken.SetSqref(fmt.Sprintf("C3:C%d", last))
	if err := taken.SetDropList([]string{"是", "否"}); err != nil {
		return err
	}
	return errors.Join(w.f.AddDataValidation(sheet, field), w.f.AddDataValidation(sheet, taken))
}
