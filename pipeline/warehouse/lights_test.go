package warehouse

import (
	"context"
	"fmt"
	"testing"
)

// The lights of 自评预警 at their edges: the seed's 81 of 90 against 87.30% is (0.9−0.873)/0.9 = 3.0%, no light.
func TestWarningLight(t *testing.T) {
	w := emptyWarehouse(t)
	cases := []struct{ score, rate, want string }{
		{"81", "87.30", ""}, {"90", "95.00", ""}, {"90", "94.99", "红"}, {"0", "50", ""}, {"90", "null", "黄"},
		{"90", "143", ""}, {"60", "79.99", "黄"}, {"60", "80", ""}, {"null", "10", ""}, {"90", "0", "红"},
	}
	for _, c := range cases {
		table, err := w.Query(context.Background(), fmt.Sprintf("select coalesce(warning_light(cast(%s as decimal(9, 2)), 90, cast(%s as decimal(9, 2))), '')", c.score, c.rate))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Rows[0][0]; got != c.want {
			t.Errorf("%s of 90 at %s%%: %v, want %q", c.score, c.rate, got, c.want)
		}
	}
}
