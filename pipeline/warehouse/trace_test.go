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

// What changed since last year is traced to both years' cells, a deduction to the papers and, of one project, to its
// indicators; where nothing is known there are no rows.
func TestTraceOfChangesAndDeductions(t *testing.T) {
	w := emptyWarehouse(t)
	ctx := context.Background()
	for table, rows := range map[string]string{
		"staging.townships": "year,township\n2023,甲镇\n",
		"staging.projects":  "form_id,year,township,project,counted\na-1,2023,甲镇,修路,true\n",
		"rankings.same_period": `year,township,township_code,figure,name,amount,last,change,says
2023,甲镇,100,adjusted_budget,全年预算数,110,100,10,比上年增加10.00万元，增长10.00%
2023,甲镇,100,rank,名次,1,2,-1,比上年上升1位
2023,全县,,adjusted_budget,全年预算数,110,100,10,比上年增加10.00万元，增长10.00%
`,
		"marked.budgets": `year,township,item_field,adjusted_budget,is_left_out,file,sheet,adjusted_budget_cell
2023,甲镇,total,110,false,b.xlsx,预算,C7
2022,甲镇,total,100,false,a.xlsx,预算,D8
2022,乙镇,total,9,true,c.xlsx,预算,D8
`,
		"scores.reviews": `review_id,year,township,project,form_id,reviewer,self_total,review_total,reasons,file,sheet
r-1,2023,甲镇,修路,a-1,张三,95,90,里程：没有佐证,r.xlsx,复核1
r-2,2023,甲镇,修桥,,李四,95,,,r.xlsx,复核2
`,
		"staging.reviews": `review_id,year,township,project,form_id,level3,self_score,review_score,note,file,sheet,cell
r-1,2023,甲镇,修路,a-1,里程,20,15,没有佐证,r.xlsx,复核1,L9
r-1,2023,甲镇,修路,a-1,工期,10,10,,r.xlsx,复核1,L10
`,
	} {
		if err := load(ctx, w, table, []byte(rows)); err != nil {
			t.Fatal(err)
		}
	}
	for question, want := range map[Question][]string{
		{Township: "甲镇", Figure: "预算增减（%）"}: {"被减数 本年全年预算数 110.00 C7", "减数 上年全年预算数 100.00 D8"},
		{Township: "甲镇", Figure: "上年名次"}:    {"被减数 本年名次 1 <nil>", "减数 上年名次 2 <nil>"},
		{Township: "全县", Figure: "全年预算数增减"}: {"被减数 本年全年预算数 110.00 <nil>", "减数 上年全年预算数 100.00 <nil>",
			"其中 本年甲镇 110.00 C7", "其中 上年甲镇 100.00 D8"},
		{Township: "甲镇", Figure: "复算得分增减"}: nil,
		{Township: "全县", Figure: "平均核减"}: {"被减数 甲镇修路（张三复核）底稿自评得分 95.00 <nil>",
			"减数 甲镇修路（张三复核）复核得分 90.00 <nil>"},
		{Township: "甲镇", Figure: "核减", Project: "修路"}: {"被减数 甲镇修路（张三复核）底稿自评得分 95.00 <nil>",
			"减数 甲镇修路（张三复核）复核得分 90.00 <nil>", "其中 里程 5.00 L9"},
	} {
		question.Year = 2023
		traced, err := w.Trace(ctx, question)
		if err != nil {
			t.Fatal(question, err)
		}
		var got []string
		for _, row := range traced.Rows {
			got = append(got, fmt.Sprintf("%v %v %v %v", row[0], row[1], row[2], row[traced.Index("单元格")]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", question, got, want)
		}
	}
}
