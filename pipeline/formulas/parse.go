package formulas

import (
	"strings"

	"github.com/shopspring/decimal"
)

// parser computes a formula as it reads it, by descent: comparison < sum < product < sign < percent.
type parser struct {
	sheet *Sheet
	rest  string
	nodes int
	depth int
}

func parse(s *Sheet, formula string) value {
	p := &parser{sheet: s, rest: formula}
	v := p.comparison()
	if p.skip(); p.rest != "" {
		return value{}
	}
	if v.list != nil {
		return value{}
	}
	return v
}

func (p *parser) skip() { p.rest = strings.TrimLeft(p.rest, " \n\r\t") }

// take consumes one of the given marks, the first that fits.
func (p *parser) take(marks ...string) string {
	p.skip()
	for _, mark := range marks {
		if rest, found := strings.CutPrefix(p.rest, mark); found {
			p.rest = rest
			return mark
		}
	}
	return ""
}

func (p *parser) comparison() value {
	if p.nodes++; p.nodes > maxNodes || p.depth > maxDepth {
		return value{}
	}
	p.depth++
	defer func() { p.depth-- }()
	left := p.sum()
	for {
		mark := p.take("<=", ">=", "<>", "=", "<", ">")
		if mark == "" {
			return left
		}
		left = compare(mark, left, p.sum())
	}
}

func (p *parser) sum() value {
	left := p.product()
	for {
		mark := p.take("+", "-")
		if mark == "" {
			return left
		}
		left = arithmetic(mark, left, p.product())
	}
}

func (p *parser) product() value {
	left := p.sign()
	for {
		mark := p.take("*", "/")
		if mark == "" {
			return left
		}
		left = arithmetic(mark, left, p.sign())
	}
}

func (p *parser) sign() value {
	negative := false
	for {
		mark := p.take("+", "-")
		if mark == "" {
			break
		}
		negative = negative != (mark == "-")
	}
	v := p.operand()
	for p.take("%") != "" {
		v = arithmetic("/", v, value{kind: number, n: decimal.New(100, 0)})
	}
	if negative {
		return arithmetic("-", value{kind: number}, v)
	}
	return v
}

// operand reads a number, a text, brackets, a function or a reference. What it cannot read ends the
// formula without a result.
func (p *parser) operand() value {
	p.skip()
	if p.take("(") != "" {
		v := p.comparison()
		if p.take(")") == "" {
			return p.give()
		}
		return v
	}
	if rest, found := strings.CutPrefix(p.rest, `"`); found {
		return p.quoted(rest)
	}
	if n := p.digits(); n != "" {
		d, err := decimal.NewFromString(n)
		if err != nil || d.Exponent() > 300 || d.Exponent() < -300 {
			return p.give()
		}
		return value{kind: number, n: d}
	}
	sheet, named := p.sheetName()
	if named && sheet == nil {
		return p.give()
	}
	word := p.word()
	if word != "" && !named && p.take("(") != "" {
		return p.call(strings.ToUpper(word))
	}
	return p.reference(sheet, word)
}

// give gives up: nothing more of the formula is read.
func (p *parser) give() value {
	p.rest = "?"
	return value{}
}

func (p *parser) quoted(rest string) value {
	end := strings.IndexByte(rest, '"')
	if end < 0 || strings.HasPrefix(rest[end+1:], `"`) {
		return p.give()
	}
	p.rest = rest[end+1:]
	return value{kind: text, s: rest[:end]}
}

func (p *parser) digits() string {
	end := 0
	for end < len(p.rest) && (p.rest[end] >= '0' && p.rest[end] <= '9' || p.rest[end] == '.') {
		end++
	}
	n := p.rest[:end]
	p.rest = p.rest[end:]
	return n
}

func (p *parser) word() string {
	end := 0
	for end < len(p.rest) && isWord(p.rest[end]) {
		end++
	}
	w := p.rest[:end]
	p.rest = p.rest[end:]
	return w
}

func isWord(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '$' || c == '_' || c == '.'
}

// sheetName takes the name of another sheet in front of a reference: 台账!D6, '1 月'!D6. The sheet is nil where the
// workbook has none of that name; without a name it is the formula's own.
func (p *parser) sheetName() (s *Sheet, named bool) {
	name, rest := "", ""
	if quoted, found := strings.CutPrefix(p.rest, "'"); found {
		end := strings.Index(quoted, "'!")
		if end < 0 {
			return nil, true
		}
		name, rest = strings.ReplaceAll(quoted[:end], "''", "'"), quoted[end+2:]
	} else {
		end := strings.IndexFunc(p.rest, func(r rune) bool { return r < 0x80 && !isWord(byte(r)) })
		if end < 1 || p.rest[end] != '!' {
			return p.sheet, false
		}
		name, rest = p.rest[:end], p.rest[end+1:]
	}
	p.rest = rest
	return p.sheet.book.named(name), true
}

// reference reads A1 or A1:B2 of a sheet.
func (p *parser) reference(sheet *Sheet, word string) value {
	row, col, ok := rowAndCol(word)
	if !ok || strings.HasPrefix(p.rest, "!") {
		return p.give()
	}
	if p.take(":") == "" {
		return sheet.cell(row, col)
	}
	p.skip()
	bottom, right, ok := rowAndCol(p.word())
	if !ok || bottom < row || right < col || (bottom-row+1)*(right-col+1) > maxRange {
		return p.give()
	}
	list := []value{}
	for r := row; r <= bottom; r++ {
		for c := col; c <= right; c++ {
			list = append(list, sheet.cell(r, c))
		}
	}
	return value{kind: unknown, list: list}
}

// rowAndCol reads a reference such as $B$12.
func rowAndCol(word string) (row, col int, ok bool) {
	word = strings.ToUpper(strings.ReplaceAll(word, "$", ""))
	i := 0
	for i < len(word) && word[i] >= 'A' && word[i] <= 'Z' {
		col = col*26 + int(word[i]-'A') + 1
		i++
	}
	if i == 0 || i > 3 || i == len(word) || len(word)-i > 7 {
		return 0, 0, false
	}
	for _, c := range []byte(word[i:]) {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		row = row*10 + int(c-'0')
	}
	return row, col, row > 0
}
