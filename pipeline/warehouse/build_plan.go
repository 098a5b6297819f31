package warehouse

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jixiao/pipeline/rules"
)

// step makes one table, or one view over others, or asks an audit.
type step struct {
	names  []string // of what it makes: the table, then the views over it
	folder string   // of sql/ that its time is counted in
	from   []string // what it may read from
	make   func(context.Context, *Warehouse) error
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
		create := func(ctx context.Context, w *Warehouse) error { return n.createRules(ctx, w, spec) }
		ofRules = append(ofRules, step{[]string{"rules." + spec.English}, "sql/00_rules", nil, create})
	}
	ofRules = append(ofRules, step{[]string{"rules.names"}, "sql/00_rules", nil, n.createNames})
	ofRules = append(ofRules, describingRules()...) // a lane has time for it while another loads what was staged
	own := false
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; n.early[s.Name()] && n.isMade(s) || n.isFromParts(s) {
			ofFiles = append(ofFiles, n.script(s))
			own = own || s.own
		}
	}
	ofFiles = append(ofFiles, n.loadingSets(func(name string) bool { return n.early[name] })...)
	ofFiles = append(ofFiles, n.loadingParts()...)
	if own {
		return [][]step{ofRules, ofFiles}
	}
	return [][]step{append(ofFiles, ofRules...)}
}

// loadingSets are the steps that load the tables of other sets that are asked for.
func (n *building) loadingSets(isAsked func(name string) bool) (steps []step) {
	for _, other := range n.otherSets() {
		for _, t := range other.tables {
			name := other.schema + "." + t.Name
			if !isAsked(name) {
				continue
			}
			load := func(ctx context.Context, w *Warehouse) error { return other.load(ctx, w, t) }
			from := namesIn(t.shape + " " + t.only)
			steps = append(steps, step{[]string{name}, "sql/" + n.SQL.folders["changes"], from, load})
		}
	}
	return steps
}

// early are the scripts that read files, and what they read from.
func (q *Queries) early() map[string]bool {
	early := map[string]bool{}
	byName := map[string]*Script{}
	for i := range q.Scripts {
		byName[q.Scripts[i].Name()] = &q.Scripts[i]
	}
	var take func(s *Script)
	take = func(s *Script) {
		if s == nil || early[s.Name()] {
			return
		}
		early[s.Name()] = true
		for _, name := range s.from {
			early[name] = early[name] || byName[name] == nil // a table of another set
			take(byName[name])
		}
	}
	for i := range q.Scripts {
		if q.Scripts[i].readsFiles() {
			take(&q.Scripts[i])
		}
	}
	return early
}

// judging are the steps that make tables of tables.
func (n *building) judging() (steps []step) {
	wanted := map[string]bool{} // that no script makes
	var checks, own, late []string
	for i := range n.SQL.Scripts {
		s := &n.SQL.Scripts[i]
		if (s.isCheck() || s.Schema == "subjects") && n.isMade(s) {
			checks = append(checks, s.Name())
		}
		if n.early[s.Name()] || n.isFromParts(s) || !n.isMade(s) {
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
		steps = append(steps, step{[]string{found}, "sql/" + n.SQL.folders["checks"], checks, n.uniteChecks})
	}
	if slices.ContainsFunc(n.SQL.Scripts, func(s Script) bool { return s.Name() == equationTerms }) {
		if n.gather == nil {
			steps = append(steps, n.localising())
		}
		steps = append(steps, describingSuspects("sql/"+n.SQL.folders["checks"]))
	}
	steps = append(steps, n.rescoring()...)
	steps = append(steps, n.loadingSets(func(name string) bool { return wanted[name] && !n.early[name] })...)
	steps = append(steps, n.describing()...)
	waitFor(steps, late, func(_, _ *step) bool { return true })
	// What a county's own script reads from may be written in ways that are not seen: it comes after all that
	// stands in folders before its own.
	for _, name := range own {
		waitFor(steps, []string{name}, func(other, own *step) bool { return other.folder < own.folder })
	}
	return steps
}

// describing are the steps that say what the scripts' tables and columns mean; nothing waits for them but what
// lists all columns, so lanes do them when there is nothing else to do.
func (n *building) describing() (steps []step) {
	for i := range n.SQL.Scripts {
		if s := &n.SQL.Scripts[i]; s.isKept() && s.Schema != auditSchema {
			described := describingTable(s.Name(), s.Header["说明"], s.Columns, s.Header["each"], "sql/"+s.folder)
			steps = append(steps, described)
		}
	}
	return steps
}

// describingRules are those of the rules' tables.
func describingRules() (steps []step) {
	for _, spec := range rules.Specs {
		about := map[string]string{"row_no": "次序"}
		for _, c := range spec.Columns {
			about[c.English] = c.Name
		}
		says := spec.Name + "：" + spec.About
		steps = append(steps, describingTable("rules."+spec.English, says, about, "", "sql/00_rules"))
	}
	names := map[string]string{"name": "写法", "code": "单位代码"}
	return append(steps, describingTable("rules.names", "乡镇的各种写法", names, "", "sql/00_rules"))
}

// describingTable describes a table; each is said of the columns that columns does not name.
func describingTable(table, says string, columns map[string]string, each, folder string) step {
	return step{[]string{table + " described"}, folder, []string{table}, func(ctx context.Context, w *Warehouse) error {
		if each == "" {
			return w.describe(ctx, "table", table, says, columns)
		}
		shape, err := w.Query(ctx, "from "+table+" limit 0")
		if err != nil {
			return err
		}
		all := map[string]string{}
		for _, c := range shape.Columns {
			all[c.Name] = cmp.Or(columns[c.Name], each)
		}
		return w.describe(ctx, "table", table, says, all)
	}}
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
	switch {
	case s.Schema == auditSchema:
		do = func(ctx context.Context, w *Warehouse) error { return n.audit(ctx, w, s) }
	case !n.makes(s):
		load := func(ctx context.Context, w *Warehouse) error { return n.loadTable(ctx, w, s) }
		return step{append([]string{s.Name()}, s.views()...), "sql/" + s.folder, nil, load}
	}
	return step{append([]string{s.Name()}, s.views()...), "sql/" + s.folder, s.from, do}
}
