package stage

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/parquet/file"
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

// List looks at the stage files of a folder, in name order. What is no stage file, or was kept by a program
// that knew another shape, is passed over.
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

// look reads the end of a file, which is written last.
func look(path string) (File, bool) {
	r, err := file.OpenParquetFile(path, false)
	if err != nil {
		return File{}, false
	}
	defer r.Close()
	meta := r.MetaData().KeyValueMetadata()
	rules, books := meta.FindValue(rulesKey), meta.FindValue(booksKey)
	if rules == nil || books == nil || r.MetaData().Schema.ColumnIndexByName("position") < 0 {
		return File{}, false
	}
	return File{path, strings.Fields(*books), r.NumRows(), *rules}, true
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
