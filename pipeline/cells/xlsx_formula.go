package cells

import "strings"

// sharedFormula is a formula that several cells share: written once, at its first cell.
type sharedFormula struct {
	text     string
	row, col int
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
		r.shared[r.sharedID] = sharedFormula{string(r.formula), r.cell.Row, r.cell.Col}
		return nil
	}
	first, found := r.shared[r.sharedID]
	if !found {
		return s.fail("index", r.cell.Address()+": shared formula "+r.sharedID)
	}
	r.formula = append(r.formula[:0], moveFormula(first.text, r.cell.Row-first.row, r.cell.Col-first.col)...)
	return nil
}

// moveFormula moves the relative references of a formula by rows and columns. Texts in quotes,
// sheet names and function names stay.
func moveFormula(formula string, rows, cols int) string {
	var out strings.Builder
	for i := 0; i < len(formula); {
		c := formula[i]
		switch {
		case c == '"' || c == '\'':
			end := strings.IndexByte(formula[i+1:], c)
			if end < 0 {
				end = len(formula) - i - 2
			}
			out.WriteString(formula[i : i+end+2])
			i += end + 2
		case isNameByte(c):
			end := i
			for end < len(formula) && isNameByte(formula[end]) {
				end++
			}
			word := formula[i:end]
			if end < len(formula) && (formula[end] == '(' || formula[end] == '!') {
				out.WriteString(word)
			} else {
				out.WriteString(moveReference(word, rows, cols))
			}
			i = end
		default:
			out.WriteByte(c)
			i++
		}
	}
	return out.String()
}

func isNameByte(c byte) bool {
	return c == '$' || c == '_' || c == '.' || c >= 0x80 || '0' <= c && c <= '9' || 'A' <= c&^0x20 && c&^0x20 <= 'Z'
}

// moveReference moves "B$3" and leaves every other word as it is.
func moveReference(word string, rows, cols int) string {
	rest, fixedCol := strings.CutPrefix(word, "$")
	letters := 0
	for letters < len(rest) && 'A' <= rest[letters]&^0x20 && rest[letters]&^0x20 <= 'Z' {
		letters++
	}
	digits, fixedRow := strings.CutPrefix(rest[letters:], "$")
	row, col, ok := parseAddress([]byte(rest[:letters] + digits))
	if !ok {
		return word
	}
	if !fixedRow {
		row += rows
	}
	if !fixedCol {
		col += cols
	}
	if row < 1 || col < 1 || row > maxRow || col > maxCol {
		return "#REF!"
	}
	moved := Address(row, col)
	i := strings.IndexAny(moved, "0123456789")
	mark := map[bool]string{true: "$"}
	return mark[fixedCol] + moved[:i] + mark[fixedRow] + moved[i:]
}
