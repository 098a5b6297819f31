package cells

import (
	"bytes"
	"strings"
	"unicode"

	"jixiao/pipeline/cells/numfmt"
)

// odsCell is the cell that is open.
type odsCell struct {
	depth   int // of its tag; 0 where no cell is open
	repeat  int
	look    odsStyle
	kind    string // float, percentage, currency, date, time, boolean, string; "" for none
	isError bool
	value   string
	hasText bool // the text of a string is said in its tag
	formula string

	inside int // the depth of an element whose text is none of the cell's: a comment, a picture; 0 for none
	lines  int
	all    []byte // of its paragraphs
	kept   []byte // what of that is not struck out
	struck []int  // the depths of the elements that strike out
}

func (o *ods) openCell(s *scanner) error {
	c := odsCell{depth: s.depth, repeat: indexOr(s.attr("number-columns-repeated"), 1)}
	c.all, c.kept, c.struck = o.cell.all[:0], o.cell.kept[:0], o.cell.struck[:0]
	look := o.cellLook(o.col)
	for _, a := range s.attrs {
		switch value := string(a.value); string(local(a.name)) {
		case "value-type": // of two kinds, ours and one more precise
			if c.isError = c.isError || value == "error"; !c.isError && c.kind == "" {
				c.kind = value
			}
		case "value", "date-value", "time-value", "boolean-value":
			c.value = value
		case "string-value":
			c.value, c.hasText = value, true
		case "formula":
			c.formula = odsFormula(value)
		case "style-name":
			look = value
		}
	}
	c.look = o.look("table-cell/" + look)
	across, down := indexOr(s.attr("number-columns-spanned"), 1), indexOr(s.attr("number-rows-spanned"), 1)
	o.cell = c
	if across*down > 1 {
		return o.merge(s, Range{o.row, o.col, o.row + down - 1, o.col + across - 1})
	}
	return nil
}

// takeInCell gathers the paragraphs of a cell.
func (o *ods) takeInCell(s *scanner, t token) error {
	c := &o.cell
	switch {
	case t == closed && s.depth < c.depth:
		return o.closeCell(s)
	case c.inside > 0:
		if t == closed && s.depth < c.inside {
			c.inside = 0
		}
	case t == text:
		if s.depth > c.depth { // in a paragraph
			c.write(collapse(s.text, c.atStart()))
		}
	case t == open:
		return o.openInCell(s)
	default:
		if n := len(c.struck); n > 0 && s.depth < c.struck[n-1] {
			c.struck = c.struck[:n-1]
		}
	}
	return nil
}

func (o *ods) openInCell(s *scanner) error {
	c := &o.cell
	switch string(s.name) {
	case "p":
		if s.parent(open) != "table-cell" && s.parent(open) != "covered-table-cell" {
			return nil
		}
		if c.lines++; c.lines > 1 {
			c.write([]byte("\n"))
		}
	case "s":
		c.write(bytes.Repeat([]byte(" "), min(indexOr(s.attr("c"), 1), o.limits.CellText)))
	case "tab":
		c.write([]byte("\t"))
	case "line-break":
		c.write([]byte("\n"))
	case "span":
		if o.look("text/" + string(s.attr("style-name"))).struck {
			c.struck = append(c.struck, s.depth)
		}
	case "a", "title", "date", "time", "sheet-name", "ruby", "ruby-base":
	case "table":
		return s.fail("ods", "a table in a table")
	default:
		c.inside = s.depth
	}
	if len(c.all) > 4*o.limits.CellText {
		return s.fail("limit-text", Address(o.row, o.col))
	}
	return nil
}

func (c *odsCell) write(text []byte) {
	c.all = append(c.all, text...)
	if len(c.struck) == 0 {
		c.kept = append(c.kept, text...)
	}
}

// atStart says that a blank here would begin a line, where blanks do not count.
func (c *odsCell) atStart() bool {
	return len(c.all) == 0 || c.all[len(c.all)-1] == '\n' || c.all[len(c.all)-1] == ' '
}

// collapse makes one blank of each run of white space; others are written as elements.
func collapse(text []byte, wasBlank bool) []byte {
	out := text[:0:0]
	for _, b := range text {
		if isSpace(b) {
			if !wasBlank {
				out = append(out, ' ')
			}
			wasBlank = true
			continue
		}
		out, wasBlank = append(out, b), false
	}
	return out
}

