package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

// views are the tables that outputs are made of, by their Chinese names: those of 70_sheets, which are
// also the sheets of the consolidated workbook, and those of 80_reports. Rows are read when they are asked
// for, and let go where nothing will ask for them again: a province's do not all fit.
type views struct {
	sheets  []string                                 // in the order of the workbook
	own     []string                                 // those of which a township has rows of its own
	columns map[string]*tables.Table                 // of each, without rows
	read    func(name string) (*tables.Table, error) // with rows
	mu      sync.Mutex                               // guards what follows
	whole   map[string]*tables.Table
	leftOut map[string]bool // sheets that are not shown
	apart   map[string]map[string]*tables.Table
}

// mostRows is how many rows a sheet of the consolidated workbook has at most: spreadsheets take about a
// million, people with patience and a modest machine far less. Of a longer one the beginning is listed.
const mostRows = 100_000

func (j *job) views(ctx context.Context) (*views, error) {
	v := &views{columns: map[string]*tables.Table{}, leftOut: map[string]bool{}, whole: map[string]*tables.Table{}, apart: map[string]map[string]*tables.Table{}}
	for _, schema := range []string{"sheets", "reports"} {
		all, err := j.db.Tables(ctx, j.sql, schema, warehouse.NoRows)
		if err != nil {
			return nil, err
		}
		for _, t := range all {
			if v.columns[t.Name] != nil {
				return nil, fmt.Errorf("two tables of sql/70_sheets and sql/80_reports are called %s", t.Name)
			}
			v.columns[t.Name] = t
			switch {
			case schema == "sheets":
				v.sheets = append(v.sheets, t.Name)
			case t.Index("乡镇") >= 0:
				v.own = append(v.own, t.Name)
			}
		}
	}
	v.read = func(name string) (*tables.Table, error) {
		schema, most := "reports", 0
		if slices.Contains(v.sheets, name) {
			schema, most = "sheets", mostRows
		}
		found, err := j.db.Tables(ctx, j.sql, schema, most, name)
		if err != nil || len(found) == 0 { // an empty sheet may say that it is left out
			return nil, err
		}
		return found[0], nil
	}
	return v, v.check()
}

// rows gives a table with its rows.
func (v *views) rows(name string) (*tables.Table, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.whole[name] == nil {
		t, err := v.read(name)
		if err != nil {
			return nil, err
		}
		if v.leftOut[name] = t == nil; t == nil {
			t = v.columns[name]
		}
		v.whole[name] = t
	}
	return v.whole[name], nil
}

func (v *views) isLeftOut(name string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.leftOut[name]
}

// forget lets rows go.
func (v *views) forget(names ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, name := range names {
		delete(v.whole, name)
		delete(v.apart, name)
	}
}

// leant are the tables and columns that the outputs of the program cannot do without; a county's own SQL
// may change the rest of them as it likes.
var leant = []struct {
	name    string
	columns []string
}{
	{"全县", nil}, {"乡镇", []string{"乡镇"}}, {"乡镇名次", []string{"乡镇"}}, {"预算执行情况", []string{"乡镇"}}, {"项目一览", []string{"乡镇"}}, {"项目等级", []string{"乡镇"}},
	{"绩效目标", []string{"乡镇"}}, {"整改事项", []string{"乡镇"}}, {"主要问题", nil}, {"复核底稿", []string{"次序", "乡镇", "项目名称", "抽取原因"}},
	{"等级分布", nil}, {"问题清单", []string{"乡镇"}},
}

func (v *views) check() error {
	for _, l := range leant {
		t := v.columns[l.name]
		if t == nil {
			return &InputError{fmt.Sprintf("县里自己的脚本（inputs/sql）中少了“%s”这张表：请检查 70_sheets、80_reports 中脚本开头的 sheet、part 说明。", l.name)}
		}
		for _, column := range l.columns {
			if t.Index(column) < 0 {
				return &InputError{fmt.Sprintf("县里自己的脚本（inputs/sql）中，“%s”这张表少了“%s”这一列，请补上。", l.name, column)}
			}
		}
	}
	county, err := v.rows("全县")
	if err == nil && len(county.Rows) != 1 {
		err = &InputError{"县里自己的脚本（inputs/sql）中，“全县”应正好一行。"}
	}
	return err
}

// of gives a township's rows of a table, without the column 乡镇; none are an empty table.
func (v *views) of(township, name string) (*tables.Table, error) {
	whole, err := v.rows(name)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.apart[name] == nil {
		v.apart[name] = whole.By("乡镇")
	}
	if own := v.apart[name][township]; own != nil {
		return own, nil
	}
	empty := &tables.Table{Name: name}
	for _, c := range whole.Columns {
		if c.Name != "乡镇" {
			empty.Columns = append(empty.Columns, c)
		}
	}
	return empty, nil
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
	copies, err := j.returns(ctx)
	if err != nil {
		return err
	}
	v, err := j.views(ctx)
	if err != nil {
		return err
	}
	book := task{"县级汇总.xlsx", func() error { return j.workbook(v, copies) }}
	lists := task{"findings.csv and parquet", func() error { return j.export(ctx) }}
	if j.inPhases() {
		if err := j.parallel(ctx, []task{book, lists}); err != nil {
			return err
		}
		debug.FreeOSMemory() // to the system, for the database
		return j.papers(ctx, v, copies, nil)
	}
	both, ctx := errgroup.WithContext(ctx) // the workbook takes as long as many papers
	both.SetLimit(j.cfg.workers())
	both.Go(func() error { return j.parallel(ctx, []task{book}) })
	both.Go(func() error { return j.papers(ctx, v, copies, []task{lists}) })
	return both.Wait()
}

// manyTownships is from how many townships on the outputs are written phase by phase, so that not all tables
// are held at once; fewer are written all together.
const manyTownships = 200

func (j *job) inPhases() bool { return len(j.folders) >= manyTownships }

// papers writes everything but the workbook, tasks with the first of it.
func (j *job) papers(ctx context.Context, v *views, copies map[string]string, tasks []task) error {
	rechecks, err := j.rechecks(v)
	if err != nil {
		return err
	}
	names := taskNames(rechecks)
	tasks = append(tasks, rechecks...)
	if j.inPhases() {
		if err := j.parallel(ctx, tasks); err != nil {
			return err
		}
		tasks = nil // they hold their lines
		v.forget(append(v.sheets, "复核底稿")...)
		debug.FreeOSMemory()
	}
	documents, err := j.documents(v)
	if err != nil {
		return err
	}
	if err := j.parallel(ctx, append(tasks, documents...)); err != nil {
		return err
	}
	if err := j.disclose(ctx); err != nil {
		return err
	}
	pages, err := j.pages(v, names, copies) // they lead to what was written
	if err != nil {
		return err
	}
	return j.parallel(ctx, pages)
}

func taskNames(tasks []task) (names []string) {
	for _, t := range tasks {
		names = append(names, t.name)
	}
	return names
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
	book := &workbooks.Book{Title: fmt.Sprintf("%s%d年度乡镇预算绩效自评县级汇总", j.county(), j.year), Grades: j.grades(), Copies: copies}
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
	return workbooks.Workbook(filepath.Join(j.run.Dir, "县级汇总.xlsx"), book)
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
