// Package extract reads files into the stage folder: bytes to cells, cells to fields, fields to Parquet. What was
// read once under the same rules is not read again. It never looks at two files at once: any number of
// machines may do it.
package extract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// Options are how files are read; the zero value reads in this process, on all processors.
type Options struct {
	Workers  int                   // files read at once; 0 is the number of processors
	Progress func(done, total int) // called after each file; may be nil
	Seen     func([]forms.Field)   // called with the fields of each file that is read in this process; may be nil
	Settled  func(*find.File)      // called once a file when its fate is known and what was read is kept; may be nil
	Limits   cells.Limits          // of the reader; zero values are the defaults
	Process  []string              // the command that starts Serve in a process of its own; none reads in this one
	Memory   int64                 // bytes that such a process may use; 0 is the default
	Time     time.Duration         // that it may take for a file; 0 is the default
	Batch    int                   // rows from which on a stage file is full; 0 is the default
	Program  string                // tells this build from others; "" keeps no refusal
}

// Extractor reads files into a stage folder; each file is its own work.
type Extractor struct {
	root    *os.Root
	options Options
	reading *reading
	index   map[string]string // stage files by the SHA-256 of the workbooks they hold
	mu      sync.Mutex        // guards what follows, and calls of Seen and Settled
	first   map[string]*find.File
	copies  []*find.File // the same bytes as one of the first
}

// New makes what reads files below root into the stage folder dir, under the rules of a county.
func New(root *os.Root, dir string, r *rules.Rules, o Options) (*Extractor, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.NumCPU()
	}
	reading, err := newReading(dir, r, &o)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	forgetRefusals(dir)
	files, err := stage.List(dir)
	return &Extractor{
		root: root, options: o, reading: reading, index: stage.Index(files, reading.Key),
		first: map[string]*find.File{},
	}, err
}

// Inputs reads the files of an inputs folder, and brings small stage files together. fresh counts the files that
// were not staged before.
func Inputs(ctx context.Context, in *find.Inputs, dir string, r *rules.Rules, o Options) (fresh int, err error) {
	x, err := New(in.Root, dir, r, o)
	if err != nil {
		return 0, err
	}
	if fresh, err = x.Files(ctx, in.Files); err != nil {
		return fresh, err
	}
	if err := in.StillThere(); err != nil {
		return fresh, err
	}
	if err := x.keepLast(ctx, in); err != nil {
		return fresh, err
	}
	return fresh, x.compact(ctx, in.Files)
}

// keepLast has files that were being saved count as the last run read them. Where that is no longer staged (the
// rules changed meanwhile), what now stands there is read, if it is whole.
func (x *Extractor) keepLast(ctx context.Context, in *find.Inputs) error {
	for _, f := range in.Touched() {
		if kept, found := x.index[in.Last[f.Path].SHA]; found {
			if err := in.KeepLast(f, kept); err != nil {
				return err
			}
			continue
		}
		now := *f
		l := newLane(x)
		err := l.alone(ctx, &now, 1)
		l.stop()
		if err != nil {
			return fmt.Errorf("extract %s: %w", f.Path, err)
		}
		if now.Fate == find.Read {
			*f = now
			f.Reason = "运行时文件正在保存或复制，上次读取的版本已不能沿用，本次按读取时的内容计入"
		}
	}
	return nil
}

// Files extracts files, several at once, and sets their fates. Only faults of the program or the machine are
// errors; a fault of a file is its fate. What was read is kept even where the work is interrupted.
func (x *Extractor) Files(ctx context.Context, files []find.File) (fresh int, err error) {
	return x.each(ctx, slices.Values(largestFirst(files)), len(files))
}

