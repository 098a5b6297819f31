package cells

import "bytes"

func (r *sheetReader) colHidden(col int) bool {
	for _, c := range r.cols {
		if c.Left <= col && col <= c.Right {
			return true
		}
	}
	return false
}

func (r *sheetReader) takeCol(s *scanner) error {
	if !isTrue(s.attr("hidden")) {
		return nil
	}
	left, ok := parseIndex(s.attr("min"), maxCol)
	right, ok2 := parseIndex(s.attr("max"), maxCol)
	if !ok || !ok2 || left > right {
		return s.fail("order", "hidden columns out of range")
	}
	if len(r.cols) < maxCol {
		r.cols = append(r.cols, Range{Left: left, Right: right})
	}
	return nil
}

func (r *sheetReader) takeMerge(s *scanner) error {
	ref := s.attr("ref")
	if len(r.merges) == r.x.limits.Merges {
		return s.fail("limit-cells", "too many merges")
	}
	m, ok := parseRange(ref)
	if !ok {
		return s.fail("order", "merge "+string(ref))
	}
	r.area += int64(m.Bottom-m.Top+1) * int64(m.Right-m.Left+1)
	if r.area > r.x.limits.Area {
		return s.fail("limit-cells", "merges cover too much")
	}
	r.merges = append(r.merges, m)
	return nil
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
