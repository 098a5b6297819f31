package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
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

// A township that saves its file while it is waited for, or is being read, keeps what it last submitted: it is not
// said to have sent nothing, and the findings tell which version counts.
func TestFileSavedWhileItIsWaitedFor(t *testing.T) {
	const b = "瓜里乡2023年绩效自评.xlsx"
	for name, touch := range map[string]func(path string) error{
		"changed": func(path string) error { return os.WriteFile(path, []byte("half"), 0o644) },
		"away":    os.RemoveAll,
	} {
		inputs := copyInputs(t, "车田苗族乡", "瓜里乡")
		cfg := Config{Inputs: inputs, Outputs: t.TempDir(), Settle: true}
		cfg.Sleep = func(context.Context, time.Duration) error { return nil }
		first, err := Run(context.Background(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		saved := filepath.Join(inputs, "2023", b)
		whole, err := os.ReadFile(saved)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(saved, append(whole, 0), 0o644); err != nil { // it has been saved since
			t.Fatal(err)
		}
		cfg.Sleep = func(context.Context, time.Duration) error { return touch(saved) }
		for range 2 { // the next night too
			s, err := Run(context.Background(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.Missing, first.Missing) || s.Submitted != first.Submitted {
				t.Errorf("%s: missing %v, were %v", name, s.Missing, first.Missing)
			}
			t.Run(name, func(t *testing.T) { isKept(t, openLatest(t, cfg.Outputs), "2023/"+b) })
			if err := os.WriteFile(saved, append(whole, 0), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// isKept wants a file to count as it was read before, and a finding to say so.
func isKept(t *testing.T, db *warehouse.Warehouse, file string) {
	t.Helper()
	rows := askOf(t, db, "select fate, reason from sources.files where file = ?", file).Rows
	if rows[0][0] != "read" || !strings.Contains(fmt.Sprint(rows[0][1]), "按上次读取的版本") {
		t.Errorf("%v", rows)
	}
	found := askOf(t, db, "select file, severity, township from checks.findings where code = 'file_kept'").Rows
	if len(found) != 1 || found[0][0] != file || found[0][1] != "note" || found[0][2] != "瓜里乡" {
		t.Errorf("findings %v", found)
	}
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
