package warehouse

import (
	"bytes"
	"context"
	"encoding/csv"
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
	rules := recompute.Defaults()
	rules.Caps = []recompute.Cap{{Low: rat("0"), High: rat("60"), Most: rat("59")}, {Low: rat("60"), High: rat("80"), Most: rat("89")}}
	differences, compared := rules.Compare(func(query string) []recompute.Row { return rowsOf(t, w, query) })
	for _, difference := range differences {
		t.Error(difference)
	}
	if compared < 4*forms {
		t.Errorf("only %d scores were compared", compared)
	}
}

func rat(s string) *big.Rat {
	n, _ := new(big.Rat).SetString(s)
	return n
}

// rowsOf gives what a query gives as text.
func rowsOf(t *testing.T, w *Warehouse, query string) []recompute.Row {
	t.Helper()
	table, err := w.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := recompute.Rows(table)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// edges are made-up rows of staging tables, by table.
type edges struct {
	random                                           *rand.Rand
	projects, funding, indicators, overalls, budgets []recompute.Row
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
			"execution_weight": e.one("10", "", "20", "10", "-5", "0"), "reported_total": "90",
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
	for table, rows := range map[string][]recompute.Row{"staging.projects": e.projects, "staging.funding": e.funding,
		"staging.indicators": e.indicators, "staging.overalls": e.overalls, "staging.budgets": e.budgets} {
		if len(rows) == 0 {
			continue
		}
		if err := load(ctx, w, table, asCSV(rows)); err != nil {
			t.Fatal(err)
		}
	}
	for _, made := range []string{"staging.grades", "scores.indicators", "scores.projects", "scores.overalls", "scores.grades",
		"scores.townships", "rankings.townships"} {
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
