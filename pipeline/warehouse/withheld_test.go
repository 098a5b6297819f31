package warehouse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"jixiao/pipeline/recompute"
)

// Whoever writes 约 or 大部分 in place of a number, hides a row or leaves a budget blank gains nothing: no total, no grade, no
// mean of a township and no rank is higher than with the exact value.
func TestWithheldNeverRaises(t *testing.T) {
	ctx := context.Background()
	w := emptyWarehouse(t)
	if err := w.exec(ctx, "insert into rules.caps (low, high, most) values (0, 60, 59), (60, 80, 89)", "delete from rules.ranking",
		"insert into rules.ranking (basis, weight) values ('整体得分', 50), ('项目平均分', 30), ('执行率', 20)"); err != nil {
		t.Fatal(err)
	}
	const townships, projects = 110, 4
	all, hidden := newEdges(23, 0), []recompute.Row{{"form_id": "none", "weight": "0"}}
	var roster, forms []recompute.Row
	for n := range townships {
		exact := newPlain(uint64(n), projects)
		withheld := exact.copied()
		hidden = append(hidden, withheld.withhold(n%4)...)
		for name, e := range map[string]*edges{"原": exact, "藏": withheld} {
			township := name + strconv.Itoa(n)
			roster = append(roster, recompute.Row{"year": "2023", "township": township, "township_code": township})
			forms = append(forms, recompute.Row{"form_id": township + "-d", "year": "2023", "township": township, "is_counted": "true"})
			all.add(e, township)
		}
		for _, row := range hidden {
			if row["township"] == "" {
				row["township"], row["form_id"] = "藏"+strconv.Itoa(n), "藏"+strconv.Itoa(n)+row["form_id"]
			}
		}
	}
	for table, rows := range map[string][]recompute.Row{"staging.hidden_rows": hidden, "staging.townships": roster, "staging.forms": forms} {
		if err := load(ctx, w, table, asCSV(rows)); err != nil {
			t.Fatal(err)
		}
	}
	all.load(t, w)
	for _, row := range rowsOf(t, w, `
		select exact.form_id, exact.machine_total as exact, withheld.machine_total as withheld,
		from scores.projects as exact
		inner join scores.projects as withheld
			on replace(exact.form_id, '原', '藏') = withheld.form_id
		where exact.form_id like '原%' and (withheld.machine_total > exact.machine_total
			or exact.machine_total is null and withheld.machine_total is not null or withheld.grade_no < exact.grade_no)
		union all
		select exact.township, exact.mean_project_score, withheld.mean_project_score,
		from scores.townships as exact
		inner join scores.townships as withheld
			on replace(exact.township, '原', '藏') = withheld.township
		where exact.township like '原%' and withheld.mean_project_score > exact.mean_project_score
		union all
		select exact.township || ' in all, ranked ' || coalesce(exact.rank, 999) || ' and ' || coalesce(withheld.rank, 999),
			exact.machine_total, withheld.machine_total,
		from rankings.townships as exact
		inner join rankings.townships as withheld
			on replace(exact.township, '原', '藏') = withheld.township
		where exact.township like '原%' and (coalesce(withheld.rank, 999) < coalesce(exact.rank, 999)
			or coalesce(withheld.machine_total, -1) > coalesce(exact.machine_total, -1) or withheld.rank < exact.best_rank)`) {
		t.Errorf("%s: %s exact, %s with something withheld", row["form_id"], row["exact"], row["withheld"])
	}
	if count := rowsOf(t, w, "select count(*) as n from scores.projects where form_id like '原%' and machine_total is not null"); rat(count[0]["n"]).Cmp(rat("380")) < 0 {
		t.Errorf("only %s projects have a total to compare", count[0]["n"])
	}
	count := rowsOf(t, w, "select count(rank) as n, count(distinct rank) as different from rankings.townships")
	if rat(count[0]["n"]).Cmp(rat("140")) < 0 || rat(count[0]["different"]).Cmp(rat("70")) < 0 {
		t.Errorf("only %s townships are ranked, at %s places", count[0]["n"], count[0]["different"])
	}
}

