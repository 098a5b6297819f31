package cells

import (
	"encoding/binary"
	"strconv"
)

// sheetReader is the state of one pass over a sheet's part.
type sheetReader struct {
	x      *xlsx
	visit  func(*Cell) error
	merges []Range
	cols   hiddenColumns
	hides  int // how often columns were hidden
	filled int // cells of the book before this sheet
	cell   Cell
	hidden bool // the sheet
	rowHid bool
	row    int // of the row that is open, or of the last one
	col    int // of the last cell in it

	lastCol int // the furthest to the right that holds something

	rowRest []byte // how the last row was written behind its number
	restHid bool   // and whether that hides it
	learns  bool   // the scanner is about to find that out

	digits, digitsMask uint64 // the row's number as the addresses of its cells write it
	digitsLen          int

	inRow, inCell, inV, inF bool
	inline                  richText
	inIs                    bool
	style                   int
	kind                    []byte // attribute t
	value, formula          []byte
	hasV                    bool
	struck                  *struckText // of an inline text
	sharedID                string
	shared                  map[string]*sharedFormula
	parsed                  []*sharedFormula // whose parts are kept
	parts                   int              // how many these are
	area                    int64
	chunk                   []byte // of kept texts
}

func (x *xlsx) each(sheet int, visit func(*Cell) error) ([]Range, error) {
	if x.parts[sheet] == "" {
		return nil, nil
	}
	r := &sheetReader{x: x, visit: visit, filled: x.filled, hidden: x.hidden[sheet],
		shared: map[string]*sharedFormula{}}
	ahead := r.takeWholeCells
	if x.scanAll {
		ahead = nil
	}
	root := true
	err := x.c.scanPart(x.parts[sheet], x.limits.Part, ahead, func(s *scanner, t token) error {
		if root && t == open {
			root = false
			if string(s.name) != "worksheet" && string(s.name) != "dialogsheet" {
				return s.fail("part", "not a worksheet")
			}
		}
		return r.take(s, t)
	})
	if err == nil {
		err = checkMerges(r.merges, r.row, r.lastCol, x.filled-r.filled)
	}
	return r.merges, atCell(err, r.row, r.col)
}

// take handles one token. Depths keep look-alikes apart: cells are at worksheet/sheetData/row/c.
func (r *sheetReader) take(s *scanner, t token) error {
	switch {
	case r.inCell:
		return r.takeInCell(s, t)
	case t == open:
		switch string(s.name) {
		case "c":
			if r.inRow {
				return r.beginCell(s)
			}
		case "row":
			if s.depth == 3 {
				return r.beginRow(s)
			}
		case "col":
			return r.takeCol(s)
		case "mergeCell":
			return r.takeMerge(s)
		}
	case t == closed && s.depth == 2 && string(s.name) == "row":
		r.inRow = false
	}
	return nil
}

func (r *sheetReader) takeInCell(s *scanner, t token) error {
	switch {
	case t == text:
		if r.inV {
			r.value = append(r.value, s.text...)
		} else if r.inF {
			r.formula = append(r.formula, s.text...)
		} else if r.inIs {
			r.inline.take(s, t)
		}
	case r.inIs:
		if t == closed && string(s.name) == "is" {
			r.inIs = false
			r.value = append(r.value[:0], r.inline.buf...)
			r.struck = r.inline.struck(r.x.struck != nil)
		} else {
			r.inline.take(s, t)
		}
	case t == open:
		return r.openInCell(s)
	default:
		switch string(s.name) {
		case "v":
			r.inV = false
		case "f":
			r.inF = false
			return r.endFormula(s)
		case "c":
			return r.endCell(s)
		}
	}
	return nil
}

