package pipeline

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// outsider has the consolidated workbook and nothing else.
type outsider struct {
	t    *testing.T
	book *excelize.File
	n    int // figures worked out
}

// rows reads a sheet as an outsider would: by its headers.
func (o *outsider) rows(sheet string) (rows []map[string]string) {
	o.t.Helper()
	all, err := o.book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(all) == 0 {
		o.t.Fatalf("%s: %v", sheet, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[strings.ReplaceAll(all[0][i], "\n", "")] = cell // a header breaks before its unit
		}
		rows = append(rows, row)
	}
	return rows
}

// number is zero for a blank cell.
func (o *outsider) number(s string) decimal.Decimal {
	o.t.Helper()
	if s == "" {
		return decimal.Zero
	}
	n, err := decimal.NewFromString(s)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *outsider) same(what string, worked, printed decimal.Decimal) {
	o.t.Helper()
	if o.n++; !worked.Round(2).Equal(printed.Round(2)) {
		o.t.Errorf("%s: worked out %s, printed %s", what, worked, printed)
	}
}

// Whoever has 县级汇总.xlsx alone works out the county's sums of money and of counts, each project's total and grade, and
// the townships' grades and ranks, from its sheets and the rules in it.
func TestOutsiderRecomputes(t *testing.T) {
	o := outsiderOf(t, filepath.Join(sample.dir, "latest"))
	o.sums("预算执行", "支出类别")
	o.sums("项目得分", "")
	o.sums("项目资金来源", "资金来源")
	o.counts("等级分布", "项目数", "不可评")
	o.counts("整改进度", "问题", "已改正", "已豁免", "待改正")
	o.ranks()
	o.totals()
	o.overalls()
	if o.n < 680 {
		t.Errorf("only %d figures worked out", o.n)
	}
}

