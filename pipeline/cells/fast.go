package cells

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// takeWholeCells reads the rows and cells that stand in the window whole and are written plainly, as nearly
// all are: <c r="B7" s="3" t="s"><v>12</v></c>. It consumes a cell only when all of it is of that form;
// whatever else comes (formulas, odd attributes, faults, the end of the window) is left to the scanner.
func (r *sheetReader) takeWholeCells(s *scanner) error {
	if r.inCell || s.empty || s.depth < 2 || s.depth > 3 || string(s.stack[1]) != "sheetData" || r.inRow && string(s.stack[2]) != "row" {
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

// plainTag is what a cell says from behind its address up to its value.
type plainTag struct {
	style   int
	kind    byte // 0 number, 's' shared text, 'i' inline text
	empty   bool // there is nothing in the cell
	general bool // the style shows numbers as they are
	n       int  // how many bytes are written so; 0 for none
	written [40]byte
	head    uint64 // the first eight of them, as far as there are so many
	mask    uint64
}

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
	c.Hidden = r.hidden || r.rowHid || r.colHidden(col)
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

// matches looks whether a cell is written like the last one of its column, as most are.
func (t *plainTag) matches(b []byte) bool {
	return t.n != 0 && binary.LittleEndian.Uint64(b)&t.mask == t.head && (t.n <= 8 || string(b[8:t.n]) == string(t.written[8:t.n]))
}

// moreTags makes room for the tags of a column. What stands further right than 1,024 is left to the scanner.
func (r *sheetReader) moreTags(col int) bool {
	if col >= 1024 {
		return false
	}
	r.x.tags = append(r.x.tags, make([]plainTag, col+16-len(r.x.tags))...)
	return true
}

// readPlainTag reads what stands between a cell's address and its value.
func (r *sheetReader) readPlainTag(tag *plainTag, b []byte) bool {
	const end, value, text = "</c>", "<v>", "<is><t>"
	*tag = plainTag{}
	n := bytes.IndexByte(b[:len(tag.written)-len(text)], '>') + 1
	if n < 2 || b[0] != '"' || !r.plainAttrs(tag, b[1:n-1]) {
		return false
	}
	switch rest := b[n:]; {
	case tag.empty:
	case string(rest[:len(end)]) == end:
		tag.empty = true
		n += len(end)
	case tag.kind != 'i' && string(rest[:len(value)]) == value:
		n += len(value)
	case tag.kind == 'i' && string(rest[:len(text)]) == text:
		n += len(text)
	default:
		return false
	}
	tag.n = copy(tag.written[:], b[:n])
	tag.mask = ^uint64(0) >> (64 - 8*min(n, 8))
	tag.head = binary.LittleEndian.Uint64(b) & tag.mask
	return true
}

// plainAttrs reads what stands between the address and the end of the tag: s="…" and t="…" once each, and a
// slash.
func (r *sheetReader) plainAttrs(tag *plainTag, b []byte) bool {
	if n := len(b); n > 0 && b[n-1] == '/' {
		tag.empty = true
		b = b[:n-1]
	}
	seen := byte(0)
	for len(b) > 0 {
		if len(b) < 6 || b[0] != ' ' || b[2] != '=' || b[3] != '"' || b[1] == seen {
			return false
		}
		n := bytes.IndexByte(b[4:], '"')
		if n < 0 || !r.plainAttr(tag, b[1], b[4:4+n]) {
			return false
		}
		seen, b = b[1], b[n+5:]
	}
	tag.general = tag.style >= len(r.x.formats) || r.x.formats[tag.style].sections == nil
	return true
}

func (r *sheetReader) plainAttr(tag *plainTag, name byte, value []byte) bool {
	switch name {
	case 's':
		for _, c := range value {
			if c < '0' || c > '9' {
				return false
			}
			tag.style = tag.style*10 + int(c-'0')
		}
		return len(value) > 0 && len(value) <= 5 && (tag.style == 0 || tag.style < len(r.x.formats))
	case 't':
		switch string(value) {
		case "s":
			tag.kind = 's'
		case "inlineStr":
			tag.kind = 'i'
		case "n":
		default:
			return false
		}
		return true
	}
	return false
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
func (r *sheetReader) keepShown(f *format, n number) string {
	if cap(r.chunk)-len(r.chunk) < 64 {
		r.chunk = make([]byte, 0, chunkSize)
	}
	have := len(r.chunk)
	r.chunk = f.show(r.chunk, n, r.x.date1904)
	if len(r.chunk) == have {
		return ""
	}
	return unsafe.String(&r.chunk[have], len(r.chunk)-have)
}

const chunkSize = 8 << 10

// plainNumber reads 1746.25</v></c>. In General format a number of at most 15 digits without needless zeros
// shows as it is stored; others are worked out.
func (r *sheetReader) plainNumber(c *Cell, b []byte, tag *plainTag) int {
	first := 0
	if b[0] == '-' {
		first = 1
	}
	n, point := digitSpan(b[first:])
	end := first + n
	if n == 0 || n > 30 || point == 0 || point == n-1 || string(b[end:end+len(valueEnd)]) != valueEnd {
		return 0
	}
	raw := r.keepNumber(b, end)
	c.Kind, c.Raw, c.Text = Number, raw, raw
	if tag.general && n <= keptDigits && (b[first] != '0' || point == 1 || end == 1) && (point < 0 || b[end-1] != '0') {
		return end + len(valueEnd)
	}
	value, ok := parseNumber(b[:end])
	if !ok {
		return 0
	}
	f := r.x.format(tag.style)
	c.Text, c.Percent, c.Date = r.keepShown(f, value), f.percent, f.date
	return end + len(valueEnd)
}

// digitSpan counts the digits at the front of b, at most 32 with one point among them, and gives where the
// point stands; -1 for none. It looks at 16 bytes at once: numbers are of all lengths, and a loop that ends
// somewhere else each time costs more.
func digitSpan(b []byte) (n, point int) {
	point = -1
	odd := notDigits(binary.LittleEndian.Uint64(b)) | notDigits(binary.LittleEndian.Uint64(b[8:]))<<8
	n = bits.TrailingZeros32(odd)
	if n < 16 && b[n] == '.' {
		point = n
		n = bits.TrailingZeros32(odd & (odd - 1))
	}
	if n < 16 {
		return n, point
	}
	for n = 16; n < 32; n++ {
		if b[n] == '.' && point < 0 {
			point = n
		} else if b[n]-'0' >= 10 {
			break
		}
	}
	return n, point
}

// notDigits has a bit for each of the eight bytes of v, the lowest for the first, that is no digit.
func notDigits(v uint64) uint32 {
	const ones = 0x0101010101010101
	v ^= '0' * ones
	v = (v&(0x7f*ones) + 0x76*ones | v) >> 7 & ones // the top bit of each byte over 9
	return uint32(v * 0x0102040810204080 >> 56)     // those bits side by side
}
