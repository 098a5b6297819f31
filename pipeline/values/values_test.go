package values

import (
	"fmt"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"
)

func TestParseNumber(t *testing.T) {
	cases := []struct{ text, number, unit string }{
		{"1,012.31", "1012.31", ""},
		{"１７７２．８６", "1772.86", ""},
		{" 87.30％ ", "87.30", "%"},
		{"100%", "100", "%"},
		{"-3.2%", "-3.2", "%"},
		{"￥2,026,400元", "2026400", "元"},
		{"50.67255 万元", "50.67255", "万元"},
		{"+5", "5", ""},
		{"007", "7", ""},
		{"0.0900000762939453", "0.0900000762939453", ""},
		{"９，８７６", "9876", ""},
	}
	for _, c := range cases {
		got, ok := ParseNumber(c.text)
		if !ok || !got.Number.Equal(decimal.RequireFromString(c.number)) || got.Unit != c.unit {
			t.Errorf("ParseNumber(%q) = %v %q %v, want %s %q", c.text, got.Number, got.Unit, ok, c.number, c.unit)
		}
	}
	for _, text := range []string{"", "约28万", "28万", "1,23", "1234,567", "12.3.4", "1.", ".5", "--3", "3-5", "(12)", "1e5", "一百", "#REF!", "1 2", "9999999999999"} {
		if got, ok := ParseNumber(text); ok {
			t.Errorf("ParseNumber(%q) = %v, want refused", text, got)
		}
	}
}

