package tables

import (
	"strings"
	"testing"
)

// What goes out to people cannot be turned around by marks that nobody sees.
func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"道路\u202e硬化\u202c项目": "道路硬化项目", "零\u200b宽\u200d\ufeff": "零宽", "隔\u2066离\u2069": "隔离", "软\u00ad连": "软连",
		"道路硬化 100%\n一\t二": "道路硬化 100%\n一\t二", "": "", "\xff": "\xff",
	} {
		if got := Visible(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	table := &Table{Columns: []Column{{Name: "a"}}, Rows: [][]any{{"\u202e=1"}, {"项\u200b目"}}}
	for guarded, want := range map[bool]string{true: "a\n'=1\n项目\n", false: "a\n\u202e=1\n项\u200b目\n"} {
		var out strings.Builder
		if err := table.WriteCSV(&out, guarded); err != nil || out.String() != want {
			t.Errorf("guarded %v: %q %v", guarded, out.String(), err)
		}
	}
}
