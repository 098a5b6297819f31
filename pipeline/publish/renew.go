package publish

import (
	"path/filepath"
)

// Renew fills the run with the files of an older set, which the caller has held to its manifest (Verify).
// Where links can be had a file stands once on the disk for both sets, for nothing in a set is ever written
// in place; else it is copied. Settle hashes it as it does what this run wrote.
func (r *Run) Renew(old *Manifest) error {
	made := map[string]bool{r.Dir: true}
	for _, o := range old.Outputs {
		name := filepath.FromSlash(o.File)
		target := filepath.Join(r.Dir, name)
		if err := r.folder(filepath.Dir(target), made); err != nil {
			return err
		}
		from := filepath.Join(RunDir(r.place.Dir, old.ID), name)
		if r.Link(from, target) {
			continue
		}
		if err := r.place.Disk.Copy(from, target); err != nil {
			return err
		}
	}
	return nil
}

// Link puts a file of an older set into the run, where links can be had. It lies on the disk already, and
// somebody may have it open: it is not brought there again.
func (r *Run) Link(from, target string) bool {
	if r.place.Disk.Link(from, target) != nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.linked == nil {
		r.linked = map[string]bool{}
	}
	r.linked[target] = true
	return true
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
