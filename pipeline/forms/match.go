package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// match is one kind of form laid over one area: which label was found where.
type match struct {
	g       *grid
	area    cells.Range
	form    *form
	title   *cells.Cell // nil where none was found
	bound   bool        // the title is a heading of its own and decides the kind
	year    int         // that labels with a year in front must be of: 2022年预算数; 0 for none
	singles map[*entry]*hit
	blocks  []*block
	found   int  // entries of the dictionary that were found
	wanted  int  // required entries
	met     int  // required entries that were found
	foreign bool // nothing says that it is this kind: its heading is none of ours, and it has no name of its own
}

// confidence is the share of the required labels that were found, in percent. A form without any, one that is
// known only to be set aside, is what its title says.
func (m *match) confidence() int {
	if m.wanted == 0 {
		return 100
	}
	confidence := m.met * 100 / m.wanted
	if m.foreign {
		confidence -= foreignHeading
	}
	return confidence
}

// foreignHeading is what a heading that is none of ours takes from the certainty, in percent, where the form does not
// say by a label of ours whose it is either.
const foreignHeading = 30

// leastUnderTitle is the confidence from which a form is read whose title says what it is: what it lacks is
// said label by label.
const leastUnderTitle = 40

// adopted holds where a form is read; what is not is shown with what it lacks.
func (m *match) adopted() bool {
	if m.bound && (m.met >= 3 || len(m.form.entries) == 0) {
		return m.confidence() >= min(leastUnderTitle, m.g.d.confidence)
	}
	return m.confidence() >= m.g.d.confidence
}

// bestMatch tries every kind of form on an area, or the kinds that its title names. nil means that the area is
// no form at all.
func (g *grid) bestMatch(area cells.Range) *match {
	hits := g.in(area)
	heading := g.heading(area)
	if len(hits) == 0 && heading == nil {
		return nil
	}
	best := g.bestOf(area, hits, heading)
	if best == nil {
		return nil
	}
	if best.met < best.wanted && g.mend(area, best) {
		best = g.bestOf(area, g.in(area), heading)
	}
	switch {
	case best.bound && best.met == 0 && best.wanted > 0:
		// A title over a table of words that we do not know is said; a title in a list of contents is nothing.
		if !g.looksLikeTable(area) {
			return nil
		}
	case best.title == nil && best.confidence() < g.d.confidence && best.found < 3 ||
		best.found == 0 && best.wanted > 0:
		return nil // a few words that are also labels do not make a form: a cover, a list of contents
	}
	return best
}

func (g *grid) bestOf(area cells.Range, hits []*hit, heading *title) (best *match) {
	for _, f := range g.d.forms {
		if heading != nil && !slices.Contains(heading.forms, f) || heading == nil && len(f.entries) == 0 {
			continue
		}
		m := g.match(f, area, hits)
		if m.bound = heading != nil; m.bound {
			// A title of two kinds is of the first, unless it stands over all that the other must have.
			if f != heading.forms[0] && m.met < m.wanted {
				continue
			}
			m.title = heading.cell
		}
		if best == nil || m.better(best) {
			best = m
		}
	}
	return best
}

// better compares what two kinds explain and lack of the same area: a kind with few labels is no refuge for the
// broken form of another.
func (m *match) better(other *match) bool {
	score := func(m *match) int {
		n := 2*m.met - m.wanted
		if m.title != nil {
			n += 2
		}
		return n
	}
	if a, b := score(m), score(other); a != b {
		return a > b
	}
	return m.found > other.found
}

// heading is the first title of an area that stands alone in its row, apart from notes of year and unit and
// from titles beside it; a title's words as the label of a row bind nothing. A sheet may have its title in its
// name, where that says that it is no self-evaluation.
func (g *grid) heading(area cells.Range) *title {
	for i, t := range g.titles {
		if area.Contains(t.cell.Row, t.cell.Col) && g.standsAlone(t.cell, area) {
			return &g.titles[i]
		}
	}
	if first := g.first(area.Top, area.Left, area.Right); first == nil || len(g.lines) == 0 {
		return nil
	}
	forms := g.d.title(parseLabel(g.sheet.Name).key)
	if area.Top == g.lines[0] && len(forms) > 0 && len(forms[0].entries) == 0 {
		return &title{g.first(area.Top, area.Left, area.Right), forms}
	}
	return nil
}

func (g *grid) standsAlone(c *cells.Cell, area cells.Range) bool {
	for _, other := range g.rows[c.Row] {
		isTitle := slices.ContainsFunc(g.titles, func(t title) bool { return t.cell == other })
		if area.Contains(c.Row, other.Col) && !isTitle && !isHeadNote(other) {
			return false
		}
	}
	return true
}

// looksLikeTable holds for an area with three rows or more of three cells or more.
func (g *grid) looksLikeTable(area cells.Range) bool {
	rows := 0
	for row := area.Top; row <= area.Bottom && rows < 3; row++ {
		n := 0
		for _, c := range g.rows[row] {
			if area.Contains(row, c.Col) {
				n++
			}
		}
		if n >= 3 {
			rows++
		}
	}
	return rows >= 3
}

