package pipeline

import (
	"fmt"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/tables"
)

// mostReviews is how many projects one working paper holds, a sheet each; above that each township has its
// own.
const mostReviews = 300

// rechecks are the working papers of the re-check (抽查复核底稿), where projects were drawn. Filled in, they go
// into a folder 复核 of the year's inputs and are read back.
func (j *job) rechecks(v *views) ([]task, error) {
	lines, err := v.rows("复核底稿")
	if err != nil || len(lines.Rows) == 0 {
		return nil, err
	}
	last := lines.Rows[len(lines.Rows)-1][lines.Index("次序")].(int64) // they are numbered through
	if last <= mostReviews {
		return []task{j.recheck("复核底稿.xlsx", j.county(), lines)}, nil
	}
	var tasks []task
	for _, part := range lines.Split("乡镇") {
		tasks = append(tasks, j.recheck(publish.FileName("复核底稿-"+j.folder(part.Key))+".xlsx", part.Key, part.Table))
	}
	return tasks, nil
}

func (j *job) recheck(name, whose string, lines *tables.Table) task {
	title := fmt.Sprintf("%s%d年度项目支出绩效自评复核底稿", whose, j.year)
	return task{name, func() error {
		return j.write("复核/"+name, j.from("recheck").text(title).table(lines), func(path string) error { return workbooks.Recheck(path, title, lines) })
	}}
}
