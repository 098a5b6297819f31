package workbooks

import (
	"strings"

	"jixiao/pipeline/tables"
)

// headerLines breaks a long header where its unit begins, and nowhere else; one without a unit stays on its line.
func headerLines(name string) string {
	if tables.Width(name) <= 12 {
		return name
	}
	return strings.Replace(name, "（", "\n（", 1)
}

// headerWidth fits a column to the lines of its header, which is bold; a Chinese character takes two places.
func headerWidth(name string) int {
	width := narrowest
	for line := range strings.SplitSeq(headerLines(name), "\n") {
		width = max(width, tables.Width(line)+3)
	}
	return width
}

// rowHeight makes rows with wrapped texts tall enough: viewers differ in doing that by themselves.
func (g *grid) rowHeight(n int) float64 {
	lines := 1
	for i, c := range g.Columns {
		room := int(g.widths[i]) - 3
		own := (int(g.longest[n][i]) + room - 1) / room
		if g.longest[n][i] == wrapped {
			own = 0
			for line := range strings.Lines(tables.Text(g.Rows[n][i], c)) {
				own += max(1, (tables.Width(strings.TrimRight(line, "\n"))+room-1)/room)
			}
		}
		lines = max(lines, own)
	}
	return heightOf(lines)
}

// heightOf is how high a row with so many lines of text is, in points. No spreadsheet takes one over 409: of a
// longer text the rest is seen when its cell is chosen.
func heightOf(lines int) float64 { return min(float64(lines)*13.5+4.5, 400) }
