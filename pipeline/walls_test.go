package pipeline

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// walls: which rooms may use a library that shapes everything it touches.
var walls = map[string][]string{
	"github.com/xuri/excelize/v2":     {"pipeline/reports/workbooks", "pipeline/cells"},
	"github.com/apache/arrow/go/v15":  {"pipeline/stage"},
	"github.com/marcboeker/go-duckdb": {"pipeline/warehouse"},
	"github.com/robfig/cron/v3":       {"pipeline/schedule"},
}

// pure rooms take values and give values: no files, no database, no other room's libraries.
var pure = map[string][]string{
	"pipeline/values":        {},
	"pipeline/cells/inflate": {},
	"pipeline/cells/numfmt":  {},
	"pipeline/formulas":      {"jixiao/pipeline/cells", "jixiao/pipeline/values"},
	"pipeline/template":      {"jixiao/pipeline/cells", "jixiao/pipeline/rules"},
	"pipeline/forms": {
		"jixiao/pipeline/cells", "jixiao/pipeline/formulas", "jixiao/pipeline/rules", "jixiao/pipeline/values",
	},
}

func TestWalls(t *testing.T) {
	list, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "jixiao/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(list)) {
		words := strings.Fields(line)
		room := strings.TrimPrefix(words[0], "jixiao/")
		for _, imported := range words[1:] {
			for library, rooms := range walls {
				if strings.HasPrefix(imported, library) {
					if seen++; !slices.Contains(rooms, room) {
						t.Errorf("%s imports %s; only %v may", room, imported, rooms)
					}
				}
			}
			if allowed, isPure := pure[room]; isPure &&
				(imported == "os" || strings.HasPrefix(imported, "jixiao/") && !slices.Contains(allowed, imported)) {
				t.Errorf("%s imports %s", room, imported)
			}
		}
	}
	if seen < 3 {
		t.Errorf("saw only %d uses of the walled libraries: the test looks at the wrong place", seen)
	}
}
