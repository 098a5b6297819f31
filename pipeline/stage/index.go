package stage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	parquetschema "github.com/apache/arrow/go/v15/parquet/schema"
)

// The entries of a stage file's metadata: the rules under which it was read, and the SHA-256 of each
// workbook that it holds.
const (
	rulesKey = "jixiao.rules"
	booksKey = "jixiao.books"
)

// File is a stage file.
type File struct {
	Path  string
	Books []string // SHA-256 of the workbooks
	Rows  int64
	rules string
}

// List looks at the stage files of a folder, in name order. What is no stage file, is no longer as it was
// written, or was kept by a program that knew another shape, is passed over: its workbooks are read again.
func List(dir string) ([]File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if f, ok := look(filepath.Join(dir, e.Name())); ok {
			files = append(files, f)
		}
	}
	return files, nil
}

// look takes a file that is as it was written, and has the columns of this program.
func look(path string) (File, bool) {
	if !isWhole(path) {
		return File{}, false
	}
	f, err := readEnd(path)
	return f, err == nil
}

// readEnd reads what a file says of itself at its end. On some damaged files the library panics.
func readEnd(path string) (f File, err error) {
	defer recoverInto(&err)
	opened, err := os.Open(path)
	if err != nil {
		return f, err
	}
	defer opened.Close() // the library leaves open what it refuses, and Windows removes no open file
	r, err := file.NewParquetReader(opened)
	if err != nil {
		return f, err
	}
	meta := r.MetaData().KeyValueMetadata()
	rules, books := meta.FindValue(rulesKey), meta.FindValue(booksKey)
	if rules == nil || books == nil {
		return f, errForeign
	}
	if err := hasOurColumns(r.MetaData().Schema); err != nil {
		return f, err
	}
	return File{path, strings.Fields(*books), r.NumRows(), *rules}, nil
}

// errForeign says that a file holds other things than ours.
var errForeign = errors.New("not a stage file of this program")

// hasOurColumns wants the columns to be those that this program writes, by name, type and order.
func hasOurColumns(columns *parquetschema.Schema) error {
	got, err := pqarrow.FromParquet(columns, nil, nil)
	if err != nil {
		return err
	}
	if len(got.Fields()) != len(schema) {
		return errForeign
	}
	for i, f := range got.Fields() {
		if f.Name != schema[i].Name || !arrow.TypeEqual(f.Type, schema[i].Type) {
			return errForeign
		}
	}
	return nil
}

// recoverInto makes a panic of the library an error.
func recoverInto(err *error) {
	if caught := recover(); caught != nil {
		*err = fmt.Errorf("damaged: %v", caught)
	}
}

// Index tells for each workbook that was read under these rules the file that holds its fields. One that
// two files hold is taken from the first.
func Index(files []File, rules string) map[string]string {
	index := map[string]string{}
	for _, f := range files {
		if f.rules != rules {
			continue
		}
		for _, sha := range f.Books {
			if _, found := index[sha]; !found {
				index[sha] = f.Path
			}
		}
	}
	return index
}