func outsiderOf(t *testing.T, dir string) *outsider {
	t.Helper()
	book, err := excelize.OpenFile(filepath.Join(dir, "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return &outsider{t: t, book: book}
}

// sums adds up the rows that count.
func (o *outsider) sums(sheet, by string) {
	rows := o.rows(sheet)
	for _, total := range rows {
		if total["乡镇"] != "全县合计" {
			continue
		}
		for _, column := range []string{"年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）"} {
			sum := decimal.Zero
			for _, row := range rows {
				if row["计入合计"] == "是" && row[by] == total[by] {
					sum = sum.Add(o.number(row[column]))
				}
			}
			o.same(sheet+total[by]+column, sum, o.number(total[column]))
		}
	}
}

// counts adds up what a sheet counts of each township.
func (o *outsider) counts(sheet string, columns ...string) {
	rows := o.rows(sheet)
	total := rows[len(rows)-1]
	if total["乡镇"] != "全县合计" {
		o.t.Errorf("%s has no total", sheet)
		return
	}
	for _, column := range columns {
		sum := decimal.Zero
		for _, row := range rows[:len(rows)-1] {
			sum = sum.Add(o.number(row[column]))
		}
		o.same(sheet+column, sum, o.number(total[column]))
	}
}

// ranks orders the townships by their score again: whoever has a better one stands above.
func (o *outsider) ranks() {
	rows, rules := o.rows("乡镇排名"), o.rows("规则")
	for _, row := range rows {
		if row["名次"] == "" {
			continue
		}
		better := 1
		for _, other := range rows {
			if o.number(other["排名得分（分）"]).GreaterThan(o.number(row["排名得分（分）"])) {
				better++
			}
		}
		o.same(row["乡镇"]+"名次", decimal.NewFromInt(int64(better)), o.number(row["名次"]))
		o.same(row["乡镇"]+"自评减复算", o.number(row["自评得分（分）"]).Sub(o.number(row["复算得分（分）"])), o.number(row["自评减复算（分）"]))
		if grade := o.grade(rules, o.number(row["复算得分（分）"])); grade != row["复算等级"] {
			o.t.Errorf("%s: %s, printed %s", row["乡镇"], grade, row["复算等级"])
		}
	}
}

// totals works out each project from its indicators and amounts.
func (o *outsider) totals() {
	indicators := map[string]decimal.Decimal{}
	for _, row := range o.rows("指标明细") {
		key := row["乡镇"] + row["项目名称"]
		indicators[key] = indicators[key].Add(o.number(row["复算得分六位小数"]))
	}
	rules, points := o.rows("规则"), decimal.Zero
	for _, rule := range rules {
		if rule["名称"] == "执行分值" {
			points = o.number(rule["值"])
		}
	}
	for _, row := range o.rows("项目得分") {
		key := row["乡镇"] + row["项目名称"]
		o.same(key+"指标", indicators[key], o.number(row["指标复算得分"]))
		if row["复算总分"] == "" {
			continue
		}
		score := indicators[key]
		if row["执行率复算得分"] != "" {
			spent := o.number(row["全年执行数（万元）"]).Mul(points).Div(o.number(row["全年预算数（万元）"]))
			score = score.Add(decimal.Max(decimal.Zero, decimal.Min(spent, points)))
		}
		score = score.Mul(decimal.NewFromInt(100)).Div(o.number(row["可评分值"])).Round(2)
		score = decimal.Min(score.Sub(o.number(row["偏离扣减"])), o.number(row["复算上限"]))
		printed := o.number(row["复算总分"])
		o.same(key+"总分", decimal.Max(decimal.Zero, score), printed)
		if grade := o.grade(rules, printed); grade != row["复算等级"] {
			o.t.Errorf("%s: %s is %s, printed %s", key, printed, grade, row["复算等级"])
		}
	}
}

// overalls works out each township's total from its indicators, its mean of projects, its coverage and what it is
// ranked by.
func (o *outsider) overalls() {
	scores, sums, projects := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, map[string]int64{}
	for _, row := range o.rows("整体得分") {
		if row["一级指标"] != "总分" {
			scores[row["乡镇"]] = scores[row["乡镇"]].Add(o.number(row["复算得分六位小数"]))
			continue
		}
		if row["复算得分"] == "" {
			continue
		}
		total := scores[row["乡镇"]].Mul(decimal.NewFromInt(100)).Div(o.number(row["可评分值"])).Round(2)
		total = decimal.Min(total.Sub(o.number(row["偏离扣减"])), o.number(row["复算上限"]))
		o.same(row["乡镇"]+"总分", decimal.Max(decimal.Zero, total), o.number(row["复算得分"]))
	}
	for _, row := range o.rows("项目得分") {
		if row["复算总分"] != "" && row["乡镇"] != "全县合计" {
			sums[row["乡镇"]], projects[row["乡镇"]] = sums[row["乡镇"]].Add(o.number(row["复算总分"])), projects[row["乡镇"]]+1
		}
	}
	for _, row := range o.rows("乡镇排名") {
		if n := projects[row["乡镇"]]; n > 0 {
			mean := sums[row["乡镇"]].Div(decimal.NewFromInt(n))
			o.same(row["乡镇"]+"项目平均分", mean, o.number(row["项目平均分（分）"]))
		}
		score := decimal.Zero
		for _, rule := range o.rows("规则") {
			of := map[string]string{"整体得分": "复算得分（分）", "项目平均分": "项目平均分（分）", "执行率": "计算执行率（%）", "覆盖率": "自评覆盖率（%）"}
			if rule["类别"] == "排名" {
				score = score.Add(o.number(row[of[rule["名称"]]]).Mul(o.number(rule["值"])).Div(decimal.NewFromInt(100)))
			}
		}
		o.same(row["乡镇"]+"排名得分", score, o.number(row["排名得分（分）"]))
	}
}

// ledger works out the sums of what is compared with the bureau's ledger, and its sums by kind of project.
func (o *outsider) ledger() {
	money := []string{"台账年初", "填报年初", "台账预算", "填报预算", "台账执行", "填报执行"}
	sums, byKind := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, row := range o.rows("台账核对") {
		if row["乡镇"] == "全县合计" {
			for _, column := range money {
				o.same("台账核对"+column, sums[column], o.number(row[column+"（万元）"]))
			}
			continue
		}
		isDue := row["情况"] != "不要求自评" && row["情况"] != "台账中没有"
		for _, column := range money {
			amount := o.number(row[column+"（万元）"])
			if row["计入合计"] == "是" {
				sums[column] = sums[column].Add(amount)
			}
			if isDue {
				byKind[row["项目类别"]+column] = byKind[row["项目类别"]+column].Add(amount)
				byKind["全县合计"+column] = byKind["全县合计"+column].Add(amount)
			}
		}
	}
	for _, row := range o.rows("按项目类别") {
		for in, column := range map[string]string{"台账年初预算": "台账年初", "台账全年预算": "台账预算", "台账全年执行": "台账执行"} {
			o.same(row["项目类别"]+in, byKind[row["项目类别"]+column], o.number(row[in+"（万元）"]))
		}
	}
}

func (o *outsider) grade(rules []map[string]string, score decimal.Decimal) string {
	for _, rule := range rules {
		low, high := o.number(rule["下限"]), o.number(rule["上限"])
		isTop := high.Equal(decimal.NewFromInt(100))
		if rule["类别"] == "等级" && score.GreaterThanOrEqual(low) && (score.LessThan(high) || isTop) {
			return rule["名称"]
		}
	}
	return ""
}
