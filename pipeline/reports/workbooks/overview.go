package workbooks

import (
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// The overview is laid out on twelve narrow columns, so that six cards or two charts fill a page.
const (
	overviewColumns = 12
	cardColumns     = 2
	cardsPerRow     = overviewColumns / cardColumns
	columnPlaces    = 11
	chartWidth      = 490 // pixels, six columns
	chartRows       = 20  // rows under a chart
	lowRows         = 13  // and under one as wide as the page
	chartGap        = 60  // pixels between a chart and what is below it: rows are lower in some programs
	chartColour     = "2F75B5"
	crowded         = 12 // bars that are too many for half a page
	numbered        = 20 // bars that have room for their numbers
	mostBars        = 100

	titleHeight, labelHeight, figureHeight, lineHeight = 40, 17, 26, 15 // points

)

// keyFigures are the columns of the county's figures that have a card.
var keyFigures = []string{
	"应报乡镇", "已报乡镇", "项目数量", "自评数量", "覆盖率", "退回乡镇",
	"年初预算", "全年预算", "全年执行", "执行率", "项目预算", "项目执行",
	"平均分", "最高分", "最低分", "错误数", "疑点数", "提示数",
}

// overview fills the first sheet: title, key figures, a list of the sheets, four charts.
func (w *workbook) overview(b *Book) error {
	const s = overviewSheet
	last, err := excelize.ColumnNumberToName(overviewColumns)
	if err != nil {
		return err
	}
	if err := w.f.SetColWidth(s, "A", last, columnPlaces); err != nil {
		return err
	}
	if err := w.wide(1, titleHeight, b.Title, excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 20, Bold: true, Color: "1F3864"},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	}); err != nil {
		return err
	}
	if err := w.wide(2, lineHeight, b.Made, excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 10, Color: "595959"},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	}); err != nil {
		return err
	}
	row, err := w.cards(4, b.Figures)
	if err != nil {
		return err
	}
	if row, err = w.contents(row+1, b.Sheets); err != nil {
		return err
	}
	if err := w.page(b.Title, s); err != nil {
		return err
	}
	upright, one := "portrait", 1 // one page, whatever it shows
	layout := &excelize.PageLayoutOptions{Orientation: &upright, FitToWidth: &one, FitToHeight: &one}
	if err := w.f.SetPageLayout(s, layout); err != nil {
		return err
	}
	if err := w.charts(row+1, b); err != nil {
		return err
	}
	grid := false
	if err := w.f.SetSheetView(s, 0, &excelize.ViewOptions{ShowGridLines: &grid}); err != nil {
		return err
	}
	w.f.SetActiveSheet(0)
	return nil
}

// wide writes a line across the whole overview.
func (w *workbook) wide(row int, height float64, text string, style excelize.Style) error {
	const s = overviewSheet
	first, last := place(row, 0), place(row, overviewColumns-1)
	id, err := w.f.NewStyle(&style)
	if err != nil {
		return err
	}
	if err := w.f.MergeCell(s, first, last); err != nil {
		return err
	}
	if err := w.f.SetCellStr(s, first, clean(text)); err != nil {
		return err
	}
	if err := w.f.SetCellStyle(s, first, last, id); err != nil {
		return err
	}
	return w.f.SetRowHeight(s, row, height)
}

// cards writes each key figure under its label, and gives the next free row.
func (w *workbook) cards(row int, figures *tables.Table) (int, error) {
	n := 0
	for _, name := range keyFigures {
		i := figures.Index(name)
		if i < 0 || len(figures.Rows) == 0 {
			continue
		}
		row, column := row+n/cardsPerRow*2, n%cardsPerRow*cardColumns
		if err := w.card(row, column, figures.Columns[i], figures.Rows[0][i]); err != nil {
			return 0, err
		}
		n++
	}
	return row + (n+cardsPerRow-1)/cardsPerRow*2, nil
}

func (w *workbook) card(row, column int, c tables.Column, v any) error {
	ground := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F5F9FD"}}
	code := numberFormat(int(min(c.Scale, 2)))
	lines := []struct {
		value  any
		height float64
		style  excelize.Style
	}{
		{c.About, labelHeight, excelize.Style{
			Border:    cardEdges("left", "right", "top"),
			Fill:      ground,
			Font:      &excelize.Font{Family: sheetFont, Size: 9, Color: "595959"},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
		}},
		{cellValue(v), figureHeight, excelize.Style{
			Border:       cardEdges("left", "right", "bottom"),
			Fill:         ground,
			CustomNumFmt: &code,
			Font:         &excelize.Font{Family: sheetFont, Size: 15, Bold: true, Color: "1F3864"},
			Alignment:    &excelize.Alignment{Horizontal: "center", Vertical: "center"},
		}},
	}
	for i, line := range lines {
		first, last := place(row+i, column), place(row+i, column+cardColumns-1)
		id, err := w.f.NewStyle(&line.style)
		if err != nil {
			return err
		}
		if err := w.f.MergeCell(overviewSheet, first, last); err != nil {
			return err
		}
		if err := w.f.SetCellValue(overviewSheet, first, line.value); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(overviewSheet, first, last, id); err != nil {
			return err
		}
		if err := w.f.SetRowHeight(overviewSheet, row+i, line.height); err != nil {
			return err
		}
	}
	return nil
}

func cardEdges(sides ...string) (all []excelize.Border) {
	for _, side := range sides {
		all = append(all, excelize.Border{Type: side, Color: "BDD7EE", Style: 1})
	}
	return all
}

// contents lists the sheets, each leading to its sheet, and gives the next free row.
func (w *workbook) contents(row int, sheets []*tables.Table) (int, error) {
	id, err := w.f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 10, Color: linkColour, Underline: "single"},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	})
	if err != nil {
		return 0, err
	}
	for i, t := range sheets {
		cell := place(row+i/overviewColumns, i%overviewColumns)
		if err := w.f.SetCellStr(overviewSheet, cell, t.Name); err != nil {
			return 0, err
		}
		if err := goTo(w.f, overviewSheet, cell, t.Name); err != nil {
			return 0, err
		}
		if err := w.f.SetCellStyle(overviewSheet, cell, cell, id); err != nil {
			return 0, err
		}
	}
	return row + (len(sheets)+overviewColumns-1)/overviewColumns, nil
}
