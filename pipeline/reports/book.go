package reports

import (
	"context"
	"maps"
	"path"

	"jixiao/pipeline/reports/workbooks"
)

// workbook writes the consolidated workbook. copies are the marked copies by submitted file.
func (w *writer) workbook(ctx context.Context, copies map[string]string) error {
	v, grades := w.views, w.County.Grades(w.Inputs.Year)
	reviews, err := w.reviews()
	if err != nil {
		return err
	}
	copies = maps.Clone(copies)
	for _, name := range taskNames(reviews) { // 抽查建议 leads to them
		copies[path.Join(reviewDir, name)] = path.Join(reviewDir, name)
	}
	book := &workbooks.Book{Title: w.title() + "乡镇预算绩效自评县级汇总", Grades: grades, Copies: copies}
	if book.Made, err = w.made(ctx); err != nil {
		return err
	}
	if book.Figures, err = v.rows("全县"); err != nil {
		return err
	}
	for _, name := range v.sheets {
		t, err := v.rows(name)
		if err != nil {
			return err
		}
		if !v.isLeftOut(name) {
			book.Sheets = append(book.Sheets, t)
		}
	}
	return workbooks.Workbook(w.path(countyBook), book)
}

// made says on which day the set was made, and what is in no sum of money.
func (w *writer) made(ctx context.Context) (string, error) {
	t, err := w.Tables.Ask(ctx, "made")
	if err != nil {
		return "", err
	}
	says := "统计日期 " + t.Rows[0][0].(string)
	if batch, some := t.Rows[0][1].(string); some {
		says += "　材料批次 " + batch
	}
	if list, some := t.Rows[0][2].(string); some {
		says += "　金额合计未计入 " + list
	}
	return says, nil
}
