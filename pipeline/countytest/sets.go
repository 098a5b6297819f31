package countytest

import (
	"os"
	"path/filepath"
	"testing"

	"jixiao/pipeline/publish"
)

// EqualFiles wants each file of the newest set in an outputs folder as in another, but for the database, and the set
// as its manifest has it.
func EqualFiles(t *testing.T, got, want string) {
	t.Helper()
	_, m, err := publish.Latest(got)
	if err != nil {
		t.Fatal(err)
	}
	_, wanted, err := publish.Latest(want)
	if err != nil || len(m.Outputs) != len(wanted.Outputs) {
		t.Fatalf("%d files, want %d (%v)", len(m.Outputs), len(wanted.Outputs), err)
	}
	for i, o := range wanted.Outputs {
		if o.File != "jixiao.duckdb" && m.Outputs[i] != o {
			t.Errorf("%+v, want %+v", m.Outputs[i], o)
		}
	}
	if _, found, err := publish.Verify(os.DirFS(filepath.Join(got, "latest"))); err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
}
