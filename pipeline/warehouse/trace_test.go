package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A set that an older program wrote is said to be one.
func TestTraceInAnOlderSet(t *testing.T) {
	w := emptyWarehouse(t)
	ctx := context.Background()
	if err := w.exec(ctx, "alter table staging.budgets drop column item_field"); err != nil {
		t.Fatal(err)
	}
	_, err := w.Trace(ctx, Question{Year: 2023, Township: "甲镇", Figure: "全年预算"})
	if err == nil || !strings.Contains(err.Error(), "较早的程序") {
		t.Errorf("got %v", err)
	}
}

// The figures of the budget are known by their field: a county that calls 合计 总计 in 表样 loses no cell.
func TestTraceOfARenamedTotal(t *testing.T) {
	w := emptyWarehouse(t)
	ctx := context.Background()
	if err := load(ctx, w, "staging.budgets", []byte(`year,township,item,item_field,file,sheet,initial_budget,adjusted_budget,executed,reported_rate,initial_budget_cell,cell,executed_cell,rate_cell
2023,甲镇,人员和公用支出,basic,a.xlsx,预算,1,2,1,50,B5,C5,D5,E5
2023,甲镇,项目支出,project,a.xlsx,预算,2,6,3,50,B6,C6,D6,E6
2023,甲镇,总计,total,a.xlsx,预算,3,8,4,50,B7,C7,D7,E7
`)); err != nil {
		t.Fatal(err)
	}
	for figure, want := range map[string][]string{
		"全年预算":  {"出自 总计 C7", "其中 人员和公用支出 C5", "其中 项目支出 C6"},
		"年初预算":  {"出自 总计 B7", "其中 人员和公用支出 B5", "其中 项目支出 B6"},
		"执行率":   {"分子 总计 D7", "分母 总计 C7", "填报 总计 E7"},
		"项目执行率": {"分子 项目支出 D6", "分母 项目支出 C6"},
	} {
		traced, err := w.Trace(ctx, Question{Year: 2023, Township: "甲镇", Figure: figure})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range traced.Rows {
			got = append(got, fmt.Sprintf("%v %v %v", row[0], row[1], row[traced.Index("单元格")]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", figure, got, want)
		}
	}
}
