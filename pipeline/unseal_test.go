package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/seal"
	"jixiao/pipeline/warehouse"
)

// A city adds up the sealed archives of its counties: the same townships come to the same scores, ranks and
// findings as if their files lay there; a broken archive and one of another year are told; the city's own
// year is sealed and made again to the same bytes.
func TestSealedCountiesAddUp(t *testing.T) {
	ctx := context.Background()
	city := Config{Inputs: copyInputs(t), Outputs: t.TempDir()}
	for _, name := range []string{"2023", "2022"} {
		if err := os.MkdirAll(filepath.Join(city.Inputs, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	counties := [][]string{{"瓜里乡"}, {"车田苗族乡", "两水苗族乡"}}
	for i, townships := range counties {
		county := Config{Inputs: copyInputs(t, townships...), Outputs: t.TempDir(), Year: 2023}
		if _, err := Run(ctx, county); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Seal(county,
			filepath.Join(city.Inputs, "2023", []string{"甲县.jixiao", "乙县.jixiao"}[i])); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(filepath.Join(city.Inputs, "2023", "甲县.jixiao"))
	if err := errors.Join(err,
		os.WriteFile(filepath.Join(city.Inputs, "2022", "放错.jixiao"), whole, 0o644),
		os.WriteFile(filepath.Join(city.Inputs, "2023", "半个.jixiao"), whole[:len(whole)/2], 0o644)); err != nil {
		t.Fatal(err)
	}
	city.Year = 2023
	if _, err := Run(ctx, city); err != nil {
		t.Fatal(err)
	}
	direct := Config{Inputs: copyInputs(t, "瓜里乡", "车田苗族乡", "两水苗族乡"), Outputs: t.TempDir()}
	if _, err := Run(ctx, direct); err != nil {
		t.Fatal(err)
	}
	for _, question := range []string{
		"select * from scores.townships where year = 2023 order by all",
		"select year, rank, township, reported_total, machine_total from rankings.townships where year = 2023 order by all",
		"select code, township, project, sheet, cell, value, expected from checks.findings where year = 2023 and (file not similar to '.*[.]jixiao' or file is null) order by all",
	} {
		if got, want := askIn(t, city, question), askIn(t, direct, question); len(want) == 0 ||
			!reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%v\nwant\n%v", question, got, want)
		}
	}
	_, m, err := publish.Latest(city.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	fates := map[string]string{}
	for _, in := range m.Inputs {
		fates[in.File] = in.Fate + " " + in.Reason
	}
	for file, want := range map[string]string{
		"2023/甲县.jixiao": "skipped 是资源县的封存包，完好；其中 1 个材料已逐个登记", "2023/半个.jixiao": "unreadable “半个.jixiao”不是封存包，或已损坏",
		"2022/放错.jixiao": "skipped 是 2023 年度的封存包，放在 2022 年度的文件夹中", "2023/甲县.jixiao/2023/瓜里乡2023年绩效自评.xlsx": "read ",
	} {
		if !strings.HasPrefix(fates[file], want) {
			t.Errorf("%s: %q, want %q", file, fates[file], want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(city.Outputs, workPrefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	name, _, err := Seal(city, filepath.Join(t.TempDir(), "市.jixiao"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := seal.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if differ, err := Replay(ctx, a, Config{Now: time.Now}); err != nil || len(differ) > 0 {
		t.Errorf("made again: %v %v", differ, err)
	}
}

func askIn(t *testing.T, cfg Config, question string) [][]any {
	t.Helper()
	db, err := warehouse.Open(context.Background(), filepath.Join(cfg.Outputs, "latest", "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	table, err := db.Query(context.Background(), question)
	if err != nil {
		t.Fatal(err)
	}
	return table.Rows
}
