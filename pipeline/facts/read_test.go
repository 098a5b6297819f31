package facts_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/facts"
	"jixiao/pipeline/reports/word"
)

// The files of a small set: each states that 甲镇 spent 80.50, or counts its findings.
var set = map[string]string{
	"县级汇总.xlsx":          "预算执行\n乡镇|支出类别|全年执行数（万元）\n甲镇|合计|80.50\n全县合计|合计|80.50",
	"通报.docx":            "已报送的乡镇全年执行数80.50万元，错误1个。\n[表] 乡镇:80 | 全年执行数（万元）:80\n- 报送说明见附件",
	"乡镇/甲镇/自评报告.docx":    "本单位全年预算数100.00万元，全年执行数80.50万元。",
	"乡镇/甲镇/审核意见.docx":    "经审核，全年执行数80.50万元，执行率80.50%。",
	"乡镇/甲镇.html":         "<dl><dt>全年执行数（万元）</dt><dd>80.50</dd><dt>须改正的错误（个）</dt><dd>1</dd></dl>",
	"index.html":         "<table><tr><th>乡镇</th><th>全年执行数</th></tr><tr><td>甲镇</td><td>80.50※</td></tr></table>",
	"findings.csv":       "year,township,severity,file\n2023,甲镇,error,甲.xlsx\n",
	"run.json":           `{"summary": {"townships": 1, "submitted": 1, "projects": 0, "findings": {"error": 1, "warn": 0}}}`,
	"乡镇/甲镇/退回/甲镇.xlsx":   "预算\n乡镇|全年执行数\n甲镇|81", // the township's own: it says what it says
	"parquet/数据字典.csv":   "乡镇,全年执行数\n甲镇,82\n",   // of tables
	"乡镇/甲镇/退回/整改通知.docx": "请于期限前改正，须改正的错误1个，须说明的疑点0个。",
}

// templates have a placeholder where the papers of the set have a figure.
var templates = map[string]string{
	"通报":   "已报送的乡镇全年执行数{{全年执行}}万元，错误{{错误数}}个。",
	"自评报告": "本单位全年预算数{{全年预算数}}万元，全年执行数{{全年执行数}}万元。\n\n{{自己写的}}",
	"审核意见": "经审核，全年执行数{{全年执行数}}万元，执行率{{计算执行率}}%。",
	"整改通知": "请于期限前改正，须改正的错误{{错误数}}个，须说明的疑点{{疑点数}}个。",
}

