package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
)

// What a file cost that was refused in the end is not spent on it every night: its refusal is kept in the stage
// folder by the SHA-256 of its bytes. It holds for this program and these rules, and for some days: the machine
// may only have been busy.
const (
	refusedSuffix = ".refused"
	refusedFor    = 7 * 24 * time.Hour
	costly        = 2 * time.Second // from which on a refusal is worth keeping
)

// refusal is what is kept of one.
type refusal struct {
	Key, Program string
	outcome
}

func (x *Extractor) refusalPath(sha string) string {
	return filepath.Join(x.reading.Dir, sha+refusedSuffix)
}

// refusedBefore gives what became of a file when it was last read, where it was refused at a cost.
func (x *Extractor) refusedBefore(sha string) (o outcome, found bool) {
	path := x.refusalPath(sha)
	info, err := os.Stat(path)
	if err != nil || time.Since(info.ModTime()) > refusedFor {
		return o, false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return o, false
	}
	var r refusal
	if json.Unmarshal(text, &r) != nil || r.Key != x.reading.Key || r.Program != x.options.Program {
		return o, false
	}
	return r.outcome, r.Fate == find.Unreadable
}

// keepRefusal keeps it, where a program can tell itself from another. One that cannot be kept costs the same again.
func (x *Extractor) keepRefusal(sha string, o outcome) {
	if x.options.Program == "" || o.Fate != find.Unreadable {
		return
	}
	text, err := json.Marshal(refusal{x.reading.Key, x.options.Program, o})
	if err == nil {
		_ = publish.WriteFile(x.refusalPath(sha), func(f *os.File) error {
			_, err := f.Write(text)
			return err
		})
	}
}

// forgetRefusals removes those that no longer hold.
func forgetRefusals(dir string) {
	all, _ := filepath.Glob(filepath.Join(dir, "*"+refusedSuffix)) // what cannot be looked for is left
	for _, path := range all {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > refusedFor {
			_ = os.Remove(path) // what cannot be removed now the next run removes
		}
	}
}
