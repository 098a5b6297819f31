package pipeline

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"jixiao/pipeline/publish"
)

// Four extract into one folder at once, two of them the same part; the run that follows reads nothing and
// publishes what one run alone does. Their many small stage files become few in that run alone.
func TestShards(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := (county{9, 14, 40}).write(dir); err != nil {
		t.Fatal(err)
	}
	alone := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir(), Worker: []string{os.Args[0], workerArgument}}
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
	parts := []Shard{{1, 3}, {2, 3}, {3, 3}, {3, 3}}
	done := make([]*Extracted, len(parts))
	var wait sync.WaitGroup
	for i, part := range parts {
		wait.Go(func() {
			var err error
			if done[i], err = Extract(context.Background(), shared, part); err != nil {
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
		if e.Files < want.Fresh/3-15 || e.Files > want.Fresh/3+15 || len(e.Unreadable) > 0 || e.Fresh+e.Known != e.Files {
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
	if _, _, err := (county{4, 7, 20}).write(dir); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: t.TempDir()}
	whole, err := Run(context.Background(), Config{Inputs: cfg.Inputs, Outputs: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	const after = 20
	out, err := exec.Command(os.Args[0], crashArgument, cfg.Inputs, cfg.Outputs, "0", "true", strconv.Itoa(after)).CombinedOutput()
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

// Which shard a file is of never changes: machines with other versions of the program must agree.
func TestShardsAreStable(t *testing.T) {
	got := ""
	for i := range 12 {
		for no := 1; no <= 5; no++ {
			if (Shard{no, 5}).has(fmt.Sprintf("2023/石溪镇/%02d.xlsx", i)) {
				got += strconv.Itoa(no)
			}
		}
	}
	if got != "444535422134" {
		t.Errorf("files are in the shards %s", got)
	}
	for text, good := range map[string]bool{"1/1": true, "4/4": true, "0/4": false, "5/4": false, "1": false, "": false, "1/0": false, "a/b": false, "1/4/2": false} {
		if _, ok := ParseShard(text); ok != good {
			t.Errorf("%q: %t", text, ok)
		}
	}
}
