package warehouse

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
)

// What must hold for any indicator: its score stays in 0 … weight; a larger actual value never lowers
// the score of a positive indicator, nor raises that of a reverse one.
func TestScoreProperties(t *testing.T) {
	w := emptyWarehouse(t)
	script := scriptNamed(t, "scores.indicators")
	r := rand.New(rand.NewPCG(1, 2))
	signs := []string{">=", ">", "<=", "<", "=", "~"}
	const series, steps = 120, 8
	var rows bytes.Buffer
	rows.WriteString("form_id,year,township,scope,project,row_no,level1,level2,level3,target,target_number,target_amount,target_amount_upper,target_comparator,actual,actual_number,actual_amount,weight,reported_score,file\n")
	for i := range series {
		target := decimal.New(r.Int64N(20000)-2000, -2)
		weight := decimal.New(1+r.Int64N(2000), -2)
		level := []string{"数量指标", "成本指标"}[r.IntN(2)]
		sign := signs[r.IntN(len(signs))]
		upper := ""
		if sign == "~" {
			upper = target.Add(decimal.New(r.Int64N(2000), -2)).String()
		}
		actual := decimal.New(r.Int64N(20000)-4000, -2)
		for n := range steps {
			fmt.Fprintf(&rows, "a-1,2023,甲镇,project,x,%d,产出指标,%s,三级,t%d,%s,%s,%s,%s,a%d,%s,%s,%s,%s,a.xlsx\n",
				i*steps+n, level, i, target, target, upper, sign, n, actual, actual, weight, weight)
			actual = actual.Add(decimal.New(r.Int64N(4000), -2))
		}
	}
	ctx := context.Background()
	if err := load(ctx, w, "staging.indicators", rows.Bytes()); err != nil {
		t.Fatal(err)
	}
	bad, err := w.Query(ctx, `
		with scored as (`+script.Query+`),
		steps as (
			select scored.*, lag(machine_score) over (partition by row_no // 8 order by row_no) as before,
			from scored
			where machine_score is not null
		)
		select row_no, kind, target_number, actual_number, weight, before, machine_score,
		from steps
		where machine_score not between 0 and weight or kind = '正向' and machine_score < before or kind = '反向' and machine_score > before
		union all
		select count(*), 'counted', null, null, null, null, null from scored where machine_score is not null having count(*) < 600`)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range bad.Rows {
		t.Errorf("%v", row)
	}
}

// The order in which files come never changes a rank: the same rows shuffled rank the same.
func TestRankIgnoresOrder(t *testing.T) {
	w := emptyWarehouse(t)
	script := scriptNamed(t, "rankings.townships")
	r := rand.New(rand.NewPCG(3, 4))
	lines := make([]string, 60)
	for i := range lines {
		score := decimal.New(8000+r.Int64N(5), -2)
		lines[i] = fmt.Sprintf("2023,乡%02d,%d,true,%s,%d,90,100,%s,%s,90,90\n", i, 100+i, score, 80+r.IntN(3), score, score)
	}
	first := ""
	for range 5 {
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		text := "year,township,township_code,is_submitted,machine_total,execution_rate,mean_project_score,coverage,lowest_total,highest_total,lowest_mean,highest_mean\n"
		for _, line := range lines {
			text += line
		}
		if err := load(context.Background(), w, "scores.townships", []byte(text)); err != nil {
			t.Fatal(err)
		}
		table, err := w.Query(context.Background(), script.Query)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := table.WriteCSV(&out, false); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = out.String()
		}
		if out.String() != first {
			t.Fatal("the ranking changed with the order of its rows")
		}
	}
}

func scriptNamed(t *testing.T, name string) *Script {
	t.Helper()
	scripts := shipped(t).Scripts
	for i := range scripts {
		if scripts[i].Name() == name {
			return &scripts[i]
		}
	}
	t.Fatalf("no script %s", name)
	return nil
}
