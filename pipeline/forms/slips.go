package forms

import (
	"cmp"
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// mend looks in an area for misspelt labels of a form that lacks some, and takes them in. It reports whether
// there were any.
func (g *grid) mend(area cells.Range, m *match) (mended bool) {
	for row := area.Top; row <= area.Bottom; row++ {
		for _, c := range g.rows[row] {
			if !area.Contains(row, c.Col) || c.Kind != cells.Text || len(c.Text) > 90 || g.hitAt(c) != nil {
				continue
			}
			l := parseLabel(c.Text)
			lacked := slices.ContainsFunc(g.d.slip(l.key, m.form), func(e *entry) bool {
				return e.form == m.form && e.Role != rules.BlockName && !m.has(e)
			})
			if !lacked {
				continue
			}
			h := g.hit(c, l, g.d.slip(l.key, m.form))
			h.slip = true
			g.addHit(h)
			mended = true
		}
	}
	return mended
}

// addHit puts a label in its place in reading order.
func (g *grid) addHit(h *hit) {
	g.hits = insertInOrder(g.hits, h)
	g.byRow[h.cell.Row] = insertInOrder(g.byRow[h.cell.Row], h)
}

func insertInOrder(hits []*hit, h *hit) []*hit {
	at, _ := slices.BinarySearchFunc(hits, h, func(a, b *hit) int {
		return cmp.Or(a.cell.Row-b.cell.Row, a.cell.Col-b.cell.Col)
	})
	return slices.Insert(hits, at, h)
}
