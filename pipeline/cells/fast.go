package cells

import (
	"bytes"
	"unicode/utf8"
	"unsafe"
)

// takeWholeCells reads the cells that stand in the window whole and are written plainly, as nearly
// all are: <c r="B7" s="3" t="s"><v>12</v></c>. It consumes a cell only when all of it is of that
// form; whatever else comes (formulas, entities, odd attributes, faults) is left to the scanner.
func (r *sheetReader) takeWholeCells(s *scanner) error {
	if r.inCell || s.empty || s.depth < 2 || s.depth > 3 || string(s.stack[1]) != "sheetData" {
		return nil
	}
	for {
		b := s.buf[s.pos:s.end]
		if len(b) < 16 || b[0] != '<' {
			return nil
		}
		if !r.inRow {
			n := r.plainRow(b)
			if n == 0 {
				return nil
			}
			s.pos += n
			if err := s.pushName(rowName); err != nil {
				return err
			}
			continue
		}
		if b[1] == '/' && string(b[:6]) == "</row>" && string(s.stack[s.depth-1]) == "row" {
			s.pos += 6
			r.inRow = false
			if err := s.pop(); err != nil {
				return err
			}
			continue
		}
		n, err := r.wholeCell(s, b)
		if n == 0 || err != nil {
			return err
		}
		s.pos += n
	}
}

// plainRow opens <row r="7"> or <row r="7" spans="1:9">; 0 where the row says more.
func (r *sheetReader) plainRow(b []byte) int {
	const begin, spans = `<row r="`, ` spans="`
	if string(b[:len(begin)]) != begin {
		return 0
	}
	i := len(begin)
	for i < len(b) && b[i] != '"' {
		i++
	}
	row, ok := parseIndex(b[len(begin):i], maxRow)
	if i++; !ok || row <= r.row || i >= len(b) {
		return 0
	}
	if b[i] == ' ' && len(b) > i+len(spans) && string(b[i:i+len(spans)]) == spans {
		for i += len(spans); i < len(b) && ('0' <= b[i] && b[i] <= '9' || b[i] == ':'); {
			i++
		}
		if i++; i >= len(b) || b[i-1] != '"' {
			return 0
		}
	}
	if b[i] != '>' {
		return 0
	}
	r.row, r.col, r.inRow, r.rowHid = row, 0, true, false
	return i + 1
}

// plainCell is what the attributes of a cell say.
type plainCell struct {
	col, style int
	kind       byte // 0 number, 's' shared text, 'i' inline text
	end        int  // just behind the opening tag
	empty      bool // <c …/>
}

// wholeCell takes one cell from the front of b and gives its length; 0 where it is not of the plain form.
func (r *sheetReader) wholeCell(s *scanner, b []byte) (int, error) {
	p, ok := r.plainTag(b)
	if !ok {
		return 0, nil
	}
	if p.empty {
		r.col = p.col
		return p.end, r.count(s)
	}
	c := &r.cell
	*c = Cell{Row: r.row, Col: p.col}
	n := 0
	switch p.kind {
	case 's':
		n, ok = r.plainShared(c, b[p.end:])
	case 'i':
		n, ok = r.plainInline(c, b[p.end:])
	default:
		n, ok = r.plainNumber(c, b[p.end:], p.style)
	}
	if !ok {
		return 0, nil
	}
	r.col = p.col
	if err := r.count(s); err != nil {
		return 0, err
	}
	if c.Kind == Text && c.Text == "" {
		return p.end + n, nil
	}
	c.Hidden = r.hidden || r.rowHid || r.colHidden(p.col)
	return p.end + n, r.hand(s, c)
}

// plainTag reads <c r="…" s="…" t="…"> with each attribute at most once.
func (r *sheetReader) plainTag(b []byte) (p plainCell, ok bool) {
	if len(b) < 16 || b[1] != 'c' || b[2] != ' ' {
		return p, false
	}
	p.col = r.col + 1
	seen := 0
	for i := 3; i+4 < len(b); {
		name := b[i]
		if b[i+1] != '=' || b[i+2] != '"' {
			return p, false
		}
		value := b[i+3:]
		n := 0
		for n < len(value) && value[n] != '"' {
			n++
		}
		if i += n + 4; i+1 >= len(b) || !r.plainAttr(&p, name, value[:n], &seen) {
			return p, false
		}
		switch {
		case b[i] == '>':
			p.end = i + 1
			if len(b) >= p.end+4 && string(b[p.end:p.end+4]) == "</c>" {
				p.end, p.empty = p.end+4, true
			}
			return p, p.col > r.col
		case b[i] == '/' && b[i+1] == '>':
			p.end, p.empty = i+2, true
			return p, p.col > r.col
		case b[i] != ' ':
			return p, false
		}
		i++
	}
	return p, false
}

