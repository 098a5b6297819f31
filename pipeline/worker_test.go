package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
)

// workerArgument makes the test binary a worker process (see TestMain).
const workerArgument = "test-extract-worker"

// serveHostile is a worker whose reader has every fault that a reader may have, by what a file begins with.
func serveHostile() int {
	err := serveReading(os.Stdin, os.Stdout, func(k *keeper, name, sha string, data []byte) (outcome, string, error) {
		switch word, _, _ := strings.Cut(string(data), " "); word {
		case "LOOP":
			for n := 0; ; n++ {
				_ = n
			}
		case "EAT":
			var eaten [][]byte
			for {
				eaten = append(eaten, make([]byte, 16<<20))
				for i := range eaten[len(eaten)-1] {
					eaten[len(eaten)-1][i] = byte(i)
				}
			}
		case "DIE":
			os.Exit(3)
		case "STACK":
			deeper([4096]int{})
		}
		return k.read(name, sha, data)
	})
	if err != nil {
		return 1
	}
	return 0
}

// deeper overflows the stack: a fault that no recover catches.
func deeper(frame [4096]int) int {
	if frame[frame[0]]++; frame[0] < 0 {
		return 0
	}
	return deeper(frame) + frame[1]
}

// What takes a reader down is a finding about that file; the others are read, the townships published.
func TestWhatEscapesTheReaderIsContained(t *testing.T) {
	inputs := copyInputs(t, "车田苗族乡", "瓜里乡")
	hostile := map[string]string{"LOOP": "秒仍未结束", "EAT": "占用的内存超过", "DIE": "程序异常结束", "STACK": "程序异常结束"}
	for word := range hostile {
		if err := os.WriteFile(filepath.Join(inputs, "2023", word+".xlsx"), []byte(word+" and more"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cfg := Config{Inputs: inputs, Outputs: t.TempDir(), Worker: []string{os.Args[0], workerArgument}, WorkerTime: 15 * time.Second, WorkerMemory: 256 << 20}
	s, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if s.Submitted != 2 || s.Fresh != 2 || len(s.Unreadable) != len(hostile) {
		t.Errorf("submitted %d, read %d, unreadable %v", s.Submitted, s.Fresh, s.Unreadable)
	}
	_, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range m.Inputs {
		word := strings.TrimSuffix(filepath.Base(in.File), ".xlsx")
		if want := hostile[word]; want != "" && (in.Fate != string(find.Unreadable) || !strings.Contains(in.Reason, want)) {
			t.Errorf("%s: %s %s", word, in.Fate, in.Reason)
		}
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

// A worker that cannot even be started is a fault of the machine, not of the file.
func TestWorkerThatDoesNotStart(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir(), Worker: []string{filepath.Join(t.TempDir(), "nothing")}}
	if _, err := Run(context.Background(), cfg); err == nil || !strings.Contains(err.Error(), "start a worker") {
		t.Errorf("got %v", err)
	}
}

// The settings reach the worker whole.
func TestReadingTravels(t *testing.T) {
	r, _, err := ReadRules("../inputs")
	if err != nil {
		t.Fatal(err)
	}
	r.SetParameter("打开密码", "一|二")
	here, err := newReading("dir", r, &Config{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(here)
	there := &reading{}
	if err := errors.Join(err, json.Unmarshal(text, there)); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(there)
	if err != nil || string(again) != string(text) || len(there.Settings.Fields) < 50 || len(there.Options.Passwords) != 2 || there.Memory != workerMemory {
		t.Errorf("%s\n%s %v", text, again, err)
	}
}
