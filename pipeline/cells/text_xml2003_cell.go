package cells

import (
	"strings"
	"time"
)

// openColumn takes what is said of columns before the rows: whether they are hidden.
func (x *xml2003) openColumn(s *scanner) error {
	at := x.column + 1
	if v := s.attr("Index"); v != nil {
		n, ok := parseIndex(v, maxCol)
		if !ok || n <= x.column {
			return s.fail("order", "column "+string(v))
		}
		at = n
	}
	x.column = at + indexOr(s.attr("Span"), 0)
	if x.column > maxCol {
		return s.fail("order", "too many columns")
	}
	if isTrue(s.attr("Hidden")) {
		x.hidCols.add(at, x.column)
	}
	return nil
}

func (x *xml2003) openRow(s *scanner) error {
	row := x.endRow + 1
	if at := s.attr("Index"); at != nil {
		n, ok := parseIndex(at, maxRow)
		if !ok || n <= x.endRow {
			return s.fail("order", "row "+string(at))
		}
		row = n
	}
	x.row, x.col, x.hidRow = row, 0, isTrue(s.attr("Hidden"))
	x.endRow = row + indexOr(s.attr("Span"), 0)
	x.rowStyle = string(s.attr("StyleID"))
	if x.endRow > maxRow || len(x.sheets) == 0 {
		return s.fail("order", "a row out of place")
	}
	return nil
}

func (x *xml2003) openCell(s *scanner) error {
	col := x.col + 1
	if at := s.attr("Index"); at != nil {
		n, ok := parseIndex(at, maxCol)
		if !ok || n <= x.col {
			return s.fail("order", "cell "+string(at))
		}
		col = n
	}
	if x.total++; x.total > x.limits.cost.filled || col > maxCol {
		return s.fail("limit-cells", "too many cells")
	}
	formula := strings.TrimPrefix(string(s.attr("Formula")), "=")
	x.inCell = true
	x.cell = Cell{Row: x.row, Col: col, Formula: formula, Uncached: formula != ""}
	x.cell.Hidden = x.hidRow || x.hidCols.contains(col)
	style := x.rowStyle
	if v := s.attr("StyleID"); v != nil {
		style = string(v)
	}
	x.cellLook = x.look(style)
	across, down := indexOr(s.attr("MergeAcross"), 0), indexOr(s.attr("MergeDown"), 0)
	x.col = col + across
	if across+down > 0 {
		return x.merge(s, Range{x.row, col, x.row + down, col + across})
	}
	return nil
}

func (x *xml2003) merge(s *scanner, m Range) error {
	sheet := &x.sheets[len(x.sheets)-1]
	x.area += m.area()
	if len(sheet.merges) == x.limits.Merges || m.Right > maxCol || m.Bottom > maxRow || x.area > x.limits.Area {
		return s.fail("limit-merges", "merges")
	}
	sheet.merges = append(sheet.merges, m)
	return nil
}

// indexOr reads a whole number; other where there is none.
func indexOr(v []byte, other int) int {
	if n, ok := parseIndex(v, maxRow); ok {
		return n
	}
	return other
}

// setData gives the cell its value.
func (x *xml2003) setData(s *scanner) error {
	c, raw := &x.cell, string(x.data)
	look := x.cellLook
	c.Uncached = false
	switch x.kind {
	case "String", "":
		if len(raw) > 4*x.limits.CellText {
			return s.fail("limit-text", c.Address())
		}
		var parts *struckText
		if len(x.kept) < len(x.data) {
			parts = &struckText{kept: string(x.kept)}
		}
		c.setStruck(raw, parts, *look.struck)
		return nil
	case "Number":
		if !c.setNumber(strings.TrimSpace(raw), look.format, false) {
			return s.fail("value", c.Address()+": "+raw)
		}
	case "Boolean":
		c.setBool(raw, isTrue(x.data))
	case "Error":
		c.Kind, c.Raw, c.Text = Error, raw, raw
	case "DateTime":
		when, err := time.Parse("2006-01-02T15:04:05", strings.TrimSpace(raw))
		if err != nil {
			return s.fail("value", c.Address()+": date "+raw)
		}
		c.Kind, c.Raw, c.Date = Number, raw, true
		c.Text = string(look.format.ShowTime(nil, when))
	default:
		return s.fail("value", c.Address()+": type "+x.kind)
	}
	if *look.struck {
		c.strike()
	}
	return nil
}

func (x *xml2003) endCell() {
	if c := x.cell; !c.isEmpty() {
		sheet := &x.sheets[len(x.sheets)-1]
		sheet.cells = append(sheet.cells, c)
	}
	x.cell, x.inCell = Cell{}, false
}
