package warehouse

import (
	"context"
	"strings"
	"testing"
)

// A build is bounded: its memory has a limit, and what goes beyond it is laid down beside the build's other
// work, which goes with the run.
func TestBuildIsBounded(t *testing.T) {
	w := emptyWarehouse(t)
	settings, err := w.Query(context.Background(), "select current_setting('memory_limit'), current_setting('temp_directory')")
	if err != nil {
		t.Fatal(err)
	}
	limit, spill := settings.Rows[0][0], settings.Rows[0][1].(string)
	if limit != "953.6 MiB" || !strings.HasSuffix(spill, "spill") {
		t.Errorf("memory limit %v, spilling to %s", limit, spill)
	}
}
