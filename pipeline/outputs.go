package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"jixiao/pipeline/reports"
	"jixiao/pipeline/tables"
)

// views are the tables that outputs are made of, by their Chinese names: those of 70_sheets, which are
// also the sheets of the consolidated workbook, and those of 80_reports.
type views struct {
	sheets []*tables.Table // in the order of the workbook
	byName map[string]*tables.Table
	own    []string // those of which a township has rows of its own

	mu    sync.Mutex
	apart map[string]map[string]*tables.Table // the rows of each, for those that were asked for
}

// mostRows is how many rows a sheet of the consolidated workbook has at most: spreadsheets take about a
// million, people with patience and a modest machine far less. Of a longer one the beginning is listed.
const mostRows = 200_000

func (j *job) views(ctx context.Context) (*views, error) {
	v := &views{byName: map[string]*tables.Table{}, apart: map[string]map[string]*tables.Table{}}
	var err error
	if v.sheets, err = j.db.Tables(ctx, j.sql, "sheets", mostRows); err != nil {
		return nil, err
	}
	parts, err := j.db.Tables(ctx, j.sql, "reports", 0)
	if err != nil {
		return nil, err
	}
	for _, t := range append(slices.Clone(v.sheets), parts...) {
		if v.byName[t.Name] != nil {
			return nil, fmt.Errorf("two tables of sql/70_sheets and sql/80_reports are called %s", t.Name)
		}
		v.byName[t.Name] = t
	}
	for _, t := range parts {
		if t.Index("乡镇") >= 0 {
			v.own = append(v.own, t.Name)
		}
	}
	return v, nil
}

// of gives a township's rows of a table, without the column 乡镇; none are an empty table.
func (v *views) of(township, name string) *tables.Table {
	whole := v.byName[name]
	v.mu.Lock()
	if v.apart[name] == nil {
		v.apart[name] = whole.By("乡镇")
	}
	own := v.apart[name][township]
	v.mu.Unlock()
	if own != nil {
		return own
	}
	empty := &tables.Table{Name: name}
	for _, c := range whole.Columns {
		if c.Name != "乡镇" {
			empty.Columns = append(empty.Columns, c)
		}
	}
	return empty
}

// task writes one output.
type task struct {
	name string
	do   func() error
}

// report writes what people open, several at once; none of it depends on which is written first.
func (j *job) report(ctx context.Context) error {
	j.nameFolders()
	if err := j.lastMade(); err != nil {
		return err
	}
	v, err := j.views(ctx)
	if err != nil {
		return err
	}
	copies, err := j.returns(ctx)
	if err != nil {
		return err
	}
	tasks := []task{
		{"县级汇总.xlsx", func() error { return j.workbook(v, copies) }},
		{"findings.csv and parquet", func() error { return j.export(ctx) }},
	}
	documents, err := j.documents(v)
	if err != nil {
		return err
	}
	pages, err := j.pages(v, copies)
	if err != nil {
		return err
	}
	return j.parallel(ctx, slices.Concat(tasks, j.rechecks(v.byName["复核底稿"]), documents, pages))
}

func (j *job) parallel(ctx context.Context, tasks []task) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(j.cfg.workers())
	for _, t := range tasks {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := t.do(); err != nil {
				return fmt.Errorf("write %s: %w", t.name, err)
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

func (j *job) workbook(v *views, copies map[string]string) error {
	book := &reports.Book{Title: fmt.Sprintf("%s%d年度乡镇预算绩效自评县级汇总", j.county(), j.year), Figures: v.byName["全县"], Sheets: v.sheets, Grades: j.grades(), Copies: copies}
	return reports.Workbook(filepath.Join(j.run.Dir, "县级汇总.xlsx"), book)
}

// county is the county's name for titles; empty where the roster names several.
func (j *job) county() string {
	if name := j.rules.Parameter("县名", j.year); name != "" {
		return name
	}
	county := ""
	for _, u := range j.rules.Units(j.year) {
		if county != "" && u.County != county {
			return ""
		}
		county = u.County
	}
	return county
}

// exported are the tables that analysts get as Parquet files.
var exported = []string{
	"sources.files", "sources.fields", "staging.townships", "staging.budgets", "staging.projects", "staging.funding", "staging.indicators",
	"staging.goals", "staging.narratives", "checks.findings", "scores.indicators", "scores.projects", "scores.townships", "rankings.townships", "rankings.projects",
	"rankings.recheck", "rankings.corrections", "rankings.rule_sets", "staging.reviews", "scores.reviews",
}

// export writes findings.csv and the Parquet files, and counts.
func (j *job) export(ctx context.Context) error {
	findings, err := j.db.Query(ctx, "from checks.findings")
	if err != nil {
		return err
	}
	if err := writeCSV(filepath.Join(j.run.Dir, "findings.csv"), findings); err != nil {
		return err
	}
	dir := filepath.Join(j.run.Dir, "parquet")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, name := range exported {
		if err := j.db.Export(ctx, name, filepath.Join(dir, name+".parquet")); err != nil {
			return fmt.Errorf("export %s: %w", name, err)
		}
	}
	j.summary, err = j.summarise(ctx)
	return err
}

// writeCSV begins with a byte order mark, so that Excel opens the file as UTF-8.
func writeCSV(path string, t *tables.Table) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if _, err := f.WriteString("\ufeff"); err != nil {
		return err
	}
	return t.WriteCSV(f, true)
}
