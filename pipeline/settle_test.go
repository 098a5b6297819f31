package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
)

// A file that is still being copied is left for the next run and said so; the others are published. What
// the last run saw as it is now is not waited for.
func TestFilesStillBeingCopied(t *testing.T) {
	inputs := copyInputs(t, "车田苗族乡", "瓜里乡")
	growing := filepath.Join(inputs, "2023", "瓜里乡2023年绩效自评.xlsx")
	whole, err := os.ReadFile(growing)
	if err != nil {
		t.Fatal(err)
	}
	looks := 0
	cfg := Config{Inputs: inputs, Outputs: t.TempDir(), Settle: true,
		Sleep: func(_ context.Context, d time.Duration) error {
			if looks++; d != 5*time.Second {
				t.Errorf("pause %v", d)
			}
			return os.WriteFile(growing, whole[:len(whole)*looks/5], 0o644) // the copy goes on
		}}
	wantFates := func(wantLooks int, want map[string]string) {
		t.Helper()
		looks = 0
		if _, err := Run(context.Background(), cfg); err != nil {
			t.Fatal(err)
		}
		_, m, err := publish.Latest(cfg.Outputs)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range m.Inputs {
			if got := in.Fate + " " + in.Reason; want[filepath.Base(in.File)] != got {
				t.Errorf("%s: %s", in.File, got)
			}
		}
		if looks != wantLooks {
			t.Errorf("waited %d times, want %d", looks, wantLooks)
		}
	}
	const a, b = "车田苗族乡2023年绩效自评.xlsx", "瓜里乡2023年绩效自评.xlsx"
	wantFates(2, map[string]string{a: "read ", b: "skipped " + find.StillChanging})
	if err := os.WriteFile(growing, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	cfg.Sleep = func(context.Context, time.Duration) error { looks++; return nil }
	wantFates(2, map[string]string{a: "read ", b: "read "})
	wantFates(0, map[string]string{a: "read ", b: "read "}) // nothing is new
}

// A share that goes away is no empty share: nothing is published, whenever it goes.
func TestShareThatIsAway(t *testing.T) {
	inputs := copyInputs(t, "车田苗族乡")
	away := inputs + ".away"
	cfg := Config{
		Inputs: inputs, Outputs: t.TempDir(), Settle: true,
		Sleep: func(context.Context, time.Duration) error { return os.Rename(inputs, away) },
	}
	if _, err := Run(context.Background(), cfg); err == nil {
		t.Error("published from a share that went away")
	}
	if _, err := Run(context.Background(), cfg); !fault.Is(err, fault.Input) {
		t.Errorf("a share that is not there: %v", err)
	}
	if _, _, err := publish.Latest(cfg.Outputs); err == nil {
		t.Error("something was published")
	}
	if err := os.Rename(away, inputs); err != nil {
		t.Fatal(err)
	}
	cfg.Sleep = nil
	cfg.Settle = false
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Error(err)
	}
}
