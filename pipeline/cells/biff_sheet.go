package cells

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"jixiao/pipeline/cells/numfmt"
)

// biffSheet is the state of one pass over a sheet's records. The cells of an old workbook may stand
// in any order; they are put in order at the end.
type biffSheet struct {
	b       *biff
	cells   []Cell
	merges  []Range
	area    int64
	hideRow map[int]bool
	hideCol hiddenColumns
	hides   int               // how often columns were hidden
	pending int               // index of the formula whose text result follows; -1 for none
	last    [2]int            // row and column, from 0, of the formula read last
	shared  map[[2]int][]byte // tokens by the cell that brought them
	waiting []waitingFormula
	struck  []int // indices of cells whose style is struck out
}

func (b *biff) each(sheet int, visit func(*Cell) error) ([]Range, error) {
	if b.starts[sheet] < 0 {
		return nil, nil
	}
	s := &biffSheet{b: b, hideRow: map[int]bool{}, shared: map[[2]int][]byte{}, pending: -1}
	if err := s.read(b.starts[sheet]); err != nil {
		return nil, err
	}
	s.endPending()
	if err := s.resolveShared(); err != nil {
		return nil, err
	}
	for _, i := range s.struck {
		s.cells[i].strike()
	}
	slices.SortFunc(s.cells, func(a, c Cell) int { return (a.Row-c.Row)<<16 + a.Col - c.Col })
	for i := range s.cells {
		c := &s.cells[i]
		if i > 0 && s.cells[i-1].Row == c.Row && s.cells[i-1].Col == c.Col {
			return nil, refuse("order", "cell %s twice", c.Address())
		}
		if c.isEmpty() {
			continue
		}
		c.Hidden = b.hidden[sheet] || s.hideRow[c.Row] || s.hideCol.contains(c.Col)
		if b.text += int64(len(c.Text) + len(c.Formula)); b.text > b.limits.AllText {
			return nil, refuse("limit-text", "sheet %d", sheet)
		}
		if err := visit(c); err != nil {
			return nil, err
		}
	}
	return s.merges, checkUsed(s.merges, s.cells)
}

// read goes from a sheet's BOF to its EOF.
func (s *biffSheet) read(start int) error {
	r, err := s.b.at(start)
	if err != nil {
		return err
	}
	if _, err := versionOf(r); err != nil {
		return refuse("index", "no sheet at %d", start)
	}
	return s.b.records(start, s.take)
}

