// Package forms recognises the forms on a workbook's sheets and yields their fields. A form is
// known by the labels it carries (rules: 表样), not by its position or its sheet's name. It is pure:
// sheets and dictionary in, fields out.
package forms

import (
	"jixiao/pipeline/cells"
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
	Unit   string // 元, 万元, %, 个, …; "" where nothing says
	Sign   string // comparator of a target: ">=", "<=", …
	Cell   string // address; for a blank value the place where it belongs
	// Formula is without "="; Hidden says that row, column or sheet is hidden.
	Formula string
	Hidden  bool
	Issue   string // "", or why Number is missing: number_unreadable, cell_error, formula_uncached
}

// The names of the fields that every form has.
const (
	FormField = "form" // one a form: Text is its title, Number the confidence in percent
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
	var out []Field
	forms := 0
	for _, sheet := range sheets {
		g := newGrid(sheet, d)
		for _, area := range g.areas() {
			out = append(out, recogniseArea(g, area, &forms)...)
		}
	}
	return out
}

// recogniseArea reads one form, or says what was seen where it is not sure.
func recogniseArea(g *grid, area cells.Range, forms *int) []Field {
	best := g.bestMatch(area)
	if best == nil {
		return nil
	}
	*forms++
	r := &reader{m: best, no: *forms}
	if best.confidence() < g.d.confidence {
		r.emitUnknown()
	} else {
		r.read()
	}
	return r.out
}
