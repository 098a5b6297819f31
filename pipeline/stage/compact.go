package stage

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// How many small stage files are let stand, and how long one lies that no input has any more: another
// machine may be at work for inputs that this run has not seen.
const (
	mostSmall = 64
	forgotten = 24 * time.Hour
)

// Compaction brings what lies in many small stage files together into few, a year's workbooks side by side,
// and drops what no input has any more.
type Compaction struct {
	Dir, Rules string
	Years      map[string]int // by SHA-256 the year of each workbook that the inputs have
	Small      int            // how many small files are let stand; 0 is the default

	files   []File
	index   map[string]string
	writers map[int]*merged
	moved   map[string]string
	copied  []string // files of which all that is needed is in new ones
}

// merged is a new stage file being filled.
type merged struct {
	*writer
	books []string
	rows  int64
}

// Run writes the new files, and gives where each workbook that moved now is, and what stands there for
// nothing. That is to be removed once the folder is on the disk: never before.
func (c *Compaction) Run(ctx context.Context) (moved map[string]string, old []string, err error) {
	if c.files, err = List(c.Dir); err != nil {
		return nil, nil, err
	}
	c.index, c.moved, c.writers = Index(c.files, c.Rules), map[string]string{}, map[int]*merged{}
	small, dead := c.sort()
	most := c.Small
	if most == 0 {
		most = mostSmall
	}
	if len(small) > most {
		if err := c.merge(ctx, small); err != nil {
			for _, m := range c.writers {
				m.abandon()
			}
			return nil, nil, err
		}
		made := map[string]bool{}
		for _, path := range c.moved {
			made[path] = true
		}
		for _, path := range c.copied {
			if !made[path] { // the same workbooks again are the same file
				old = append(old, path)
			}
		}
	}
	for _, path := range append(dead, c.strange()...) {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > forgotten {
			old = append(old, path)
		}
	}
	return c.moved, old, nil
}

// strange are the Parquet files of the folder that are no stage files: of an older program, or damaged.
func (c *Compaction) strange() (paths []string) {
	all, _ := filepath.Glob(filepath.Join(c.Dir, "*"+suffix)) // what cannot be looked for is left
	for _, path := range all {
		if !slices.ContainsFunc(c.files, func(f File) bool { return f.Path == path }) {
			paths = append(paths, path)
		}
	}
	return paths
}

// sort parts the files: those worth bringing together, and those that no input needs. A large one stays as
// it is while most of its workbooks are needed.
func (c *Compaction) sort() (small []File, dead []string) {
	for _, f := range c.files {
		needed := len(c.needed(f))
		switch {
		case needed == 0:
			dead = append(dead, f.Path)
		case f.Rows < mostRows/2 || 2*needed < len(f.Books):
			small = append(small, f)
		}
	}
	return small, dead
}

// needed are the workbooks that are to be had from this file.
func (c *Compaction) needed(f File) (books []string) {
	for _, sha := range f.Books {
		if _, lives := c.Years[sha]; lives && c.index[sha] == f.Path {
			books = append(books, sha)
		}
	}
	return books
}

func (c *Compaction) merge(ctx context.Context, small []File) error {
	for _, f := range small {
		if err := errors.Join(ctx.Err(), c.copy(ctx, f)); err != nil {
			return err
		}
	}
	for _, year := range slices.Sorted(maps.Keys(c.writers)) {
		if err := c.finish(year); err != nil {
			return err
		}
	}
	return nil
}

// finish gives a new file its name.
func (c *Compaction) finish(year int) error {
	m := c.writers[year]
	delete(c.writers, year)
	path, err := m.keep(c.Dir, c.Rules, m.books)
	if err != nil {
		return err
	}
	for _, sha := range m.books {
		c.moved[sha] = path
	}
	return nil
}

// copy adds the workbooks that are needed from one file to the new ones. A file that cannot be read stays as it
// is, and takes nothing with it.
func (c *Compaction) copy(ctx context.Context, f File) error {
	rows, err := readRows(ctx, f.Path)
	if err != nil {
		return ctx.Err()
	}
	defer rows.Release()
	left := map[string]bool{}
	for _, sha := range c.needed(f) {
		left[sha] = true
	}
	err = eachRun(rows, func(sha string, run arrow.Record) error {
		if _, lives := c.Years[sha]; !lives || c.index[sha] != f.Path {
			return nil
		}
		m, err := c.to(sha)
		if err != nil {
			return err
		}
		if left[sha] {
			delete(left, sha)
			m.books = append(m.books, sha)
		}
		m.rows += run.NumRows()
		return m.WriteBuffered(run)
	})
	if err != nil {
		return err
	}
	for _, sha := range slices.Sorted(maps.Keys(left)) { // those without a single field
		m, err := c.to(sha)
		if err != nil {
			return err
		}
		m.books = append(m.books, sha)
	}
	c.copied = append(c.copied, f.Path)
	return nil
}

// to is the new file for a workbook; one that is full is finished between two workbooks.
func (c *Compaction) to(sha string) (*merged, error) {
	year := c.Years[sha]
	m := c.writers[year]
	if m != nil && m.rows >= mostRows && m.books[len(m.books)-1] != sha {
		if err := c.finish(year); err != nil {
			return nil, err
		}
		m = nil
	}
	if m == nil {
		w, err := newWriter(c.Dir, arrow.NewSchema(schema, nil))
		if err != nil {
			return nil, err
		}
		m = &merged{writer: w}
		c.writers[year] = m
	}
	return m, nil
}

// readRows reads a stage file whole, before anything of it goes elsewhere, as a record of our own schema: what
// the library reads back says more of each column than what it writes.
func readRows(ctx context.Context, path string) (rows arrow.Record, err error) {
	defer recoverInto(&err)
	opened, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	r, err := file.NewParquetReader(opened)
	if err != nil {
		return nil, err
	}
	reader, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.NewGoAllocator())
	if err != nil {
		return nil, err
	}
	columns := make([]arrow.Array, len(schema))
	for i := range columns { // one by one: else the library reads, and panics, in goroutines of its own
		if columns[i], err = readColumn(ctx, reader, i, r.NumRows()); err != nil {
			return nil, err
		}
	}
	return array.NewRecord(arrow.NewSchema(schema, nil), columns, r.NumRows()), nil
}

func readColumn(ctx context.Context, reader *pqarrow.FileReader, i int, rows int64) (arrow.Array, error) {
	column, err := reader.GetColumn(ctx, i)
	if err != nil {
		return nil, err
	}
	chunks, err := column.NextBatch(rows)
	if err != nil {
		return nil, err
	}
	defer chunks.Release()
	if int64(chunks.Len()) != rows || !arrow.TypeEqual(chunks.DataType(), schema[i].Type) {
		return nil, errForeign
	}
	if rows == 0 {
		return array.MakeArrayOfNull(memory.NewGoAllocator(), schema[i].Type, 0), nil
	}
	return array.Concatenate(chunks.Chunks(), memory.NewGoAllocator())
}

// eachRun gives the rows of a stage file, those of one workbook together.
func eachRun(rows arrow.Record, visit func(sha string, rows arrow.Record) error) error {
	shas := rows.Column(0).(*array.String) // so our schema has it
	for from := 0; from < shas.Len(); {
		to := from + 1
		for to < shas.Len() && shas.Value(to) == shas.Value(from) {
			to++
		}
		run := rows.NewSlice(int64(from), int64(to))
		err := visit(shas.Value(from), run)
		run.Release()
		if err != nil {
			return err
		}
		from = to
	}
	return nil
}