// records visits the records from a BOF to its EOF, without those of charts inside; visit returns the last one that it
// used up.
func (b *biff) records(start int, visit func(r record) (record, error)) error {
	r, err := b.at(start)
	if err != nil {
		return err
	}
	for depth := 1; depth > 0; {
		if r, err = b.at(r.next); err == nil {
			err = b.spend(4 + len(r.body))
		}
		if err != nil {
			return err
		}
		switch {
		case r.id == recBOF8:
			depth++
		case r.id == recEOF:
			depth--
		case depth == 1:
			if r, err = visit(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// take handles one record and returns the last one it used up.
func (s *biffSheet) take(r record) (record, error) {
	switch r.id {
	case recRow, recRow2:
		return r, s.row(r)
	case recColInfo:
		if len(r.body) >= 10 && r.body[8]&1 != 0 {
			return r, s.hideColumns(r)
		}
	case recMerged:
		return r, s.merged(r)
	case recString, recString2:
		return s.stringResult(r)
	case recMulRK:
		return r, s.mulRK(r)
	case recShared, recArray:
		s.shareFormula(r)
	case recFilePass:
		return r, refuse("encrypted", "old workbook")
	case recLabelSST, recRString, recRK, recNumber, recNumber2, recInteger2, recLabel, recLabel2,
		recBoolErr, recBoolErr2, recFormula, recFormula3, recFormula4:
		last, err := s.cell(r)
		if err != nil && len(r.body) >= 4 {
			err = atCell(err, int(binary.LittleEndian.Uint16(r.body))+1, int(binary.LittleEndian.Uint16(r.body[2:]))+1)
		}
		return last, err
	}
	return r, nil
}

func (s *biffSheet) hideColumns(r record) error {
	left, right := int(binary.LittleEndian.Uint16(r.body))+1, int(binary.LittleEndian.Uint16(r.body[2:]))+1
	if s.hides++; s.hides > maxCol {
		return refuse("limit-cells", "more hidden columns than there are")
	}
	s.hideCol.add(left, min(right, maxCol))
	return nil
}

func (s *biffSheet) row(r record) error {
	if len(r.body) < 16 { // the short form of BIFF2 does not hide
		return nil
	}
	if r.body[12]&0x20 != 0 {
		s.hideRow[int(binary.LittleEndian.Uint16(r.body))+1] = true
	}
	return nil
}

func (s *biffSheet) merged(r record) error {
	le := binary.LittleEndian
	if len(r.body) < 2 || len(r.body) < 2+8*int(le.Uint16(r.body)) {
		return refuse("truncated", "merges")
	}
	for i := range int(le.Uint16(r.body)) {
		at := r.body[2+8*i:]
		n := func(i int) int { return int(le.Uint16(at[i:])) + 1 }
		m := Range{Top: n(0), Left: n(4), Bottom: n(2), Right: n(6)}
		if m.Top > m.Bottom || m.Left > m.Right {
			return refuse("order", "merge %v", m)
		}
		s.area += m.area()
		s.b.merges++
		tooMany := len(s.merges) == s.b.limits.Merges || s.b.merges > s.b.limits.cost.merges
		if tooMany || s.area > s.b.limits.Area {
			return refuse("limit-merges", "merges")
		}
		s.merges = append(s.merges, m)
	}
	return nil
}

// add begins a cell at a place with a style.
func (s *biffSheet) add(row, col int) (*Cell, error) {
	if s.b.cells++; s.b.cells > s.b.limits.cost.filled {
		return nil, refuse("limit-cells", "too many cells")
	}
	s.cells = append(s.cells, Cell{Row: row + 1, Col: col + 1})
	return &s.cells[len(s.cells)-1], nil
}

// cellSize is how many bytes the value of a cell needs.
var cellSize = map[uint16]int{
	recLabelSST: 4, recRK: 4, recNumber: 8, recNumber2: 8, recInteger2: 2, recBoolErr: 2, recBoolErr2: 2,
	recFormula: 8, recFormula3: 8, recFormula4: 8,
}

// cell takes a record of one cell: its place, its style (in BIFF2 three bytes of attributes), its value.
func (s *biffSheet) cell(r record) (record, error) {
	le := binary.LittleEndian
	head := 6
	if r.id == recNumber2 || r.id == recInteger2 || r.id == recLabel2 || r.id == recBoolErr2 || s.b.version == 2 {
		head = 7
	}
	if len(r.body) < head {
		return r, refuse("truncated", "record %#x", r.id)
	}
	style := int(le.Uint16(r.body[4:]))
	if head == 7 {
		style = int(r.body[4] & 0x3f)
	}
	s.endPending()
	c, err := s.add(int(le.Uint16(r.body)), int(le.Uint16(r.body[2:])))
	if err != nil {
		return r, err
	}
	value := r.body[head:]
	if len(value) < cellSize[r.id] {
		return r, refuse("truncated", "cell %s", c.Address())
	}
	f := s.b.format(style)
	if s.b.isStruck(style) && r.id != recLabelSST {
		s.struck = append(s.struck, len(s.cells)-1)
	}
	switch r.id {
	case recLabelSST:
		return r, s.sharedText(c, le.Uint32(value), style)
	case recLabel, recLabel2, recRString:
		return s.label(r, c, value)
	case recRK:
		return r, s.number(c, rkNumber(le.Uint32(value)), f)
	case recNumber, recNumber2:
		return r, s.number(c, math.Float64frombits(le.Uint64(value)), f)
	case recInteger2:
		return r, s.number(c, float64(le.Uint16(value)), f)
	case recBoolErr, recBoolErr2:
		return r, c.setBoolErr(value[0], value[1] != 0)
	}
	return r, s.formula(c, value, f)
}

// sharedText takes a shared text by its number.
func (s *biffSheet) sharedText(c *Cell, n uint32, style int) error {
	if uint64(n) >= uint64(len(s.b.strings)) {
		return refuse("index", "%s: text %d", c.Address(), n)
	}
	c.setStruck(s.b.strings[n], s.b.struck[int(n)], s.b.isStruck(style))
	return nil
}

// label takes a text that stands in the cell itself.
func (s *biffSheet) label(r record, c *Cell, value []byte) (record, error) {
	text, last, err := s.b.counted(r, value, r.id == recLabel2)
	c.setText(text)
	return last, err
}

func (s *biffSheet) mulRK(r record) error {
	le := binary.LittleEndian
	if len(r.body) < 12 || (len(r.body)-6)%6 != 0 {
		return refuse("truncated", "a row of numbers")
	}
	s.endPending()
	row, col := int(le.Uint16(r.body)), int(le.Uint16(r.body[2:]))
	for at := 4; at+6 <= len(r.body)-2; at += 6 {
		c, err := s.add(row, col)
		if err != nil {
			return err
		}
		style := int(le.Uint16(r.body[at:]))
		if err := s.number(c, rkNumber(le.Uint32(r.body[at+2:])), s.b.format(style)); err != nil {
			return err
		}
		if s.b.isStruck(style) {
			c.strike()
		}
		col++
	}
	return nil
}

func (s *biffSheet) number(c *Cell, n float64, f *numfmt.Format) error {
	if raw := rawNumber(n); !c.setNumber(raw, f, s.b.date1904) {
		return refuse("value", "%s: %s", c.Address(), raw)
	}
	return nil
}

// errorCodes are the error values of cells.
var errorCodes = map[byte]string{
	0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A",
}

func (c *Cell) setBoolErr(value byte, isError bool) error {
	if !isError {
		c.setBool(strconv.Itoa(int(value)), value != 0)
		return nil
	}
	text, known := errorCodes[value]
	if !known {
		return refuse("value", "%s: error %#x", c.Address(), value)
	}
	c.Kind, c.Raw, c.Text = Error, text, text
	return nil
}

// formula takes the stored result, and behind it how the formula is written.
func (s *biffSheet) formula(c *Cell, value []byte, f *numfmt.Format) error {
	c.Formula = FormulaNotDecoded
	if s.b.version == 8 && len(value) >= 16 {
		s.last = [2]int{c.Row - 1, c.Col - 1}
		if err := s.tokens(c, value[14:]); err != nil {
			return err
		}
	}
	if value[6] != 0xff || value[7] != 0xff {
		return s.number(c, math.Float64frombits(binary.LittleEndian.Uint64(value)), f)
	}
	switch value[0] {
	case 0: // a text, in the record that follows
		s.pending = len(s.cells) - 1
		c.Kind = Text
	case 1:
		return c.setBoolErr(value[2], false)
	case 2:
		return c.setBoolErr(value[2], true)
	case 3:
		c.Kind = Text
	default:
		return refuse("value", "%s: result %#x", c.Address(), value[0])
	}
	return nil
}

// endPending ends the wait for the text of a formula: without one the program that wrote the file did not
// calculate it.
func (s *biffSheet) endPending() {
	if s.pending >= 0 {
		s.cells[s.pending].Kind, s.cells[s.pending].Uncached = Blank, true
	}
	s.pending = -1
}

// stringResult is the text result of the formula before it.
func (s *biffSheet) stringResult(r record) (record, error) {
	if s.pending < 0 {
		return r, nil
	}
	text, last, err := s.b.counted(r, r.body, r.id == recString2)
	s.cells[s.pending].setText(text)
	s.pending = -1
	return last, err
}
