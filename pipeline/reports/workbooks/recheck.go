package workbooks

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// Recheck writes the working paper of the re-check (复核底稿): a list of the projects, then a sheet a
// project with the 13 columns of its review. What reviewers fill in is read back as the third ledger.
// lines is reports.recheck: one row an indicator, by project in the order of the draw.
func Recheck(path, title string, lines *tables.Table) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	w := &workbook{f: f, styles: map[styleKey]int{}, colours: map[string]int{}, links: map[string][]link{}}
	const list = "抽查项目"
	if err := f.SetSheetName("Sheet1", list); err != nil {
		return err
	}
	overview := &tables.Table{Name: list, Columns: lines.Columns[:4]}
	projects := lines.Split("次序")
	for _, p := range projects {
		overview.Rows = append(overview.Rows, p.Table.Rows[0][:4])
	}
	if err := w.sheet(title, overview); err != nil {
		return err
	}
	for i, p := range projects {
		sheet := fmt.Sprintf("复核%03d", i+1)
		if _, err := f.NewSheet(sheet); err != nil {
			return err
		}
		if err := w.review(sheet, p.Table); err != nil {
			return fmt.Errorf("sheet %s: %w", sheet, err)
		}
	}
	if err := setProperties(f, title); err != nil {
		return err
	}
	return w.save(path, nil)
}

// review lays out one project's sheet: title, whose it is, the 13 columns, the total.
func (w *workbook) review(sheet string, t *tables.Table) error {
	const head = 4 // 次序, 乡镇, 项目名称, 抽取原因
	columns := t.Columns[head:]
	last := len(columns) - 1
	first := t.Rows[0]
	texts := [][2]any{
		{"A1", "项目支出绩效自评复核表"}, {"A2", "单位名称"}, {"B2", first[1]}, {"E2", "项目名称"}, {"F2", first[2]},
		{"A3", "复核人"}, {"E3", "抽取原因"}, {"F3", first[3]},
	}
	for _, text := range texts {
		if err := w.f.SetCellValue(sheet, text[0].(string), cellValue(text[1])); err != nil {
			return err
		}
	}
	for _, merge := range [][2]string{
		{"A1", place(1, last)}, {"B2", "D2"}, {"F2", place(2, last)}, {"B3", "D3"}, {"F3", place(3, last)},
	} {
		if err := w.f.MergeCell(sheet, merge[0], merge[1]); err != nil {
			return err
		}
	}
	top := 5
	for i, c := range columns {
		if err := w.f.SetCellStr(sheet, place(top-1, i), c.Name); err != nil {
			return err
		}
		for n, row := range t.Rows {
			if row[head+i] == nil {
				continue
			}
			if err := w.f.SetCellValue(sheet, place(top+n, i), cellValue(row[head+i])); err != nil {
				return err
			}
		}
	}
	bottom := top + len(t.Rows)
	return errors.Join(
		w.reviewTotals(sheet, columns, top, bottom),
		w.reviewLooks(sheet, top, bottom, last),
		w.reviewSizes(sheet, bottom),
	)
}

// reviewTotals adds the row that sums up weights and scores.
func (w *workbook) reviewTotals(sheet string, columns []tables.Column, top, bottom int) error {
	if err := w.f.SetCellStr(sheet, place(bottom, 0), "合计"); err != nil {
		return err
	}
	for i, c := range columns {
		if c.Name != "权重" && c.Name != "自评得分" && c.Name != "复核得分" {
			continue
		}
		if err := w.f.SetCellFormula(sheet, place(bottom, i),
			fmt.Sprintf("SUM(%s:%s)", place(top, i), place(bottom-1, i))); err != nil {
			return err
		}
	}
	return nil
}

// reviewLooks gives title, header and body their styles.
func (w *workbook) reviewLooks(sheet string, top, bottom, last int) error {
	title, err := w.f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 16, Bold: true},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	})
	if err != nil {
		return err
	}
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	body, err := w.style(styleKey{center: true})
	if err != nil {
		return err
	}
	for _, area := range []struct {
		from, to string
		style    int
	}{
		{"A1", "A1", title},
		{"A2", place(3, last), body},
		{place(top-1, 0), place(top-1, last), header},
		{place(top, 0), place(bottom, last), body},
	} {
		if err := w.f.SetCellStyle(sheet, area.from, area.to, area.style); err != nil {
			return err
		}
	}
	return nil
}

// reviewSizes sets widths and heights, and one page across.
func (w *workbook) reviewSizes(sheet string, bottom int) error {
	if err := quoteAll(w.f, sheet); err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "A", "M", 11); err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "B", "C", 20); err != nil {
		return err
	}
	for row := 2; row <= bottom; row++ {
		if err := w.f.SetRowHeight(sheet, row, 28); err != nil {
			return err
		}
	}
	if err := w.f.SetRowHeight(sheet, 1, 30); err != nil {
		return err
	}
	fit, paper, one, all, landscape := true, 9, 1, 0, "landscape"
	if err := w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &landscape, FitToWidth: &one, FitToHeight: &all,
	})
}
