package cells

// xlsbSheet is the state of one pass over the records of a sheet.
type xlsbSheet struct {
	b       *xlsb
	visit   func(*Cell) error
	hidden  bool
	inData  bool
	row     int // that is open, from 1
	col     int
	lastCol int
	hidRow  bool
	hides   int
	hidCols hiddenColumns
	merges  []Range
	area    int64
	filled  int // cells of the book before this sheet
}

func (b *xlsb) each(sheet int, visit func(*Cell) error) ([]Range, error) {
	if b.x.parts[sheet] == "" {
		return nil, nil
	}
	s := &xlsbSheet{b: b, visit: visit, hidden: b.x.hidden[sheet], filled: b.x.filled}
	err := b.scan(b.x.parts[sheet], brtBeginSheet, brtEndSheet, s.take)
	if err == nil {
		err = checkMerges(s.merges, s.row, s.lastCol, b.x.filled-s.filled)
	}
	return s.merges, atCell(err, s.row, s.col)
}

func (s *xlsbSheet) take(id int, r *wideReader) error {
	switch {
	case id == brtBeginData || id == brtEndData:
		s.inData = id == brtBeginData
	case id == brtColumn:
		return s.column(r)
	case id == brtMerge:
		return s.merge(r)
	case !s.inData:
	case id == brtRow:
		return s.beginRow(r)
	case id <= brtFormulaError || id == brtRichText:
		return s.cell(id, r)
	case id < 19: // short forms of cells, without their column, that no program is known to write
		return refuse("value", "record %d", id)
	}
	return nil
}

func (s *xlsbSheet) column(r *wideReader) error {
	left, right := int64(r.uint32())+1, int64(r.uint32())+1
	r.take(8)
	if r.uint16()&1 == 0 || r.short {
		return nil
	}
	if s.hides++; s.hides > maxCol || left > right || right > maxCol {
		return refuse("order", "hidden columns %d to %d", left, right)
	}
	s.hidCols.add(int(left), int(right))
	return nil
}

func (s *xlsbSheet) merge(r *wideReader) error {
	top, bottom, left, right := int64(r.uint32()), int64(r.uint32()), int64(r.uint32()), int64(r.uint32())
	if top > bottom || left > right || bottom >= maxRow || right >= maxCol {
		return refuse("order", "merge")
	}
	m := Range{int(top) + 1, int(left) + 1, int(bottom) + 1, int(right) + 1}
	x := s.b.x
	x.merges++
	s.area += m.area()
	if len(s.merges) == x.limits.Merges || x.merges > x.limits.cost.merges || s.area > x.limits.Area {
		return refuse("limit-merges", "merges")
	}
	s.merges = append(s.merges, m)
	return nil
}

func (s *xlsbSheet) beginRow(r *wideReader) error {
	row := int64(r.uint32()) + 1
	r.take(7)
	s.hidRow = r.take(1)[0]&0x10 != 0
	if row <= int64(s.row) || row > maxRow {
		return refuse("order", "row %d after row %d", row, s.row)
	}
	s.row, s.col = int(row), 0
	return nil
}

// cell takes a record of one cell: its column, its style, its value, and of a formula that it is one.
func (s *xlsbSheet) cell(id int, r *wideReader) error {
	x := s.b.x
	col := int64(r.uint32()) + 1
	style := int(r.uint32() & 0xffffff)
	if col <= int64(s.col) || col > maxCol || s.row == 0 {
		return refuse("order", "column %d after column %d", col, s.col)
	}
	s.col = int(col)
	if x.cells++; x.cells > x.limits.Cells {
		return refuse("limit-cells", "too many cells")
	}
	c := &Cell{Row: s.row, Col: s.col, Hidden: s.hidden || s.hidRow || s.hidCols.contains(s.col)}
	if brtFormulaText <= id && id <= brtFormulaError {
		c.Formula = FormulaNotDecoded
	}
	if err := s.value(id, r, c, style); err != nil || r.short || c.isEmpty() {
		return err
	}
	if x.filled++; x.filled > x.limits.cost.filled {
		return refuse("limit-cells", "more cells than its size can hold")
	}
	if x.text += int64(len(c.Text) + len(c.Formula)); x.text > x.limits.AllText {
		return refuse("limit-text", "too much text")
	}
	s.lastCol = max(s.lastCol, s.col)
	return s.visit(c)
}

// value gives the cell what it holds.
func (s *xlsbSheet) value(id int, r *wideReader, c *Cell, style int) error {
	f, struck, ok := s.b.style(style)
	if !ok {
		return refuse("index", "%s: style %d", c.Address(), style)
	}
	number := 0.0
	switch id {
	case brtBlank:
		return nil
	case brtShared:
		n := r.uint32()
		if int64(n) >= int64(len(s.b.strings)) {
			return refuse("index", "%s: text %d", c.Address(), n)
		}
		c.setStruck(s.b.strings[n], s.b.struck[int(n)], struck)
		return nil
	case brtText, brtFormulaText:
		text := r.text()
		c.setStruck(text, nil, struck)
		return s.b.x.checkText([]byte(text), c.Address())
	case brtRichText:
		text, parts := s.b.richText(r)
		c.setStruck(text, parts, struck)
		return s.b.x.checkText([]byte(text), c.Address())
	case brtBool, brtFormulaBool, brtError, brtFormulaError:
		err := c.setBoolErr(r.take(1)[0], id == brtError || id == brtFormulaError)
		if struck {
			c.strike()
		}
		return err
	case brtRK:
		number = rkNumber(r.uint32())
	default:
		number = r.double()
	}
	if raw := rawNumber(number); !c.setNumber(raw, f, s.b.x.date1904) {
		return refuse("value", "%s: %s", c.Address(), raw)
	}
	if struck {
		c.strike()
	}
	return nil
}
