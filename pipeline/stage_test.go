package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"jixiao/pipeline/stage"
)

// stageFiles lists what a folder of outputs has staged.
func stageFiles(t testing.TB, outputs string) []stage.File {
	t.Helper()
	files, err := stage.List(filepath.Join(outputs, "stage"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sameTables wants what was published to be that of another set, but for the manifest and the database.
func sameTables(t *testing.T, outputs string, want map[string]string) {
	t.Helper()
	got := hashes(t, outputs)
	if len(got) != len(want) {
		t.Errorf("%d files published, want %d", len(got), len(want))
	}
	for name, sum := range got {
		if want[name] != sum {
			t.Errorf("%s differs", name)
		}
	}
}

// However the workbooks are spread over stage files, and also where two of these hold the same workbook,
// the tables are the same.
func TestBatchesDoNotShow(t *testing.T) {
	want := hashes(t, sample.dir)
	outputs := t.TempDir()
	for _, batch := range []int{1, 3000, 1 << 30} { // a file a workbook, some, two in all
		scratch := t.TempDir()
		cfg := Config{Inputs: "../inputs", Outputs: scratch, Batch: batch, Workers: 2}
		s, err := Run(context.Background(), cfg)
		if err != nil || s.Fresh != 54 {
			t.Fatalf("batches of %d: read %v: %v", batch, s, err)
		}
		sameTables(t, scratch, want)
		if err := os.CopyFS(filepath.Join(outputs, "stage"), os.DirFS(filepath.Join(scratch, "stage"))); err != nil && !errors.Is(err, os.ErrExist) {
			t.Fatal(err)
		}
	}
	if n := len(stageFiles(t, outputs)); n < 54+2 {
		t.Fatalf("only %d stage files", n)
	}
	s, err := Run(context.Background(), Config{Inputs: "../inputs", Outputs: outputs})
	if err != nil || s.Fresh != 0 {
		t.Fatalf("all together: read %v: %v", s, err)
	}
	sameTables(t, outputs, want)
}

// The same bytes under two names are read once, and count once.
func TestCopiesAreReadOnce(t *testing.T) {
	inputs := copyInputs(t, "车田苗族乡")
	name := filepath.Join(inputs, "2023", "车田苗族乡2023年绩效自评.xlsx")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"2023/甲.xlsx", "2023/乙.xlsx"} {
		if err := os.WriteFile(filepath.Join(inputs, other), data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(inputs, other+".doc.xlsx"), []byte("no workbook"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	outputs := t.TempDir()
	s, err := Run(context.Background(), Config{Inputs: inputs, Outputs: outputs, Worker: []string{os.Args[0], workerArgument}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Fresh != 1 || s.Files["read"] != 1 || s.Files["superseded"] != 2 || len(s.Unreadable) != 2 {
		t.Errorf("read %d anew, files %v, unreadable %v", s.Fresh, s.Files, s.Unreadable)
	}
	if rows := askOf(t, openLatest(t, outputs), "select count(*) from staging.projects").Rows; rows[0][0] != int64(37) {
		t.Errorf("%v projects", rows[0][0])
	}
}

// A run that finds many small stage files leaves few, and what it publishes is the same.
func TestManySmallStageFiles(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := (county{5, 14, 30}).write(dir); err != nil {
		t.Fatal(err)
	}
	large := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir()}
	small := Config{Inputs: large.Inputs, Outputs: t.TempDir(), Batch: 1}
	s, err := Run(context.Background(), large)
	if err != nil || s.Fresh <= 64 {
		t.Fatalf("read %v: %v", s, err)
	}
	for n := range 2 {
		again, err := Run(context.Background(), small)
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{s.Fresh, 0}[n]; again.Fresh != want {
			t.Errorf("run %d read %d, want %d", n+1, again.Fresh, want)
		}
		if files := stageFiles(t, small.Outputs); len(files) != 1 || len(files[0].Books) != s.Fresh {
			t.Errorf("run %d left %d stage files", n+1, len(files))
		}
		sameTables(t, small.Outputs, hashes(t, large.Outputs))
	}
}
