package extract

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
)

// workerArgument makes the test binary a process that reads files.
const workerArgument = "test-extract-worker"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == workerArgument {
		os.Exit(serveHostile())
	}
	os.Exit(m.Run())
}

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
		return k.read(context.Background(), name, sha, data)
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

// readAll extracts the files of a folder, and gives their fates.
func readAll(t *testing.T, dir string, o Options) ([]find.File, int, error) {
	t.Helper()
	return readWith(context.Background(), t, dir, o)
}

func readWith(ctx context.Context, t *testing.T, dir string, o Options) ([]find.File, int, error) {
	t.Helper()
	r, err := rules.OpenDefault(func(fs.FS) ([]rules.Check, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, err := find.Walk(root, ".", 2023, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(root, t.TempDir(), r.Rules, o)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := x.Files(ctx, files)
	return files, fresh, err
}

// What takes a reader down is a finding about that file; the others are read.
func TestWhatEscapesTheReaderIsContained(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes more memory than the bounds: run without -short")
	}
	dir := t.TempDir()
	want := map[string]string{
		"LOOP": "秒仍未结束", "EAT": "占用的内存超过", "DIE": "程序异常结束", "STACK": "程序异常结束", "1,2": "", "3,4": "",
	}
	for word := range want {
		if err := os.WriteFile(filepath.Join(dir, word+".csv"), []byte(word+" and more,\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	process := []string{os.Args[0], workerArgument}
	files, fresh, err := readAll(t, dir, Options{Process: process, Time: 15 * time.Second, Memory: 256 << 20})
	if err != nil || fresh != 2 {
		t.Fatalf("read %d: %v", fresh, err)
	}
	for _, f := range files {
		says := want[strings.TrimSuffix(f.Path, ".csv")]
		if (f.Fate == find.Read) != (says == "") || !strings.Contains(f.Reason, says) {
			t.Errorf("%s: %s %s", f.Path, f.Fate, f.Reason)
		}
	}
}

// A file that was refused for its cost is not read again while neither it nor the program changes.
func TestCostlyRefusalIsKept(t *testing.T) {
	dir, staged := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"loop.csv": "LOOP and more\n", "same.csv": "LOOP and more\n", "good.csv": "1,2\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := rules.OpenDefault(func(fs.FS) ([]rules.Check, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var told []string
	for n, program := range []string{"one", "one", "two"} {
		o := Options{Process: []string{os.Args[0], workerArgument}, Time: 3 * time.Second, Program: program, Workers: 1}
		if n == 1 { // it would be killed at once, were it read
			o.Process, o.Time = []string{filepath.Join(dir, "nothing")}, time.Hour
		}
		files, err := find.Walk(root, ".", 2023, nil)
		if err != nil {
			t.Fatal(err)
		}
		x, err := New(root, staged, r.Rules, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := x.Files(context.Background(), files); err != nil {
			t.Fatalf("%s, run %d: %v", program, n+1, err)
		}
		for _, f := range files {
			if (f.Fate == find.Read) != (f.Path == "good.csv") {
				t.Errorf("run %d: %s %s %s", n+1, f.Path, f.Fate, f.Reason)
			}
			told = append(told, f.Path+f.Reason+f.Step)
		}
	}
	if !slices.Equal(told[:3], told[3:6]) || !slices.Equal(told[:3], told[6:]) {
		t.Errorf("%q", told)
	}
}

// An interrupted reading ends, whatever a file takes.
func TestInterruptedWhileReading(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte("LOOP and more\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(300*time.Millisecond, cancel)
	o := Options{Process: []string{os.Args[0], workerArgument}, Time: time.Hour} // it would take that long
	if _, _, err := readWith(ctx, t, dir, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A worker that cannot even be started is a fault of the machine, not of the file.
func TestWorkerThatDoesNotStart(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte("1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, _, err := readAll(t, dir, Options{Process: []string{filepath.Join(t.TempDir(), "nothing")}})
	if err == nil || !strings.Contains(err.Error(), "start a worker") {
		t.Errorf("got %v", err)
	}
}

// The settings reach the worker whole.
func TestReadingTravels(t *testing.T) {
	r, err := rules.OpenDefault(func(fs.FS) ([]rules.Check, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	r.SetParameter("打开密码", "一|二")
	here, err := newReading("dir", r.Rules, &Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(here)
	there := &reading{}
	if err := errors.Join(err, json.Unmarshal(text, there)); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(there)
	if err != nil || string(again) != string(text) || len(there.Settings.Fields) < 50 ||
		len(there.Options.Passwords) != 2 || there.Memory != workerMemory {
		t.Errorf("%s\n%s %v", text, again, err)
	}
}
