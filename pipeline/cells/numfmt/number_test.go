package numfmt

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/values"
)

// Numbers are shown as an arbitrary-precision decimal says, for many of the kinds that workbooks store.
func TestNumbersAgreeWithDecimals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	for range 200_000 {
		raw := randomNumber(random)
		want, wantOK := values.ParseStored(raw)
		n, ok := ParseNumber([]byte(strings.TrimSpace(raw)))
		if ok != wantOK {
			t.Fatalf("%q: %v, want %v", raw, ok, wantOK)
		}
		if !ok {
			continue
		}
		if got := string(n.AppendPlain(nil)); got != want.String() {
			t.Fatalf("%q: %s, want %s", raw, got, want)
		}
		places := random.IntN(6)
		f := Parse("0" + strings.Repeat("0", random.IntN(3)) + "." + strings.Repeat("0", places+1) + "%")
		got := string(f.Show(nil, n, false))
		fixed := want.Shift(2).Abs().StringFixed(int32(places + 1))
		sign := ""
		if want.IsNegative() {
			sign = "-"
		}
		if strings.TrimLeft(strings.TrimPrefix(got, sign), "0") != strings.TrimLeft(fixed, "0")+"%" {
			t.Fatalf("%q: %s, want %s%s", raw, got, sign, fixed)
		}
	}
}

func randomNumber(random *rand.Rand) string {
	switch random.IntN(6) {
	case 0:
		return strconv.FormatFloat(random.NormFloat64()*1000, 'g', -1, 64)
	case 1:
		return strconv.FormatFloat(float64(random.IntN(1e9))/100, 'f', -1, 64)
	case 2:
		return fmt.Sprintf("%de%d", random.IntN(1000)-500, random.IntN(60)-30)
	case 3:
		return fmt.Sprintf("%d.%020d", random.IntN(100)-50, random.Uint64())
	case 4:
		return decimal.New(random.Int64(), int32(random.IntN(40)-20)).String()
	}
	return []string{"", "-", ".", "1.", ".5", "-.5", "+7", "1e", "e5", "1e+5", "1E-400", "1e500", "--1", "1..2",
		"0x1", "1_0", "-0", "0.000", "999999999999999.5", "9999999999999995", "12a", " 5 "}[random.IntN(22)]
}

// What Excel shows, by hand and by its documentation.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ code, raw, want string }{
		{"#,##0.00", "1234567.891", "1,234,567.89"}, {"#,##0", "999", "999"}, {"#,##0", "-1000", "-1,000"},
		{"0.00%", "0.8729", "87.29%"}, {"0%", "0.005", "1%"}, {"#.##", "0.5", ".5"}, {"#.##", "3", "3"},
		{"0.0#", "1.25", "1.25"}, {"0.0#", "1.2", "1.2"}, {"000", "7", "007"}, {"0.00", "1e-20", "0.00"},
		{"0.00", "12345678901234567890", "12345678901234600000.00"},
		{"#,##0,", "1234567", "1,235"}, {`0.0"万元"`, "12.34", "12.3万元"}, {"_ * #,##0.00_ ", "5", "5.00"},
		{"0.00;[Red]0.00", "-1.5", "1.50"}, {`0;0;"零"`, "0", "零"}, {"General", "0.1000", "0.1"},

		// dates and times
		{"yyyy-mm-dd", "45291", "2023-12-31"}, {"yyyy-mm-dd hh:mm:ss", "45291.999994", "2023-12-31 23:59:59"},
		{"yyyy/m/d", "45291.999995", "2024/1/1"}, {"yyyy/m/d", "59", "1900/2/28"}, {"yyyy/m/d", "61", "1900/3/1"},
		{"yyyy/m/d", "2958465", "9999/12/31"}, {"yyyy/m/d", "2958466", "2958466"}, {"yyyy/m/d", "-1", "-1"},
		{"h:mm", "0.5", "12:00"}, {"yyyy/m/d", "4.5291E4", "2023/12/31"}, {"yyyy/m/d", "1e-30", "1899/12/31"},
		{"yyyy/m/d", "1e30", "1000000000000000000000000000000"}, {"yyyy/m/d;@", "45291", "2023/12/31"},
		{"yyyy.m.d", "45291", "2023.12.31"}, {"yyyy,mm", "45291", "2023,12"}, {"h.mm", "0.5", "12.00"},
		{"mm.ss.0", "0.000694444444", "01.00"}, {"h:mm:ss.000", "0.5", "12:00:00"},
		{"[h]:mm", "1.5", "36:00"}, {"[h]:mm:ss", "100.25", "2406:00:00"}, {"[mm]:ss", "0.0625", "90:00"},
		{"[ss]", "0.5", "43200"}, {"[h]:mm", "-1.5", "-36:00"}, {"[h]小时mm分", "0.75", "18小时00分"},
		{"h:mm AM/PM", "0.75", "6:00 PM"}, {"上午/下午h时", "0", "上午12时"}, {"aaaa", "45291", "星期日"},
		{"[$-804]yyyy年m月", "45291", "2023年12月"}, {"[Red]yyyy-mm", "45291", "2023-12"},

		// General among other signs
		{`General"元"`, "1234.5", "1234.5元"}, {`G/通用格式"元"`, "-12", "-12元"}, {`"约"General`, "0.5", "约0.5"},
		{`General;-General`, "-3", "-3"}, {`General;"负"General`, "-3", "负3"}, {"[Red]General", "-2.5", "-2.5"},

		// signs that stand for themselves
		{`0!元`, "5", "5元"}, {`0\"`, "5", `5"`}, {`0!"`, "5", `5"`}, {`#!,0`, "15", "1,5"}, {`0!;0`, "15", "1;5"},

		// digits spread over text
		{`0!.0,"万元"`, "123456", "12.3万元"}, {`0!.0,"万元"`, "-123456", "-12.3万元"}, {`0!.0,`, "5", "0.0"},
		{`0\.0,`, "99999", "10.0"}, {`0"."0000"万元"`, "123456", "12.3456万元"}, {`0"."0000`, "7", "0.0007"},
		{"000-0000", "1234567", "123-4567"}, {"000-0000", "12345678", "1234-5678"}, {"0.0.0", "1.23", "1.2.3"},
		{`0"亿"0000"万"`, "123456", "12亿3456万"},
		{`#,##0!.0,`, "12345678901", "12,345,67.9"}, // the marks are grouped from the right, dot or not

		// dividing by thousands
		{"0,", "1499", "1"}, {"0.00,", "123456", "123.46"}, {"0.00,,", "123456789", "123.46"},
		{"0,.00", "123456", "123.46"},
		{`#,##0.00,"千元"`, "1234567", "1,234.57千元"}, {`0.0,,"百万"`, "-12345678", "-12.3百万"}, {`0"元",`, "5", "5元,"},

		// conditions
		{`[>=10000]0!.0,"万元";0"元"`, "123456", "12.3万元"}, {`[>=10000]0!.0,"万元";0"元"`, "9999", "9999元"},
		{`[>=10000]0!.0,"万元";0"元"`, "-5", "-5元"}, {`[<0]0"亏";0"盈"`, "-5", "5亏"}, {`[<0]0"亏";0"盈"`, "5", "5盈"},
		{`[<1]0.00%;0.00"倍"`, "0.5", "50.00%"}, {`[<1]0.00%;0.00"倍"`, "1.5", "1.50倍"},
		{`[=1]"是";[=0]"否";0`, "1", "是"}, {`[=1]"是";[=0]"否";0`, "0", "否"}, {`[=1]"是";[=0]"否";0`, "7", "7"},
		{`[Red][>100]0;[Blue][<=100]0.0`, "100", "100.0"}, {`[>100]0;[>10]0.0;0.00`, "-5", "-5.00"},
		{`[>0]0;[<0]"负"0;"零"`, "-5", "负5"}, {`[>0]0;[<0]"负"0;"零"`, "0", "零"}, {"[>5]0.0", "3", "3"},
		{`[=1]"是";[=0]"否"`, "7", "7"},

		// texts have a section of their own
		{"0.00;@", "-5", "-5.00"}, {"@", "5.10", "5.1"}, {`0;"负"0;@`, "-5", "负5"}, {`0;0;;@`, "0", "0"},
		// what is not known
		{"0.00E+00", "12345", "12345"}, {"# ?/?", "0.5", "0.5"}, {`0"E+"`, "5", "5E+"}, {"0.??", "1.5", "1.5"},
	} {
		n, ok := ParseNumber([]byte(c.raw))
		f := Parse(c.code)
		if got := string(f.Show(nil, n, false)); !ok || got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.raw, c.code, got, c.want)
		}
	}
}

