package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
	"jixiao/sql"
)

// crashArgument makes the test binary a run that kills itself (see TestMain):
// test-run INPUTS OUTPUTS STEP REBUILD [FILES], where step 0 never comes, and with FILES it dies after so many files.
const crashArgument = "test-run"

func crashRun(args []string) int {
	step, err := strconv.Atoi(args[2])
	if err != nil {
		return 2
	}
	cfg := Config{
		Inputs:  args[0],
		Outputs: args[1],
		Worker:  []string{os.Args[0], workerArgument},
		Rebuild: args[3] == "true",
	}
	if step > 0 {
		cfg.Disk, cfg.Worker = &killer{n: step}, nil
	}
	if len(args) > 4 {
		after, err := strconv.Atoi(args[4])
		if err != nil {
			return 2
		}
		cfg.Batch, cfg.Workers = 1000, 1
		cfg.Progress = func(done, total int) {
			if done == after {
				(&killer{n: 1}).step()
			}
		}
	}
	if _, err := Run(context.Background(), cfg); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// killer ends the process, as kill -9 does, at its nth step: in the midst of it where that can be.
type killer struct {
	publish.Local
	n int
}

func (k *killer) step() {
	if k.n--; k.n == 0 {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		panic(fmt.Sprint("still alive: ", err, time.Second))
	}
}

func (k *killer) Mkdir(p string) error { k.step(); return k.Local.Mkdir(p) }
func (k *killer) Write(p string, data []byte) error {
	if k.n == 1 {
		_ = k.Local.Write(p, data[:len(data)/2])
	}
	k.step()
	return k.Local.Write(p, data)
}
func (k *killer) Link(from, to string) error     { k.step(); return k.Local.Link(from, to) }
func (k *killer) Sync(p string) error            { k.step(); return k.Local.Sync(p) }
func (k *killer) Rename(from, to string) error   { k.step(); return k.Local.Rename(from, to) }
func (k *killer) Symlink(target, p string) error { k.step(); return k.Local.Symlink(target, p) }
func (k *killer) Remove(p string) error          { k.step(); return k.Local.Remove(p) }
func (k *killer) RemoveAll(p string) error       { k.step(); return k.Local.RemoveAll(p) }

// crashes is how many crashes a test tries: JIXIAO_CRASHES, or few.
func crashes(t *testing.T, few int) int {
	if text := os.Getenv("JIXIAO_CRASHES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return few
}

// wholeAndFree wants latest to be a whole set and the lock to be free. It does not look at the lock by
// taking it for longer than it must.
func wholeAndFree(outputs string) error {
	dir, _, err := publish.Latest(outputs)
	if err != nil {
		return err
	}
	for _, dir := range []string{dir, filepath.Join(outputs, "latest") + "/."} {
		if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
			return fmt.Errorf("%s: %v %v", dir, found, err)
		}
	}
	db, err := warehouse.Open(context.Background(), filepath.Join(outputs, "latest", "jixiao.duckdb"))
	if err != nil {
		return err
	}
	_, err = db.Query(context.Background(), "select count(*) from rankings.townships")
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	held, err := publish.Lock(outputs)
	if err != nil {
		return err
	}
	return held.Unlock()
}

// Killed at each step that publishing does to the file system, latest is a whole set, the lock is free
// and the next run succeeds. JIXIAO_CRASHES=300 tries every step, else every few.
func TestKilledAtEachStep(t *testing.T) {
	if testing.Short() {
		t.Skip("many runs: run without -short")
	}
	cfg := Config{Inputs: copyInputs(t), Outputs: t.TempDir()}
	if err := os.Mkdir(filepath.Join(cfg.Inputs, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	for _, rebuild := range []bool{true, false} { // a set made anew, a set carried over
		killAtEachStep(t, cfg, rebuild)
	}
}

func killAtEachStep(t *testing.T, cfg Config, rebuild bool) {
	t.Helper()
	stride := max(1, 48/crashes(t, 4))
	killed, first := 0, 1+rand.IntN(stride)
	for step := first; ; step += stride {
		out, err := exec.Command(os.Args[0], crashArgument, cfg.Inputs, cfg.Outputs, strconv.Itoa(step),
			strconv.FormatBool(rebuild)).CombinedOutput()
		if err == nil {
			break // there is no such step
		}
		if strings.Contains(string(out), "still alive") || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("step %d: not killed: %v %s", step, err, out)
		}
		killed++
		if err := wholeAndFree(cfg.Outputs); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		s, err := Run(context.Background(), cfg)
		if err != nil {
			t.Fatalf("step %d: the next run: %v", step, err)
		}
		if err := errors.Join(wholeAndFree(cfg.Outputs), nothingLeft(cfg.Outputs)); err != nil || s.Run == "" {
			t.Fatalf("step %d: after the next run: %v", step, err)
		}
	}
	if killed < 5 {
		t.Errorf("only %d kills", killed)
	}
	t.Logf("%d kills, every %d steps, rebuild %v", killed, stride, rebuild)
}

// nothingLeft wants no trace of a run that was killed.
func nothingLeft(outputs string) error {
	for _, pattern := range []string{".work-*", ".latest.tmp", "runs/.*", "stage/.*"} {
		left, err := filepath.Glob(filepath.Join(outputs, pattern))
		if err != nil || len(left) > 0 {
			return fmt.Errorf("left behind: %v %v", left, err)
		}
	}
	return nil
}

// Killed at any moment of a whole run, with the worker processes that it started: as above.
func TestKilledAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("many runs: run without -short")
	}
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir()}
	start := time.Now()
	command := func() *exec.Cmd { return exec.Command(os.Args[0], crashArgument, cfg.Inputs, cfg.Outputs, "0", "true") }
	if out, err := command().CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	whole := time.Since(start)
	killed, tries := 0, crashes(t, 6)
	for n := range tries {
		if n%3 == 0 { // as on the first night: everything is read anew
			if err := os.RemoveAll(filepath.Join(cfg.Outputs, "stage")); err != nil {
				t.Fatal(err)
			}
		}
		c := command()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(whole))
		_ = c.Process.Kill() // it may be done
		if c.Wait() != nil {
			killed++
		}
		if err := wholeAndFree(cfg.Outputs); err != nil {
			t.Fatalf("kill %d: %v", n, err)
		}
		if _, err := Run(context.Background(), cfg); err != nil {
			t.Fatalf("kill %d: the next run: %v", n, err)
		}
		if err := wholeAndFree(cfg.Outputs); err != nil {
			t.Fatalf("kill %d: after the next run: %v", n, err)
		}
	}
	t.Logf("%d of %d runs killed within %v", killed, tries, whole.Round(time.Millisecond))
}

