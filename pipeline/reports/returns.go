package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
)

// returns writes 乡镇/<name>/退回: a marked copy of each workbook with an error in it, for its township to
// mend. It gives the copies by submitted file, as paths beside the consolidated workbook.
func (w *writer) returns(ctx context.Context) (map[string]string, error) {
	found, err := w.Tables.Ask(ctx, "marks")
	if err != nil {
		return nil, err
	}
	marks := map[string][]Mark{}
	owner := map[string]string{}
	for _, row := range found.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		file := text(1)
		owner[file] = text(0)
		marks[file] = append(marks[file], Mark{
			Severity: text(2), Sheet: text(3), Cell: text(4), Project: text(5), Message: text(6), Fix: text(7),
			Value: text(8), Expected: text(9), ID: text(10), Number: text(11), Effect: text(12), Deadline: text(13),
		})
	}
	// Names are given out in the order of the files, whichever is done first.
	copies, taken := map[string]string{}, map[string]bool{}
	refused := make([]bool, len(w.Inputs.Files))
	var tasks []task
	for i := range w.Inputs.Files {
		f := &w.Inputs.Files[i]
		if len(marks[f.Path]) == 0 {
			continue
		}
		target := unused(taken, w.layout.in(owner[f.Path], returnDir,
			publish.FileName(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))), CopyExt(marks[f.Path]))
		copies[f.Path] = target
		tasks = append(tasks, task{target, func() error {
			done, err := w.giveBack(f, target, marks[f.Path])
			refused[i] = !done
			return err
		}})
	}
	if err := w.parallel(ctx, tasks); err != nil {
		return nil, err
	}
	for i, f := range w.Inputs.Files {
		if refused[i] {
			delete(copies, f.Path)
		}
	}
	return copies, nil
}

// giveBack writes one marked copy. It is not done where the file is gone or changed since it was read (the
// finding stays, the next run marks what is there) or cannot be read.
func (w *writer) giveBack(f *find.File, target string, marks []Mark) (done bool, err error) {
	data, err := readSame(w.Inputs.Root, f)
	if err != nil || data == nil {
		return false, nil
	}
	err = w.write(target, w.from("marked copy").text(f.SHA).any(marks), func(path string) (err error) {
		done, err = MarkCopy(data, path, marks, true)
		return err
	})
	if _, e := os.Stat(w.path(target)); e == nil {
		done = true // also where it was taken over
	}
	return done, err
}

// readSame reads a submitted file if its bytes are still those that were judged.
func readSame(inputs *os.Root, f *find.File) ([]byte, error) {
	root, name := f.At(inputs)
	src, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer src.Close()
	data, err := io.ReadAll(src)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA {
		return nil, nil
	}
	return data, nil
}

// Mark is a finding to show in the workbook that it is about.
type Mark = workbooks.Mark

// MarkCopy writes a copy of a workbook with its faults marked, of a Word document (.docx) with comments at the words.
// done is false where the file is refused (the finding itself says what to do) and for an old document (.doc), whose
// faults stand in the notice alone. What is published is disarmed; what stands beside the township's own file keeps all
// that it had.
func MarkCopy(data []byte, target string, marks []Mark, disarm bool) (done bool, err error) {
	if CopyExt(marks) == wordExt {
		return commentCopy(data, target, marks, disarm)
	}
	err = workbooks.MarkWorkbook(data, target, marks, disarm)
	if _, refused := cells.AsRefusal(err); refused {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write %s: %w", target, err)
	}
	return true, nil
}
