package workbooks

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/template"
)

// A filled-in template reads back whole: what was written into each input is the field's text, and
// the locked totals come to the sums of what was written.
func TestTemplateReadsBack(t *testing.T) {
	r, err := rules.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	fill := func(name string) string {
		if known := map[string]string{"单位名称": "甲镇", "单位代码": "100", "年度": "2023", "模板编号": "abc"}[name]; known != "" {
			return known
		}
		return r.Parameter(name, 2023)
	}
	sheets, err := template.Book(r.Fields(2023), "budget|department|goals|text|project*3|project_list", fill)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "甲镇.xlsx")
	if err := Template(path, "甲镇", sheets); err != nil {
		t.Fatal(err)
	}
	blank := recognise(t, path, r)
	if n := countForms(blank); n != 9 { // eight and the hidden one that says which template this is
		t.Fatalf("%d forms in the blank template, want 9", n)
	}
	want := fillIn(t, path, sheets)
	got := map[string]string{}
	for _, f := range recognise(t, path, r) {
		if f.Issue == forms.FormulaUncached || f.Issue == forms.NumberUnreadable {
			t.Errorf("%s!%s %s: %s", f.Sheet, f.Cell, f.Name, f.Issue)
		}
		got[f.Sheet+"!"+f.Cell] = f.Text
	}
	for at, text := range want {
		if got[at] != text {
			t.Errorf("%s: written %q, read %q", at, text, got[at])
		}
	}
	if len(want) < 500 {
		t.Errorf("only %d inputs", len(want))
	}
	sums := map[string]string{
		"部门预算执行情况表!B8": "14.5", "项目2!F25": "88", "项目2!C6": "21.75", "项目2!G6": "100%", "项目2!H6": "10",
	}
	for at, sum := range sums {
		if got[at] != sum {
			t.Errorf("%s: total %q, want %q", at, got[at], sum)
		}
	}
}

func recognise(t *testing.T, path string, r *rules.Rules) []forms.Field {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), cells.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return forms.Recognise(sheets,
		forms.NewDictionary(forms.Settings{Fields: r.Fields(0), AmountUnit: "万元", Confidence: 60}))
}

func countForms(fields []forms.Field) int {
	n := 0
	for _, f := range fields {
		if f.Name == forms.FormField && f.Form != forms.Unknown {
			n++
		}
	}
	return n
}

// fillIn writes something fit into every input and gives what it wrote, by place.
func fillIn(t *testing.T, path string, sheets []template.Sheet) map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := map[string]string{}
	for _, s := range sheets {
		for _, c := range s.Cells {
			if c.Kind != template.Input {
				continue
			}
			text, value := "", any(nil)
			switch {
			case len(c.Choices) > 0:
				text = c.Choices[c.Top%len(c.Choices)]
				value = text
			case c.Type == "金额":
				text, value = "7.25", 7.25
			case c.Type == "得分":
				text, value = "6.5", 6.5
			case c.Type == "数字":
				text, value = "3", 3
			default:
				text = fmt.Sprintf("%s%s内容", s.Name, place(c.Top, c.Left-1))
				value = text
			}
			at := place(c.Top, c.Left-1)
			if err := f.SetCellValue(s.Name, at, value); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(text, "7.25") { // the template's format shows two decimals at least
				text = "7.25"
			}
			want[s.Name+"!"+at] = text
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return want
}
