package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jixiao/sql"
)

// A small county's tables, made in memory on two connections, and a large one's, made in the file, come out
// the same to the last comment; each file is whole, without a write-ahead log.
func TestSmallAndLargeAreTheSame(t *testing.T) {
	ctx := context.Background()
	contents := func(few int64, threads int) (lines []string) {
		b := emptyBuild(t)
		b.Path = filepath.Join(b.Work, "kept.duckdb")
		b.few, b.Threads, b.Count = few, threads, []string{"rules.grades", "staging.projects"}
		w, _, err := b.Run(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := w.Finish(ctx); err != nil || rows["rules.grades"] < 4 || rows["staging.projects"] != 0 || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		if _, err := os.Stat(b.Path + ".wal"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a write-ahead log is left: %v", err)
		}
		if w, err = Open(ctx, b.Path); err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		for _, query := range []string{
			"select schema_name, table_name, column_name, data_type, comment from duckdb_columns() order by all",
			"select schema_name, table_name, comment from duckdb_tables() order by all", "select schema_name, view_name from duckdb_views() where not internal order by all",
			"from rules.parameters", "from staging.townships", "from checks.findings", "from rankings.townships", "from reports.data_dictionary", "from 乡镇排名",
		} {
			rows, err := w.Query(ctx, query)
			if err != nil || len(rows.Rows) == 0 {
				t.Fatalf("%s: %v", query, err)
			}
			for _, row := range rows.Rows {
				lines = append(lines, fmt.Sprint(query, row))
			}
		}
		return lines
	}
	want := contents(1, 0)
	for _, threads := range []int{1, 2} {
		got := contents(0, threads)
		if !slices.Equal(got, want) {
			t.Errorf("threads %d: %d lines, a large county's build has %d", threads, len(got), len(want))
		}
	}
}

// withOwn is an empty build with a county's own SQL.
func withOwn(t *testing.T, own fstest.MapFS) *Build {
	t.Helper()
	b := emptyBuild(t)
	var err error
	if b.SQL, err = ReadQueries(sql.Over(own)); err != nil {
		t.Fatal(err)
	}
	return b
}

// A script that reads what is made of it is said, and does not stand still.
func TestScriptsReadInACircle(t *testing.T) {
	b := withOwn(t, fstest.MapFS{
		"20_staging/own.sql": {Data: []byte("-- grain: none\nselect n, -- 一\nfrom scores.own")},
		"30_scores/own.sql":  {Data: []byte("-- grain: none\nselect n, -- 一\nfrom staging.own")},
	})
	if _, _, err := b.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "own reads from itself") {
		t.Errorf("want an error that names the script, got %v", err)
	}
}

// The audit of floats sees the tables of all folders, those that are made last too.
func TestFloatInASheet(t *testing.T) {
	b := withOwn(t, fstest.MapFS{"80_reports/own.sql": {Data: []byte("-- grain: none\n-- 说明: 试\n-- part: 试\nselect 0.5::double as 数, -- 数")}})
	w, _, err := b.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if faults := w.Faults(); len(faults) != 1 || faults[0].Detail != "reports.own.数" {
		t.Errorf("want the float found, got %v", faults)
	}
}

// A county's own script may read what it likes of what was made before it: by the Chinese name of a sheet, in
// capitals, a check's rows, in an audit what the last set held; one that reads files may ask for the rules.
func TestOwnScriptsReadAnything(t *testing.T) {
	ctx := context.Background()
	for range 3 { // two lanes: what stands in no order may be lucky
		b := withOwn(t, fstest.MapFS{
			"10_sources/own.sql":   {Data: []byte("-- grain: none\nselect\n    count(*) as n, -- 一\n    parameter('县名', 2023) as name, -- 名\nfrom read_parquet(getvariable('years')), sources.files")},
			"20_staging/own.sql":   {Data: []byte("-- grain: none\n-- 说明: 试\n-- kept: as a view\nwith within as (\n    select\n        1 as one, -- 内\n)\nselect one as n, -- 一\nfrom within -- ends so")},
			"60_audits/own.sql":    {Data: []byte("-- grain: none\n-- message: 试\nselect 'one' as detail from checks.found, checks.total_not_sum, previous.findings")},
			"70_sheets/own.sql":    {Data: []byte("-- grain: none\n-- 说明: 试\n-- sheet: 试\n-- order: 1\nselect 乡镇, -- 乡镇\nfrom 问题清单")},
			"80_reports/own.sql":   {Data: []byte("\ufeff-- grain: none\r\n-- 说明: 试\r\n-- part: 试\r\nselect 乡镇,\t-- 乡镇\r\nfrom \"乡镇排名\"")},
			"80_reports/other.sql": {Data: []byte("-- grain: none\n-- 说明: 试\n-- part: 又试\nselect roster.code, -- 代码\nFROM RULES.ROSTER, 乡镇排名")},
		})
		b.Path = filepath.Join(b.Work, "kept.duckdb")
		w, _, err := b.Run(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if about, err := w.Query(ctx, "select comment from duckdb_columns() where schema_name = 'reports' and table_name = 'own'"); err != nil || fmt.Sprint(about.Rows) != "[[乡镇]]" {
			t.Errorf("comments %v %v", about, err)
		}
		if _, err := w.Finish(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// A comment inside a query is none of the table's; the others stand.
func TestCommentOfNoColumn(t *testing.T) {
	ctx := context.Background()
	b := withOwn(t, fstest.MapFS{"80_reports/own.sql": {Data: []byte("-- grain: none\n-- 说明: 试\n-- part: 试\nwith within as (\n    select\n        1 as one, -- 内\n)\nselect one as 数, -- 数\nfrom within")}})
	w, _, err := b.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	got, err := w.Query(ctx, "select comment from duckdb_columns() where table_name = 'own' union all select comment from duckdb_tables() where table_name = 'own'")
	if err != nil || len(got.Rows) != 2 || got.Rows[0][0] != "数" || got.Rows[1][0] != "试" {
		t.Errorf("got %v %v", got, err)
	}
}

// A script that fails ends the build with its name, whichever lane it is on; so does the caller's leaving.
func TestBuildFails(t *testing.T) {
	b := withOwn(t, fstest.MapFS{"40_checks/own.sql": {Data: []byte("-- grain: none\nselect 1 // 'no number' as one, -- 一\n")}})
	if _, _, err := b.Run(context.Background()); err == nil || !slices.Contains([]string{"build sql/40_checks/own.sql"}, fmt.Sprintf("%.27s", err)) {
		t.Errorf("want an error that names the file, got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := emptyBuild(t).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("want canceled, got %v", err)
	}
}

// A file that cannot be written is an error of Close.
func TestFileCannotBeWritten(t *testing.T) {
	b := emptyBuild(t)
	b.Path = filepath.Join(b.Work, "kept.duckdb")
	if err := os.Mkdir(b.Path, 0o755); err != nil {
		t.Fatal(err)
	}
	w, _, err := b.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil {
		t.Error("no error")
	}
}
