// Package formulas computes what a formula gives where it is made of numbers on its own sheet: sums,
// products, quotients and the few functions that forms use. It is pure and exact (decimals); what it
// does not know it does not compute.
package formulas

import (
	"jixiao/pipeline/cells"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// Sheet is a sheet ready to be computed.
type Sheet struct {
	at   map[[2]int]*cells.Cell
	done map[[2]int]value
	open map[[2]int]bool // being computed: a formula that needs itself has no result
}

// New makes a sheet's cells ready. Where a place occurs twice the first counts.
func New(all []cells.Cell) *Sheet {
	s := &Sheet{at: make(map[[2]int]*cells.Cell, len(all)), done: map[[2]int]value{}, open: map[[2]int]bool{}}
	for i := range all {
		place := [2]int{all[i].Row, all[i].Col}
		if s.at[place] == nil {
			s.at[place] = &all[i]
		}
	}
	return s
}

// Compute gives the number that a cell's formula comes to, to the 15 digits that spreadsheets keep.
// ok is false where there is no formula, it does not come to a number, or it uses more than is known here.
func (s *Sheet) Compute(c *cells.Cell) (n decimal.Decimal, ok bool) {
	if c.Formula == "" {
		return n, false
	}
	v := s.formula(c)
	if v.kind != number {
		return n, false
	}
	return values.ParseStored(v.n.String())
}

// formula computes a cell's formula once.
func (s *Sheet) formula(c *cells.Cell) value {
	place := [2]int{c.Row, c.Col}
	if v, known := s.done[place]; known {
		return v
	}
	if s.open[place] || len(s.open) > maxDepth {
		return value{}
	}
	s.open[place] = true
	v := parse(s, c.Formula)
	delete(s.open, place)
	s.done[place] = v
	return v
}

// cell gives the value at a place: as stored; where a formula has no stored result, as computed.
func (s *Sheet) cell(row, col int) value {
	c := s.at[[2]int{row, col}]
	if s.open[[2]int{row, col}] { // a formula that needs itself: what it stored is no value
		return value{}
	}
	switch {
	case c == nil:
		return value{kind: blank}
	case c.Uncached:
		return s.formula(c)
	case c.Kind == cells.Number:
		n, ok := values.ParseStored(c.Raw)
		if !ok {
			return value{}
		}
		return value{kind: number, n: n}
	case c.Kind == cells.Text:
		return value{kind: text, s: c.Text}
	case c.Kind == cells.Error:
		return value{kind: fault}
	case c.Kind == cells.Blank:
		return value{kind: blank}
	}
	return value{}
}

// kind is what a formula or a part of it comes to.
type kind uint8

const (
	unknown kind = iota // not computed here
	number
	text
	blank
	truth
	fault // #DIV/0! and the like
)

type value struct {
	kind kind
	n    decimal.Decimal
	s    string
	b    bool
	list []value // of a range, as an argument of a function
}

// asNumber is how arithmetic sees a value: a blank counts 0, a text is no number.
func (v value) asNumber() value {
	switch v.kind {
	case blank:
		return value{kind: number}
	case number, fault:
		return v
	case text:
		return value{kind: fault}
	}
	return value{}
}

const (
	maxDepth = 64     // formulas that need each other
	maxRange = 20_000 // cells of a range
	maxNodes = 2_000  // parts of one formula
)
