package forms

import (
	"regexp"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// pointsInName are full marks in the brackets behind an indicator's name: 道路长度（20分）.
var pointsInName = regexp.MustCompile(`[(\[【]((?:分值|权重|满分)?[::]?\d{1,3}(?:\.\d{1,2})?分)[)\]】]$`)

// findNamedWeights looks for the points of a table without a column for them in the names of its rows: all of them
// must say theirs.
func (m *match) findNamedWeights(b *block) {
	key := b.key()
	if b.header == 0 || key == nil {
		return
	}
	for _, e := range m.form.entries {
		isWeight := e.Block == b.name && e.Role == rules.Header && e.Name == "weight"
		if isWeight && !b.has(e) && m.allNamesSayPoints(b, *key) {
			b.pointsInNames = e
		}
	}
}

func (m *match) allNamesSayPoints(b *block, key column) bool {
	rows := 0
	for row := b.header + 1; row <= b.last; row++ {
		if m.kindOf(b, row) != valueLine {
			continue
		}
		if rows++; pointsIn(m.under(row, key)) == nil {
			return false
		}
	}
	return rows > 0
}

// pointsIn gives the cell of a name reduced to the points that it says; nil where it says none.
func pointsIn(name *cells.Cell) *cells.Cell {
	if name == nil || name.Kind != cells.Text || !strings.Contains(name.Text, "分") {
		return nil
	}
	found := pointsInName.FindStringSubmatch(values.Compact(name.Text))
	if found == nil {
		return nil
	}
	points := *name
	points.Text = strings.TrimLeft(found[1], "分值权重满:")
	points.Raw = points.Text
	return &points
}
