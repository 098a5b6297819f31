package forms

import (
	"slices"

	"jixiao/pipeline/cells"
)

// A sheet whose merges were taken apart and filled (拆分并填充内容) says its title in each cell of the row. Its labels are
// laid together again; values may be alike without having been one.

// withFilledMerges adds the merges that a filled sheet had over its titles and labels.
func withFilledMerges(sheet cells.Sheet, d *Dictionary) cells.Sheet {
	titles, labels := 0, 0
	runs(sheet.Cells, func(first *cells.Cell, n int) {
		title, label := d.saysWhat(first)
		titles, labels = titles+title, labels+label
	})
	if titles == 0 && labels < leastFilled {
		return sheet
	}
	sheet.Merges = slices.Clone(sheet.Merges)
	runs(sheet.Cells, func(first *cells.Cell, n int) {
		title, label := d.saysWhat(first)
		if title+label > 0 || n >= 3 && !isNumeric(first) && !isDash(first) {
			sheet.Merges = append(sheet.Merges,
				cells.Range{Top: first.Row, Left: first.Col, Bottom: first.Row, Right: first.Col + n - 1})
		}
	})
	return sheet
}

// leastFilled is how many labels of a sheet without a known title must stand twice side by side.
const leastFilled = 3

// saysWhat tells by ones whether a cell is a title and whether it is a label.
func (d *Dictionary) saysWhat(c *cells.Cell) (title, label int) {
	if len(c.Text) > longestLabel {
		return 0, 0
	}
	key := parseLabel(c.Text).key
	return min(len(d.title(key)), 1), min(len(d.lookUp(key)), 1)
}

// runs tells of each text that stands in two cells or more side by side: the first of them and how many they are.
func runs(all []cells.Cell, tell func(first *cells.Cell, n int)) {
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i].Kind == cells.Text && all[i+n].Kind == cells.Text && all[i].Row == all[i+n].Row &&
			all[i+n].Col == all[i].Col+n && all[i].Text == all[i+n].Text {
			n++
		}
		if n > 1 && !isEmpty(&all[i]) {
			tell(&all[i], n)
		}
		i += n
	}
}
