package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jixiao/pipeline/rules"
)

// What a county may write under 自定义审核, and what is refused with its row.
func TestConditions(t *testing.T) {
	w := emptyWarehouse(t)
	cases := []struct{ subject, condition, refusal string }{
		{"项目", "全年执行数 <= 全年预算数", ""},
		{"项目", "全年执行数≤全年预算数×１.３ 且 执行率 > 0", ""},
		{"项目", "主管部门 不空", "写法不对"},
		{"项目", "如果执行率低于80%，那么村道长度不为空", "用到“村道长度”"},
		{"项目", "主管部门 is not null", ""},
		{"项目", "等级 in (‘一等优良’, '二等良好') 或 自评总分 < 80", ""},
		{"项目", "length(实际完成情况) >= 10", ""},
		{"指标", "分值 between 0 and 30", ""},
		{"指标", "偏差原因 like '%或%' or 自评得分 = 分值", ""},
		{"预算", "abs(执行率 - 填报执行率) < 0.01", ""},
		{"乡镇", "覆盖率 = 100", ""},
		{"乡镇", "全年执行率 = 100", "没有这一栏"},
		{"项目", "form_id = 'x'", "没有这一栏"},
		{"项目", "全年执行数 <= ", "写法不对"},
		{"项目", "1 = 1", "没有用到任何栏目"},
		{"项目", "自评总分 > (select max(machine_total) from scores.projects)", "不能有查询"},
		{"项目", "自评总分 in (select 1)", "不能有查询"},
		{"项目", "exists (from read_csv('/etc/passwd')) or 自评总分 > 0", "不能有查询"},
		{"项目", "exists (select 1 from t semi join t as u using (id)) or 自评总分 > 0", "不能有查询"},
		{"项目", "自评总分 > 0) from t anti join scores.projects using (自评总分", "写法不对"},
		{"项目", "自评总分 > 0) from t where (1 = 1", "写法不对"},
		{"项目", "自评总分 > 0) from t --", "不允许的符号"},
		{"项目", "自评总分 > 0; drop table scores.projects", "不允许的符号"},
		{"项目", "getenv('HOME') = '' or 自评总分 > 0", "不允许的函数 getenv"},
		{"项目", "sum(自评总分) > 0", "不允许的函数 sum"},
		{"项目", "sum(自评总分) over () > 0", "不能有查询"},
		{"项目", "项目名称 > 5 + 项目名称", "“项目名称”是文字"},
		{"项目", "abs(项目名称) > 5", "不能计算"},
		{"项目", "执行率 >= 80%", ""},
		{"项目", "全年执行数>=全年预算数×80%并且项目名称不包含“样例”", ""},
		{"项目", "如果执行率介于60和80%之间，则实际完成情况不为空", ""},
		{"项目", "非（主管部门为空 或者 全年预算数 > 10万元）", ""},
		{"项目", "项目名称 包含 主管部门", "写法不对"},
		{"指标", "完成数值 <= 2023年12月31日", ""},
		{"指标", "cast(指标值 as decimal(9,2)) >= 1", ""},
		{"资金来源", "全年执行数 <= 全年预算数", ""},
		{"目标", "是否完成 = '是'", ""},
		{"文字", "如果 章节 = '存在问题' 则 length(内容) >= 20", ""},
		{"乡镇", "项目全年预算合计 <= 全年预算数 且 项目复算平均分 >= 60", ""},
		{"乡镇", "全年预算数 <= 上年全年预算数 * 130%", ""},
		{"项目", "如果 执行率 < 80", "写法不对"},
		{"项目", "全年预算数 介于 10万元 和 1亿元 之间，并且 执行率 > 80%", ""},
		{"项目", "全年预算数 介于 1亿元 和 10万元 之间", "前大后小"},
		{"项目", "全年预算数 介于 200 至 100 之间", "前大后小"},
		{"项目", "自评总分 between 1.5 and 1.49", "前大后小"},
		{"项目", "全年预算数 介于 年初预算数 和 10万元 之间", ""},
		{"项目", "项目名称 不包含 “样例” 或者 “示例”", "“示例”不成一个条件"},
		{"项目", "如果 项目名称 则 执行率 > 80%", "“项目名称”不成一个条件"},
		{"项目", "非 “示例” 并且 执行率 > 80%", "“示例”不成一个条件"},
		{"项目", "全年预算数 > 0 ， 执行率 > 0", "写法不对"},
		{"指标", "完成值 > 指标值", "“完成值”是文字"},
		{"指标", "完成数值 >= '5'", "“5”是文字"},
		{"指标", "三级指标 between 1 and 2", "“三级指标”是文字"},
		{"项目", "执行率 < 0.8", "0.8 应写作 80%"},
		{"项目", "执行率不低于1", "1 应写作 100%"},
		{"项目", "如果 执行率 介于 0.5 和 0.8 之间，则 实际完成情况 不为空", "0.5 应写作 50%"},
		{"项目", "执行率 > 0.5% 且 执行率 > 0 且 全年执行数 > 全年预算数 * 0.8", ""},
		{"桥梁", "长度 > 0", "不存在"},
	}
	for _, c := range cases {
		table := &rules.Table{Spec: rules.Spec{Name: "自定义审核"}, Rows: [][]string{{"C1", c.subject, c.condition}}, At: []string{"第7行"}}
		b := &Build{SQL: shipped(t), Rules: &rules.Rules{File: "规则.xlsx", Tables: map[string]*rules.Table{"自定义审核": table}}}
		_, err := b.conditions(context.Background(), w)
		switch {
		case c.refusal == "" && err != nil:
			t.Errorf("%s: %v", c.condition, err)
		case c.refusal != "" && (err == nil || !strings.Contains(err.Error(), c.refusal) || !strings.Contains(err.Error(), "第7行")):
			t.Errorf("%s: %v, want %q with its row", c.condition, err, c.refusal)
		}
	}
}

