package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
)

var stageKey = regexp.MustCompile(`[0-9a-f]{64}`)

// ageStage makes the stage files of an outputs folder those of a program that read otherwise, and gives their names.
func ageStage(t *testing.T, outputs string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(outputs, "stage", "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.LastIndex(data, []byte("jixiao.rules"))
		key := stageKey.FindIndex(data[at:])
		if at < 0 || key == nil {
			t.Fatalf("%s has no key", file)
		}
		copy(data[at+key[0]:], strings.Repeat("0", 64))
		name := fmt.Sprintf("%s-%08x.parquet", strings.Repeat("a", 32), crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)))
		name = filepath.Join(filepath.Dir(file), name)
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// rewriteJSON rewrites a file of JSON, as a program of another version would have written it.
func rewriteJSON(t *testing.T, file string, do func(map[string]any)) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	do(all)
	if text, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// An older set, stage and state of the scheduler under a newer program, and back again: nothing is lost, and what is
// read anew is said.
func TestUpgradeAndBack(t *testing.T) {
	r := newRuns(t)
	r.cfg.Program = publish.Program{Version: "1.0.0", Commit: "a", DuckDB: "1"}
	first := r.run()
	oldDir, _ := r.set()
	rewriteJSON(t, filepath.Join(oldDir, "run.json"), func(m map[string]any) {
		for _, later := range []string{"zone", "program", "made", "own"} {
			delete(m, later)
		}
	})
	older := ageStage(t, r.cfg.Outputs)
	state := filepath.Join(r.cfg.Outputs, ".schedule.json")
	if err := os.WriteFile(state, []byte(`{"cron":"0 2 * * *","zone":"Asia/Shanghai","since":"2024-01-01T00:00:00Z",`+
		`"last":{"started":"2024-01-02T02:00:00Z","tries":1}}`), 0o644); err != nil {
		t.Fatal(err)
	}

	r.cfg.Program = publish.Program{Version: "2.0.0", Commit: "b", DuckDB: "2"}
	second := r.run()
	if second.Fresh != first.Fresh || first.Fresh == 0 || !second.Changes.None() || second.Changes.Previous != first.Run {
		t.Errorf("%s", second.Text())
	}
	want := fmt.Sprintf("程序由 1.0.0 换成 2.0.0，重新读取了 %d 个文件", first.Fresh)
	if !strings.Contains(second.Text(), want) {
		t.Errorf("no %q in %s", want, second.Text())
	}
	if s, err := schedule.ReadState(r.cfg.Outputs); err != nil || s.Cron != "0 2 * * *" || s.Last.Tries != 1 {
		t.Errorf("%+v %v", s, err)
	}
	for _, name := range older { // for who goes back
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}

	// Back: what the newer program wrote has things that the older does not know.
	newDir, _ := r.set()
	future := func(m map[string]any) { m["future"] = map[string]any{"a": []int{1}} }
	rewriteJSON(t, filepath.Join(newDir, "run.json"), future)
	rewriteJSON(t, state, future)
	r.cfg.Program = publish.Program{Version: "1.0.0", Commit: "a", DuckDB: "1"}
	third := r.run()
	if third.Fresh != 0 || !third.Changes.None() || third.Changes.Previous != second.Run || len(third.Notes) > 0 {
		t.Errorf("%s", third.Text())
	}
	if _, err := schedule.ReadState(r.cfg.Outputs); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{oldDir, newDir} {
		if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
			t.Errorf("%s: %v %v", dir, found, err)
		}
	}
}
