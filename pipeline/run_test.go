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

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
)

// copyInputs makes a county of the sample's rules and some of its townships.
func copyInputs(t *testing.T, townships ...string) string {
	t.Helper()
	dir := t.TempDir()
	files := []string{rules.Name}
	for _, name := range townships {
		files = append(files, filepath.Join("2023", name+"2023年绩效自评.xlsx"))
	}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join("../inputs", name))
		if err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(target), 0o755), os.WriteFile(target, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A second run with nothing changed reads nothing anew and gives the same bytes in all but the
// database and the manifest.
func TestSecondRunIsTheSame(t *testing.T) {
	before := hashes(t, sample.dir)
	if len(before) < 24 {
		t.Errorf("only %d files to compare", len(before))
	}
	cfg := Config{Inputs: "../inputs", Outputs: t.TempDir(), Rebuild: true, Now: sample.now}
	for n, workers := range []int{1, 4, 2} { // how many work at once must not show either
		cfg.Workers = workers
		s, err := Run(context.Background(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if want := map[int]int{0: 54}[n]; s.Fresh != want {
			t.Errorf("run %d read %d files anew, want %d", n+1, s.Fresh, want)
		}
		for name, sum := range hashes(t, cfg.Outputs) {
			if before[name] != sum {
				t.Errorf("run %d: %s differs", n+1, name)
			}
		}
	}
}

func hashes(t *testing.T, outputs string) map[string]string {
	t.Helper()
	_, m, err := publish.Latest(outputs)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, o := range m.Outputs {
		if o.File != "jixiao.duckdb" && !strings.HasPrefix(o.File, reports.PreviousDir+"/") { // what it was compared with is not the same
			sums[o.File] = o.SHA256
		}
	}
	return sums
}

// An audit that fails publishes nothing: latest stays what it was, and nothing is left behind.
func TestFailedAuditKeepsLatest(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir()}
	first, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(cfg.Inputs, "sql", "60_audits")
	audit := "-- grain: always one fault\n-- message: 总是不对\nselect 'wrong' as detail\n"
	if err := errors.Join(os.MkdirAll(own, 0o755),
		os.WriteFile(filepath.Join(own, "always.sql"), []byte(audit), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); !fault.Is(err, fault.Audit) ||
		!strings.Contains(err.Error(), "总是不对（always）：wrong") {
		t.Fatalf("want a failed audit, got %v", err)
	}
	_, m, err := publish.Latest(cfg.Outputs)
	if err != nil || m.ID != first.Run {
		t.Errorf("latest is %v, want %s: %v", m, first.Run, err)
	}
	runs, err := os.ReadDir(filepath.Join(cfg.Outputs, "runs"))
	if err != nil || len(runs) != 1 {
		t.Errorf("%d runs are left: %v", len(runs), err)
	}
}

// An interrupted run leaves nothing and frees the lock.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cfg.Progress = func(int, int) { cancel() }
	if _, err := Run(ctx, cfg); !errors.Is(err, context.Canceled) {
		t.Fatalf("want canceled, got %v", err)
	}
	if _, err := os.Stat(filepath.Join(cfg.Outputs, "latest")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("latest is there: %v", err)
	}
	// What a run that was killed leaves behind is gone after the next.
	killed := filepath.Join(cfg.Outputs, ".work-20240101-020000")
	unfinished := filepath.Join(cfg.Outputs, "runs", "20240101-020000")
	if err := errors.Join(os.MkdirAll(killed, 0o755), os.MkdirAll(unfinished, 0o755)); err != nil {
		t.Fatal(err)
	}
	cfg.Progress = nil
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Errorf("the next run: %v", err)
	}
	for _, dir := range []string{killed, unfinished} {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", dir, err)
		}
	}
}

// While one run holds the lock, another says who and since when.
func TestSecondRunAtOnceIsTurnedAway(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir()}
	held, err := publish.Lock(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); !fault.Is(err, fault.Locked) ||
		!strings.Contains(err.Error(), fmt.Sprintf("进程 %d，", os.Getpid())) {
		t.Errorf("want to be told who holds the lock, got %v", err)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Errorf("after the lock is free: %v", err)
	}
}