// failing is a disk that fails once, at its nth step.
type failing struct {
	publish.Disk
	n   int
	err error
}

func (f *failing) step() error {
	if f.n--; f.n == 0 {
		return f.err
	}
	return nil
}

func (f *failing) Sync(p string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Disk.Sync(p)
}

func (f *failing) Rename(from, to string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Disk.Rename(from, to)
}

// A run whose disk fails says so and leaves what was published; it is never a false success. (Every step
// with every error is tried in publish; here the whole run is seen to clean up.)
func TestRunOnFailingDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("many runs: run without -short")
	}
	cfg := Config{Inputs: copyInputs(t), Outputs: t.TempDir()}
	if err := os.Mkdir(filepath.Join(cfg.Inputs, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	first, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 10, 20} {
		cfg.Disk, cfg.Rebuild = &failing{publish.Local{}, n, fs.ErrPermission}, true
		if _, err := Run(context.Background(), cfg); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("step %d: %v", n, err)
		}
		if _, m, err := publish.Latest(cfg.Outputs); err != nil || m.ID != first.Run {
			t.Errorf("step %d: latest is %v, want %s: %v", n, m, first.Run, err)
		}
		if err := errors.Join(wholeAndFree(cfg.Outputs), nothingLeft(cfg.Outputs)); err != nil {
			t.Errorf("step %d: %v", n, err)
		}
	}
}

// readerArgument makes the test binary a reader: test-reader OUTPUTS END, until the file END is there.
const readerArgument = "test-reader"

// readOn reads without pause and prints how often; a fault ends it.
func readOn(args []string) int {
	reads := 0
	for last := int64(0); ; reads++ {
		if _, err := os.Stat(args[1]); err == nil {
			fmt.Print(reads)
			return 0
		}
		n, err := readSet(args[0])
		if err == nil && n < last {
			err = fmt.Errorf("it went back from %d to %d", last, n)
		}
		if err != nil {
			fmt.Print(err)
			return 1
		}
		last = n
	}
}

