package warehouse

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"jixiao/sql"
)

// A county's own folder is known by what follows its number: what was written for 30_checks when the checks
// stood there still lies over ours, and two files for one table are refused by name.
func TestOwnFolderOfAnotherNumber(t *testing.T) {
	ours := `select 2023 as year, '甲镇' as township, 'x' as value, -- 值`
	q, err := ReadQueries(sql.Over(fstest.MapFS{
		"30_checks/total_not_sum.sql": {Data: []byte("-- grain: one\n-- 说明: 试\n-- severity: note\n-- message: 试\n-- fix: 试\n" + ours)},
		"30_checks/own_check.sql":     {Data: []byte("-- grain: one\n-- 说明: 试\n-- severity: note\n-- message: 试\n-- fix: 试\n" + ours)},
	}))
	if err != nil {
		t.Fatal(err)
	}
	if checks, want := len(q.Checks()), len(shipped(t).Checks())+1; checks != want {
		t.Fatalf("%d checks, want %d", checks, want)
	}
	b := emptyBuild(t)
	b.SQL = q
	w, timings, err := b.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	found, err := w.Query(context.Background(), "select message from checks.findings where code = 'total_not_sum'")
	if err != nil || len(found.Rows) != 1 {
		t.Errorf("got %v %v, want the finding of the county's own total_not_sum", found, err)
	}
	for _, timing := range timings {
		if timing.Folder == "sql/30_checks" {
			t.Errorf("%s is counted in %s", timing.Name, timing.Folder)
		}
	}
	_, err = ReadQueries(sql.Over(fstest.MapFS{
		"30_checks/own_check.sql": {Data: []byte("-- grain: one\n" + ours)},
		"40_checks/own_check.sql": {Data: []byte("-- grain: one\n" + ours)},
	}))
	if err == nil || !strings.Contains(err.Error(), "30_checks/own_check.sql") || !strings.Contains(err.Error(), "40_checks/own_check.sql") {
		t.Errorf("two files for one table: %v", err)
	}
}

// DuckDB 1.4.3 answers SEMI JOIN and ANTI JOIN with wrong rows where an equality stands beside another
// condition; EXISTS is right. Ours have none, a county's own are refused by name.
func TestNoSemiOrAntiJoin(t *testing.T) {
	for _, s := range shipped(t).Scripts {
		if join := wrongJoin(s.Query); join != "" {
			t.Errorf("sql/%s: %s", s.File, join)
		}
	}
	others, err := fs.Glob(sql.Files, "asked/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(others, "macros.sql") {
		text, err := fs.ReadFile(sql.Files, name)
		if join := wrongJoin(string(text)); err != nil || join != "" {
			t.Errorf("sql/%s: %s %v", name, join, err)
		}
	}
	for text, want := range map[string]bool{
		"select 1 from a semi join b using (id)": true, "select 1 from a\nANTI\n JOIN b on a.id = b.id": true,
		"select 'semi join' as x -- no anti join\n/* semi join */ from \"anti join\"": false,
		"select 1 from semi left join anti on semi.id = anti.id":                      false,
	} {
		_, err := ReadQueries(sql.Over(fstest.MapFS{"20_staging/own.sql": {Data: []byte(text)}}))
		if want != (err != nil && strings.Contains(err.Error(), "20_staging/own.sql") && strings.Contains(err.Error(), "EXISTS")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// The number of a folder is the order: none reads from one behind it.
func TestFoldersAreInOrder(t *testing.T) {
	scripts := shipped(t).Scripts
	folders := map[string]string{}
	for i := range scripts {
		folders[scripts[i].Name()] = scripts[i].folder
	}
	for _, s := range scripts {
		for _, name := range s.from {
			if folders[name] > s.folder {
				t.Errorf("sql/%s reads from %s, which stands in %s", s.File, name, folders[name])
			}
		}
	}
}

// A check is one SELECT and its fixture: what collects the findings knows none by name.
func TestFindingsKnowNoCheck(t *testing.T) {
	findings := scriptNamed(t, "checks.findings").Query
	for _, check := range shipped(t).Checks() {
		if strings.Contains(findings, check.Code) {
			t.Errorf("sql/40_checks/findings.sql speaks of %s", check.Code)
		}
	}
}

// A line of SQL fits beside another file: 120 characters, Chinese ones counted once.
func TestNoLineIsTooWide(t *testing.T) {
	names, err := fs.Glob(sql.Files, "*/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "macros.sql") {
		text, err := fs.ReadFile(sql.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if wide := utf8.RuneCountInString(line); wide > 120 {
				t.Errorf("sql/%s:%d is %d wide", name, n+1, wide)
			}
		}
	}
}

// What a check with the header "drops: yes" finds is counted as not taken in, a county's own check as well.
func TestDrops(t *testing.T) {
	own := "-- grain: one\n-- 说明: 试\n-- severity: note\n-- message: 试\n-- fix: 试\n"
	row := "select 2023 as year, '甲镇' as township, 'x' as value, -- 值"
	q, err := ReadQueries(sql.Over(fstest.MapFS{
		"40_checks/total_not_sum.sql": {Data: []byte(own + "-- drops: yes\n" + row)},
		"40_checks/own_other.sql":     {Data: []byte(own + row)},
	}))
	if err != nil {
		t.Fatal(err)
	}
	b := emptyBuild(t)
	b.SQL = q
	w, _, err := b.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	taken, err := w.Ask(context.Background(), "dropped")
	if err != nil || taken.Rows[0][1] != int64(1) {
		t.Errorf("got %v %v, want one place dropped", taken, err)
	}
}
