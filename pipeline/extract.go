package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"sync"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/find"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// extractor reads files into the stage folder; each file is its own work.
type extractor struct {
	root    *os.Root
	reading *reading
	worker  []string            // the command of a worker process; none reads in this one
	seen    func([]forms.Field) // called with the fields of each file that is read anew in this process; may be nil
	mu      sync.Mutex          // guards seen
}

func newExtractor(root *os.Root, dir string, r *rules.Rules, cfg *Config) (*extractor, error) {
	reading, err := newReading(dir, r, cfg)
	if err != nil {
		return nil, err
	}
	return &extractor{root: root, reading: reading, worker: cfg.Worker}, os.MkdirAll(dir, 0o755)
}

// all extracts the files, several at once. Only faults of the program or the machine are errors; a
// fault of a file is its fate.
func (x *extractor) all(ctx context.Context, files []find.File, workers int, progress func(done, total int)) (fresh int, err error) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	todo := make(chan *find.File)
	done := 0
	for range workers {
		wait.Go(func() {
			w := &worker{command: x.worker, reading: x.reading}
			defer w.stop()
			for f := range todo {
				read, e := x.one(ctx, f, w)
				mu.Lock()
				done++
				if read {
					fresh++
				}
				if e != nil && err == nil {
					err = fmt.Errorf("extract %s: %w", f.Path, e)
				}
				if progress != nil {
					progress(done, len(files))
				}
				mu.Unlock()
			}
		})
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		todo <- &files[i]
	}
	close(todo)
	wait.Wait()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return fresh, err
}

// one extracts a file unless its content has been staged before. read says that it was read
// anew; a file that is refused never is.
func (x *extractor) one(ctx context.Context, f *find.File, w *worker) (read bool, err error) {
	if f.Fate != "" {
		return false, nil
	}
	most := x.reading.Options.Limits.File
	if most == 0 {
		most = cells.DefaultLimits().File
	}
	data, err := f.Load(x.root, most)
	if errors.Is(err, find.ErrUnsettled) {
		f.Fate, f.Reason = find.Skipped, find.StillChanging
		return false, nil
	}
	if err != nil {
		f.Fate, f.Reason, f.Step = find.Unreadable, couldNotOpen+plainError(err), "请检查文件的权限，或请有关人员关闭正在使用的程序"
		return false, nil
	}
	target := stage.Path(x.reading.Dir, f.SHA)
	if stage.Has(target, x.reading.Key) {
		f.Fate, f.Stage = find.Read, target
		return false, nil
	}
	var o outcome
	if len(x.worker) > 0 {
		o, err = w.read(ctx, f, data)
	} else {
		o, err = x.reading.read(f.Path, f.SHA, data, x.tell)
	}
	if err != nil {
		return false, err
	}
	f.Fate, f.Reason, f.Step = o.Fate, o.Reason, o.Step
	if f.Fate == find.Read {
		f.Stage = target
	}
	return f.Fate == find.Read, nil
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
