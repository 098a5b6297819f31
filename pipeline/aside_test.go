package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/pipeline/countytest"
	"jixiao/pipeline/publish"
)

// brokenBy is a script of a county's own that cannot be computed for the projects of which a condition holds: what no
// one has thought of, as a number that is beyond what a column holds.
const brokenBy = `-- grain: one project
-- 说明: 试算
-- severity: note
-- message: 试算
-- fix: 无
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.form_id as form_id, -- 表的编号
    cast(projects.adjusted_budget * case when CONDITION then 1000000000000 else 1 end as decimal(18, 6)) as value, -- 数
from staging.projects
where projects.adjusted_budget < 0
    or cast(projects.adjusted_budget * case when CONDITION then 1000000000000 else 1 end as decimal(18, 6)) is null
`

// A form that breaks the arithmetic of the county is set aside, with a finding at its place; all others are published
// as they would be without it. What breaks it whatever is read is a fault of our own, and nothing is published.
func TestOneFormNeverStopsTheCounty(t *testing.T) {
	dir := t.TempDir()
	county := countytest.County{Seed: 3, Townships: 1, Projects: 3}
	if _, _, err := county.Write(dir); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Inputs: filepath.Join(dir, "inputs"), Outputs: filepath.Join(dir, "outputs")}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	const projects = "select township, project, machine_total from scores.projects where counted order by all"
	whole := strings.Split(askLatest(t, cfg.Outputs, projects), "\n")
	victim := strings.Split(whole[2], ",")
	own := filepath.Join(cfg.Inputs, "sql", "40_checks", "tried.sql")
	if err := os.MkdirAll(filepath.Dir(own), 0o755); err != nil {
		t.Fatal(err)
	}
	writeOwn := func(condition string) {
		if err := os.WriteFile(own, []byte(strings.ReplaceAll(brokenBy, "CONDITION", condition)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	spared := strings.Split(whole[1], ",") // two of a small county's forms are at fault, all but this project's
	writeOwn("projects.township = '" + victim[0] + "' and projects.project <> '" + spared[1] + "'")
	sum, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(sum.Notes, "\n"); !strings.Contains(notes, "搁置，没有计入") {
		t.Errorf("the run does not say it: %s", notes)
	}
	left := strings.Join(append(whole[:2:2], whole[4:]...), "\n")
	if got := askLatest(t, cfg.Outputs, projects); got != left {
		t.Errorf("got\n%s\nwant\n%s", got, left)
	}
	said := askLatest(t, cfg.Outputs, "select township, project, sheet is not null and cell is not null as has_place "+
		"from checks.findings where code = 'form_set_aside' and severity = 'error' order by all")
	other := strings.Split(whole[3], ",")[1]
	if want := "township,project,has_place\n" + victim[0] + "," + victim[1] + ",true\n" +
		victim[0] + "," + other + ",true\n"; said != want {
		t.Errorf("got %s want %s", said, want)
	}
	before, _, _ := publish.Latest(cfg.Outputs)
	wrong := "-- grain: nothing\n-- 说明: 试算\n-- severity: note\n-- message: 试算\n-- fix: 无\n" +
		"select\n    2023 as year, -- 年度\n    cast('坏' as integer) as value, -- 数\nfrom staging.townships\n"
	if err := os.WriteFile(own, []byte(wrong), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); err == nil {
		t.Error("what breaks with every form is published")
	}
	if after, _, _ := publish.Latest(cfg.Outputs); after != before {
		t.Error("the last set is not kept")
	}
}
