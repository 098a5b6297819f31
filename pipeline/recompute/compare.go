package recompute

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/big"

	"jixiao/pipeline/tables"
)

// Defaults are the county's rules as they ship, without caps.
func Defaults() *Rules {
	return &Rules{
		Bands: []Band{
			{Words: []string{"达成年度指标", "达成预期指标", "已完成", "完成", "全部完成", "达成"}, Low: 80, High: 100},
			{Words: []string{"部分达成年度指标并具有一定效果", "部分达成", "部分完成", "基本完成", "部分"}, Low: 60, High: 80},
			{Words: []string{"未达成年度指标且效果较差", "未达成", "未完成", "未实现", "未达到"}, Low: 0, High: 60},
		},
		ExecutionName: "预算执行率", ExecutionPts: whole(10), LeastShare: whole(50),
	}
}

// Rows are those of a query's result, as text.
func Rows(table *tables.Table) ([]Row, error) {
	var out bytes.Buffer
	if err := table.WriteCSV(&out, false); err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	var rows []Row
	for _, line := range lines[1:] {
		row := Row{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// comparison collects what differs.
type comparison struct {
	differences []string
	compared    int
}

func (c *comparison) same(what, got string, want *big.Rat, places int) {
	c.compared++
	want = Round(want, places)
	is, _ := new(big.Rat).SetString(got)
	if (want == nil) == (got == "") && (want == nil || is != nil && is.Cmp(want) == 0) {
		return
	}
	shown := "nothing"
	if want != nil {
		shown = want.FloatString(places)
	}
	c.differences = append(c.differences, fmt.Sprintf("%s: sql %q, recomputed %s", what, got, shown))
}

// Compare holds every indicator and every project of the tables against a second reckoning; query asks for rows. It says
// what differs, and how many scores it looked at.
func (rules *Rules) Compare(query func(string) []Row) (differences []string, compared int) {
	budgets, sources, scores := map[string]Row{}, map[string][]Row{}, map[string][]Score{}
	for _, row := range query("select * from staging.budgets where item_field = 'total'") {
		budgets[row["year"]+row["township"]] = row
	}
	for _, row := range query("select * from staging.funding") {
		sources[row["form_id"]] = append(sources[row["form_id"]], row)
	}
	c := &comparison{}
	for _, row := range query(`
		select staged.*, scored.exact_score, scored.ceiling, scored.machine_score,
		from staging.indicators as staged
		inner join scores.indicators as scored
			on staged.form_id = scored.form_id and staged.row_no = scored.row_no and staged.file = scored.file and staged.sheet = scored.sheet`) {
		score := rules.Indicator(row, budgets[row["year"]+row["township"]])
		if row["scope"] == "project" {
			scores[row["form_id"]] = append(scores[row["form_id"]], score)
		}
		what := fmt.Sprintf("%s row %s: %s done %s of %s", row["form_id"], row["row_no"], row["target"], row["actual"], row["weight"])
		c.same(what, row["exact_score"], score.Points, 6)
		c.same(what+", shown", row["machine_score"], Round(score.Points, 6), 2)
		c.same(what+", at most", row["ceiling"], score.Ceiling, 6)
	}
	for _, row := range query(`
		select staged.*, scored.machine_total, scored.lowest_total, scored.highest_total, scored.machine_execution_score, scored.execution_rate,
		from staging.projects as staged
		inner join scores.projects as scored
			on staged.form_id = scored.form_id`) {
		total := rules.Project(row, sources[row["form_id"]], scores[row["form_id"]])
		c.same(row["form_id"]+" total", row["machine_total"], total.Total, 2)
		c.same(row["form_id"]+" lowest", row["lowest_total"], total.Lowest, 2)
		c.same(row["form_id"]+" highest", row["highest_total"], total.Highest, 2)
		c.same(row["form_id"]+" execution", row["machine_execution_score"], total.Execution, 2)
		c.same(row["form_id"]+" rate", row["execution_rate"], total.Rate, 2)
	}
	return c.differences, c.compared
}