// closeCell puts the cell in its places.
func (o *ods) closeCell(s *scanner) error {
	c := &o.cell
	c.depth = 0
	cell := Cell{Row: o.row, Col: o.col, Formula: c.formula, Hidden: o.hidRow}
	if !c.set(&cell) {
		return s.fail("value", cell.Address()+": "+c.value)
	}
	if len(cell.Text) > 4*o.limits.CellText {
		return s.fail("limit-text", cell.Address())
	}
	if !cell.isEmpty() {
		for range c.repeat {
			cell.Hidden = o.hidRow || o.hidCols.contains(cell.Col)
			if err := o.add(s, cell); err != nil {
				return err
			}
			cell.Col++
		}
	}
	o.col += c.repeat
	return nil
}

// set gives a cell its value; false where that is none.
func (c *odsCell) set(cell *Cell) bool {
	all := strings.TrimRight(string(c.all), " ")
	var parts *struckText
	if len(c.kept) < len(c.all) {
		parts = &struckText{kept: strings.TrimRight(string(c.kept), " ")}
	}
	switch {
	case c.isError:
		cell.Kind, cell.Raw, cell.Text = Error, all, all
	case c.kind == "" && c.formula != "" && all == "":
		cell.Uncached = true
	case c.kind == "", c.kind == "string":
		if c.hasText && len(c.all) == 0 {
			all = c.value
		}
		cell.setStruck(all, parts, c.look.struck)
		return true
	case c.kind == "boolean":
		cell.setBool(c.value, c.value == "true")
	case c.kind == "date", c.kind == "time":
		cell.Kind, cell.Raw, cell.Text, cell.Date = Number, c.value, all, true
		return c.value != ""
	default:
		n, ok := numfmt.ParseNumber([]byte(c.value))
		if !ok || c.kind != "float" && c.kind != "percentage" && c.kind != "currency" {
			return false
		}
		cell.Kind, cell.Raw, cell.Text = Number, c.value, all
		if all == "" {
			cell.Text = string(n.AppendPlain(nil))
		}
		cell.Percent, cell.Long = c.kind == "percentage", n.Long()
		cell.Scale, cell.Unit = int8(min(c.look.scale, 100)), unitBehind(all)
	}
	if c.look.struck {
		cell.strike()
	}
	return true
}

// unitBehind is the word behind a number that is shown.
func unitBehind(shown string) string {
	at := strings.LastIndexFunc(shown, unicode.IsDigit)
	unit := strings.Trim(shown[at+1:], " \u00a0%()-")
	if !strings.ContainsFunc(unit, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.So, r) }) {
		return ""
	}
	return unit
}

// odsFormula writes a formula of OpenDocument as the other formats do: of:=SUM([.A1:.A3];[$表.B1]) is
// SUM(A1:A3,表!B1).
func odsFormula(formula string) string {
	rest, known := strings.CutPrefix(formula, "of:=")
	if !known || len(formula) > maxFormula {
		return FormulaNotDecoded
	}
	var out strings.Builder
	for rest != "" {
		switch c := rest[0]; c {
		case '"':
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				return FormulaNotDecoded
			}
			out.WriteString(rest[:end+2])
			rest = rest[end+2:]
		case '[':
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				return FormulaNotDecoded
			}
			out.WriteString(odsReference(rest[1:end]))
			rest = rest[end+1:]
		case ';':
			out.WriteByte(',')
			rest = rest[1:]
		default:
			out.WriteByte(c)
			rest = rest[1:]
		}
	}
	return out.String()
}

// odsReference writes what stands in brackets: .A1, .A1:.B2, $表一.A1.
func odsReference(ref string) string {
	first, second, two := strings.Cut(ref, ":.")
	at := strings.LastIndexByte(first, '.')
	if at < 0 {
		return "#REF!"
	}
	sheet, place := strings.TrimPrefix(first[:at], "$"), first[at+1:]
	if sheet != "" {
		place = sheet + "!" + place
	}
	if two {
		place += ":" + second
	}
	return place
}
