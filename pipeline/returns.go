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
	"jixiao/pipeline/reports"
)

// returns writes 乡镇/<name>/退回: a marked copy of each workbook with an error in it, for its township to
// mend. It gives the copies by submitted file, as paths beside the consolidated workbook.
func (j *job) returns(ctx context.Context) (map[string]string, error) {
	found, err := j.db.Query(ctx, returnQuery, j.year)
	if err != nil {
		return nil, err
	}
	marks := map[string][]reports.Mark{}
	owner := map[string]string{}
	for _, row := range found.Rows {
		text := func(i int) string { s, _ := row[i].(string); return s } // null is ""
		file := text(1)
		owner[file] = text(0)
		marks[file] = append(marks[file], reports.Mark{Severity: text(2), Sheet: text(3), Cell: text(4), Project: text(5), Message: text(6), Fix: text(7)})
	}
	root, err := os.OpenRoot(j.cfg.Inputs)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	copies := map[string]string{}
	for _, f := range j.files {
		if len(marks[f.Path]) == 0 {
			continue
		}
		data, err := readSame(root, &f)
		if err != nil || data == nil {
			continue // gone or changed since it was read: the finding stays, the next run marks what is there
		}
		target := unused(copies, path.Join("乡镇", j.folder(owner[f.Path]), "退回", publish.FileName(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))))
		full := filepath.Join(j.run.Dir, filepath.FromSlash(target))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		done, err := markCopy(data, full, marks[f.Path], true)
		if err != nil {
			return nil, fmt.Errorf("mark %s: %w", f.Path, err)
		}
		if done {
			copies[f.Path] = target
		}
	}
	return copies, nil
}

// returnQuery lists what is said about each workbook that has an error with a cell.
const returnQuery = `
select township, file, severity, sheet, cell, project, message, fix,
from checks.findings
where year = ? and township is not null and file in (
    select file from checks.findings where severity = 'error' and township is not null and cell is not null
)`

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
func unused(copies map[string]string, name string) string {
	taken := map[string]bool{}
	for _, other := range copies {
		taken[strings.ToLower(other)] = true
	}
	target := name + ".xlsx"
	for n := 2; taken[strings.ToLower(target)]; n++ {
		target = fmt.Sprintf("%s-%d.xlsx", name, n)
	}
	return target
}

// folder is a township's folder among the outputs: its name, and a number where two counties have towns
// of one name.
func (j *job) folder(township string) string {
	n, name := 1, publish.FileName(township)
	for _, u := range j.rules.Units(j.year) {
		if u.Name == township {
			break
		}
		if publish.FileName(u.Name) == name {
			n++
		}
	}
	if n > 1 {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
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