// Published a hundred times while four processes query and read without pause: no read fails, none sees a
// mix; a reader who holds the first night's database open goes on reading it.
func TestReadersWhilePublishing(t *testing.T) {
	outputs, end := t.TempDir(), filepath.Join(t.TempDir(), "end")
	databases := numberedDatabases(t)
	publishNumber(t, outputs, databases, 0)
	_, first, err := publish.Latest(outputs)
	if err != nil {
		t.Fatal(err)
	}
	long, err := warehouse.Open(context.Background(), filepath.Join(publish.RunDir(outputs, first.ID), "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer long.Close()
	var readers []*exec.Cmd
	var said [4]bytes.Buffer
	for i := range said {
		c := exec.Command(os.Args[0], readerArgument, outputs, end)
		c.Stdout = &said[i]
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		readers = append(readers, c)
	}
	for n := 1; n <= 100; n++ {
		publishNumber(t, outputs, databases, n)
	}
	if err := os.WriteFile(end, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	reads := 0
	for i, c := range readers {
		err := c.Wait()
		n, notNumber := strconv.Atoi(said[i].String())
		if err != nil || notNumber != nil || n == 0 {
			t.Errorf("reader %d: %v %s", i, err, said[i].String())
		}
		reads += n
	}
	got, err := long.Query(context.Background(), "select n::bigint from sources.number")
	if err != nil || got.Rows[0][0] != int64(0) {
		t.Errorf("the reader of the first night sees %v: %v", got, err)
	}
	t.Logf("%d reads of four processes while 100 sets were published", reads)
}

// numberedDatabases makes four databases, each with its number in it.
func numberedDatabases(t *testing.T) (paths [4]string) {
	t.Helper()
	r, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	macros, err := sql.Files.ReadFile("macros.sql")
	if err != nil {
		t.Fatal(err)
	}
	for n := range paths {
		paths[n] = filepath.Join(t.TempDir(), "jixiao.duckdb")
		queries, err := warehouse.ReadQueries(fstest.MapFS{
			"macros.sql":            {Data: macros},
			"10_sources/number.sql": {Data: []byte(fmt.Sprintf("select %d as n", n))},
		})
		if err != nil {
			t.Fatal(err)
		}
		b := &warehouse.Build{
			Path:    paths[n],
			Work:    t.TempDir(),
			SQL:     queries,
			Rules:   r.Rules,
			Year:    2023,
			Years:   []int{2023},
			Columns: []string{"stage"},
		}
		db, _, err := b.Run(context.Background())
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// publishNumber publishes a set whose workbook holds a number, and its database what is left of it by four.
func publishNumber(t *testing.T, outputs string, databases [4]string, n int) {
	t.Helper()
	place := publish.Place{Dir: outputs, Disk: publish.Local{}}
	run, err := place.Begin(time.Date(2024, 1, 1, 2, 0, n, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	m := &publish.Manifest{Year: 2023}
	steps := []func() error{
		func() error { return place.Disk.Copy(databases[n%4], filepath.Join(run.Dir, "jixiao.duckdb")) },
		func() error {
			return os.WriteFile(filepath.Join(run.Dir, "县级汇总.xlsx"), []byte(strconv.Itoa(n)), 0o644)
		},
		func() error { return run.Commit(m) }, func() error { return run.Swap(m) },
		func() error { return place.Prune(30) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
}

// readSet reads as an analyst and a clerk do: by the path of latest, each file on its own, and then both
// of one set. It gives the number of the set.
func readSet(outputs string) (int64, error) {
	latest := filepath.Join(outputs, "latest")
	if _, err := os.ReadFile(filepath.Join(latest, "县级汇总.xlsx")); err != nil {
		return 0, err
	}
	if _, err := queryNumber(filepath.Join(latest, "jixiao.duckdb")); err != nil {
		return 0, err
	}
	set, err := filepath.EvalSymlinks(latest)
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(set, "县级汇总.xlsx"))
	if err != nil {
		return 0, err
	}
	inBook, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return 0, err
	}
	inDatabase, err := queryNumber(filepath.Join(set, "jixiao.duckdb"))
	if err == nil && inBook%4 != inDatabase {
		err = fmt.Errorf("a mix: workbook %d, database %d", inBook, inDatabase)
	}
	return inBook, err
}

func queryNumber(path string) (int64, error) {
	db, err := warehouse.Open(context.Background(), path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	t, err := db.Query(context.Background(), "select n::bigint from sources.number")
	if err != nil {
		return 0, err
	}
	return t.Rows[0][0].(int64), nil
}
