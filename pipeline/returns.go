package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/workbooks"
)

// returns writes 乡镇/<name>/退回: a marked copy of each workbook with an error in it, for its township to
// mend. It gives the copies by submitted file, as paths beside the consolidated workbook.
func (j *job) returns(ctx context.Context) (map[string]string, error) {
	found, err := j.db.Query(ctx, returnQuery, j.year)
	if err != nil {
		return nil, err
	}
	marks := map[string][]workbooks.Mark{}
	owner := map[string]string{}
	for _, row := range found.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		file := text(1)
		owner[file] = text(0)
		marks[file] = append(marks[file], workbooks.Mark{Severity: text(2), Sheet: text(3), Cell: text(4), Project: text(5), Message: text(6), Fix: text(7)})
	}
	root, err := os.OpenRoot(j.cfg.Inputs)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	copies, taken := map[string]string{}, map[string]bool{} // names are given out in the order of the files, whichever is done first
	refused := make([]bool, len(j.files))
	var tasks []task
	for i := range j.files {
		f := &j.files[i]
		if len(marks[f.Path]) == 0 {
			continue
		}
		target := unused(taken, path.Join("乡镇", j.folder(owner[f.Path]), "退回", publish.FileName(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))))
		copies[f.Path] = target
		tasks = append(tasks, task{target, func() error {
			done, err := j.giveBack(root, f, target, marks[f.Path])
			refused[i] = !done
			return err
		}})
	}
	if err := j.parallel(ctx, tasks); err != nil {
		return nil, err
	}
	for i, f := range j.files {
		if refused[i] {
			delete(copies, f.Path)
		}
	}
	return copies, nil
}

// giveBack writes one marked copy. It is not done where the file is gone or changed since it was read (the
// finding stays, the next run marks what is there) or cannot be read.
func (j *job) giveBack(root *os.Root, f *find.File, target string, marks []workbooks.Mark) (done bool, err error) {
	data, err := readSame(root, f)
	if err != nil || data == nil {
		return false, nil
	}
	err = j.write(target, j.from("marked copy").text(f.SHA).any(marks), func(path string) (err error) {
		done, err = markCopy(data, path, marks, true)
		return err
	})
	if _, e := os.Stat(filepath.Join(j.run.Dir, filepath.FromSlash(target))); e == nil {
		done = true // also where it was taken over
	}
	return done, err
}

// returnQuery lists what is said about each workbook that has an error with a cell.
const returnQuery = `
select township, file, severity, sheet, cell, project, message, fix,
from checks.findings
where year = ? and township is not null and file in (
    select file from checks.findings where severity = 'error' and township is not null and cell is not null
)
order by file, array_position(['error', 'warn', 'note'], severity), sheet, length(cell), cell, code, finding_id`

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

// unused adds a number to a name that another file has taken.
func unused(taken map[string]bool, name string) string {
	target := name + ".xlsx"
	for n := 2; taken[strings.ToLower(target)]; n++ {
		target = fmt.Sprintf("%s-%d.xlsx", name, n)
	}
	taken[strings.ToLower(target)] = true
	return target
}

// nameFolders gives each township its folder among the outputs: its name, and a number where two of the
// roster have names that one file system takes for one.
func (j *job) nameFolders() {
	j.folders = map[string]string{}
	used := map[string]int{}
	for _, u := range j.rules.Units(j.year) {
		name := publish.FileName(u.Name)
		used[name]++
		if j.folders[u.Name] != "" {
			continue
		}
		if j.folders[u.Name] = name; used[name] > 1 {
			j.folders[u.Name] = fmt.Sprintf("%s-%d", name, used[name])
		}
	}
}

func (j *job) folder(township string) string {
	if name, found := j.folders[township]; found {
		return name
	}
	return publish.FileName(township)
}

// grades are the words of the grades of the year, the best first.
func (j *job) grades() []string {
	t := j.rules.Tables["等级"]
	var words []string
	for _, band := range t.Rows {
		if word := band[0] + band[1]; !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}
