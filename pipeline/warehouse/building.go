package warehouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"jixiao/pipeline/rules"
)

// step makes one table, or one view over others.
type step struct {
	name   string   // of what it makes
	folder string   // of sql/ that its time is counted in
	from   []string // what it may read from
	make   func(context.Context, *Warehouse) error
}

// building is a build on its way: its steps and the lanes (connections) that each take one at a time.
type building struct {
	*Build
	small   bool
	lanes   []*Warehouse // the first is the one that the caller gets
	timings []Timing
}

func (b *Build) build(ctx context.Context, w *Warehouse) ([]Timing, error) {
	n := &building{Build: b, small: b.isSmall(), lanes: []*Warehouse{w}}
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
	if err := n.makeAll(ctx, n.loading()); err != nil {
		return nil, err
	}
	if err := n.closeDoors(ctx, w); err != nil {
		return nil, err
	}
	for _, lane := range n.lanes {
		if err := n.setMacroVariables(ctx, lane); err != nil {
			return nil, err
		}
	}
	if err := n.makeAll(ctx, n.judging()); err != nil {
		return nil, err
	}
	return n.finish(ctx)
}

// readsFiles holds for the scripts that load what was staged.
func (s *Script) readsFiles() bool {
	return s.Schema == "sources" && strings.Contains(s.Query, "from read_parquet")
}

// loading are the steps that read files: the rules and what was staged.
func (n *building) loading() (steps []step) {
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; s.readsFiles() {
			steps = append(steps, n.script(s))
		}
	}
	for _, spec := range rules.Specs {
		steps = append(steps, step{"rules." + spec.English, "sql/00_rules", nil, func(ctx context.Context, w *Warehouse) error { return n.createRules(ctx, w, spec) }})
	}
	return append(steps, step{"rules.names", "sql/00_rules", nil, n.createNames})
}

// judging are the steps that make tables of tables.
func (n *building) judging() (steps []step) {
	var checks []string
	for i := range n.SQL.Scripts {
		s := &n.SQL.Scripts[i]
		if !s.readsFiles() && s.Schema != auditSchema {
			steps = append(steps, n.script(s))
		}
		if s.isCheck() || s.Schema == "subjects" {
			checks = append(checks, s.Name())
		}
	}
	steps = append(steps, step{"checks." + allFound, "sql/30_checks", checks, n.uniteChecks})
	for _, other := range n.besides() {
		for _, t := range other.tables {
			steps = append(steps, step{other.schema + "." + t.Name, "sql/55_changes", namesIn(t.shape),
				func(ctx context.Context, w *Warehouse) error { return other.load(ctx, w, t) }})
		}
	}
	return lookLast(steps, n.SQL.Scripts)
}

// lookLast lets the scripts that list all columns come after every step that does not wait for one of them.
func lookLast(steps []step, scripts []Script) []step {
	late := map[string]bool{}
	for i := range scripts {
		late[scripts[i].Name()] = strings.Contains(scripts[i].Query, "duckdb_columns()")
	}
	all := maps.Clone(late)
	for found := true; found; {
		found = false
		for i := range steps {
			if s := &steps[i]; !all[s.name] && slices.ContainsFunc(s.from, func(name string) bool { return all[name] }) {
				all[s.name], found = true, true
			}
		}
	}
	var before []string
	for i := range steps {
		if !all[steps[i].name] {
			before = append(before, steps[i].name)
		}
	}
	for i := range steps {
		if late[steps[i].name] {
			steps[i].from = slices.Concat(steps[i].from, before)
		}
	}
	return steps
}

func (n *building) script(s *Script) step {
	return step{s.Name(), "sql/" + path.Dir(s.File), s.from, func(ctx context.Context, w *Warehouse) error { return w.create(ctx, s) }}
}

// making is a number of steps on their way: each is made as soon as what it may read from is there, those
// first for which the longest row of others waits.
type making struct {
	steps []step
	order []int // of the steps, by what waits for them
	needs [][]int

	mu    sync.Mutex // guards what follows
	moved *sync.Cond // a step is done, or the making is over
	state []progress
	err   error
}

// progress is how far a step is.
type progress int

const (
	waiting progress = iota
	running
	done
)

