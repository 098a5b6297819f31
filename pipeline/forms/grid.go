package forms

import (
	"cmp"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/formulas"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// hit is a cell that is a label of the dictionary.
type hit struct {
	cell    *cells.Cell
	label   label
	entries []*entry // what it may be, in any form
	slip    bool     // it is misspelt
	right   int      // last column of its merge
	bottom  int      // last row of its merge
}

// grid is a sheet laid out for questions about places.
type grid struct {
	d      *Dictionary
	sheet  cells.Sheet
	rows   map[int][]*cells.Cell // cells of a row that are not covered by a merge, from the left
	lines  []int                 // the rows that hold something, rising
	merges map[[2]int]cells.Range
	// lastCol is the last column that holds something.
	lastCol int
	hits    []*hit // in reading order
	byRow   map[int][]*hit
	titles  []title
	// turned holds for a sheet laid on its side, columns for rows: what it emits is turned back.
	turned  bool
	upright []cells.Cell // as the workbook has them
	// formulas computes the sheet's formulas; nil until the first is asked for. They may name other sheets of book.
	formulas *formulas.Sheet
	book     *formulas.Book
}

type title struct {
	cell  *cells.Cell
	forms []*form
}

// mergeAt gives the merge that covers a place.
func (g *grid) mergeAt(row, col int) (cells.Range, bool) {
	m, ok := g.merges[[2]int{row, col}]
	return m, ok
}

func newGrid(sheet cells.Sheet, d *Dictionary, book *formulas.Book) *grid {
	sheet = withFilledMerges(sheet, d)
	g := &grid{
		d: d, sheet: sheet, upright: sheet.Cells, book: book,
		rows: map[int][]*cells.Cell{}, merges: map[[2]int]cells.Range{}, byRow: map[int][]*hit{},
	}
	g.layMerges()
	shown := map[cells.Range]bool{} // merges whose value was met
	for i := range sheet.Cells {
		c := &sheet.Cells[i]
		if isEmpty(c) {
			continue
		}
		// Of a merge only the first cell that holds something counts; copies that some programs leave under
		// it are not values.
		if m, ok := g.mergeAt(c.Row, c.Col); ok {
			if shown[m] {
				continue
			}
			shown[m] = true
		}
		if len(g.rows[c.Row]) == 0 {
			g.lines = append(g.lines, c.Row)
		}
		g.rows[c.Row] = append(g.rows[c.Row], c)
		g.lastCol = max(g.lastCol, c.Col)
		g.look(c)
	}
	g.dropNested()
	return g
}

// neverComputed marks the formulas of a sheet as without results where each of three or more has zero stored: a
// program wrote them and never computed them.
func neverComputed(all []cells.Cell) []cells.Cell {
	formulas := 0
	for i := range all {
		if all[i].Formula == "" || all[i].Uncached {
			continue
		}
		if all[i].Kind != cells.Number || strings.Trim(all[i].Raw, "0.") != "" {
			return all
		}
		formulas++
	}
	if formulas < 3 {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		all[i].Uncached = all[i].Uncached || all[i].Formula != ""
	}
	return all
}

// isEmpty holds for white space; a formula may come to nothing and still be there.
func isEmpty(c *cells.Cell) bool {
	return c.Formula == "" && (c.Kind == cells.Blank || c.Kind == cells.Text && values.Compact(c.Text) == "")
}

// layMerges marks the places of each merge, within the part of the sheet that holds cells.
func (g *grid) layMerges() {
	lastRow, lastCol := 0, 0
	for i := range g.sheet.Cells {
		lastRow, lastCol = max(lastRow, g.sheet.Cells[i].Row), max(lastCol, g.sheet.Cells[i].Col)
	}
	for _, m := range g.sheet.Merges {
		for row := m.Top; row <= min(m.Bottom, lastRow); row++ {
			for col := m.Left; col <= min(m.Right, lastCol+1); col++ {
				g.merges[[2]int{row, col}] = m
			}
		}
	}
}

// look notes a cell that is a label or a title.
func (g *grid) look(c *cells.Cell) {
	if c.Kind != cells.Text || len(c.Text) > 4096 {
		return
	}
	l := parseLabel(c.Text)
	if l.key == "" {
		return
	}
	forms := g.d.title(l.key)
	if forms == nil && len(l.latin) > 12 {
		forms = g.d.title(l.latin)
	}
	if forms != nil && l.value == "" {
		// Below a form the same one goes on: 项目支出绩效自评表（续）. At the head of a sheet it is the title.
		if strings.Contains(l.notes, "续") && len(g.titles)+len(g.hits) > 0 {
			return
		}
		g.titles = append(g.titles, title{c, forms})
		return
	}
	if l.value != "" && strings.HasSuffix(l.key, "单位") && unitNote(c.Text) != "" {
		return // 单位：元 is a note, also where a column of measures is called so
	}
	if entries := g.d.lookUp(l.key); len(entries) > 0 {
		g.append(g.hit(c, l, entries))
	}
	for _, further := range furtherLabels(c.Text) {
		if entries := g.d.lookUp(further.key); further.value != "" && len(entries) > 0 {
			g.append(g.hit(c, further, entries))
		}
	}
}

func (g *grid) append(h *hit) {
	g.hits = append(g.hits, h)
	g.byRow[h.cell.Row] = append(g.byRow[h.cell.Row], h)
}

func (g *grid) hit(c *cells.Cell, l label, entries []*entry) *hit {
	h := &hit{cell: c, label: l, entries: entries, right: c.Col, bottom: c.Row}
	if m, ok := g.mergeAt(c.Row, c.Col); ok {
		h.right, h.bottom = m.Right, m.Bottom
	}
	return h
}

// isHeaderRow holds for a row with three labels or more of one table or of one block's columns.
func (g *grid) isHeaderRow(row int) bool {
	counts := map[string]int{}
	for _, h := range g.byRow[row] {
		for _, e := range h.entries {
			if e.Role == rules.Header || e.Role == rules.ColumnHead {
				counts[e.Form+"/"+e.Block]++
			}
		}
	}
	for _, n := range counts {
		if n >= 3 {
			return true
		}
	}
	return false
}

// between gives the labels in rows top..bottom.
func (g *grid) between(top, bottom int) []*hit {
	byRow := func(h *hit, row int) int { return h.cell.Row - row }
	from, _ := slices.BinarySearchFunc(g.hits, top, byRow)
	to, _ := slices.BinarySearchFunc(g.hits, bottom+1, byRow)
	return g.hits[from:to]
}

// in lists the labels within a rectangle.
func (g *grid) in(area cells.Range) []*hit {
	var hits []*hit
	for _, h := range g.between(area.Top, area.Bottom) {
		if area.Contains(h.cell.Row, h.cell.Col) {
			hits = append(hits, h)
		}
	}
	return hits
}

// at gives the cell at a place, nil where it is blank or covered.
func (g *grid) at(row, col int) *cells.Cell {
	line := g.rows[row]
	i, found := slices.BinarySearchFunc(line, col, func(c *cells.Cell, col int) int { return c.Col - col })
	if !found {
		return nil
	}
	return line[i]
}

// first gives the first cell of a row within columns from..to.
func (g *grid) first(row, from, to int) *cells.Cell {
	for _, c := range g.rows[row] {
		if from <= c.Col && c.Col <= to {
			return c
		}
	}
	return nil
}

// hitAt gives the label that a cell is, nil where it is none.
func (g *grid) hitAt(c *cells.Cell) *hit {
	for _, h := range g.byRow[c.Row] {
		if h.cell == c {
			return h
		}
	}
	return nil
}

// turn lays a sheet on its side where one column holds four labels of a table's header or more: a list whose
// fields go down and whose rows go across. nil for any other.
func turn(sheet cells.Sheet, d *Dictionary, book *formulas.Book) *grid {
	heads := map[int]int{}
	most := 0
	for i := range sheet.Cells {
		c := &sheet.Cells[i]
		if c.Kind != cells.Text || len(c.Text) > longestLabel {
			continue
		}
		entries := d.labels[parseLabel(c.Text).key]
		if slices.ContainsFunc(entries, func(e *entry) bool { return e.Role == rules.Header }) {
			heads[c.Col]++
			most = max(most, heads[c.Col])
		}
	}
	if most < 4 {
		return nil
	}
	onSide := cells.Sheet{SheetInfo: sheet.SheetInfo, Cells: slices.Clone(sheet.Cells)}
	for i := range onSide.Cells {
		c := &onSide.Cells[i]
		c.Row, c.Col = c.Col, c.Row
	}
	slices.SortStableFunc(onSide.Cells, func(a, b cells.Cell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	for _, m := range sheet.Merges {
		onSide.Merges = append(onSide.Merges, cells.Range{Top: m.Left, Left: m.Top, Bottom: m.Right, Right: m.Bottom})
	}
	g := newGrid(onSide, d, book)
	g.turned, g.upright = true, sheet.Cells
	return g
}
