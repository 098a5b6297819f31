package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func (p Place) latest() string { return filepath.Join(p.Dir, "latest") }

// shown is the run that latest shows; "" where it shows none or half of one.
func (p Place) shown() string {
	if target, err := os.Readlink(p.latest()); err == nil {
		return filepath.Base(target)
	}
	if m, err := readManifest(os.DirFS(p.Dir), "latest"); err == nil {
		return m.ID
	}
	return ""
}

// show makes latest show a set. It is a link, swapped by one rename: a reader sees the old set or the
// new one. Where links cannot be had it is a folder of copies (see copies).
func (p Place) show(s *Set) error {
	if info, err := os.Lstat(p.latest()); err == nil && info.IsDir() {
		return copies{p, s}.refresh()
	}
	temp := filepath.Join(p.Dir, ".latest.tmp")
	if err := p.Disk.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := p.Disk.Symlink(filepath.Join("runs", s.ID), temp); linksMissing(err) {
		return copies{p, s}.refresh()
	} else if err != nil {
		return err
	}
	if err := p.Disk.Rename(temp, p.latest()); err != nil {
		return err
	}
	return p.Disk.Sync(p.Dir)
}

// Recover clears what a killed run left and shows the newest whole set where latest does not. It is
// called at the start of a run, under its lock.
func (p Place) Recover() error {
	for _, pattern := range []string{filepath.Join(p.Dir, ".latest.tmp"), RunDir(p.Dir, gonePrefix+"*")} {
		left, err := filepath.Glob(pattern)
		for _, path := range left {
			err = errors.Join(err, p.Disk.RemoveAll(path))
		}
		if err != nil {
			return err
		}
	}
	ids, err := runIDs(os.DirFS(p.Dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, id := range ids {
		if _, err := os.Stat(filepath.Join(RunDir(p.Dir, id), manifestName)); errors.Is(err, fs.ErrNotExist) && id != linked(p.Dir) {
			if err := p.drop(id); err != nil {
				return err
			}
		}
	}
	s, err := Newest(os.DirFS(p.Dir), func(*Manifest) bool { return true })
	shown := p.shown() // a newer one was damaged since: it stays, and every reader says so
	if errors.Is(err, fs.ErrNotExist) || err == nil && shown != "" && compareIDs(shown, s.ID) >= 0 {
		return nil
	}
	if err != nil {
		return err
	}
	var held *HeldError
	if err := p.show(s); err != nil && !errors.As(err, &held) {
		return err
	}
	return nil
}

const gonePrefix = ".gone-"

// drop removes a run. It stops being a run by one rename; what a crash leaves of it is cleared later.
func (p Place) drop(id string) error {
	gone := RunDir(p.Dir, gonePrefix+strings.TrimPrefix(id, gonePrefix))
	if err := p.Disk.Rename(RunDir(p.Dir, id), gone); err != nil {
		return err
	}
	if err := p.Disk.Sync(filepath.Dir(gone)); err != nil {
		return err
	}
	return p.Disk.RemoveAll(gone)
}
