package cells

import "bytes"

func (r *sheetReader) takeCol(s *scanner) error {
	if !isTrue(s.attr("hidden")) {
		return nil
	}
	left, ok := parseIndex(s.attr("min"), maxCol)
	right, ok2 := parseIndex(s.attr("max"), maxCol)
	if !ok || !ok2 || left > right {
		return s.fail("order", "hidden columns out of range")
	}
	if r.hides++; r.hides > maxCol {
		return s.fail("limit-cells", "more hidden columns than there are")
	}
	r.cols.add(left, right)
	return nil
}

func (r *sheetReader) takeMerge(s *scanner) error {
	ref := s.attr("ref")
	if r.x.merges++; len(r.merges) == r.x.limits.Merges || r.x.merges > r.x.limits.cost.merges {
		return s.fail("limit-merges", "too many merges")
	}
	m, ok := parseRange(ref)
	if !ok {
		return s.fail("order", "merge "+string(ref))
	}
	r.area += m.area()
	if r.area > r.x.limits.Area {
		return s.fail("limit-merges", "merges cover too much")
	}
	r.merges = append(r.merges, m)
	return nil
}

// checkMerges holds what the merges cover of the part of a sheet that is in use to what its cells can explain:
// who lays them out has to hold every place.
func checkMerges(merges []Range, lastRow, lastCol, cells int) error {
	area := int64(0)
	for _, m := range merges {
		m.Bottom, m.Right = min(m.Bottom, lastRow), min(m.Right, lastCol)
		if m.Top <= m.Bottom && m.Left <= m.Right {
			area += m.area()
		}
	}
	if area > 500e3+20*int64(cells) {
		return refuse("limit-merges", "merges over %d places between %d cells", area, cells)
	}
	return nil
}

// checkUsed is checkMerges for a sheet that is held whole.
func checkUsed(merges []Range, cells []Cell) error {
	lastRow, lastCol := 0, 0
	for i := range cells {
		lastRow, lastCol = max(lastRow, cells[i].Row), max(lastCol, cells[i].Col)
	}
	return checkMerges(merges, lastRow, lastCol, len(cells))
}

// parseRange reads "A1:C3", "A1", and the whole columns and rows "A:C" and "1:3".
func parseRange(ref []byte) (m Range, ok bool) {
	first, second, two := bytes.Cut(ref, []byte(":"))
	if !two {
		second = first
	}
	m.Top, m.Left, ok = parseAddress(first)
	if ok {
		m.Bottom, m.Right, ok = parseAddress(second)
		return m, ok && m.Top <= m.Bottom && m.Left <= m.Right
	}
	if top, ok := parseIndex(first, maxRow); ok {
		bottom, ok := parseIndex(second, maxRow)
		return Range{top, 1, bottom, maxCol}, ok && two && top <= bottom
	}
	if bytes.ContainsAny(ref, "0123456789") {
		return m, false
	}
	_, left, ok := parseAddress(append(bytes.Clone(first), '1'))
	_, right, ok2 := parseAddress(append(bytes.Clone(second), '1'))
	return Range{1, left, maxRow, right}, ok && ok2 && two && left <= right
}
