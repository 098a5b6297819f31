package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/find"
	"jixiao/pipeline/recompute"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// edgePairs are targets and what was done, at every edge that people write.
var edgePairs = [][2]any{
	{"≥95%", "94.5%"}, {"≥95%", "95"}, {"100%", "99.99%"}, {"≤5天", "7天"}, {"≤5天", "11天"}, {"=3个", "2个"}, {"3个", "4个"},
	{"90%-95%", "88%"}, {"90%～95%", "97%"}, {"2023年12月底前", "2023年11月"}, {"2023年10月前", "2023年10月15日"}, {"零事故", "0起"},
	{"0起", "1起"}, {"无投诉", "2起"}, {"有效改善", "有效改善"}, {"有效改善", "部分达成"}, {"健全", "未完成"}, {"≥3公里", "2500米"},
	{"≥1万元", "9000元"}, {"≤80万元", "78.68万元"}, {"≤80万元", "0.01亿元"}, {"约100人", "100人"}, {"≥100人", "约100人"},
	{"≥100人", "100余人"}, {"≥100人", "大部分完成"}, {"≥-5%", "-3%"}, {"≤-5%", "-3%"}, {"≥100人", nil}, {nil, "5"}, {"≥0", "0"},
	{"≤0起", "0"}, {"≥5次", "3至5次"}, {"≥5次", "5次以上"}, {"130%", "200%"}, {"≥0.5亿元", "4999万元"}, {"≥100人", "一百人"},
	{"≥3", 2.9999}, {0.95, 0.9499}, {"≤100%", "98.5%"}, {"≤5%", "5.01%"}, {"—", "—"}, {"≥12个", "12 户"}, {"≥100人", "120人次"},
	{"9月30日前", "9月30日"}, {"≥１００％", "９９％"}, {"≤7天", "大于7天"}, {"≥7天", "小于7天"}, {"≤2‰", "0.3%"}, {"=0", "-1"},
}

func anyOf[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

// edgeBook writes a township's workbook: a budget, a whole-department form and two projects, of odd figures.
func edgeBook(t *testing.T, random *rand.Rand, name, path string) {
	t.Helper()
	book := excelize.NewFile()
	put := func(sheet string, rows [][]any) {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	amount := func() any {
		return anyOf[any](random, 100, 79.996, 0, nil, -5, 33.333333, 0.01, 99999999.99, "1,234.50", "１２", 7.77)
	}
	put("预算", [][]any{{"部门预算执行情况表"}, {"（2023年度）", nil, "单位：万元"}, {"单位名称", name + "人民政府"},
		{"项目", "年初预算数", "全年预算数", "全年执行数", "执行率"}, {"基本支出", 1, amount(), amount(), "90%"},
		{"项目支出", 1, amount(), amount(), 0.9}, {"合计", 2, amount(), amount(), nil}})
	whole := [][]any{{"部门整体支出绩效自评表"}, {"（2023年度）"}, {"单位名称", nil, name + "人民政府"}, {"一级指标", "二级指标", "三级指标",
		"年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"}, {"过程", "预算执行", "预算执行率", "≥100%", "90%", 10, 9}}
	for i := range 5 {
		whole = append(whole, append([]any{"产出", "产出数量", fmt.Sprint("职责", i)}, edgeRow(random)...))
	}
	put("整体", append(whole, []any{"总分", nil, nil, nil, nil, 100, 95}))
	for n := range 2 {
		form := [][]any{{"项目支出绩效自评表"}, {"（2023年度）"}, {"项目名称", nil, fmt.Sprint(name, "项目", n)},
			{"主管部门", nil, name + "人民政府", nil, nil, "实施单位", name + "人民政府"},
			{"项目资金（万元）", nil, nil, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"},
			{nil, nil, "年度资金总额", 1, amount(), amount(), anyOf[any](random, 10, 10, 20, nil, 0), "90%", 9},
			{nil, nil, "其中：当年财政拨款", 1, amount(), amount(), "—", nil, "—"}, {nil, nil, "其他资金", nil, amount(), nil, "—", nil, "—"},
			{"年度总体目标", nil, "预期目标", nil, nil, nil, "实际完成情况"}, {nil, nil, "做好", nil, nil, nil, "做好了"},
			{"绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"}}
		for i := range 1 + random.IntN(7) {
			level := anyOf(random, [2]any{"产出指标", "数量指标"}, [2]any{"产出指标", "成本指标"}, [2]any{"产出指标", "时效指标"},
				[2]any{"效益指标", "社会效益指标"}, [2]any{"满意度指标", "服务对象满意度指标"})
			form = append(form, append([]any{nil, level[0], level[1], fmt.Sprint("指标", i)}, edgeRow(random)...))
		}
		put(fmt.Sprint("项目", n), append(form, []any{"总分", nil, nil, nil, nil, nil, 100, 95}))
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// edgeRow is a target, what was done, the weight and the score.
func edgeRow(random *rand.Rand) []any {
	pair := anyOf(random, edgePairs...)
	weight := anyOf[any](random, 10, 15, 5, 50.0/3, 0.5, 33.33, 40, 12.345, 20, 10, 15, nil, 0, -5)
	return []any{pair[0], pair[1], weight, anyOf[any](random, 10, 9.5, 0, nil, 5, 12, "满分")}
}

// Of 220 workbooks of odd figures every score, total, mean and rank is what a second reckoning in fractions gives, which
// knows nothing of sql/; and all audits hold. Others by JIXIAO_EDGE_SEED.
func TestEdgeWorkbooksRecomputed(t *testing.T) {
	ctx, dir, random := context.Background(), t.TempDir(), rand.New(rand.NewPCG(uint64(sizeFrom(t, "JIXIAO_EDGE_SEED", 18)), 220))
	roster := []string{"单位代码,单位名称,县"}
	const townships = 220
	if err := os.MkdirAll(filepath.Join(dir, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	for n := range townships {
		name := fmt.Sprintf("边%s%s%s乡", digit(n/100), digit(n/10%10), digit(n%10))
		roster = append(roster, fmt.Sprintf("%d,%s,边县", 450000000+n, name))
		edgeBook(t, random, name, filepath.Join(dir, "2023", name+".xlsx"))
	}
	county, err := rules.OpenDefault(warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	if err := county.SetRoster("名册", strings.NewReader(strings.Join(roster, "\n"))); err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	files, _, err := readPaths(ctx, Config{}, county.Rules, []string{filepath.Join(dir, "2023")}, filepath.Join(work, "stage"),
		extract.NewClaims())
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i].Year = 2023
	}
	queries, err := warehouse.ReadQueries(county.SQL)
	if err != nil {
		t.Fatal(err)
	}
	build := warehouse.Build{Work: filepath.Join(work, "work"), SQL: queries, Rules: county.Rules, Year: 2023, Years: []int{2023}}
	build.Columns, build.Files = find.Register(files)
	db, _, err := build.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, fault := range db.Faults() {
		t.Error(fault)
	}
	differences, compared := recompute.Defaults().Compare(func(query string) []recompute.Row {
		table, err := db.Query(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := recompute.Rows(table)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	})
	for i, difference := range differences {
		if t.Error(difference); i == 20 {
			t.Fatalf("… %d differ", len(differences))
		}
	}
	if compared < 30*townships {
		t.Errorf("only %d figures were compared", compared)
	}
}

func digit(n int) string { return string([]rune("零一二三四五六七八九")[n]) }
