package workbooks

import (
	"slices"
	"strings"
	"testing"
)

func TestPlainFormula(t *testing.T) {
	for formula, want := range map[string]bool{
		"SUM(B2:B9)": true, "ROUND(B2/C2*100,2)": true, `IF(A1="=cmd|x","[b]",'说明 表'!B2)`: true,
		"SUM(_xlfn.IFS(A1>0,1))": true, "预算*2": true,
		`HYPERLINK("http://e.example","x")`: false, `hyperlink ("x")`: false, `WEBSERVICE("x")`: false,
		"cmd|' /c calc'!A1": false, "[1]Sheet1!A1": false,
		`'\\host\share\[x.xlsx]S'!A1`: false, "EXEC(A1)": false, "_xludf.X()": false, "INDIRECT(A1)": false,
		`RTD("a","b")`: false, "自定义(1)": false,
		"'file:///c/x'#$S.A1": false, "SUM(A1)+CALL(1)": false,
	} {
		if got := plainFormula(formula); got != want {
			t.Errorf("%s: plain %v", formula, got)
		}
	}
}

// Nothing that a spreadsheet would compute is passed over, wherever its signs stand.
func TestFormulas(t *testing.T) {
	for part, want := range map[string][]string{
		`<c r="A1"><f>B1+1</f><v>2</v></c><x:c><x:f t="shared" ref="A1:A9">B2</x:f></x:c>`: {"B1+1", "B2"},
		`<c><f/><v>1</v></c><formula1>C1</formula1><definedName name="a">D1</definedName>`: {"C1", "D1"},
		`<f t="shared" si="0"/><v>1</v><f>E1</f>`:                                          {"<v>1", "E1"},
		`<f x="a>b">CALL(1)</f>`:          {`b">CALL(1)`},
		`<f x="/>" y="">CALL(1)</f>`:      {`" y="">CALL(1)`},
		`<f><f>CALL(1)</f>`:               {"<f>CALL(1)"},
		`<fill/><row><v>1</v></row><f>F1`: nil,
	} {
		var got []string
		for formula := range formulas([]byte(part)) {
			got = append(got, string(formula))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", part, got, want)
		}
	}
	for _, hostile := range []string{"<", "<f ", "<f>", "<f ></"} { // looked through once, not once for each of them
		for range formulas([]byte(strings.Repeat(hostile, 4<<20))) {
		}
	}
}
