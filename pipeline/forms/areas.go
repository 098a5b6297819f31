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
		later := titles[len(beside):]
		beside = append(beside, g.strangersBeside(beside[0], region)...)
		slices.SortFunc(beside, func(a, b title) int { return a.cell.Col - b.cell.Col })
		end := g.lastRowOf(region, later, beside)
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

// strangersBeside are headings that are none of ours in the row of a title: over labels, and apart from what stands
// left of them by a column that is blank all the way down; what stands right of them is a form as well.
func (g *grid) strangersBeside(known title, region cells.Range) (strangers []title) {
	row := known.cell.Row
	for _, c := range g.rows[row] {
		other := c.Kind != cells.Text || isHeadNote(c) || g.hitAt(c) != nil ||
			slices.ContainsFunc(g.titles, func(t title) bool { return t.cell == c })
		if other || !region.Contains(row, c.Col) {
			continue
		}
		// The later of the two stands apart from the earlier.
		later := max(c.Col, known.cell.Col)
		strip := cells.Range{Top: row + 1, Left: c.Col, Bottom: region.Bottom, Right: region.Right}
		if c.Col < known.cell.Col {
			strip.Right = known.cell.Col - 1
		}
		if g.isBlankDown(row, region.Bottom, later-1) && len(g.in(strip)) >= 3 {
			strangers = append(strangers, title{cell: c})
		}
	}
	return strangers
}

// isBlankDown holds for a column without anything, and without a merge that goes on behind it, in some rows.
func (g *grid) isBlankDown(top, bottom, col int) bool {
	for row := top; row <= bottom; row++ {
		if over, merged := g.mergeAt(row, col); merged && over.Right > col || g.at(row, col) != nil {
			return false
		}
	}
	return true
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

// dropNested takes a title's words for what they are where they name a block of the form that a title above has
// begun: right beside them stands the block's header (部门预算执行情况 | 年初预算数 | 全年预算数 | 全年执行数).
func (g *grid) dropNested() {
	nested := func(t title) bool {
		row := g.byRow[t.cell.Row]
		at := slices.IndexFunc(row, func(h *hit) bool { return h.cell.Col > t.cell.Col })
		return at >= 0 && g.isHeaderRow(t.cell.Row) && g.first(t.cell.Row, t.cell.Col+1, g.lastCol) == row[at].cell &&
			slices.ContainsFunc(g.titles, func(over title) bool {
				return over.cell.Row < t.cell.Row && over.cell.Col <= t.cell.Col && !slices.Equal(over.forms, t.forms)
			})
	}
	for _, t := range slices.Clone(g.titles) {
		if !nested(t) {
			continue
		}
		g.titles = slices.DeleteFunc(g.titles, func(other title) bool { return other.cell == t.cell })
		l := parseLabel(t.cell.Text)
		if entries := g.d.lookUp(l.key); len(entries) > 0 {
			g.addHit(g.hit(t.cell, l, entries))
		}
	}
}

// lastRowOf is the row over the next title that begins a form below: a title directly under another
// heading belongs to the same form; beside others, one that ends all of them.
func (g *grid) lastRowOf(region cells.Range, later, beside []title) int {
	top := beside[0].cell.Row
	for _, t := range later {
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

// isOfOpened holds for the label of a further value that the form which a region opens has and does not yet show there:
// 预算单位 under 项目名称 and 预算部门.
func (g *grid) isOfOpened(h *hit, region cells.Range) bool {
	hits := g.in(region)
	at := slices.IndexFunc(hits, func(first *hit) bool { return g.opening(first) != nil })
	if at < 0 {
		return false
	}
	return slices.ContainsFunc(g.opening(hits[at]), func(opened *entry) bool {
		return slices.ContainsFunc(h.entries, func(e *entry) bool {
			return e.form == opened.form && e.Role == rules.Single && !e.Required && e.Name != filedBy &&
				!slices.ContainsFunc(hits, func(other *hit) bool { return slices.Contains(other.entries, e) })
		})
	})
}

// filedBy is the field of who hands a form in, which may stand over any form: 填报单位.
const filedBy = "filed_by"

// otherFormIn holds where a region is surely a form, or has four labels of one, and not one that the label is of.
func (g *grid) otherFormIn(region cells.Range, h *hit) bool {
	m := g.bestMatch(region)
	isOfIt := func(e *entry) bool {
		return e.form == m.form && e.Name != filedBy
	}
	if m == nil || len(m.form.entries) == 0 || slices.ContainsFunc(h.entries, isOfIt) {
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