func newMaking(steps []step) (*making, error) {
	m := &making{steps: steps, state: make([]progress, len(steps)), needs: make([][]int, len(steps))}
	m.moved = sync.NewCond(&m.mu)
	places := map[string]int{}
	for i := range steps {
		places[steps[i].name] = i
	}
	waitFor := make([][]int, len(steps))
	for i := range steps {
		for _, name := range steps[i].from {
			if at, ours := places[name]; ours && at != i {
				m.needs[i] = append(m.needs[i], at)
				waitFor[at] = append(waitFor[at], i)
			}
		}
	}
	const unknown, asked = -1, -2
	rows := slices.Repeat([]int{unknown}, len(steps)) // the longest row of steps that waits for each
	var row func(i int) (int, error)
	row = func(i int) (int, error) {
		if rows[i] == asked {
			return 0, fmt.Errorf("sql: %s reads from itself", steps[i].name)
		}
		if rows[i] == unknown {
			rows[i] = asked
			longest := 0
			for _, at := range waitFor[i] {
				behind, err := row(at)
				if err != nil {
					return 0, err
				}
				longest = max(longest, behind+1)
			}
			rows[i] = longest
		}
		return rows[i], nil
	}
	for i := range steps {
		if _, err := row(i); err != nil {
			return nil, err
		}
		m.order = append(m.order, i)
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return rows[b] - rows[a] })
	return m, nil
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
				m.mu.Lock()
				m.state[i] = done
				m.err = errors.Join(m.err, err)
				n.timings = append(n.timings, Timing{steps[i].folder, "sql/" + steps[i].name, time.Since(start)})
				m.moved.Broadcast()
				m.mu.Unlock()
			}
		})
	}
	wait.Wait()
	return m.err
}

// makeOne makes a step in one transaction: what another lane commits meanwhile would let DuckDB plan each of
// its statements twice.
func (n *building) makeOne(ctx context.Context, lane *Warehouse, s *step) error {
	if err := lane.exec(ctx, "begin"); err != nil {
		return err
	}
	if err := s.make(ctx, lane); err != nil {
		return err
	}
	return lane.exec(ctx, "commit")
}

// next takes a step that can be made now; -1 where none waits any more.
func (m *making) next(ctx context.Context) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		if m.err = errors.Join(m.err, ctx.Err()); m.err != nil {
			m.moved.Broadcast()
			return -1
		}
		if !slices.Contains(m.state, waiting) {
			return -1
		}
		for _, i := range m.order {
			if m.state[i] == waiting && !slices.ContainsFunc(m.needs[i], func(at int) bool { return m.state[at] != done }) {
				m.state[i] = running
				return i
			}
		}
		m.moved.Wait()
	}
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
	if !s.isKept() {
		return nil
	}
	return w.describe(ctx, s.Name(), s.Header["说明"], s.Columns)
}

// isKept holds for what stands in the file: all but a check's rows, unless a county has a view over its own.
func (s *Script) isKept() bool {
	return !s.isCheck() || s.Header["sheet"] != "" || s.Header["view"] != ""
}

// drop takes away what only the judging needed: each check's rows, which checks.findings has in words, what
// other builds made, and the rows of what is kept as a view.
func (n *building) drop(ctx context.Context) error {
	statements := []string{"drop view checks." + allFound}
	for _, other := range n.besides() {
		statements = append(statements, "drop schema "+other.schema+" cascade")
	}
	for i := range n.SQL.Scripts {
		switch s := &n.SQL.Scripts[i]; {
		case !s.isKept():
			statements = append(statements, "drop table "+s.Name())
		case s.Header["kept"] == "as a view":
			statements = append(statements, "drop table "+s.Name(), "create view "+s.Name()+" as\n"+s.Query, fmt.Sprintf("comment on view %s is %s", s.Name(), quote(s.Header["说明"])))
			for name, says := range s.Columns {
				statements = append(statements, fmt.Sprintf("comment on column %s.%s is %s", s.Name(), quoteName(name), quote(says)))
			}
		}
	}
	return n.lanes[0].exec(ctx, "begin; "+strings.Join(statements, ";\n")+"; commit")
}

// finish brings the tables to the file: what is in memory while the caller reads it.
func (n *building) finish(ctx context.Context) ([]Timing, error) {
	w, start := n.lanes[0], time.Now()
	if n.Path != "" {
		if err := n.drop(ctx); err != nil {
			return nil, err
		}
	}
	if !n.small {
		err := w.exec(ctx, "checkpoint")
		return append(n.timings, Timing{"sql/99_commit", "sql/99_commit", time.Since(start)}), err
	}
	if n.Path == "" {
		return n.timings, nil
	}
	writer, err := w.lane(ctx)
	if err != nil {
		return nil, err
	}
	w.saved = make(chan saved, 1)
	go func() {
		// Small blocks: most tables have few rows, and would leave nearly all of a block of the usual size empty.
		err := writer.exec(ctx, "attach "+quote(n.Path)+" as file (block_size 16384)", "copy from database memory to file", "checkpoint file", "detach file")
		var rows map[string]int64
		if err == nil {
			rows, err = writer.countIn(ctx, n.Path, n.Count)
		}
		w.saved <- saved{rows, errors.Join(err, writer.conn.Close())}
	}()
	return n.timings, nil
}
