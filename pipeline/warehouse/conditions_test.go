package warehouse

import (
	"context"
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
		{"项目", "项目名称 > 5 + 项目名称", "不能计算"},
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

// The columns of a condition are named in the same order each time: they stand in the finding's words.
func TestConditionColumnsInOrder(t *testing.T) {
	w := emptyWarehouse(t)
	scripts := shipped(t).Scripts
	at := slices.IndexFunc(scripts, func(s Script) bool { return s.Header["view"] == "项目" })
	for range 50 {
		used, says, err := w.columnsOf(context.Background(), "全年执行数 <= 全年预算数 * 0.8", &scripts[at])
		if err != nil || says != "" || !slices.Equal(used, []string{"全年执行数", "全年预算数"}) {
			t.Fatalf("%v %s %v", used, says, err)
		}
	}
}
