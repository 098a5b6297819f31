package cells

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"jixiao/pipeline/cells/numfmt"
)

// takeWholeCells reads the rows and cells that stand in the window whole and are written plainly, as nearly
// all are: <c r="B7" s="3" t="s"><v>12</v></c>. It consumes a cell only when all of it is of that form;
// whatever else comes (formulas, odd attributes, faults, the end of the window) is left to the scanner.
func (r *sheetReader) takeWholeCells(s *scanner) error {
	if r.inCell || s.empty || s.depth < 2 || s.depth > 3 ||
		string(s.stack[1]) != "sheetData" || r.inRow && string(s.stack[2]) != "row" {
		return nil
	}
	for {
		if !r.inRow {
			n := r.plainRow(s.buf[s.pos:s.end])
			if n == 0 {
				return nil
			}
			s.pos += n
			if err := s.pushName(rowName); err != nil {
				return err
			}
		}
		for {
			n, err := r.wholeCell(s, s.buf[s.pos:s.end])
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
			s.pos += n
		}
		if !bytes.HasPrefix(s.buf[s.pos:s.end], rowClose) {
			return nil
		}
		s.pos += len(rowClose)
		r.inRow = false
		if err := s.pop(); err != nil {
			return err
		}
	}
}

var rowName, rowClose = []byte("row"), []byte("</row>")

// plainRow opens a row that is written like the one before it, but for its number; 0 where it is not.
func (r *sheetReader) plainRow(b []byte) int {
	const begin = `<row r="`
	if len(b) < ahead || string(b[:len(begin)]) != begin {
		return 0
	}
	i := len(begin)
	for b[i]-'0' < 10 && i < len(begin)+8 {
		i++
	}
	row, ok := parseIndex(b[len(begin):i], maxRow)
	if !ok || row <= r.row || b[i] != '"' {
		return 0
	}
	if len(r.rowRest) == 0 || !bytes.HasPrefix(b[i:], r.rowRest) {
		r.learnRow(b[i:])
		return 0
	}
	r.beginRowAt(row)
	r.rowHid = r.restHid
	return i + len(r.rowRest)
}

// learnRow remembers how a row's tag is written behind its number. The scanner reads it; beginRow adds what it
// says.
func (r *sheetReader) learnRow(b []byte) {
	r.rowRest, r.learns = r.rowRest[:0], false
	n := bytes.IndexByte(b[:min(len(b), 256)], '>')
	if n < 1 || b[n-1] == '/' || bytes.IndexByte(b[:n], '\'') >= 0 || bytes.Count(b[:n], quoteMark)%2 == 0 {
		return // an empty row, or the > may stand in quotes
	}
	r.rowRest, r.learns = append(r.rowRest, b[:n+1]...), true
}

var quoteMark = []byte{'"'}

// wholeCell takes one cell from the front of b and gives its length; 0 where it is not of the plain form.
func (r *sheetReader) wholeCell(s *scanner, b []byte) (int, error) {
	if len(b) < ahead {
		return 0, nil
	}
	col, at := r.plainPlace(b)
	if col <= r.col {
		return 0, nil
	}
	if col >= len(r.x.tags) && !r.moreTags(col) {
		return 0, nil
	}
	tag := &r.x.tags[col]
	if !tag.matches(b[at:]) && !r.readPlainTag(tag, b[at:]) {
		return 0, nil
	}
	at += tag.n
	c := &r.cell
	*c = Cell{Row: r.row, Col: col}
	n := 0
	switch {
	case tag.empty:
		r.col = col
		return at, r.count(s)
	case tag.kind == 's':
		n = r.plainShared(c, b[at:])
	case tag.kind == 'i':
		n = r.plainInline(s, c, b[at:])
	default:
		n = r.plainNumber(c, b[at:], tag)
	}
	if n == 0 {
		return 0, nil
	}
	r.col = col
	if err := r.count(s); err != nil {
		return 0, err
	}
	if c.Kind == Text && c.Text == "" {
		return at + n, nil
	}
	c.Hidden = r.hidden || r.rowHid || r.cols.contains(col)
	return at + n, r.hand(s, c)
}

// ahead is how many bytes must stand in the window for a cell to be looked at: its tag and a number.
const ahead = 128

// plainPlace reads <c r="AB7 in the row that is open, and gives the column and how many bytes these are; the
// column is 0 where something else stands there.
func (r *sheetReader) plainPlace(b []byte) (col, n int) {
	if string(b[:6]) != `<c r="` {
		return 0, 0
	}
	for n = 6; n < 9 && b[n]-'A' < 26; n++ {
		col = col*26 + int(b[n]-'A') + 1
	}
	if binary.LittleEndian.Uint64(b[n:])&r.digitsMask != r.digits || col > maxCol {
		return 0, 0
	}
	return col, n + r.digitsLen
}

const valueEnd = "</v></c>"

// plainShared reads 12</v></c>, the number of a shared text.
func (r *sheetReader) plainShared(c *Cell, b []byte) int {
	n, i := 0, 0
	for ; i < 10 && b[i]-'0' < 10; i++ {
		n = n*10 + int(b[i]-'0')
	}
	if i == 0 || string(b[i:i+len(valueEnd)]) != valueEnd || n >= len(r.x.strings) {
		return 0
	}
	if len(r.x.struckTexts) > 0 && r.x.struckTexts[n] != nil {
		return 0
	}
	c.setText(r.x.strings[n])
	return i + len(valueEnd)
}

// plainInline reads text</t></is></c>.
func (r *sheetReader) plainInline(s *scanner, c *Cell, b []byte) int {
	const end = "</t></is></c>"
	n := bytes.IndexByte(b, '<')
	if n < 0 || len(b) < n+len(end) || string(b[n:n+len(end)]) != end || n > r.x.limits.CellText {
		return 0
	}
	text, ok := s.plainText(b[:n])
	if !ok {
		return 0
	}
	c.setText(r.keep(text))
	return n + len(end)
}

// keep makes a string of bytes that will be overwritten. The texts of a sheet stand together in
// chunks: one allocation for hundreds of cells. A chunk is only appended to, so its strings never change.
func (r *sheetReader) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if cap(r.chunk)-len(r.chunk) < len(b) {
		r.chunk = make([]byte, 0, max(chunkSize, len(b)))
	}
	n := len(r.chunk)
	r.chunk = append(r.chunk, b...)
	return unsafe.String(&r.chunk[n], len(b))
}

// keepNumber is keep for the first n of b, at most 32: so many are copied without a look at how many there are.
func (r *sheetReader) keepNumber(b []byte, n int) string {
	have := len(r.chunk)
	if cap(r.chunk)-have < 32 {
		r.chunk, have = make([]byte, 0, chunkSize), 0
	}
	*(*[32]byte)(r.chunk[have : have+32]) = [32]byte(b)
	r.chunk = r.chunk[:have+n]
	return unsafe.String(&r.chunk[have], n)
}

// keepShown is keep for a number as its format shows it.
func (r *sheetReader) keepShown(f *numfmt.Format, n numfmt.Number) string {
	if cap(r.chunk)-len(r.chunk) < 64 {
		r.chunk = make([]byte, 0, chunkSize)
	}
	have := len(r.chunk)
	r.chunk = f.Show(r.chunk, n, r.x.date1904)
	if len(r.chunk) == have {
		return ""
	}
	return unsafe.String(&r.chunk[have], len(r.chunk)-have)
}

const chunkSize = 8 << 10
