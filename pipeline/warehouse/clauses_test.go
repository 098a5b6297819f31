package warehouse

import (
	"slices"
	"strings"
	"testing"
)

// bureaus are the checks of what the bureau and its reviewers hand in: the notice to townships does not speak of them.
var bureaus = []string{
	"decision_unclear", "ledger_conflict", "ledger_unread", "ledger_unit_unknown", "review_above_self",
	"review_deduction_unexplained", "review_of_nothing", "review_over_weight", "review_uneven",
}

// Each check of ours that asks a township for anything has its clause in the notice; 其他方面 is for a county's own.
func TestClausesOfTheNotice(t *testing.T) {
	scripts := shipped(t).Scripts
	at := slices.IndexFunc(scripts, func(s Script) bool { return s.Name() == "reports.problem_paragraphs" })
	if at < 0 {
		t.Fatal("there are no paragraphs")
	}
	for i := range scripts {
		s := &scripts[i]
		if !s.isCheck() || s.Header["severity"] == "note" {
			continue
		}
		_, code, _ := strings.Cut(s.Name(), ".")
		if code != "not_submitted" && !slices.Contains(bureaus, code) && !strings.Contains(scripts[at].Query, "'"+code+"'") {
			t.Errorf("%s has no clause", code)
		}
	}
}
