package cells

import "slices"

// openColumn takes what is said of a run of columns.
func (o *ods) openColumn(s *scanner) error {
	from := o.column + 1
	o.column += indexOr(s.attr("number-columns-repeated"), 1)
	if from > maxCol {
		return nil // programs describe more columns than they use
	}
	last := min(o.column, maxCol)
	if isFolded(s) {
		o.hidCols.add(from, last)
	}
	o.columns = append(o.columns, odsColumn{last, string(s.attr("default-cell-style-name"))})
	return nil
}

// isFolded says that a row or a column is not shown.
func isFolded(s *scanner) bool {
	v := string(s.attr("visibility"))
	return v == "collapse" || v == "filter"
}

func (o *ods) openRow(s *scanner) error {
	o.rows = indexOr(s.attr("number-rows-repeated"), 1)
	o.hidRow = isFolded(s) || slices.Contains(o.groups, true) || o.book.sheets[len(o.book.sheets)-1].Hidden
	o.rowLook = string(s.attr("default-cell-style-name"))
	o.col, o.from = 1, len(o.sheet().cells)
	return nil
}

func (o *ods) sheet() *laid { return &o.sheets[len(o.sheets)-1] }

// closeRow writes out the rows that a row stands for.
func (o *ods) closeRow(s *scanner) error {
	row := o.sheet().cells[o.from:]
	if len(row) > 0 {
		if o.row+o.rows-1 > maxRow {
			return s.fail("order", "too many rows")
		}
		row = slices.Clone(row)
		for n := 1; n < o.rows; n++ {
			for _, c := range row {
				c.Row += n
				if err := o.add(s, c); err != nil {
					return err
				}
			}
		}
	}
	o.row += o.rows
	return nil
}

// add puts a cell on the sheet, within the limits.
func (o *ods) add(s *scanner, c Cell) error {
	if o.filled++; o.filled > o.limits.cost.filled {
		return s.fail("limit-cells", "more cells than its size can hold")
	}
	if o.text += int64(len(c.Text) + len(c.Formula)); o.text > o.limits.AllText {
		return s.fail("limit-text", "too much text")
	}
	if c.Row > maxRow || c.Col > maxCol {
		return s.fail("order", "a cell beyond the sheet")
	}
	o.sheet().cells = append(o.sheet().cells, c)
	return nil
}

// merge takes the span of a cell.
func (o *ods) merge(s *scanner, m Range) error {
	o.merges++
	o.area += m.area()
	sheet := o.sheet()
	tooMany := len(sheet.merges) == o.limits.Merges || o.merges > o.limits.cost.merges || o.area > o.limits.Area
	if tooMany || m.Right > maxCol || m.Bottom > maxRow {
		return s.fail("limit-merges", "merges")
	}
	sheet.merges = append(sheet.merges, m)
	return nil
}

// cellLook is the style of a cell that names none: its row's, or its column's.
func (o *ods) cellLook(col int) string {
	if o.rowLook != "" {
		return o.rowLook
	}
	i, _ := slices.BinarySearchFunc(o.columns, col, func(c odsColumn, col int) int { return c.last - col })
	if i == len(o.columns) {
		return ""
	}
	return o.columns[i].look
}
