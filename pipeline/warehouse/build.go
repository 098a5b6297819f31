package warehouse

import (
	"cmp"
	"context"
	"maps"
	"os"
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
	Path     string   // of the new database file; "" where none is kept
	Count    []string // tables whose rows are counted in the file once it is whole
	Work     string   // a folder for what SQL reads beside the stage files, and for spilling
	SQL      *Queries
	Rules    *rules.Rules
	Year     int        // that is published: what 70_sheets and 80_reports show
	Years    []int      // that the inputs hold
	Columns  []string   // of the register
	Files    [][]string // the register of files; a column "stage" tells where each file's fields are
	Memory   string     // DuckDB's memory limit, for example "2GB"; "" is 1GB
	Threads  int
	Previous Previous
	// Counties are those whose townships are due; nil: all of the roster.
	Counties []string
	Parts    []string // folders with the tables of counties that were judged apart (build_gather.go)
	InOrder  bool     // the files of each of the parts come before those of the next
	Exports  string   // a folder that tables may be exported to besides that of the database file; "" where none is
	few      int64    // bytes of stage files below which a county is small; 0 is the default
	Other    string   // a folder with the tables of the second rule set; "" where there is none
	Aside    []Aside  // forms that are left out (build_aside.go)
	only     string   // the step that is asked for, with what it reads from; "" is all
}

// Timing is how long one step of the SQL took: a script, a sheet of the rules, the commit of a large county; by
// its table and the folder of sql that it belongs to. (Of a small county the file is written at the same time, which
// Finish waits for.)
type Timing struct {
	Folder, Name string
	Took         time.Duration
}

// allFound is the view over all checks that checks/findings.sql reads from.
const allFound = "found"

// Run makes the database file and leaves it open. On an error nothing of it is to be used.
//
// A small county's tables are made in memory, on two connections, and the file is written from there while
// the caller reads the tables; Finish waits for it. A large county's are made in the file, one by one, so
// that what does not fit into memory is on the disk already.
func (b *Build) Run(ctx context.Context) (*Warehouse, []Timing, error) {
	if err := b.writeInputs(); err != nil {
		return nil, nil, err
	}
	path := cmp.Or(b.Path, filepath.Join(b.Work, "kept.duckdb"))
	if b.isSmall() {
		path = ""
	}
	w, err := open(ctx, path, nil)
	if err != nil {
		return nil, nil, err
	}
	w.build = b
	timings, err := b.build(ctx, w)
	if err != nil {
		w.Close()
		return nil, nil, err
	}
	return w, timings, nil
}

// isSmall holds for a county whose tables fit into memory several times, and whose queries are done before a
// second thread has woken up.
func (b *Build) isSmall() bool {
	few := cmp.Or(b.few, 4<<20) // the sample county has half a million
	if len(b.Parts) > fewParts {
		return false
	}
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

// writeInputs writes the register and the rules beside the stage files, as Parquet.
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
	if err := stage.WriteNothing(b.input("nothing")); err != nil {
		return err
	}
	if err := stage.WriteTable(b.input("aside"), asideColumns, b.asideRows()); err != nil {
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

// closeDoors ends all reach to files and the network once everything is loaded: a county's own SQL and
// conditions see nothing but the tables. What is exported may be written beside the database, and the
// previous set is read for what changed.
func (b *Build) closeDoors(ctx context.Context, w *Warehouse) error {
	dirs := []string{quote(b.Work)}
	if b.Path != "" {
		dirs = append(dirs, quote(filepath.Dir(b.Path)))
	}
	for _, dir := range []string{b.Previous.Dir, b.Previous.Whole, b.Other, b.Exports} {
		if dir != "" {
			dirs = append(dirs, quote(dir))
		}
	}
	return w.exec(ctx, "set allowed_directories = ["+strings.Join(dirs, ", ")+"]",
		"set enable_external_access = false", "set lock_configuration = true")
}
