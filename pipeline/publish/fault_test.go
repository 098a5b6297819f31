package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// faulty fails once, at its nth step; what is written then is left half done.
type faulty struct {
	Disk
	n   int
	err error
}

func (f *faulty) step() error {
	if f.n--; f.n == 0 {
		return f.err
	}
	return nil
}

func (f *faulty) Mkdir(p string) error { return errors.Join(f.step(), f.unless(f.Disk.Mkdir, p)) }
func (f *faulty) unless(do func(string) error, p string) error {
	if f.n == 0 {
		return nil
	}
	return do(p)
}
func (f *faulty) Write(p string, data []byte) error {
	if err := f.step(); err != nil {
		return errors.Join(err, f.Disk.Write(p, data[:len(data)/2]))
	}
	return f.Disk.Write(p, data)
}
func (f *faulty) Copy(from, to string) error {
	if err := f.step(); err != nil {
		return errors.Join(err, f.Disk.Write(to, []byte("half")))
	}
	return f.Disk.Copy(from, to)
}
func (f *faulty) Link(from, to string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Disk.Link(from, to)
}
func (f *faulty) Sync(p string) error { return errors.Join(f.step(), f.unless(f.Disk.Sync, p)) }
func (f *faulty) Rename(from, to string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Disk.Rename(from, to)
}
func (f *faulty) Symlink(target, p string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Disk.Symlink(target, p)
}
func (f *faulty) Remove(p string) error { return errors.Join(f.step(), f.unless(f.Disk.Remove, p)) }
func (f *faulty) RemoveAll(p string) error {
	return errors.Join(f.step(), f.unless(f.Disk.RemoveAll, p))
}

// noLinks is a place that knows no links.
type noLinks struct{ Disk }

func (noLinks) Symlink(string, string) error { return errors.ErrUnsupported }
func (noLinks) Link(string, string) error    { return errors.ErrUnsupported }

// Each step of publishing fails once with each error: never a false success, never a set that is not
// whole, and the next run publishes.
func TestEachStepFails(t *testing.T) {
	cases := 0
	anew := func(p Place) (*Run, error) { return publishSet(p, "two", night.AddDate(0, 0, 1)) }
	renewed := func(p Place) (*Run, error) { return renewSet(p, night.AddDate(0, 0, 1)) }
	for _, base := range []Disk{Local{}, noLinks{Local{}}} {
		for _, errno := range []error{syscall.ENOSPC, syscall.EIO, syscall.EACCES} {
			for want, publish := range map[string]func(Place) (*Run, error){"two": anew, "one": renewed} {
				for n := 1; ; n++ {
					disk := &faulty{base, n, errno}
					outputs := t.TempDir()
					makeOn(t, Place{outputs, base}, "one")
					if err := failing(outputs, disk, base, want, publish); err != nil {
						t.Errorf("%T, %q, step %d, %v: %v", base, want, n, errno, err)
					}
					if disk.n > 0 {
						break // there is no such step
					}
					cases++
				}
			}
		}
	}
	if cases < 100 {
		t.Errorf("only %d cases", cases)
	}
	t.Logf("%d failing steps", cases)
}

func makeOn(t *testing.T, p Place, text string) {
	t.Helper()
	if _, err := publishSet(p, text, night); err != nil {
		t.Fatal(err)
	}
}

// failing publishes on a disk that fails once, and looks at what is left; then publishes again.
func failing(outputs string, disk *faulty, base Disk, wanted string, publish func(Place) (*Run, error)) error {
	p := Place{outputs, disk}
	err := p.Recover()
	if err == nil {
		var r *Run
		if r, err = publish(p); err != nil && r != nil {
			_ = r.Abandon() // as a run does; it may fail as well
		}
	}
	want := map[bool]string{true: wanted, false: "one"}[err == nil]
	if e := shows(outputs, want); e != nil {
		return fmt.Errorf("published %v: %w", err == nil, e)
	}
	if err := p.Prune(2); disk.n <= 0 && err != nil && disk.n != 0 {
		return fmt.Errorf("prune: %w", err)
	}
	again := Place{outputs, base}
	if err := again.Recover(); err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	if _, err := publishSet(again, "three", night.AddDate(0, 0, 2)); err != nil {
		return fmt.Errorf("the next run: %w", err)
	}
	return shows(outputs, "three")
}

// shows wants the newest set, and latest where it calls itself a set, to be whole and to hold a text.
func shows(outputs, want string) error {
	dir, _, err := Latest(outputs)
	if err != nil {
		return err
	}
	dirs := []string{dir}
	if _, err := os.Stat(filepath.Join(outputs, "latest", manifestName)); err == nil {
		dirs = append(dirs, filepath.Join(outputs, "latest"))
	}
	for _, dir := range dirs {
		_, found, err := Verify(os.DirFS(dir))
		if err != nil || len(found) > 0 {
			return fmt.Errorf("%s: %v %v", dir, found, err)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || string(text) != want {
			return fmt.Errorf("%s holds %q, want %q: %v", filepath.Base(dir), text, want, err)
		}
	}
	return nil
}
