package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

// county is a made-up county (or a province: many of them) of any size, in the seven states of mess in
// which townships send. The same county gives the same bytes.
type county struct {
	seed      uint64
	townships int
	projects  int // of each township
}

// truth is what a township's forms say, but for the faults.
type truth struct {
	unit
	spending
}

const countyYear = 2023

// write makes DIR/inputs, and beside it what a test wants to know: 名册.csv, faults.csv.
func (c county) write(dir string) ([]truth, []fault, error) {
	units, err := c.units()
	if err != nil {
		return nil, nil, err
	}
	if err := c.rules(dir, units); err != nil {
		return nil, nil, err
	}
	truths, planted := make([]truth, len(units)), make([][]fault, len(units))
	var next atomic.Int64
	var work sync.WaitGroup
	failed := make([]error, runtime.NumCPU())
	for w := range failed {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(units); i = int(next.Add(1)) - 1 {
				u := units[i]
				t := newTownship(u, c.projects, rand.New(rand.NewPCG(c.seed, uint64(i))))
				truths[i], planted[i] = truth{u, t.projectSum}, t.faults
				failed[w] = errors.Join(failed[w], t.send(filepath.Join(dir, "inputs", strconv.Itoa(countyYear), u.folder), states[i%len(states)], i))
			}
		})
	}
	work.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, nil, err
	}
	var faults []fault
	rows := [][]string{{"township", "project", "code"}}
	for _, list := range planted {
		for _, f := range list {
			faults = append(faults, f)
			rows = append(rows, []string{f.township, f.project, f.code})
		}
	}
	return truths, faults, writeRows(filepath.Join(dir, "faults.csv"), rows)
}

// rules writes the roster and the rules workbook, as jixiao init does.
func (c county) rules(dir string, units []unit) error {
	roster := filepath.Join(dir, "名册.csv")
	rows := [][]string{{"单位代码", "单位名称", "县"}}
	for _, u := range units {
		rows = append(rows, []string{u.code, u.name, u.county})
	}
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "inputs"), 0o755), writeRows(roster, rows)); err != nil {
		return err
	}
	r, _, err := DefaultRules()
	if err != nil {
		return err
	}
	f, err := os.Open(roster)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := r.SetRoster("名册.csv", f); err != nil {
		return err
	}
	return workbooks.Rules(filepath.Join(dir, "inputs", RulesName), r)
}

func writeRows(path string, rows [][]string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return csv.NewWriter(f).WriteAll(rows)
}

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
//	JIXIAO_COUNTY_DIR=/tmp/big JIXIAO_TOWNSHIPS=400 JIXIAO_PROJECTS=80 JIXIAO_SEED=1 go test ./pipeline -run TestGenerate -v
func TestGenerate(t *testing.T) {
	dir := os.Getenv("JIXIAO_COUNTY_DIR")
	if dir == "" {
		t.Skip("JIXIAO_COUNTY_DIR is not set: no county to write")
	}
	c := county{uint64(sizeFrom(t, "JIXIAO_SEED", 1)), sizeFrom(t, "JIXIAO_TOWNSHIPS", 40), sizeFrom(t, "JIXIAO_PROJECTS", 80)}
	start := time.Now()
	truths, faults, err := c.write(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d townships, %d project forms, %d faults in %s, %.1f s", len(truths), len(truths)*c.projects, len(faults), dir, time.Since(start).Seconds())
}

// The same seed gives the same bytes, another seed others.
func TestCountyIsDeterministic(t *testing.T) {
	sums := map[string]uint64{}
	for _, seed := range []uint64{7, 7, 8} {
		dir := t.TempDir()
		if _, _, err := (county{seed, 7, 3}).write(dir); err != nil {
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
	c := county{3, 14, 36}
	truths, faults, err := c.write(dir)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir()}
	s, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Complete() || s.Submitted != c.townships || s.Projects != int64(c.townships*c.projects) {
		t.Errorf("%s", s.Text())
	}
	db := openLatest(t, cfg.Outputs)
	for _, w := range truths {
		rows := askOf(t, db, `select cast(initial_budget * 100 as bigint), cast(adjusted_budget * 100 as bigint), cast(executed * 100 as bigint)
			from staging.budgets where township = ? and item = '项目支出'`, w.name).Rows
		sums := askOf(t, db, `select cast(sum(initial_budget) * 100 as bigint), cast(sum(adjusted_budget) * 100 as bigint), cast(sum(executed) * 100 as bigint)
			from staging.projects where township = ?`, w.name).Rows
		want := fmt.Sprint([]int64{w.initial, w.adjusted, w.executed})
		if len(rows) != 1 || fmt.Sprint(rows[0]) != want || fmt.Sprint(sums[0]) != want {
			t.Errorf("%s: read %v, sums %v, wrote %s", w.name, rows, sums, want)
		}
	}
	want := map[fault]bool{}
	for _, f := range faults {
		want[f] = true
	}
	found := map[fault]bool{}
	for _, row := range askOf(t, db, "select township, coalesce(project, ''), code, severity, message, cell from checks.findings where severity = 'error' or code in ('form_unsure', 'file_unreadable', 'reason_missing')").Rows {
		f := fault{row[0].(string), row[1].(string), row[2].(string)}
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

func (u unit) government() string { return u.name + "人民政府" }

// unit is a township.
type unit struct{ code, name, county, folder string }

// Syllables that names of places are made of; none of them is a word of the forms.
var placeSyllables = []rune("石溪梅松柏云龙凤金银青白红黄大小东西南北平安和兴旺福寿康乐永新古高林森泉河湖江海山岭坡坪塘湾洞岩峰桥门井田沙竹桃李杏桂兰荷莲枫榕樟楠茶药麻花草马牛羊鹿鹤雁雀燕")

var peopleNames = []string{"苗族", "瑶族", "侗族", "壮族"}

// units makes up the townships, ten a county, each name of its own.
func (c county) units() ([]unit, error) {
	n := len(placeSyllables)
	if c.townships > n*(n-1)*4/5 {
		return nil, fmt.Errorf("%d townships: there are not so many names", c.townships)
	}
	rnd := rand.New(rand.NewPCG(c.seed, 1<<40))
	order := rnd.Perm(n * n)
	var names []string
	for _, i := range order {
		if i/n != i%n {
			names = append(names, string([]rune{placeSyllables[i/n], placeSyllables[i%n]}))
		}
	}
	const perCounty = 10
	units := make([]unit, c.townships)
	for i := range units {
		u := unit{code: fmt.Sprintf("45%04d%03d", i/perCounty+1, 100+i%perCounty), county: names[len(names)-1-i/perCounty] + "县"}
		switch {
		case i%9 == 4:
			u.name = names[i] + peopleNames[rnd.IntN(len(peopleNames))] + "乡"
		case i%2 == 0:
			u.name = names[i] + "镇"
		default:
			u.name = names[i] + "乡"
		}
		if c.townships > perCounty {
			u.folder = u.county
		}
		units[i] = u
	}
	return units, nil
}

// sentences makes a text of its own for a unit from parts that others use too.
func sentences(rnd *rand.Rand, parts ...[]string) string {
	var b strings.Builder
	for _, choice := range parts {
		b.WriteString(choice[rnd.IntN(len(choice))])
	}
	return b.String()
}
