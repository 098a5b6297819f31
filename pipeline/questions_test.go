package pipeline

import (
	"os"
	"strings"
	"testing"

	"jixiao/pipeline/tables"
)

// Every question of sql/README.md has an answer in the sample county.
func TestSavedQuestions(t *testing.T) {
	text, err := os.ReadFile("../sql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, part := range strings.Split(string(text), "```sql\n")[1:] {
		query, _, _ := strings.Cut(part, "```")
		asked++
		if table := ask(t, query); len(table.Rows) == 0 && !strings.Contains(query, "kind = '不可评'") {
			t.Errorf("no answer: %s", query)
		}
	}
	if asked != 20 {
		t.Errorf("%d questions, want 20", asked)
	}
}

// What the questions add up counts each project and each line once, without amounts under an open error: it is what the
// sheets have below them.
func TestQuestionsCountOnce(t *testing.T) {
	text, err := os.ReadFile("../sql/README.md")
	if err != nil {
		t.Fatal(err)
	}
	question := func(number string) string {
		_, part, _ := strings.Cut(string(text), "\n"+number+". ")
		_, part, _ = strings.Cut(part, "```sql\n")
		query, _, _ := strings.Cut(part, "```")
		return strings.TrimSpace(query)
	}
	for _, c := range []struct{ name, answer, sheet string }{
		{"money by department", "select sum(budget), sum(executed), sum(projects) from (" + question("19") + ")",
			`select "全年预算数（万元）", "全年执行数（万元）", (select count(*) from scores.projects where counted and year = 2023)
				from 项目得分 where 乡镇 = '全县合计'`},
		{"projects by grade", "select sum(by_machine) from (" + question("13") + ")",
			"select 自评数量 from reports.county"},
		{"unspent under 80%", "select sum(unspent) from (" + question("12") + ")",
			`select sum("未执行（万元）") from 项目得分 where 计入合计 = '是' and "计算执行率（%）" < 80`},
		{"growth", "select count(*) from (" + question("20") + ")",
			"select count(*) from 预算执行 where 计入合计 = '是' and 支出类别 = '合计'"},
		{"the county", "select adjusted_budget from (" + question("4") + ") where item = '合计'",
			"select 全年预算 from reports.county"},
	} {
		answer, sheet := ask(t, c.answer), ask(t, c.sheet)
		for i := range sheet.Rows[0] {
			a, b := tables.Text(answer.Rows[0][i], answer.Columns[i]), tables.Text(sheet.Rows[0][i], sheet.Columns[i])
			if a != b {
				t.Errorf("%s: the question answers %s, the sheet has %s", c.name, a, b)
			}
		}
	}
}
