package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/reports"
)

// markedSuffix stands behind the name of a marked copy: 瓜里乡（标注）.xlsx.
const markedSuffix = "（标注）"

// Mark writes beside each file with findings a copy in which they are marked, and gives the paths.
func (c *Checked) Mark() (marked []string, err error) {
	byFile := map[string][]reports.Mark{}
	for _, f := range c.Findings {
		if f.File != "" {
			byFile[f.File] = append(byFile[f.File], reports.Mark{
				Severity: f.Severity, Sheet: f.Sheet, Cell: f.Cell,
				Project: f.Project, Message: f.Message, Fix: f.Fix, Value: f.Value, ID: f.ID,
			})
		}
	}
	for file, marks := range byFile {
		if !slices.ContainsFunc(marks, func(m reports.Mark) bool { return m.Cell != "" }) {
			continue // nothing in it to point at
		}
		source := c.sources[file]
		if find.PackedIn(file) != "" { // it stands nowhere by itself
			continue
		}
		data, err := os.ReadFile(source)
		if err != nil {
			return marked, err
		}
		target := markedPath(source, reports.CopyExt(marks))
		done, err := reports.MarkCopy(data, target, marks, false)
		if err != nil {
			return marked, err
		}
		if done {
			marked = append(marked, target)
		}
	}
	slices.Sort(marked)
	return marked, nil
}

func markedPath(source, ext string) string {
	return strings.TrimSuffix(source, filepath.Ext(source)) + markedSuffix + ext
}

// NoteName is the name of the text that a check leaves beside a file, or in a folder, where it marked nothing.
func NoteName(path string, isDir bool) string {
	if isDir {
		return filepath.Join(path, noteWord+".txt")
	}
	return strings.TrimSuffix(path, filepath.Ext(path)) + "（" + noteWord + "）.txt"
}

const noteWord = "检查结果"

// skipCopies leaves out the marked copies that stand beside their originals, and the notes. A copy without its
// original is what the township goes on working with, and counts.
func skipCopies(files []find.File) {
	for i := range files {
		f := &files[i]
		if f.Fate == "" && strings.HasSuffix(f.Path, ".txt") && strings.Contains(filepath.Base(f.Path), noteWord) {
			f.Fate, f.Reason = find.Skipped, "是上一次的检查结果"
		}
		isCopy := slices.ContainsFunc(files, func(other find.File) bool {
			return other.Path != f.Path && markedPath(other.Path, filepath.Ext(f.Path)) == f.Path
		})
		if isCopy && f.Fate == "" {
			f.Fate, f.Reason = find.Skipped, "是标注后的副本，原文件也在"
		}
	}
}
