package cells

import (
	"strings"
	"testing"
)

// Formulas of old workbooks, from their tokens. The cell is C3.
func TestFormulasOfOldWorkbooks(t *testing.T) {
	b := &biff{version: 8, names: []string{"表一", "a b"}, ownBook: 1,
		outside: unhex("0300 0100 0000 0000 0100 0000 0100 0000 0000 0000")}
	for tokens, want := range map[string]string{
		"24 0000 00c0 24 0100 01c0 03":                             "A1+B2",
		"24 0000 0000 24 0000 0080 04 24 0000 0040 05":             "$A$1-$A1*A$1",
		"25 0000 0900 00c0 00c0 19 10 0000":                        "SUM(A1:A10)",
		"1e 0500 1f 000000000000e03f 08":                           "5&0.5",
		"17 02 00 6122 17 01 01 1575 0b":                           `"a"""="甕"`,
		"24 0000 00c0 1e 0100 0d 15 14":                            "(A1>1)%",
		"1d 01 1c 17 22 02 2400":                                   "AND(TRUE,#REF!)",
		"1e 0500 13 41 1800":                                       "ABS(-5)",
		"24 0000 00c0 1e 0200 41 1b00":                             "ROUND(A1,2)",
		"24 0000 00c0 19 02 0a00 1e 0100 19 08 0300 16 42 03 0100": "IF(A1,1,)",
		"4c feff ffc0":                                             "B1",
		"4d 0000 0100 0000 0100":                                   "$A$1:$B$2",
		"3a 0000 0400 00c0":                                        "表一!A5",
		"3a 0100 0400 00c0":                                        "'表一:a b'!A5",
		"3b 0100 0000 ffff 00c0 02c0":                              "'表一:a b'!A:C",
		"25 0200 0300 0000 ff00":                                   "$3:$4",
		"2a 00000000 13":                                           "-#REF!",
		"3a 0200 0400 00c0":                                        FormulaNotDecoded, // another workbook
		"3a 0900 0400 00c0":                                        FormulaNotDecoded,
		"23 01000000":                                              FormulaNotDecoded, // a name
		"03":                                                       FormulaNotDecoded,
		"1e 0100 1e 0100":                                          FormulaNotDecoded,
		"24 0000":                                                  FormulaNotDecoded,
		"17 09 00 61":                                              FormulaNotDecoded,
		"42 02 ff00":                                               FormulaNotDecoded,
		"41 0400":                                                  FormulaNotDecoded, // SUM without a count
		"19 04 ff00":                                               FormulaNotDecoded,
	} {
		if got := b.formulaText(unhex(tokens), 2, 2); got != want {
			t.Errorf("%s: %s, want %s", tokens, got, want)
		}
	}
}

// A shared formula stands behind the first of its cells; the others count from themselves.
func TestSharedFormulasOfOldWorkbooks(t *testing.T) {
	sheets, err := readBIFF(t, book8(nil, func(s *stream) {
		for row := range uint16(2) {
			s.record(recFormula, row, uint16(1), uint16(0), uint64(0), uint16(8), uint32(0), uint16(5),
				unhex("01 0000 0100"))
			if row == 0 {
				s.record(recShared, unhex("0000 0100 01 01 00 02 0900"), unhex("4c 0000 ffc0 1e 0200 05"))
			}
		}
		s.record(recFormula, uint16(5), uint16(1), uint16(0), uint64(0), uint16(0), uint32(0), uint16(5),
			unhex("01 0500 0100"))
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range sheets[0].Cells {
		got = append(got, sheets[0].Cells[i].Formula)
	}
	if strings.Join(got, " ") != "A1*2 A2*2 "+FormulaNotDecoded {
		t.Errorf("%q", got)
	}
}