// rest gives the part of the area below the form's own labels where that is surely a form as well.
func (m *match) rest() (cells.Range, bool) {
	below := m.area
	below.Top = m.lastLabel() + 1
	hits := m.g.in(below)
	if len(hits) < 3 || !m.adopted() || len(m.form.entries) == 0 {
		return below, false
	}
	below.Top = max(below.Top, m.g.aboveLabel(hits[0].cell.Row))
	other := m.g.bestMatch(below)
	// The same kind again without a title or a name of its own is this form going on over a page.
	return below, other != nil && other.sure() && other.form != m.form
}

// sure holds where enough labels were found to be certain without a title.
func (m *match) sure() bool {
	return m.confidence() >= m.g.d.confidence && m.met >= 2 && m.found >= 3
}

// lastLabel is the lowest row with a label of the form.
func (m *match) lastLabel() int {
	last := m.area.Top
	for _, h := range m.singles {
		last = max(last, h.bottom)
	}
	for _, b := range m.blocks {
		last = max(last, m.lastHeader(b))
		for _, h := range b.rows {
			last = max(last, h.bottom)
		}
	}
	return last
}

// lastHeader is the row of a table's header, or where a page break repeats it.
func (m *match) lastHeader(b *block) int {
	last := b.header
	for _, h := range m.g.between(b.header+1, b.last) {
		if b.header > 0 && h.cell.Row > last && m.repeatsHeader(b, h.cell.Row) {
			last = h.cell.Row
		}
	}
	return last
}

// repeatsHeader holds for the header that a page break repeats.
func (m *match) repeatsHeader(b *block, row int) bool {
	same := 0
	for _, h := range m.g.byRow[row] {
		if m.area.Contains(row, h.cell.Col) && m.entryOf(h, b.name, rules.Header) != nil {
			same++
		}
	}
	return same*2 > len(b.columns)
}

// match finds the entries of one form in an area.
func (g *grid) match(f *form, area cells.Range, hits []*hit) *match {
	m := &match{g: g, area: area, form: f, singles: map[*entry]*hit{}}
	for _, t := range g.titles {
		if area.Contains(t.cell.Row, t.cell.Col) && slices.Contains(t.forms, f) {
			m.title = t.cell
			break
		}
	}
	m.year = g.yearOfLabels(area, hits)
	for _, name := range f.blocks {
		m.blocks = append(m.blocks, m.findBlock(name, hits))
	}
	for _, b := range m.blocks {
		m.findUnitLine(b)
		m.findRows(b, hits)
		m.findNamedWeights(b)
	}
	m.findSingles(hits)
	m.count()
	m.foreign = m.title == nil && m.lacksName() && m.strangeHeading() != nil
	return m
}

// lacksName holds for a form of which none of the single values that it must have was found: 单位名称, 项目名称.
func (m *match) lacksName() bool {
	lacks := false
	for _, e := range m.form.entries {
		if e.Required && e.Role == rules.Single {
			if m.singles[e] != nil {
				return false
			}
			lacks = true
		}
	}
	return lacks
}

// strangeHeading is a heading over a form without a title of ours: it may name another kind. nil for none.
func (m *match) strangeHeading() *cells.Cell {
	for row := m.area.Top; row <= min(m.area.Bottom, m.area.Top+2); row++ {
		c := m.g.first(row, m.area.Left, m.area.Right)
		if c != nil && m.g.hitAt(c) == nil && m.g.isHeading(c) && !isHeadNote(c) {
			return c
		}
	}
	return nil
}

// entryOf gives what a label is in this form, in a block and one of some roles.
func (m *match) entryOf(h *hit, block string, roles ...rules.Role) *entry {
	if h.label.year != 0 && h.label.year != m.year { // 2021年决算数 beside 2022年预算数
		return nil
	}
	for _, e := range h.entries {
		if e.form == m.form && (block == "" || e.Block == block) && slices.Contains(roles, e.Role) {
			return e
		}
	}
	return nil
}

// findSingles finds labels of single values: not in the header of a block, not inside a table.
func (m *match) findSingles(hits []*hit) {
	for _, h := range hits {
		e := m.entryOf(h, "", rules.Single)
		// Of two labels side by side the right one is over the value, the left one names them both.
		known := m.singles[e]
		// The heading of a part may have the words of a label: 五、自评结论 over 自评等级 | 优.
		if e == nil || known != nil && !(e.Below && known.cell.Row == h.cell.Row) && !m.isPartHeading(known.cell) {
			continue
		}
		inBlock := slices.ContainsFunc(m.blocks, func(b *block) bool {
			// 自评等级：优 beside the total says its own value.
			saysValue := h.label.value != "" && b.header > 0 && h.cell.Row > b.header && m.kindOf(b, h.cell.Row) == totalLine
			return b.rowOf[h] != nil || b.header > 0 && (b.header == h.cell.Row || m.isInTable(b, h.cell.Row) && !saysValue)
		})
		if !inBlock {
			m.singles[e] = h
		}
	}
}

// count sums up what was found.
func (m *match) count() {
	for _, e := range m.form.entries {
		met := m.has(e)
		if met {
			m.found++
		}
		if e.Required {
			m.wanted++
			if met {
				m.met++
			}
		}
	}
}

// has reports whether the label of an entry was found in its role.
func (m *match) has(e *entry) bool {
	return m.singles[e] != nil || slices.ContainsFunc(m.blocks, func(b *block) bool { return b.has(e) })
}
