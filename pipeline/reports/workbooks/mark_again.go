package workbooks

import (
	"archive/zip"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// A township may send a marked copy in. What an earlier run put into it is taken out before it is marked again: two
// lists, and notes on what has been mended, would tell it nothing.

// listName is how the sheet of an earlier list is called.
var listName = regexp.MustCompile(`^` + listSheet + `[0-9]*$`)

// isOurs tells whether a sheet is the list of an earlier marking, by its name and its first cell.
func isOurs(name, first string) bool {
	return listName.MatchString(name) && (first == listTitle || first == "序号")
}

func firstText(s *cells.Sheet) string {
	if len(s.Cells) > 0 && s.Cells[0].Row == 1 && s.Cells[0].Col == 1 {
		return s.Cells[0].Text
	}
	return ""
}

// noteOfOurs is how what we wrote into a note begins; what stands above it is the township's.
var noteOfOurs = regexp.MustCompile(`(?m)^(【(错误|疑点|提示)[0-9.]*】|(错误|疑点|提示)：)`)

// takeBack takes the list and the notes of an earlier marking out of a workbook, and gives the parts that it still has.
func takeBack(f *excelize.File, came []*zip.File) ([]*zip.File, error) {
	before := sheetParts(f)
	for _, sheet := range f.GetSheetList() {
		ours, err := isList(f, sheet)
		if err != nil {
			return nil, err
		}
		if ours && len(f.GetSheetList()) > 1 {
			if err := f.DeleteSheet(sheet); err != nil {
				return nil, err
			}
			continue
		}
		if err := takeNotes(f, sheet); err != nil {
			return nil, err
		}
	}
	after := sheetParts(f)
	return slices.DeleteFunc(slices.Clone(came), func(part *zip.File) bool {
		return before[part.Name] && !after[part.Name]
	}), nil
}

// isList looks into a sheet only where its name is that of a list: one that is looked into is written anew.
func isList(f *excelize.File, sheet string) (bool, error) {
	if !listName.MatchString(sheet) {
		return false, nil
	}
	first, err := f.GetCellValue(sheet, "A1")
	return isOurs(sheet, first), err
}

func takeNotes(f *excelize.File, sheet string) error {
	comments, err := f.GetComments(sheet)
	if err != nil {
		return err
	}
	for _, c := range comments {
		if !noteOfOurs.MatchString(noteText(&c)) {
			continue
		}
		own, err := takeComment(f, sheet, c.Cell)
		if err != nil {
			return err
		}
		if own == "" {
			continue
		}
		if err := f.AddComment(sheet, excelize.Comment{Cell: c.Cell, Author: c.Author, Text: own}); err != nil {
			return err
		}
	}
	return nil
}

// takeComment takes a cell's note away and gives what the township itself had written in it.
func takeComment(f *excelize.File, sheet, cell string) (own string, err error) {
	comments, err := f.GetComments(sheet)
	if err != nil {
		return "", err
	}
	var kept []string
	for _, c := range comments {
		if c.Cell != cell {
			continue
		}
		text := noteText(&c)
		if at := noteOfOurs.FindStringIndex(text); at != nil {
			text = text[:at[0]]
		}
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
		if err := f.DeleteComment(sheet, cell); err != nil {
			return "", err
		}
	}
	return strings.Join(kept, "\n"), nil
}

func noteText(c *excelize.Comment) string {
	var b strings.Builder
	b.WriteString(c.Text)
	for _, run := range c.Paragraph {
		b.WriteString(run.Text)
	}
	return b.String()
}

func sheetParts(f *excelize.File) map[string]bool {
	found := map[string]bool{}
	f.Pkg.Range(func(name, _ any) bool {
		if name := name.(string); strings.HasPrefix(name, sheetsFolder) {
			found[name] = true
		}
		return true
	})
	return found
}
