package cells

// hiddenColumns are the hidden columns of a sheet, as a bit for each: however often a file says so, a look
// costs the same.
type hiddenColumns struct{ bits []uint64 }

// add hides the columns from left to right.
func (h *hiddenColumns) add(left, right int) {
	if h.bits == nil {
		h.bits = make([]uint64, maxCol/64+1)
	}
	for col := left; col <= right; col++ {
		if col%64 == 0 && col+63 <= right {
			h.bits[col/64] = ^uint64(0)
			col += 63
			continue
		}
		h.bits[col/64] |= 1 << (col % 64)
	}
}

func (h *hiddenColumns) contains(col int) bool {
	return col/64 < len(h.bits) && h.bits[col/64]&(1<<(col%64)) != 0
}
