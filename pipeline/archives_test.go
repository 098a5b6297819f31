package pipeline

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/seal"
	"jixiao/pipeline/warehouse"
)

// writeRules writes a rules workbook with the rows of a roster that are wanted; change makes it another.
func writeRules(t *testing.T, inputs, roster string, wanted func(county string) bool, change func(*rules.Rules)) {
	t.Helper()
	f, err := os.Open(roster)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	err = csv.NewWriter(&text).WriteAll(slices.DeleteFunc(rows, func(row []string) bool {
		return row[2] != "县" && !wanted(row[2])
	}))
	r, err2 := rules.OpenDefault(warehouse.Checks)
	if err := errors.Join(err, err2, r.SetRoster("名册.csv", strings.NewReader(text.String()))); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r.Rules)
	}
	if err := errors.Join(os.MkdirAll(inputs, 0o755), workbooks.Rules(filepath.Join(inputs, rules.Name), r.Rules)); err != nil {
		t.Fatal(err)
	}
}

// sealedCounties makes up a city of three counties, each of which has run and sealed its own year with its own roster.
// It gives the archives by county, and the city's inputs folder, with the whole roster and nothing else.
func sealedCounties(t *testing.T) (city string, counties, archives []string) {
	t.Helper()
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 6, Townships: 21, Projects: 2}).Write(dir); err != nil {
		t.Fatal(err)
	}
	counties = foldersIn(t, filepath.Join(dir, "inputs"))
	for _, county := range counties {
		own := Config{Inputs: filepath.Join(dir, county), Outputs: t.TempDir(), Year: 2023}
		writeRules(t, own.Inputs, filepath.Join(dir, "名册.csv"), func(c string) bool { return c == county }, nil)
		if err := os.Rename(filepath.Join(dir, "inputs", "2023", county), filepath.Join(own.Inputs, "2023")); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(context.Background(), own); err != nil {
			t.Fatal(err)
		}
		name, _, err := Seal(own, filepath.Join(dir, county+".jixiao"))
		if err != nil {
			t.Fatal(err)
		}
		archives = append(archives, name)
	}
	return filepath.Join(dir, "inputs"), counties, archives
}

func TestGatheredArchives(t *testing.T) {
	city, counties, archives := sealedCounties(t)
	t.Run("refused", func(t *testing.T) { refusesArchives(t, city, archives) })
	t.Run("one run", func(t *testing.T) { archivesAreOneRun(t, city, counties, archives) })
}

// Sealed archives gathered from wherever they stand are one run over a folder in which they lie.
func archivesAreOneRun(t *testing.T, city string, counties, archives []string) {
	ctx := context.Background()
	gathered := Config{Inputs: city, Outputs: t.TempDir()}
	got, err := Gather(ctx, gathered, archives)
	if err != nil || len(got.Notes) > 0 || got.Submitted < 18 {
		t.Fatalf("%+v %v", got, err)
	}
	if text := got.Text(); strings.Contains(text, "没有计入") {
		t.Errorf("archives that were opened are not left out: %s", text)
	}
	partly := Config{Inputs: city, Outputs: t.TempDir()}
	sum, err := Gather(ctx, partly, archives[1:])
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(sum.Notes, ""); !strings.Contains(notes, "缺少 1 个县的成果") ||
		!strings.Contains(notes, counties[0]) {
		t.Errorf("notes: %s", notes)
	}
	partly.Year, gathered.Year = 2023, 2023
	sealed := filepath.Join(t.TempDir(), "市.jixiao")
	_, _, err = Seal(gathered, sealed)
	if !fault.Is(err, fault.Input) || !strings.Contains(err.Error(), "放在别处的封存包") ||
		!strings.Contains(err.Error(), filepath.Base(archives[2])) || strings.Contains(err.Error(), "材料或规则与批次") {
		t.Errorf("sealed without its archives: %v", err)
	}
	for i := range archives {
		name := archives[len(archives)-1-i]
		lies := filepath.Join(city, "2023", filepath.Base(name))
		data, err := os.ReadFile(name) // a copy is younger
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(lies), 0o755), os.WriteFile(lies, data, 0o644)); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			holds(t, partly, sealed)
		}
	}
	holds(t, gathered, sealed)
	for _, name := range archives {
		info, err := os.Stat(name)
		lies := filepath.Join(city, "2023", filepath.Base(name))
		if err := errors.Join(err, os.Chtimes(lies, info.ModTime(), info.ModTime())); err != nil {
			t.Fatal(err)
		}
	}
	whole := Config{Inputs: city, Outputs: t.TempDir()}
	if _, err := Run(ctx, whole); err != nil {
		t.Fatal(err)
	}
	countytest.EqualFiles(t, gathered.Outputs, whole.Outputs)
	equalTables(t, gathered, whole)
	if left, _ := filepath.Glob(filepath.Join(gathered.Outputs, workPrefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// holds seals a gathered set whose archives lie in the inputs, and makes it again from what is sealed.
func holds(t *testing.T, cfg Config, to string) {
	t.Helper()
	name, _, err := Seal(cfg, to)
	if err != nil {
		t.Fatal(err)
	}
	a, err := seal.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if differ, err := Replay(context.Background(), a, Config{Now: time.Now}); err != nil || len(differ) > 0 {
		t.Errorf("made again, these differ: %v %v", differ, err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

// An archive that was changed or cut, of another program or other rules, or that is there twice is refused by its name.
func refusesArchives(t *testing.T, city string, archives []string) {
	ctx := context.Background()
	refused := func(kind fault.Kind, says string, cfg Config, names ...string) {
		t.Helper()
		cfg.Outputs = t.TempDir()
		_, err := Gather(ctx, cfg, names)
		if !fault.Is(err, kind) || !strings.Contains(err.Error(), says) ||
			!strings.Contains(err.Error(), names[len(names)-1]) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	cfg := Config{Inputs: city}
	whole, err := os.ReadFile(archives[0])
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "坏的.jixiao")
	changed := slices.Clone(whole)
	changed[len(changed)/3] ^= 0x10
	for _, data := range [][]byte{changed, whole[:len(whole)/2], nil} {
		if err := os.WriteFile(damaged, data, 0o644); err != nil {
			t.Fatal(err)
		}
		refused(fault.Broken, "没有通过核对", cfg, archives[1], damaged)
	}
	again := filepath.Join(t.TempDir(), "又一份.jixiao")
	if err := os.WriteFile(again, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(fault.Input, "同名的两个县", cfg, archives[0], again)
	refused(fault.Input, "请核对路径", cfg, archives[0], again+"没有")
	refused(fault.Input, "请分开汇总", cfg, archives[0], t.TempDir())
	refused(fault.Input, "另一版本的程序", Config{Inputs: city, Program: publish.Program{Version: "9.0"}}, archives[0])
	other := t.TempDir()
	writeRules(t, other, filepath.Join(filepath.Dir(city), "名册.csv"), func(string) bool { return true },
		func(r *rules.Rules) {
			r.Tables["分值"].Rows[1][3] = "本县的说明"
		})
	refused(fault.Input, "另一份规则", Config{Inputs: other}, archives[0])
}
