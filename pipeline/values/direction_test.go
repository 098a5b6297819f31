package values

import (
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// Names that say which way is better, and names that do not.
func TestNameDirection(t *testing.T) {
	for name, want := range map[string]string{
		"在职人员控制率": Down, "“三公经费”变动率": Down, "预算调整率": Down, "结转结余率": Down,
		"项目成本": Down, "事故发生率": Down,
		"预算完成率": Up, "事故下降率": Up, "投诉办结率": Up, "成本节约率": Up, "群众满意度": Up,
		"完成数量": "", "受益户数": "", "道路长度": "", "病虫害控制面积": "",
		"事故应急演练次数": "", "投诉受理件数": "", "产品不合格率": Down, "安全事故数": Down, "": "",
	} {
		if got := NameDirection(name); got != want {
			t.Errorf("NameDirection(%q) = %q, want %q", name, got, want)
		}
	}
}

// A vague word before any actual value of the table leaves a value that is vague, or none: never an exact one.
func TestVagueIsNeverExact(t *testing.T) {
	text, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Split(line, "|")
		if len(f) < 4 || line[0] == '#' {
			continue
		}
		actual := strings.TrimSpace(f[2])
		for _, vague := range []string{"约" + actual, "基本" + actual, actual + "（预计）"} {
			if m := ParseMeasure(vague); m.Known && (!m.Vague || m.Comparator != About && m.Comparator != Range) {
				t.Errorf("%q is read as exact: %+v", vague, m)
			}
		}
	}
}

// A number cell is what its text would be.
func TestMeasureNumber(t *testing.T) {
	for text, unit := range map[string]string{"95": "", "96.5": "%", "0": "", "1000000000000": ""} {
		n := decimal.RequireFromString(text)
		cell, typed := MeasureNumber(n, unit), ParseMeasure(text+unit)
		if cell.Known != typed.Known || cell.Kind != typed.Kind || cell.Size != typed.Size ||
			cell.Comparator != typed.Comparator || !cell.Number.Equal(typed.Number) || cell.Why != typed.Why {
			t.Errorf("%s%s: cell %+v, text %+v", text, unit, cell, typed)
		}
	}
}
