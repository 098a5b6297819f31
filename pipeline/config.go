package pipeline

import (
	"cmp"
	"context"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
)

// Config is everything a run depends on but the inputs.
type Config struct {
	Inputs   string // folder with 规则.xlsx and a folder a year
	Outputs  string
	Year     int    // to publish; 0 is the newest in inputs
	Workers  int    // files read at once; 0 is the number of processors
	Memory   string // the database's limit, for example "2GB"; what is more goes to the disk. "" is 1GB
	Program  publish.Program
	Limits   cells.Limits                               // of the reader; zero values are the defaults
	Progress func(done, total int)                      // called after each file; may be nil
	Now      func() time.Time                           // the clock; nil is the machine's
	Disk     publish.Disk                               // what publishing writes to; nil is the machine's
	Settle   bool                                       // wait for new files to lie still (静置秒数)
	Sleep    func(context.Context, time.Duration) error // how to wait; nil is the machine's clock

	Worker       []string // the command that starts extract.Serve; none reads new files in this process
	WorkerMemory int64    // bytes, WorkerTime a file: bounds of a worker; 0 is the default
	WorkerTime   time.Duration
	// Committing is taken at the last moment to turn back, and given back only where Run turns back; may be nil.
	Committing sync.Locker
	Tables     bool   // write tables alone, with all that Gather reads
	Part       bool   // judge a part of the inputs: a county's folder, or what stands in none
	County     string // whose part; "" is what stands in no county's folder
	gathered   *gathered
	notes      []string // what is to be said of the set
	// Withdrawn confirms that all material of a year that the last set had was withdrawn.
	Withdrawn bool
	Rebuild   bool   // build again even where nothing has changed
	Batch     int    // rows from which on a stage file is full; 0 is the default
	Previous  string // a set whose comparison is to be repeated; "" compares with the last published one
}

// CheckFolders refuses outputs that stand in the inputs: the next run would read them, and who may write to the
// inputs could change what is published.
func (c *Config) CheckFolders() error {
	inputs, outputs := wholePath(c.Inputs), wholePath(c.Outputs)
	below, err := filepath.Rel(inputs, outputs)
	if err != nil || below != "." && !filepath.IsLocal(below) {
		return nil
	}
	return fault.New(fault.Input, "输出文件夹“%s”在输入文件夹“%s”里面，这样会把成果当成材料。请用 --outputs 另选一个文件夹，如与输入并列的 outputs。",
		c.Outputs, c.Inputs)
}

// wholePath is a path from the root, with links followed as far as it is there.
func wholePath(name string) string {
	name, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	if dir := filepath.Dir(name); dir != name {
		return filepath.Join(wholePath(dir), filepath.Base(name))
	}
	return name
}

func (c *Config) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

// open lists the inputs, or the part of them that is to be judged.
func (c *Config) open(county *rules.County) (*find.Inputs, error) {
	if c.Part {
		return find.OpenPart(c.Inputs, county, c.Year, c.County)
	}
	return find.Open(c.Inputs, county, c.Year)
}

// place is where sets are published.
func (c *Config) place() publish.Place {
	return publish.Place{Dir: c.Outputs, Disk: cmp.Or[publish.Disk](c.Disk, publish.Local{})}
}

// stage is the folder that keeps what was read.
func (c *Config) stage() string { return filepath.Join(c.Outputs, "stage") }

func (c *Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.NumCPU()
}

func (c *Config) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// reading is how files are read.
func (c *Config) reading() extract.Options {
	build, err := program(c.Program)
	if err != nil { // then it keeps no refusal
		build = ""
	}
	return extract.Options{
		Program: build,
		Workers: c.Workers, Progress: c.Progress, Limits: c.Limits, Batch: c.Batch,
		Process: c.Worker, Memory: c.WorkerMemory, Time: c.WorkerTime,
	}
}
