package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"sync"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/tables"
)

// Last is what the last set made, to take over what would be made from the same again; the zero value is none.
type Last struct {
	Dir      string
	Manifest *publish.Manifest
	Link     func(from, to string) bool // lays a file of that set into the run; false where it cannot
}

// reuse takes over what the last set made from the same: a night on which one township sent something new
// writes the documents of that township. What each output was made from stands in the manifest as a hash.
type reuse struct {
	last    Last
	outputs map[string]publish.Output // of the last set
	mu      sync.Mutex
	now     map[string]string // what this set's are made from
}

func newReuse(s Set) *reuse {
	r := &reuse{last: s.Last, outputs: map[string]publish.Output{}, now: map[string]string{}}
	if s.Last.Manifest != nil {
		for _, o := range s.Last.Manifest.Outputs {
			r.outputs[o.File] = o
		}
	}
	return r
}

// write makes an output, a path with slashes in the run's folder: linked from the last set where that made
// it from the same and still has it whole, else written. from is what it is made from besides the program.
func (w *writer) write(file string, from *source, do func(path string) error) error {
	path := w.path(file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	r, sum := w.reuse, from.sum()
	r.mu.Lock()
	r.now[file] = sum
	r.mu.Unlock()
	if old, found := r.outputs[file]; found && r.last.Manifest.Made[file] == sum {
		name := filepath.Join(r.last.Dir, filepath.FromSlash(file))
		if got, _, err := publish.HashFile(name); err == nil && got == old.SHA256 && r.last.Link(name, path) {
			return nil
		}
	}
	return do(path)
}

// source hashes what an output is made from, each piece with its kind and length, so that no two sources
// look alike.
type source struct{ hash.Hash }

func (w *writer) from(what string) *source {
	s := &source{sha256.New()}
	return s.text(w.Program).text(what)
}

func (s *source) text(text string) *source {
	fmt.Fprintf(s, "%d:%s", len(text), text)
	return s
}

// any adds what JSON tells of a value.
func (s *source) any(v any) *source {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it is our own type
	}
	return s.text(string(text))
}

func (s *source) table(t *tables.Table) *source {
	fmt.Fprintf(s, "table %d×%d+%d", len(t.Rows), len(t.Columns), t.Left)
	for _, c := range t.Columns {
		s.text(c.Name).text(c.Type).text(c.About)
	}
	for _, row := range t.Rows {
		for i, v := range row {
			if v == nil {
				s.text("\x00")
				continue
			}
			s.text(tables.Text(v, t.Columns[i]))
		}
	}
	return s
}

// document adds a Word template and what it is filled with.
func (s *source) document(t *word.Template, d *word.Data) *source {
	s.text(t.Sum()).text(d.Title).table(d.Facts)
	for _, list := range t.Lists() {
		s.text(list).table(d.Lists[list])
	}
	return s
}

func (s *source) sum() string { return hex.EncodeToString(s.Sum(nil)) }