func (r *sheetReader) openInCell(s *scanner) error {
	switch string(s.name) {
	case "v":
		if r.hasV {
			return s.fail("xml", "a cell with two values")
		}
		r.inV, r.hasV = true, true
	case "f":
		r.inF = true
		r.formula = r.formula[:0]
		r.sharedID = ""
		if string(s.attr("t")) == "shared" {
			r.sharedID = string(s.attr("si"))
		}
	case "is":
		r.inIs, r.hasV = true, true
		r.inline.begin()
	}
	return nil
}

func (r *sheetReader) beginRow(s *scanner) error {
	row := r.row + 1
	r.rowHid = false
	for i := range s.attrs {
		switch a := &s.attrs[i]; string(a.name) {
		case "r":
			n, ok := parseIndex(a.value, maxRow)
			if !ok || n <= r.row {
				return s.fail("order", "row "+string(a.value)+" after row "+strconv.Itoa(r.row))
			}
			row = n
		case "hidden":
			r.rowHid = isTrue(a.value)
		}
	}
	if row > maxRow {
		return s.fail("order", "too many rows")
	}
	r.beginRowAt(row)
	r.inRow = !s.empty
	if r.learns {
		r.restHid, r.learns = r.rowHid, false
	}
	return nil
}

// beginRowAt opens a row; its number is kept as the addresses of its cells write it.
func (r *sheetReader) beginRowAt(row int) {
	r.row, r.col, r.inRow = row, 0, true
	var written [8]byte
	r.digitsLen = len(strconv.AppendInt(written[:0], int64(row), 10))
	r.digits = binary.LittleEndian.Uint64(written[:])
	r.digitsMask = 1<<(8*r.digitsLen) - 1
}

func (r *sheetReader) beginCell(s *scanner) error {
	row, col := r.row, r.col+1
	r.style, r.kind = 0, r.kind[:0]
	for i := range s.attrs {
		switch a := &s.attrs[i]; string(a.name) {
		case "r":
			var ok bool
			if row, col, ok = parseAddress(a.value); !ok || row != r.row || col <= r.col {
				return s.fail("order", "cell "+string(a.value)+" in row "+strconv.Itoa(r.row))
			}
		case "s":
			if len(a.value) == 0 { // some programs write s=""
				continue
			}
			n, err := strconv.ParseUint(string(a.value), 10, 16)
			if err != nil || int(n) >= len(r.x.formats) && len(r.x.formats) > 0 {
				return s.fail("index", "cell style "+string(a.value))
			}
			r.style = int(n)
		case "t":
			r.kind = append(r.kind, a.value...)
		}
	}
	if col > maxCol {
		return s.fail("order", "too many columns")
	}
	r.col = col
	if err := r.count(s); err != nil {
		return err
	}
	r.cell = Cell{Row: row, Col: col, Hidden: r.hidden || r.rowHid || r.cols.contains(col)}
	r.inCell, r.hasV, r.value, r.formula, r.struck = true, false, r.value[:0], r.formula[:0], nil
	return nil
}

// count holds the book to its number of cells.
func (r *sheetReader) count(s *scanner) error {
	r.x.cells++
	if r.x.cells > r.x.limits.Cells {
		return s.fail("limit-cells", "too many cells")
	}
	return nil
}

// endCell turns what was gathered into a cell and hands it over.
func (r *sheetReader) endCell(s *scanner) error {
	r.inCell = false
	c := &r.cell
	if err := r.setValue(s, c); err != nil {
		return err
	}
	if c.isEmpty() {
		return nil
	}
	return r.hand(s, c)
}

// hand gives a cell to the visitor, within the limit of all texts.
func (r *sheetReader) hand(s *scanner, c *Cell) error {
	r.x.text += int64(len(c.Text) + len(c.Formula))
	if r.x.text > r.x.limits.AllText {
		return s.fail("limit-text", "too much text")
	}
	if r.x.filled++; r.x.filled > r.x.limits.cost.filled {
		return s.fail("limit-cells", "more cells than its size can hold")
	}
	r.lastCol = max(r.lastCol, c.Col)
	return r.visit(c)
}
