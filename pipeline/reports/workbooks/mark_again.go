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

// takeBack takes the list and the notes of an earlier marking out of a workbook. It gives the parts that it still has,
// and the cells at which notes of ours stood, as marks that say nothing: they are still filled.
func takeBack(f *excelize.File, came []*zip.File) (left []*zip.File, filled []Mark, err error) {
	before := sheetParts(f)
	for _, sheet := range f.GetSheetList() {
		ours, err := isList(f, sheet)
		if err != nil {
			return nil, nil, err
		}
		if ours && len(f.GetSheetList()) > 1 {
			if err := f.DeleteSheet(sheet); err != nil {
				return nil, nil, err
			}
			continue
		}
		noted, err := takeNotes(f, sheet)
		if err != nil {
			return nil, nil, err
		}
		filled = append(filled, noted...)
	}
	after := sheetParts(f)
	return slices.DeleteFunc(slices.Clone(came), func(part *zip.File) bool {
		return before[part.Name] && !after[part.Name]
	}), filled, nil
}

// isList looks into a sheet only where its name is that of a list: one that is looked into is written anew.
func isList(f *excelize.File, sheet string) (bool, error) {
	if !listName.MatchString(sheet) {
		return false, nil
	}
	first, err := f.GetCellValue(sheet, "A1")
	return isOurs(sheet, first), err
}

func takeNotes(f *excelize.File, sheet string) (noted []Mark, err error) {
	comments, err := f.GetComments(sheet)
	if err != nil {
		return nil, err
	}
	for _, c := range comments {
		if !noteOfOurs.MatchString(noteText(&c)) {
			continue
		}
		noted = append(noted, Mark{Sheet: sheet, Cell: c.Cell})
		own, err := takeComment(f, sheet, c.Cell)
		if err != nil {
			return nil, err
		}
		if own == "" {
			continue
		}
		if err := f.AddComment(sheet, excelize.Comment{Cell: c.Cell, Author: c.Author, Text: own}); err != nil {
			return nil, err
		}
	}
	return noted, nil
}

// unfill takes the fill of an earlier marking from a cell; what it was filled with before is behind ours.
func unfill(f *excelize.File, sheet, cell string) error {
	style, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	s, err := f.GetStyle(style)
	if err != nil || !isFillOfOurs(s.Fill) {
		return err
	}
	neat(s)
	s.Fill = excelize.Fill{}
	if before := colourBehind(f, style); before != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{before}}
	}
	plain, err := f.NewStyle(s)
	if err != nil {
		return err
	}
	if isQuoted(f, style) {
		plain = quotedStyle(f, plain)
	}
	return f.SetCellStyle(sheet, cell, cell, plain)
}

func isFillOfOurs(fill excelize.Fill) bool {
	if fill.Type != "pattern" || fill.Pattern != 1 || len(fill.Color) != 1 {
		return false
	}
	for _, s := range severities {
		if strings.EqualFold(withoutAlpha(fill.Color[0]), s.fill) {
			return true
		}
	}
	return false
}

// colourBehind is the second colour of a style's fill: programs show none where the fill is solid, and keep it.
func colourBehind(f *excelize.File, style int) string {
	at := f.Styles.CellXfs.Xf[style].FillID
	if at == nil || *at >= len(f.Styles.Fills.Fill) {
		return ""
	}
	p := f.Styles.Fills.Fill[*at].PatternFill
	if p == nil || p.BgColor == nil || p.BgColor.Auto {
		return ""
	}
	return withoutAlpha(p.BgColor.RGB)
}

// rememberColour is a style like another whose solid fill has a colour behind it. The library has no word for it.
func rememberColour(f *excelize.File, style int, colour string) int {
	like, fills := f.Styles.CellXfs.Xf[style], f.Styles.Fills
	fill := *fills.Fill[*like.FillID]
	pattern := *fill.PatternFill
	behind := *pattern.FgColor
	behind.RGB = "FF" + colour
	pattern.BgColor, fill.PatternFill = &behind, &pattern
	fills.Fill = append(fills.Fill, &fill)
	fills.Count = len(fills.Fill)
	at := fills.Count - 1
	like.FillID = &at
	f.Styles.CellXfs.Xf = append(f.Styles.CellXfs.Xf, like)
	f.Styles.CellXfs.Count = len(f.Styles.CellXfs.Xf)
	return f.Styles.CellXfs.Count - 1
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