// What only money may be written as. A word of doubt or a number in two parts stays unreadable.
func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{
		"150万": "150 万元", "1.5亿": "1.5 亿元", "3百元": "3 百元", "20 万": "20 万元", "人民币30万元": "30 万元", "1,012.31": "1012.31 ",
	} {
		if got, ok := ParseAmount(text); !ok || got.Number.String()+" "+got.Unit != want {
			t.Errorf("ParseAmount(%q) = %v %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"约150万", "1 50万", "15\n0万", "150万左右", "万", "", "150万-200万"} {
		if got, ok := ParseAmount(text); ok {
			t.Errorf("ParseAmount(%q) = %v, want refused", text, got)
		}
	}
}

func TestParseStoredKeepsFifteenDigits(t *testing.T) {
	cases := map[string]string{
		"0.87290000000000001":     "0.8729",
		"1746.2500000000002":      "1746.25",
		"785.99000000000001":      "785.99",
		"1.2E-3":                  "0.0012",
		"123456789012345":         "123456789012345",
		"-0.30000000000000004":    "-0.3",
		"1E+2":                    "100",
		"99999999999999999":       "100000000000000000",
		"0.10000000149011612":     "0.100000001490116",
		"3551.8299999999999":      "3551.83",
		"4.9406564584124654e-324": "0.00",
	}
	for text, want := range cases {
		got, ok := ParseStored(text)
		if !ok || !got.Round(Scale+5).Equal(decimal.RequireFromString(want)) {
			t.Errorf("ParseStored(%q) = %v %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "NaN", "INF", "1e999999999", "12a"} {
		if got, ok := ParseStored(text); ok {
			t.Errorf("ParseStored(%q) = %v, want refused", text, got)
		}
	}
}

func TestParseMeasure(t *testing.T) {
	cases := []struct{ text, sign, number, unit string }{
		{"≥95%", ">=", "95", "%"},
		{"≥ 100百分比", ">=", "100", "%"},
		{"≤5天", "<=", "5", "天"},
		{"2023.5万元", "", "2023.5", "万元"},
		{"74个", "", "74", "个"},
		{"﹦8个", "=", "8", "个"},
		{"＝42个", "=", "42", "个"},
		{"不低于90%", ">=", "90", "%"},
		{"90％以上", ">=", "90", "%"},
		{"5个工作日内", "<=", "5", "个工作日"},
		{"≤202.6万元", "<=", "202.6", "万元"},
		{"＞=３", ">=", "3", ""},
		{"-3.2%", "", "-3.2", "%"},
		{"20集", "", "20", "集"},
		{"　15辑", "", "15", "辑"},
		{"2.3万人", "", "2.3", "万人"},
		{"≤35℃", "<=", "35", "℃"},
		{"500㎡", "", "500", "㎡"},
		{"20元/人", "", "20", "元/人"},
	}
	for _, c := range cases {
		got := ParseMeasure(c.text)
		if !got.Known || got.Comparator != c.sign || !got.Number.Equal(decimal.RequireFromString(c.number)) || got.Unit != c.unit {
			t.Errorf("ParseMeasure(%q) = %+v, want %s %s %s", c.text, got, c.sign, c.number, c.unit)
		}
	}
	for _, text := range []string{"", "有效改善", "2023年", "2023年13月底前", "2023年2月30日", "10-12", "2022-2023", "5-3次", "90%-95个", "零售", "零星", "≥3-5次", "长期", "10-12月", "10.", "3，4", "余", "10余"} {
		if got := ParseMeasure(text); got.Known {
			t.Errorf("ParseMeasure(%q) = %+v, want text", text, got)
		}
	}
}

// Ranges, dates, zeros in words and numbers that are not quite known.
func TestParseMeasureSpans(t *testing.T) {
	cases := []struct{ text, sign, number, upper, unit string }{
		{"90%-95%", "~", "90", "95", "%"},
		{"90-95%", "~", "90", "95", "%"},
		{"９０％～９５％", "~", "90", "95", "%"},
		{"3至5次", "~", "3", "5", "次"},
		{"2到3个工作日", "~", "2", "3", "个工作日"},
		{"2023年12月底前", "<=", "20231231", "", "日期"},
		{"2024年2月底前", "<=", "20240229", "", "日期"},
		{"2023年底前", "<=", "20231231", "", "日期"},
		{"2023年12月31日", "", "20231231", "", "日期"},
		{"2023-12-31", "", "20231231", "", "日期"},
		{"2023.12.31", "", "20231231", "", "日期"},
		{"≤2023年9月30日", "<=", "20230930", "", "日期"},
		{"2023年末", "", "20231231", "", "日期"},
		{"2023/6/5前", "<=", "20230605", "", "日期"},
		{"不晚于2023年11月30日", "<=", "20231130", "", "日期"},
		{"2023年11月", "~", "20231101", "20231130", "日期"},
		{"2023年12月前", "<=", "20231130", "", "日期"},
		{"11月底前", "<=", "1130", "", "月日"},
		{"5个。", "", "5", "", "个"},
		{"十余次", ">", "10", "", "次"},
		{"零事故", "=", "0", "", "事故"},
		{"零件次", "=", "0", "", "件次"},
		{"零安全事故", "=", "0", "", "安全事故"},
		{"10余次", ">", "10", "", "次"},
		{"2.3万余人", ">", "2.3", "", "万人"},
		{"约10个", "≈", "10", "", "个"},
		{"10个左右", "≈", "10", "", "个"},
		{"100百分比", "", "100", "", "%"},
	}
	for _, c := range cases {
		got := ParseMeasure(c.text)
		upper := ""
		if got.Upper.Valid {
			upper = got.Upper.Decimal.String()
		}
		if !got.Known || got.Comparator != c.sign || got.Number.String() != c.number || upper != c.upper || got.Unit != c.unit {
			t.Errorf("ParseMeasure(%q) = %+v, want %+v", c.text, got, c)
		}
	}
}

func TestParseLabel(t *testing.T) {
	cases := []struct{ text, key, notes, value string }{
		{"项 目 名 称", "项目名称", "", ""},
		{"项目名称：", "项目名称", "", ""},
		{"项目（政策）名称", "项目名称", "政策", ""},
		{"项目资金\n(万元)", "项目资金", "万元", ""},
		{"其中:财政拨款", "财政拨款", "", ""},
		{"其中：当年财政拨款", "当年财政拨款", "", ""},
		{"填报单位：车田苗族乡人民政府", "填报单位", "", "车田苗族乡人民政府"},
		{"执行率（%）", "执行率", "%", ""},
		{"一级\n指标", "一级指标", "", ""},
		{"产出指标(50分)", "产出指标", "50分", ""},
		{"主管部门(及代码)", "主管部门", "及代码", ""},
	}
	for _, c := range cases {
		if got := ParseLabel(c.text); got != (Label{c.key, c.notes, c.value}) {
			t.Errorf("ParseLabel(%q) = %+v", c.text, got)
		}
	}
}

func TestIsBlank(t *testing.T) {
	for _, s := range []string{"", "—", "——", " / ", "*", "无", "－"} {
		if !IsBlank(s) {
			t.Errorf("IsBlank(%q) = false", s)
		}
	}
	for _, s := range []string{"0", "０", "零", "无法完成"} {
		if IsBlank(s) {
			t.Errorf("IsBlank(%q) = true", s)
		}
	}
}

// What is written out reads back the same, and nothing panics.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,012.31", "１７７２．８６", "≥95%", "-0", "约28万", "2023年12月底前", "1,23", "\xff", "￥1", "2000年00月底 AA", "每月2次", "三至五次", "零事故", "5个（约）", "1.修路5公里", "1月底", "11月20日前"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if q, ok := ParseNumber(s); ok {
			again, ok := ParseNumber(q.Number.String() + q.Unit)
			if !ok || !again.Number.Equal(q.Number) || again.Unit != q.Unit {
				t.Fatalf("%q read as %v%s, and that as %v%s", s, q.Number, q.Unit, again.Number, again.Unit)
			}
		}
		if m := ParseMeasure(s); m.Known {
			if m.Upper.Valid && m.Upper.Decimal.LessThan(m.Number) {
				t.Fatalf("%q read as a range from %v to %v", s, m.Number, m.Upper.Decimal)
			}
			switch m.Comparator {
			case ">=", ">", "<=", "<", "=", "":
				if m.Number.IsZero() {
					break
				}
				again := ParseMeasure(m.Comparator + m.Number.String() + m.Unit)
				if isDate(m) {
					again = ParseMeasure(written(m))
				}
				if !again.Known || !again.Number.Equal(m.Number) || again.Unit != m.Unit {
					t.Fatalf("%q read as %+v, and that as %+v", s, m, again)
				}
			}
		}
		ParseLabel(s)
		ParseStored(s)
	})
}

// written is a date as people write it.
func written(m Measure) string {
	n := m.Number.IntPart()
	text := fmt.Sprintf("%s%d月%d日", m.Comparator, n/100%100, n%100)
	if m.Unit == DateUnit {
		text = fmt.Sprintf("%s%d年%d月%d日", m.Comparator, n/10000, n/100%100, n%100)
	}
	return text
}

// What Fold passes over is what it would leave as it is.
func TestPlain(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s := string(r); isPlain(r) && (width.Fold.String(s) != s || unicode.IsSpace(r) && r != ' ' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("%U is not plain", r)
		}
	}
}
