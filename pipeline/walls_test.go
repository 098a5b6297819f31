package pipeline

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// libraries: which rooms may use a library that shapes everything it touches.
var libraries = map[string][]string{
	"github.com/xuri/excelize/v2":     {"reports/workbooks", "cells"},
	"github.com/apache/arrow/go/v15":  {"stage"},
	"github.com/marcboeker/go-duckdb": {"warehouse"},
	"github.com/robfig/cron/v3":       {"schedule"},
}

// pure rooms take values and give values: no files, no database, no room but those named.
var pure = map[string][]string{
	"fault":         {},
	"values":        {},
	"cells":         {"cells/inflate", "cells/numfmt"},
	"cells/inflate": {},
	"cells/numfmt":  {},
	"formulas":      {"cells", "values"},
	"localise":      {},
	"template":      {"cells", "rules"},
	"forms":         {"cells", "formulas", "rules", "values"},
	"narrative":     {"cells", "forms", "rules", "values"},
}

// closed are the rooms that a room must not import, itself or through others.
var closed = map[string][]string{
	"reports": {"warehouse", "extract", "schedule", "serve"},
	"extract": {"reports", "warehouse", "schedule", "serve"},
	"find":    {"extract", "reports", "warehouse", "stage"},
	"stage":   {"reports", "warehouse", "find", "extract"},
	"publish": {"cells", "rules", "find", "extract", "stage", "warehouse", "reports"},
	"rules":   {"find", "extract", "stage", "warehouse", "reports", "publish"},
}

// mostOfRoot is how many rooms the flow may stand on.
const mostOfRoot = 10

func TestWalls(t *testing.T) {
	imports := map[string][]string{}
	list, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "jixiao/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		words := strings.Fields(line)
		imports[words[0]] = words[1:]
	}
	seen := 0
	for name, imported := range imports {
		seen += seeLibraries(t, room(name), imported)
		seePure(t, room(name), imported)
		for _, other := range imported {
			switch {
			case other == "jixiao/pipeline" && name != "jixiao/cmd/jixiao":
				t.Errorf("%s imports the root, which stands above it", name)
			case other == "jixiao/pipeline/countytest":
				t.Errorf("%s imports countytest, which is for tests alone", name)
			}
		}
	}
	for name, rooms := range closed {
		seeClosed(t, imports, "jixiao/pipeline/"+name, rooms)
	}
	if seen < 3 {
		t.Errorf("saw only %d uses of the walled libraries: the test looks at the wrong place", seen)
	}
	if own := roomsIn(imports["jixiao/pipeline"]); len(own) > mostOfRoot || len(own) < 5 {
		t.Errorf("the root imports %d rooms: %v", len(own), own)
	}
}

func room(path string) string { return strings.TrimPrefix(path, "jixiao/pipeline/") }

func roomsIn(imported []string) (rooms []string) {
	for _, name := range imported {
		if strings.HasPrefix(name, "jixiao/pipeline/") {
			rooms = append(rooms, room(name))
		}
	}
	return rooms
}

func seeLibraries(t *testing.T, name string, imported []string) (seen int) {
	for _, other := range imported {
		for library, rooms := range libraries {
			if !strings.HasPrefix(other, library) {
				continue
			}
			if seen++; !slices.Contains(rooms, name) {
				t.Errorf("%s imports %s; only %v may", name, other, rooms)
			}
		}
	}
	return seen
}

func seePure(t *testing.T, name string, imported []string) {
	allowed, isPure := pure[name]
	if !isPure {
		return
	}
	for _, other := range imported {
		if other == "os" || other == "database/sql" || strings.HasPrefix(other, "jixiao/") && !slices.Contains(allowed, room(other)) {
			t.Errorf("%s imports %s", name, other)
		}
	}
}

// seeClosed follows the imports of a room, and of those below it.
func seeClosed(t *testing.T, imports map[string][]string, name string, rooms []string) {
	reached := map[string]bool{}
	var follow func(string)
	follow = func(path string) {
		for _, other := range imports[path] {
			if strings.HasPrefix(other, "jixiao/") && !reached[other] {
				reached[other] = true
				follow(other)
			}
		}
	}
	for path := range imports {
		if path == name || strings.HasPrefix(path, name+"/") {
			follow(path)
		}
	}
	if len(imports[name]) == 0 {
		t.Errorf("there is no room %s", name)
	}
	for _, other := range rooms {
		if reached["jixiao/pipeline/"+other] {
			t.Errorf("%s reaches %s", name, other)
		}
	}
}
