package stage

import (
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// writer is a Parquet file being written under a name of its own, that tells whose it is.
type writer struct {
	*pqarrow.FileWriter
	temp *os.File
	sum  hash.Hash32 // of all that was written
}

func newWriter(dir string, columns *arrow.Schema) (*writer, error) {
	temp, err := createTemp(dir)
	if err != nil {
		return nil, err
	}
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithVersion(parquet.V2_LATEST), parquet.WithMaxRowGroupLength(mostRows))
	sum := newSum()
	arrowProperties := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema())
	// The MultiWriter has no Close to call.
	w, err := pqarrow.NewFileWriter(columns, io.MultiWriter(temp, sum), properties, arrowProperties)
	if err != nil {
		return nil, errors.Join(err, temp.Close(), os.Remove(temp.Name()))
	}
	return &writer{w, temp, sum}, nil
}

// keep closes a stage file, with what it holds in its metadata, and gives it its name.
func (w *writer) keep(dir, rules string, shas []string) (path string, err error) {
	err = errors.Join(w.AppendKeyValueMetadata(rulesKey, rules),
		w.AppendKeyValueMetadata(booksKey, strings.Join(shas, " ")), w.Close())
	if err == nil {
		err = w.temp.Sync()
	}
	path = filepath.Join(dir, nameOf(rules, shas, w.sum.Sum32()))
	return path, w.rename(path, err)
}

// finish closes a table of a run. It goes with the run, and is not worth waiting for the disk.
func (w *writer) finish(path string) error { return w.rename(path, w.Close()) }

// rename gives the file its name unless something went wrong before.
func (w *writer) rename(path string, err error) error {
	if err = errors.Join(err, w.temp.Close()); err == nil {
		err = os.Rename(w.temp.Name(), path)
	}
	if err != nil {
		os.Remove(w.temp.Name())
	}
	return err
}

func (w *writer) abandon() {
	w.temp.Close()
	os.Remove(w.temp.Name())
}

const tempSuffix = ".tmp"

// createTemp makes a file whose name says which process on which machine writes it.
func createTemp(dir string) (*os.File, error) {
	for n := 0; ; n++ {
		name := fmt.Sprintf(".%s-%d-%d%s", hostName(), os.Getpid(), n, tempSuffix)
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// hostName is this machine's name as a part of a file's name.
func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		name = "host"
	}
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, name)
}

// abandonedAfter is when a file that another machine began is taken for left behind: it is written in
// seconds.
const abandonedAfter = time.Hour

// Sweep removes what processes that were killed left half written. A file of a process that lives, here
// or elsewhere, stays.
func Sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil {
		return err
	}
	for _, path := range left {
		if !abandoned(path) {
			continue
		}
		if e := os.RemoveAll(path); e != nil {
			err = errors.Join(err, e)
		}
	}
	return err
}

func abandoned(path string) bool {
	info, err := os.Lstat(path)
	if err != nil { // it has its name by now
		return false
	}
	parts := strings.Split(strings.TrimSuffix(filepath.Base(path), tempSuffix), "-")
	if time.Since(info.ModTime()) > abandonedAfter || len(parts) != 3 || !strings.HasSuffix(path, tempSuffix) {
		return true
	}
	if parts[0] != "."+hostName() {
		return false
	}
	pid, err := strconv.Atoi(parts[1])
	return err != nil || !alive(pid)
}

func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = p.Release() }()
	// Another's process, and any on Windows, says otherwise.
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
