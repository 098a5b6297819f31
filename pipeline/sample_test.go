package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

// sample is the sample county, run once for all tests that only look at the result.
var sample struct {
	dir     string // outputs
	summary *publish.Summary
	db      *warehouse.Warehouse // the published database
	now     func() time.Time     // of the run, for one that shall give the same: the day may end between them
}

// workerArgument makes the test binary a process that reads files.
const workerArgument = "test-extract-worker"

func serveWorker() int {
	if err := extract.Serve(os.Stdin, os.Stdout); err != nil {
		return 1
	}
	return 0
}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] { // a test has started us as another process
		case workerArgument:
			os.Exit(serveWorker())
		case crashArgument:
			os.Exit(crashRun(os.Args[2:]))
		case readerArgument:
			os.Exit(readOn(os.Args[2:]))
		}
	}
	dir, err := os.MkdirTemp("", "jixiao-sample-")
	if err == nil {
		at := time.Now()
		sample.dir, sample.now = dir, func() time.Time { return at }
		sample.summary, err = Run(context.Background(), Config{Inputs: "../inputs", Outputs: dir, Now: sample.now})
	}
	if err == nil {
		sample.db, err = warehouse.Open(context.Background(), filepath.Join(dir, "latest", "jixiao.duckdb"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "run the sample county:", err)
		os.Exit(1)
	}
	code := m.Run()
	sample.db.Close()
	os.RemoveAll(dir)
	os.Exit(code)
}

