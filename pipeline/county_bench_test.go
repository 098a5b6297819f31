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

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/publish"
)

// BenchmarkRun runs generated counties, each size first on nothing (cold) and then again (warm). Sizes are
// townships × projects:
//
//	JIXIAO_SIZES="7x46 40x80 400x80" go test ./pipeline -run '^$' -bench Run -benchtime 1x -timeout 2h
//
// It tells the milliseconds of each step, forms in a second, and the most memory that this process held.
func BenchmarkRun(b *testing.B) {
	sizes := os.Getenv("JIXIAO_SIZES")
	if sizes == "" {
		sizes = "7x46"
	}
	for size := range strings.FieldsSeq(sizes) {
		c := countytest.County{Seed: uint64(sizeFrom(b, "JIXIAO_SEED", 1))}
		if _, err := fmt.Sscanf(size, "%dx%d", &c.Townships, &c.Projects); err != nil {
			b.Fatalf("size %q: %v", size, err)
		}
		dir := b.TempDir()
		if _, _, err := c.Write(dir); err != nil {
			b.Fatal(err)
		}
		cfg := Config{
			Inputs:  filepath.Join(dir, "inputs"),
			Outputs: filepath.Join(dir, "outputs"),
			Worker:  []string{os.Args[0], workerArgument},
		}
		for _, kind := range []string{"cold", "warm"} {
			b.Run(size+"/"+kind, func(b *testing.B) {
				steps := map[string]int64{}
				for b.Loop() {
					if kind == "cold" {
						b.StopTimer()
						if err := os.RemoveAll(cfg.Outputs); err != nil {
							b.Fatal(err)
						}
						b.StartTimer()
					}
					forgetPeak()
					addSteps(b, steps, cfg)
				}
				report(b, steps, c)
			})
		}
	}
}

// addSteps runs once and adds the durations that run.json tells.
func addSteps(b *testing.B, steps map[string]int64, cfg Config) {
	if _, err := Run(context.Background(), cfg); err != nil {
		b.Fatal(err)
	}
	_, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		b.Fatal(err)
	}
	for _, d := range m.Durations {
		if !strings.HasPrefix(d.Step, "sql/") {
			steps[d.Step] += d.MS
		}
	}
}

func report(b *testing.B, steps map[string]int64, c countytest.County) {
	for name, ms := range steps {
		b.ReportMetric(float64(ms)/float64(b.N), "ms-"+name)
	}
	b.ReportMetric(float64(c.Townships*c.Projects*b.N)/b.Elapsed().Seconds(), "forms/s")
	if peak, err := peakMemory(); err == nil {
		b.ReportMetric(float64(peak)/1024, "MB-peak")
	}
}

// peakMemory is the most that this process has held, in kB, where the system tells it.
func peakMemory() (kB int, err error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(text), "VmHWM:")
	if !found {
		return 0, errors.New("no VmHWM in /proc/self/status")
	}
	_, err = fmt.Sscan(rest, &kB)
	return kB, err
}

// forgetPeak makes the system count the peak anew.
func forgetPeak() {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); errors.Is(err, fs.ErrPermission) {
		return // then it is the peak since the start
	}
}
