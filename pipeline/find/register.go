package find

import (
	"strconv"
	"time"
)

// Register is the files as the table that sql/10_sources/register.sql reads.
func Register(files []File) (columns []string, rows [][]string) {
	columns = []string{"year", "file", "sha", "size", "modified", "path_unit", "fate", "reason", "step", "stage"}
	for i := range files {
		f := &files[i]
		rows = append(rows, []string{
			strconv.Itoa(f.Year), f.Path, f.SHA, strconv.FormatInt(f.Size, 10), f.Modified.UTC().Format(time.DateTime),
			f.PathUnit, string(f.Fate), f.Reason, f.Step, f.Stage,
		})
	}
	return columns, rows
}