// ask queries the published sample.
func ask(t *testing.T, query string, args ...any) *tables.Table {
	t.Helper()
	table, err := sample.db.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The shapes of truth.json. Where an object has "shown", the cells show that instead.
type object = map[string]any

func loadJSON(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// said gives what the cell shows: "" for a blank.
func said(o object, key string) string {
	v := o[key]
	if shown, ok := o["shown"].(object); ok {
		if s, found := shown[key]; found {
			v = s
		}
	}
	s, _ := v.(string)
	return s
}

// comparer counts fields that were read exactly, and names those that were not.
type comparer struct {
	t            *testing.T
	right, wrong int
}

func (c *comparer) number(place, want string, got any) {
	c.t.Helper()
	n, _ := got.(decimal.Decimal)
	w, err := decimal.NewFromString(want)
	switch {
	case err != nil: // not a number in the cell: nothing may be read
		c.text(place, "", tables.Text(got, tables.Column{}))
	case got == nil && w.IsZero(): // the workbooks leave zero amounts of a source blank
		c.right++
	case got != nil && n.Equal(w):
		c.right++
	default:
		c.wrong++
		c.t.Errorf("%s: read %v, truth %s", place, got, want)
	}
}

func (c *comparer) text(place, want, got string) {
	c.t.Helper()
	if strings.TrimSpace(want) == strings.TrimSpace(got) {
		c.right++
		return
	}
	c.wrong++
	c.t.Errorf("%s: read %q, truth %q", place, got, want)
}

// Every field of truth.json is what the tables hold, for every township whose files can be read.
func TestSampleIsReadExactly(t *testing.T) {
	truth := map[string]object{}
	loadJSON(t, "truth.json", &truth)
	c := &comparer{t: t}
	townships := 0
	for name, unit := range truth {
		if slices.Contains(sample.summary.Missing, name) {
			continue
		}
		townships++
		c.budget(name, unit)
		c.overall(name, unit)
		c.goals(name, unit)
		c.narrative(name, unit)
		c.projects(name, unit)
	}
	t.Logf("%d townships: %d fields read exactly, %d not", townships, c.right, c.wrong)
	if townships+len(sample.summary.Missing) != len(truth) || c.right < 25000 {
		t.Errorf("compared only %d townships, %d fields", townships, c.right)
	}
}

func (c *comparer) budget(name string, unit object) {
	got := ask(c.t, "select item, initial_budget, adjusted_budget, executed, reported_rate from staging.budgets where township = ?", name)
	if len(got.Rows) != 3 {
		c.t.Fatalf("%s: %d budget items", name, len(got.Rows))
	}
	for _, row := range got.Rows {
		item := row[0].(string)
		want, ok := unit["budget"].(object)[item].(object)
		if !ok {
			want = object{
				"initial": said(unit, "initial"), "adjusted": said(unit, "adjusted"),
				"executed": said(unit, "executed"),
			}
			c.number(name+" rate", said(unit, "rate"), row[4])
		}
		for i, key := range []string{"initial", "adjusted", "executed"} {
			c.number(name+" "+item+" "+key, said(want, key), row[i+1])
		}
	}
}

func (c *comparer) overall(name string, unit object) {
	got := ask(c.t, "select reported_total from staging.overalls where township = ?", name)
	c.number(name+" overall total", said(unit, "overall_total"), got.Rows[0][0])
	rows := ask(c.t, "select level1, level2, level3, target, actual, weight, reported_score, reason from staging.indicators where township = ? and scope = 'department' order by row_no", name).Rows
	c.indicators(name+" overall", unit["overall"].([]any), rows)
}

func (c *comparer) indicators(place string, want []any, rows [][]any) {
	if len(rows) != len(want) {
		c.t.Errorf("%s: %d indicators, truth %d", place, len(rows), len(want))
		return
	}
	for i, row := range rows {
		w := want[i].(object)
		at := fmt.Sprintf("%s indicator %d", place, i+1)
		for n, key := range []string{"level1", "level2", "level3", "target", "actual"} {
			c.text(at+" "+key, said(w, key), tables.Text(row[n], tables.Column{}))
		}
		c.number(at+" weight", said(w, "weight"), row[5])
		c.number(at+" score", said(w, "score"), row[6])
		c.text(at+" reason", said(w, "reason"), tables.Text(row[7], tables.Column{}))
	}
}

func (c *comparer) goals(name string, unit object) {
	rows := ask(c.t, "select expected, actual from staging.goals where township = ? order by goal_no", name).Rows
	want := unit["goals"].([]any)
	if len(rows) != len(want) {
		c.t.Fatalf("%s: %d goals, truth %d", name, len(rows), len(want))
	}
	for i, row := range rows {
		c.text(name+" goal", said(want[i].(object), "expected"), row[0].(string))
		c.text(name+" goal", said(want[i].(object), "actual"), row[1].(string))
	}
}

func (c *comparer) narrative(name string, unit object) {
	for section, text := range unit["narrative"].(object) {
		got := ask(c.t, "select text from staging.narratives where township = ? and section = ?", name, section)
		if len(got.Rows) != 1 {
			c.t.Errorf("%s: %d texts for %s", name, len(got.Rows), section)
			continue
		}
		c.text(name+" "+section, text.(string), got.Rows[0][0].(string))
	}
}

func (c *comparer) projects(name string, unit object) {
	var want []object
	omitted, _ := unit["omit"].([]any)
	extra, _ := unit["extra_forms"].([]any)
	for _, p := range append(slices.Clone(unit["projects"].([]any)), extra...) {
		if !slices.Contains(omitted, p.(object)["name"]) {
			want = append(want, p.(object))
		}
	}
	// In order of submission; a file a project sorts by its name, which begins with its number.
	got := ask(c.t, `select form_id, project, department, implementer, initial_budget, adjusted_budget, executed, reported_rate,
		reported_execution_score, reported_total, goal_expected, goal_actual from staging.projects where township = ? order by file, form_no, row_no`, name)
	if len(got.Rows) != len(want) {
		c.t.Errorf("%s: %d projects, truth %d", name, len(got.Rows), len(want))
		return
	}
	text := func(v any) string { return tables.Text(v, tables.Column{}) }
	for i, row := range got.Rows {
		w := want[i]
		at := name + " " + said(w, "name")
		c.text(at, said(w, "name"), text(row[1]))
		c.text(at+" department", said(w, "department"), text(row[2]))
		c.text(at+" implementer", said(w, "implementer"), text(row[3]))
		for n, key := range []string{"initial", "adjusted", "executed", "rate", "execution_score", "total"} {
			c.number(at+" "+key, said(w, key), row[n+4])
		}
		c.text(at+" goal", said(w, "goal_expected"), text(row[10]))
		c.text(at+" goal", said(w, "goal_actual"), text(row[11]))
		c.funding(at, text(row[0]), w)
		rows := ask(c.t, "select level1, level2, level3, target, actual, weight, reported_score, reason from staging.indicators where form_id = ? order by row_no", row[0]).Rows
		c.indicators(at, w["indicators"].([]any), rows)
	}
}

// funding compares the sources of funds where the submission has them (flat lists do not).
func (c *comparer) funding(place, form string, w object) {
	for _, row := range ask(c.t,
		"select source, initial_budget, adjusted_budget, executed from staging.funding where form_id = ?", form).Rows {
		want := w["funds"].(object)[row[0].(string)].(object)
		for i, key := range []string{"initial", "adjusted", "executed"} {
			c.number(place+" "+row[0].(string)+" "+key, said(want, key), row[i+1])
		}
	}
}

// Every planted fault is found under its code, in its township, on its project, with a cell.
func TestPlantedFaultsAreFound(t *testing.T) {
	var faults []struct{ Unit, Project, Fault string }
	loadJSON(t, "faults.json", &faults)
	found := 0
	for _, f := range faults {
		if slices.Contains(sample.summary.Missing, f.Unit) {
			continue
		}
		project := f.Project
		if f.Fault == "project_missing" { // nothing sent says which one is missing
			project = ""
		}
		got := ask(t, "select cell from checks.findings where township = ? and code = ? and coalesce(project, '') = ?",
			f.Unit, f.Fault, project)
		if len(got.Rows) != 1 || got.Rows[0][0] == nil {
			t.Errorf("%s %s %s: found %v", f.Unit, f.Project, f.Fault, got.Rows)
			continue
		}
		found++
	}
	t.Logf("%d of %d planted faults found", found, len(faults))
}

// Nothing is an error that was not planted, but what follows from a planted fault by the rules.
func TestNoErrorWithoutAFault(t *testing.T) {
	var faults []struct{ Unit, Project, Fault string }
	loadJSON(t, "faults.json", &faults)
	planted := map[string]bool{
		// The raised weight makes 10 points of 15 a loss without a reason.
		"梅溪镇/香草村污水处理设施项目/reason_missing": true,
	}
	for _, f := range faults {
		planted[f.Unit+"/"+f.Project+"/"+f.Fault] = true
	}
	planted["梅溪镇//project_missing"] = true
	for _, row := range ask(t, "select township, coalesce(project, ''), code, message from checks.findings where severity = 'error' and code not in ('file_unreadable', 'not_submitted')").Rows {
		if !planted[fmt.Sprintf("%v/%v/%v", row[0], row[1], row[2])] {
			t.Errorf("not planted: %v", row)
		}
	}
}

// The golden case: 瓜里乡's figures are those of its published report.
func TestGoldenTownship(t *testing.T) {
	row := ask(t, `select initial_budget, adjusted_budget, executed, execution_rate, project_adjusted_budget, project_executed, project_execution_rate,
		project_count, project_forms, coverage, reported_total, reported_execution_score, reported_indicator_score, machine_total, first_grade, second_grade
		from scores.townships where township = '瓜里乡' and year = 2023`).Rows[0]
	want := []string{
		"1429.07", "4068.67", "3551.83", "87.30", "2322.42", "2050.02", "88.27", "74", "74", "100.00", "89.73",
		"8.73", "81.00", "89.73", "73", "1",
	}
	for i, w := range want {
		if got := tables.Text(row[i], tables.Column{Scale: 2}); got != w {
			t.Errorf("column %d: %s, published %s", i, got, w)
		}
	}
}
