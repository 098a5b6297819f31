package workbooks

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"jixiao/pipeline/reports/pack"
)

// parts takes the parts of a workbook from the library, changes each and compresses it at once: a large
// workbook's are not all held in full.
type parts struct {
	came   map[string]*zip.File // of the workbook that is changed: what stays the same is not compressed again
	change func(name string, text []byte) (changed []byte, err error)
	name   string // of the part that comes in
	text   bytes.Buffer
	done   []pack.Part
}

// Create begins a part; the one before is whole.
func (p *parts) Create(name string) (io.Writer, error) {
	err := p.end()
	p.name = name
	return &p.text, err
}

func (p *parts) end() error {
	if p.name == "" {
		return nil
	}
	text, err := p.change(p.name, p.text.Bytes())
	if err == nil {
		err = p.add(p.name, text)
	}
	p.name = ""
	p.text.Reset()
	return err
}

func (p *parts) add(name string, text []byte) error {
	part, same := pack.Again(p.came[name], text)
	if !same {
		var err error
		if part, err = pack.New(name, text); err != nil {
			return err
		}
	}
	p.done = append(p.done, part)
	return nil
}

// AddFS is asked for by the library's type and not used.
func (p *parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last part.
func (p *parts) Close() error { return p.end() }

// sorted gives the parts in name order: the library writes them in any.
func (p *parts) sorted() []pack.Part {
	slices.SortFunc(p.done, func(a, b pack.Part) int { return cmp.Compare(a.Name, b.Name) })
	return p.done
}

// typesPart lists the types of all parts.
const typesPart = "[Content_Types].xml"

// sortTypes puts the entries of the list of types in order: those by extension, then those by part.
func sortTypes(text []byte) []byte {
	start, end := bytes.Index(text, []byte("<Default")), bytes.LastIndex(text, []byte("</Types>"))
	if first := bytes.Index(text, []byte("<Override")); start < 0 || first >= 0 && first < start {
		start = first
	}
	if start < 0 || end < start {
		return text
	}
	entries := strings.SplitAfter(string(text[start:end]), ">")
	for i := 0; i+1 < len(entries); i++ { // <Default …></Default> is one entry
		if strings.HasPrefix(entries[i+1], "</") {
			entries[i] += entries[i+1]
			entries = slices.Delete(entries, i+1, i+2)
		}
	}
	slices.Sort(entries)
	return []byte(string(text[:start]) + strings.Join(entries, "") + string(text[end:]))
}
