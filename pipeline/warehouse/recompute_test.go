package warehouse

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"jixiao/pipeline/recompute"
)

// The scores of sql/ and those of pipeline/recompute, which works in fractions and knows nothing of sql/, are the same
// for forms made up of everything that is at an edge.
func TestRecomputed(t *testing.T) {
	ctx := context.Background()
	w := emptyWarehouse(t)
	const forms = 260
	edges := newEdges(11, forms)
	for _, cap := range []string{"0,60,59", "60,80,89"} {
		if err := w.exec(ctx, "insert into rules.caps (low, high, most) values ("+cap+")"); err != nil {
			t.Fatal(err)
		}
	}
	edges.load(t, w)
	rules := recomputeRules()
	rules.Caps = []recompute.Cap{{Low: rat("0"), High: rat("60"), Most: rat("59")}, {Low: rat("60"), High: rat("80"), Most: rat("89")}}
	compared := compareScores(t, w, rules)
	if compared < 4*forms {
		t.Errorf("only %d scores were compared", compared)
	}
}

// recomputeRules are the defaults of the county's rules.
func recomputeRules() *recompute.Rules {
	return &recompute.Rules{
		Bands: []recompute.Band{
			{Words: []string{"达成年度指标", "达成预期指标", "已完成", "完成", "全部完成", "达成"}, Low: 80, High: 100},
			{Words: []string{"部分达成年度指标并具有一定效果", "部分达成", "部分完成", "基本完成", "部分"}, Low: 60, High: 80},
			{Words: []string{"未达成年度指标且效果较差", "未达成", "未完成", "未实现", "未达到"}, Low: 0, High: 60},
		},
		ExecutionName: "预算执行率", ExecutionPts: rat("10"), LeastShare: rat("50"),
	}
}

func rat(s string) *big.Rat {
	n, _ := new(big.Rat).SetString(s)
	return n
}

// compareScores holds every indicator and every project against a second reckoning, and says how many it was.
func compareScores(t *testing.T, w *Warehouse, rules *recompute.Rules) int {
	t.Helper()
	budgets := map[string]recompute.Row{}
	for _, row := range rowsOf(t, w, "select * from staging.budgets where item_field = 'total'") {
		budgets[row["year"]+row["township"]] = row
	}
	sources, scores := map[string][]recompute.Row{}, map[string][]recompute.Score{}
	for _, row := range rowsOf(t, w, "select * from staging.funding") {
		sources[row["form_id"]] = append(sources[row["form_id"]], row)
	}
	compared := 0
	same := func(what string, got string, want *big.Rat, places int) {
		t.Helper()
		compared++
		if want = recompute.Round(want, places); (want == nil) != (got == "") || want != nil && rat(got).Cmp(want) != 0 {
			shown := "nothing"
			if want != nil {
				shown = want.FloatString(places)
			}
			t.Errorf("%s: sql %q, recomputed %s", what, got, shown)
		}
	}
	for _, row := range rowsOf(t, w, `
		select staged.*, scored.exact_score, scored.ceiling, scored.machine_score,
		from staging.indicators as staged
		inner join scores.indicators as scored
			on staged.form_id = scored.form_id and staged.row_no = scored.row_no and staged.file = scored.file and staged.sheet = scored.sheet`) {
		score := rules.Indicator(row, budgets[row["year"]+row["township"]])
		if row["scope"] == "project" {
			scores[row["form_id"]] = append(scores[row["form_id"]], score)
		}
		what := fmt.Sprintf("%s row %s: %s done %s of %s", row["form_id"], row["row_no"], row["target"], row["actual"], row["weight"])
		same(what, row["exact_score"], score.Points, 6)
		same(what+", shown", row["machine_score"], recompute.Round(score.Points, 6), 2)
		same(what+", at most", row["ceiling"], score.Ceiling, 6)
	}
	for _, row := range rowsOf(t, w, `
		select staged.*, scored.machine_total, scored.lowest_total, scored.highest_total, scored.machine_execution_score, scored.execution_rate,
		from staging.projects as staged
		inner join scores.projects as scored
			on staged.form_id = scored.form_id`) {
		total := rules.Project(row, sources[row["form_id"]], scores[row["form_id"]])
		same(row["form_id"]+" total", row["machine_total"], total.Total, 2)
		same(row["form_id"]+" lowest", row["lowest_total"], total.Lowest, 2)
		same(row["form_id"]+" highest", row["highest_total"], total.Highest, 2)
		same(row["form_id"]+" execution", row["machine_execution_score"], total.Execution, 2)
		same(row["form_id"]+" rate", row["execution_rate"], total.Rate, 2)
	}
	return compared
}

