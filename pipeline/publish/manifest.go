package publish

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// Manifest is run.json: what a run was made from and what it made. It is what makes a folder a set.
type Manifest struct {
	ID       string    `json:"id"`
	Year     int       `json:"year"`
	Zone     string    `json:"zone,omitempty"` // of the county, in which its times are told
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	Version  string    `json:"version"`
	Program  Program   `json:"program,omitzero"`   // that made the set; Version is its version
	Previous string    `json:"previous,omitempty"` // the run that this one is compared with
	// Ingredients is one hash of all that the outputs are made from: the program, the day and the year, each
	// input file with its path, hash, size, time and fate, 规则.xlsx, 对比规则.xlsx, and what stands in the folders
	// sql and 模板 of the inputs.
	Ingredients string `json:"ingredients,omitempty"`
	Renewed     string `json:"renewed,omitempty"` // the run whose outputs these are, for nothing had changed
	// Made has the hash of what each output was made from, for those that a later run may take over.
	Made       map[string]string `json:"made,omitempty"`
	Own        []Output          `json:"own,omitempty"` // the county's rules, its own SQL and templates
	Inputs     []Input           `json:"inputs"`
	Outputs    []Output          `json:"outputs"`
	Rules      Output            `json:"rules"`
	OtherRules *Output           `json:"other_rules,omitempty"` // that the set is compared under
	Basis      *Basis            `json:"basis,omitempty"`       // of a set of tables alone
	Rows       map[string]int64  `json:"rows"`
	Durations  []Duration        `json:"durations"`
	PeakMemory int64             `json:"peak_memory,omitempty"` // the most bytes the process held; 0: not known
	Summary    *Summary          `json:"summary"`
}

// Program is a build of this program.
type Program struct {
	Version string `json:"version"`           // of the release, or a word for a build by hand
	Date    string `json:"date,omitempty"`    // of the commit: 2026-11-27
	Commit  string `json:"commit,omitempty"`  // "" where it is not known
	Changed bool   `json:"changed,omitempty"` // files were changed on top of the commit
	DuckDB  string `json:"duckdb"`            // version of the database library
}

// Basis is what tells whether sets of tables may be gathered into one: they were made by the same program under the
// same rules.
type Basis struct {
	Program string `json:"program"`           // of the build: its commit, or the hash of its file
	Rules   string `json:"rules"`             // one hash of all that judging depends on
	Years   []int  `json:"years"`             // of the inputs
	IsPart  bool   `json:"is_part,omitempty"` // of a larger inputs folder: what stands in a county's folder, or in none
	County  string `json:"county,omitempty"`  // whose folder it is; "" for what stands in none
}

// Input is one file of the inputs with its fate.
type Input struct {
	File     string    `json:"file"`
	SHA256   string    `json:"sha256,omitempty"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified,omitzero"`
	Fate     string    `json:"fate"`
	Reason   string    `json:"reason,omitempty"`
}

// Output is one file of a run.
type Output struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

const manifestName = "run.json"

// Set is a published run: a folder with its manifest, whose files are there in their sizes.
type Set struct {
	ID       string
	Manifest *Manifest
}

// Sets gives the manifests of the newest sets, the newest first, whether or not their files are still whole.
func Sets(outputs string, most int) ([]*Manifest, error) {
	fsys := os.DirFS(outputs)
	ids, err := runIDs(fsys)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var sets []*Manifest
	for _, id := range slices.Backward(ids) {
		if m, err := readManifest(fsys, path.Join("runs", id)); err == nil && len(sets) < most {
			sets = append(sets, m)
		}
	}
	return sets, err
}

// Newest finds the newest whole set that is wanted in an outputs folder; fs.ErrNotExist where none is.
func Newest(outputs fs.FS, wanted func(*Manifest) bool) (*Set, error) {
	ids, err := runIDs(outputs)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Backward(ids) {
		if m, err := readSet(outputs, path.Join("runs", id)); err == nil && wanted(m) {
			return &Set{id, m}, nil
		}
	}
	return nil, fs.ErrNotExist
}

// readSet reads the manifest of a set and checks that its files are there in their sizes.
func readSet(fsys fs.FS, dir string) (*Manifest, error) {
	m, err := readManifest(fsys, dir)
	if err != nil {
		return nil, err
	}
	for _, o := range m.Outputs {
		info, err := fs.Stat(fsys, path.Join(dir, o.File))
		if err != nil {
			return nil, err
		}
		if info.Size() != o.Size {
			return nil, fmt.Errorf("%s: size %d, manifest says %d", o.File, info.Size(), o.Size)
		}
	}
	return m, nil
}

// Read reads the manifest of a set.
func Read(set fs.FS) (*Manifest, error) { return readManifest(set, ".") }

func readManifest(fsys fs.FS, dir string) (*Manifest, error) {
	text, err := fs.ReadFile(fsys, path.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, err
	}
	m.Summary = cmp.Or(m.Summary, &Summary{})
	return m, nil
}

// runIDs lists the runs from the oldest to the newest.
func runIDs(outputs fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(outputs, "runs")
	var ids []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			ids = append(ids, e.Name())
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids, err
}

// Zone is the time zone of the county whose outputs these are, as the newest manifest tells it; else the nation's.
func Zone(outputs string) *time.Location {
	name := "Asia/Shanghai"
	if sets, err := Sets(outputs, 1); err == nil && len(sets) > 0 {
		name = cmp.Or(sets[0].Zone, name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Local
	}
	return zone
}

// HashFile gives the SHA-256 of a file in hex, and its size.
func HashFile(name string) (sum string, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	return hash(f)
}

func hash(src io.Reader) (sum string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, src)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
