package reports

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/reports/word"
)

// wordExt ends the name of a commented copy.
const wordExt = ".docx"

// CopyExt is what the name of a marked copy ends with: that of a Word document for findings at its places.
func CopyExt(marks []Mark) string {
	if slices.ContainsFunc(marks, func(m Mark) bool { return m.Cell != "" && !cells.IsAddress(m.Cell) }) {
		return wordExt
	}
	return ".xlsx"
}

// severityWords are how severe a comment says a finding is.
var severityWords = map[string]string{"error": "错误", "warn": "疑点", "note": "提示"}

// reviewer is whom a comment says it is from.
const reviewer = "绩效自评审核"

// commentCopy writes a copy of a document with a comment at the words of each finding.
func commentCopy(data []byte, target string, marks []Mark, disarm bool) (done bool, err error) {
	if acts(data, disarm) {
		return false, nil
	}
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), cells.Options{})
	if err != nil || len(sheets) != 1 || sheets[0].Document == nil {
		return false, nil
	}
	places := map[string]int{}
	number(sheets[0].Document.Blocks, places)
	var comments []word.Comment
	for _, m := range marks {
		says := "【" + severityWords[m.Severity] + "】" + m.Message + "\n" + m.Fix
		nth := places[m.Cell]
		if nth == 0 && m.Cell != "" { // in a note, a header
			says = m.Cell + "：" + says
		}
		comments = append(comments, word.Comment{Paragraph: nth, Words: saidWords(m.Value), Text: says})
	}
	out, err := word.Annotate(data, reviewer, comments)
	if err != nil { // an old document, or one that is packed in a way of its own: the finding itself says what is wrong
		return false, nil
	}
	return true, os.WriteFile(target, out, 0o644)
}

// saidWords are the words that a finding quotes, as they stand in the document.
func saidWords(value string) string {
	value = strings.TrimSuffix(value, "……")
	if _, behind, found := strings.Cut(value, "：“"); found {
		value = strings.TrimSuffix(behind, "”")
	}
	return value
}

// number finds for each place of the body which paragraph element it is; a cell is its first paragraph.
func number(blocks []cells.Block, places map[string]int) {
	put := func(place string, nth int) {
		if place != "" && places[place] == 0 {
			places[place] = nth
		}
	}
	for i := range blocks {
		switch b := &blocks[i]; {
		case b.Paragraph != nil:
			put(b.Paragraph.Place, b.Paragraph.Nth)
		case b.Box != nil:
			number(b.Box.Blocks, places)
		case b.Table != nil:
			for _, row := range b.Table.Rows {
				for n := range row {
					cell := &row[n]
					if len(cell.Blocks) > 0 && cell.Blocks[0].Paragraph != nil {
						put(cell.Place, cell.Blocks[0].Paragraph.Nth)
					}
					number(cell.Blocks, places)
				}
			}
		}
	}
}

// acts holds for a document with a macro, which no .docx may have, and where it is to be published also for one with an
// embedded object, or a relation out of it other than a plain link.
func acts(data []byte, disarm bool) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return true
	}
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		if strings.Contains(name, "vbaproject") {
			return true
		}
		if disarm && (strings.Contains(name, "/embeddings/") || strings.Contains(name, "/activex/") ||
			strings.HasSuffix(name, ".rels") && reachesOut(f)) {
			return true
		}
	}
	return false
}

// mostRelations bounds what is read of a list of relations.
const mostRelations = 4 << 20

func reachesOut(f *zip.File) bool {
	r, err := f.Open()
	if err != nil {
		return true
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, mostRelations))
	if err != nil || len(text) == mostRelations {
		return true
	}
	for _, relation := range strings.Split(string(text), "<") {
		outside := strings.Contains(strings.ReplaceAll(relation, "'", `"`), `TargetMode="External"`)
		if outside && !strings.Contains(relation, "/hyperlink") {
			return true
		}
	}
	return false
}
