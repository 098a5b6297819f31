package warehouse

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// building is a build on its way: scripts that wait, and lanes (connections) that each make one table at a
// time, in name order as far as what a script reads from is there.
type building struct {
	*Build
	small   bool
	lanes   []*Warehouse // the first is the one that the caller gets
	scripts []Script
	opened  int // scripts up to the last that reads files
	besides []besides

	mu      sync.Mutex     // guards what follows
	moved   *sync.Cond     // a script is done, or the build is over
	places  map[string]int // of the scripts, by their tables
	state   []progress     // of each script
	running int
	alone   bool // what runs must be alone
	timings []Timing
	err     error
}

// progress is how far a script is.
type progress int

const (
	waiting progress = iota
	running
	done
)

func (b *Build) build(ctx context.Context, w *Warehouse) ([]Timing, error) {
	scripts := b.SQL.Scripts
	n := &building{Build: b, small: b.isSmall(), lanes: []*Warehouse{w}, scripts: scripts, besides: b.besides(), state: make([]progress, len(scripts))}
	n.moved, n.places = sync.NewCond(&n.mu), map[string]int{}
	for i := range scripts {
		n.places[scripts[i].Name()] = i
		if scripts[i].Schema == "sources" && strings.Contains(scripts[i].Query, "from read_parquet") {
			n.opened = i + 1
		}
	}
	if n.small && b.Threads != 1 { // one more: a third finds nothing to do
		second, err := w.lane(ctx)
		if err != nil {
			return nil, err
		}
		n.lanes = append(n.lanes, second)
	} // a large one's tables are each brought to the file: those of a transaction still open would be held as they are
	start := time.Now()
	if err := n.prepare(ctx); err != nil {
		return nil, err
	}
	n.timings = []Timing{{"sql/00_rules", "sql/00_rules", time.Since(start)}}
	if err := n.makeAll(ctx); err != nil {
		return nil, err
	}
	return n.finish(ctx)
}

// makeAll runs the lanes until no script waits.
func (n *building) makeAll(ctx context.Context) error {
	var wait sync.WaitGroup
	for _, lane := range n.lanes {
		wait.Go(func() {
			for i := n.next(ctx); i >= 0; i = n.next(ctx) {
				start := time.Now()
				err := n.make(ctx, lane, i)
				n.mu.Lock()
				n.state[i] = done
				n.running--
				n.alone = false
				n.err = errors.Join(n.err, err)
				n.timings = append(n.timings, Timing{"sql/" + path.Dir(n.scripts[i].File), "sql/" + n.scripts[i].Name(), time.Since(start)})
				n.moved.Broadcast()
				n.mu.Unlock()
			}
		})
	}
	wait.Wait()
	return n.err
}

// next takes a script that can be made now; -1 where none waits any more.
func (n *building) next(ctx context.Context) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	for {
		if n.err = errors.Join(n.err, ctx.Err()); n.err != nil {
			n.moved.Broadcast()
			return -1
		}
		if !slices.Contains(n.state, waiting) {
			return -1
		}
		if i := n.ready(); i >= 0 {
			n.state[i] = running
			n.running++
			return i
		}
		n.moved.Wait()
	}
}

// ready finds the first script whose sources are there. None is made before one that must be alone, nor
// beside it.
func (n *building) ready() int {
	if n.alone {
		return -1
	}
	for i := range n.scripts {
		if n.state[i] != waiting {
			continue
		}
		if n.isAlone(i) {
			if n.running > 0 || slices.Contains(n.state[:i], waiting) {
				return -1
			}
			n.alone = true
			return i
		}
		if n.hasSources(i) {
			return i
		}
	}
	return -1
}

// isAlone holds for a script before which something is done to the whole database, or that reads of all that
// was made before it; so nothing else is being made meanwhile.
func (n *building) isAlone(i int) bool {
	s := &n.scripts[i]
	return i == n.opened || strings.Contains(s.Query, s.Schema+"."+allFound) || strings.Contains(s.Query, "duckdb_columns()") ||
		slices.ContainsFunc(n.besides, func(other besides) bool { return s.reads(other.schema) })
}

func (n *building) hasSources(i int) bool {
	for _, name := range n.scripts[i].from {
		if source, ours := n.places[name]; ours && source != i && n.state[source] != done {
			return false
		}
	}
	return true
}

// make makes the table of a script, before it what the script needs that no script makes.
func (n *building) make(ctx context.Context, w *Warehouse, i int) error {
	s := &n.scripts[i]
	if i == n.opened {
		if err := n.closeDoors(ctx, w); err != nil {
			return err
		}
	}
	for _, other := range n.take(s) {
		if err := other.load(ctx, w); err != nil {
			return err
		}
	}
	if strings.Contains(s.Query, s.Schema+"."+allFound) {
		own, err := n.conditions(ctx, w, n.scripts)
		if err != nil {
			return err
		}
		if err := w.uniteChecks(ctx, n.scripts, own); err != nil {
			return err
		}
	}
	return w.create(ctx, s)
}

// take gives what a script reads of another build and has not been loaded.
func (n *building) take(s *Script) (wanted []besides) {
	n.mu.Lock()
	defer n.mu.Unlock()
	reads := func(other besides) bool { return s.reads(other.schema) }
	for _, other := range n.besides {
		if reads(other) {
			wanted = append(wanted, other)
		}
	}
	n.besides = slices.DeleteFunc(n.besides, reads)
	return wanted
}

// create makes a script's table and its views.
func (w *Warehouse) create(ctx context.Context, s *Script) error {
	statements := []string{fmt.Sprintf("create table %s as\n%s", s.Name(), s.Query)}
	for _, view := range []string{s.Header["sheet"], s.Header["view"]} {
		if view != "" {
			statements = append(statements, fmt.Sprintf("create view main.%s as from %s", quoteName(view), s.Name()))
		}
	}
	if err := w.exec(ctx, statements...); err != nil {
		return fmt.Errorf("build sql/%s: %w", s.File, err)
	}
	return w.describe(ctx, s.Name(), s.Header["说明"], s.Columns)
}

// finish brings the tables to the file: what is in memory while the caller reads it.
func (n *building) finish(ctx context.Context) ([]Timing, error) {
	w, start := n.lanes[0], time.Now()
	if !n.small {
		err := w.exec(ctx, "checkpoint")
		return append(n.timings, Timing{"sql/99_commit", "sql/99_commit", time.Since(start)}), err
	}
	for _, other := range n.lanes[1:] {
		if err := other.conn.Close(); err != nil {
			return nil, err
		}
	}
	writer, err := w.lane(ctx)
	if err != nil {
		return nil, err
	}
	w.saved = make(chan error, 1)
	go func() {
		// Small blocks: most tables have few rows, and would leave nearly all of a block of the usual size empty.
		err := writer.exec(ctx, "attach "+quote(n.Path)+" as file (block_size 16384)", "copy from database memory to file", "checkpoint file", "detach file")
		w.saved <- errors.Join(err, writer.conn.Close())
	}()
	return n.timings, nil
}