// The unit that a format writes, and by what it divides, tell what the stored number is in.
func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		code, raw string
		want      Meaning
	}{
		{"0.00", "1", Meaning{}}, {"0%", "1", Meaning{Percent: true}}, {"[h]:mm", "1", Meaning{Date: true}},
		{`0.00"万元"`, "1", Meaning{Unit: "万元"}}, {`#,##0.00_);(#,##0.00)`, "-1", Meaning{}},
		{`0.00,"千元"`, "1", Meaning{Unit: "千元", Scale: 3}}, {`0!.0,"万元"`, "1", Meaning{Unit: "万元", Scale: 4}},
		{`0"."0000万`, "1", Meaning{Unit: "万", Scale: 4}}, {"#,##0,", "1", Meaning{Scale: 3}},
		{`[>=10000]0!.0,"万元";0"元"`, "20000", Meaning{Unit: "万元", Scale: 4}},
		{`[>=10000]0!.0,"万元";0"元"`, "200", Meaning{Unit: "元"}}, {`General"元"`, "1", Meaning{Unit: "元"}},
		{`"￥"#,##0.00`, "1", Meaning{}}, {`0.00" ㎡ "`, "1", Meaning{Unit: "㎡"}},
		{`[<1]0%;0"倍"`, "2", Meaning{Unit: "倍"}},
		{`0.00"%"`, "87.29", Meaning{Unit: "%"}}, {`0!%`, "87", Meaning{Unit: "%"}},
		{`yyyy"年"`, "1", Meaning{Date: true}}, {`yyyy"年";@`, "45291", Meaning{Date: true}},
	} {
		n, _ := ParseNumber([]byte(c.raw))
		f := Parse(c.code)
		if got := f.Of(n); got != c.want {
			t.Errorf("%s in %s: %+v, want %+v", c.raw, c.code, got, c.want)
		}
	}
}

// From the sixteenth digit before the point on a spreadsheet keeps none.
func TestLongNumbers(t *testing.T) {
	for raw, want := range map[string]bool{
		"999999999999999": false, "1000000000000000": true, "450123199001010011": true, "4.50123199001010E+17": true,
		"0.87290000000000001": false, "123456789012345.678": false, "-1e15": true, "0": false, "1e-20": false,
		"999999999999999.9": true,
	} {
		if n, ok := ParseNumber([]byte(raw)); !ok || n.Long() != want {
			t.Errorf("%s: %v, want %v", raw, n.Long(), want)
		}
	}
}
