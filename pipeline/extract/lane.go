package extract

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jixiao/pipeline/find"
)

// reader reads files and keeps what was read in batches: in this process (keeper) or in another (worker).
type reader interface {
	read(ctx context.Context, name, sha string, data []byte) (o outcome, kept string, err error)
	flush(ctx context.Context) (kept string, err error)
}

// lane takes files one after another, with a reader of its own; several work side by side.
type lane struct {
	x       *Extractor
	reader  reader
	worker  *worker      // the reader, where it is a process
	pending []*find.File // read, but not yet kept
	fresh   int          // read in this run, and kept
}

func newLane(x *Extractor) *lane {
	l := &lane{x: x}
	if len(x.options.Process) == 0 {
		l.reader = newKeeper(x.reading, x.tell)
		return l
	}
	l.worker = &worker{command: x.options.Process, reading: x.reading}
	l.reader = l.worker
	return l
}

func (l *lane) stop() {
	if l.worker != nil {
		l.worker.stop()
	}
}

// run takes files until there are no more. After a fault of the machine it only empties the channel.
func (l *lane) run(ctx context.Context, todo <-chan *find.File, oneDone func()) (err error) {
	for f := range todo {
		if err == nil && ctx.Err() == nil {
			if err = l.one(ctx, f); err != nil {
				err = fmt.Errorf("extract %s: %w", f.Path, err)
			}
		}
		oneDone()
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		kept, err := l.reader.flush(context.WithoutCancel(ctx))
		if err == nil && kept != "" { // else it is read again the next time
			l.kept(kept)
		}
		return ctx.Err()
	}
	return l.flush(ctx)
}

// one extracts a file unless its content has been staged before.
func (l *lane) one(ctx context.Context, f *find.File) error {
	if f.Fate != "" {
		l.x.settled(f)
		return nil
	}
	data, ok := l.x.load(f)
	if !ok {
		l.x.settled(f)
		return nil
	}
	if kept, found := l.x.index[f.SHA]; found {
		f.Fate, f.Stage = find.Read, kept
		l.x.settled(f)
		return nil
	}
	if o, found := l.x.refusedBefore(f.SHA); found {
		l.take(f, o, "")
		return nil
	}
	if !l.x.claim(f) {
		return nil
	}
	return l.read(ctx, f, data)
}

func (l *lane) read(ctx context.Context, f *find.File, data []byte) error {
	started := time.Now()
	o, kept, err := l.reader.read(ctx, f.Path, f.SHA, data)
	var died *diedError
	if errors.As(err, &died) {
		return l.rescue(ctx, f, died)
	}
	if err != nil {
		return err
	}
	if time.Since(started) > costly {
		l.x.keepRefusal(f.SHA, o)
	}
	l.take(f, o, kept)
	return nil
}

// refuse is the end of a file of which the process died.
func (l *lane) refuse(f *find.File, o outcome) {
	l.take(f, o, "")
	l.x.keepRefusal(f.SHA, o)
}

// take notes what became of a file, and of those before it where they are now kept.
func (l *lane) take(f *find.File, o outcome, kept string) {
	f.Fate, f.Reason, f.Step = o.Fate, o.Reason, o.Step
	if f.Fate == find.Read {
		l.pending = append(l.pending, f)
	} else {
		l.x.settled(f)
	}
	if kept != "" {
		l.kept(kept)
	}
}

func (l *lane) kept(path string) {
	for _, f := range l.pending {
		f.Stage = path
		l.x.settled(f)
	}
	l.fresh += len(l.pending)
	l.pending = nil
}

func (l *lane) flush(ctx context.Context) error {
	kept, err := l.reader.flush(ctx)
	var died *diedError
	if errors.As(err, &died) {
		return l.rescue(ctx, nil, died)
	}
	if err == nil && kept != "" {
		l.kept(kept)
	}
	return err
}

// rescue reads again what a process that died had not kept, each file by itself: so the one of which it
// died takes nothing with it. That one has had its first try.
func (l *lane) rescue(ctx context.Context, last *find.File, died *diedError) error {
	lost := l.pending
	l.pending = nil
	for _, f := range lost {
		if err := l.alone(ctx, f, 2); err != nil {
			return err
		}
	}
	if last == nil {
		return nil
	}
	if died.code == exitTime {
		l.refuse(last, l.x.reading.tooSlow())
		return nil
	}
	return l.alone(ctx, last, 1)
}

// alone reads one file and keeps it, before anything else is read.
func (l *lane) alone(ctx context.Context, f *find.File, tries int) error {
	f.Fate, f.Reason, f.Step = "", "", ""
	for range tries {
		data, ok := l.x.load(f)
		if !ok {
			l.x.settled(f)
			return nil
		}
		o, kept, err := l.reader.read(ctx, f.Path, f.SHA, data)
		if err == nil && kept == "" {
			kept, err = l.reader.flush(ctx)
		}
		var died *diedError
		switch {
		case err == nil:
			l.take(f, o, kept)
			return nil
		case !errors.As(err, &died):
			return err
		case died.code == exitTime:
			l.refuse(f, l.x.reading.tooSlow())
			return nil
		}
	}
	l.refuse(f, l.x.reading.tooMuch())
	return nil
}

func (g *reading) tooSlow() outcome {
	return broken(fmt.Sprintf("读取超过 %d 秒仍未结束，已停止读取这个文件", int(g.Time.Seconds())))
}

func (g *reading) tooMuch() outcome {
	return broken(fmt.Sprintf("读取时占用的内存超过 %d MB 或程序异常结束，已停止读取这个文件", g.Memory>>20))
}
