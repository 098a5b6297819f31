package stage

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/forms"
)

func fields(n int) []forms.Field {
	list := make([]forms.Field, n)
	for i := range list {
		list[i] = forms.Field{Sheet: "项目1", Form: "project", FormNo: 1, Name: "project", Text: fmt.Sprint("第", i, "个"), Cell: fmt.Sprint("C", i+1),
			Number: decimal.NewNullDecimal(decimal.New(int64(i)*1234567, -4))}
	}
	return list
}

func save(t *testing.T, dir, rules string, books ...string) string {
	t.Helper()
	b := NewBatch(rules)
	for i, sha := range books {
		if err := b.Add(sha, fields(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	path, err := b.Save(dir)
	if err != nil || !b.Empty() {
		t.Fatalf("save: %v", err)
	}
	return path
}

func index(t *testing.T, dir, rules string) map[string]string {
	t.Helper()
	files, err := List(dir)
	if err != nil {
		t.Fatal(err)
	}
	return Index(files, rules)
}

// A folder tells which file holds which workbook, for the rules under which it was read.
func TestIndex(t *testing.T) {
	dir := t.TempDir()
	first, second := save(t, dir, "r1", "aa", "bb"), save(t, dir, "r1", "cc")
	save(t, dir, "r2", "dd")
	got := index(t, dir, "r1")
	if len(got) != 3 || got["aa"] != first || got["bb"] != first || got["cc"] != second {
		t.Errorf("%v", got)
	}
	if again := save(t, dir, "r1", "aa", "bb"); again != first {
		t.Errorf("the same workbooks are kept twice: %s and %s", first, again)
	}
	table := WriteTable(filepath.Join(dir, "table.parquet"), []string{"a"}, [][]string{{"1"}})
	if err := errors.Join(table, os.WriteFile(filepath.Join(dir, "foreign.parquet"), []byte("PAR1 and more"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if got := index(t, dir, "r1"); len(got) != 3 {
		t.Errorf("with foreign files: %v", got)
	}
}

// A file that was torn at any length holds nothing.
func TestTornFileIsNotTaken(t *testing.T) {
	dir := t.TempDir()
	path := save(t, dir, "r", "aa", "bb")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for length := range len(whole) {
		torn := whole[:length]
		if length%2 == 1 { // its end is there, but nothing that was to come before
			torn = append(make([]byte, length), whole[length:]...)
			torn[len(torn)-1] = 0
		}
		if err := os.WriteFile(path, torn, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := index(t, dir, "r"); len(got) > 0 {
			t.Fatalf("torn at %d: %v", length, got)
		}
	}
}

// A number that cannot be kept takes nothing with it.
func TestRangeErrorLeavesTheBatch(t *testing.T) {
	dir := t.TempDir()
	b := NewBatch("r")
	bad := fields(3)
	bad[1].Upper = decimal.NewNullDecimal(decimal.New(1, 20))
	var out *RangeError
	if err := errors.Join(b.Add("aa", fields(2)), b.Add("bb", bad)); !errors.As(err, &out) || out.Cell != "C2" {
		t.Fatalf("want a RangeError, got %v", err)
	}
	path, err := b.Save(dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := List(dir)
	if err != nil || len(files) != 1 || files[0].Path != path || files[0].Rows != 2 || !slices.Equal(files[0].Books, []string{"aa"}) {
		t.Errorf("%+v %v", files, err)
	}
}

// A batch is full by its rows; what comes next begins anew.
func TestBatchIsBounded(t *testing.T) {
	b := NewBatch("r")
	b.Most = 5
	if err := errors.Join(b.Add("aa", fields(4))); err != nil || b.Full() {
		t.Fatalf("full with 4 of 5: %v", err)
	}
	if err := b.Add("bb", fields(1)); err != nil || !b.Full() {
		t.Fatalf("not full with 5 of 5: %v", err)
	}
	if _, err := b.Save(t.TempDir()); err != nil || b.Full() {
		t.Errorf("full after it was saved: %v", err)
	}
}

// What was half written is removed only when its process is gone.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	dead := exec.Command(os.Args[0], "-test.run", "^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * abandonedAfter)
	files := map[string]bool{ // whether it stays
		fmt.Sprintf(".%s-%d-0.tmp", hostName(), os.Getpid()):      true,
		fmt.Sprintf(".%s-%d-0.tmp", hostName(), dead.Process.Pid): false,
		".elsewhere-1-0.tmp":          true,
		".elsewhere-2-0.tmp":          false, // for it is old
		".0123456789abcdef.12345.new": false, // of an older program
		"0123.parquet":                true,
	}
	for name := range files {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chtimes(filepath.Join(dir, ".elsewhere-2-0.tmp"), old, old), Sweep(dir)); err != nil {
		t.Fatal(err)
	}
	for name, stays := range files {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != stays {
			t.Errorf("%s: stays %t: %v", name, stays, err)
		}
	}
}
