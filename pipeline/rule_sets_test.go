package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"jixiao/pipeline/rules"

	"github.com/xuri/excelize/v2"
)

// A second rule set is judged beside the first: without one there is no sheet of it; with one that asks
// for more execution projects change their grade, and the first set's scores stay.
func TestTwoRuleSets(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "瓜里乡", "车田苗族乡"), Outputs: t.TempDir(), Year: 2023}
	writeOtherRules(t, cfg.Inputs)
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	got := askIn(t, cfg, "select township, machine_total::varchar, other_total::varchar, regraded_projects from rankings.rule_sets where rank is not null order by township")
	if len(got) != 2 {
		t.Fatalf("%v", got)
	}
	for _, row := range got {
		first := ask(t, "select machine_total::varchar from scores.townships where year = 2023 and township = ?",
			row[0]).Rows[0][0]
		if row[1] != first {
			t.Errorf("%v: the first rule set gives %v, alone it gives %v", row[0], row[1], first)
		}
		if row[3] == int64(0) {
			t.Errorf("%v: the second rule set changes nothing", row[0])
		}
	}
	book, err := excelize.OpenFile(filepath.Join(cfg.Outputs, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if n, _ := book.GetSheetIndex("规则对比"); n < 0 {
		t.Error("no sheet 规则对比")
	}
	// Rules that are wrong are named by their own file.
	if err := os.WriteFile(filepath.Join(cfg.Inputs, rules.OtherName), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); err == nil {
		t.Error("a broken second rules workbook went through")
	} else {
		t.Log(err)
	}
}

// writeOtherRules lays a second rule set beside the first.
func writeOtherRules(t *testing.T, inputs string) {
	t.Helper()
	f, err := excelize.OpenFile(filepath.Join(inputs, rules.Name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("封顶")
	if err != nil {
		t.Fatal(err)
	}
	// Whoever executed less than 90% gets at most 60.
	row := []any{"0", "90", "60", "试算"}
	if err := errors.Join(f.SetSheetRow("封顶", "A"+string(rune('1'+len(rows))), &row),
		f.SaveAs(filepath.Join(inputs, rules.OtherName))); err != nil {
		t.Fatal(err)
	}
}
