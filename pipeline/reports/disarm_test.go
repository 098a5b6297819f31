package reports

import "testing"

func TestPlainFormula(t *testing.T) {
	for formula, want := range map[string]bool{
		"SUM(B2:B9)": true, "ROUND(B2/C2*100,2)": true, `IF(A1="=cmd|x","[b]",'说明 表'!B2)`: true, "SUM(_xlfn.IFS(A1>0,1))": true, "预算*2": true,
		`HYPERLINK("http://e.example","x")`: false, `hyperlink ("x")`: false, `WEBSERVICE("x")`: false, "cmd|' /c calc'!A1": false, "[1]Sheet1!A1": false,
		`'\\host\share\[x.xlsx]S'!A1`: false, "EXEC(A1)": false, "_xludf.X()": false, "INDIRECT(A1)": false, `RTD("a","b")`: false, "自定义(1)": false,
		"'file:///tmp/x'#$S.A1": false, "SUM(A1)+CALL(1)": false,
	} {
		if got := plainFormula(formula); got != want {
			t.Errorf("%s: plain %v", formula, got)
		}
	}
}
