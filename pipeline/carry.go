package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
)

// begin makes the folder of a run, and its manifest with all that the set will be made from.
func begin(
	cfg *Config, county *rules.County, inputs *find.Inputs, started time.Time,
) (*publish.Run, *publish.Manifest, error) {
	m := &publish.Manifest{
		Year: inputs.Year, Started: started, Version: cfg.Program.Version, Program: cfg.Program,
		Inputs: register(inputs.Files), Summary: &publish.Summary{},
	}
	zone, err := county.Zone()
	if err != nil {
		return nil, nil, err
	}
	m.Zone = zone.String()
	if err := ownFiles(cfg.Inputs, m); err != nil {
		return nil, nil, err
	}
	if cfg.Tables {
		if m.Basis, err = basis(cfg, county, inputs); err != nil {
			return nil, nil, err
		}
	}
	if m.Ingredients, err = sumOf(m, inputs.Years, started.In(zone)); err != nil {
		return nil, nil, err
	}
	run, err := cfg.place().Begin(started)
	return run, m, err
}

// register is the files as the manifest has them.
func register(files []find.File) (inputs []publish.Input) {
	for _, f := range files {
		inputs = append(inputs, publish.Input{
			File: f.Path, SHA256: f.SHA, Size: f.Size, Modified: f.Modified.UTC(), Fate: string(f.Fate),
			Reason: f.Reason,
		})
	}
	return inputs
}

// ownFiles hashes what the county has put beside its submissions.
func ownFiles(inputs string, m *publish.Manifest) error {
	for _, name := range rules.Own {
		own, err := hashOwn(inputs, name)
		if err != nil {
			return err
		}
		m.Own = append(m.Own, own...)
		switch {
		case len(own) == 0:
		case name == rules.Name:
			m.Rules = own[0]
		case name == rules.OtherName:
			m.OtherRules = &own[0]
		}
	}
	return nil
}

// ingredients is everything that a set is made from. Its hash stands in the manifest: two sets with one hash
// are the same but for what they say of the set before.
type ingredients struct {
	Program string // see program
	Day     string // where the county is: findings count days
	Year    int    // that is published
	Years   []int
	Files   []publish.Input // the register: path, hash, size, time and fate of each file
	Basis   *publish.Basis
	Own     []publish.Output // the county's rules, the rules to compare with, its own SQL and templates
}

// sumOf is the hash of everything that a set is made from. today is the day where the county is.
func sumOf(m *publish.Manifest, years []int, today time.Time) (string, error) {
	build, err := program(m.Program)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(ingredients{build, today.Format(time.DateOnly), m.Year, years, m.Inputs, m.Basis, m.Own})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// hashOwn lists a file of the inputs, or the files of a folder, with their hashes; none where it is not there.
func hashOwn(inputs, name string) (own []publish.Output, err error) {
	err = filepath.WalkDir(filepath.Join(inputs, name), func(path string, d fs.DirEntry, err error) error {
		isLock := d != nil && strings.HasPrefix(d.Name(), "~$") // of Word's
		if err != nil || d.IsDir() || isLock || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		sum, size, err := publish.HashFile(path)
		if err != nil {
			return err
		}
		file, err := filepath.Rel(inputs, path)
		own = append(own, publish.Output{File: filepath.ToSlash(file), SHA256: sum, Size: size})
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return own, err
}

// program tells one build of the program from another. The commit does where nothing was changed on top of
// it; else only the program file does, by its size and the time it was made: to read it whole would take
// longer than the rest of a quiet night. The database is linked apart from the commit.
func program(p publish.Program) (string, error) {
	if p.Commit != "" && !p.Changed {
		return fmt.Sprintf("%s %s DuckDB %s", p.Version, p.Commit, p.DuckDB), nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(self)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d %s", p.Version, info.Size(), info.ModTime().UTC().Format(time.RFC3339Nano)), nil
}

// lastSet is the newest set of the year; its Manifest is nil where there is none. Of one that was damaged since nothing
// is taken over, and the next run says so.
type lastSet struct {
	Dir string
	*publish.Manifest
	damaged *publish.DamagedError // nil where it is whole at a glance
}

func findLast(outputs string, year int) (*lastSet, error) {
	dir, m, err := publish.LatestOf(outputs, year)
	var damaged *publish.DamagedError
	if errors.Is(err, fs.ErrNotExist) {
		return &lastSet{}, nil
	}
	if errors.As(err, &damaged) {
		return &lastSet{dir, m, damaged}, nil
	}
	return &lastSet{dir, m, nil}, err
}

// carryOver fills the run with the last set where nothing has changed since: building it again would give the
// same files. A set that lists changes is not carried over, for there are none now; nor is one that is no
// longer what its manifest says, which is noted.
func (l *lastSet) carryOver(cfg *Config, run *publish.Run, m *publish.Manifest) (done bool, err error) {
	if l.damaged != nil {
		m.Summary.Notes = []string{l.damaged.Note()}
		return false, nil
	}
	if cfg.Rebuild || cfg.Previous != "" || l.Manifest == nil || l.Ingredients != m.Ingredients || !l.isQuiet() {
		return false, nil
	}
	if _, found, err := publish.Verify(os.DirFS(l.Dir)); err != nil || len(found) > 0 {
		m.Summary.Notes = []string{(&publish.DamagedError{Run: l.ID, Found: found}).Note()}
		return false, nil
	}
	if err := run.Renew(l.Manifest); err != nil {
		return false, fmt.Errorf("carry over %s: %w", l.ID, err)
	}
	m.Renewed, m.Previous, m.Made = l.ID, l.Manifest.Previous, l.Made
	m.Summary = l.Summary
	m.Summary.Renewed, m.Summary.Changes = l.ID, &publish.Changes{Previous: l.ID}
	m.Summary.Notes = slices.DeleteFunc(m.Summary.Notes, func(note string) bool {
		return !strings.HasPrefix(note, reports.Withheld) // what was withheld still is
	})
	return true, nil
}

// readAnew says that files were read again because the program is another one.
func (l *lastSet) readAnew(m *publish.Manifest, fresh int) []string {
	if l.Manifest == nil || l.Version == m.Version {
		return nil
	}
	seen, again, others := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, in := range l.Inputs {
		seen[in.SHA256] = in.Fate == string(find.Read)
	}
	for _, in := range m.Inputs {
		switch {
		case in.Fate != string(find.Read):
		case seen[in.SHA256]:
			again[in.SHA256] = true
		default:
			others[in.SHA256] = true
		}
	}
	if n := min(fresh-len(others), len(again)); n > 0 {
		return []string{fmt.Sprintf("程序由 %s 换成 %s，重新读取了 %d 个文件", l.Version, m.Version, n)}
	}
	return nil
}

// isQuiet reports whether a set lists no changes.
func (l *lastSet) isQuiet() bool {
	if l.Summary.Changes == nil || !l.Summary.Changes.None() {
		return false
	}
	lines, err := os.ReadFile(filepath.Join(l.Dir, reports.Changes))
	return err == nil && bytes.Count(lines, []byte("\n")) == 1 // a file renamed is a change that is not counted
}
