package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jixiao/pipeline/find"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/rules"
)

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// answered is the notice as its template has it, with rows of (project, reply, number), as changed by edit.
func answered(t *testing.T, edit func(document string) string, rows ...[3]string) []byte {
	t.Helper()
	standard, err := word.Standard("整改通知")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(standard), int64(len(standard)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == "word/document.xml" {
			text = []byte(edit(fillNotice(string(text), rows)))
		}
		one, err := w.Create(part.Name)
		if err == nil {
			_, err = one.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func fillNotice(document string, rows [][3]string) string {
	item := strings.Index(document, "{{整改事项.序号")
	from := strings.LastIndex(document[:item], "<w:tr>")
	row, after, _ := strings.Cut(document[from:], "</w:tr>")
	all := ""
	for _, r := range rows {
		reply := strings.ReplaceAll(r[1], "\n", "</w:t><w:br/><w:t>")
		all += strings.NewReplacer("{{整改事项.项目}}", r[0], "{{整改事项.回复情况}}", reply,
			"{{整改事项.问题编号}}", r[2]).Replace(row) + "</w:tr>"
	}
	document = document[:from] + all + after
	document = strings.NewReplacer("{{年度}}", "2023", "{{涉及项目.项目名称}}", "修路", "{{涉及项目.全年预算数（万元）}}", "9.95",
		"{{涉及项目.全年执行数（万元）}}", "4.18").Replace(document)
	return placeholder.ReplaceAllString(document, "1")
}

// The notice that a township sends back gives its replies, each with its number and place, and nothing else: not the
// projects that it lists. It does not matter what was cut away around the table; a form that was put beside it is read.
func TestAnswersInNotice(t *testing.T) {
	r, err := rules.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := newReading(t.TempDir(), r, &Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := [][3]string{{"修路", "□已改\n☑说明\n□有异议", "aaaaaaaaaaa1"}, {"架桥", "√已改", "aaaaaaaaaaa2"}}
	const replies = "replies finding_id aaaaaaaaaaa1 表1 第2行第10列\nreplies finding_id aaaaaaaaaaa2 表1 第3行第10列\n" +
		"replies reply √已改 表1 第3行第9列\nreplies reply □已改\n☑说明\n□有异议 表1 第2行第9列\n"
	for name, c := range map[string]struct {
		edit    func(string) string
		want    string
		skipped string
	}{
		"as it was sent": {func(s string) string { return s }, replies, ""},
		"without its words": {func(s string) string {
			return s[:strings.Index(s, "<w:p>")] + s[strings.Index(s, "<w:tbl>"):]
		}, replies, ""},
		"without numbers": {func(s string) string { return strings.ReplaceAll(s, "问题编号", "编码") }, "", onlyNotice},
		"with a form in it": {func(s string) string {
			form := "<w:p><w:r><w:t>项目支出绩效自评表</w:t></w:r></w:p><w:tbl>" +
				rowOf("项目名称", "架桥", "实施单位", "甲镇") + rowOf("项目资金", "全年预算数", "全年执行数", "得分") +
				rowOf("年度资金总额", "12", "6", "5") + "</w:tbl>"
			end := strings.LastIndex(s, "<w:sectPr>")
			return s[:end] + form + s[end:]
		}, "project project 架桥", ""},
	} {
		fields, o, err := reading.recognise("通知.docx", answered(t, c.edit, rows...), nil)
		if err != nil {
			t.Fatal(err)
		}
		if (o.Fate == find.Skipped) != (c.skipped != "") || o.Reason != c.skipped {
			t.Errorf("%s: %v", name, o)
		}
		lines := map[string]bool{}
		for _, f := range fields {
			if f.Name != "form" && f.Name != "year" && !strings.HasPrefix(f.Name, "label_") {
				lines[fmt.Sprintln(f.Form, f.Name, f.Text, f.Cell)] = true
			}
		}
		got := sortedLines(lines)
		if c.want == replies && got != c.want || !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func rowOf(texts ...string) string {
	row := "<w:tr>"
	for _, text := range texts {
		row += "<w:tc><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>"
	}
	return row + "</w:tr>"
}

func sortedLines(lines map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(lines)), "")
}