// each extracts files as they come; of how many that will be, total tells where it is known.
func (x *Extractor) each(ctx context.Context, files iter.Seq[*find.File], total int) (fresh int, err error) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	done := 0
	oneDone := func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; x.options.Progress != nil {
			x.options.Progress(done, total)
		}
	}
	todo := make(chan *find.File)
	for range x.options.Workers {
		wait.Go(func() {
			l := newLane(x)
			defer l.stop()
			e := l.run(ctx, todo, oneDone)
			mu.Lock()
			defer mu.Unlock()
			fresh += l.fresh
			err = cmp.Or(err, e)
		})
	}
	for f := range files {
		if ctx.Err() != nil {
			break
		}
		todo <- f
	}
	close(todo)
	wait.Wait()
	if err := cmp.Or(ctx.Err(), err); err != nil {
		return fresh, err
	}
	more, err := x.settleCopies(ctx)
	return fresh + more, err
}

// claim reports whether this file is the first with its bytes. A copy is looked at when that is done: twice
// in a stage file, its fields would count twice.
func (x *Extractor) claim(f *find.File) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.first[f.SHA] != nil {
		x.copies = append(x.copies, f)
		return false
	}
	x.first[f.SHA] = f
	return true
}

func (x *Extractor) settleCopies(ctx context.Context) (fresh int, err error) {
	l := newLane(x)
	defer l.stop()
	for _, f := range x.copies {
		if first := x.first[f.SHA]; first.Stage != "" {
			f.Fate, f.Stage = find.Read, first.Stage
			x.settled(f)
			continue
		}
		if o, found := x.refusedBefore(f.SHA); found {
			l.take(f, o, "")
			continue
		}
		// The first was refused, and the words may depend on the name; or it changed meanwhile.
		if err := l.alone(ctx, f, 2); err != nil {
			return 0, fmt.Errorf("extract %s: %w", f.Path, err)
		}
		x.first[f.SHA] = f
	}
	return l.fresh, nil
}

// largestFirst orders the work so that no worker begins with a large file when the others are done.
func largestFirst(files []find.File) []*find.File {
	order := make([]*find.File, len(files))
	for i := range files {
		order[i] = &files[i]
	}
	slices.SortStableFunc(order, func(a, b *find.File) int { return cmp.Compare(b.Size, a.Size) })
	return order
}

// load reads a file's bytes; where they cannot be had, that is its fate.
func (x *Extractor) load(f *find.File) (data []byte, ok bool) {
	most := x.reading.Options.Limits.File
	if most == 0 {
		most = cells.DefaultLimits().File
	}
	data, err := f.Load(x.root, most)
	if errors.Is(err, find.ErrUnsettled) {
		f.Fate, f.Reason = find.Skipped, find.StillChanging
		return nil, false
	}
	if err != nil {
		f.Fate, f.Reason = find.Unreadable, find.CouldNotOpen+find.PlainError(err)
		f.Step = "请检查文件的权限，或请有关人员关闭正在使用的程序"
		return nil, false
	}
	return data, true
}

// settled says that a file has its fate.
func (x *Extractor) settled(f *find.File) {
	if x.options.Settled != nil {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.options.Settled(f)
	}
}

func (x *Extractor) tell(fields []forms.Field) {
	if x.options.Seen != nil {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.options.Seen(fields)
	}
}

// compact brings small stage files together where there are many, and removes what no input needs.
func (x *Extractor) compact(ctx context.Context, files []find.File) error {
	years := map[string]int{}
	for i := range files {
		if f := &files[i]; f.Stage != "" {
			years[f.SHA] = max(years[f.SHA], f.Year)
		}
	}
	c := &stage.Compaction{Dir: x.reading.Dir, Rules: x.reading.Key, Years: years}
	moved, old, err := c.Run(ctx)
	if err != nil {
		return fmt.Errorf("compact the stage files: %w", err)
	}
	for i := range files {
		if path := moved[files[i].SHA]; path != "" && files[i].Stage != "" {
			files[i].Stage = path
		}
	}
	if len(old) == 0 {
		return nil
	}
	err = publish.Local{}.Sync(x.reading.Dir)
	for _, path := range old {
		if err == nil {
			err = os.Remove(path)
		}
	}
	return err
}
