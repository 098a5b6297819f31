package pipeline

import (
	"os"
	"strings"
	"testing"
)

// Every question of sql/README.md has an answer in the sample county.
func TestSavedQuestions(t *testing.T) {
	text, err := os.ReadFile("../sql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, part := range strings.Split(string(text), "```sql\n")[1:] {
		query, _, _ := strings.Cut(part, "```")
		asked++
		if table := ask(t, query); len(table.Rows) == 0 && !strings.Contains(query, "kind = '不可评'") {
			t.Errorf("no answer: %s", query)
		}
	}
	if asked != 20 {
		t.Errorf("%d questions, want 20", asked)
	}
}
