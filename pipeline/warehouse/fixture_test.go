package warehouse

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"jixiao/pipeline/rules"
	"jixiao/sql"
)

// emptyWarehouse builds all of sql/ on no files at all, with a roster of three townships.
func emptyWarehouse(t *testing.T) *Warehouse {
	t.Helper()
	w, _, err := emptyBuild(t).Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	// The steps on the way are views here: they show what a test puts into the tables below them.
	for _, s := range append(shipped(t).rescored(), shipped(t).Scripts...) {
		if s.isStep() {
			if err := w.exec(context.Background(), "drop table "+s.Name(), "create view "+s.Name()+" as "+s.Query); err != nil {
				t.Fatal(err)
			}
		}
	}
	return w
}

// shipped are the queries that come with the program.
func shipped(t *testing.T) *Queries {
	t.Helper()
	queries, err := ReadQueries(sql.Files)
	if err != nil {
		t.Fatal(err)
	}
	return queries
}

func emptyBuild(t *testing.T) *Build {
	t.Helper()
	r, err := rules.Default(shipped(t).Checks())
	if err != nil {
		t.Fatal(err)
	}
	roster := "单位代码,单位名称,县,别名\n100,甲镇,某县,\n201,乙苗族乡,某县,\n202,丙乡,某县,丙\n"
	if err := r.SetRoster("roster", strings.NewReader(roster)); err != nil {
		t.Fatal(err)
	}
	return &Build{Work: t.TempDir(), SQL: shipped(t), Rules: r, Year: 2023, Years: []int{2023},
		Columns:  []string{"year", "file", "sha", "size", "modified", "path_unit", "fate", "reason", "step", "stage"},
		Previous: Previous{Dir: t.TempDir(), Today: time.Date(2024, 1, 12, 0, 0, 0, 0, time.UTC)}}
}

// Every script builds on no rows, has a grain, and every table and column a Chinese comment.
func TestEmptyStage(t *testing.T) {
	w := emptyWarehouse(t)
	if faults := w.Faults(); len(faults) > 0 {
		t.Errorf("audits on no rows: %v", faults)
	}
	sheets := map[string]bool{}
	for _, s := range shipped(t).Scripts {
		if s.Header["grain"] == "" {
			t.Errorf("%s has no grain", s.File)
		}
		if sheet := s.Header["sheet"]; s.Schema == "sheets" && (sheet == "" || len([]rune(sheet)) > 31 || sheets[sheet]) {
			t.Errorf("%s: sheet %q is empty, too long or used twice", s.File, sheet)
		} else {
			sheets[sheet] = true
		}
		if strings.Contains(s.Query, "from read_parquet") != (s.Schema == "sources" && slices.Contains([]string{"register", "fields", "years", "set_aside"}, s.Table)) {
			t.Errorf("%s: only sources read files", s.File)
		}
	}
	for _, s := range shipped(t).Scripts {
		if !s.isCheck() {
			continue
		}
		table, err := w.Query(context.Background(), "from "+s.Name()+" limit 0")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Columns {
			if s.Columns[c.Name] == "" {
				t.Errorf("%s: no comment on %s", s.File, c.Name)
			}
		}
	}
}

// In the file every table and column has a Chinese comment, and of the checks there is what they found.
func TestKept(t *testing.T) {
	ctx := context.Background()
	b := emptyBuild(t)
	b.Path = filepath.Join(t.TempDir(), "kept.duckdb")
	w, _, err := b.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Finish(ctx); err != nil {
		t.Fatal(err)
	}
	if w, err = Open(ctx, b.Path); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, row := range commentless(t, w) {
		t.Errorf("no comment: %v", row[0])
	}
	names, err := w.Query(ctx, "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('checks', 'previous', 'other', 'audits') order by 1")
	if err != nil || fmt.Sprint(names.Rows) != "[[checks.counts] [checks.decided] [checks.findings] [checks.settled] [checks.suspects]]" {
		t.Errorf("want checks.findings, its counts, what is settled and the suspects alone, got %v %v", names, err)
	}
}

func commentless(t *testing.T, w *Warehouse) [][]any {
	t.Helper()
	table, err := w.Query(context.Background(), `
		select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'main' and comment is null
		union all
		select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()
		where schema_name <> 'main' and comment is null and not internal`)
	if err != nil {
		t.Fatal(err)
	}
	return table.Rows
}

