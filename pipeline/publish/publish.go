// Package publish holds the outputs folder: one run at a time, each in a folder of its own, which
// becomes a set only by its manifest (run.json), written last; then latest is swapped to it whole.
//
// A crash at any step leaves the newest set whole: whatever was not synced belongs to a run that has
// no manifest yet. What a crash leaves behind is cleared by Recover at the next start.
package publish

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Place is an outputs folder and how it is written to.
type Place struct {
	Dir  string
	Disk Disk
}

// Run is a run folder being filled.
type Run struct {
	ID    string
	Dir   string // outputs/runs/<id>
	place Place

	settled   bool
	published bool
	outputs   []Output

	mu     sync.Mutex      // guards linked
	linked map[string]bool // files that are those of an older set
}

// RunDir is the folder of a run.
func RunDir(outputs, id string) string { return filepath.Join(outputs, "runs", id) }

// Begin makes the folder of a new run. Its id is the time; ids rise with age even where the clock
// was set back. The outputs folder is there: its lock stands in it.
func (p Place) Begin(now time.Time) (*Run, error) {
	runs := filepath.Join(p.Dir, "runs")
	if err := p.Disk.Mkdir(runs); err == nil {
		if err := p.Disk.Sync(p.Dir); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	ids, err := runIDs(os.DirFS(p.Dir))
	if err != nil {
		return nil, err
	}
	id := now.Format("20060102-150405")
	if len(ids) > 0 && compareIDs(id, ids[len(ids)-1]) <= 0 {
		stamp, n := splitID(ids[len(ids)-1])
		id = fmt.Sprintf("%s-%d", stamp, max(n, 1)+1)
	}
	r := &Run{ID: id, Dir: filepath.Join(runs, id), place: p}
	return r, p.Disk.Mkdir(r.Dir)
}

// splitID parts 20240102-020000-2 into its time and its number among the runs of that second.
func splitID(id string) (stamp string, n int) {
	if i := strings.LastIndex(id, "-"); i > len("20060102") {
		if n, err := strconv.Atoi(id[i+1:]); err == nil {
			return id[:i], n
		}
	}
	return id, 0
}

func compareIDs(a, b string) int {
	stampA, a1 := splitID(a)
	stampB, b1 := splitID(b)
	return cmp.Or(cmp.Compare(stampA, stampB), cmp.Compare(a1, b1))
}

// Abandon removes what a failed run made; of one that is published it takes nothing. Where latest already shows
// the run, latest goes back first.
func (r *Run) Abandon() error {
	if r.published {
		return nil
	}
	if r.place.shown() == r.ID {
		s, err := Newest(os.DirFS(r.place.Dir), func(m *Manifest) bool { return m.ID != r.ID })
		if err == nil {
			err = r.place.show(s)
		} else if errors.Is(err, fs.ErrNotExist) {
			err = r.place.Disk.Remove(r.place.latest())
		}
		if err != nil {
			return err
		}
	}
	return r.place.drop(r.ID)
}

// Settle hashes what stands in the folder and brings it to the disk; nothing is written there after it but
// the manifest.
func (r *Run) Settle() (err error) {
	var both errgroup.Group // one waits for the disk, the other computes
	both.Go(func() (err error) {
		r.outputs, err = hashTree(r.Dir)
		return err
	})
	both.Go(r.syncTree)
	if err = both.Wait(); err == nil {
		err = r.protect()
	}
	r.settled = err == nil
	return err
}

// protect makes the files of the run ones for reading only; those of an older set are so already.
func (r *Run) protect() error {
	for _, o := range r.outputs {
		name := filepath.Join(r.Dir, filepath.FromSlash(o.File))
		if r.linked[name] {
			continue
		}
		if err := r.place.Disk.Protect(name); err != nil {
			return err
		}
	}
	return nil
}

// Commit writes the manifest, as the last step once the files are settled: from then on the run is a set.
func (r *Run) Commit(m *Manifest) error {
	if !r.settled {
		if err := r.Settle(); err != nil {
			return err
		}
	}
	m.ID, m.Outputs = r.ID, r.outputs
	return r.place.writeManifest(r.Dir, m)
}

// Swap shows the run as latest. From then on it is published, also where a *HeldError names files that somebody
// has open.
func (r *Run) Swap(m *Manifest) error {
	err := r.place.show(&Set{r.ID, m})
	var held *HeldError
	r.published = err == nil || errors.As(err, &held)
	return err
}

func (p Place) writeManifest(dir string, m *Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, "."+manifestName+".tmp")
	if err := p.Disk.Write(temp, append(text, '\n')); err != nil {
		return err
	}
	if err := p.Disk.Sync(temp); err != nil {
		return err
	}
	if err := p.Disk.Rename(temp, filepath.Join(dir, manifestName)); err != nil {
		return err
	}
	if err := p.Disk.Protect(filepath.Join(dir, manifestName)); err != nil {
		return err
	}
	return p.Disk.Sync(dir)
}

// hashTree lists the files of a folder with their hashes, in name order.
func hashTree(dir string) ([]Output, error) {
	var outputs []Output
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); name == manifestName {
			return nil
		}
		sum, size, err := HashFile(path)
		outputs = append(outputs, Output{name, sum, size})
		return err
	})
	return outputs, err
}

// syncTree brings the files and folders of a run to the disk, and its own name.
func (r *Run) syncTree() error {
	err := filepath.WalkDir(r.Dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || r.linked[path] {
			return err
		}
		return r.place.Disk.Sync(path)
	})
	if err != nil {
		return err
	}
	return r.place.Disk.Sync(filepath.Dir(r.Dir))
}