// newPlain are a department and projects with weights of 100 and exact numbers, each township's from a seed of its own.
func newPlain(seed uint64, projects int) *edges {
	e := newEdges(seed, 0)
	for n := range projects {
		id := "-" + strconv.Itoa(n)
		e.projects = append(e.projects, recompute.Row{
			"form_id": id, "year": "2023", "project": "项目" + id, "form": "project", "form_no": strconv.Itoa(n), "counted": "true", "file": "e.xlsx", "sheet": "1",
			"adjusted_budget": "100", "executed": e.one("100", "95", "79", "50", "0", "120"), "execution_weight": "10", "reported_total": "95",
		})
		e.plainIndicators(id, "project", "40", "30", "16.666667", "3.333333")
	}
	e.overalls = append(e.overalls, recompute.Row{"form_id": "-d", "year": "2023", "file": "e.xlsx", "sheet": "整体", "reported_total": "95"})
	e.budgets = append(e.budgets, recompute.Row{"form_id": "-b", "year": "2023", "item": "合计", "item_field": "total", "item_no": "3", "file": "e.xlsx",
		"adjusted_budget": "300", "executed": e.one("300", "280", "200", "120", "0")})
	e.plainIndicators("-d", "department", "10", "40", "30", "20")
	e.indicators[len(e.indicators)-4]["level3"] = "预算执行率"
	return e
}

// plainIndicators are those of a form, one of each weight.
func (e *edges) plainIndicators(id, scope string, weights ...string) {
	for i, weight := range weights {
		number := e.one("0", "1", "3", "5", "8", "9.9", "10", "12", "25")
		e.indicators = append(e.indicators, recompute.Row{
			"form_id": id, "year": "2023", "scope": scope, "row_no": strconv.Itoa(i + 1), "file": "e.xlsx", "sheet": "1", "level1": "产出指标", "level2": "数量指标",
			"level3": "三级", "weight": weight, "exact_weight": weight, "reported_score": weight, "target": "目标", "target_number": "10", "target_amount": "10", "target_unit": "个",
			"target_comparator": e.one(">=", "<=", "=", "", "~"), "target_amount_upper": "11", "actual": number, "actual_number": number, "actual_amount": number, "actual_unit": "个",
		})
	}
}

func (e *edges) copied() *edges {
	clone := func(rows []recompute.Row) (out []recompute.Row) {
		for _, row := range rows {
			out = append(out, maps.Clone(row))
		}
		return out
	}
	return &edges{random: e.random, projects: clone(e.projects), indicators: clone(e.indicators), overalls: clone(e.overalls),
		budgets: clone(e.budgets)}
}

// withhold takes something exact away in one, two or three places; it gives the rows that it hid.
func (e *edges) withhold(how int) (hidden []recompute.Row) {
	for range 1 + e.random.IntN(3) {
		at := e.random.IntN(len(e.indicators))
		row := e.indicators[at]
		switch how {
		case 0:
			row["actual"], row["actual_comparator"], row["actual_vague"] = "约"+row["actual"]+"个", "≈", "true"
		case 1:
			row["actual"], row["actual_vague"], row["mismatch"] = "大部分完成", "true", "文字"
			row["actual_number"], row["actual_amount"], row["target_amount"], row["target_amount_upper"] = "", "", "", ""
		case 2:
			hidden = append(hidden, recompute.Row{"form_id": row["form_id"], "weight": row["weight"]})
			e.indicators = append(e.indicators[:at:at], e.indicators[at+1:]...)
		default:
			blanked := append(slices.Clone(e.projects), e.budgets...)
			blanked[e.random.IntN(len(blanked))][e.one("adjusted_budget", "executed")] = ""
		}
	}
	return hidden
}

// add takes over the rows of another as those of a township.
func (e *edges) add(other *edges, township string) {
	for _, rows := range [][]recompute.Row{other.projects, other.indicators, other.overalls, other.budgets} {
		for _, row := range rows {
			row["township"], row["form_id"] = township, fmt.Sprint(township, row["form_id"])
		}
	}
	e.projects, e.indicators = append(e.projects, other.projects...), append(e.indicators, other.indicators...)
	e.overalls, e.budgets = append(e.overalls, other.overalls...), append(e.budgets, other.budgets...)
}
