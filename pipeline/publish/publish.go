// Package publish holds the outputs folder: one run at a time, each in a folder of its own, which
// becomes a set only by its manifest (run.json), written last; then latest is swapped to it whole.
package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Manifest is run.json: what a run was made from and what it made. It is what makes a folder a set.
type Manifest struct {
	ID        string    `json:"id"`
	Year      int       `json:"year"`
	Started   time.Time `json:"started"`
	Finished  time.Time `json:"finished"`
	Version   string    `json:"version"`
	Inputs    []Input   `json:"inputs"`
	Outputs   []Output  `json:"outputs"`
	Rules     Output    `json:"rules"`
	Rows      any       `json:"rows"`
	Durations any       `json:"durations"`
	Summary   any       `json:"summary"`
}

// Input is one file of the inputs with its fate.
type Input struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256,omitempty"`
	Size   int64  `json:"size"`
	Fate   string `json:"fate"`
	Reason string `json:"reason,omitempty"`
}

// Output is one file of a run.
type Output struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

const manifestName = "run.json"

// Run is a run folder being filled.
type Run struct {
	ID      string
	Dir     string // outputs/runs/<id>
	outputs string
}

// Begin makes the folder of a new run. Its id is the time, so that ids sort by age.
func Begin(outputs string, now time.Time) (*Run, error) {
	runs := filepath.Join(outputs, "runs")
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return nil, err
	}
	base := now.Format("20060102-150405")
	for n := 1; ; n++ {
		id := base
		if n > 1 {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		err := os.Mkdir(filepath.Join(runs, id), 0o755)
		if err == nil {
			return &Run{ID: id, Dir: filepath.Join(runs, id), outputs: outputs}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
}

// Abandon removes what a failed run made.
func (r *Run) Abandon() error { return os.RemoveAll(r.Dir) }

// Commit hashes what stands in the folder, syncs it, and writes the manifest as the last step.
func (r *Run) Commit(m *Manifest) error {
	m.ID = r.ID
	outputs, err := hashTree(r.Dir)
	if err != nil {
		return err
	}
	m.Outputs = outputs
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	temp := filepath.Join(r.Dir, "."+manifestName+".tmp")
	if err := writeSynced(temp, append(text, '\n')); err != nil {
		return err
	}
	if err := syncTree(r.Dir); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(r.Dir, manifestName)); err != nil {
		return err
	}
	return errors.Join(syncFolder(r.Dir), syncFolder(filepath.Dir(r.Dir)))
}

// Swap points latest to the run: a reader sees the old set or the new one, never a mix.
func (r *Run) Swap() error {
	temp := filepath.Join(r.outputs, ".latest.tmp")
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(filepath.Join("runs", r.ID), temp); err != nil {
		return err
	}
	if err := os.Rename(temp, filepath.Join(r.outputs, "latest")); err != nil {
		return err
	}
	return syncFolder(r.outputs)
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

// HashFile gives the SHA-256 of a file in hex, and its size.
func HashFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncTree brings the files and folders of a run to the disk. A failed sync is final.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return syncFolder(path)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// Latest finds the newest whole set: what latest points to, or, where that is lost, the newest run
// with a manifest whose files are there in their sizes.
func Latest(outputs string) (dir string, m *Manifest, err error) {
	dir = filepath.Join(outputs, "latest")
	if m, err := readManifest(dir); err == nil {
		return dir, m, nil
	}
	ids, err := runIDs(outputs)
	if err != nil {
		return "", nil, err
	}
	for _, id := range slices.Backward(ids) {
		dir := filepath.Join(outputs, "runs", id)
		if m, err := readManifest(dir); err == nil {
			return dir, m, nil
		}
	}
	return "", nil, fmt.Errorf("%s: %w", outputs, fs.ErrNotExist)
}

// readManifest reads the manifest of a set and checks that its files are there in their sizes.
func readManifest(dir string) (*Manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, err
	}
	for _, o := range m.Outputs {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(o.File)))
		if err != nil {
			return nil, err
		}
		if info.Size() != o.Size {
			return nil, fmt.Errorf("%s: size %d, manifest says %d", o.File, info.Size(), o.Size)
		}
	}
	return m, nil
}

func runIDs(outputs string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(outputs, "runs"))
	var ids []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			ids = append(ids, e.Name())
		}
	}
	return ids, err
}

// Prune removes the oldest runs, and those that never became a set, but keeps at least two sets.
func Prune(outputs string, keep int) error {
	ids, err := runIDs(outputs)
	if err != nil {
		return err
	}
	keep = max(keep, 2)
	sets := 0
	for _, id := range slices.Backward(ids) {
		dir := filepath.Join(outputs, "runs", id)
		_, err := os.Stat(filepath.Join(dir, manifestName))
		if err == nil {
			sets++
		}
		if err != nil || sets > keep {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
	}
	return nil
}
