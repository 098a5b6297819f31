package cells

import (
	"encoding/binary"
	"slices"
)

// docTap is what is said of a row of a table: where its cells begin and end, which are merged.
type docTap struct {
	edges []int // of the cells, from the left; one more than there are cells
	cells []docTC
}

// docTC is how a cell is merged: sideways as old files do it, downwards.
type docTC struct {
	across byte // 0 not; else the first of several, or another of them
	down   byte // 0 not, 1 runs on from above, 3 begins
}

// maxDocCells is how many cells a row of Word may have.
const maxDocCells = 64

func (t *docTap) take(op int, b []byte) error {
	switch op {
	case sprmCells:
		return t.define(b)
	case sprmMerge, sprmSplit:
		for i := int(b[0]); i < int(b[1]) && i < len(t.cells); i++ {
			switch {
			case op == sprmSplit:
				t.cells[i].across = 0
			case i == int(b[0]):
				t.cells[i].across = 1
			default:
				t.cells[i].across = 2
			}
		}
	case sprmMergeDown:
		if len(b) >= 2 && int(b[0]) < len(t.cells) {
			t.cells[b[0]].down = b[1]
		}
	case sprmInsert:
		t.insert(int(b[0]), int(b[1]), int(binary.LittleEndian.Uint16(b[2:])))
	case sprmRemove:
		t.remove(int(b[0]), int(b[1]))
	case sprmWidth:
		width := int(binary.LittleEndian.Uint16(b[2:]))
		for i := int(b[0]); i < int(b[1]) && i < len(t.cells); i++ {
			t.widen(i, width-(t.edges[i+1]-t.edges[i]))
		}
	}
	return nil
}

// define reads the edges and merges of a row.
func (t *docTap) define(b []byte) error {
	if len(b) == 0 {
		return refuse("truncated", "a row of a table")
	}
	n := int(b[0])
	if n > maxDocCells || 1+2*(n+1) > len(b) {
		return refuse("value", "a row of %d cells", n)
	}
	*t = docTap{edges: make([]int, n+1), cells: make([]docTC, n)}
	for i := range t.edges {
		t.edges[i] = int(int16(binary.LittleEndian.Uint16(b[1+2*i:])))
	}
	if !slices.IsSorted(t.edges) {
		return refuse("order", "edges of a table that do not rise")
	}
	const size = 20
	b = b[1+2*(n+1):]
	for i := 0; i < n && len(b) >= 2; i++ {
		flags := binary.LittleEndian.Uint16(b)
		t.cells[i] = docTC{across: byte(flags & 3), down: byte(flags >> 5 & 3)}
		b = b[min(size, len(b)):]
	}
	return nil
}

// widen makes a cell wider and shifts those on its right.
func (t *docTap) widen(cell, by int) {
	for i := cell + 1; i < len(t.edges); i++ {
		t.edges[i] += by
	}
}

func (t *docTap) insert(at, count, width int) {
	if len(t.cells) == 0 || at+count > maxDocCells {
		return
	}
	at = min(at, len(t.cells))
	t.cells = slices.Insert(t.cells, at, make([]docTC, count)...)
	edges := make([]int, count)
	for i := range edges {
		edges[i] = t.edges[at] + i*width
	}
	for i := at; i < len(t.edges); i++ {
		t.edges[i] += count * width
	}
	t.edges = slices.Insert(t.edges, at, edges...)
}

func (t *docTap) remove(from, to int) {
	if to = min(to, len(t.cells)); from >= to {
		return
	}
	gone := t.edges[to] - t.edges[from]
	t.cells = slices.Delete(t.cells, from, to)
	t.edges = slices.Delete(t.edges, from, to)
	for i := from; i < len(t.edges); i++ {
		t.edges[i] -= gone
	}
}

// docRow is a row of a table as it was read.
type docRow struct {
	tap   docTap
	cells [][]Block
}

// edgeWidth is how far edges of different rows may be apart and be one edge: a quarter of a millimetre, in twips.
const edgeWidth = 14

// docTable puts rows together: their edges make the columns.
func (d *wordBin) docTable(rows []docRow) (*Table, error) {
	var edges []int
	for _, r := range rows {
		edges = append(edges, r.tap.edges...)
	}
	slices.Sort(edges)
	columns := edges[:0]
	last := 0
	for i, e := range edges {
		if i == 0 || e-last > edgeWidth {
			columns = append(columns, e)
		}
		last = e
	}
	column := func(edge int) int { // the last column that begins at or before it
		n, found := slices.BinarySearch(columns, edge)
		if !found {
			n--
		}
		return n + 1
	}
	b := &tableBuilder{limits: d.limits}
	for _, r := range rows {
		first, cells := r.lay(column)
		if err := b.addRow(first, cells); err != nil {
			return nil, err
		}
	}
	return b.table(), nil
}

// lay gives the cells of a row their columns. Where a row does not say its edges, or says them of other cells, each
// cell has one.
func (r *docRow) lay(column func(edge int) int) (first int, cells []wordCell) {
	first = 1
	known := len(r.tap.cells) == len(r.cells) && len(r.cells) > 0
	if known {
		first = column(r.tap.edges[0])
	}
	var opener, before byte
	for i, blocks := range r.cells {
		c := wordCell{span: 1, cell: TableCell{Blocks: blocks}}
		if known {
			c.span = max(1, column(r.tap.edges[i+1])-column(r.tap.edges[i]))
			tc := r.tap.cells[i]
			switch tc.down {
			case 1:
				c.down = inMerge
			case 2, 3:
				c.down = beginsMerge
			}
			switch {
			case tc.across == 0:
			case before == 0 || tc.across == opener:
				c.across, opener = beginsMerge, tc.across
			default:
				c.across = inMerge
			}
			before = tc.across
		}
		cells = append(cells, c)
	}
	return first, cells
}
