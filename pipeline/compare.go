package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/warehouse"
)

// compareWith copies the tables of the last published set of the year into the run's folder, but for those of which
// only what changed is wanted. A set that is damaged is not compared with, and noted: yesterday's fault must not stop
// today's run.
func compareWith(
	cfg *Config, last *lastSet, run *publish.Run, m *publish.Manifest,
) (p warehouse.Previous, err error) {
	from, outputs := filepath.Join(cfg.Previous, reports.PreviousDir), []publish.Output(nil)
	if cfg.Previous == "" {
		if last.Manifest == nil {
			return p, nil
		}
		p.Whole = filepath.Join(last.Dir, reports.ParquetDir)
		from, outputs, m.Previous = filepath.Join(last.Dir, reports.ParquetDir), last.Outputs, last.ID
	} else if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	p.Dir = filepath.Join(run.Dir, reports.PreviousDir)
	if err := os.Mkdir(p.Dir, 0o755); err != nil {
		return p, err
	}
	if err := copyTables(from, p.Dir, outputs); err != nil {
		note := fmt.Sprintf("上次发布的批次 %s 不完整，本次不作比较：%v", m.Previous, err)
		m.Summary.Notes = append(m.Summary.Notes, note)
		m.Previous = ""
		return warehouse.Previous{}, os.RemoveAll(p.Dir)
	}
	return p, nil
}

// copyTables copies the tables to compare with, and holds them to their manifest where it is given. Of a table that is
// wanted in part only its hash is looked at there.
func copyTables(from, to string, outputs []publish.Output) error {
	for _, t := range warehouse.PreviousTables {
		name := t.Table + ".parquet"
		copied := filepath.Join(to, name)
		listed := func(o publish.Output) bool { return o.File == reports.Parquet(t.Table) }
		i := slices.IndexFunc(outputs, listed)
		var err error
		if t.IsPartial() && i >= 0 {
			copied = filepath.Join(from, name)
		} else {
			err = publish.Local{}.Copy(filepath.Join(from, name), copied)
		}
		if errors.Is(err, fs.ErrNotExist) && i < 0 {
			continue // an older program did not write it
		}
		if err != nil {
			return err
		}
		sum, _, err := publish.HashFile(copied)
		if err != nil {
			return err
		}
		if i >= 0 && outputs[i].SHA256 != sum {
			return fmt.Errorf("%s 与清单不一致", reports.Parquet(t.Table))
		}
	}
	return nil
}
