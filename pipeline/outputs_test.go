package pipeline

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// wordText is the text of a Word file's body, paragraphs on lines.
func wordText(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(body), "</w:p>", "\n")
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, "")
}

// The report has its seven sections in order, and the published figures in its sentences.
func TestReportOfGoldenTownship(t *testing.T) {
	text := wordText(t, filepath.Join(sample.dir, "latest", "乡镇", "瓜里乡", "自评报告.docx"))
	if strings.Contains(text, "前期准备") { // the rules do not require it, and the township has none
		t.Error("the report asks for what nobody requires")
	}
	at := 0
	for _, want := range []string{
		"2023年度资源县瓜里乡人民政府部门预算绩效自评报告",
		"一、预算基本情况", "年初预算数1429.07万元，全年预算数4068.67万元，全年执行数3551.83万元，预算执行率87.30%",
		"项目支出全年预算数2322.42万元，全年执行数2050.02万元，执行率88.27%",
		"二、自评工作开展情况", "项目支出数量74个，自评数量74个，自评覆盖面100%",
		"三、自评结果及分析", "部门整体支出绩效目标14个，涉及年初预算数1429.07万元；项目支出绩效目标74个，涉及全年预算数2322.42万元",
		"“目标设定”共2项指标，分值10分，自评得6分", "指标未细化量化，下年度改进", "固定资产利用率扣2.5分", "实际完成率扣2.5分",
		"自评得89.73分（预算执行率得8.73分，其他指标得81分），自评等级为二等良好；项目支出绩效自评74个，评价结果一等优良的73个，二等良好的1个",
		"总体绩效目标14个", "（14）按时发放离任村干补贴。", "预算执行率低于80%的项目31个", "没有得满分的项目绩效指标14项",
		"四、自评发现的问题和改进措施", "五、自评工作建议", "无。", "六、绩效自评结果拟应用和公开情况", "七、其他需要说明的问题", "2023年，瓜里乡没有各级巡视、审计和财政监督检查发现的问题。",
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("not there, or not in its place: %s", want)
		}
		at += i + len(want)
	}
	if strings.Contains(text, "{{") || strings.Contains(text, "<nil>") {
		t.Error("a placeholder is left")
	}
	// It is the township's own: nothing of the bureau's review stands in it, and each goal once.
	for _, foreign := range []string{"复算", "审核", "县财政部门", "疑点"} {
		if strings.Contains(text, foreign) {
			t.Errorf("%s stands in the township's own report", foreign)
		}
	}
	if n := strings.Count(text, "按时发放离任村干补贴，保障生活水平"); n > 1 {
		t.Errorf("a goal stands %d times", n)
	}
	review := wordText(t, filepath.Join(sample.dir, "latest", "乡镇", "瓜里乡", "审核意见.docx"))
	for _, want := range []string{"按统一规则复算", "须说明的疑点"} {
		if !strings.Contains(review, want) {
			t.Errorf("%s is not in the review", want)
		}
	}
	if strings.Contains(review, "错误0个") || strings.Contains(review, "须改正的错误") {
		t.Error("the review of a township without errors speaks of errors")
	}
	// Doubts alone bring a notice, which promises no copy that does not come with it.
	notice := wordText(t, filepath.Join(sample.dir, "latest", "乡镇", "瓜里乡", "退回", "整改通知.docx"))
	if !strings.Contains(notice, "核实疑点，有误的改正，无误的在") || strings.Contains(notice, "副本") || strings.Contains(notice, "重新报送") {
		t.Errorf("the notice of doubts alone: %s", notice)
	}
}

// cardsFit wants what a card of the overview is called, which a column's comment says, to fit into it.
func cardsFit(t *testing.T, f *excelize.File) {
	t.Helper()
	names := 0
	for _, row := range []int{4, 6, 8} {
		for _, column := range []string{"A", "C", "E", "G", "I", "K"} {
			name, err := f.GetCellValue("总览", column+strconv.Itoa(row))
			if err != nil || utf8.RuneCountInString(name) > 15 {
				t.Errorf("the card %q is wider than 15: %v", name, err)
			}
			if name != "" {
				names++
			}
		}
	}
	if names < 18 {
		t.Errorf("only %d cards", names)
	}
}

