// Package warehouse turns staged Parquet and the rules into tables: a new DuckDB file each run,
// sql/ run in name order. All rules of the field are in that SQL; here is only the machinery.
package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	_ "github.com/marcboeker/go-duckdb/v2" // the database/sql driver

	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// Warehouse is an open database.
type Warehouse struct{ db *sql.DB }

// Build is what a database is made from.
type Build struct {
	Path     string // of the new database file
	Work     string // a folder for what SQL reads besides the stage files, and for spilling
	SQL      fs.FS
	Rules    *rules.Rules
	Year     int        // that is published: what 70_sheets and 80_reports show
	Years    []int      // that the inputs hold
	Columns  []string   // of the register
	Files    [][]string // the register of files; a column "stage" tells where each file's fields are
	Memory   string     // DuckDB's memory limit, for example "1GB"
	Threads  int
	Previous Previous
	Other    string // a folder with the tables of the second rule set; "" where there is none
}

// Timing is how long one step of the SQL took.
type Timing struct {
	Name string
	Took time.Duration
}

// allFound is the view over all checks that checks/findings.sql reads from.
const allFound = "found"

// Run makes the database file and leaves it open. On an error nothing of it is to be used.
func (b *Build) Run(ctx context.Context) (*Warehouse, []Timing, error) {
	if err := b.writeInputs(); err != nil {
		return nil, nil, err
	}
	w, err := open(ctx, b.Path, "")
	if err != nil {
		return nil, nil, err
	}
	timings, err := b.build(ctx, w)
	if err != nil {
		w.Close()
		return nil, nil, err
	}
	return w, timings, nil
}

// writeInputs lays the register and the rules beside the stage files, as Parquet.
func (b *Build) writeInputs() error {
	if err := os.MkdirAll(b.Work, 0o755); err != nil {
		return err
	}
	if err := stage.WriteTable(b.input("register"), b.Columns, b.Files); err != nil {
		return err
	}
	var years [][]string
	for _, year := range b.Years {
		years = append(years, []string{strconv.Itoa(year)})
	}
	if err := stage.WriteTable(b.input("years"), []string{"year"}, years); err != nil {
		return err
	}
	if err := stage.Write(b.input("nothing"), "", "", nil); err != nil {
		return err
	}
	for _, spec := range rules.Specs {
		t := b.Rules.Tables[spec.Name]
		var columns []string
		for _, c := range spec.Columns {
			columns = append(columns, c.English)
		}
		if err := stage.WriteTable(b.input(spec.English), columns, t.Rows); err != nil {
			return err
		}
	}
	var names [][]string
	for name, code := range b.Rules.Names() {
		names = append(names, []string{name, code})
	}
	return stage.WriteTable(b.input("names"), []string{"name", "code"}, names)
}

func (b *Build) input(name string) string { return filepath.Join(b.Work, name+".parquet") }

func (b *Build) build(ctx context.Context, w *Warehouse) ([]Timing, error) {
	if err := b.prepare(ctx, w); err != nil {
		return nil, err
	}
	scripts, err := Scripts(b.SQL)
	if err != nil {
		return nil, err
	}
	var timings []Timing
	open := 0 // scripts up to the last that reads files
	for i := range scripts {
		if strings.Contains(scripts[i].Query, "from read_parquet") {
			open = i + 1
		}
	}
	besides := b.besides()
	if err := w.exec(ctx, "begin"); err != nil { // one step: each table alone would wait for the disk
		return nil, err
	}
	for i := range scripts {
		s := &scripts[i]
		start := time.Now()
		if i == open {
			if err := b.closeDoors(ctx, w); err != nil {
				return nil, err
			}
		}
		for n := 0; n < len(besides); n++ {
			if !s.reads(besides[n].schema) {
				continue
			}
			if err := besides[n].load(ctx, w); err != nil {
				return nil, err
			}
			besides = slices.Delete(besides, n, n+1)
			n--
		}
		if strings.Contains(s.Query, s.Schema+"."+allFound) {
			own, err := b.conditions(ctx, w, scripts)
			if err != nil {
				return nil, err
			}
			if err := w.uniteChecks(ctx, scripts, own); err != nil {
				return nil, err
			}
		}
		if err := w.create(ctx, s); err != nil {
			return nil, err
		}
		timings = append(timings, Timing{"sql/" + s.Name(), time.Since(start)})
	}
	return timings, w.exec(ctx, "commit", "checkpoint")
}

// closeDoors ends all reach to files and the network once everything is loaded: a county's own SQL and
// conditions see nothing but the tables. What is exported may be written beside the database, and the
// previous set is read for what changed.
func (b *Build) closeDoors(ctx context.Context, w *Warehouse) error {
	dirs := []string{quote(filepath.Dir(b.Path)), quote(b.Work)}
	for _, dir := range []string{b.Previous.Dir, b.Other} {
		if dir != "" {
			dirs = append(dirs, quote(dir))
		}
	}
	return w.exec(ctx, "set allowed_directories = ["+strings.Join(dirs, ", ")+"]",
		"set enable_external_access = false", "set lock_configuration = true")
}

