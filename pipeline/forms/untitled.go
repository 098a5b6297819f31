package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// cutAtLabels divides a region with one title at most where a label that stands once in a form, or the header of
// a block of rows and columns, comes again, and where one comes below what is surely another form.
func (g *grid) cutAtLabels(region cells.Range) []cells.Range {
	var areas []cells.Range
	headers := 0 // the last row whose header was looked at
	for _, h := range g.in(region) {
		row := h.cell.Row
		if opening := g.opening(h); opening != nil && row != region.Top {
			over := above(region, row)
			if !g.isOfOpened(h, over) && (g.openedIn(opening, over) || g.otherFormIn(over, h)) {
				start := max(g.aboveLabel(row), region.Top+1)
				areas = append(areas, above(region, start))
				region.Top = start
			}
			continue
		}
		if row == headers || row == region.Top {
			continue
		}
		headers = row
		if head := g.crossingHeader(row, region); head != nil {
			start := g.aboveHeader(head, row, region)
			over := above(region, start)
			other := start > region.Top &&
				(g.otherFormIn(over, h) && !g.isHeadOf(head.form, over) || g.endsInTable(over))
			if start > region.Top && (other || g.hasHeader(head, above(region, row))) {
				areas = append(areas, above(region, start))
				region.Top = start
			}
		}
	}
	return append(areas, region)
}

// hasSingle holds for lines with the label of a single value of a form.
func (g *grid) hasSingle(f *form, top, bottom int, region cells.Range) bool {
	return slices.ContainsFunc(g.between(top, bottom), func(h *hit) bool {
		return region.Contains(h.cell.Row, h.cell.Col) && slices.ContainsFunc(h.entries, func(e *entry) bool {
			return e.form == f && e.Role == rules.Single
		})
	})
}

// endsInTable holds for a region without a title that is surely a form and has a table: nothing of it follows.
func (g *grid) endsInTable(region cells.Range) bool {
	if len(g.titlesIn(region)) > 0 {
		return false
	}
	for row := region.Top; row <= region.Bottom; row++ {
		if g.isTableHeader(row, region) {
			m := g.bestMatch(region)
			return m != nil && m.sure()
		}
	}
	return false
}

// isHeadOf holds for a region whose labels are rather those of a form than of what they look like: 预期目标 and
// 实际完成情况 under 项目名称 are no list of goals.
func (g *grid) isHeadOf(f *form, region cells.Range) bool {
	own := 0
	for _, h := range g.in(region) {
		if slices.ContainsFunc(h.entries, func(e *entry) bool { return e.form == f }) {
			own++
		}
	}
	m := g.bestMatch(region)
	return m != nil && own > m.found
}

// crossingHeader gives a column of a block of rows and columns whose header a row is: with three of its columns
// and no number.
func (g *grid) crossingHeader(row int, region cells.Range) *entry {
	if len(g.byRow[row]) < 3 || slices.ContainsFunc(g.rows[row], func(c *cells.Cell) bool {
		return region.Contains(row, c.Col) && isNumeric(c)
	}) {
		return nil
	}
	seen, counts := map[*entry]bool{}, map[string]int{}
	for _, h := range g.byRow[row] {
		for _, e := range h.entries {
			if e.Role != rules.ColumnHead || seen[e] || !region.Contains(row, h.cell.Col) {
				continue
			}
			seen[e] = true
			key := e.Form + "/" + e.Block
			// Right below a table's header it is the second line of that.
			isTable := counts[key] == 2 && (g.isTableHeader(row, region) || g.isTableHeader(row-1, region))
			if counts[key]++; counts[key] == 3 && !isTable {
				return e
			}
		}
	}
	return nil
}

// isTableHeader holds for a row with three labels of a table, the one of its column of names among them.
func (g *grid) isTableHeader(row int, region cells.Range) bool {
	counts, named := map[string]int{}, map[string]bool{}
	for _, h := range g.byRow[row] {
		if !region.Contains(row, h.cell.Col) {
			continue
		}
		for _, e := range h.entries {
			if e.Role != rules.Header {
				continue
			}
			key := e.Form + "/" + e.Block
			counts[key]++
			named[key] = named[key] || e.Required && !e.Inherits && e.Type == rules.TextType
			if counts[key] >= 3 && named[key] {
				return true
			}
		}
	}
	return false
}

// hasHeader holds where the header of the same block stands in a region.
func (g *grid) hasHeader(head *entry, region cells.Range) bool {
	last := 0
	for _, h := range g.in(region) {
		if h.cell.Row == last {
			continue
		}
		last = h.cell.Row
		other := g.crossingHeader(last, region)
		if other != nil && other.form == head.form && other.Block == head.Block {
			return true
		}
	}
	return false
}

// aboveHeader is where the form of a header begins whose opening label is not known: above the lines of labels
// and texts over it.
func (g *grid) aboveHeader(head *entry, row int, region cells.Range) int {
	top := row
	for over := row - 1; over >= region.Top && row-over < 9; over-- {
		if len(g.rows[over]) == 0 {
			if !g.hasSingle(head.form, over-2, over-1, region) {
				break
			}
			continue
		}
		inside := func(c *cells.Cell) bool { return region.Contains(region.Top, c.Col) }
		stop := slices.ContainsFunc(g.rows[over], func(c *cells.Cell) bool {
			return inside(c) && isNumeric(c) && !isHeadNote(c)
		}) || slices.ContainsFunc(g.byRow[over], func(h *hit) bool {
			return inside(h.cell) && slices.ContainsFunc(h.entries, func(e *entry) bool {
				return e.Role == rules.Row || e.Role == rules.TotalRow
			})
		})
		if stop || g.isTableHeader(over, region) {
			break
		}
		top = over
	}
	return g.aboveLabel(top)
}