func lay(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	data := []byte(text)
	switch filepath.Ext(name) {
	case ".docx":
		data = document(t, text)
	case ".xlsx":
		data = workbook(t, text)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func document(t *testing.T, text string) []byte {
	t.Helper()
	data, err := word.Document(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// workbook makes one of a sheet's name and its rows.
func workbook(t *testing.T, text string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	lines := strings.Split(text, "\n")
	if err := book.SetSheetName("Sheet1", lines[0]); err != nil {
		t.Fatal(err)
	}
	for n, line := range lines[1:] {
		for i, cell := range strings.Split(line, "|") {
			at, _ := excelize.CoordinatesToCellName(i+1, n+1)
			if err := book.SetCellValue(lines[0], at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func conflicts(t *testing.T, dir string) []facts.Conflict {
	t.Helper()
	template := func(name string) ([]byte, error) {
		if templates[name] == "" {
			return nil, nil
		}
		return document(t, templates[name]), nil
	}
	all, unread, err := facts.Read(facts.Set{Dir: dir, Year: 2023, Workers: 2, Template: template})
	if err != nil || len(unread) > 0 {
		t.Fatal(unread, err)
	}
	return facts.Conflicts(all)
}

// A second value of a figure is found in each kind of output, and in one file alone; what a township writes itself is
// no second value of ours.
func TestPlantedValuesAreFound(t *testing.T) {
	for _, c := range []struct{ name, file, old, planted, want string }{
		{"the set as it is", "", "", "", ""},
		{"a cell", "县级汇总.xlsx", "甲镇|合计|80.50", "甲镇|合计|80.51", "乡镇=甲镇 全年执行数"},
		{"a total", "县级汇总.xlsx", "全县合计|合计|80.50", "全县合计|合计|80.60", " 全年执行数"},
		{"the notice", "通报.docx", "80.50", "80.05", " 全年执行数"},
		{"a count of the notice", "通报.docx", "错误1个", "错误2个", " 错误数"},
		{"a report", "乡镇/甲镇/自评报告.docx", "80.50", "80.05", "乡镇=甲镇 全年执行数"},
		{"a review", "乡镇/甲镇/审核意见.docx", "全年执行数80.50", "全年执行数80.05", "乡镇=甲镇 全年执行数"},
		{"a notice to a township", "乡镇/甲镇/退回/整改通知.docx", "错误1个", "错误3个", "乡镇=甲镇 须改正的错误"},
		{"a card of a page", "乡镇/甲镇.html", "80.50", "80.05", "乡镇=甲镇 全年执行数"},
		{"a table of a page", "index.html", "80.50", "80.05", "乡镇=甲镇 全年执行数"},
		{"a list", "findings.csv", "2023,甲镇,error,甲.xlsx\n", "2023,甲镇,error,甲.xlsx\n2023,甲镇,error,乙.xlsx\n", " 错误数"},
		{"the manifest", "run.json", `"error": 1`, `"error": 2`, " 错误数"},
		{"the same sentence, by the township", "乡镇/甲镇/自评报告.docx", "万元。", "万元。\n\n本单位全年预算数9.00万元，全年执行数8.00万元。", ""},
		{"a finding on a reviewer's paper", "findings.csv", "甲.xlsx\n", "甲.xlsx\n2023,甲镇,warn,2023/复核/底稿.xlsx\n", " 疑点数"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range set {
				if name == c.file {
					if !strings.Contains(text, c.old) {
						t.Fatalf("%s has no %s", name, c.old)
					}
					text = strings.Replace(text, c.old, c.planted, 1)
				}
				lay(t, dir, name, text)
			}
			found := conflicts(t, dir)
			if c.want == "" && len(found) > 0 {
				t.Errorf("found %v", found)
			}
			for _, f := range found {
				whose, name, _ := strings.Cut(c.want, " ")
				if f.One.Whose == whose && f.One.Name == name {
					return
				}
			}
			if c.want != "" {
				t.Errorf("want %s, found %v", c.want, found)
			}
		})
	}
}

// On the second night a township's own page names its figures in rows; projects without names are nobody's; a text of
// any length is read.
func TestOddTablesAreNoConflict(t *testing.T) {
	dir := t.TempDir()
	table := func(header, row string) string {
		cells := func(tag, line string) string {
			return "<tr><" + tag + ">" + strings.ReplaceAll(line, "|", "</"+tag+"><"+tag+">") + "</" + tag + "></tr>"
		}
		return "<table>" + cells("th", header) + cells("td", row) + "</table>"
	}
	lay(t, dir, "乡镇/甲镇.html", table("类别|内容|上次|本次", "名次|名次|2|1")+
		table("序号|全年预算数（万元）", "1|30")+table("支出类别|全年预算数（万元）", "合计|100"))
	lay(t, dir, "乡镇/乙镇.html", table("类别|内容|上次|本次", "名次|名次|1|2"))
	lay(t, dir, "index.html", table("乡镇|名次", "乙镇|2"))
	lay(t, dir, "通报.docx", strings.Repeat("长", 40000))
	if found := conflicts(t, dir); len(found) > 0 {
		t.Error(found)
	}
	lay(t, dir, "index.html", table("乡镇|名次", "乙镇|3"))
	if found := conflicts(t, dir); len(found) != 1 {
		t.Error(found)
	}
}

// A finding on a reviewer's paper counts for the county alone.
func TestReviewersFindingsAreNoTownships(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "findings.csv", "year,township,severity,file\n2022,甲镇,error,2022/甲.xlsx\n"+
		"2023,甲镇,error,2023/甲.xlsx\n2023,甲镇,error,2023/复核/底稿.xlsx\n")
	lay(t, dir, "乡镇/甲镇.html", "<table><tr><th>乡镇</th><th>错误</th></tr><tr><td>甲镇</td><td>1</td></tr></table>"+
		"<dl><dt>须改正的错误（个）</dt><dd>0</dd></dl>") // it is waived
	lay(t, dir, "index.html", "<dl><dt>审核发现的错误（个）</dt><dd>2</dd></dl>")
	if found := conflicts(t, dir); len(found) > 0 {
		t.Error(found)
	}
}

// A reviewer's paper is a form under its title, and its first column is no figure of that name.
func TestTitleIsNoFiguresName(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "复核/复核底稿1.xlsx", "复核001\n复核表\n一级指标|复核得分\n1|9")
	lay(t, dir, "复核/复核底稿2.xlsx", "复核002\n复核表\n一级指标|复核得分\n2|8")
	if found := conflicts(t, dir); len(found) > 0 {
		t.Error(found)
	}
}
