package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
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
			byFile[f.File] = append(byFile[f.File], reports.Mark{Severity: f.Severity, Sheet: f.Sheet, Cell: f.Cell, Project: f.Project, Message: f.Message, Fix: f.Fix})
		}
	}
	for file, marks := range byFile {
		if !slices.ContainsFunc(marks, func(m reports.Mark) bool { return m.Cell != "" }) {
			continue // nothing in it to point at
		}
		source := c.sources[file]
		data, err := os.ReadFile(source)
		if err != nil {
			return marked, err
		}
		target := markedPath(source)
		done, err := markCopy(data, target, marks, false)
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

// markCopy writes a copy of a workbook with its faults marked. done is false where the workbook is
// refused (the finding itself says what to do, and there is nothing to mark) and for a Word document, whose
// places are no cells of a workbook. What is published is disarmed; what stands beside the township's own file
// keeps all that it had.
func markCopy(data []byte, target string, marks []reports.Mark, disarm bool) (done bool, err error) {
	if slices.ContainsFunc(marks, func(m reports.Mark) bool { return m.Cell != "" && !cells.IsAddress(m.Cell) }) {
		return false, nil
	}
	err = reports.MarkWorkbook(data, target, marks, disarm)
	if _, refused := cells.AsRefusal(err); refused {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write %s: %w", target, err)
	}
	return true, nil
}

func markedPath(source string) string {
	return strings.TrimSuffix(source, filepath.Ext(source)) + markedSuffix + ".xlsx"
}

// skipCopies leaves out the marked copies that stand beside their originals. One without its original is
// what the township goes on working with, and counts.
func skipCopies(files []find.File) {
	for i := range files {
		f := &files[i]
		isCopy := slices.ContainsFunc(files, func(other find.File) bool { return other.Path != f.Path && markedPath(other.Path) == f.Path })
		if isCopy && f.Fate == "" {
			f.Fate, f.Reason = find.Skipped, "是标注后的副本，原文件也在"
		}
	}
}
