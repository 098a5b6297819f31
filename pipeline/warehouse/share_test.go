package warehouse

import (
	"context"
	"testing"

	"jixiao/pipeline/tables"
)

// share is the only quotient there is: exact, half away from zero, wide enough for any county.
func TestShare(t *testing.T) {
	w := emptyWarehouse(t)
	for _, c := range []struct{ a, b, c, want string }{
		{"3551.83", "100", "4068.67", "87.30"}, {"3551.83", "10", "4068.67", "8.73"},
		{"1", "1", "3", "0.33"}, {"2", "1", "3", "0.67"}, {"1", "1", "8", "0.13"}, {"-1", "1", "8", "-0.13"}, {"1.005", "1", "1", "1.01"}, {"-1.005", "1", "1", "-1.01"},
		{"5", "10", "0", ""}, {"null", "10", "5", ""}, {"5", "10", "null", ""}, {"0", "10", "5", "0.00"},
		{"1500000", "15", "2000000", "11.25"}, {"999999999", "100", "999999999.5", "100.00"}, {"9999999999999", "100", "19999999999998", "50.00"},
		{"2000000000", "100", "0.01", "20000000000000.00"}, {"99999999999", "999", "0.000001", "99899999999001000000.00"},
	} {
		table, err := w.Query(context.Background(), "select share("+c.a+", "+c.b+", "+c.c+")")
		if err != nil {
			t.Errorf("share(%s, %s, %s): %v", c.a, c.b, c.c, err)
			continue
		}
		if got := tables.Text(table.Rows[0][0], tables.Column{Scale: 2}); got != c.want {
			t.Errorf("share(%s, %s, %s) = %s, want %s", c.a, c.b, c.c, got, c.want)
		}
	}
}
