package cells

import (
	"strconv"
	"strings"
)

// sharedFormula is a formula that several cells share: written once, at its first cell, and read once.
type sharedFormula struct {
	text     string
	row, col int
	parts    []formulaPart // of the text, once another cell has asked for them
}

// formulaPart is a reference and the text before it.
type formulaPart struct {
	text               string
	row, col           int // 0 for none: only text
	fixedRow, fixedCol bool
}

// maxFormula is how many bytes a formula may have: Excel allows 8,192 characters.
const maxFormula = 4 * 8192

// endFormula resolves shared formulas: the first cell defines, the others are moved copies.
func (r *sheetReader) endFormula(s *scanner) error {
	if len(r.formula) > maxFormula {
		return s.fail("limit-text", r.cell.Address()+": a formula that is too long")
	}
	if r.sharedID == "" {
		return nil
	}
	if len(r.formula) > 0 {
		r.shared[r.sharedID] = &sharedFormula{text: string(r.formula), row: r.cell.Row, col: r.cell.Col}
		return nil
	}
	first, found := r.shared[r.sharedID]
	if !found {
		return s.fail("index", r.cell.Address()+": shared formula "+r.sharedID)
	}
	r.formula = appendMoved(r.formula[:0], r.partsOf(first), r.cell.Row-first.row, r.cell.Col-first.col)
	if r.x.moved += int64(len(r.formula)); r.x.moved > r.x.limits.cost.formulas {
		return s.fail("limit-text", "too much text in formulas")
	}
	return nil
}

// mostParts is how many parts of shared formulas are kept at a time.
const mostParts = 100_000

// partsOf gives the parts of a shared formula.
func (r *sheetReader) partsOf(f *sharedFormula) []formulaPart {
	if f.parts != nil {
		return f.parts
	}
	f.parts = parseFormula(f.text)
	r.parsed = append(r.parsed, f)
	if r.parts += len(f.parts); r.parts > mostParts {
		for _, other := range r.parsed[:len(r.parsed)-1] {
			other.parts = nil
		}
		r.parsed, r.parts = append(r.parsed[:0], f), len(f.parts)
	}
	return f.parts
}

// parseFormula cuts a formula at its references. Texts in quotes, sheet names and function names are text.
func parseFormula(formula string) []formulaPart {
	var parts []formulaPart
	from := 0
	for i := 0; i < len(formula); {
		c := formula[i]
		switch {
		case c == '"' || c == '\'':
			end := strings.IndexByte(formula[i+1:], c)
			if end < 0 {
				end = len(formula) - i - 2
			}
			i += end + 2
		case isNameByte(c):
			end := i
			for end < len(formula) && isNameByte(formula[end]) {
				end++
			}
			if end == len(formula) || formula[end] != '(' && formula[end] != '!' {
				if part, ok := parseReference(formula[i:end]); ok {
					part.text = formula[from:i]
					parts, from = append(parts, part), end
				}
			}
			i = end
		default:
			i++
		}
	}
	return append(parts, formulaPart{text: formula[from:]})
}

// appendMoved writes a formula with its relative references moved by rows and columns.
func appendMoved(b []byte, parts []formulaPart, rows, cols int) []byte {
	for i := range parts {
		p := &parts[i]
		b = append(b, p.text...)
		if p.row == 0 {
			continue
		}
		row, col := p.row, p.col
		if !p.fixedRow {
			row += rows
		}
		if !p.fixedCol {
			col += cols
		}
		if row < 1 || col < 1 || row > maxRow || col > maxCol {
			b = append(b, "#REF!"...)
			continue
		}
		if p.fixedCol {
			b = append(b, '$')
		}
		b = appendColumn(b, col)
		if p.fixedRow {
			b = append(b, '$')
		}
		b = strconv.AppendInt(b, int64(row), 10)
	}
	return b
}

// appendColumn writes the letters of a column.
func appendColumn(b []byte, col int) []byte {
	if col > 26 {
		b = appendColumn(b, (col-1)/26)
	}
	return append(b, byte('A'+(col-1)%26))
}

func isNameByte(c byte) bool {
	return c == '$' || c == '_' || c == '.' || c >= 0x80 || '0' <= c && c <= '9' || 'A' <= c&^0x20 && c&^0x20 <= 'Z'
}

// parseReference reads "B$3".
func parseReference(word string) (p formulaPart, ok bool) {
	rest, fixedCol := strings.CutPrefix(word, "$")
	letters := 0
	for letters < len(rest) && 'A' <= rest[letters]&^0x20 && rest[letters]&^0x20 <= 'Z' {
		letters++
	}
	digits, fixedRow := strings.CutPrefix(rest[letters:], "$")
	p.fixedRow, p.fixedCol = fixedRow, fixedCol
	p.row, p.col, ok = parseAddress([]byte(rest[:letters] + digits))
	return p, ok
}
