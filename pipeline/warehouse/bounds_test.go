package warehouse

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// A build is bounded: its memory has a limit, and what goes beyond it is written beside the build's other
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

// Over a whole partition DuckDB works out an aggregate with FILTER again for each row: the time of a province's SQL
// would grow with the square of its projects.
func TestNoFilterInAWindow(t *testing.T) {
	filtered := regexp.MustCompile(`(?i)filter\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*over\b`)
	for _, s := range shipped(t).Scripts {
		for _, found := range filtered.FindAllString(s.Query, -1) {
			t.Errorf("sql/%s: %s", s.File, found)
		}
	}
}

// A thousand amounts at the limit of one are beyond DECIMAL(18,6): no sum is held to it.
func TestNoSumIsHeldToOneAmount(t *testing.T) {
	held := regexp.MustCompile(`(?is)cast\((?:[^()]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))*\bas decimal\(18, 6`)
	sum := regexp.MustCompile(`(?i)\bsum\(`)
	for _, s := range shipped(t).Scripts {
		for _, found := range held.FindAllString(s.Query, -1) {
			if sum.MatchString(found) {
				t.Errorf("sql/%s: %s", s.File, found)
			}
		}
	}
}
