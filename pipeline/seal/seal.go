// Package seal packs a published set with all that it was made from into one archive, the record of a
// year: inputs, rules, the county's own SQL, outputs, each with its hash. The same set gives the same
// bytes. The archive is a plain zip file, so that it can be opened in thirty years.
package seal

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/fault"
)

// Manifest is seal.json, the first entry of an archive: every other entry with its hash.
type Manifest struct {
	Format  string    `json:"format"`
	County  string    `json:"county"`
	Year    int       `json:"year"`
	Run     string    `json:"run"`
	Version string    `json:"version"`         // of the program that made the set
	Started time.Time `json:"started"`         // of the run
	Links   []string  `json:"links,omitempty"` // of the inputs: skipped, and only named
	Entries []Entry   `json:"entries"`
}

// Entry is one file of an archive.
type Entry struct {
	File     string    `json:"file"`
	SHA256   string    `json:"sha256"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
}

// Format names the archives that this package writes and reads.
const Format = "jixiao-seal/1"

const manifestName = "seal.json"

// The folders of an archive.
const (
	Inputs  = "inputs"
	Outputs = "outputs"
)

// Source is a file to pack: its place in the archive and where it stands.
type Source struct {
	File string
	From fs.FS
	Name string
	Time time.Time // that it is to have; zero: the one that the file has
}

// Write packs the sources. It reads each twice: what is packed is what was hashed, or it is an error.
func Write(to io.Writer, m Manifest, sources []Source) error {
	m.Format = Format
	slices.SortFunc(sources, func(a, b Source) int { return strings.Compare(a.File, b.File) })
	for _, s := range sources {
		e, err := describe(s)
		if err != nil {
			return fmt.Errorf("hash %s: %w", s.Name, err)
		}
		m.Entries = append(m.Entries, e)
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	z := zip.NewWriter(to)
	if err := add(z, manifestName, m.Started, strings.NewReader(string(text)+"\n"), ""); err != nil {
		return err
	}
	for i, s := range sources {
		f, err := s.From.Open(s.Name)
		if err != nil {
			return err
		}
		err = errors.Join(add(z, s.File, m.Entries[i].Modified, f, m.Entries[i].SHA256), f.Close())
		if err != nil {
			return fmt.Errorf("pack %s: %w", s.File, err)
		}
	}
	return z.Close()
}

func describe(s Source) (Entry, error) {
	f, err := s.From.Open(s.Name)
	if err != nil {
		return Entry{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Entry{}, err
	}
	h := sha256.New()
	size, err := io.Copy(h, f)
	modified := info.ModTime()
	if !s.Time.IsZero() {
		modified = s.Time
	}
	return Entry{s.File, hex.EncodeToString(h.Sum(nil)), size, modified.UTC()}, err
}

func add(z *zip.Writer, name string, modified time.Time, from io.Reader, sum string) error {
	w, err := z.CreateHeader(&zip.FileHeader{
		Name: name, Method: zip.Deflate, Modified: modified.UTC().Truncate(time.Second),
	})
	if err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), from); err != nil {
		return err
	}
	if sum != "" && hex.EncodeToString(h.Sum(nil)) != sum {
		return errors.New("it changed while it was packed")
	}
	return nil
}

// Archive is an open archive whose entries are as its manifest says.
type Archive struct {
	Manifest
	z *zip.ReadCloser
}

// Is reports whether a file is an archive of ours, by its content.
func Is(name string) bool {
	z, err := zip.OpenReader(name)
	if err != nil {
		return false
	}
	defer z.Close()
	return len(z.File) > 0 && z.File[0].Name == manifestName
}

// Open opens an archive and checks every entry: nothing changed, missing, doubled or added.
func Open(name string) (*Archive, error) {
	z, err := zip.OpenReader(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil, err
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "“%s”不是封存包，或已损坏", name)
	}
	a := &Archive{z: z}
	if err := a.check(); err != nil {
		z.Close()
		return nil, err
	}
	return a, nil
}

// Close closes the archive.
func (a *Archive) Close() error { return a.z.Close() }

func (a *Archive) check() error {
	text, err := fs.ReadFile(a.z, manifestName)
	if err == nil {
		err = json.Unmarshal(text, &a.Manifest)
	}
	if err != nil || a.Format != Format {
		return fault.New(fault.Broken, "封存包中没有清单 seal.json，或清单读不出来。")
	}
	var wrong []string
	listed := map[string]Entry{}
	for _, e := range a.Entries {
		if !filepath.IsLocal(filepath.FromSlash(e.File)) || path.Clean(e.File) != e.File ||
			strings.Contains(e.File, `\`) {
			return fault.New(fault.Broken, "封存包的清单中有不允许的文件名：%q", e.File)
		}
		listed[e.File] = e
	}
	seen := map[string]bool{manifestName: true}
	for i, f := range a.z.File {
		if i == 0 && f.Name == manifestName {
			continue
		}
		e, ok := listed[f.Name]
		switch {
		case !ok:
			wrong = append(wrong, "多出："+f.Name)
		case seen[f.Name]:
			wrong = append(wrong, "重复："+f.Name)
		case !holds(f, e):
			wrong = append(wrong, "内容被改动："+f.Name)
		}
		seen[f.Name] = true
	}
	for _, e := range a.Entries {
		if !seen[e.File] {
			wrong = append(wrong, "缺少："+e.File)
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Broken, "封存包与它的清单不一致：\n  %s", strings.Join(wrong, "\n  "))
	}
	return nil
}

func holds(f *zip.File, e Entry) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	h := sha256.New()
	size, err := io.Copy(h, io.LimitReader(r, e.Size+1))
	return err == nil && size == e.Size && hex.EncodeToString(h.Sum(nil)) == e.SHA256
}

// Set is the published set in the archive.
func (a *Archive) Set() (fs.FS, error) { return fs.Sub(a.z, Outputs) }

// Sum is the hash of the manifest, and so of everything: what to write down on paper.
func (a *Archive) Sum() (string, error) {
	text, err := fs.ReadFile(a.z, manifestName)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}
