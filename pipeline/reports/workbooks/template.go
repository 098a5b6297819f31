package workbooks

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/rules"
	"jixiao/pipeline/template"
)

// Template writes a blank workbook for one unit: only the inputs can be filled in, the rest is
// locked (without a password: it guards against slips, not against people).
func Template(path, name string, sheets []template.Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	t := &templateBook{f: f, styles: map[templateStyle]int{}}
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.Name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(s.Name); err != nil {
			return err
		}
		if err := t.sheet(&s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	if err := setProperties(f, name); err != nil {
		return err
	}
	return (&workbook{f: f}).save(path, nil)
}

type templateBook struct {
	f      *excelize.File
	styles map[templateStyle]int
}

// templateStyle is all that tells the styles of a template's cells apart.
type templateStyle struct {
	kind template.Kind
	of   string // type of the value
	long bool
}

func (t *templateBook) sheet(s *template.Sheet) error {
	for i, width := range s.Widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := t.f.SetColWidth(s.Name, name, name, width); err != nil {
			return err
		}
	}
	heights := map[int]float64{}
	for i := range s.Cells {
		c := &s.Cells[i]
		heights[c.Top] = max(heights[c.Top], templateHeight(c))
		if err := t.cell(s.Name, c); err != nil {
			return fmt.Errorf("cell %s: %w", place(c.Top, c.Left-1), err)
		}
	}
	for row, height := range heights {
		if err := t.f.SetRowHeight(s.Name, row, height); err != nil {
			return err
		}
	}
	if err := errors.Join(quoteAll(t.f, s.Name), t.page(s)); err != nil {
		return err
	}
	if err := t.f.ProtectSheet(s.Name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true, FormatColumns: true, InsertRows: true,
		DeleteRows: true,
	}); err != nil {
		return err
	}
	return t.f.SetSheetVisible(s.Name, !s.Hidden)
}

func templateHeight(c *template.Cell) float64 {
	switch {
	case c.Kind == template.Title:
		return 32
	case c.Long:
		return 72
	case c.Kind == template.Label:
		return 28
	}
	return 22
}

func (t *templateBook) cell(sheet string, c *template.Cell) error {
	from, to := place(c.Top, c.Left-1), place(c.Bottom, c.Right-1)
	style, err := t.style(templateStyle{c.Kind, c.Type, c.Long})
	if err != nil {
		return err
	}
	if err := t.f.SetCellStyle(sheet, from, to, style); err != nil {
		return err
	}
	if from != to {
		if err := t.f.MergeCell(sheet, from, to); err != nil {
			return err
		}
	}
	switch {
	case c.Kind == template.Formula:
		return t.f.SetCellFormula(sheet, from, c.Text)
	case c.Kind == template.Input:
		return t.input(sheet, from, c)
	case c.Text == "":
		return nil
	case c.Kind == template.Fixed && (c.Type == rules.ScoreType || c.Type == rules.OrdinalType || c.Type == rules.NumberType):
		return t.f.SetCellDefault(sheet, from, c.Text)
	}
	return t.f.SetCellStr(sheet, from, clean(c.Text))
}

// input sets what may be written into a cell.
func (t *templateBook) input(sheet, at string, c *template.Cell) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref(at)
	var err error
	switch {
	case len(c.Choices) > 0:
		err = v.SetDropList(c.Choices)
		v.SetError(excelize.DataValidationErrorStyleStop, "填报", "请从下拉列表中选择。")
	case c.Type == rules.MoneyType:
		err = v.SetRange(0, 999999999, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		v.SetError(excelize.DataValidationErrorStyleStop, "填报", "请只填数字，不带单位，不能为负数。")
	case c.Most != "":
		err = v.SetRange(0, c.Most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		v.SetError(excelize.DataValidationErrorStyleStop, "填报", "请填数字，得分不能为负数，不能超过分值。")
	case c.Type == rules.ScoreType:
		err = v.SetRange(0, 100, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		v.SetError(excelize.DataValidationErrorStyleStop, "填报", "请填 0 到 100 之间的数字。")
	case c.Type == rules.NumberType:
		err = v.SetRange(0, 99999, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
		v.SetError(excelize.DataValidationErrorStyleStop, "填报", "请填整数。")
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return t.f.AddDataValidation(sheet, v)
}

func (t *templateBook) style(key templateStyle) (int, error) {
	if id, found := t.styles[key]; found {
		return id, nil
	}
	edge := func(side string) excelize.Border { return excelize.Border{Type: side, Color: "808080", Style: 1} }
	s := &excelize.Style{
		Border:     []excelize.Border{edge("left"), edge("right"), edge("top"), edge("bottom")},
		Font:       &excelize.Font{Family: sheetFont, Size: 10},
		Alignment:  &excelize.Alignment{Vertical: "center", Horizontal: "center", WrapText: true},
		Protection: &excelize.Protection{Locked: key.kind != template.Input},
	}
	switch key.kind {
	case template.Title:
		s.Border, s.Font.Size, s.Font.Bold = nil, 16, true
	case template.Note:
		s.Border, s.Alignment.WrapText = nil, false
	case template.Label:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
	case template.Input:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFDE7"}}
	}
	if key.long || key.kind == template.Input && key.of == rules.TextType {
		s.Alignment.Horizontal = "left"
	}
	if code := templateFormat(key); code != "" {
		s.CustomNumFmt = &code
	}
	id, err := t.f.NewStyle(s)
	t.styles[key] = id
	return id, err
}

// templateFormat: targets and texts are kept as typed; 100 stays 100, 2023-12 does not become a date.
func templateFormat(key templateStyle) string {
	switch {
	case key.of == rules.RateType:
		return "0.00%"
	case key.of == rules.MoneyType:
		return "#,##0.00####"
	case key.kind == template.Input && (key.of == rules.MeasureType || key.of == rules.TextType):
		return "@"
	}
	return ""
}

func (t *templateBook) page(s *template.Sheet) error {
	fit, paper, one, middle := true, 9, 1, true
	orientation := "portrait"
	if len(s.Widths) > 6 {
		orientation = "landscape"
	}
	if err := t.f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := t.f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &one,
	}); err != nil {
		return err
	}
	if err := t.f.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Horizontally: &middle}); err != nil {
		return err
	}
	grid := false
	return t.f.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: &grid})
}
