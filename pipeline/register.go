package pipeline

import (
	"strconv"
	"time"

	"jixiao/pipeline/find"
)

// registerRows is the register of files as the table that sql/10_sources/register.sql reads.
func registerRows(files []find.File) (columns []string, rows [][]string) {
	columns = []string{"year", "file", "sha", "size", "modified", "path_unit", "fate", "reason", "step", "stage"}
	for _, f := range files {
		rows = append(rows, []string{
			strconv.Itoa(f.Year), f.Path, f.SHA, strconv.FormatInt(f.Size, 10), f.Modified.UTC().Format(time.DateTime),
			f.PathUnit, string(f.Fate), f.Reason, f.Step, f.Stage,
		})
	}
	return columns, rows
}