// All refused conditions are told at once, each with its row.
func TestRefusedConditionsTogether(t *testing.T) {
	table := &rules.Table{Spec: rules.Spec{Name: "自定义审核"}, At: []string{"第2行", "第3行", "第4行"}, Rows: [][]string{
		{"C1", "项目", "执行 > 1"}, {"C2", "项目", "执行率 > 10"}, {"C3", "指标", "村道 > 1"}}}
	b := &Build{SQL: shipped(t), Rules: &rules.Rules{File: "规则.xlsx", Tables: map[string]*rules.Table{"自定义审核": table}}}
	_, err := b.conditions(context.Background(), emptyWarehouse(t))
	if err == nil || !strings.Contains(err.Error(), "第2行") || strings.Contains(err.Error(), "第3行") ||
		!strings.Contains(err.Error(), "第4行”：条件“村道 > 1”用到“村道”") {
		t.Errorf("got %v", err)
	}
}

// The columns of a condition are named in the same order each time: they stand in the finding's words.
func TestConditionColumnsInOrder(t *testing.T) {
	w := emptyWarehouse(t)
	scripts := shipped(t).Scripts
	at := slices.IndexFunc(scripts, func(s Script) bool { return s.Header["view"] == "项目" })
	for range 50 {
		_, used, says, err := w.columnsOf(context.Background(), "全年执行数 <= 全年预算数 * 0.8", &scripts[at])
		if err != nil || says != "" || !slices.Equal(used, []string{"全年执行数", "全年预算数"}) {
			t.Fatalf("%v %s %v", used, says, err)
		}
	}
}

