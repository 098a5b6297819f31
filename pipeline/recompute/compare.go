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
		NoneWords:     []string{"无", "没有", "零", "未发生", "未出现", "未发现", "没有发生", "没有出现", "没有发现", "无发生", "从未发生"},
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
	budgets     map[string]Row // the total row of each township and year
	scores      map[string][]Score
	townships   map[string]*Township
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

// Compare holds every indicator, project, department and township of the tables against a second reckoning; query asks
// for rows. It says what differs, and how many figures it looked at.
func (rules *Rules) Compare(query func(string) []Row) (differences []string, compared int) {
	c := &comparison{budgets: map[string]Row{}, scores: map[string][]Score{}, townships: map[string]*Township{}}
	for _, row := range query("select * from staging.budgets where item_field = 'total'") {
		c.budgets[of(row)] = row
	}
	c.indicators(rules, query)
	projects := c.projects(rules, query)
	c.departments(rules, query)
	c.means(rules, query, projects)
	c.ranks(query)
	return c.differences, c.compared
}

// of is the township and year of a row.
func of(row Row) string { return row["year"] + " " + row["township"] }

func (c *comparison) indicators(rules *Rules, query func(string) []Row) {
	for _, row := range query(`
		select staged.*, scored.exact_score, scored.ceiling, scored.machine_score,
		from staging.indicators as staged
		inner join scores.indicators as scored
			on staged.form_id = scored.form_id and staged.row_no = scored.row_no and staged.file = scored.file
				and staged.sheet = scored.sheet`) {
		score := rules.Indicator(row, c.budgets[of(row)])
		c.scores[row["form_id"]] = append(c.scores[row["form_id"]], score)
		what := fmt.Sprintf("%s row %s: %s done %s of %s", row["form_id"], row["row_no"], row["target"], row["actual"],
			row["weight"])
		c.same(what, row["exact_score"], score.Points, 6)
		c.same(what+", shown", row["machine_score"], Round(score.Points, 6), 2)
		c.same(what+", at most", row["ceiling"], score.Ceiling, 6)
	}
}

// projects gives the totals of those that count, by township.
func (c *comparison) projects(rules *Rules, query func(string) []Row) map[string][]Total {
	sources, counted := map[string][]Row{}, map[string][]Total{}
	for _, row := range query("select * from staging.funding") {
		sources[row["form_id"]] = append(sources[row["form_id"]], row)
	}
	for _, row := range query(`
		select staged.*, scored.machine_total, scored.lowest_total, scored.highest_total,
			scored.machine_execution_score, scored.execution_rate,
		from staging.projects as staged
		inner join scores.projects as scored
			on staged.form_id = scored.form_id`) {
		total := rules.Project(row, sources[row["form_id"]], c.scores[row["form_id"]])
		c.total(row, total)
		c.same(row["form_id"]+" execution", row["machine_execution_score"], total.Execution, 2)
		c.same(row["form_id"]+" rate", row["execution_rate"], total.Rate, 2)
		if row["counted"] == "true" {
			counted[of(row)] = append(counted[of(row)], total)
		}
	}
	return counted
}

func (c *comparison) total(row Row, total Total) {
	c.same(row["form_id"]+" total", row["machine_total"], total.Total, 2)
	c.same(row["form_id"]+" lowest", row["lowest_total"], total.Lowest, 2)
	c.same(row["form_id"]+" highest", row["highest_total"], total.Highest, 2)
}

func (c *comparison) departments(rules *Rules, query func(string) []Row) {
	for _, row := range query("select * from scores.overalls") {
		total := rules.Department(c.scores[row["form_id"]])
		c.total(row, total)
		c.townships[of(row)] = &Township{Department: total}
	}
}

func (c *comparison) means(rules *Rules, query func(string) []Row, projects map[string][]Total) {
	for _, row := range query("select * from scores.townships") {
		t := c.townships[of(row)]
		if t == nil {
			t = &Township{}
			c.townships[of(row)] = t
		}
		t.Mean, t.LowMean, t.HighMean = rules.Mean(projects[of(row)])
		if budget := c.budgets[of(row)]; budget != nil {
			adjusted, executed := budget.number("adjusted_budget"), budget.number("executed")
			if adjusted != nil && executed != nil && adjusted.Sign() > 0 {
				t.Rate = Round(times(executed, whole(100), adjusted), 2)
			}
		}
		c.same(of(row)+" mean", row["mean_project_score"], t.Mean, 2)
		c.same(of(row)+" lowest mean", row["lowest_mean"], t.LowMean, 2)
		c.same(of(row)+" highest mean", row["highest_mean"], t.HighMean, 2)
		c.same(of(row)+" rate", row["execution_rate"], t.Rate, 2)
	}
}

func (c *comparison) ranks(query func(string) []Row) {
	years := map[string][]*Township{}
	rows := query("select * from rankings.townships")
	for _, row := range rows {
		years[row["year"]] = append(years[row["year"]], c.townships[of(row)])
	}
	for _, townships := range years {
		Rank(townships)
	}
	for _, row := range rows {
		t := c.townships[of(row)]
		for column, place := range map[string]int{"rank": t.Rank, "best_rank": t.Best, "worst_rank": t.Worst} {
			var want *big.Rat
			if place > 0 {
				want = whole(int64(place))
			}
			c.same(of(row)+" "+column, row[column], want, 0)
		}
	}
}
