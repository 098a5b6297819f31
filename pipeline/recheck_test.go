package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
)

// A working paper that a reviewer fills in comes back as the third ledger, beside the two others; the
// townships' own figures stay as they were.
func TestRecheckComesBack(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡", "资源镇"), Outputs: t.TempDir()}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	latest, _, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	n := fillReview(t, filepath.Join(latest, "复核", "复核底稿.xlsx"), filepath.Join(cfg.Inputs, "2023", "复核", "复核底稿.xlsx"))
	const figures = "select township, reported_total, machine_total, project_forms from scores.townships order by township_code"
	before := askLatest(t, cfg.Outputs, figures)
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	if after := askLatest(t, cfg.Outputs, figures); after != before {
		t.Errorf("a review changed the townships' figures:\n%s\n%s", before, after)
	}
	got := askLatest(t, cfg.Outputs,
		"select project is not null and form_id is not null as is_known, self_total is not null as has_self, open_rows, change from scores.reviews")
	if want := fmt.Sprintf("is_known,has_self,open_rows,change\ntrue,true,0,-%d.00\n", n); got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// askLatest queries what was published, as CSV.
func askLatest(t *testing.T, outputs, query string) string {
	t.Helper()
	db, err := warehouse.Open(context.Background(), filepath.Join(outputs, "latest", "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	table, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := table.WriteCSV(&out, false); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// fillReview takes one point off each indicator of the first project's sheet, and gives how many there are.
func fillReview(t *testing.T, from, to string) int {
	t.Helper()
	f, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const sheet = "复核001"
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := 4; rows[i][0] != "合计"; i++ {
		at, err := excelize.CoordinatesToCellName(9, i+1)
		if err != nil {
			t.Fatal(err)
		}
		self, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		at, _ = excelize.CoordinatesToCellName(11, i+1)
		if err := f.SetCellFormula(sheet, at, self+"-1"); err != nil {
			t.Fatal(err)
		}
		at, _ = excelize.CoordinatesToCellName(13, i+1)
		if err := f.SetCellStr(sheet, at, "没有佐证材料"); err != nil {
			t.Fatal(err)
		}
		n++
	}
	for _, other := range f.GetSheetList() { // the reviewer hands in one project
		if other != sheet {
			if err := f.DeleteSheet(other); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(to); err != nil {
		t.Fatal(err)
	}
	return n
}
