package cells

// How a cell stands in a merge downwards.
const (
	notMerged = iota
	beginsMerge
	inMerge
)

// wordCell is a cell as it is written: its columns, whether it runs on from the cell above.
type wordCell struct {
	span   int
	down   int // notMerged, beginsMerge, inMerge
	across int // the same, of old files that merge sideways without columns
	cell   TableCell
}

// table reads <w:tbl>.
func (t *story) table() (*Table, error) {
	b := &tableBuilder{limits: t.d.limits}
	var take func(name string) error
	take = func(name string) error {
		switch name {
		case "tr":
			return t.tableRow(b)
		case "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "customXmlPr":
			return nil
		case "AlternateContent":
			return t.x.choose(take)
		}
		return t.x.children(take)
	}
	if err := t.x.children(take); err != nil {
		return nil, err
	}
	return b.table(), nil
}

// tableRow reads <w:tr>. A row that was deleted is not there.
func (t *story) tableRow(b *tableBuilder) error {
	x := t.x
	before, deleted, hidden := 0, false, false
	var cells []wordCell
	var take func(name string) error
	take = func(name string) error {
		switch name {
		case "trPr":
			return x.children(func(name string) error {
				switch name {
				case "gridBefore":
					before = max(0, x.number("val", 0))
				case "del":
					deleted = true
				case "hidden":
					hidden = x.isOn()
				}
				return nil
			})
		case "tc":
			if deleted {
				return nil
			}
			c, gone, err := t.tableCell()
			c.cell.Hidden = hidden
			if err == nil && !gone {
				cells = append(cells, c)
			}
			return err
		case "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr":
			return nil
		case "AlternateContent":
			return x.choose(take)
		}
		return x.children(take)
	}
	if err := x.children(take); err != nil || deleted {
		return err
	}
	return b.addRow(before+1, cells)
}

// tableCell reads <w:tc>; gone is true for a cell that was deleted.
func (t *story) tableCell() (c wordCell, gone bool, err error) {
	x := t.x
	c.span = 1
	inner := &story{d: t.d, x: x, counters: t.counters, fields: t.fields}
	err = x.children(func(name string) error {
		if name != "tcPr" {
			return inner.block(name)
		}
		return x.children(func(name string) error {
			switch name {
			case "gridSpan":
				c.span = max(1, x.number("val", 1))
			case "vMerge":
				c.down = mergeState(x.val())
			case "hMerge":
				c.across = mergeState(x.val())
			case "cellDel":
				gone = true
			case "cellMerge":
				if v := string(x.s.attr("vMerge")); v == "cont" {
					c.down = inMerge
				} else if v == "rest" {
					c.down = beginsMerge
				}
			}
			return nil
		})
	})
	if err == nil {
		err = inner.flush()
	}
	t.fields = inner.fields
	c.cell.Blocks = inner.blocks
	return c, gone, err
}

func mergeState(val string) int {
	if val == "restart" {
		return beginsMerge
	}
	return inMerge
}

// tableBuilder puts the rows of a table together: which cell covers which places.
type tableBuilder struct {
	limits *Limits
	rows   []TableRow
	open   map[int]*TableCell // by column, the cell that runs on below it
	cells  int
}

// addRow adds a row whose first cell stands in a column.
func (b *tableBuilder) addRow(col int, cells []wordCell) error {
	row := make(TableRow, 0, len(cells))
	open := map[int]*TableCell{}
	var left *TableCell
	if b.cells += len(cells); b.cells > b.limits.Cells {
		return refuseWord("limit-cells", "too many cells")
	}
	for _, w := range cells {
		c := w.cell
		c.Col, c.Down, c.Across = col, 1, w.span
		if col += w.span; col > maxCol+1 {
			return refuseWord("limit-cells", "a table of too many columns")
		}
		above := b.open[c.Col]
		switch {
		case w.across == inMerge && left != nil:
			left.Across += c.Across
			c.Covered = true
		case w.down == inMerge && above != nil && above.Across == c.Across:
			above.Down++
			open[c.Col] = above
			c.Covered = true
		}
		row = append(row, c)
		if !c.Covered {
			left = &row[len(row)-1]
		}
		if !c.Covered && w.down != notMerged {
			open[c.Col] = left
		}
	}
	b.rows, b.open = append(b.rows, row), open
	return nil
}

func (b *tableBuilder) table() *Table { return &Table{Rows: b.rows} }
