package stage

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"jixiao/pipeline/forms"
)

// The bounds of a stage file: large enough that a province is some hundreds of files, small enough that a
// process that is killed loses a second of work. A workbook is never split, so a file may be larger.
const (
	mostRows  = 120_000 // a row group of DuckDB
	mostBytes = 32 << 20
)

// RangeError says that a workbook holds a number that cannot be kept.
type RangeError struct{ Cell string }

func (e *RangeError) Error() string { return "number out of range in " + e.Cell }

// Batch is the fields of workbooks on their way into one stage file.
type Batch struct {
	Most   int // rows from which on it is full; 0 is the default
	rules  string
	rows   *array.RecordBuilder
	shas   []string
	count  int
	weight int // bytes of text
}

// NewBatch begins a batch of workbooks that are read under the same rules.
func NewBatch(rules string) *Batch {
	return &Batch{rules: rules, rows: array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema(schema, nil))}
}

// Add takes the fields of a workbook. On an error, which is a *RangeError, the batch is as before.
func (b *Batch) Add(sha string, fields []forms.Field) error {
	for i := range fields {
		if f := &fields[i]; !inRange(f.Number) || !inRange(f.Upper) || !inRange(f.Computed) ||
			!inRange(f.Amount) || !inRange(f.AmountUpper) || !inRange(f.Latest) {
			return &RangeError{f.Cell}
		}
	}
	for i := range fields {
		appendField(b.rows, sha, i, &fields[i])
		b.weight += len(fields[i].Text) + len(fields[i].Formula)
	}
	b.count += len(fields)
	b.shas = append(b.shas, sha)
	return nil
}

// Empty reports whether the batch holds no workbook.
func (b *Batch) Empty() bool { return len(b.shas) == 0 }

// Full reports whether it is time to save.
func (b *Batch) Full() bool {
	most := b.Most
	if most == 0 {
		most = mostRows
	}
	return b.count >= most || b.weight >= mostBytes
}

// Save keeps the batch in the folder and begins another. The file has its name only when it is on the
// disk, so that neither a kill nor a power failure leaves half of one under it. The name comes from what
// is in it, and tells its checksum: two that save the same do no harm.
func (b *Batch) Save(dir string) (path string, err error) {
	record := b.rows.NewRecord()
	defer record.Release()
	for range 3 {
		if path, err = saveRecord(dir, b.rules, b.shas, record); !errors.Is(err, fs.ErrNotExist) {
			break
		} // else another machine took our file for one that was left behind
	}
	b.shas, b.count, b.weight = nil, 0, 0
	return path, err
}

// saveRecord writes the rows of workbooks as a stage file.
func saveRecord(dir, rules string, shas []string, record arrow.Record) (path string, err error) {
	w, err := fill(dir, record)
	if err != nil {
		return "", err
	}
	return w.keep(dir, rules, shas)
}

// WriteNothing keeps a table of fields without a row.
func WriteNothing(path string) error {
	b := NewBatch("")
	record := b.rows.NewRecord()
	defer record.Release()
	return writeTable(path, record)
}

// WriteTable keeps a table of text, for what SQL needs beside the fields: the register of files
// and the rules. An empty text is NULL.
func WriteTable(path string, columns []string, rows [][]string) error {
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	b := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema(fields, nil))
	defer b.Release()
	for _, row := range rows {
		for i, s := range row {
			if builder := b.Field(i).(*array.StringBuilder); s == "" {
				builder.AppendNull()
			} else {
				builder.Append(s)
			}
		}
	}
	record := b.NewRecord()
	defer record.Release()
	return writeTable(path, record)
}

func writeTable(path string, record arrow.Record) error {
	w, err := fill(filepath.Dir(path), record)
	if err != nil {
		return err
	}
	return w.finish(path)
}

// fill begins a file with the rows of a record.
func fill(dir string, record arrow.Record) (*writer, error) {
	w, err := newWriter(dir, record.Schema())
	if err != nil {
		return nil, err
	}
	if err := w.Write(record); err != nil {
		w.abandon()
		return nil, fmt.Errorf("write a Parquet file: %w", err)
	}
	return w, nil
}
