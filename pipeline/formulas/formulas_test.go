package formulas

import (
	"strings"
	"testing"

	"jixiao/pipeline/cells"

	"github.com/shopspring/decimal"
)

// sheet: A1…A4 = 1.1, 2.2, 3.3, 0; B1 text, B2 blank, B3 #REF!, B4 = A1+A2 without a stored result,
// B5 needs itself, B6 needs B4.
func sheet() []cells.Cell {
	numberCell := func(row, col int, raw string) cells.Cell {
		return cells.Cell{Row: row, Col: col, Kind: cells.Number, Raw: raw, Text: raw}
	}
	return []cells.Cell{
		numberCell(1, 1, "1.1"), {Row: 1, Col: 2, Kind: cells.Text, Text: "个"},
		numberCell(2, 1, "2.2000000000000002"),
		numberCell(3, 1, "3.3"), {Row: 3, Col: 2, Kind: cells.Error, Text: "#REF!"},
		numberCell(4, 1, "0"), {Row: 4, Col: 2, Formula: "A1+A2", Uncached: true},
		{Row: 5, Col: 2, Formula: "B5+1", Uncached: true},
		{Row: 6, Col: 2, Formula: "SUM(B4,1)*2", Uncached: true},
	}
}

// book: the sheet, one whose cells need each other's, and one that it is in a circle with.
func book() *Book {
	named := func(name string, all []cells.Cell) cells.Sheet {
		return cells.Sheet{SheetInfo: cells.SheetInfo{Name: name}, Cells: all}
	}
	formula := func(row int, text string) cells.Cell {
		return cells.Cell{Row: row, Col: 1, Formula: text, Uncached: true}
	}
	return NewBook([]cells.Sheet{
		named("本表", sheet()),
		named("台账", []cells.Cell{{Row: 1, Col: 1, Kind: cells.Number, Raw: "12.5"}, formula(2, "本表!A1*2"),
			formula(3, "SUM(A1:A2)"), formula(4, "'it''s 1 月'!A1"), {Row: 5, Col: 1, Kind: cells.Text, Text: "—"}}),
		named("It's 1 月", []cells.Cell{formula(1, "台账!A4"), {Row: 2, Col: 1, Kind: cells.Number, Raw: "3"}}),
		named("两份", []cells.Cell{{Row: 1, Col: 1, Kind: cells.Number, Raw: "3"}}),
		named("两份", []cells.Cell{{Row: 1, Col: 1, Kind: cells.Number, Raw: "4"}}),
	})
}

func TestCompute(t *testing.T) {
	cases := map[string]string{
		"SUM(A1:A3)":                         "6.6",
		"sum($A$1:A3, 1)":                    "7.6",
		"SUM(A1:B2)":                         "3.3", // texts and blanks of a range are passed over
		"A1+A2*2-3":                          "2.5",
		"-(A1-A2)":                           "1.1",
		"A1/A3":                              "0.333333333333333",
		"ROUND(A1/A3*100,2)&\"\"":            "",
		"ROUND(A1/A3*100, 2)":                "33.33",
		"ROUND(-2.5,0)":                      "-3",
		"50%*A2":                             "1.1",
		"A1/A4":                              "", // #DIV/0!
		"IFERROR(A1/A4,0)":                   "0",
		"IF(A4=0,\"\",A1/A4)":                "", // a text
		"IF(A1>=1,A2,A3)":                    "2.2",
		"IF(B2=\"\",5,6)":                    "5",
		"IF(A1=\"\",5,6)":                    "6",
		"IF(\"\"<>A1,5,6)":                   "5",
		"A1+B1":                              "", // #VALUE!
		"SUM(A1,B3)":                         "",
		"A1+B2":                              "1.1",
		"B4":                                 "3.3",
		"B6":                                 "8.6",
		"B5":                                 "",
		"MIN(10, A3, ROUND(A2,0))":           "2",
		"MAX(A1:A4)":                         "3.3",
		"PRODUCT(A1:A3)":                     "7.986",
		"Sheet2!A1":                          "",
		"'x'!A1+1":                           "",
		"台账!A1":                              "12.5",
		"+台账!$A$1*2+A1":                      "26.1",
		"台账!A3":                              "14.7",
		"SUM(台账!A1:A3,A1)":                   "30.5",
		"ROUND('台账'!A1/'IT''S 1 月'!A2,2)":    "4.17",
		"台账!A4":                              "", // needs itself over another sheet
		"台账!A5":                              "", // a text
		"台账!A9+1":                            "1",
		"两份!A1":                              "",
		"[1]台账!A1":                           "",
		"'[去年.xlsx]台账'!A1":                   "",
		"台账!SUM(A1:A2)":                      "",
		"本表:台账!A1":                           "",
		"VLOOKUP(A1,A1:A3,1)":                "",
		"SUM(A1:A3":                          "",
		"A1 A2":                              "",
		"A1:A3":                              "",
		"SUM(A1:XFD1048576)":                 "",
		"1e3":                                "",
		"":                                   "",
		"SUM((A1+A2),(A3))":                  "6.6",
		"IF(1,2,3)":                          "",
		"ABS(-A1)":                           "1.1",
		"((((((((((((((((A1))))))))))))))))": "1.1",
	}
	for formula, want := range cases {
		s := book().named("本表")
		got, ok := s.Compute(&cells.Cell{Row: 9, Col: 9, Formula: formula})
		if ok != (want != "") || ok && !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("%s = %v %v, want %s", formula, got, ok, want)
		}
	}
}

// Nothing panics or runs away, and what is computed is a number of spreadsheet size.
func FuzzCompute(f *testing.F) {
	for _, formula := range []string{"SUM(A1:A3)/B4", "IF(A1=0,\"\",ROUND(A1/A2,2))", "-+-1%%", "9999999999/0.0001*3"} {
		f.Add(formula)
	}
	f.Fuzz(func(t *testing.T, formula string) {
		s := book().named("本表")
		if n, ok := s.Compute(&cells.Cell{Row: 9, Col: 9, Formula: formula}); ok && len(strings.TrimRight(n.Coefficient().String(), "0")) > 16 { // 15 and a sign
			t.Fatalf("%q = %v", formula, n)
		}
	})
}
