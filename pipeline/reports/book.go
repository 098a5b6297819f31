package reports

import "jixiao/pipeline/reports/workbooks"

// workbook writes the consolidated workbook. copies are the marked copies by submitted file.
func (w *writer) workbook(copies map[string]string) error {
	v, grades := w.views, w.County.Grades(w.Inputs.Year)
	book := &workbooks.Book{Title: w.title() + "乡镇预算绩效自评县级汇总", Grades: grades, Copies: copies}
	var err error
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
