package pipeline

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"jixiao/pipeline/publish"
)

// The manifest tells how long each step, each folder of sql and each script took, and how much processor and memory.
func TestManifestTellsWhatTheRunTook(t *testing.T) {
	_, m, err := publish.Latest(sample.dir)
	if err != nil {
		t.Fatal(err)
	}
	took, spent, peak := map[string]int64{}, int64(0), int64(0)
	for _, d := range m.Durations {
		took[d.Step] = d.MS
		spent += d.Processor
		if d.Peak > 0 && d.Peak < peak {
			t.Errorf("the peak fell to %d at %s", d.Peak, d.Step)
		}
		peak = max(peak, d.Peak)
	}
	if spent < 100 {
		t.Errorf("all steps took %d ms of the processor", spent)
	}
	for _, step := range []string{
		"find", "extract", "build", "reports", "recount", "settle_outputs", "sql/00_rules", "sql/10_sources",
		"sql/70_sheets", "sql/scores.projects",
	} {
		if _, told := took[step]; !told {
			t.Errorf("nothing on %s", step)
		}
	}
	scripts, rounding := int64(0), int64(0)
	for name, ms := range took {
		if strings.HasPrefix(name, "sql/staging.") {
			scripts += ms
			rounding++
		}
	}
	if folder := took["sql/20_staging"]; folder < scripts || folder > scripts+rounding || folder > took["build"] {
		t.Errorf("20_staging took %d ms, its scripts %d, the build %d", folder, scripts, took["build"])
	}
	if runtime.GOOS == "linux" && (peak < 50<<20 || peak > m.PeakMemory || m.PeakMemory > 2<<30) {
		t.Errorf("peak memory %d, of the steps %d", m.PeakMemory, peak)
	}
	if _, err := os.Stat(sample.dir + "/.work-" + m.ID); err == nil {
		t.Error("the work folder is left")
	}
}
