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

	"jixiao/pipeline/rules"
)

// step makes one table, or one view over others, or asks an audit.
type step struct {
	names  []string // of what it makes: the table, then the views over it
	folder string   // of sql/ that its time is counted in
	from   []string // what it may read from
	make   func(context.Context, *Warehouse) error
}

// building is a build on its way: its steps and the lanes (connections) that each take one at a time.
type building struct {
	*Build
	small bool
	lanes []*Warehouse // the first is the one that the caller gets

	mu      sync.Mutex // guards what follows
	timings []Timing
	faults  []Fault
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
	for _, steps := range n.loading() {
		if err := n.makeAll(ctx, steps); err != nil {
			return nil, err
		}
		for _, lane := range n.lanes {
			if err := n.setMacroVariables(ctx, lane); err != nil {
				return nil, err
			}
		}
	}
	if err := n.closeDoors(ctx, w); err != nil {
		return nil, err
	}
	if err := n.makeAll(ctx, n.judging()); err != nil {
		return nil, err
	}
	slices.SortStableFunc(n.faults, func(a, b Fault) int { return strings.Compare(a.Audit, b.Audit) })
	w.faults = n.faults
	return n.finish(ctx)
}

// readsFiles holds for the scripts that load what was staged.
func (s *Script) readsFiles() bool {
	return s.Schema == "sources" && strings.Contains(s.Query, "from read_parquet")
}

// loading are the steps that read files: the rules and what was staged. A county's own may ask for the rules
// and for other tables: these come first then.
func (n *building) loading() [][]step {
	var ofRules, ofFiles []step
	for _, spec := range rules.Specs {
		ofRules = append(ofRules, step{[]string{"rules." + spec.English}, "sql/00_rules", nil, func(ctx context.Context, w *Warehouse) error { return n.createRules(ctx, w, spec) }})
	}
	ofRules = append(ofRules, step{[]string{"rules.names"}, "sql/00_rules", nil, n.createNames})
	early, own := n.early()
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; early[s.Name()] {
			ofFiles = append(ofFiles, n.script(s))
		}
	}
	if own {
		return [][]step{ofRules, ofFiles}
	}
	return [][]step{append(ofFiles, ofRules...)}
}

// early are the scripts that read files and those that they read from; own says that a county's is among them.
func (n *building) early() (names map[string]bool, own bool) {
	names = map[string]bool{}
	byName := map[string]*Script{}
	for i := range n.SQL.Scripts {
		byName[n.SQL.Scripts[i].Name()] = &n.SQL.Scripts[i]
	}
	var take func(s *Script)
	take = func(s *Script) {
		if s == nil || names[s.Name()] {
			return
		}
		names[s.Name()] = true
		own = own || s.own
		for _, name := range s.from {
			take(byName[name])
		}
	}
	for i := range n.SQL.Scripts {
		if n.SQL.Scripts[i].readsFiles() {
			take(&n.SQL.Scripts[i])
		}
	}
	return names, own
}

// judging are the steps that make tables of tables.
func (n *building) judging() (steps []step) {
	early, _ := n.early()
	wanted := map[string]bool{} // that no script makes
	var checks, own, late []string
	for i := range n.SQL.Scripts {
		s := &n.SQL.Scripts[i]
		if s.isCheck() || s.Schema == "subjects" {
			checks = append(checks, s.Name())
		}
		if early[s.Name()] {
			continue
		}
		steps = append(steps, n.script(s))
		for _, name := range s.from {
			wanted[name] = true
		}
		if s.own {
			own = append(own, s.Name())
		}
		if strings.Contains(s.Query, "duckdb_columns()") {
			late = append(late, s.Name())
		}
	}
	if found := "checks." + allFound; wanted[found] {
		steps = append(steps, step{[]string{found}, "sql/30_checks", checks, n.uniteChecks})
	}
	for _, other := range n.besides() {
		for _, t := range other.tables {
			if name := other.schema + "." + t.Name; wanted[name] {
				steps = append(steps, step{[]string{name}, "sql/55_changes", namesIn(t.shape), func(ctx context.Context, w *Warehouse) error { return other.load(ctx, w, t) }})
			}
		}
	}
	steps = append(steps, n.describing()...)
	waitFor(steps, late, func(_, _ *step) bool { return true })
	// What a county's own script reads from may be written in ways that are not seen: it comes after all that
	// stands in folders before its own.
	for _, name := range own {
		waitFor(steps, []string{name}, func(other, own *step) bool { return other.folder < own.folder })
	}
	return steps
}

