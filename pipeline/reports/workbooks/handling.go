package workbooks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// Page is a sheet of the workbook in which the bureau decides: Title is that of its form in 表样, by which it is read
// back, Fill the columns that a person fills in, Choices what may stand in one of them.
type Page struct {
	Title, Hint string
	Rows        *tables.Table
	Fill        []string
	Choices     map[string][]string
}

// fillColour is the ground of cells that a person fills in.
const fillColour = "FFF9E5"

// Handling writes the workbook in which the bureau decides (处理意见.xlsx): what was found and proposed, with what was
// decided so far; put into the folder 处理意见 of the year it counts from the next run on.
func Handling(path, title string, pages []Page) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	w := &workbook{f: f, styles: map[styleKey]int{}, colours: map[string]int{}, links: map[string][]link{}}
	for i, p := range pages {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", p.Title); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(p.Title); err != nil {
			return err
		}
		if err := w.decisions(title, p); err != nil {
			return fmt.Errorf("sheet %s: %w", p.Title, err)
		}
	}
	if err := setProperties(f, title); err != nil {
		return err
	}
	return w.save(path, nil)
}

// headRow is the row of the header: above it stand the title and the hint.
const headRow = 3

// decisions lays out one page.
func (w *workbook) decisions(title string, p Page) error {
	if err := w.page(title, p.Title); err != nil {
		return err
	}
	for i, text := range []string{p.Title, p.Hint} { // in this order: the library numbers texts as they come
		if err := w.f.SetCellStr(p.Title, place(i+1, 0), text); err != nil {
			return err
		}
	}
	if err := w.decisionRows(p); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.Choices)) {
		choices, column := p.Choices[name], p.Rows.Index(name)
		v := excelize.NewDataValidation(true)
		v.SetSqref(place(headRow+1, column) + ":" + place(headRow+max(len(p.Rows.Rows), 1), column))
		if err := v.SetDropList(choices); err != nil {
			return err
		}
		if err := w.f.AddDataValidation(p.Title, v); err != nil {
			return err
		}
	}
	return w.f.SetPanes(p.Title, &excelize.Panes{
		Freeze: true, YSplit: headRow, TopLeftCell: place(headRow+1, 0), ActivePane: "bottomLeft",
	})
}

// decisionRows writes the header and the rows, each as high as its texts need.
func (w *workbook) decisionRows(p Page) error {
	head, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	plain, filled, err := w.decisionStyles()
	if err != nil {
		return err
	}
	lines := make([]int, len(p.Rows.Rows))
	for i, c := range p.Rows.Columns {
		room := columnRoom(p.Rows, i)
		name, _ := excelize.ColumnNumberToName(i + 1)
		style := plain
		if slices.Contains(p.Fill, c.Name) {
			style, room = filled, max(room, 14)
		}
		if err := w.f.SetColWidth(p.Title, name, name, float64(room+3)); err != nil {
			return err
		}
		if err := w.f.SetCellStr(p.Title, place(headRow, i), c.Name); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(p.Title, place(headRow, i), place(headRow, i), head); err != nil {
			return err
		}
		for n, row := range p.Rows.Rows {
			cell := place(headRow+1+n, i)
			text, _ := row[i].(string) // null is ""
			lines[n] = max(lines[n], (tables.Width(text)+room-1)/room, 1)
			if err := w.f.SetCellStr(p.Title, cell, clean(text)); err != nil {
				return err
			}
			if err := w.f.SetCellStyle(p.Title, cell, cell, style); err != nil {
				return err
			}
		}
	}
	for n, count := range lines {
		if err := w.f.SetRowHeight(p.Title, headRow+1+n, heightOf(count)); err != nil {
			return err
		}
	}
	return nil
}

// decisionStyles are those of what is shown and of what is filled in: both are texts, whatever they begin with.
func (w *workbook) decisionStyles() (plain, filled int, err error) {
	style := &excelize.Style{
		NumFmt: 49, Font: &excelize.Font{Family: sheetFont, Size: 10},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: "left", Indent: 1},
	}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		style.Border = append(style.Border, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	if plain, err = w.f.NewStyle(style); err != nil {
		return 0, 0, err
	}
	style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillColour}}
	filled, err = w.f.NewStyle(style)
	return plain, filled, err
}

// columnRoom is how wide a column's texts want it, in places, within what reads well.
func columnRoom(t *tables.Table, column int) int {
	room := tables.Width(t.Columns[column].Name)
	for _, row := range t.Rows {
		text, _ := row[column].(string)
		room = max(room, min(tables.Width(text), widest))
	}
	return max(room, narrowest)
}
