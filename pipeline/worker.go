package pipeline

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

	"jixiao/pipeline/find"
)

// worker is a process that reads files, so that one which takes a process down (no memory left, an
// endless loop, a fault of the runtime) takes down only that. It is this program again, started when
// the first new file comes and kept for the next; it is told by its stdin and answers on its stdout,
// one JSON line each, the bytes of a file after its line.
type worker struct {
	command []string
	reading *reading
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// request announces a file; its bytes follow.
type request struct {
	Name, SHA string
	Size      int
}

// answer is what became of it; Fault is one of the machine.
type answer struct {
	outcome
	Fault string
}

// The exit codes by which a worker says that it met its own bounds.
const exitTime = 8

// read has a file read by the process. One that dies of it is started anew and tried once more, unless
// the time was up.
func (w *worker) read(ctx context.Context, f *find.File, data []byte) (o outcome, err error) {
	for range 2 {
		if err := ctx.Err(); err != nil {
			return o, err
		}
		a, err := w.ask(f, data)
		if err == nil && a.Fault != "" {
			return o, errors.New(a.Fault)
		}
		if err == nil {
			return a.outcome, nil
		}
		if w.process == nil {
			return o, fmt.Errorf("start a worker: %w", err)
		}
		if code := w.stop(); code == exitTime {
			return broken(fmt.Sprintf("读取超过 %d 秒仍未结束，已停止读取这个文件", int(w.reading.Time.Seconds()))), ctx.Err()
		}
	}
	return broken(fmt.Sprintf("读取时占用的内存超过 %d MB 或程序异常结束，已停止读取这个文件", w.reading.Memory>>20)), ctx.Err()
}

func (w *worker) ask(f *find.File, data []byte) (a answer, err error) {
	if w.process == nil {
		if err := w.start(); err != nil {
			return a, err
		}
	}
	// The worker stops itself; should it be too far gone for that, it is stopped from here.
	last := time.AfterFunc(w.reading.Time+w.reading.Time/2, func() { _ = w.process.Process.Kill() })
	defer last.Stop()
	if err := json.NewEncoder(w.in).Encode(request{f.Path, f.SHA, len(data)}); err != nil {
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

// ExtractWorker is the other side: it reads the files that are announced on in until that ends.
func ExtractWorker(in io.Reader, out io.Writer) error {
	return serveReading(in, out, func(g *reading, r request, data []byte) (outcome, error) {
		return g.read(r.Name, r.SHA, data, nil)
	})
}

func serveReading(in io.Reader, out io.Writer, read func(*reading, request, []byte) (outcome, error)) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	g := &reading{}
	if err := readLine(lines, g); err != nil {
		return err
	}
	if err := limitMemory(g.Memory); err != nil {
		return err
	}
	debug.SetMemoryLimit(g.Memory / 3 * 2)
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
		o, err := read(g, r, data)
		last.Stop()
		a := answer{outcome: o}
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
