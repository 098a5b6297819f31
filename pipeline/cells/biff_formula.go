package cells

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"jixiao/pipeline/cells/numfmt"
)

// FormulaNotDecoded stands for the text of a formula in an old workbook that is not decoded: one of BIFF2 to
// BIFF7, or with names, other workbooks, array constants or rare functions.
const FormulaNotDecoded = "（公式）"

// expression writes the tokens of a parsed formula of BIFF8 as text ([MS-XLS] 2.5.198). They stand in the order
// of a stack machine, with the brackets of the text among them, so that nothing has to be known of precedence.
type expression struct {
	b        *biff
	row, col int // of the cell, from 0: shared formulas count from there
	in       []byte
	stack    []*term
}

// term is a part of a formula: it is written out only once all is known, however often it is bracketed.
type term struct {
	before, between, after string // around and between its own parts
	of                     []*term
	size, depth            int
}

// maxTerms is how deep the parts of a formula may be nested; in a spreadsheet 64 functions may be.
const maxTerms = 512

// formulaText gives a formula's text; FormulaNotDecoded where a token is not known.
func (b *biff) formulaText(tokens []byte, row, col int) string {
	e := expression{b: b, row: row, col: col, in: tokens}
	for len(e.in) > 0 {
		if !e.token() {
			return FormulaNotDecoded
		}
	}
	if len(e.stack) != 1 {
		return FormulaNotDecoded
	}
	var text strings.Builder
	e.stack[0].write(&text)
	return text.String()
}

func (t *term) write(text *strings.Builder) {
	text.WriteString(t.before)
	for i, part := range t.of {
		if i > 0 {
			text.WriteString(t.between)
		}
		part.write(text)
	}
	text.WriteString(t.after)
}

// binaryOperators are tokens 3 to 17: + - * / ^ & < <= = >= > <> intersection, union, range.
var binaryOperators = [...]string{"+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"}

// token takes one token from the front.
func (e *expression) token() bool {
	kind := e.in[0]
	e.in = e.in[1:]
	switch {
	case 3 <= kind && kind <= 17:
		return e.join(2, "", binaryOperators[kind-3], "")
	case kind == 0x12, kind == 0x13:
		return e.join(1, "+-"[kind-0x12:kind-0x11], "", "")
	case kind == 0x14:
		return e.join(1, "", "", "%")
	case kind == 0x15:
		return e.join(1, "(", "", ")")
	case kind < 0x20:
		return e.constant(kind)
	}
	return e.operand(kind&0x1f | 0x20) // the class, reference, value or array, does not show
}

// join replaces the top n of the stack by one term of them.
func (e *expression) join(n int, before, between, after string) bool {
	if len(e.stack) < n {
		return false
	}
	from := len(e.stack) - n
	t := &term{before: before, between: between, after: after, of: slices.Clone(e.stack[from:])}
	t.size = len(before) + len(after) + len(between)*max(n-1, 0)
	for _, part := range t.of {
		t.size += part.size
		t.depth = max(t.depth, part.depth+1)
	}
	e.stack = append(e.stack[:from], t)
	return t.size <= maxFormula && t.depth <= maxTerms
}

func (e *expression) push(text string) bool { return e.join(0, text, "", "") }

// take takes n bytes; nil where there are not so many.
func (e *expression) take(n int) []byte {
	if len(e.in) < n {
		e.in = nil
		return nil
	}
	b := e.in[:n]
	e.in = e.in[n:]
	return b
}

// constant takes what stands for itself, and the attributes.
func (e *expression) constant(kind byte) bool {
	le := binary.LittleEndian
	switch kind {
	case 0x16:
		return e.push("")
	case 0x17:
		return e.text()
	case 0x19:
		return e.attribute()
	case 0x1c:
		b := e.take(1)
		return b != nil && e.push(errorCodes[b[0]])
	case 0x1d:
		b := e.take(1)
		return b != nil && e.push(map[bool]string{true: "TRUE", false: "FALSE"}[b[0] != 0])
	case 0x1e:
		b := e.take(2)
		return b != nil && e.push(strconv.Itoa(int(le.Uint16(b))))
	case 0x1f:
		b := e.take(8)
		if b == nil {
			return false
		}
		n, ok := numfmt.ParseNumber([]byte(rawNumber(math.Float64frombits(le.Uint64(b)))))
		return ok && e.push(string(n.AppendPlain(nil)))
	}
	return false
}

