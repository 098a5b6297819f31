package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// judgeApart judges each county's folder by itself, and gives the outputs folders; strays are a part of their own.
func judgeApart(t *testing.T, inputs string, counties ...string) (sets []string) {
	t.Helper()
	for _, county := range counties {
		cfg := Config{Inputs: inputs, Outputs: t.TempDir(), Tables: true, Part: true, County: county}
		if _, err := Run(context.Background(), cfg); err != nil {
			t.Fatalf("%s: %v", county, err)
		}
		sets = append(sets, cfg.Outputs)
	}
	return sets
}

// foldersIn are the names of the folders of a year.
func foldersIn(t *testing.T, inputs string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(inputs, "2023"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// province is a made-up one of three counties: with a township's files in another county's folder, the same bytes in
// two counties, and a file in no county's folder.
func province(t *testing.T) (inputs string) { return provinceOf(t, 20, 3) }

// pack puts the workbooks of a folder into an archive, but for the first: what is in it is marked and returned too.
func pack(dir string) error {
	books, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(books) < 3 {
		return fmt.Errorf("%v %w", books, err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range books[1:] {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		w, err := z.Create(filepath.Base(name))
		if err == nil {
			_, err = w.Write(data)
		}
		if err = errors.Join(err, os.Remove(name)); err != nil {
			return err
		}
	}
	return errors.Join(z.Close(), os.WriteFile(filepath.Join(dir, "各乡镇.zip"), packed.Bytes(), 0o644))
}

func provinceOf(t *testing.T, townships, projects int) (inputs string) {
	t.Helper()
	dir := t.TempDir()
	county := countytest.County{Seed: 5, Townships: townships, Projects: projects}
	if _, _, err := county.Write(dir); err != nil {
		t.Fatal(err)
	}
	inputs = filepath.Join(dir, "inputs")
	year := filepath.Join(inputs, "2023")
	counties := foldersIn(t, inputs)
	moved, err := filepath.Glob(filepath.Join(year, counties[0], "*.xls*"))
	if err != nil || len(moved) < 2 {
		t.Fatalf("%v %v", moved, err)
	}
	twice, err := os.ReadFile(moved[1])
	if err := errors.Join(err,
		os.Rename(moved[0], filepath.Join(year, counties[1], "放错"+filepath.Ext(moved[0]))),
		os.WriteFile(filepath.Join(year, counties[1], "_又一份"+filepath.Ext(moved[1])), twice, 0o644),
		pack(filepath.Join(year, counties[len(counties)-1])),
		os.WriteFile(filepath.Join(year, "不在县里.xlsx"), []byte("不是表"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return inputs
}

// Counties judged apart and gathered are one run over all: each file of the set is the same, byte for byte. A county
// without a set is said, and the rest is as one run without its files.
func TestGatheredIsOneRun(t *testing.T) {
	inputs := province(t)
	counties := foldersIn(t, inputs)
	sets := judgeApart(t, inputs, append(counties, "")...)
	t.Run("all", func(t *testing.T) { gatheredIsOneRun(t, inputs, sets) })
	last := len(counties) - 1
	t.Run("without a county", func(t *testing.T) {
		gatheredWithout(t, inputs, counties[last], slices.Delete(slices.Clone(sets), last, last+1))
	})
}

func gatheredIsOneRun(t *testing.T, inputs string, sets []string) {
	ctx := context.Background()
	whole := Config{Inputs: inputs, Outputs: t.TempDir()}
	want, err := Run(ctx, whole)
	if err != nil {
		t.Fatal(err)
	}
	backwards := slices.Clone(sets)
	slices.Reverse(backwards) // whatever their order
	gathered := Config{Inputs: inputs, Outputs: t.TempDir()}
	got, err := Gather(ctx, gathered, backwards)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Rows, want.Rows) || !reflect.DeepEqual(got.Findings, want.Findings) {
		t.Errorf("%v %v, want %v %v", got.Rows, got.Findings, want.Rows, want.Findings)
	}
	countytest.EqualFiles(t, gathered.Outputs, whole.Outputs)
	equalTables(t, gathered, whole)
}

func gatheredWithout(t *testing.T, inputs, county string, sets []string) {
	ctx := context.Background()
	gathered := Config{Inputs: inputs, Outputs: t.TempDir()}
	sum, err := Gather(ctx, gathered, sets)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(sum.Notes, "\n"); !strings.Contains(notes, "缺少 1 个县的成果") ||
		!strings.Contains(notes, county) {
		t.Errorf("notes: %s", notes)
	}
	if _, m, err := publish.Latest(gathered.Outputs); err != nil || !slices.Equal(m.Summary.Notes, sum.Notes) {
		t.Errorf("the manifest does not say so: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(inputs, "2023", county)); err != nil {
		t.Fatal(err)
	}
	whole := Config{Inputs: inputs, Outputs: t.TempDir()}
	if _, err := Run(ctx, whole); err != nil {
		t.Fatal(err)
	}
	equalTables(t, gathered, whole)
}

// ownScripts are a county's own: a table of its townships alone (-- across: no), one of which nobody knows what it looks
// at, a sheet of both, and a check that breaks on one form, which is set aside.
var ownScripts = map[string]string{
	"20_staging/own_sizes.sql": `-- grain: one township
-- 说明: 项目个数
-- across: no
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    count(*) as projects, -- 项目个数
from staging.projects
group by all
order by year, township
`,
	"20_staging/own_shares.sql": `-- grain: one township
-- 说明: 项目个数与各乡镇最多的项目个数
select
    own_sizes.year as year, -- 年度
    own_sizes.township as township, -- 乡镇
    max(own_sizes.projects) over () as most, -- 各乡镇最多的项目个数
from staging.own_sizes
order by year, township
`,
	"70_sheets/own.sql": `-- grain: one township
-- 说明: 项目个数
-- sheet: 项目个数
-- order: 900
select
    own_sizes.township as 乡镇, -- 乡镇
    own_sizes.projects as 项目个数, -- 项目个数
    own_shares.most as 最多, -- 各乡镇最多的项目个数
from staging.own_sizes
inner join staging.own_shares
    on own_sizes.year = own_shares.year and own_sizes.township = own_shares.township
order by 乡镇
`,
	"40_checks/tried.sql": strings.Replace(brokenBy, "-- severity", "-- across: no\n-- severity", 1),
}

// What a county decides by itself holds for the gathered as for one run: its own scripts, a second rule set, and a form
// that breaks the arithmetic of its county.
func TestGatheredUnderOwnScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("many builds, to find the form")
	}
	ctx := context.Background()
	inputs := provinceOf(t, 20, 2)
	before := Config{Inputs: inputs, Outputs: t.TempDir(), Tables: true}
	if _, err := Run(ctx, before); err != nil {
		t.Fatal(err)
	}
	dir, _, err := publish.Latest(before.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	victim, err := warehouse.ReadTable(ctx, []string{filepath.Join(dir, "parquet", "staging.projects.parquet")},
		"select township, project from t where adjusted_budget > 0 order by all limit 1 offset 20")
	if err != nil {
		t.Fatal(err)
	}
	condition := fmt.Sprintf("projects.township = '%s' and projects.project = '%s'", victim.Rows[0]...)
	for name, text := range ownScripts {
		path := filepath.Join(inputs, "sql", filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755),
			os.WriteFile(path, []byte(strings.ReplaceAll(text, "CONDITION", condition)), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	writeOtherRules(t, inputs)
	whole := Config{Inputs: inputs, Outputs: t.TempDir()}
	want, err := Run(ctx, whole)
	if err != nil {
		t.Fatal(err)
	}
	gathered := Config{Inputs: inputs, Outputs: t.TempDir()}
	got, err := Gather(ctx, gathered, judgeApart(t, inputs, append(foldersIn(t, inputs), "")...))
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(got.Notes, ""); !strings.Contains(notes, "一张表搁置，没有计入") ||
		!slices.Equal(got.Notes, want.Notes) {
		t.Errorf("%v, want %v", got.Notes, want.Notes)
	}
	if n := len(askIn(t, gathered, `from "项目个数"`)); n < 15 {
		t.Errorf("the own sheet has %d rows", n)
	}
	regraded := askIn(t, gathered, "select sum(regraded_projects) > 0 from rankings.rule_sets")
	if !reflect.DeepEqual(regraded, [][]any{{true}}) {
		t.Errorf("the second rule set changes nothing: %v", regraded)
	}
	countytest.EqualFiles(t, gathered.Outputs, whole.Outputs)
	equalTables(t, gathered, whole)
}

// equalTables wants each table of a database as in another: columns, types, comments, and rows in their order.
func equalTables(t *testing.T, got, want Config) {
	t.Helper()
	const named = `select schema_name || '."' || table_name || '"', column_name, data_type, comment,
			(schema_name, table_name) in (select (schema_name, view_name) from duckdb_views()) as is_view
		from duckdb_columns() where not internal order by all`
	one, other := openLatest(t, got.Outputs), openLatest(t, want.Outputs)
	columns := askOf(t, other, named).Rows
	if !reflect.DeepEqual(askOf(t, one, named).Rows, columns) {
		t.Error("the columns differ")
	}
	last := ""
	for _, row := range columns {
		table := row[0].(string)
		if table == last {
			continue
		}
		question := "from " + table
		if last = table; row[4] == true {
			question += " order by all" // a view's rows have no order of their own
		}
		if !reflect.DeepEqual(askOf(t, one, question).Rows, askOf(t, other, question).Rows) {
			t.Errorf("%s differs", table)
		}
	}
}

// A set of other rules or another program, one that was damaged and one given twice are refused by their names.
func TestGatherRefuses(t *testing.T) {
	ctx := context.Background()
	inputs := province(t)
	sets := judgeApart(t, inputs, foldersIn(t, inputs)[:2]...)
	refused := func(kind fault.Kind, says string, sets ...string) {
		t.Helper()
		_, err := Gather(ctx, Config{Inputs: inputs, Outputs: t.TempDir()}, sets)
		if !fault.Is(err, kind) || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), sets[0]) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	refused(fault.Input, "请只留一个", sets[0], sets[0])
	refused(fault.Input, "不是一个县的数据表", sample.dir)
	refused(fault.Input, "请核对路径", filepath.Join(inputs, "没有"))
	refused(fault.Input, "封存包（.jixiao）", inputs)
	dir, _, err := publish.Latest(sets[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "findings.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(fault.Broken, "findings.csv", dir)
	first, m, err := publish.Latest(sets[0])
	if err != nil {
		t.Fatal(err)
	}
	m.Basis.Program = "0.1 of another commit"
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(filepath.Join(first, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(first, "run.json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(fault.Input, "另一版本的程序", sets[0])
	if err := os.WriteFile(filepath.Join(first, "run.json"), kept, 0o644); err != nil {
		t.Fatal(err)
	}
	other := province(t)
	if err := os.Rename(filepath.Join(copyInputs(t), rules.Name), filepath.Join(other, rules.Name)); err != nil {
		t.Fatal(err)
	}
	_, err = Gather(ctx, Config{Inputs: other, Outputs: t.TempDir()}, sets[:1])
	if !fault.Is(err, fault.Input) || !strings.Contains(err.Error(), "另一份规则或名册") {
		t.Errorf("%v", err)
	}
}
