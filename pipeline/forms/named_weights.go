package forms

import (
	"regexp"
	"slices"
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

// pointsInLabel are full marks in the brackets of the label of a block or of its points: 预算执行情况（20分）, 得分（20分*执行率）.
var pointsInLabel = regexp.MustCompile(`(?:^|[\s,;、:分值])(\d{1,3}(?:\.\d{1,2})?)分(?:$|[\s,;、*×)])`)

// readLabelledPoints reads the full marks of a block without a column for them from its labels.
func (r *reader) readLabelledPoints(b *block) {
	whole := r.m.wholeRow(b.name)
	score := slices.IndexFunc(b.columns, func(c column) bool { return c.Name == "score" })
	if whole == nil || score < 0 || b.crossed {
		return
	}
	for _, e := range r.m.form.entries {
		if e.Block != b.name || e.Role != rules.ColumnHead || e.Name != "weight" || b.has(e) {
			continue
		}
		for _, h := range []*hit{b.columns[score].hit, b.label} {
			if h == nil {
				continue
			}
			if found := pointsInLabel.FindStringSubmatch(h.label.notes); found != nil {
				points := *h.cell
				points.Text, points.Raw, points.Kind = found[1], found[1], cells.Text
				r.emit(e, whole.Name+"."+e.Name, 0, &points, h.cell.Row, h.cell.Col, "")
				return
			}
		}
	}
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