func (e *expression) text() bool {
	n := e.take(1)
	if n == nil {
		return false
	}
	p := &pieces{records: [][]byte{e.in}}
	text, err := p.chars(int(n[0]))
	if err != nil {
		return false
	}
	e.in = p.records[0]
	return e.push(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
}

// attribute takes hints for calculation, which do not show, and the short form of SUM.
func (e *expression) attribute() bool {
	b := e.take(3)
	switch {
	case b == nil:
		return false
	case b[0]&0x04 != 0: // CHOOSE brings a table of jumps
		return e.take(2*int(binary.LittleEndian.Uint16(b[1:]))+2) != nil
	case b[0]&0x10 != 0:
		return e.join(1, "SUM(", "", ")")
	}
	return true
}

// operand takes a reference or a function.
func (e *expression) operand(kind byte) bool {
	le := binary.LittleEndian
	switch kind {
	case 0x21, 0x22:
		return e.function(kind == 0x22)
	case 0x24, 0x2c:
		b := e.take(4)
		return b != nil && e.push(e.reference(le.Uint16(b), le.Uint16(b[2:]), kind == 0x2c))
	case 0x25, 0x2d:
		b := e.take(8)
		return b != nil && e.push(e.area(b, kind == 0x2d))
	case 0x2a:
		return e.take(4) != nil && e.push("#REF!")
	case 0x2b:
		return e.take(8) != nil && e.push("#REF!")
	case 0x3a, 0x3b, 0x3c, 0x3d:
		return e.otherSheet(kind)
	}
	return false
}

// place writes the column and the row of a place; the top bits of the column say what is relative. In a shared
// formula that is counted from the cell.
func (e *expression) place(row, col uint16, shared bool) (column, line string) {
	relativeRow, relativeCol := col&0x8000 != 0, col&0x4000 != 0
	r, c := int(row), int(col&0xff)
	if shared && relativeRow {
		r = (e.row + r) & 0xffff
	}
	if shared && relativeCol {
		c = (e.col + c) & 0xff
	}
	mark := map[bool]string{false: "$"}
	return mark[relativeCol] + strings.TrimSuffix(Address(1, c+1), "1"), mark[relativeRow] + strconv.Itoa(r+1)
}

func (e *expression) reference(row, col uint16, shared bool) string {
	column, line := e.place(row, col, shared)
	return column + line
}

// area writes a range; one over all rows or all columns is written as such.
func (e *expression) area(b []byte, shared bool) string {
	le := binary.LittleEndian
	top, bottom, left, right := le.Uint16(b), le.Uint16(b[2:]), le.Uint16(b[4:]), le.Uint16(b[6:])
	column, line := e.place(top, left, shared)
	lastColumn, lastLine := e.place(bottom, right, shared)
	switch {
	case top == 0 && bottom == 0xffff && !shared:
		return column + ":" + lastColumn
	case left&0xff == 0 && right&0xff == 0xff && !shared:
		return line + ":" + lastLine
	}
	return column + line + ":" + lastColumn + lastLine
}

// otherSheet takes a reference to another sheet of the same workbook.
func (e *expression) otherSheet(kind byte) bool {
	b := e.take(map[byte]int{0x3a: 6, 0x3b: 10, 0x3c: 6, 0x3d: 10}[kind])
	if b == nil {
		return false
	}
	le := binary.LittleEndian
	sheets, ok := e.b.sheetsOf(int(le.Uint16(b)))
	switch kind {
	case 0x3a:
		return ok && e.push(sheets+e.reference(le.Uint16(b[2:]), le.Uint16(b[4:]), false))
	case 0x3b:
		return ok && e.push(sheets+e.area(b[2:], false))
	}
	return ok && e.push(sheets+"#REF!")
}

// sheetsOf writes the sheets that an entry of the table of outside sheets names, if they are our own.
func (b *biff) sheetsOf(entry int) (text string, ok bool) {
	le := binary.LittleEndian
	if len(b.outside) < 2+6*entry+6 {
		return "", false
	}
	at := b.outside[2+6*entry:]
	first, last := int(le.Uint16(at[2:])), int(le.Uint16(at[4:]))
	if int(le.Uint16(at)) != b.ownBook || first >= len(b.names) || last >= len(b.names) {
		return "", false
	}
	text = b.names[first]
	if last != first {
		text += ":" + b.names[last]
	}
	odd := func(r rune) bool { return r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if strings.ContainsFunc(text, odd) || text == "" || text[0] >= '0' && text[0] <= '9' {
		text = "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text + "!", true
}

// function takes a function with its arguments: how many it has is written before it, or known of it.
func (e *expression) function(counted bool) bool {
	arguments := -1
	if counted {
		b := e.take(1)
		if b == nil {
			return false
		}
		arguments = int(b[0] & 0x7f)
	}
	b := e.take(2)
	if b == nil {
		return false
	}
	f, known := functionsByNumber[int(binary.LittleEndian.Uint16(b)&0x7fff)]
	if !counted {
		arguments = f.arguments
	}
	if !known || arguments < 0 {
		return false
	}
	return e.join(arguments, f.name+"(", ",", ")")
}

// functions are the usual functions by their number ([MS-XLS] 2.5.198.17), with how many arguments they have
// where that is fixed.
const functions = "0 COUNT,1 IF,2 ISNA 1,3 ISERROR 1,4 SUM,5 AVERAGE,6 MIN,7 MAX,8 ROW,9 COLUMN,10 NA 0,11 NPV,12 " +
	"STDEV," +
	"14 FIXED,19 PI 0,20 SQRT 1,21 EXP 1,22 LN 1,23 LOG10 1,24 ABS 1,25 INT 1,26 SIGN 1,27 ROUND 2," +
	"28 LOOKUP,29 INDEX,30 REPT 2,31 MID 3,32 LEN 1,33 VALUE 1,34 TRUE 0,35 FALSE 0,36 AND,37 OR,38 NOT 1," +
	"39 MOD 2,46 VAR,48 TEXT 2,56 PV,57 FV,58 NPER,59 PMT,60 RATE,62 IRR,63 RAND 0,64 MATCH,65 DATE 3," +
	"66 TIME 3,67 DAY 1,68 MONTH 1,69 YEAR 1,70 WEEKDAY,71 HOUR 1,72 MINUTE 1,73 SECOND 1,74 NOW 0," +
	"76 ROWS 1,77 COLUMNS 1,78 OFFSET,82 SEARCH,83 TRANSPOSE 1,86 TYPE 1,100 CHOOSE,101 HLOOKUP," +
	"102 VLOOKUP,109 LOG,111 CHAR 1,112 LOWER 1,113 UPPER 1,115 LEFT,116 RIGHT,117 EXACT 2,118 TRIM 1," +
	"119 REPLACE 4,120 SUBSTITUTE,121 CODE 1,124 FIND,125 CELL,126 ISERR 1,127 ISTEXT 1,128 ISNUMBER 1," +
	"129 ISBLANK 1,130 T 1,131 N 1,140 DATEVALUE 1,141 TIMEVALUE 1,148 INDIRECT,162 CLEAN 1,169 COUNTA," +
	"183 PRODUCT,184 FACT 1,190 ISNONTEXT 1,193 STDEVP,194 VARP,197 TRUNC,198 ISLOGICAL 1,212 ROUNDUP 2," +
	"213 ROUNDDOWN 2,214 ASC 1,216 RANK,219 ADDRESS,220 DAYS360,221 TODAY 0,227 MEDIAN,228 SUMPRODUCT," +
	"252 FREQUENCY 2,276 COMBIN 2,279 EVEN 1,285 FLOOR 2,288 CEILING 2,298 ODD 1,318 DEVSQ,321 SUMSQ," +
	"325 LARGE 2,326 SMALL 2,327 QUARTILE 2,328 PERCENTILE 2,329 PERCENTRANK,330 MODE,336 CONCATENATE," +
	"337 POWER 2,344 SUBTOTAL,345 SUMIF,346 COUNTIF 2,347 COUNTBLANK 1,351 DATEDIF 3,359 HYPERLINK," +
	"361 AVERAGEA,362 MAXA,363 MINA"

// functionsByNumber holds them as they are asked for.
var functionsByNumber = func() map[int]function {
	all := map[int]function{}
	for entry := range strings.SplitSeq(functions, ",") {
		words := strings.Fields(entry)
		number, _ := strconv.Atoi(words[0])
		f := function{words[1], -1}
		if len(words) > 2 {
			f.arguments, _ = strconv.Atoi(words[2])
		}
		all[number] = f
	}
	return all
}()

// function is a function's name and its fixed number of arguments, -1 where that varies.
type function struct {
	name      string
	arguments int
}
