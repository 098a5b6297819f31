package rules

import (
	"strings"
	"testing"
)

// A fact that states no figure of ours is refused with its row and column; 字样 are parted by strokes alone.
func TestFacts(t *testing.T) {
	r, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := r.Tables["事实"]
	facts.add([]string{"村级经费、合计|村级经费", "", "村级经费", "金额", "", "", ""}, 99)
	err = faultsOf(r)
	if err == nil || !strings.Contains(err.Error(), "事实第99行") || !strings.Contains(err.Error(), "“数据”不能是“村级经费”") {
		t.Errorf("unknown figure: got %v", err)
	}
	facts.Rows[len(facts.Rows)-1][2] = "全年预算"
	if err := faultsOf(r); err != nil {
		t.Error(err)
	}
	all := r.Facts()
	if words := all[len(all)-1].Words; len(words) != 2 || words[0] != "村级经费、合计" {
		t.Errorf("got the words %q", words)
	}
}
