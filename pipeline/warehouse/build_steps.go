package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// building is a build on its way: its steps and the lanes (connections) that each take one at a time.
type building struct {
	*Build
	small bool
	lanes []*Warehouse    // the first is the one that the caller gets
	early map[string]bool // the scripts that read files, and those that they read from

	gather *gathering // nil where no counties are gathered

	mu      sync.Mutex // guards what follows
	timings []Timing
	faults  []Fault
}

func (b *Build) build(ctx context.Context, w *Warehouse) ([]Timing, error) {
	n := &building{Build: b, small: b.isSmall(), lanes: []*Warehouse{w}, early: b.SQL.early()}
	if len(b.Parts) > 0 {
		n.gather = b.SQL.gathering()
	}
	if n.small && b.Threads != 1 { // one more: a third finds nothing to do
		second, err := w.lane(ctx)
		if err != nil {
			return nil, err
		}
		defer second.conn.Close()
		n.lanes = append(n.lanes, second)
	} // a large one's tables are each brought to the file: those of a transaction still open would be held as they are
	if err := n.prepare(ctx); err != nil {
		return nil, err
	}
	for _, steps := range n.loading() {
		if err := n.makeAll(ctx, steps); err != nil {
			return nil, err
		}
		for _, lane := range n.lanes {
			if err := lane.exec(ctx, n.SQL.variables()...); err != nil {
				return nil, err
			}
		}
	}
	if err := n.closeDoors(ctx, w); err != nil {
		return nil, err
	}
	if err := n.makeAll(ctx, neededFor(n.only, n.judging())); err != nil {
		return nil, err
	}
	slices.SortStableFunc(n.faults, func(a, b Fault) int { return strings.Compare(a.Audit, b.Audit) })
	w.faults = n.faults
	return n.finish(ctx)
}

// audit asks an audit; it makes no table.
func (n *building) audit(ctx context.Context, w *Warehouse, s *Script) error {
	t, err := w.Query(ctx, s.Query)
	if err != nil {
		return fmt.Errorf("audit sql/%s: %w", s.File, err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, row := range t.Rows {
		n.faults = append(n.faults, Fault{s.Table, s.Header["message"], fmt.Sprint(row[0]), s.own})
	}
	return nil
}

// makeAll makes the steps on all lanes.
func (n *building) makeAll(ctx context.Context, steps []step) error {
	m, err := newMaking(steps)
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	for _, lane := range n.lanes {
		wait.Go(func() {
			for i := m.next(ctx); i >= 0; i = m.next(ctx) {
				start := time.Now()
				err := n.makeOne(ctx, lane, &steps[i])
				if err != nil {
					err = &stepError{steps[i].names[0], err}
				}
				m.mu.Lock()
				m.state[i] = done
				m.err = errors.Join(m.err, err)
				m.moved.Broadcast()
				m.mu.Unlock()
				n.mu.Lock()
				n.timings = append(n.timings, Timing{steps[i].folder, "sql/" + steps[i].names[0], time.Since(start)})
				n.mu.Unlock()
			}
		})
	}
	wait.Wait()
	return m.err
}

// stepError is what went wrong in a step.
type stepError struct {
	step string // the first of what it makes
	error
}

func (e *stepError) Unwrap() error { return e.error }

// neededFor leaves of steps what one reads from, and it: all where none is named.
func neededFor(name string, steps []step) []step {
	if name == "" {
		return steps
	}
	wanted := map[string]bool{name: true}
	isWanted := func(s step) bool {
		return slices.ContainsFunc(s.names, func(made string) bool { return wanted[made] })
	}
	for size := 0; size < len(wanted); { // until nothing more is needed
		size = len(wanted)
		for _, s := range steps {
			if isWanted(s) {
				for _, from := range s.from {
					wanted[from] = true
				}
			}
		}
	}
	return slices.DeleteFunc(steps, func(s step) bool { return !isWanted(s) })
}

// makeOne makes a step. Beside another lane it is one transaction: what that commits at the same time would let DuckDB
// plan each statement twice.
func (n *building) makeOne(ctx context.Context, lane *Warehouse, s *step) error {
	if len(n.lanes) == 1 {
		return s.make(ctx, lane)
	}
	if err := lane.exec(ctx, "begin"); err != nil {
		return err
	}
	if err := s.make(ctx, lane); err != nil {
		return err
	}
	return lane.exec(ctx, "commit")
}

// create makes a script's table and the views over it.
func (w *Warehouse) create(ctx context.Context, s *Script) error {
	statements := []string{fmt.Sprintf("create table %s as\n%s", s.Name(), s.Query)}
	if err := w.exec(ctx, append(statements, s.viewsOver()...)...); err != nil {
		return fmt.Errorf("build sql/%s: %w", s.File, err)
	}
	return nil
}

// viewsOver are the statements that make the views over a script's table.
func (s *Script) viewsOver() (statements []string) {
	for _, view := range s.views() {
		statements = append(statements, fmt.Sprintf("create view main.%s as from %s", quoteName(view), s.Name()))
	}
	return statements
}
