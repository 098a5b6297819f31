package rules

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

func TestNames(t *testing.T) {
	r, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	roster := "\ufeff单位代码,单位名称,县,别名\n450329202,瓜里乡,资源县,\n450329203,车田苗族乡,资源县,车田\n450329300,资源县城关街道办事处,资源县,\n450329204,龙胜各族乡人民政府,资源县,\n1,河口乡,甲县,\n2,河口乡,乙县,\n"
	if err := r.SetRoster("roster.csv", strings.NewReader(roster)); err != nil {
		t.Fatal(err)
	}
	names := r.Names()
	for name, want := range map[string]string{
		"瓜里乡": "450329202", "瓜里乡人民政府": "450329202", "资源县瓜里乡人民政府": "450329202", "450329202": "450329202",
		"车田苗族乡": "450329203", "车田乡": "450329203", "车田": "450329203", "资源县车田乡人民政府": "450329203",
		"城关街道": "450329300", "城关街道办事处": "450329300", "资源县城关街道": "450329300",
		"龙胜各族乡": "450329204", "龙胜各族乡人民政府": "450329204",
		// Two counties have a 河口乡: the name alone does not say which.
		"河口乡": "", "甲县河口乡": "1", "乙县河口乡人民政府": "2",
		// Close is not the same.
		"瓜里镇": "", "瓜里": "", "里乡": "",
	} {
		if got := names[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// What is wrong with a rule is said with its sheet and its row.
func TestRulesThatCannotBe(t *testing.T) {
	cases := []struct {
		sheet string
		row   int
		set   map[string]string
		want  string
	}{
		{"等级", 1, map[string]string{"low": "85"}, "等级之间有空档或重叠"},
		{"等级", 1, map[string]string{"ordinal": "一等"}, "“一等”重复"},
		{"等级", 1, map[string]string{"ordinal": "不可评"}, "不能叫“不可评”"},
		{"等级", 3, map[string]string{"low": "10"}, "最低一等的下限应为 0"},
		{"等级", 1, map[string]string{"low": "八十"}, "不是数字"},
		{"分值", 1, map[string]string{"weight": "60"}, "各行权重合计为 110，应为 100"},
		{"排名", 0, map[string]string{"weight": "90"}, "各行权重合计为 90，应为 100"},
		{"排名", 0, map[string]string{"basis": "印象"}, "不能是“印象”"},
		{"表样", 3, map[string]string{"field": "project"}, "字段 project 重复"},
		{"表样", 2, map[string]string{"type": ""}, "没有类型"},
		{"表样", 2, map[string]string{"role": "别的"}, "不能是“别的”"},
		{"表样", 2, map[string]string{"aliases": "主管部门"}, "一种写法只能属于一个字段"},
		{"表样", 2, map[string]string{"field": "projct"}, "没有字段 projct"},
		{"表样", 2, map[string]string{"form": "projekt"}, "没有“projekt”这种表"},
		{"参数", 0, map[string]string{"name": ""}, "不能为空"},
		{"参数", 0, map[string]string{"from_year": "今年"}, "不是年度"},
	}
	for _, c := range cases {
		r, err := Default(nil)
		if err != nil {
			t.Fatal(err)
		}
		table := r.Tables[c.sheet]
		for i, column := range table.Columns {
			if text, found := c.set[column.English]; found {
				table.Rows[c.row][i] = text
			}
		}
		err = faultsOf(r)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "“"+c.sheet+"第") {
			t.Errorf("%s %v: %v", c.sheet, c.set, err)
		}
	}
}

// Of one check two rows may not hold for the same year: which of the two counts could not be said.
func TestPeriodsMayNotOverlap(t *testing.T) {
	check := func(from, to string) []string {
		return []string{"total_not_sum", "", "是", "错误", "", "不符", "改", from, to}
	}
	condition := func(from, to string) []string {
		return []string{"BX01", "项目", "自评总分 > 0", "是", "错误", "不符", "改", from, to}
	}
	cases := []struct {
		sheet string
		rows  [][]string
		want  string // "" where they may stand
	}{
		{"审核", [][]string{check("", "2022"), check("2023", "")}, ""},
		{"审核", [][]string{check("2023", ""), check("2020", "2022"), check("", "2019")}, ""},
		{"审核", [][]string{check("", ""), check("2023", "")}, "“起始年度”"},
		{"审核", [][]string{check("2020", ""), check("2023", "")}, "“起始年度”"},
		{"审核", [][]string{check("2020", "2023"), check("2023", "")}, "“起始年度”"},
		{"审核", [][]string{check("2023", ""), check("", "2023")}, "“终止年度”"},
		{"审核", [][]string{check("", ""), check("", "")}, "“起始年度”"},
		{"自定义审核", [][]string{condition("2020", "2022"), condition("2023", "")}, ""},
		{"自定义审核", [][]string{condition("2020", ""), condition("2023", "")}, "“起始年度”"},
		{"自定义审核", [][]string{condition("2023", "2023"), condition("2022", "2024")}, "“终止年度”"},
	}
	for _, c := range cases {
		r, err := Default(nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range c.rows {
			r.Tables[c.sheet].add(row, i+2)
		}
		err = faultsOf(r)
		if c.want == "" && err != nil {
			t.Errorf("%v: %v", c.rows, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), "“"+c.sheet+"第3行") || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "第2行")) {
			t.Errorf("%v: %v, want the third row's %s", c.rows, err, c.want)
		}
	}
}

// Each part of testdata/rosters.txtar is a roster below what is said of it: nothing of a good one.
func TestRosters(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/rosters.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		says, roster, _ := strings.Cut(string(f.Data), "\n")
		r, err := Default(nil)
		if err != nil {
			t.Fatal(err)
		}
		err = r.SetRoster("名册.csv", strings.NewReader(roster))
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
