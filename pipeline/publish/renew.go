package publish

import (
	"path/filepath"
)

// Renew fills the run with the files of an older set, which the caller has held to its manifest (Verify).
// Where links can be had a file stands once on the disk for both sets, for nothing in a set is ever written
// in place; else it is copied. Commit then hashes and syncs it as it does what was written anew.
func (r *Run) Renew(old *Manifest) error {
	made := map[string]bool{r.Dir: true}
	for _, o := range old.Outputs {
		name := filepath.FromSlash(o.File)
		target := filepath.Join(r.Dir, name)
		if err := r.folder(filepath.Dir(target), made); err != nil {
			return err
		}
		from := filepath.Join(RunDir(r.place.Dir, old.ID), name)
		if r.place.Disk.Link(from, target) == nil {
			continue
		}
		if err := r.place.Disk.Copy(from, target); err != nil {
			return err
		}
	}
	return nil
}

// folder makes a folder of the run and those above it, unless it has been made.
func (r *Run) folder(dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	if err := r.folder(filepath.Dir(dir), made); err != nil {
		return err
	}
	made[dir] = true
	return r.place.Disk.Mkdir(dir)
}
