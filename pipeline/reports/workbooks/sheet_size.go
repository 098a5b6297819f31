package workbooks

import (
	"strings"

	"jixiao/pipeline/tables"
)

// headerWidth fits a column to its header; a Chinese character takes two places. It may wrap, and long texts
// below it do.
func headerWidth(name string) int {
	if own := tables.Width(name); own <= 10 {
		return max(narrowest, own+2)
	}
	width := narrowest
	for part := range strings.SplitSeq(name, "（") { // a long header wraps where its unit begins
		if own := tables.Width(part); own <= 10 {
			width = max(width, own+4)
		} else { // a longer name takes two lines itself
			width = max(width, own/2+4)
		}
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
