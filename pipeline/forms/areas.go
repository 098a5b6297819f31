package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// areas cuts the sheet into the rectangles that hold one form each. A form begins at a title, below
// or beside another; or, where titles are missing, at a label that stands once in a form.
func (g *grid) areas() []cells.Range {
	if len(g.hits) == 0 && len(g.titles) == 0 {
		return nil
	}
	return g.cut(cells.Range{Top: g.lines[0], Left: 1, Bottom: g.lines[len(g.lines)-1], Right: g.lastCol})
}

// cut divides a region at its titles, from the top.
func (g *grid) cut(region cells.Range) []cells.Range {
	var areas []cells.Range
	for {
		titles := g.titlesIn(region)
		if len(titles) == 0 {
			return append(areas, g.cutAtLabels(region)...)
		}
		top := titles[0].cell.Row
		if len(g.in(above(region, top))) > 0 { // a form without a title stands over the first
			areas = append(areas, g.cutAtLabels(above(region, top))...)
			region.Top = top
			continue
		}
		beside := titles[:0:0]
		for _, t := range titles {
			if t.cell.Row == top {
				beside = append(beside, t)
			}
		}
		end := g.lastRowOf(region, titles, beside)
		part := above(region, end+1)
		if len(beside) > 1 {
			areas = append(areas, g.cutBeside(part, beside)...)
		} else {
			areas = append(areas, g.cutAtLabels(part)...)
		}
		if end >= region.Bottom {
			return areas
		}
		region.Top = end + 1
	}
}

// above is the part of a region over a row.
func above(region cells.Range, row int) cells.Range {
	region.Bottom = min(region.Bottom, row-1)
	return region
}

func (g *grid) titlesIn(region cells.Range) []title {
	var titles []title
	for _, t := range g.titles {
		if region.Contains(t.cell.Row, t.cell.Col) {
			titles = append(titles, t)
		}
	}
	return titles
}

// lastRowOf is the row over the next title that begins a form below: a title directly under another
// heading belongs to the same form; beside others, one that ends all of them.
func (g *grid) lastRowOf(region cells.Range, titles, beside []title) int {
	top := beside[0].cell.Row
	for _, t := range titles[len(beside):] {
		row := t.cell.Row
		over := above(region, row)
		over.Top = top
		if len(g.in(over)) == 0 {
			continue
		}
		alone := func(row int) bool { return g.first(row, beside[1].cell.Col, region.Right) == nil }
		if len(beside) == 1 || t.cell.Col < beside[1].cell.Col && alone(row) && alone(row-1) {
			return row - 1
		}
	}
	return region.Bottom
}

// cutBeside divides a region into strips, a title each, and each strip on its own.
func (g *grid) cutBeside(region cells.Range, beside []title) []cells.Range {
	var areas []cells.Range
	for i, t := range beside {
		strip := region
		if i > 0 {
			strip.Left = t.cell.Col
		}
		if i+1 < len(beside) {
			strip.Right = beside[i+1].cell.Col - 1
		}
		areas = append(areas, g.cut(strip)...)
	}
	return areas
}

// opening lists what a label is that stands once in a form: required single values outside table headers.
func (g *grid) opening(h *hit) []*entry {
	var singles []*entry
	for _, e := range h.entries {
		if e.Role == rules.Single && e.Required {
			singles = append(singles, e)
		}
	}
	if len(singles) == 0 || g.isHeaderRow(h.cell.Row) {
		return nil
	}
	return singles
}

// openedIn holds where one of the entries, in whatever wording, stands in a region.
func (g *grid) openedIn(entries []*entry, region cells.Range) bool {
	return slices.ContainsFunc(g.in(region), func(h *hit) bool {
		return slices.ContainsFunc(g.opening(h), func(e *entry) bool { return slices.Contains(entries, e) })
	})
}

// otherFormIn holds where a region is surely a form, or has four labels of one, and not one that the label is of.
func (g *grid) otherFormIn(region cells.Range, h *hit) bool {
	m := g.bestMatch(region)
	if m == nil || len(m.form.entries) == 0 || slices.ContainsFunc(h.entries, func(e *entry) bool { return e.form == m.form }) {
		return false
	}
	return m.sure() || m.found >= 4 && !g.isHeadOf(h.entries[0].form, region)
}

// aboveLabel includes what belongs to a form above its first label: a line of one cell right above (a
// title in words of its own), and, over blank lines as well, the notes of year and unit.
func (g *grid) aboveLabel(row int) int {
	top := row
	for over := row - 1; over > 0 && row-over < 8 && len(g.byRow[over]) == 0; over-- {
		if g.isNote(over) || len(g.rows[over]) == 1 && over == top-1 {
			top = over
		} else if len(g.rows[over]) > 0 {
			break
		}
	}
	return top
}

// isNote holds for a line that says the year or the unit of amounts of the form below.
func (g *grid) isNote(row int) bool {
	return len(g.rows[row]) > 0 && len(g.rows[row]) <= 3 && !slices.ContainsFunc(g.rows[row], func(c *cells.Cell) bool {
		return !isHeadNote(c)
	})
}
