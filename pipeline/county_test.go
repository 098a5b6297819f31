package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

// sizeFrom is a size that the environment asks for.
func sizeFrom(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// TestGenerate writes a county to try the program on:
//
//	JIXIAO_COUNTY_DIR=DIR JIXIAO_TOWNSHIPS=400 JIXIAO_PROJECTS=80 JIXIAO_SEED=1 go test ./pipeline -run TestGenerate -v
func TestGenerate(t *testing.T) {
	dir := os.Getenv("JIXIAO_COUNTY_DIR")
	if dir == "" {
		t.Skip("JIXIAO_COUNTY_DIR is not set: no county to write")
	}
	c := countytest.County{
		Seed:      uint64(sizeFrom(t, "JIXIAO_SEED", 1)),
		Townships: sizeFrom(t, "JIXIAO_TOWNSHIPS", 40),
		Projects:  sizeFrom(t, "JIXIAO_PROJECTS", 80),
	}
	start := time.Now()
	truths, faults, err := c.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d townships, %d project forms, %d faults in %s, %.1f s",
		len(truths), len(truths)*c.Projects, len(faults), dir, time.Since(start).Seconds())
}

// The same seed gives the same bytes, another seed others.
func TestCountyIsDeterministic(t *testing.T) {
	sums := map[string]uint64{}
	for _, seed := range []uint64{7, 7, 8} {
		dir := t.TempDir()
		if _, _, err := (countytest.County{Seed: seed, Townships: 7, Projects: 3}).Write(dir); err != nil {
			t.Fatal(err)
		}
		if sum := treeHash(t, dir); sums[sum] == 0 {
			sums[sum] = seed
		} else if sums[sum] != seed {
			t.Errorf("seeds %d and %d give the same county", sums[sum], seed)
		}
	}
	if len(sums) != 2 {
		t.Errorf("%d different counties of two seeds", len(sums))
	}
}

// treeHash is one hash of all that a folder holds, with the times of its files.
func treeHash(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && strings.HasPrefix(path, filepath.Join(dir, "inputs", "2")) { // the rules workbook is as old as it is
			fmt.Fprintln(sum, info.ModTime().UTC())
		}
		fmt.Fprintf(sum, "%s %x\n", strings.TrimPrefix(path, dir), sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// openLatest opens what was published last.
func openLatest(t testing.TB, outputs string) *warehouse.Warehouse {
	t.Helper()
	db, err := warehouse.Open(context.Background(), filepath.Join(outputs, "latest", "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func askOf(t testing.TB, db *warehouse.Warehouse, query string, args ...any) *tables.Table {
	t.Helper()
	table, err := db.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// A generated county is read whole: every file, every form, every amount; what is found is what was planted.
func TestGeneratedCounty(t *testing.T) {
	dir := t.TempDir()
	c := countytest.County{Seed: 3, Townships: 14, Projects: 36}
	truths, faults, err := c.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir()}
	s, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Complete() || s.Submitted != c.Townships || s.Projects != int64(c.Townships*c.Projects) {
		t.Errorf("%s", s.Text())
	}
	db := openLatest(t, cfg.Outputs)
	for _, w := range truths {
		rows := askOf(t, db, `select cast(initial_budget * 100 as bigint), cast(adjusted_budget * 100 as bigint), cast(executed * 100 as bigint)
			from staging.budgets where township = ? and item = '项目支出'`, w.Township).Rows
		sums := askOf(t, db, `select cast(sum(initial_budget) * 100 as bigint), cast(sum(adjusted_budget) * 100 as bigint), cast(sum(executed) * 100 as bigint)
			from staging.projects where township = ?`, w.Township).Rows
		want := fmt.Sprint([]int64{w.Initial, w.Adjusted, w.Executed})
		if len(rows) != 1 || fmt.Sprint(rows[0]) != want || fmt.Sprint(sums[0]) != want {
			t.Errorf("%s: read %v, sums %v, wrote %s", w.Township, rows, sums, want)
		}
	}
	want := map[countytest.Fault]bool{}
	for _, f := range faults {
		want[f] = true
	}
	found := map[countytest.Fault]bool{}
	for _, row := range askOf(t, db,
		"select township, coalesce(project, ''), code, severity, message, cell from checks.findings where severity = 'error' or code in ('form_unsure', 'file_unreadable', 'reason_missing')").Rows {
		f := countytest.Fault{Township: row[0].(string), Project: row[1].(string), Code: row[2].(string)}
		if found[f] = true; !want[f] {
			t.Errorf("not planted: %v", row)
		}
	}
	for f := range want {
		if !found[f] {
			t.Errorf("not found: %v", f)
		}
	}
	if len(faults) < 5 {
		t.Errorf("only %d faults planted", len(faults))
	}
}
