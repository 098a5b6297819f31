package warehouse

import (
	"context"
	"testing"
)

// What people write where they have nothing to say; a word more is something.
func TestSaysNothing(t *testing.T) {
	w := emptyWarehouse(t)
	for text, want := range map[string]bool{
		"": true, " 　": true, "—": true, "——": true, "-": true, "/": true, "／": true, "*": true, "…": true, "无": true, "无。": true,
		" 暂无 ": true, "没有": true, "（无）": true, "不适用": true,
		"无人施工": false, "没有佐证材料": false, "天气影响": false, "0": false, "A": false, "优": false, "否": false,
	} {
		got, err := w.Query(context.Background(), "select says_nothing("+quote(text)+"), says_nothing(null)")
		if err != nil || got.Rows[0][0] != want || got.Rows[0][1] != true {
			t.Errorf("%q: %v %v, want %t", text, got, err, want)
		}
	}
}
