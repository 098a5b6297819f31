package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// extractor reads files into the stage folder; each file is its own work.
type extractor struct {
	root    *os.Root
	reading *reading
	worker  []string            // the command of a worker process; none reads in this one
	seen    func([]forms.Field) // called with the fields of each file that is read anew in this process; may be nil
	index   map[string]string   // stage files by the SHA-256 of the workbooks they hold
	mu      sync.Mutex          // guards what follows, and calls of seen
	first   map[string]*find.File
	copies  []*find.File // the same bytes as one of the first
}

func newExtractor(root *os.Root, dir string, r *rules.Rules, cfg *Config) (*extractor, error) {
	reading, err := newReading(dir, r, cfg)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	files, err := stage.List(dir)
	return &extractor{root: root, reading: reading, worker: cfg.Worker, index: stage.Index(files, reading.Key), first: map[string]*find.File{}}, err
}

// all extracts the files, several at once. Only faults of the program or the machine are errors; a
// fault of a file is its fate. What was read is kept even where the work is interrupted.
func (x *extractor) all(ctx context.Context, files []find.File, workers int, progress func(done, total int)) (fresh int, err error) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	done := 0
	told := func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; progress != nil {
			progress(done, len(files))
		}
	}
	todo := make(chan *find.File)
	for range workers {
		wait.Go(func() {
			l := newLane(x)
			defer l.stop()
			e := l.run(ctx, todo, told)
			mu.Lock()
			defer mu.Unlock()
			fresh += l.fresh
			err = cmp.Or(err, e)
		})
	}
	for _, f := range largestFirst(files) {
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
	more, err := x.settleCopies()
	return fresh + more, err
}

// claim reports whether this file is the first with its bytes. A copy is looked at when that is done: twice
// in a stage file, its fields would count twice.
func (x *extractor) claim(f *find.File) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.first[f.SHA] != nil {
		x.copies = append(x.copies, f)
		return false
	}
	x.first[f.SHA] = f
	return true
}

func (x *extractor) settleCopies() (fresh int, err error) {
	l := newLane(x)
	defer l.stop()
	for _, f := range x.copies {
		if first := x.first[f.SHA]; first.Stage != "" {
			f.Fate, f.Stage = find.Read, first.Stage
			continue
		}
		// The first was refused, and the words may depend on the name; or it changed meanwhile.
		if err := l.alone(f, 2); err != nil {
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
func (x *extractor) load(f *find.File) (data []byte, ok bool) {
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
		f.Fate, f.Reason, f.Step = find.Unreadable, couldNotOpen+plainError(err), "请检查文件的权限，或请有关人员关闭正在使用的程序"
		return nil, false
	}
	return data, true
}

func (x *extractor) tell(fields []forms.Field) {
	if x.seen != nil {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.seen(fields)
	}
}

// couldNotOpen begins the reason of a file that the system did not give us.
const couldNotOpen = "打不开："

// plainError is an error of the system without the path, which names our side of the folder.
func plainError(err error) string {
	switch {
	case os.IsPermission(err):
		return "没有读取权限"
	case os.IsNotExist(err):
		return "文件已被移走"
	}
	return "系统返回“" + err.Error() + "”"
}

// notWorkbooks are documents that townships send along; they are not read, and no fault.
var notWorkbooks = map[string]bool{".doc": true, ".docx": true, ".wps": true, ".pdf": true, ".ofd": true, ".jpg": true, ".jpeg": true, ".png": true, ".bmp": true, ".tif": true, ".txt": true, ".ppt": true, ".pptx": true}

var archives = map[string]bool{".zip": true, ".rar": true, ".7z": true, ".gz": true, ".tar": true}

// fateOf tells a broken workbook from a document that never was one.
func fateOf(file string, r *cells.Refusal) (fate find.Fate, reason, step string) {
	ext := strings.ToLower(path.Ext(file))
	switch {
	case archives[ext]:
		return find.Unreadable, "是压缩包", "请解压后报送其中的电子表格"
	case notWorkbooks[ext] && (r.Code == "not-a-book" || r.Code == "word" || r.Code == "csv" || r.Code == "html"):
		return find.Skipped, "不是电子表格，未读取", ""
	}
	return find.Unreadable, r.Error(), r.Step()
}

// compact brings small stage files together where there are many, and removes what no input needs.
func (x *extractor) compact(ctx context.Context, files []find.File) error {
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
