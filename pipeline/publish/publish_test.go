package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/fault"
)

// publishSet publishes a run that holds a file, and one in a folder.
func publishSet(p Place, text string, at time.Time) (r *Run, err error) {
	if r, err = p.Begin(at); err != nil {
		return nil, err
	}
	m := &Manifest{Year: 2023}
	steps := []func() error{
		func() error { return p.Disk.Write(filepath.Join(r.Dir, "a.txt"), []byte(text)) },
		func() error { return p.Disk.Mkdir(filepath.Join(r.Dir, "乡镇")) },
		func() error { return p.Disk.Write(filepath.Join(r.Dir, "乡镇", "b.txt"), []byte(text+text)) },
		func() error { return r.Commit(m) },
		func() error { return r.Swap(m) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// renewSet carries the newest set over to a run of its own.
func renewSet(p Place, at time.Time) (r *Run, err error) {
	_, old, err := Latest(p.Dir)
	if err != nil {
		return nil, err
	}
	if r, err = p.Begin(at); err != nil {
		return nil, err
	}
	m := &Manifest{Year: old.Year, Renewed: old.ID}
	for _, step := range []func() error{
		func() error { return r.Renew(old) },
		func() error { return r.Commit(m) },
		func() error { return r.Swap(m) },
	} {
		if err := step(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// makeSet publishes where nothing fails.
func makeSet(t *testing.T, outputs, text string, at time.Time) *Run {
	t.Helper()
	r, err := publishSet(Place{outputs, Local{}}, text, at)
	if err != nil {
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
	if err != nil || m.ID != second.ID || len(m.Outputs) != 2 || m.Outputs[0].Size != 3 ||
		m.Outputs[0].SHA256 != "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3" {
		t.Errorf("%+v %v", m, err)
	}
}

// A reader takes the newest set, not a run without its manifest. Of one with a file cut short it is told, and is not
// given the set before.
func TestLatestIsTheNewestSet(t *testing.T) {
	outputs := t.TempDir()
	if _, _, err := Latest(outputs); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing published: %v", err)
	}
	makeSet(t, outputs, "one", night)
	broken := makeSet(t, outputs, "two", night.Add(time.Hour))
	if _, err := (Place{outputs, Local{}}).Begin(night.Add(2 * time.Hour)); err != nil { // never committed
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(broken.Dir, "a.txt"), 1); err != nil {
		t.Fatal(err)
	}
	dir, m, err := Latest(outputs)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || m.ID != broken.ID || dir != broken.Dir ||
		!slices.Equal(damaged.Found, []Difference{{"a.txt", Changed}}) {
		t.Errorf("%s %+v %v", dir, m, err)
	}
}

// Ids rise with age, also within a second and when the clock was set back.
func TestIDsRise(t *testing.T) {
	outputs := t.TempDir()
	last := ""
	for n, at := range []time.Time{
		night, night, night.Add(-time.Hour), night.AddDate(-1, 0, 0), night, night, night, night, night, night,
		night, night.Add(time.Hour),
	} {
		r := makeSet(t, outputs, "x", at)
		if last != "" && compareIDs(last, r.ID) >= 0 {
			t.Errorf("run %d is called %s, the one before %s", n, r.ID, last)
		}
		last = r.ID
	}
	if _, m, err := Latest(outputs); err != nil || m.ID != last {
		t.Errorf("latest is %v, want %s: %v", m, last, err)
	}
}

// Pruning keeps the newest sets, never fewer than two, the last of each month and year, and clears what
// never became a set.
func TestPrune(t *testing.T) {
	outputs := t.TempDir()
	place := Place{outputs, Local{}}
	kept := map[string]bool{}
	for n, at := range []time.Time{
		time.Date(2023, 11, 1, 2, 0, 0, 0, time.UTC), time.Date(2023, 11, 30, 2, 0, 0, 0, time.UTC),
		time.Date(2023, 12, 31, 2, 0, 0, 0, time.UTC),
		night, night.AddDate(0, 0, 1), night.AddDate(0, 0, 2), night.AddDate(0, 0, 3),
	} {
		r := makeSet(t, outputs, "x", at)
		kept[r.Dir] = n == 1 || n == 2 || n >= 5
	}
	dead, err := place.Begin(night.AddDate(0, 0, 4))
	if err != nil {
		t.Fatal(err)
	}
	kept[dead.Dir] = false
	if err := place.Prune(0); err != nil {
		t.Fatal(err)
	}
	for dir, want := range kept {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s: kept %v, want %v", filepath.Base(dir), err == nil, want)
		}
	}
}

// Recover clears what a killed run left, and shows the newest set where the swap was not reached.
func TestRecover(t *testing.T) {
	outputs := t.TempDir()
	place := Place{outputs, Local{}}
	makeSet(t, outputs, "one", night)
	unswapped, err := place.Begin(night.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := unswapped.Commit(&Manifest{Year: 2023}); err != nil {
		t.Fatal(err)
	}
	dead, err := place.Begin(night.Add(2 * time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	gone := RunDir(outputs, gonePrefix+"x")
	if err := errors.Join(os.Mkdir(gone, 0o755), os.Symlink("nowhere", filepath.Join(outputs, ".latest.tmp")),
		place.Recover()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dead.Dir, gone, filepath.Join(outputs, ".latest.tmp")} {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", path, err)
		}
	}
	if place.shown() != unswapped.ID {
		t.Errorf("latest shows %s, want %s", place.shown(), unswapped.ID)
	}
}

// Verify names what was changed, what is missing and what does not belong there.
func TestVerify(t *testing.T) {
	r := makeSet(t, t.TempDir(), "one", night)
	if _, found, err := Verify(os.DirFS(r.Dir)); err != nil || len(found) > 0 {
		t.Errorf("as published: %v %v", found, err)
	}
	more := filepath.Join(r.Dir, "更多.txt")
	if err := errors.Join(os.WriteFile(filepath.Join(r.Dir, "a.txt"), []byte("two"), 0o644),
		os.Remove(filepath.Join(r.Dir, "乡镇", "b.txt")), os.WriteFile(more, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	_, found, err := Verify(os.DirFS(r.Dir))
	if want := "[{a.txt changed} {乡镇/b.txt missing} {更多.txt extra}]"; err != nil || fmt.Sprint(found) != want {
		t.Errorf("found %v, want %s: %v", found, want, err)
	}
	// A link to the very bytes is not the file.
	elsewhere := filepath.Join(t.TempDir(), "one")
	if err := errors.Join(os.Remove(more), os.WriteFile(elsewhere, []byte("one"), 0o644),
		os.Remove(filepath.Join(r.Dir, "a.txt")), os.Symlink(elsewhere, filepath.Join(r.Dir, "a.txt"))); err != nil {
		t.Skip("no links here:", err)
	}
	if _, found, err := Verify(os.DirFS(r.Dir)); err != nil ||
		fmt.Sprint(found) != "[{a.txt changed} {乡镇/b.txt missing}]" {
		t.Errorf("found %v: %v", found, err)
	}
}

// A disk too full for another set is told before anything is written.
func TestCheckSpace(t *testing.T) {
	outputs := t.TempDir()
	makeSet(t, outputs, strings.Repeat("x", 1<<20), night) // 3 MB with its folder
	p := Place{outputs, Local{}}
	for free, want := range map[int64]bool{reserve + 9<<20 - 1: true, reserve + 9<<20: false} {
		if err := p.checkSpace(func(string) (int64, error) { return free, nil }); fault.Is(err, fault.Passing) != want {
			t.Errorf("%d bytes free: %v", free, err)
		}
	}
	if err := p.CheckSpace(); err != nil {
		t.Errorf("this machine: %v", err)
	}
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	outputs := t.TempDir()
	for _, role := range []Role{Runner, Scheduler} { // one does not keep out the other
		held, err := Take(outputs, role)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Take(outputs, role); !fault.Is(err, fault.Locked) ||
			!strings.Contains(err.Error(), fmt.Sprintf("另一个%s正在进行：主机 %s，进程 %d，", role.name, host(t), os.Getpid())) {
			t.Errorf("%v", err)
		}
		if err := errors.Join(held.Check(), held.Unlock()); err != nil {
			t.Fatal(err)
		}
		if held, err = Take(outputs, role); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { held.Unlock() })
	}
}

func host(t *testing.T) string {
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// A lock file that was taken away, or put in its place anew, no longer keeps others out.
func TestLostLock(t *testing.T) {
	outputs := t.TempDir()
	held, err := Lock(outputs)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Unlock()
	if err := os.Remove(filepath.Join(outputs, ".lock")); err != nil {
		t.Skip("an open file cannot be removed here:", err)
	}
	if err := held.Check(); !fault.Is(err, fault.Lost) {
		t.Errorf("removed: %v", err)
	}
	other, err := Lock(outputs)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Unlock()
	if err := held.Check(); !fault.Is(err, fault.Lost) {
		t.Errorf("replaced: %v", err)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"瓜里乡": "瓜里乡", "../../etc": "_.._etc", "a/b\\c:d": "a_b_c_d", "CON": "_CON", "con.txt": "_con.txt", "尾点. ": "尾点",
		"": "_", "..": "_",
		"反\u202e写": "反写", "零\u200b宽": "零宽", "换\n行": "换行", strings.Repeat("长", 200): strings.Repeat("长", 80),
		"空\u3164白": "空白",
		"con .txt": "_con .txt", "COM¹": "_COM¹", "COM10": "COM10", "COMA": "COMA", "conout$": "_conout$",
		strings.Repeat("𠮷", 100): strings.Repeat("𠮷", 40), "é": "é",
	} {
		if got := FileName(name); got != want {
			t.Errorf("FileName(%q) = %q, want %q", name, got, want)
		}
	}
}

// Whatever stands in a cell, the name made of it is one that every system takes and that stays in its folder.
func FuzzFileName(f *testing.F) {
	for _, name := range []string{
		"瓜里乡", "../..", "NUL.", "\x00", "\u202e", " . ", "LPT9.xlsx", strings.Repeat("长", 300),
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := FileName(name)
		if got == "" || got == "." || !filepath.IsLocal(got) || strings.ContainsAny(got, "/\\:*?\"<>|\x00") ||
			len(got) > 255 || strings.TrimRight(got, ". ") != got {
			t.Errorf("FileName(%q) = %q", name, got)
		}
		if again := FileName(got); again != got {
			t.Errorf("FileName(%q) = %q, of that %q", name, got, again)
		}
	})
}
