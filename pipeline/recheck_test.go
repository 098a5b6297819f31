package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
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
	secondReviewer(t, cfg)
}

// secondReviewer hands in another paper of the same project that gives no reasons: the project counts once, the doubts
// about the paper are the bureau's, and nothing of it reaches a township or the draw.
func secondReviewer(t *testing.T, cfg Config) {
	folder := filepath.Join(cfg.Inputs, "2023", "复核")
	f, err := excelize.OpenFile(filepath.Join(folder, "复核底稿.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(f.SetCellStr("复核001", "M6", ""), f.SetCellInt("复核001", "K7", 1),
		f.SetCellStr("复核001", "M7", ""), f.SaveAs(filepath.Join(folder, "第二人.xlsx"))); err != nil {
		t.Fatal(err)
	}
	const draw = "select place, form_id, reason from rankings.recheck where year = 2023 order by place"
	before := askLatest(t, cfg.Outputs, draw)
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	if after := askLatest(t, cfg.Outputs, draw); after != before {
		t.Errorf("a review changed the draw:\n%s\n%s", before, after)
	}
	for query, want := range map[string]string{
		"select count(*) > 0 as doubted, count(township) as of_townships from checks.findings where file like '%/复核/%'": "true,0",
		`select count(*) as projects, any_value("复核人数（人）") as papers from reports.reviewed`:                             "1,2",
	} {
		if got := askLatest(t, cfg.Outputs, query); !strings.HasSuffix(got, "\n"+want+"\n") {
			t.Errorf("%s: %s", query, got)
		}
	}
	err = filepath.WalkDir(filepath.Join(cfg.Outputs, "latest", "乡镇"), func(name string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(name); err != nil || ext != ".html" && ext != ".docx" {
			return err
		}
		text, err := reports.Visible(name)
		if strings.Contains(text, "复核") {
			t.Errorf("%s speaks of the re-check", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
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
