// Package formulas computes what a formula gives where it is made of numbers of its own workbook: sums,
// products, quotients and the few functions that forms use. It is pure and exact (decimals); what it
// does not know it does not compute.
package formulas

import (
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// Book is a workbook whose formulas may name each other's sheets.
type Book struct {
	sheets map[string][]cells.Cell // by name in small letters
	ready  map[string]*Sheet
	open   map[place]bool // being computed: a formula that needs itself has no result
}

// Sheet is a sheet ready to be computed.
type Sheet struct {
	book *Book
	at   map[[2]int]*cells.Cell
	done map[[2]int]value
}

type place struct {
	sheet    *Sheet
	row, col int
}

// NewBook holds a workbook's sheets. Where a name occurs twice nothing is known by it.
func NewBook(sheets []cells.Sheet) *Book {
	b := &Book{sheets: map[string][]cells.Cell{}, ready: map[string]*Sheet{}, open: map[place]bool{}}
	for _, sheet := range sheets {
		name := strings.ToLower(sheet.Name)
		if _, twice := b.sheets[name]; twice {
			b.sheets[name] = nil
			continue
		}
		b.sheets[name] = sheet.Cells
	}
	return b
}

// named gives a sheet of the workbook by its name; nil where there is none.
func (b *Book) named(name string) *Sheet {
	name = strings.ToLower(name)
	if s := b.ready[name]; s != nil || b.sheets[name] == nil {
		return s
	}
	s := b.Sheet(b.sheets[name])
	b.ready[name] = s
	return s
}

// Sheet makes a sheet's cells ready. Where a place occurs twice the first counts.
func (b *Book) Sheet(all []cells.Cell) *Sheet {
	s := &Sheet{book: b, at: make(map[[2]int]*cells.Cell, len(all)), done: map[[2]int]value{}}
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
	at, open := place{s, c.Row, c.Col}, s.book.open
	if v, known := s.done[[2]int{c.Row, c.Col}]; known {
		return v
	}
	if open[at] || len(open) > maxDepth {
		return value{}
	}
	open[at] = true
	v := parse(s, c.Formula)
	delete(open, at)
	s.done[[2]int{c.Row, c.Col}] = v
	return v
}

// cell gives the value at a place: as stored; where a formula has no stored result, as computed.
func (s *Sheet) cell(row, col int) value {
	c := s.at[[2]int{row, col}]
	if s.book.open[place{s, row, col}] { // a formula that needs itself: what it stored is no value
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
