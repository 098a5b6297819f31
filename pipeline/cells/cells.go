// Package cells reads workbooks and Word documents: a file's bytes become sheets of cells with their physical
// addresses. It is exact or it refuses: a file is read whole, every byte of it checked on the
// way, or there is a Refusal that says what is wrong, where, and the one step that mends it.
//
// It reads .xlsx, .xlsm and .xltx (transitional and strict), .xlsb, .xls and .et (BIFF2 to BIFF8, in a compound
// file or bare), .csv in UTF-8, UTF-16 and GB18030, and the plain pages and XML tables that systems
// call .xls, and OpenDocument spreadsheets (.ods, .fods). The content decides, never the name. Workbooks with an
// open password are read if it is among Options.Passwords.
//
// Open looks at a file and lists its sheets; Book.Each streams the cells of one, Book.Sheet and Read
// gather them. Numbers are shown as their format shows them (Cell.Text) and kept as they are stored
// (Cell.Raw), to the 15 significant digits that spreadsheets keep; nothing passes through a float
// but the binary numbers of .xls. Dates are numbers that a format shows as dates (Cell.Date).
//
// What a file can make the reader do is bounded by Limits, and by what its size can justify: its memory is a
// window on the part being read, the shared texts and the styles, whatever sizes the file declares; a stream of
// cells holds nothing else of an .xlsx sheet. (An .xls sheet, a page, an XML table and an OpenDocument are held
// whole.) Work is counted, never timed. No panic escapes: one inside becomes a Refusal of code "panic".
//
// The package has no state. Any number of Books may be read at once; one Book is for one goroutine at
// a time.
package cells

import (
	"fmt"
	"io"
	"strconv"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Blank Kind = iota
	Text
	Number
	Bool
	Error // #REF!, #DIV/0!, …
)

// Cell is one cell as it is stored and as it is shown.
type Cell struct {
	Row, Col int    // from 1
	Kind     Kind   // of the value; for a formula, of its stored result
	Text     string // as shown, by the cell's number format: "87.30%"; without what is struck out
	Raw      string // as stored: "0.873"; for text the same as Text, with what is struck out
	Formula  string // without the leading "="; "" where there is none
	Uncached bool   // a formula without a stored result
	Percent  bool   // the number format shows a percentage
	Date     bool   // the number format shows a date, a time or a duration
	Hidden   bool   // its row, its column or its sheet is hidden
	Struck   bool   // some or all of it is struck out (删除线); a number that is has no Text
	Long     bool   // a number of 16 or more digits: a spreadsheet keeps 15, so a code stored so is not whole
	Scale    int8   // the number is shown divided by so many powers of ten: 4 where 123456 shows as 12.3万元
	Unit     string // the word that the number format writes behind the number: "万元"
}

// Address is the cell's place in A1 style.
func (c *Cell) Address() string { return Address(c.Row, c.Col) }

// Range is a rectangle of cells, both corners included, counted from 1.
type Range struct{ Top, Left, Bottom, Right int }

// Contains reports whether a cell lies in the rectangle.
func (r Range) Contains(row, col int) bool {
	return r.Top <= row && row <= r.Bottom && r.Left <= col && col <= r.Right
}

// area is how many places the rectangle has.
func (r Range) area() int64 { return int64(r.Bottom-r.Top+1) * int64(r.Right-r.Left+1) }

// SheetInfo is a sheet's name and whether the workbook hides it.
type SheetInfo struct {
	Name   string
	Hidden bool
}

// Sheet is a whole sheet: its cells in rows from the top, each row from the left. Cells that
// hold nothing are left out.
type Sheet struct {
	SheetInfo
	Cells    []Cell
	Merges   []Range
	Document *Document // of a Word file; nil for workbooks
}

// Book is an opened workbook.
type Book struct {
	sheets   []SheetInfo
	source   source
	document *Document
}

// source is a format's way to read one sheet. It visits cells in order; the cell handed over is
// overwritten by the next.
type source interface {
	each(sheet int, visit func(*Cell) error) (merges []Range, err error)
}

// Sheets lists the sheets in the order of their tabs.
func (b *Book) Sheets() []SheetInfo { return b.sheets }

// Each visits the cells of a sheet without holding them, rows from the top, each row from the
// left, and returns the merged ranges. What was visited is only to be trusted once Each has
// returned without an error.
func (b *Book) Each(sheet int, visit func(*Cell) error) (merges []Range, err error) {
	defer refusePanic(&err)
	if sheet < 0 || sheet >= len(b.sheets) {
		return nil, fmt.Errorf("sheet %d of %d", sheet, len(b.sheets))
	}
	merges, err = b.source.each(sheet, visit)
	return merges, inSheet(err, b.sheets[sheet].Name)
}

// Sheet reads one sheet whole.
func (b *Book) Sheet(i int) (Sheet, error) {
	if i < 0 || i >= len(b.sheets) {
		return Sheet{}, fmt.Errorf("sheet %d of %d", i, len(b.sheets))
	}
	s := Sheet{SheetInfo: b.sheets[i], Document: b.document}
	if held, ok := b.source.(layouts); ok { // it stands there already
		s.Cells, s.Merges = held[i].cells, held[i].merges
		return s, inSheet(checkUsed(s.Merges, s.Cells), s.Name)
	}
	merges, err := b.Each(i, func(c *Cell) error {
		s.Cells = append(s.Cells, *c)
		return nil
	})
	s.Merges = merges
	return s, err
}

// Read reads every sheet of a workbook, or refuses it.
func Read(r io.ReaderAt, size int64, o Options) ([]Sheet, error) {
	book, err := Open(r, size, o)
	if err != nil {
		return nil, err
	}
	sheets := make([]Sheet, len(book.sheets))
	for i := range sheets {
		if sheets[i], err = book.Sheet(i); err != nil {
			return nil, err
		}
	}
	return sheets, nil
}

// Address gives a place in A1 style: row 3, column 28 is "AB3".
func Address(row, col int) string {
	var buf [12]byte
	i := len(buf)
	digits := strconv.Itoa(row)
	i -= len(digits)
	copy(buf[i:], digits)
	for ; col > 0; col = (col - 1) / 26 {
		i--
		buf[i] = byte('A' + (col-1)%26)
	}
	return string(buf[i:])
}

// maxRow and maxCol are the size of a sheet in Excel 2007 and later.
const (
	maxRow = 1 << 20
	maxCol = 1 << 14
)

// parseAddress reads "AB3"; ok is false for anything that is not a place on a sheet.
func parseAddress(s []byte) (row, col int, ok bool) {
	i := 0
	for ; i < len(s) && i < 4; i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	row, ok = parseIndex(s[i:], maxRow)
	return row, col, ok && 0 < col && col <= maxCol
}

// parseIndex reads a whole number from 1 to most.
func parseIndex(s []byte, most int) (n int, ok bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, 0 < n && n <= most
}