// rowsOf gives what a query gives as text.
func rowsOf(t *testing.T, w *Warehouse, query string) []recompute.Row {
	t.Helper()
	table, err := w.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := table.WriteCSV(&out, false); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []recompute.Row
	for _, line := range lines[1:] {
		row := recompute.Row{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// edges are made-up rows of staging tables, by table.
type edges struct {
	random                        *rand.Rand
	projects, funding, indicators []recompute.Row
}

func (e *edges) one(of ...string) string { return of[e.random.IntN(len(of))] }

func newEdges(seed uint64, forms int) *edges {
	e := &edges{random: rand.New(rand.NewPCG(seed, 7))}
	for n := range forms {
		id := "e-" + strconv.Itoa(n)
		e.projects = append(e.projects, recompute.Row{
			"form_id": id, "year": "2023", "township": "甲镇", "project": "项目" + strconv.Itoa(n), "form": "project", "form_no": strconv.Itoa(n), "counted": "true", "file": "e.xlsx",
			"sheet": "1", "adjusted_budget": e.one("100", "0", "", "-50", "33.333333", "999999999.999999", "0.000001", "7.77"),
			"executed":         e.one("100", "79.996", "0", "", "-3", "22.222222", "104.59", "0.000001"),
			"execution_weight": e.one("10", "", "20", "10"), "reported_total": "90",
		})
		if e.random.IntN(4) == 0 {
			e.funding = append(e.funding, recompute.Row{"form_id": id, "source": "其他资金", "adjusted_budget": e.one("5", "", "0"),
				"executed": e.one("4", ""), "has_issue": e.one("false", "false", "true")})
		}
		for row := range e.random.IntN(9) {
			e.indicators = append(e.indicators, e.indicator(id, row+1))
		}
	}
	return e
}

func (e *edges) indicator(form string, row int) recompute.Row {
	weight := e.one("10", "15", "5", "0.45", "16.6666666667", "0", "", "-5", "0.003", "33.3333333333", "40")
	r := recompute.Row{
		"form_id": form, "year": "2023", "township": "甲镇", "scope": "project", "row_no": strconv.Itoa(row), "file": "e.xlsx", "sheet": "1",
		"level1": e.one("产出指标", "成本指标", "效益指标"), "level2": e.one("数量指标", "成本指标", "时效指标"), "level3": "三级" + strconv.Itoa(row),
		"weight": weight, "exact_weight": weight, "reported_score": e.one("", "0", "5", "9", "12", "100"),
	}
	switch e.random.IntN(5) {
	case 0:
		r["target"], r["actual"] = e.one("有效改善", "部分完成", ""), e.one("有效改善", "部分完成", "未完成", "较好", "", "达成 年度指标")
	case 1:
		r["target"], r["target_number"], r["target_unit"], r["target_comparator"] = "2023年10月前", "20230930", "日期", "<="
		r["target_amount"], r["target_latest"] = "20230930", "20231031"
		r["actual_amount"] = e.one("20230930", "20231015", "20231101", "")
		if r["actual"], r["actual_number"] = "日期"+r["actual_amount"], r["actual_amount"]; r["actual_amount"] == "" {
			r["actual"], r["actual_vague"], r["mismatch"] = e.one("已完成", "大部分完成"), e.one("true", "false"), "文字"
		}
	default:
		e.measure(r)
	}
	return r
}

// measure makes a target and an actual value in numbers.
func (e *edges) measure(r recompute.Row) {
	numbers := []string{"0", "3", "1.5", "-5", "-3", "8", "7", "99999999999000", "0.0001", "6", "16", "400", "399.9"}
	r["target_number"], r["actual_number"] = e.one(numbers...), e.one(append(numbers, "")...)
	r["target_amount"], r["actual_amount"] = r["target_number"], r["actual_number"]
	r["target_comparator"] = e.one(">=", "<=", "=", "~", "", "≈", ">", "<")
	r["actual_comparator"] = e.one("", "", "", "=", ">", "<=", "~", "≈", ">=")
	r["target_unit"] = e.one("个", "天", "")
	if r["target_comparator"] == "~" {
		r["target_amount_upper"] = rat(r["target_amount"]).Add(rat(r["target_amount"]), rat(e.one("0", "2", "10"))).FloatString(10)
	}
	if r["actual_comparator"] == "~" && r["actual_number"] != "" {
		r["actual_amount_upper"] = rat(r["actual_amount"]).Add(rat(r["actual_amount"]), rat(e.one("1", "5"))).FloatString(10)
	}
	r["target_vague"], r["actual_vague"] = e.one("false", "false", "false", "true"), e.one("false", "false", "true")
	r["target"], r["actual"] = r["target_comparator"]+r["target_number"], r["actual_comparator"]+r["actual_number"]+"个"
	if e.random.IntN(12) == 0 {
		r["actual"] = r["target"]
	}
	if r["actual_number"] == "" {
		r["mismatch"], r["target_amount"], r["target_amount_upper"], r["actual"] = "文字", "", "", e.one("已完成", "大部分", "")
	} else if e.random.IntN(10) == 0 {
		r["mismatch"], r["target_amount"], r["target_amount_upper"], r["actual_amount"], r["actual_amount_upper"] = "单位不同", "", "", "", ""
	}
}

// load lays the rows into their tables and makes the scores of them.
func (e *edges) load(t *testing.T, w *Warehouse) {
	t.Helper()
	ctx := context.Background()
	for table, rows := range map[string][]recompute.Row{"staging.projects": e.projects, "staging.funding": e.funding, "staging.indicators": e.indicators} {
		if len(rows) == 0 {
			continue
		}
		if err := load(ctx, w, table, asCSV(rows)); err != nil {
			t.Fatal(err)
		}
	}
	for _, made := range []string{"staging.grades", "scores.indicators", "scores.projects"} {
		if err := w.exec(ctx, "delete from "+made, "insert into "+made+" by name "+scriptNamed(t, made).Query); err != nil {
			t.Fatal(err)
		}
	}
}

func asCSV(rows []recompute.Row) []byte {
	names := map[string]bool{}
	for _, row := range rows {
		for name := range row {
			names[name] = true
		}
	}
	var header []string
	for name := range names {
		header = append(header, name)
	}
	lines := [][]string{header}
	for _, row := range rows {
		var line []string
		for _, name := range header {
			line = append(line, row[name])
		}
		lines = append(lines, line)
	}
	var out bytes.Buffer
	c := csv.NewWriter(&out)
	_ = c.WriteAll(lines) // to memory
	return out.Bytes()
}