func (r *sheetReader) plainAttr(p *plainCell, name byte, value []byte, seen *int) bool {
	bit := 0
	switch name {
	case 'r':
		bit = 1
		row, col, ok := parseAddress(value)
		if !ok || row != r.row {
			return false
		}
		p.col = col
	case 's':
		bit = 2
		for _, c := range value {
			if c < '0' || c > '9' {
				return false
			}
			p.style = p.style*10 + int(c-'0')
		}
		if len(value) == 0 || len(value) > 6 || p.style > 0 && p.style >= len(r.x.formats) {
			return false
		}
	case 't':
		bit = 4
		switch string(value) {
		case "s":
			p.kind = 's'
		case "inlineStr":
			p.kind = 'i'
		case "n":
		default:
			return false
		}
	default:
		return false
	}
	if *seen&bit != 0 {
		return false
	}
	*seen |= bit
	return true
}

var rowName = []byte("row")

const valueEnd = "</v></c>"

// plainShared reads <v>12</v></c>, the number of a shared text.
func (r *sheetReader) plainShared(c *Cell, b []byte) (int, bool) {
	if len(b) < 3+1+len(valueEnd) || string(b[:3]) != "<v>" {
		return 0, false
	}
	n, i := 0, 3
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9' && i < 12; i++ {
		n = n*10 + int(b[i]-'0')
	}
	if i == 3 || i+len(valueEnd) > len(b) || string(b[i:i+len(valueEnd)]) != valueEnd || n >= len(r.x.strings) {
		return 0, false
	}
	c.setText(r.x.strings[n])
	return i + len(valueEnd), true
}

// plainInline reads <is><t>text</t></is></c> without escapes.
func (r *sheetReader) plainInline(c *Cell, b []byte) (int, bool) {
	const begin, end = "<is><t>", "</t></is></c>"
	if len(b) < len(begin) || string(b[:len(begin)]) != begin {
		return 0, false
	}
	body := b[len(begin):]
	n := bytes.IndexByte(body, '<')
	if n < 0 || len(body) < n+len(end) || string(body[n:n+len(end)]) != end || n > r.x.limits.CellText {
		return 0, false
	}
	text, ok := r.plainText(body[:n])
	if !ok {
		return 0, false
	}
	c.setText(r.keep(text))
	return len(begin) + n + len(end), true
}

// plainText decodes entities; ok is false for anything else that needs a closer look.
func (r *sheetReader) plainText(raw []byte) (text []byte, ok bool) {
	entities := false
	for _, ch := range raw {
		if ch < ' ' || ch == '_' || ch == '>' {
			return nil, false
		}
		entities = entities || ch == '&'
	}
	if !utf8.Valid(raw) {
		return nil, false
	}
	if !entities {
		return raw, true
	}
	out := r.value[:0]
	for i := 0; i < len(raw); {
		if raw[i] != '&' {
			out = append(out, raw[i])
			i++
			continue
		}
		ch, n, ok := entity(raw[i:])
		if !ok || ch == '_' {
			return nil, false
		}
		out = utf8.AppendRune(out, ch)
		i += n
	}
	r.value = out
	return out, true
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

const chunkSize = 8 << 10

// plainNumber reads <v>1746.25</v></c>. In General format a number of at most 15 digits without
// needless zeros shows as it is stored.
func (r *sheetReader) plainNumber(c *Cell, b []byte, style int) (int, bool) {
	if len(b) < 3+1+len(valueEnd) || string(b[:3]) != "<v>" || style < len(r.x.formats) && r.x.formats[style].sections != nil {
		return 0, false
	}
	i, digits, point := 3, 0, -1
	if b[i] == '-' {
		i++
	}
	first := i
	for ; i < len(b) && i < 24; i++ {
		if b[i] == '.' && point < 0 && i > first {
			point = i
			continue
		}
		if b[i] < '0' || b[i] > '9' {
			break
		}
		digits++
	}
	last := i - 1
	switch {
	case digits == 0 || digits > 15 || i+len(valueEnd) > len(b) || string(b[i:i+len(valueEnd)]) != valueEnd:
		return 0, false
	case point >= 0 && (point == last || b[last] == '0'), b[first] == '0' && last > first && point != first+1, b[3] == '-' && b[first] == '0' && last == first:
		return 0, false
	}
	text := r.keep(b[3:i])
	c.Kind, c.Raw, c.Text = Number, text, text
	return i + len(valueEnd), true
}
