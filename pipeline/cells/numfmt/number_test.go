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

func TestFormats(t *testing.T) {
	for _, c := range []struct{ code, raw, want string }{
		{"#,##0.00", "1234567.891", "1,234,567.89"}, {"#,##0", "999", "999"}, {"#,##0", "-1000", "-1,000"},
		{"0.00%", "0.8729", "87.29%"}, {"0%", "0.005", "1%"},
		{"#.##", "0.5", ".5"}, {"#.##", "3", "3"}, {"0.0#", "1.25", "1.25"}, {"0.0#", "1.2", "1.2"},
		{"000", "7", "007"}, {"0.00", "1e-20", "0.00"}, {"0.00", "12345678901234567890", "12345678901234600000.00"},
		{"#,##0,", "1234567", "1,235"}, {`0.0"万元"`, "12.34", "12.3万元"}, {"_ * #,##0.00_ ", "5", "5.00"},
		{"0.00;[Red]0.00", "-1.5", "1.50"}, {`0;0;"零"`, "0", "零"}, {"General", "0.1000", "0.1"},
		{"yyyy-mm-dd", "45291", "2023-12-31"}, {"yyyy-mm-dd hh:mm:ss", "45291.999994", "2023-12-31 23:59:59"},
		{"yyyy/m/d", "45291.999995", "2024/1/1"}, {"yyyy/m/d", "59", "1900/2/28"}, {"yyyy/m/d", "61", "1900/3/1"},
		{"yyyy/m/d", "2958465", "9999/12/31"}, {"yyyy/m/d", "2958466", "2958466"}, {"yyyy/m/d", "-1", "-1"},
		{"h:mm", "0.5", "12:00"}, {"yyyy/m/d", "4.5291E4", "2023/12/31"}, {"yyyy/m/d", "1e-30", "1899/12/31"},
		{"yyyy/m/d", "1e30", "1000000000000000000000000000000"},
	} {
		n, ok := ParseNumber([]byte(c.raw))
		f := Parse(c.code)
		if got := string(f.Show(nil, n, false)); !ok || got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.raw, c.code, got, c.want)
		}
	}
}
