package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// makeSet publishes a run that holds one file.
func makeSet(t *testing.T, outputs, text string, at time.Time) *Run {
	t.Helper()
	r, err := Begin(outputs, at)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Dir, "a.txt"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(&Manifest{Year: 2023}); err != nil {
		t.Fatal(err)
	}
	if err := r.Swap(); err != nil {
		t.Fatal(err)
	}
	return r
}

var night = time.Date(2024, 1, 2, 2, 0, 0, 0, time.UTC)

func TestCommitAndSwap(t *testing.T) {
	outputs := t.TempDir()
	first := makeSet(t, outputs, "one", night)
	second := makeSet(t, outputs, "two", night) // in the same second: an id of its own
	if first.ID == second.ID {
		t.Errorf("two runs are called %s", first.ID)
	}
	text, err := os.ReadFile(filepath.Join(outputs, "latest", "a.txt"))
	if err != nil || string(text) != "two" {
		t.Errorf("latest holds %q: %v", text, err)
	}
	_, m, err := Latest(outputs)
	if err != nil || m.ID != second.ID || len(m.Outputs) != 1 || m.Outputs[0].Size != 3 ||
		m.Outputs[0].SHA256 != "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3" {
		t.Errorf("%+v %v", m, err)
	}
}

// A reader takes the newest whole set: not a run without its manifest, not one with a file cut short.
func TestLatestIsAWholeSet(t *testing.T) {
	outputs := t.TempDir()
	if _, _, err := Latest(outputs); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing published: %v", err)
	}
	whole := makeSet(t, outputs, "one", night)
	broken := makeSet(t, outputs, "two", night.Add(time.Hour))
	if _, err := Begin(outputs, night.Add(2*time.Hour)); err != nil { // never committed
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(broken.Dir, "a.txt"), 1); err != nil {
		t.Fatal(err)
	}
	if dir, m, err := Latest(outputs); err != nil || m.ID != whole.ID || dir != whole.Dir {
		t.Errorf("%s %+v %v", dir, m, err)
	}
}

// Pruning keeps the newest sets, never fewer than two, and clears what never became one.
func TestPrune(t *testing.T) {
	outputs := t.TempDir()
	var runs []*Run
	for n := range 5 {
		runs = append(runs, makeSet(t, outputs, "x", night.AddDate(0, 0, n)))
	}
	dead, err := Begin(outputs, night.AddDate(0, 0, 3).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := Prune(outputs, 0); err != nil {
		t.Fatal(err)
	}
	for n, r := range append(runs, dead) {
		_, err := os.Stat(r.Dir)
		if kept := err == nil; kept != (n == 3 || n == 4) {
			t.Errorf("run %d: kept %v", n, kept)
		}
	}
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	outputs := t.TempDir()
	unlock, err := Lock(outputs)
	if err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	if _, err := Lock(outputs); !errors.As(err, &locked) || locked.Holder.PID != os.Getpid() {
		t.Errorf("%v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = Lock(outputs)
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"瓜里乡": "瓜里乡", "../../etc": "_.._etc", "a/b\\c:d": "a_b_c_d", "CON": "_CON", "con.txt": "_con.txt", "尾点. ": "尾点", "": "_", "..": "_",
		"反\u202e写": "反写", "零\u200b宽": "零宽", "换\n行": "换行", strings.Repeat("长", 200): strings.Repeat("长", 80),
	} {
		if got := FileName(name); got != want {
			t.Errorf("FileName(%q) = %q, want %q", name, got, want)
		}
	}
}
