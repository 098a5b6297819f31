package pipeline

import (
	"testing"

	"jixiao/pipeline/recompute"
)

// The sample county's scores, worked out a second time without sql/, are the same.
func TestSampleRecomputed(t *testing.T) {
	differences, compared := recompute.Defaults().Compare(func(query string) []recompute.Row {
		rows, err := recompute.Rows(ask(t, query))
		if err != nil {
			t.Fatal(err)
		}
		return rows
	})
	for _, difference := range differences {
		t.Error(difference)
	}
	if compared < 8000 {
		t.Errorf("only %d scores were compared", compared)
	}
}
