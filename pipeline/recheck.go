package pipeline

import (
	"fmt"
	"os"
	"path/filepath"

	"jixiao/pipeline/reports"
	"jixiao/pipeline/tables"
)

// recheck writes the working paper of the re-check (抽查复核), where projects were drawn. Filled in, it
// goes into a folder 复核 of the year's inputs and is read back.
func (j *job) recheck(lines *tables.Table) error {
	if len(lines.Rows) == 0 {
		return nil
	}
	path := filepath.Join(j.run.Dir, "复核", "复核底稿.xlsx")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := reports.Recheck(path, fmt.Sprintf("%s%d年度项目支出绩效自评复核底稿", j.county(), j.year), lines); err != nil {
		return fmt.Errorf("write 复核底稿.xlsx: %w", err)
	}
	return nil
}
