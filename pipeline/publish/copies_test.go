package publish

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// opened is a place without links where a reader holds some files open.
type opened struct {
	noLinks
	held string
	seen bool // before anything is replaced; else it is opened in between
}

func (o *opened) Busy(path string) error {
	if o.held != "" && o.seen && strings.HasSuffix(filepath.ToSlash(path), o.held) {
		return heldOpen()
	}
	return nil
}

func (o *opened) Rename(from, to string) error {
	if o.held != "" && strings.HasSuffix(filepath.ToSlash(to), o.held) {
		return heldOpen()
	}
	return o.noLinks.Rename(from, to)
}

// heldOpen is what the system says of a file that is held open; 32 is Windows' sharing violation.
func heldOpen() error {
	if runtime.GOOS == "windows" {
		return syscall.Errno(32)
	}
	return syscall.EBUSY
}

// Where links cannot be had, latest is a folder of copies. A file that is held open keeps its old
// content; latest is then no set, the new one is whole under runs, and the next start mends it.
func TestCopies(t *testing.T) {
	outputs := t.TempDir()
	disk := &opened{noLinks: noLinks{Local{}}}
	p := Place{outputs, disk}
	makeOn(t, p, "one")
	if info, err := os.Lstat(p.latest()); err != nil || !info.IsDir() {
		t.Fatalf("latest is %v: %v", info, err)
	}
	if err := errors.Join(shows(outputs, "one"),
		os.WriteFile(filepath.Join(p.latest(), "leftover.txt"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	disk.held = "latest/a.txt"
	var held *HeldError
	second, err := publishSet(p, "two", night.AddDate(0, 0, 1))
	if !errors.As(err, &held) || len(held.Files) != 1 || held.Files[0] != "a.txt" {
		t.Fatalf("want a.txt held, got %v", err)
	}
	text, err := os.ReadFile(filepath.Join(p.latest(), "a.txt"))
	if err != nil || string(text) != "one" {
		t.Errorf("the reader sees %q: %v", text, err)
	}
	if dir, _, err := Latest(outputs); err != nil || dir != second.Dir {
		t.Errorf("the newest set is %s: %v", dir, err)
	}
	if p.shown() != "" {
		t.Errorf("latest calls itself %s while it is a mix", p.shown())
	}
	note, err := os.ReadFile(filepath.Join(p.latest(), mixedNote))
	if err != nil || !strings.Contains(string(note), "a.txt") {
		t.Errorf("a reader of the mix is told %q: %v", note, err)
	}
	disk.held = ""
	if err := errors.Join(p.Recover(), shows(outputs, "two")); err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(p.latest())
	if err != nil || len(entries) != 3 {
		t.Errorf("latest holds %v: %v", entries, err)
	}
}

// Where a reader has a file open from the beginning, latest stays the set it was, whole, and the run says so.
func TestCopiesWaitForReaders(t *testing.T) {
	outputs := t.TempDir()
	disk := &opened{noLinks: noLinks{Local{}}, seen: true}
	p := Place{outputs, disk}
	makeOn(t, p, "one")
	first := p.shown()
	disk.held = "latest/a.txt"
	var held *HeldError
	if _, err := publishSet(p, "two", night.AddDate(0, 0, 1)); !errors.As(err, &held) || held.Mixed {
		t.Fatalf("want a.txt held, got %v", err)
	}
	text, err := os.ReadFile(filepath.Join(p.latest(), "a.txt"))
	if err != nil || string(text) != "one" || first == "" || p.shown() != first {
		t.Errorf("latest is no longer the first set: %q, %v", text, err)
	}
	if !strings.Contains(held.Error(), "latest 整个仍是上一次的结果：a.txt") {
		t.Error(held)
	}
	disk.held = ""
	if err := errors.Join(p.Recover(), shows(outputs, "two")); err != nil {
		t.Error(err)
	}
}

// A link that a program before left where links are no longer made gives way to the copies.
func TestCopiesInThePlaceOfALink(t *testing.T) {
	outputs := t.TempDir()
	makeOn(t, Place{outputs, Local{}}, "one")
	p := Place{outputs, noLinks{Local{}}}
	if _, err := publishSet(p, "two", night.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(p.latest()); err != nil || !info.IsDir() {
		t.Errorf("latest is %v: %v", info, err)
	}
	if err := shows(outputs, "two"); err != nil {
		t.Error(err)
	}
}
