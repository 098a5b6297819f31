package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"

	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/publish"
)

// Whatever stands in the cells, the run publishes: four small counties by default, JIXIAO_FUZZ_RUNS of them
// where it is set, from JIXIAO_FUZZ_SEED on.
func TestRunsOfRandomCells(t *testing.T) {
	first := sizeFrom(t, "JIXIAO_FUZZ_SEED", 1)
	for seed := first; seed < first+sizeFrom(t, "JIXIAO_FUZZ_RUNS", 4); seed++ {
		t.Run(strconv.Itoa(seed), func(t *testing.T) { runSpoiled(t, uint64(seed)) })
	}
}

// runSpoiled runs a county with odd cells; one in four is run again the next night with more of them, and one in
// eight is checked and marked as a township does it.
func runSpoiled(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 25))
	dir := t.TempDir()
	county := countytest.County{Seed: seed % 5, Townships: 3 + rnd.IntN(5), Projects: 1 + rnd.IntN(2)}
	if _, _, err := county.Write(dir); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: filepath.Join(dir, "outputs")}
	year := filepath.Join(cfg.Inputs, strconv.Itoa(countytest.Year))
	nights := 1
	if seed%4 == 3 {
		nights = 2
	}
	for range nights {
		done, err := countytest.Spoil(rnd, year, 1+rnd.IntN(30))
		if err != nil {
			t.Fatal(err)
		}
		if err := nightOf(cfg); err != nil {
			t.Errorf("%v\n%q", err, done)
		}
		if _, _, err := publish.Latest(cfg.Outputs); err != nil {
			t.Errorf("nothing is published: %v", err)
		}
	}
	if seed%8 == 5 {
		checked, err := Check(context.Background(), cfg, []string{year})
		if err == nil {
			_, err = checked.Mark()
		}
		if err != nil {
			t.Errorf("check: %v", err)
		}
	}
}

// nightOf is a run, of which a panic is an error too, and so is a form set aside: what breaks the arithmetic of a county
// is a kind to be cured.
func nightOf(cfg Config) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = errors.New(string(debug.Stack()))
		}
	}()
	sum, err := Run(context.Background(), cfg)
	if err != nil {
		return err
	}
	for _, note := range sum.Notes {
		if strings.Contains(note, "搁置") {
			return errors.New(note)
		}
	}
	return nil
}
