package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

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
	Memory   string     // DuckDB's memory limit, for example "2GB"; "" is 1GB
	Threads  int
	Previous Previous
	Other    string // a folder with the tables of the second rule set; "" where there is none
}

// Timing is how long one step of the SQL took: a script, by its table and in its folder of sql; before them
// the load of the rules, after them the commit, each a folder of its own.
type Timing struct {
	Folder, Name string
	Took         time.Duration
}

// allFound is the view over all checks that checks/findings.sql reads from.
const allFound = "found"

// Run makes the database file and leaves it open. On an error nothing of it is to be used.
func (b *Build) Run(ctx context.Context) (*Warehouse, []Timing, error) {
	if err := b.writeInputs(); err != nil {
		return nil, nil, err
	}
	options := map[string]string{}
	if b.isSmall() {
		options["default_block_size"] = "16384"
	}
	w, err := open(ctx, b.Path, options)
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

// isSmall holds for a county whose queries are done before a second thread has woken up, and whose tables
// would leave most of a block of the usual size empty: on one thread the sample county builds a quarter
// faster and with a third less work, in small blocks its file has a third of the size.
func (b *Build) isSmall() bool {
	const few = 16 << 20 // bytes of stage files; the sample county has half a million
	size, at, seen := int64(0), slices.Index(b.Columns, "stage"), map[string]bool{}
	for _, file := range b.Files { // of which many may be in one stage file
		info, err := os.Stat(file[at])
		if err != nil || seen[file[at]] {
			continue
		}
		size += info.Size()
		seen[file[at]] = true
	}
	return size < few
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
	codes := b.Rules.Names()
	var names [][]string
	for _, name := range slices.Sorted(maps.Keys(codes)) {
		names = append(names, []string{name, codes[name]})
	}
	return stage.WriteTable(b.input("names"), []string{"name", "code"}, names)
}

func (b *Build) input(name string) string { return filepath.Join(b.Work, name+".parquet") }

// building is a build on its way.
type building struct {
	*Build
	w       *Warehouse
	scripts []Script
	besides []besides
	says    comments
}

func (b *Build) build(ctx context.Context, w *Warehouse) ([]Timing, error) {
	scripts, err := Scripts(b.SQL)
	if err != nil {
		return nil, err
	}
	n := &building{Build: b, w: w, scripts: scripts, besides: b.besides()}
	if err := w.exec(ctx, "begin"); err != nil { // one step: each table alone would wait for the disk
		return nil, err
	}
	start := time.Now()
	if err := n.prepare(ctx); err != nil {
		return nil, err
	}
	timings := []Timing{{"sql/00_rules", "sql/00_rules", time.Since(start)}}
	open := 0 // scripts up to the last that reads files
	for i := range scripts {
		if strings.Contains(scripts[i].Query, "from read_parquet") {
			open = i + 1
		}
	}
	for i := range scripts {
		start := time.Now()
		if i == open {
			if err := b.closeDoors(ctx, w); err != nil {
				return nil, err
			}
		}
		if err := n.make(ctx, &scripts[i]); err != nil {
			return nil, err
		}
		timings = append(timings, Timing{"sql/" + path.Dir(scripts[i].File), "sql/" + scripts[i].Name(), time.Since(start)})
	}
	start = time.Now()
	if err := n.says.write(ctx, w); err != nil {
		return nil, err
	}
	err = w.exec(ctx, "commit", "checkpoint")
	return append(timings, Timing{"sql/99_commit", "sql/99_commit", time.Since(start)}), err
}

// make makes the table of a script, before it what the script needs that no script makes.
func (n *building) make(ctx context.Context, s *Script) error {
	for i := 0; i < len(n.besides); i++ {
		if !s.reads(n.besides[i].schema) {
			continue
		}
		if err := n.besides[i].load(ctx, n.w, &n.says); err != nil {
			return err
		}
		n.besides = slices.Delete(n.besides, i, i+1)
		i--
	}
	if strings.Contains(s.Query, s.Schema+"."+allFound) {
		own, err := n.conditions(ctx, n.w, n.scripts)
		if err != nil {
			return err
		}
		if err := n.w.uniteChecks(ctx, n.scripts, own); err != nil {
			return err
		}
	}
	if strings.Contains(s.Query, ".comment") { // it reads the comments themselves
		if err := n.says.write(ctx, n.w); err != nil {
			return err
		}
	}
	return n.create(ctx, s)
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
func (b *building) prepare(ctx context.Context) error {
	w := b.w
	// Half of the time that compression takes goes into fsst, for a twentieth of the size.
	statements := []string{"set preserve_insertion_order = true", "set disabled_compression_methods = 'fsst'", fmt.Sprintf("set temp_directory = %s", quote(filepath.Join(b.Work, "spill")))}
	statements = append(statements, "set memory_limit = "+quote(cmp.Or(b.Memory, "1GB"))) // the process stays within twice that
	if b.isSmall() {
		statements = append(statements, "set threads = 1")
	} else if b.Threads > 0 {
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
		if err := b.createRules(ctx, spec); err != nil {
			return err
		}
	}
	b.says.about("rules.names", "乡镇的各种写法", map[string]string{"name": "写法", "code": "单位代码"})
	return w.exec(ctx, string(macros), "create table rules.names as select name, code from read_parquet("+quote(b.input("names"))+")")
}

// createRules makes a table of one rules sheet, each column cast to its type.
func (b *building) createRules(ctx context.Context, spec rules.Spec) error {
	var columns []string
	about := map[string]string{"row_no": "次序"}
	table := "rules." + spec.English
	for _, c := range spec.Columns {
		columns = append(columns, fmt.Sprintf("cast(%s as %s) as %s", quoteName(c.English), c.Type, quoteName(c.English)))
		about[c.English] = c.Name
	}
	b.says.about(table, spec.Name+"："+spec.About, about)
	return b.w.exec(ctx, fmt.Sprintf("create table %s as select row_number() over () as row_no, %s from read_parquet(%s)", table, strings.Join(columns, ", "), quote(b.input(spec.English))))
}

// create makes a script's table and its views.
func (b *building) create(ctx context.Context, s *Script) error {
	statements := []string{fmt.Sprintf("create table %s as\n%s", s.Name(), s.Query)}
	for _, view := range []string{s.Header["sheet"], s.Header["view"]} {
		if view != "" {
			statements = append(statements, fmt.Sprintf("create view main.%s as from %s", quoteName(view), s.Name()))
		}
	}
	if err := b.w.exec(ctx, statements...); err != nil {
		return fmt.Errorf("build sql/%s: %w", s.File, err)
	}
	b.says.about(s.Name(), s.Header["说明"], s.Columns)
	return nil
}

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