// The consolidated workbook has its sheets in order; numbers are numbers, with a format.
func TestConsolidatedWorkbook(t *testing.T) {
	f, err := excelize.OpenFile(filepath.Join(sample.dir, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{
		"乡镇排名", "预算执行", "整体得分", "项目得分", "项目资金来源", "指标明细", "目标完成", "等级分布", "问题分类", "问题清单",
		"报送情况", "回执", "催报单", "整改进度", "问题经过", "自评质量", "目标质量", "抽查建议", "整改次序", "规则", // the others have no rows
	}
	if got := f.GetSheetList(); !reflect.DeepEqual(got, append([]string{"总览"}, want...)) {
		t.Fatalf("sheets %v", got)
	}
	cardsFit(t, f)
	rows, err := f.GetRows("预算执行")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for n, row := range rows {
		if row[0] != "瓜里乡" || row[1] != "合计" {
			continue
		}
		found = true
		if got := strings.Join(row[2:8], " "); got != "1,429.07 4,068.67 3,551.83 87.30 87.30 184.71" {
			t.Errorf("瓜里乡: %s", got)
		}
		cell, _ := excelize.CoordinatesToCellName(4, n+1)
		kind, err := f.GetCellType("预算执行", cell)
		raw, err2 := f.GetCellValue("预算执行", cell, excelize.Options{RawCellValue: true})
		if errors.Join(err, err2) != nil || kind == excelize.CellTypeSharedString ||
			kind == excelize.CellTypeInlineString || raw != "4068.67" {
			t.Errorf("%s is %q of kind %v: %v", cell, raw, kind, err)
		}
	}
	if !found {
		t.Error("瓜里乡 is not on 预算执行")
	}
	for _, sheet := range want {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: header not frozen: %v", sheet, err)
		}
	}
}

// On paper a sheet ends before the columns that are for the screen.
func TestPrintedColumns(t *testing.T) {
	f, err := excelize.OpenFile(filepath.Join(sample.dir, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	last := map[string]string{"项目得分": "说明", "预算执行": "说明"}
	for _, name := range f.GetDefinedName() {
		want, asked := last[name.Scope]
		if name.Name != "_xlnm.Print_Area" || !asked {
			continue
		}
		_, end, _ := strings.Cut(strings.ReplaceAll(name.RefersTo, "$", ""), ":")
		column, _, err := excelize.CellNameToCoordinates(end)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := excelize.CoordinatesToCellName(column, 1)
		if header, err := f.GetCellValue(name.Scope, at); err != nil || header != want {
			t.Errorf("%s is printed up to %s: %v", name.Scope, header, err)
		}
		delete(last, name.Scope)
	}
	if len(last) > 0 {
		t.Errorf("without a printed area: %v", last)
	}
}

// The rules that ship in inputs are the defaults with the county's name and roster: what init writes
// reads back as it was, and the workbook has not drifted from the program. What is compared is what the rules
// say, not the file's bytes: a new check needs no new workbook.
func TestRulesWorkbook(t *testing.T) {
	r, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	r.SetParameter("县名", "资源县")
	roster := "单位代码,单位名称,县\n450329100,资源镇,资源县\n450329102,梅溪镇,资源县\n450329101,中峰镇,资源县\n450329202,瓜里乡,资源县\n450329203,车田苗族乡,资源县\n450329204,两水苗族乡,资源县\n450329205,河口瑶族乡,资源县\n"
	if err := r.SetRoster("roster", strings.NewReader(roster)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := workbooks.Rules(filepath.Join(dir, rules.Name), r.Rules); err != nil {
		t.Fatal(err)
	}
	for _, inputs := range []string{dir, "../inputs"} {
		got, err := rules.Open(inputs, warehouse.Checks)
		if err != nil {
			t.Fatal(err)
		}
		for name, table := range r.Tables {
			rows, want := got.Tables[name].Rows, table.Rows
			if name == "审核" { // a check that the workbook does not list yet stands at its end
				rows, want = inOrder(rows), inOrder(want)
			}
			if !reflect.DeepEqual(rows, want) {
				t.Errorf("%s: sheet %s differs from the defaults; write it anew with jixiao init", inputs, name)
			}
		}
	}
}

// inOrder are the rows of a sheet sorted.
func inOrder(rows [][]string) [][]string {
	return slices.SortedFunc(slices.Values(rows), slices.Compare)
}

// The overview shows four charts; a figure that came from a returned workbook leads to its cell there.
func TestOverviewAndLinks(t *testing.T) {
	book, err := zip.OpenReader(filepath.Join(sample.dir, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	charts, links := 0, ""
	for _, part := range book.File {
		if strings.HasPrefix(part.Name, "xl/charts/chart") {
			charts++
		}
		if strings.HasPrefix(part.Name, "xl/worksheets/_rels/") {
			links += readPart(t, part)
		}
	}
	if charts != 4 {
		t.Errorf("%d charts, want 4", charts)
	}
	returned, err := filepath.Glob(filepath.Join(sample.dir, "latest", "乡镇", "*", "退回", "*.xlsx"))
	if err != nil || len(returned) < 6 {
		t.Fatalf("%d marked workbooks: %v", len(returned), err)
	}
	for _, path := range returned {
		rel, err := filepath.Rel(filepath.Join(sample.dir, "latest"), path)
		if err != nil {
			t.Fatal(err)
		}
		var escaped []string
		for _, word := range strings.Split(filepath.ToSlash(rel), "/") {
			escaped = append(escaped, url.PathEscape(word))
		}
		if !strings.Contains(links, strings.Join(escaped, "/")) {
			t.Errorf("nothing leads to %s", rel)
		}
		if strings.Contains(rel, "瓜里乡") {
			t.Errorf("瓜里乡 has no error, and yet %s", rel)
		}
	}
}

// The sums of the workbook are live: computed anew they come to the figures that are stored, those of the SQL.
func TestLiveSums(t *testing.T) {
	f, err := excelize.OpenFile(filepath.Join(sample.dir, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sums := 0
	for _, sheet := range []string{"预算执行", "等级分布"} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for n := range row {
				cell, _ := excelize.CoordinatesToCellName(n+1, i+1)
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil || formula == "" {
					continue
				}
				sums++
				stored, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				computed, err2 := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				a, err3 := strconv.ParseFloat(stored, 64)
				b, err4 := strconv.ParseFloat(computed, 64)
				if errors.Join(err, err2, err3, err4) != nil || math.Abs(a-b) > 1e-6 {
					t.Errorf("%s!%s =%s: stored %s, computed %s", sheet, cell, formula, stored, computed)
				}
			}
		}
	}
	if sums < 15 {
		t.Errorf("only %d sums", sums)
	}
	county := ask(t, "select adjusted_budget from marked.county where year = 2023 and item_field = 'total'")
	if sum := fmt.Sprint(county.Rows[0][0]); sum != "21880.09" {
		t.Errorf("the county's budget is %s", sum)
	}
}

func readPart(t *testing.T, part *zip.File) string {
	t.Helper()
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
