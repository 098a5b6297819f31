package values

import (
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// The labelled pairs of testdata/pairs.txt, which says what its columns are.
func TestPairs(t *testing.T) {
	text, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line+strings.Repeat("|", 9), "|")
		for i := range f {
			f[i] = strings.NewReplacer("↵", "\n", "␣", " ").Replace(strings.TrimSpace(f[i]))
		}
		rows++
		if got := shown(f[1], f[2]); got != strings.Join(f[3:9], " | ") {
			t.Errorf("%s for %s\n got %s\nwant %s", f[2], f[1], got, strings.Join(f[3:9], " | "))
		}
	}
	if rows < 200 {
		t.Errorf("%d pairs", rows)
	}
}

// shown is a pair as the table shows it.
func shown(targetText, actualText string) string {
	target, actual := ParseMeasure(targetText), ParseMeasure(actualText)
	p := Compare(target, actual)
	sides := map[[2]bool]string{{true, false}: "指", {false, true}: "完", {true, true}: "两"}
	vague := sides[[2]bool{target.Vague, actual.Vague}]
	if p.Why != "" {
		return strings.Join([]string{p.Why, "", "", "", "", vague}, " | ")
	}
	kind := p.Kind
	if kind == "" {
		kind = "无单位"
	}
	direction := map[string]string{Up: "正", Down: "反"}[target.Direction]
	first := number(p.Target, p.TargetUpper)
	if target.Latest.Valid {
		first += "/" + target.Latest.Decimal.String()
	}
	return strings.Join([]string{"可比", first, number(p.Actual, p.ActualUpper), kind, direction, vague}, " | ")
}

func number(n decimal.Decimal, upper decimal.NullDecimal) string {
	if upper.Valid {
		return n.String() + "~" + upper.Decimal.String()
	}
	return n.String()
}
