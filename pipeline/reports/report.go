package reports

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"jixiao/pipeline/tables"
)

//go:embed templates/自评报告.txt
var reportTemplate string

// Township is what a township's report is made of: one row of facts, whose columns are the
// template's placeholders, and its rows of the tables.
type Township struct {
	Name   string
	Facts  *tables.Table // one row
	Tables map[string]*tables.Table
	Goals  *tables.Table
}

var placeholder = regexp.MustCompile(`\{\{([^{}]+)\}\}`)

// Report writes a township's self-evaluation report (自评报告.docx). Its wording is the template's,
// every figure comes from the facts; where the township wrote nothing it says 无.
func Report(path string, t *Township) error {
	d := &document{}
	for line := range strings.Lines(reportTemplate) {
		line = strings.TrimSpace(line)
		text, err := t.fill(line)
		if err != nil {
			return fmt.Errorf("template 自评报告: %w", err)
		}
		switch {
		case line == "":
		case strings.HasPrefix(line, "[表] "):
			d.table(t.Tables[strings.TrimPrefix(line, "[表] ")])
		case line == "[目标]":
			t.goals(d)
		case strings.HasPrefix(line, "### "):
			d.paragraph("Heading2", strings.TrimPrefix(text, "### "))
		case strings.HasPrefix(line, "## "):
			d.paragraph("Heading1", strings.TrimPrefix(text, "## "))
		case strings.HasPrefix(line, "# "):
			first, second, _ := strings.Cut(strings.TrimPrefix(text, "# "), "｜")
			d.title = first + second
			d.lines("Title", first, second)
		default:
			for part := range strings.Lines(text) {
				d.paragraph("Normal", strings.TrimSpace(part))
			}
		}
	}
	return d.save(path)
}

// fill puts the facts into a line. A line that is nothing but a blank text says 无。; a blank
// figure inside a sentence says 未填报.
func (t *Township) fill(line string) (string, error) {
	var unknown error
	alone := placeholder.FindString(line) == line
	text := placeholder.ReplaceAllStringFunc(line, func(mark string) string {
		name := mark[2 : len(mark)-2]
		i := t.Facts.Index(name)
		if i < 0 {
			unknown = fmt.Errorf("模板中的占位名“%s”不存在", name)
			return ""
		}
		value := strings.TrimSpace(tables.Text(t.Facts.Rows[0][i], t.Facts.Columns[i]))
		switch {
		case value == "" && alone, value == "无" && alone:
			return "无。"
		case value == "":
			return "（未填报）"
		}
		return value
	})
	return text, unknown
}

func (t *Township) goals(d *document) {
	if t.Goals == nil || len(t.Goals.Rows) == 0 {
		d.paragraph("Normal", "无。")
		return
	}
	number, goal, actual := t.Goals.Index("序号"), t.Goals.Index("目标"), t.Goals.Index("完成情况")
	for _, row := range t.Goals.Rows {
		text := fmt.Sprintf("（%v）%s。", row[number], tables.Text(row[goal], t.Goals.Columns[goal]))
		if done := tables.Text(row[actual], t.Goals.Columns[actual]); done != "" {
			text += done + "。"
		}
		d.paragraph("Normal", text)
	}
}
