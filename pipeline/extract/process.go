package extract

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"time"
)

// worker is a process that reads files, so that one which takes a process down (no memory left, an
// endless loop, a fault of the runtime) takes down only that. It is this program again, started when
// the first new file comes and kept for the next; it takes requests on its stdin and answers on its stdout,
// one JSON line each, the bytes of a file after its line.
type worker struct {
	command []string
	reading *reading
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// request announces a file, whose bytes follow, or wants what was read to be kept.
type request struct {
	Name, SHA string
	Size      int
	Flush     bool
}

// answer is what became of it. Kept is the stage file that holds all that was read since the last one that
// was named; Fault is one of the machine.
type answer struct {
	outcome
	Kept  string
	Fault string
}

// The exit codes by which a worker says that it met its own bounds.
const exitTime = 8

// interruptGrace is how long a worker may go on with a file after the run was interrupted.
const interruptGrace = 200 * time.Millisecond

// diedError says that the process ended in the midst of its work; code is how.
type diedError struct{ code int }

func (e *diedError) Error() string { return fmt.Sprintf("the worker ended with code %d", e.code) }

// read has a file read. That the process died is a *diedError: what it had not kept is lost.
func (w *worker) read(ctx context.Context, name, sha string, data []byte) (o outcome, kept string, err error) {
	a, err := w.ask(ctx, request{Name: name, SHA: sha, Size: len(data)}, data)
	return a.outcome, a.Kept, err
}

// flush has all kept that was read.
func (w *worker) flush(ctx context.Context) (kept string, err error) {
	if w.process == nil {
		return "", nil
	}
	a, err := w.ask(ctx, request{Flush: true}, nil)
	return a.Kept, err
}

func (w *worker) ask(ctx context.Context, r request, data []byte) (a answer, err error) {
	if w.process == nil {
		if err := w.start(); err != nil {
			return a, fmt.Errorf("start a worker: %w", err)
		}
	}
	if a, err = w.exchange(ctx, r, data); err != nil {
		died := &diedError{w.stop()}
		if ctx.Err() != nil { // by our hand
			return a, ctx.Err()
		}
		return a, died
	}
	if a.Fault != "" {
		return a, errors.New(a.Fault)
	}
	return a, nil
}

func (w *worker) exchange(ctx context.Context, r request, data []byte) (a answer, err error) {
	// The worker stops itself; should it be too far gone for that, it is stopped from here.
	process := w.process.Process
	last := time.AfterFunc(w.reading.Time+w.reading.Time/2, func() { _ = process.Kill() })
	defer last.Stop()
	defer context.AfterFunc(ctx, func() { // what is read in a moment is kept
		time.AfterFunc(interruptGrace, func() { _ = process.Kill() })
	})()
	if err := json.NewEncoder(w.in).Encode(r); err != nil {
		return a, err
	}
	if _, err := w.in.Write(data); err != nil {
		return a, err
	}
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(line, &a)
}

func (w *worker) start() (err error) {
	p := exec.Command(w.command[0], w.command[1:]...)
	in, err := p.StdinPipe()
	if err != nil {
		return err
	}
	out, err := p.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.Start(); err != nil {
		return err
	}
	w.process, w.in, w.out = p, in, bufio.NewReader(out)
	return json.NewEncoder(in).Encode(w.reading)
}

// stop ends the process, if there is one, and gives its exit code.
func (w *worker) stop() int {
	if w.process == nil {
		return 0
	}
	_ = w.in.Close() // its end of work
	last := time.AfterFunc(w.reading.Time+w.reading.Time/2, func() { _ = w.process.Process.Kill() })
	_ = w.process.Wait() // its exit code says what there is to say
	last.Stop()
	code := w.process.ProcessState.ExitCode()
	w.process = nil
	return code
}

// Serve is the other side: it reads the files that are announced on in until that ends.
func Serve(in io.Reader, out io.Writer) error {
	return serveReading(in, out, func(k *keeper, name, sha string, data []byte) (outcome, string, error) {
		return k.read(context.Background(), name, sha, data) // its end is the end of in
	})
}

func serveReading(
	in io.Reader, out io.Writer, read func(k *keeper, name, sha string, data []byte) (outcome, string, error),
) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	g := &reading{}
	if err := readLine(lines, g); err != nil {
		return err
	}
	if err := limitMemory(g.Memory); err != nil {
		return err
	}
	debug.SetMemoryLimit(g.Memory / 3 * 2)
	debug.SetGCPercent(200) // what is read of a file is soon garbage: less time for some 60 MB more
	k := newKeeper(g, nil)
	for {
		var r request
		if err := readLine(lines, &r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		data := make([]byte, r.Size)
		if _, err := io.ReadFull(lines, data); err != nil {
			return err
		}
		last := time.AfterFunc(g.Time, func() { os.Exit(exitTime) })
		var a answer
		var err error
		if r.Flush {
			a.Kept, err = k.flush(context.Background())
		} else {
			a.outcome, a.Kept, err = read(k, r.Name, r.SHA, data)
		}
		last.Stop()
		if err != nil {
			a.Fault = err.Error()
		}
		if err := json.NewEncoder(out).Encode(a); err != nil {
			return err
		}
	}
}

func readLine(lines *bufio.Reader, into any) error {
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, into)
}