// prepare sets limits, macros, the rules as tables and the place of the stage files.
func (b *Build) prepare(ctx context.Context, w *Warehouse) error {
	statements := []string{"set preserve_insertion_order = true", fmt.Sprintf("set temp_directory = %s", quote(filepath.Join(b.Work, "spill")))}
	if b.Memory != "" {
		statements = append(statements, "set memory_limit = "+quote(b.Memory))
	}
	if b.Threads > 0 {
		statements = append(statements, fmt.Sprintf("set threads = %d", b.Threads))
	}
	statements = append(statements, "set variable register = "+quote(b.input("register")), "set variable years = "+quote(b.input("years")),
		fmt.Sprintf("set variable year = %d", b.Year),
		"set variable today = date "+quote(b.Previous.Today.Format(time.DateOnly)), fmt.Sprintf("set variable has_previous = %t", b.Previous.Dir != ""),
		"set variable stage_files = ["+quote(b.input("nothing"))+
			"] || coalesce((select list(distinct stage order by stage) from read_parquet(getvariable('register')) where stage is not null), [])")
	macros, err := fs.ReadFile(b.SQL, "macros.sql")
	if err != nil {
		return err
	}
	for _, schema := range []string{"rules", "sources", "staging", "checks", "scores", "subjects", "rankings", "other", "previous", "changes", "audits", "sheets", "reports"} {
		statements = append(statements, "create schema if not exists "+schema)
	}
	if err := w.exec(ctx, statements...); err != nil {
		return err
	}
	for _, spec := range rules.Specs {
		if err := b.createRules(ctx, w, spec); err != nil {
			return err
		}
	}
	return w.exec(ctx, string(macros), "create table rules.names as select name, code from read_parquet("+quote(b.input("names"))+")",
		"comment on table rules.names is '乡镇的各种写法'", "comment on column rules.names.name is '写法'", "comment on column rules.names.code is '单位代码'")
}

// createRules makes a table of one rules sheet, each column cast to its type.
func (b *Build) createRules(ctx context.Context, w *Warehouse, spec rules.Spec) error {
	var columns, comments []string
	table := "rules." + spec.English
	for _, c := range spec.Columns {
		columns = append(columns, fmt.Sprintf("cast(%s as %s) as %s", quoteName(c.English), c.Type, quoteName(c.English)))
		comments = append(comments, fmt.Sprintf("comment on column %s.%s is %s", table, quoteName(c.English), quote(c.Name)))
	}
	create := fmt.Sprintf("create table %s as select row_number() over () as row_no, %s from read_parquet(%s)", table, strings.Join(columns, ", "), quote(b.input(spec.English)))
	comments = append(comments, fmt.Sprintf("comment on table %s is %s", table, quote(spec.Name+"："+spec.About)), fmt.Sprintf("comment on column %s.row_no is '次序'", table))
	return w.exec(ctx, append([]string{create}, comments...)...)
}

// create makes a script's table and writes its comments into the database.
func (w *Warehouse) create(ctx context.Context, s *Script) error {
	statements := []string{fmt.Sprintf("create table %s as\n%s", s.Name(), s.Query)}
	if about := s.Header["说明"]; about != "" {
		statements = append(statements, fmt.Sprintf("comment on table %s is %s", s.Name(), quote(about)))
	}
	for _, view := range []string{s.Header["sheet"], s.Header["view"]} {
		if view != "" {
			statements = append(statements, fmt.Sprintf("create view main.%s as from %s", quoteName(view), s.Name()))
		}
	}
	if err := w.exec(ctx, statements...); err != nil {
		return fmt.Errorf("build sql/%s: %w", s.File, err)
	}
	t, err := w.Query(ctx, "select column_name from duckdb_columns() where schema_name = ? and table_name = ?", s.Schema, s.Table)
	if err != nil {
		return err
	}
	var comments []string
	for _, row := range t.Rows {
		name := row[0].(string)
		if about := s.Columns[name]; about != "" {
			comments = append(comments, fmt.Sprintf("comment on column %s.%s is %s", s.Name(), quoteName(name), quote(about)))
		}
	}
	return w.exec(ctx, comments...)
}

// Audit runs the audits: each finds faults of our own arithmetic, and one row is one too many.
func (w *Warehouse) Audit(ctx context.Context, files fs.FS) ([]Fault, error) {
	scripts, err := Scripts(files)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for i := range scripts {
		s := &scripts[i]
		if s.Schema != "audits" {
			continue
		}
		t, err := w.Query(ctx, "from "+s.Name())
		if err != nil {
			return nil, err
		}
		for _, row := range t.Rows {
			faults = append(faults, Fault{s.Table, s.Header["message"], fmt.Sprint(row[0])})
		}
	}
	return faults, nil
}

// Fault is one row of an audit.
type Fault struct{ Audit, Message, Detail string }

// uniteChecks makes checks.found: the rows of every check with its code, and of the county's own.
func (w *Warehouse) uniteChecks(ctx context.Context, scripts []Script, own []string) error {
	parts := slices.Clone(own)
	for i := range scripts {
		if s := &scripts[i]; s.isCheck() {
			parts = append(parts, fmt.Sprintf("select %s as code, * from %s", quote(s.Table), s.Name()))
		}
	}
	return w.exec(ctx, "create view checks."+allFound+" as "+strings.Join(parts, " union all by name "), "comment on view checks."+allFound+" is '各项审核查出的全部记录'")
}

func (w *Warehouse) exec(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := w.db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the database; what was built is then whole on disk, without a write-ahead log.
func (w *Warehouse) Close() error { return w.db.Close() }

func quote(s string) string     { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
