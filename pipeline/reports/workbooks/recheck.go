package workbooks

import (
	"errors"
	"fmt"
	"slices"

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
		w.reviewChoices(sheet, columns, top, bottom-1),
		w.reviewEnd(sheet, bottom, last),
		w.reviewLooks(sheet, top, bottom, last),
		w.reviewSizes(sheet, bottom+reviewEndRows),
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

// reviewChoices lets a score be no less than nothing and no more than the indicator is worth.
func (w *workbook) reviewChoices(sheet string, columns []tables.Column, top, last int) error {
	index := func(name string) int {
		return slices.IndexFunc(columns, func(c tables.Column) bool { return c.Name == name })
	}
	score, weight := index("复核得分"), index("权重")
	if score < 0 || weight < 0 { // a county's own columns
		return nil
	}
	for row := top; row <= last; row++ {
		v := excelize.NewDataValidation(true)
		v.Sqref = place(row, score)
		if err := v.SetRange(0, place(row, weight), excelize.DataValidationTypeDecimal,
			excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "复核得分", "复核得分应在0和权重之间。")
		if err := w.f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// reviewEndRows is how many rows stand below the total: what the reviewer concludes, and who signs.
const reviewEndRows = 2

func (w *workbook) reviewEnd(sheet string, bottom, last int) error {
	body, err := w.style(styleKey{center: true})
	if err != nil {
		return err
	}
	conclusion, signed := bottom+1, bottom+2
	texts := [][2]string{
		{place(conclusion, 0), "复核结论"}, {place(signed, 0), "复核人签字"}, {place(signed, 4), "被复核单位签字"},
		{place(signed, 8), "日期"},
	}
	for _, text := range texts {
		if err := w.f.SetCellStr(sheet, text[0], text[1]); err != nil {
			return err
		}
	}
	for _, merge := range [][2]string{
		{place(conclusion, 1), place(conclusion, last)}, {place(signed, 1), place(signed, 3)},
		{place(signed, 5), place(signed, 7)}, {place(signed, 9), place(signed, last)},
	} {
		if err := w.f.MergeCell(sheet, merge[0], merge[1]); err != nil {
			return err
		}
	}
	return w.f.SetCellStyle(sheet, place(conclusion, 0), place(signed, last), body)
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
