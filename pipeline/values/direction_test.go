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

// A column of units gives its unit to the values that name none.
func TestOf(t *testing.T) {
	for _, c := range []struct{ target, actual, unit, want string }{
		{"8", "7500米", "公里", "8000000 7500000 长度"},
		{"≥8", "8", "台（套）", "8 8 数:个:设备"},
		{"8公里", "7", "个", ""},
		{"8", "7", "个", "8 7 数:个"},
		{"30万", "29.5万元", "元", "300000 295000 金额"},
		{"8", "7", "／", "8 7 "},
		{"95", "96%", "%", "950 960 比例"},
	} {
		p := Compare(ParseMeasure(c.target).Of(c.unit), ParseMeasure(c.actual).Of(c.unit))
		got := p.Target.String() + " " + p.Actual.String() + " " + p.Kind
		if p.Why != "" {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s for %s in %s: %s %s, want %s", c.actual, c.target, c.unit, got, p.Why, c.want)
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
