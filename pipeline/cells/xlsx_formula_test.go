package cells

import "testing"

// A shared formula is moved with its relative references; texts, sheets and functions stay.
func TestMovedFormulas(t *testing.T) {
	for _, c := range []struct {
		formula    string
		rows, cols int
		want       string
	}{
		{"A1+$B$2*C$3-$D4", 2, 1, "B3+$B$2*D$3-$D6"},
		{`IF(A1="B1",'C 1'!A1,Sheet2!$A1)`, 1, 1, `IF(B2="B1",'C 1'!B2,Sheet2!$A2)`},
		{"SUM(Z9:AA10)", 1, 1, "SUM(AA10:AB11)"}, {"LOG10(A1)", 1, 0, "LOG10(A2)"}, {"A1", -1, 0, "#REF!"},
		{"XFD1", 0, 1, "#REF!"}, {"ZZ1", 0, 1, "AAA1"}, {`"未完`, 1, 1, `"未完`}, {"表1!A1", 1, 0, "表1!A2"}, {"", 1, 1, ""},
		{"税率*A1", 1, 0, "税率*A2"}, {"A1:A1048576", 1, 0, "A2:#REF!"},
	} {
		if got := string(appendMoved(nil, parseFormula(c.formula), c.rows, c.cols)); got != c.want {
			t.Errorf("%s by %d, %d: %s, want %s", c.formula, c.rows, c.cols, got, c.want)
		}
	}
}