// What people write, as the parser gets it.
func TestConditionSQL(t *testing.T) {
	columns := []string{"执行率", "全年执行数", "全年预算数", "项目名称", "偏差原因", "年初预算数"}
	for _, c := range []struct{ text, want string }{
		{"执行率≥80％", "执行率 >= 80"},
		{"全年执行数 >= 全年预算数×80%", "全年执行数 >= 全年预算数 * (80 * 0.01)"},
		{"全年预算数介于10万元和1.5亿元之间", "全年预算数 between (10) and (1.5 * 10000)"},
		{"全年预算数 > 5000元", "全年预算数 > (5000 * 0.0001)"},
		{"项目名称包含“道路”或项目名称不包含‘或’", "contains(项目名称, '道路') or not contains(项目名称, '或')"},
		{"如果执行率<80%，则偏差原因不为空", "case when ( 执行率 < 80 ) then ( 偏差原因 is not null ) else true end"},
		{"非（偏差原因为空）", "not ( 偏差原因 is null )"},
		{"执行率不低于 80% 且 全年预算数 大于 12,000 元", "执行率 >= 80 and 全年预算数 > (12000 * 0.0001)"},
		{"如果 执行率 低于 60分 那么 年初预算数 不等于 全年预算数", "case when ( 执行率 < (60) ) then ( 年初预算数 <> 全年预算数 ) else true end"},
		{"全年执行率 > 1", "全年执行率 > 1"},
		{"项目名称 包含 村", "contains(项目名称, '村')"},
		{"项目名称包含村道并且执行率>80%", "contains(项目名称, '村道') and 执行率 > 80"},
		{"项目名称不包含和谐村或项目名称 包含 为民路", "not contains(项目名称, '和谐村') or contains(项目名称, '为民路')"},
		{"项目名称 是 “村道” 或者 偏差原因为‘是’", "项目名称 = '村道' or 偏差原因 = '是'"},
		{"如果执行率低于80%，那么村道长度不为空", "case when ( 执行率 < 80 ) then ( 村道长度 is not null ) else true end"},
		{"村道长度大于年初预算数", "村道长度 > 年初预算数"},
		{"是否完成 = '是'", "是否完成 = '是'"},
		{"执行率 > 1 or 执行率 is null", "执行率 > 1 or 执行率 is null"},
	} {
		if got := conditionSQL(c.text, columns); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// A row for which a condition cannot be computed is a finding; a blank is none, and the other rows are judged.
func TestConditionRows(t *testing.T) {
	ctx := context.Background()
	w := emptyWarehouse(t)
	rows := "year,township,project,form_id,row_no,指标值\n2023,甲镇,修路,a-1,1,3\n2023,甲镇,修路,a-1,2,0\n2023,甲镇,修路,a-1,3,≥3处\n2023,甲镇,修路,a-1,4,\n"
	if err := load(ctx, w, "subjects.indicators", []byte(rows)); err != nil {
		t.Fatal(err)
	}
	table := &rules.Table{Spec: rules.Spec{Name: "自定义审核"}, Rows: [][]string{{"C1", "指标", "cast(指标值 as decimal(9,2)) >= 1"},
		{"C2", "指标", "10 ÷ cast(指标值 as integer) > 0"},
		{"C3", "指标", "cast(指标值 as integer) > 0 and cast(指标值 as integer) < 9"}}, At: []string{"第7行", "第8行", "第9行"}}
	b := &Build{SQL: shipped(t), Rules: &rules.Rules{File: "规则.xlsx", Tables: map[string]*rules.Table{"自定义审核": table}}}
	selects, err := b.conditions(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.Query(ctx, "select row_no || link || value from ("+selects[0]+") order by row_no")
	if err != nil || fmt.Sprint(found.Rows) != "[[2；应满足 指标值 0] [3；这一行不能计算 指标值 ≥3处]]" {
		t.Errorf("got %v %v", found, err)
	}
	found, err = w.Query(ctx, "select row_no || link || value from ("+selects[1]+") order by row_no")
	if err != nil || fmt.Sprint(found.Rows) != "[[2；这一行不能计算 指标值 0] [3；这一行不能计算 指标值 ≥3处]]" {
		t.Errorf("what is divided by nothing cannot be computed: got %v %v", found, err)
	}
	found, err = w.Query(ctx, "select row_no || link || value from ("+selects[2]+") order by row_no")
	if err != nil || fmt.Sprint(found.Rows) != "[[2；应满足 指标值 0] [3；这一行不能计算 指标值 ≥3处]]" {
		t.Errorf("what stands twice is tried as well: got %v %v", found, err)
	}
}

// A quotient is exact: 2.42 is 1.1 times 2.2, and of nothing there is no times.
func TestConditionQuotients(t *testing.T) {
	ctx := context.Background()
	w := emptyWarehouse(t)
	rows := "year,township,project,form_id,年初预算数,全年预算数\n2023,甲镇,修路,a-1,2.2,2.42\n2023,甲镇,架桥,a-2,0,5\n2023,甲镇,修渠,a-3,1,2\n"
	if err := load(ctx, w, "subjects.projects", []byte(rows)); err != nil {
		t.Fatal(err)
	}
	const large = "全年预算数 * 全年预算数 * 1000000000"
	table := &rules.Table{Spec: rules.Spec{Name: "自定义审核"},
		Rows: [][]string{{"C1", "项目", "全年预算数÷年初预算数 = 1.1"},
			{"C2", "项目", large + " > 1 and " + large + " * 100000000 < 5"}}, At: []string{"第7行", "第8行"}}
	b := &Build{SQL: shipped(t), Rules: &rules.Rules{File: "规则.xlsx", Tables: map[string]*rules.Table{"自定义审核": table}}}
	selects, err := b.conditions(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.Query(ctx, "select project || link from ("+selects[0]+") order by form_id")
	if err != nil || fmt.Sprint(found.Rows) != "[[架桥；这一行不能计算 ] [修渠；应满足 ]]" {
		t.Errorf("got %v %v", found, err)
	}
	if found, err = w.Query(ctx, "select count(*) from ("+selects[1]+") where link = '；这一行不能计算 '"); err != nil ||
		fmt.Sprint(found.Rows) != "[[3]]" {
		t.Errorf("what is too large cannot be computed: got %v %v", found, err)
	}
}
