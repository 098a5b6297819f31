package pipeline

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/extract"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Four extract into one folder at once, two of them the same part; the run that follows reads nothing and
// publishes what one run alone does. Their many small stage files become few in that run alone.
func TestShards(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 9, Townships: 14, Projects: 40}).Write(dir); err != nil {
		t.Fatal(err)
	}
	alone := Config{
		Inputs:  filepath.Join(dir, "inputs"),
		Outputs: t.TempDir(),
		Worker:  []string{os.Args[0], workerArgument},
	}
	want, err := Run(context.Background(), alone)
	if err != nil {
		t.Fatal(err)
	}
	shared := alone
	shared.Outputs, shared.Batch = t.TempDir(), 1
	held, err := publish.Lock(shared.Outputs) // as if a run were at work
	if err != nil {
		t.Fatal(err)
	}
	parts := []extract.Shard{{No: 1, Of: 3}, {No: 2, Of: 3}, {No: 3, Of: 3}, {No: 3, Of: 3}}
	done := make([]*extract.Extracted, len(parts))
	var wait sync.WaitGroup
	for i, part := range parts {
		wait.Go(func() {
			var err error
			if done[i], err = extractShard(shared, part); err != nil {
				t.Errorf("shard %s: %v", part, err)
			}
		})
	}
	wait.Wait()
	if t.Failed() {
		return
	}
	total := 0
	for _, e := range done[:3] {
		total += e.Files
		if e.Files < want.Fresh/3-15 || e.Files > want.Fresh/3+15 || len(e.Unreadable) > 0 ||
			e.Fresh+e.Known != e.Files {
			t.Errorf("uneven or not read: %s", e.Text())
		}
	}
	if n := len(stageFiles(t, shared.Outputs)); total != want.Fresh || n != total || n <= 64 {
		t.Errorf("%d files in the shards, %d stage files, a run alone read %d", total, n, want.Fresh)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	s, err := Run(context.Background(), shared)
	if err != nil || s.Fresh != 0 {
		t.Fatalf("the run read %v: %v", s, err)
	}
	sameTables(t, shared.Outputs, hashes(t, alone.Outputs))
	if files := stageFiles(t, shared.Outputs); len(files) != 1 || len(files[0].Books) != total {
		t.Errorf("the run left %d stage files", len(files))
	}
}

// A run that is killed in the midst of reading loses what it had not yet kept; the next reads that alone.
func TestKilledWhileReading(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := (countytest.County{Seed: 4, Townships: 7, Projects: 20}).Write(dir); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir()}
	whole, err := Run(context.Background(), Config{Inputs: cfg.Inputs, Outputs: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	const after = 20
	out, err := exec.Command(os.Args[0], crashArgument, cfg.Inputs, cfg.Outputs, "0", "true",
		strconv.Itoa(after)).CombinedOutput()
	if err == nil || err.Error() != "signal: killed" {
		t.Fatalf("not killed: %v %s", err, out)
	}
	staged := 0
	for _, f := range stageFiles(t, cfg.Outputs) {
		staged += len(f.Books)
	}
	s, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if staged < after/2 || staged > after || s.Fresh != whole.Fresh-staged {
		t.Errorf("%d files, %d of %d kept when killed, %d read by the next run", whole.Fresh, staged, after, s.Fresh)
	}
	if err := nothingLeft(cfg.Outputs); err != nil {
		t.Error(err)
	}
}

// extractShard does what jixiao extract does.
func extractShard(cfg Config, shard extract.Shard) (*extract.Extracted, error) {
	county, err := rules.Open(cfg.Inputs, warehouse.Checks)
	if err != nil {
		return nil, err
	}
	inputs, err := find.Open(cfg.Inputs, county, 0)
	if err != nil {
		return nil, err
	}
	defer inputs.Close()
	return shard.Extract(context.Background(), inputs, cfg.stage(), county.Rules, cfg.reading())
}
