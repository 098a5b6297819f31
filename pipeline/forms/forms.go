// Package forms recognises the forms on a workbook's sheets and yields their fields. A form is
// known by the labels it carries (rules: 表样), not by its position or its sheet's name. It is pure:
// sheets and dictionary in, fields out.
package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/formulas"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// Field is the unit of everything downstream: one value with the cell it came from.
type Field struct {
	Sheet  string
	Form   string // kind: project, department, … or "unknown" for what is below the confidence
	FormNo int    // ordinal in the file, from 1
	RowNo  int    // row inside a table, from 1; 0 for single values
	Name   string // of the dictionary; "row.column" at a crossing: "total.executed"
	Text   string // as shown
	Number decimal.NullDecimal
	Upper  decimal.NullDecimal // of a range (90%-95%): its upper end
	Unit   string              // 元, 万元, %, 个, …; "" where nothing says
	Sign   string              // comparator of a target: ">=", "<=", … (values.Measure)
	Cell   string              // address; for a blank value the place where it belongs
	// Formula is without "="; Hidden says that row, column or sheet is hidden.
	Formula string
	Hidden  bool
	Issue   string // "", or why Number is missing or in doubt
	// Computed is what the formula comes to, where Issue is formula_stale.
	Computed decimal.NullDecimal
	Pair
}

// Pair is what a target and its actual value say of each other, on the field of each; empty for other fields.
type Pair struct {
	// Amount and AmountUpper are the number and its upper end in the smallest unit of the pair's kind (values.Compare):
	// 5公里 and 4500米 are 5000000 and 4500000. Only where the two can be compared.
	Amount, AmountUpper decimal.NullDecimal
	Latest              decimal.NullDecimal // of a deadline like 2023年10月前: the last day that may be meant
	Vague               bool                // 约, 左右, 余, 大部分: never worth more than an exact value
	Why                 string              // on the actual value: why the two cannot be compared (单位不同, 多个数值 …)
}

// The names of the fields that every form has.
const (
	FormField = "form" // one a form: Text is its title (Issue untitled: it has none), Number the confidence in percent
	Unknown   = "unknown"
)

// Settings are the rules that recognition needs.
type Settings struct {
	Fields     []rules.Field
	AmountUnit string // where a form does not say: 万元
	Confidence int    // percent of the required labels that must be found
}

// Recognise finds the forms of a workbook.
func Recognise(sheets []cells.Sheet, d *Dictionary) []Field {
	var out, one []Field
	var last *match
	forms, start := 0, 0
	sheets = slices.Clone(sheets)
	for i := range sheets {
		sheets[i].Cells = neverComputed(sheets[i].Cells)
	}
	book := formulas.NewBook(sheets)
	for _, sheet := range sheets {
		for _, m := range recognise(sheet, d, book) {
			if last != nil && m.continues(last) {
				out = m.join(last, out[:start:start], out[start:], forms)
				last = nil
				continue
			}
			forms++
			start, last = len(out), m
			one = m.fields(one[:0], forms)
			out = append(out, one...)
		}
	}
	return out
}

// recognise finds the forms of one sheet. A sheet on which none is sure may be a list laid on its side.
func recognise(sheet cells.Sheet, d *Dictionary, book *formulas.Book) []*match {
	found := newGrid(sheet, d, book).all()
	if slices.ContainsFunc(found, (*match).adopted) {
		return found
	}
	if turned := turn(sheet, d, book); turned != nil {
		if onSide := turned.all(); slices.ContainsFunc(onSide, (*match).sure) {
			return onSide
		}
	}
	return found
}

// all gives the forms of the sheet from the top.
func (g *grid) all() (found []*match) {
	for _, area := range g.areas() {
		found = append(found, g.matches(area)...)
	}
	return found
}

// maxSplits bounds the forms without titles that one area is cut into; what is left after them is
// said to be unsure.
const maxSplits = 200

// matches gives the forms of an area from the top: mostly one; more where a form of another kind
// follows without a title.
func (g *grid) matches(area cells.Range) []*match {
	var found []*match
	for range maxSplits {
		m := g.bestMatch(area)
		if m == nil {
			return found
		}
		rest, more := m.rest()
		if !more {
			return append(found, m)
		}
		found = append(found, g.bestMatch(
			cells.Range{Top: area.Top, Left: area.Left, Bottom: rest.Top - 1, Right: area.Right}))
		area = rest
	}
	return append(found, g.match(g.d.forms[0], area, nil))
}

// fields reads one form into room, or says what was seen where it is not sure.
func (m *match) fields(room []Field, no int) []Field {
	r := &reader{m: m, no: no, out: room, taken: map[*cells.Cell]bool{}}
	if !m.adopted() {
		r.emitUnknown()
	} else {
		r.read()
	}
	return r.out
}
