package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"jixiao/pipeline/extract"
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

// However the workbooks are spread over stage files, and also where several of these hold the same workbook,
// the tables are the same.
func TestBatchesDoNotShow(t *testing.T) {
	cfg := Config{Inputs: "../inputs", Outputs: t.TempDir(), Workers: 2}
	together := filepath.Join(cfg.Outputs, "stage")
	for _, batch := range []int{1, 3000, 1 << 30} { // a file a workbook, some, two in all
		part := Config{Inputs: cfg.Inputs, Outputs: t.TempDir(), Batch: batch, Workers: 2}
		e, err := extractShard(part, extract.Shard{No: 1, Of: 1})
		if err != nil || e.Fresh != 54 {
			t.Fatalf("batches of %d: read %v: %v", batch, e, err)
		}
		for _, f := range stageFiles(t, part.Outputs) {
			data, err := os.ReadFile(f.Path)
			if err := errors.Join(err, os.MkdirAll(together, 0o755),
				os.WriteFile(filepath.Join(together, filepath.Base(f.Path)), data, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(stageFiles(t, cfg.Outputs)); n < 54+2 {
		t.Fatalf("only %d stage files", n)
	}
	s, err := Run(context.Background(), cfg)
	if err != nil || s.Fresh != 0 {
		t.Fatalf("all together: read %v: %v", s, err)
	}
	sameTables(t, cfg.Outputs, hashes(t, sample.dir))
}

// A stage file that is damaged or foreign is read again: the run publishes what it would have.
func TestDamagedStageFilesAreReadAgain(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡", "瓜里乡"), Outputs: t.TempDir(), Batch: 1, Workers: 2}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	want := hashes(t, cfg.Outputs)
	kept := stageFiles(t, cfg.Outputs)
	if len(kept) != 2 {
		t.Fatalf("%d stage files", len(kept))
	}
	data, err := os.ReadFile(kept[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/3] ^= 4 // where values are: the file's end still reads well
	other, err := os.ReadFile(kept[1].Path)
	if err := errors.Join(err, os.WriteFile(kept[0].Path, data, 0o644), os.WriteFile(kept[1].Path, other[:len(other)/2], 0o644)); err != nil {
		t.Fatal(err)
	}
	cfg.Rebuild = true
	s, err := Run(context.Background(), cfg)
	if err != nil || s.Fresh != 2 {
		t.Fatalf("read %v: %v", s, err)
	}
	sameTables(t, cfg.Outputs, want)
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
	s, err := Run(context.Background(), Config{
		Inputs:  inputs,
		Outputs: outputs,
		Worker:  []string{os.Args[0], workerArgument},
	})
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

// A worker reads what this process would read.
func TestWorkerReadsTheSame(t *testing.T) {
	cfg := Config{Inputs: "../inputs", Outputs: t.TempDir(), Worker: []string{os.Args[0], workerArgument}}
	s, err := Run(context.Background(), cfg)
	if err != nil || s.Fresh != 54 {
		t.Fatalf("read %v: %v", s, err)
	}
	before := hashes(t, sample.dir)
	for name, sum := range hashes(t, cfg.Outputs) {
		if before[name] != sum {
			t.Errorf("%s differs", name)
		}
	}
	left, err := filepath.Glob(filepath.Join(cfg.Outputs, "stage", ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the stage folder: %v %v", left, err)
	}
}
