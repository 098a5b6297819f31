package pipeline

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// The program of ten lines in README.md draws the sample county's lots again, and finds that none differs.
func TestDrawIsReplayed(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3")
	}
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "```python\n")
	program, _, isWhole := strings.Cut(after, "```")
	if lines := strings.Count(program, "\n"); !isWhole || lines > 10 {
		t.Fatalf("the program has %d lines", lines)
	}
	question := regexp.MustCompile(`ask = "([^"]+)"`).FindStringSubmatch(program)
	if question == nil {
		t.Fatal("the program asks nothing")
	}
	dir := t.TempDir()
	var answer bytes.Buffer
	if err := ask(t, question[1]).WriteCSV(&answer, false); err != nil {
		t.Fatal(err)
	}
	stands := "#!/bin/sh\ncat " + filepath.Join(dir, "answer.csv") + "\n" // in place of jixiao
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "answer.csv"), answer.Bytes(), 0o644),
		os.WriteFile(filepath.Join(dir, "jixiao"), []byte(stands), 0o755)); err != nil {
		t.Fatal(err)
	}
	draw := exec.Command("python3", "-c", program)
	draw.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
	out, err := draw.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if drawn := strings.Count(string(out), " drawn"); drawn < 3 || strings.Contains(string(out), "DIFFERS") {
		t.Errorf("%d are drawn:\n%s", drawn, out)
	}
}
