package reports

import (
	"fmt"
	"path"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/tables"
)

// mostReviews is how many projects one working paper holds, a sheet each; above that each township has its
// own.
const mostReviews = 300

// reviews are the working papers of the re-check (抽查复核底稿), where projects were drawn. Filled in, they go
// into a folder 复核 of the year's inputs and are read back.
func (w *writer) reviews() ([]task, error) {
	lines, err := w.views.rows(reviewBook)
	if err != nil || len(lines.Rows) == 0 {
		return nil, err
	}
	last := lines.Rows[len(lines.Rows)-1][lines.Index("次序")].(int64) // they are numbered through
	if last <= mostReviews {
		return []task{w.review(reviewBook+".xlsx", w.County.CountyName(w.Inputs.Year), lines)}, nil
	}
	var tasks []task
	for _, part := range lines.Split("乡镇") {
		name := publish.FileName(reviewBook+"-"+w.layout.folder(part.Key)) + ".xlsx"
		tasks = append(tasks, w.review(name, part.Key, part.Table))
	}
	return tasks, nil
}

func (w *writer) review(name, whose string, lines *tables.Table) task {
	title := fmt.Sprintf("%s%d年度项目支出绩效自评复核底稿", whose, w.Inputs.Year)
	return task{name, func() error {
		return w.write(path.Join(reviewDir, name), w.from("recheck").text(title).table(lines), func(path string) error {
			return workbooks.Recheck(path, title, lines)
		})
	}}
}
