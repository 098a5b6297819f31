package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
func province(t *testing.T) (inputs string) {
	t.Helper()
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 5, Townships: 40, Projects: 6}).Write(dir); err != nil {
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
		os.WriteFile(filepath.Join(year, "不在县里.xlsx"), []byte("不是表"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return inputs
}

// Counties judged apart and gathered are one run over all: each file of the set is the same, byte for byte.
func TestGatheredIsOneRun(t *testing.T) {
	ctx := context.Background()
	inputs := province(t)
	whole := Config{Inputs: inputs, Outputs: t.TempDir()}
	want, err := Run(ctx, whole)
	if err != nil {
		t.Fatal(err)
	}
	counties := foldersIn(t, inputs)
	sets := judgeApart(t, inputs, append(counties, "")...)
	slices.Reverse(sets) // whatever their order
	gathered := Config{Inputs: inputs, Outputs: t.TempDir()}
	got, err := Gather(ctx, gathered, sets)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Rows, want.Rows) || !reflect.DeepEqual(got.Findings, want.Findings) {
		t.Errorf("%v %v, want %v %v", got.Rows, got.Findings, want.Rows, want.Findings)
	}
	equalFiles(t, gathered.Outputs, whole.Outputs)
	equalTables(t, gathered, whole)
}

// equalFiles wants each file of a set as in another, but for the database.
func equalFiles(t *testing.T, got, want string) {
	t.Helper()
	gotDir, m, err := publish.Latest(got)
	if err != nil {
		t.Fatal(err)
	}
	wantDir, wanted, err := publish.Latest(want)
	if err != nil || len(m.Outputs) != len(wanted.Outputs) {
		t.Fatalf("%d files, want %d (%v)", len(m.Outputs), len(wanted.Outputs), err)
	}
	for _, o := range wanted.Outputs {
		a, err := os.ReadFile(filepath.Join(gotDir, o.File))
		b, err2 := os.ReadFile(filepath.Join(wantDir, o.File))
		if o.File != "jixiao.duckdb" && (errors.Join(err, err2) != nil || !bytes.Equal(a, b)) {
			t.Errorf("%s differs (%v)", o.File, errors.Join(err, err2))
		}
	}
}

// equalTables wants each table of a database as in another: columns, types, comments, and rows in their order.
func equalTables(t *testing.T, got, want Config) {
	t.Helper()
	const named = `select schema_name || '."' || table_name || '"', column_name, data_type, comment
		from duckdb_columns() where not internal order by all`
	columns := askIn(t, want, named)
	if !reflect.DeepEqual(askIn(t, got, named), columns) {
		t.Error("the columns differ")
	}
	last := ""
	for _, row := range columns {
		if table := row[0].(string); table != last {
			if last = table; !reflect.DeepEqual(askIn(t, got, "from "+table), askIn(t, want, "from "+table)) {
				t.Errorf("%s differs", table)
			}
		}
	}
}

// A county without a set is said, and the rest is as one run without its files.
func TestGatheredWithoutACounty(t *testing.T) {
	ctx := context.Background()
	inputs := province(t)
	counties := foldersIn(t, inputs)
	last := len(counties) - 1
	sets := judgeApart(t, inputs, append(slices.Clone(counties[:last]), "")...)
	gathered := Config{Inputs: inputs, Outputs: t.TempDir()}
	sum, err := Gather(ctx, gathered, sets)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(sum.Notes, "\n"); !strings.Contains(notes, "缺少 1 个县的成果") ||
		!strings.Contains(notes, counties[last]) {
		t.Errorf("notes: %s", notes)
	}
	if _, m, err := publish.Latest(gathered.Outputs); err != nil || !slices.Equal(m.Summary.Notes, sum.Notes) {
		t.Errorf("the manifest does not say so: %v", err)
	}
	if err := os.RemoveAll(filepath.Join(inputs, "2023", counties[last])); err != nil {
		t.Fatal(err)
	}
	whole := Config{Inputs: inputs, Outputs: t.TempDir()}
	if _, err := Run(ctx, whole); err != nil {
		t.Fatal(err)
	}
	equalTables(t, gathered, whole)
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
