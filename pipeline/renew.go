package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
)

// ingredients is everything that a set is made from. Its hash stands in the manifest: two sets with one hash
// are the same but for what they say of the set before.
type ingredients struct {
	Program string // see program
	Day     string // where the county is: findings count days
	Year    int    // that is published
	Years   []int
	Files   []publish.Input  // the register: path, hash, size, time and fate of each file
	Own     []publish.Output // the county's rules, the rules to compare with, its own SQL and templates
}

func (j *job) ingredients() (string, error) {
	zone, err := Zone(j.rules)
	if err != nil {
		return "", err
	}
	all := ingredients{Day: j.started.In(zone).Format(time.DateOnly), Year: j.year, Years: j.years, Files: j.register()}
	if all.Program, err = program(j.cfg.Version); err != nil {
		return "", err
	}
	j.program = all.Program
	for _, name := range []string{RulesName, OtherRulesName, rules.LabelsName, "sql", TemplateFolder} {
		own, err := hashOwn(j.cfg.Inputs, name)
		if err != nil {
			return "", err
		}
		all.Own = append(all.Own, own...)
	}
	j.own = all.Own
	text, err := json.Marshal(all)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// hashOwn lists a file of the inputs, or the files of a folder, with their hashes; none where it is not there.
func hashOwn(inputs, name string) (own []publish.Output, err error) {
	err = filepath.WalkDir(filepath.Join(inputs, name), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "~$") || strings.HasPrefix(d.Name(), ".") { // a lock file of Word's
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
// longer than the rest of a quiet night.
func program(version string) (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		settings := map[string]string{}
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
		if settings["vcs.revision"] != "" && settings["vcs.modified"] == "false" {
			return version + " " + settings["vcs.revision"], nil
		}
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(self)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d %s", version, info.Size(), info.ModTime().UTC().Format(time.RFC3339Nano)), nil
}

// renew carries the last set of the year over where nothing has changed since: building it anew would give
// the same files. A set that told of changes is not carried over, for there are none now; nor is one that is
// no longer what its manifest says.
func (j *job) renew(context.Context) (err error) {
	if j.made, err = j.ingredients(); err != nil {
		return err
	}
	if j.cfg.Rebuild || j.cfg.Previous != "" {
		return nil
	}
	dir, m, err := publish.LatestOf(j.cfg.Outputs, j.year)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || m.Ingredients != j.made {
		return err
	}
	s, err := quietSummary(dir, m)
	if s == nil || err != nil {
		return err
	}
	if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
		j.notes = append(j.notes, fmt.Sprintf("批次 %s 有文件与清单不一致，没有沿用，全部重新生成", m.ID))
		return nil
	}
	if j.run, err = j.place().Begin(j.started); err != nil {
		return err
	}
	if err := j.run.Renew(m); err != nil {
		return fmt.Errorf("carry over %s: %w", m.ID, err)
	}
	j.renewed, j.previous, j.reuse = m.ID, m.Previous, &reuse{now: m.Made}
	s.Run, s.Outputs, s.Fresh, s.Renewed = j.run.ID, filepath.Join(j.cfg.Outputs, "latest"), j.fresh, m.ID
	s.Notes = slices.DeleteFunc(s.Notes, func(note string) bool { return !strings.HasPrefix(note, withheld) }) // what was withheld still is
	s.Changes = &Changes{Previous: m.ID}
	j.summary = s
	return nil
}

// quietSummary is what a set said of itself; nil where it told of changes.
func quietSummary(dir string, m *publish.Manifest) (*Summary, error) {
	text, err := json.Marshal(m.Summary)
	if err != nil {
		return nil, err
	}
	s := &Summary{}
	if json.Unmarshal(text, s) != nil || s.Changes == nil || *s.Changes != (Changes{Previous: s.Changes.Previous}) {
		return nil, nil
	}
	lines, err := os.ReadFile(filepath.Join(dir, changesName))
	if err != nil || bytes.Count(lines, []byte("\n")) != 1 { // a file renamed is a change that is not counted
		return nil, nil
	}
	return s, nil
}