// describing are the steps that say what tables and columns mean; nothing waits for them but what lists all
// columns, so lanes do them when there is nothing else to do.
func (n *building) describing() (steps []step) {
	add := func(table, says string, columns map[string]string, folder string) {
		steps = append(steps, step{[]string{table + " described"}, folder, []string{table}, func(ctx context.Context, w *Warehouse) error { return w.describe(ctx, table, says, columns) }})
	}
	for _, spec := range rules.Specs {
		about := map[string]string{"row_no": "次序"}
		for _, c := range spec.Columns {
			about[c.English] = c.Name
		}
		add("rules."+spec.English, spec.Name+"："+spec.About, about, "sql/00_rules")
	}
	add("rules.names", "乡镇的各种写法", map[string]string{"name": "写法", "code": "单位代码"}, "sql/00_rules")
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; s.isKept() && s.Schema != auditSchema {
			add(s.Name(), s.Header["说明"], s.Columns, "sql/"+path.Dir(s.File))
		}
	}
	return steps
}

// waitFor lets some steps come after all others that fit and do not wait for one of them.
func waitFor(steps []step, some []string, fits func(other, one *step) bool) {
	behind := map[string]bool{}
	for _, name := range some {
		behind[name] = true
	}
	isBehind := func(name string) bool { return behind[name] }
	for found := true; found; {
		found = false
		for i := range steps {
			if s := &steps[i]; !slices.ContainsFunc(s.names, isBehind) && slices.ContainsFunc(s.from, isBehind) {
				for _, name := range s.names {
					behind[name] = true
				}
				found = true
			}
		}
	}
	for i := range steps {
		if one := &steps[i]; slices.Contains(some, one.names[0]) {
			from := slices.Clone(one.from)
			for k := range steps {
				if other := &steps[k]; !slices.ContainsFunc(other.names, isBehind) && fits(other, one) {
					from = append(from, other.names[0])
				}
			}
			one.from = from
		}
	}
}

func (n *building) script(s *Script) step {
	do := func(ctx context.Context, w *Warehouse) error { return w.create(ctx, s) }
	if s.Schema == auditSchema {
		do = func(ctx context.Context, w *Warehouse) error { return n.audit(ctx, w, s) }
	}
	return step{append([]string{s.Name()}, s.views()...), "sql/" + path.Dir(s.File), s.from, do}
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
		n.faults = append(n.faults, Fault{s.Table, s.Header["message"], fmt.Sprint(row[0])})
	}
	return nil
}

// making is a number of steps on their way: each is made as soon as what it may read from is there, those
// first for which the longest row of others waits.
type making struct {
	order []int   // of the steps, by what waits for them
	needs [][]int // of each step, those before it

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
	m := &making{state: make([]progress, len(steps)), needs: make([][]int, len(steps))}
	m.moved = sync.NewCond(&m.mu)
	places := map[string]int{}
	for i := range steps {
		for _, name := range steps[i].names {
			places[name] = i
		}
	}
	waiters := make([][]int, len(steps))
	for i := range steps {
		for _, name := range steps[i].from {
			if at, ours := places[name]; ours && at != i {
				m.needs[i] = append(m.needs[i], at)
				waiters[at] = append(waiters[at], i)
			}
		}
	}
	const unknown, asked = -1, -2
	rows := slices.Repeat([]int{unknown}, len(steps)) // the longest row of steps that waits for each
	var row func(i int) (int, error)
	row = func(i int) (int, error) {
		if rows[i] == asked {
			return 0, fmt.Errorf("sql: %s reads from itself", steps[i].names[0])
		}
		if rows[i] == unknown {
			rows[i] = asked
			longest := 0
			for _, at := range waiters[i] {
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

// makeOne makes a step. Beside another lane it is one transaction: what that commits meanwhile would let DuckDB
// plan each statement twice. A large table alone is better committed at once: it takes half a GB less.
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
	for _, view := range s.views() {
		statements = append(statements, fmt.Sprintf("create view main.%s as from %s", quoteName(view), s.Name()))
	}
	if err := w.exec(ctx, statements...); err != nil {
		return fmt.Errorf("build sql/%s: %w", s.File, err)
	}
	return nil
}

// isKept holds for what stands in the file: all but a check's rows, unless a county has a view over its own.
func (s *Script) isKept() bool {
	return !s.isCheck() || len(s.views()) > 0
}

// drop takes away what only the judging needed: each check's rows, which checks.findings has in words, what
// other builds made, and the rows of what is kept as a view.
func (n *building) drop(ctx context.Context) error {
	statements := []string{"drop view if exists checks." + allFound}
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
	return n.lanes[0].exec(ctx, "begin;\n"+strings.Join(statements, "\n;\n")+"\n;\ncommit")
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
