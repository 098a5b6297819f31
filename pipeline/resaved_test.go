package pipeline

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// Files that are saved again, renamed and touched are other bytes with the same figures: the draw, the scores and the
// findings stay where they are.
func TestSavedAgain(t *testing.T) {
	inputs := copyInputs(t, "车田苗族乡", "资源镇")
	questions := []string{
		"select ticket, stratum, lot_place, is_drawn, probability from rankings.lots order by all",
		"select township, project, machine_total, lowest_total, highest_total, grade from scores.projects order by all",
		"select township, rank, best_rank, worst_rank, machine_total, is_firm from rankings.townships order by all",
		"select finding_id, code, township, project, sheet, cell, value, expected from checks.findings order by all",
	}
	var answers [2][]string
	for round := range answers {
		cfg := Config{Inputs: inputs, Outputs: t.TempDir()}
		if _, err := Run(context.Background(), cfg); err != nil {
			t.Fatal(err)
		}
		for _, question := range questions {
			answers[round] = append(answers[round], askLatest(t, cfg.Outputs, question))
		}
		if round == 0 {
			saveAgain(t, filepath.Join(inputs, "2023"))
		}
	}
	for i, question := range questions {
		if answers[0][i] != answers[1][i] || strings.Count(answers[0][i], "\n") < 2 {
			t.Errorf("%s\ngave\n%s\nthen\n%s", question, answers[0][i], answers[1][i])
		}
	}
}

// saveAgain opens and saves each workbook under another name, which sorts otherwise.
func saveAgain(t *testing.T, dir string) {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".xlsx") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatal("no workbooks", err)
	}
	for i, path := range paths {
		book, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(filepath.Dir(path), string(rune('z'-i))+"再存"+filepath.Base(path))
		if err := book.SaveAs(again); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2024, 3, 1+len(paths)-i, 0, 0, 0, 0, time.UTC)
		for _, err := range []error{book.Close(), os.Remove(path), os.Chtimes(again, at, at)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
