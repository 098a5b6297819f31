package workbooks

import (
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// lookAlike gives a copied sheet the looks of the old one: fonts, colours, lines, how texts stand, widths and heights.
// Cells far from any text are left: their lines are nobody's.
func lookAlike(f *excelize.File, name string, s *cells.Sheet, l *cells.Looks) error {
	lastRow, lastCol := extent(s)
	numbers := map[[2]int]bool{}
	for n := range s.Cells {
		c := &s.Cells[n]
		numbers[[2]int{c.Row, c.Col}] = c.Kind == cells.Number
	}
	made := map[styleOf]int{}
	for _, at := range sortedPlaces(l.Of) {
		if at[0] > lastRow || at[1] > lastCol {
			continue
		}
		key := styleOf{l.Of[at], numbers[at]}
		if _, found := made[key]; !found {
			id, err := f.NewStyle(excelStyle(&l.Styles[key.look], key.number))
			if err != nil {
				return err
			}
			made[key] = id
		}
		cell := cells.Address(at[0], at[1])
		old, err := f.GetCellStyle(name, cell)
		if err != nil {
			return err
		}
		style := made[key]
		if isQuoted(f, old) { // it keeps a text a text
			style = quotedStyle(f, style)
		}
		if err := f.SetCellStyle(name, cell, cell, style); err != nil {
			return err
		}
	}
	return sizes(f, name, l, lastRow, lastCol)
}

// styleOf is a style of the old workbook for a cell with a number or another; numbers stand right where nothing else is
// said, and their copy is a text.
type styleOf struct {
	look   int
	number bool
}

// extent is how far the texts and the merged cells of a sheet reach.
func extent(s *cells.Sheet) (row, col int) {
	for n := range s.Cells {
		row, col = max(row, s.Cells[n].Row), max(col, s.Cells[n].Col)
	}
	for _, m := range s.Merges {
		row, col = max(row, m.Bottom), max(col, m.Right)
	}
	return row, col
}

func sortedPlaces(of map[[2]int]int) [][2]int {
	return slices.SortedFunc(maps.Keys(of), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
}

func excelStyle(l *cells.Look, isNumber bool) *excelize.Style {
	style := &excelize.Style{
		Font:      &excelize.Font{Family: l.Font, Size: l.Points, Bold: l.Bold, Italic: l.Italic, Color: l.Colour},
		Alignment: &excelize.Alignment{Horizontal: l.Horizontal, Vertical: l.Vertical, WrapText: l.Wraps},
	}
	if l.Underlined {
		style.Font.Underline = "single"
	}
	if isNumber && l.Horizontal == "" {
		style.Alignment.Horizontal = "right"
	}
	if l.Fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.Fill}}
	}
	for i, side := range []string{"left", "right", "top", "bottom"} {
		if l.Lines[i] > 0 {
			style.Border = append(style.Border, excelize.Border{Type: side, Style: l.Lines[i], Color: "000000"})
		}
	}
	return style
}

// sizes sets the widths and heights that Excel allows.
func sizes(f *excelize.File, name string, l *cells.Looks, lastRow, lastCol int) error {
	for _, col := range slices.Sorted(maps.Keys(l.Widths)) {
		width := l.Widths[col]
		if col > lastCol || width <= 0 || width > excelize.MaxColumnWidth {
			continue
		}
		letters, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(name, letters, letters, width); err != nil {
			return err
		}
	}
	for _, row := range slices.Sorted(maps.Keys(l.Heights)) {
		height := l.Heights[row]
		if row > lastRow || height <= 0 || height > excelize.MaxRowHeight {
			continue
		}
		if err := f.SetRowHeight(name, row, height); err != nil {
			return err
		}
	}
	return nil
}
