package cells

import (
	"fmt"
	"strconv"
)

// table lays out a table at its rows and columns, then what stands inside its cells besides text: other
// tables and text boxes. A table that only frames another is not laid out itself.
func (l *layer) table(t *Table, name string) error {
	t.Place, t.Top = name, l.row
	if t.frames() {
		cell := &t.Rows[0][0]
		cell.Place = name + " 第1行第1列"
		return l.blocks(cell.Blocks, cell.Place)
	}
	var inner []*TableCell
	for r := range t.Rows {
		for c := range t.Rows[r] {
			cell := &t.Rows[r][c]
			cell.Place = fmt.Sprintf("%s 第%d行第%d列", name, r+1, cell.Col)
			if err := l.cell(t, r, cell); err != nil {
				return err
			}
			if !cell.Covered && holdsMore(cell) {
				inner = append(inner, cell)
			}
		}
		if err := l.nextRow(place{name: name, table: true, row: r + 1}); err != nil {
			return err
		}
	}
	if err := l.nextRow(place{}); err != nil {
		return err
	}
	for _, cell := range inner {
		if err := l.within(cell); err != nil {
			return err
		}
	}
	return nil
}

// cell puts a cell's text on the sheet, and its merge.
func (l *layer) cell(t *Table, row int, cell *TableCell) error {
	if cell.Col+cell.Across-1 > maxCol {
		return refuseWord("limit-cells", "a table of too many columns").in(cell.Place)
	}
	for i := range cell.Blocks {
		if p := cell.Blocks[i].Paragraph; p != nil {
			p.Place, p.Row = cell.Place, l.row
			l.d.markedAt(p)
			l.unread += p.Unread
			cell.Hidden = cell.Hidden || p.Hidden
		}
	}
	if size := int64(cell.Down) * int64(cell.Across); size > 1 {
		l.area += size
		if len(l.sheet.merges) == l.limits.Merges || l.area > l.limits.Area {
			return refuseWord("limit-cells", "merges").in(cell.Place)
		}
		bottom, right := l.row+cell.Down-1, cell.Col+cell.Across-1
		l.sheet.merges = append(l.sheet.merges, Range{l.row, cell.Col, bottom, right})
	}
	if text := cell.Text(); text != "" {
		return l.put(cell.Col, text, cell.Hidden || cell.Covered, cell.Place)
	}
	return nil
}

func holdsMore(cell *TableCell) bool {
	for _, b := range cell.Blocks {
		if b.Paragraph == nil {
			return true
		}
	}
	return false
}

// within lays out the tables and text boxes of a cell.
func (l *layer) within(cell *TableCell) error {
	tables := 0
	for _, b := range cell.Blocks {
		var err error
		switch {
		case b.Table != nil:
			tables++
			err = l.table(b.Table, cell.Place+" 内表"+strconv.Itoa(tables))
		case b.Box != nil:
			err = l.box(b.Box)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nameAll gives their places to blocks that are on no sheet.
func (l *layer) nameAll(blocks []Block, name string) {
	tables := 0
	for i := range blocks {
		switch b := &blocks[i]; {
		case b.Paragraph != nil:
			b.Paragraph.Place = name
		case b.Table != nil:
			tables++
			b.Table.Place = name + " 表" + strconv.Itoa(tables)
			for r, row := range b.Table.Rows {
				for c := range row {
					row[c].Place = fmt.Sprintf("%s 第%d行第%d列", b.Table.Place, r+1, row[c].Col)
					l.nameAll(row[c].Blocks, row[c].Place)
				}
			}
		default:
			b.Box.Place = name + " 文本框"
			l.nameAll(b.Box.Blocks, b.Box.Place)
		}
	}
}
