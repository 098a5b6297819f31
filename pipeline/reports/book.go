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
	book := &workbooks.Book{Title: w.title() + "乡镇预算绩效自评汇总", Grades: grades, Copies: copies}
	made, err := w.made(ctx)
	if err != nil {
		return err
	}
	book.Made = made.says
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

// made is when the set was made and of which materials.
type made struct {
	on, batch string
	says      string // all of it, and what is in no sum of money
}

// made asks for it.
func (w *writer) made(ctx context.Context) (made, error) {
	t, err := w.Tables.Ask(ctx, "made")
	if err != nil {
		return made{}, err
	}
	batch, _ := t.Rows[0][1].(string) // none where nothing could be read
	m := made{on: t.Rows[0][0].(string), batch: batch}
	m.says = m.of(batch)
	if list, some := t.Rows[0][2].(string); some {
		m.says += "　金额合计未计入 " + list
	}
	return m, nil
}

// of says it of one batch of materials: a township's page stays as it is while its own do.
func (m made) of(batch string) string {
	if batch == "" {
		return "统计日期 " + m.on
	}
	return "统计日期 " + m.on + "　材料批次 " + batch
}

// batches are the batches of the townships' materials.
func (w *writer) batches(ctx context.Context) (map[string]string, error) {
	t, err := w.Tables.Ask(ctx, "batches")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, row := range t.Rows {
		all[row[0].(string)] = row[1].(string)
	}
	return all, nil
}
