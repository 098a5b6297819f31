package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
	_ "time/tzdata" // the county's time zone, also on machines that do not know it

	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Changes counts what differs from the last published set of the same year.
type Changes struct {
	Previous  string `json:"previous"` // its run; "" where there is none
	Came      int64  `json:"came"`     // files
	Replaced  int64  `json:"replaced"`
	Withdrawn int64  `json:"withdrawn"`
	Opened    int64  `json:"opened"` // findings
	Closed    int64  `json:"closed"`
	Figures   int64  `json:"figures"`
	Ranks     int64  `json:"ranks"`
}

// Text is one line of Chinese.
func (c *Changes) Text() string {
	switch {
	case c.Previous == "":
		return "本年度首次发布，没有可比的上一次。"
	case *c == Changes{Previous: c.Previous}:
		return fmt.Sprintf("较上次（批次 %s）没有变化。", c.Previous)
	}
	return fmt.Sprintf("较上次（批次 %s）：材料新报 %d 个、替换 %d 个、撤回 %d 个；问题新增 %d 个、消除 %d 个；数字变化 %d 处，名次变化 %d 个。",
		c.Previous, c.Came, c.Replaced, c.Withdrawn, c.Opened, c.Closed, c.Figures, c.Ranks)
}

// DefaultZone is the time zone of a county whose rules name none.
const DefaultZone = "Asia/Shanghai"

// Zone is the county's time zone (时区).
func Zone(r *rules.Rules) (*time.Location, error) {
	name := r.Parameter("时区", 0)
	if name == "" {
		name = DefaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, &rules.Error{File: r.File, Sheet: "参数", Place: "时区", Says: fmt.Sprintf("没有“%s”这个时区，全国通用 Asia/Shanghai", name)}
	}
	return zone, nil
}

// previousFolder is where a run keeps the tables that it was compared with, so that what it says of the
// changes can be worked out again from the run alone.
const previousFolder = "previous"

// compareWith lays the tables of the last published set of the year into the run's folder. A set that is
// damaged is not compared with, and said so: yesterday's fault must not stop today's run.
func (j *job) compareWith() (warehouse.Previous, error) {
	zone, err := Zone(j.rules)
	if err != nil {
		return warehouse.Previous{}, err
	}
	none := warehouse.Previous{Today: j.started.In(zone)}
	from, outputs := filepath.Join(j.cfg.Previous, previousFolder), []publish.Output(nil)
	if j.cfg.Previous == "" {
		dir, m, err := publish.LatestOf(j.cfg.Outputs, j.year)
		if errors.Is(err, fs.ErrNotExist) {
			return none, nil
		}
		if err != nil {
			return none, err
		}
		from, outputs, j.previous = filepath.Join(dir, "parquet"), m.Outputs, m.ID
	} else if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	dir := filepath.Join(j.run.Dir, previousFolder)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return none, err
	}
	if err := copyTables(from, dir, outputs); err != nil {
		j.notes = append(j.notes, fmt.Sprintf("上次发布的批次 %s 不完整，本次不作比较：%v", j.previous, err))
		j.previous = ""
		return none, os.RemoveAll(dir)
	}
	return warehouse.Previous{Dir: dir, Today: none.Today}, nil
}

// copyTables copies the tables to compare with, and holds them to their manifest where it is given.
func copyTables(from, to string, outputs []publish.Output) error {
	for _, t := range warehouse.PreviousTables {
		name := t.Table + ".parquet"
		copied := filepath.Join(to, name)
		err := publish.Local{}.Copy(filepath.Join(from, name), copied)
		if errors.Is(err, fs.ErrNotExist) {
			continue // an older program did not write it
		}
		if err != nil {
			return err
		}
		sum, _, err := publish.HashFile(copied)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(outputs, func(o publish.Output) bool { return o.File == "parquet/"+name }); i >= 0 && outputs[i].SHA256 != sum {
			return fmt.Errorf("parquet/%s 与清单不一致", name)
		}
	}
	return nil
}

// changesName is the list of changes in a set: its header and a line each.
const changesName = "changes.csv"

// changes writes what differs from the previous set for pages and analysts, and counts it.
func (j *job) changes(ctx context.Context) error {
	lines, err := j.db.Query(ctx, "from sheets.changes")
	if err != nil {
		return err
	}
	if err := writeCSV(filepath.Join(j.run.Dir, changesName), lines); err != nil {
		return err
	}
	for _, name := range []string{"changes.files", "changes.figures", "changes.findings"} {
		if err := j.db.Export(ctx, name, filepath.Join(j.run.Dir, "parquet", name+".parquet")); err != nil {
			return fmt.Errorf("export %s: %w", name, err)
		}
	}
	c := &Changes{Previous: j.previous}
	counts, err := j.db.Query(ctx, `select
		(select count(*) from changes.files where kind = 'came'), (select count(*) from changes.files where kind = 'replaced'), (select count(*) from changes.files where kind = 'withdrawn'),
		(select count(*) from changes.findings where status = 'opened'), (select count(*) from changes.findings where status = 'closed'),
		(select count(*) from changes.figures where figure <> 'rank'), (select count(*) from changes.figures where figure = 'rank')`)
	if err != nil {
		return err
	}
	for i, n := range []*int64{&c.Came, &c.Replaced, &c.Withdrawn, &c.Opened, &c.Closed, &c.Figures, &c.Ranks} {
		*n = counts.Rows[0][i].(int64)
	}
	j.summary.Changes, j.summary.Notes = c, j.notes
	return nil
}