// Each .txtar holds cases of one script: the rows of the tables it reads from, as CSV, and the rows
// it must give, as CSV under the name "want". "make x.y" makes such a table from the rows before it, "sql" is
// run as it stands. Every check and every audit has one; an audit is seen to fail in its.
func TestFixtures(t *testing.T) {
	w := emptyWarehouse(t)
	scripts := shipped(t).Scripts
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	covered := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for i := range scripts {
			if scripts[i].Name() == name {
				covered[name] = true
				t.Run(name, func(t *testing.T) { runFixture(t, w, &scripts[i], file) })
			}
		}
		if !covered[name] {
			t.Errorf("%s: no such script", file)
		}
	}
	for i := range scripts {
		if s := &scripts[i]; (s.isCheck() || s.Schema == auditSchema) && !covered[s.Name()] {
			t.Errorf("sql/%s has no fixture", s.File)
		}
	}
}

func runFixture(t *testing.T, w *Warehouse, s *Script, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := w.exec(ctx, "begin"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.exec(ctx, append([]string{"rollback"}, shipped(t).variables()...)...); err != nil {
			t.Fatal(err)
		}
	}()
	fails := false
	defer func() {
		if s.Schema == auditSchema && !fails {
			t.Error("the audit is not seen to fail")
		}
	}()
	for _, section := range archive.Files {
		if section.Name == "want" {
			fails = fails || bytes.Count(section.Data, []byte("\n")) > 1
			compare(t, w, s, section.Data)
			continue
		}
		if made, found := strings.CutPrefix(section.Name, "make "); section.Name == "sql" {
			err = w.exec(ctx, string(section.Data))
		} else if found {
			err = w.exec(ctx, "delete from "+made, "insert into "+made+" by name "+scriptNamed(t, made).Query)
		} else {
			err = load(ctx, w, section.Name, section.Data)
		}
		if err != nil {
			t.Fatalf("%s: %v", section.Name, err)
		}
		if strings.HasPrefix(section.Name, "rules.") { // the macros ask for what is in the rules
			if err := w.exec(ctx, shipped(t).variables()...); err != nil {
				t.Fatalf("%s: %v", section.Name, err)
			}
		}
	}
}

// load replaces a table's rows. Columns that the section does not name are null.
func load(ctx context.Context, w *Warehouse, table string, data []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return err
	}
	view, err := w.Query(ctx, "select true from duckdb_views() where schema_name || '.' || view_name = ?", table)
	if err != nil {
		return err
	}
	emptied := []string{"delete from " + table}
	if len(view.Rows) > 0 { // in its place a table of its shape
		emptied = []string{"create temp table shape as from " + table + " limit 0", "drop view " + table,
			"create table " + table + " as from shape", "drop table shape"}
	}
	if err := w.exec(ctx, emptied...); err != nil {
		return err
	}
	for _, row := range rows[1:] {
		values := make([]string, len(row))
		for i, v := range row {
			if values[i] = quote(v); v == "" {
				values[i] = "null"
			}
		}
		if err := w.exec(ctx, fmt.Sprintf("insert into %s (%s) values (%s)", table, strings.Join(rows[0], ", "), strings.Join(values, ", "))); err != nil {
			return err
		}
	}
	return nil
}

// compare runs the script and compares the columns that want names.
func compare(t *testing.T, w *Warehouse, s *Script, want []byte) {
	t.Helper()
	got, err := w.Query(context.Background(), s.Query)
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(string(want), "\n")
	var out bytes.Buffer
	only := *got
	only.Columns, only.Rows = nil, make([][]any, len(got.Rows))
	for _, name := range strings.Split(header, ",") {
		i := got.Index(name)
		if i < 0 {
			t.Fatalf("no column %s", name)
		}
		only.Columns = append(only.Columns, got.Columns[i])
		for n, row := range got.Rows {
			only.Rows[n] = append(only.Rows[n], row[i])
		}
	}
	if err := only.WriteCSV(&out, false); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("SHOW") != "" {
		fmt.Printf("%s\n%s", s.Name(), out.String())
	}
	if sorted(out.String()) != sorted(string(want)) { // the order of rows is the sheets' business, not the checks'
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func sorted(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Of a table with too many rows the beginning is read, and how many are left is said.
func TestTablesWithTooManyRows(t *testing.T) {
	w := emptyWarehouse(t)
	all, err := w.Tables(context.Background(), "sheets", 0)
	if err != nil {
		t.Fatal(err)
	}
	few, err := w.Tables(context.Background(), "sheets", 2)
	if err != nil || len(few) != len(all) {
		t.Fatalf("%d tables, want %d: %v", len(few), len(all), err)
	}
	cut := 0
	for i := range all {
		if len(few[i].Rows) != min(len(all[i].Rows), 2) || len(few[i].Rows)+int(few[i].Left) != len(all[i].Rows) {
			t.Errorf("%s: %d rows and %d left of %d", few[i].Name, len(few[i].Rows), few[i].Left, len(all[i].Rows))
		}
		if few[i].Left > 0 {
			cut++
		}
	}
	if cut == 0 {
		t.Error("no table was long enough to try")
	}
}
