package countytest

import (
	"fmt"
	"strconv"
	"strings"
)

// cell is what a generated sheet holds at a place.
type cell struct {
	text    string // of a number its digits
	number  bool
	percent bool // the number is a share, shown in percent
	formula string
}

// sheet is one being written: rows of cells from the state's first column on.
type sheet struct {
	*state
	name   string
	hidden bool
	rows   [][]cell
	merged []string
}

func (s *state) sheet(name string) *sheet {
	return &sheet{state: s, name: name, rows: make([][]cell, s.row)}
}

// line adds a row; pairs of a column (from 0) and what stands there.
func (p *sheet) line(cells ...any) {
	row := make([]cell, 0, 10)
	for i := 0; i < len(cells); i += 2 {
		at := p.col + cells[i].(int)
		for len(row) <= at {
			row = append(row, cell{})
		}
		switch v := cells[i+1].(type) {
		case cell:
			row[at] = v
		case string:
			if other, found := p.words[v]; found {
				v = other
			}
			row[at] = cell{text: v}
		}
	}
	p.rows = append(p.rows, row)
}

// merge joins columns of the last row.
func (p *sheet) merge(from, to int) { p.mergeArea(len(p.rows), from, len(p.rows), to) }

func (p *sheet) mergeArea(top, left, bottom, right int) {
	if p.merges {
		p.merged = append(p.merged, place(top, p.col+left)+":"+place(bottom, p.col+right))
	}
}

// place names a cell by its row from 1 and column from 0; forms are narrower than 26 columns.
func place(row, col int) string { return string(rune('A'+col)) + strconv.Itoa(row) }

// amount is 0.01万元 as the state writes it.
func (p *sheet) amount(n int64) cell { return p.digits(hundredths(n)) }

func (p *sheet) projectAmount(n int64) cell {
	if p.yuan {
		return p.digits(strconv.FormatInt(n*100, 10))
	}
	return p.amount(n)
}

func (p *sheet) digits(text string) cell {
	switch p.numbers {
	case withCommas:
		whole, rest, dotted := strings.Cut(text, ".")
		for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
		if dotted {
			whole += "." + rest
		}
		return cell{text: whole}
	case fullWidth:
		return cell{text: strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' || r == '.' {
				return r - '!' + '！'
			}
			return r
		}, text)}
	}
	return cell{text: text, number: true}
}

// score is a number of points; only amounts come in other digits.
func (p *sheet) score(n int64) cell { return cell{text: hundredths(n), number: true} }

func (p *sheet) rateCell(n int64) cell {
	switch p.rates {
	case asText:
		return cell{text: hundredths(n) + "%"}
	case inHundredths:
		return cell{text: hundredths(n), number: true}
	}
	return cell{
		text: strings.TrimRight(fmt.Sprintf("%d.%04d", n/10000, n%10000), "0") + "0", number: true, percent: true,
	}
}

func (p *sheet) rateLabel() string {
	if p.rates == inHundredths {
		return "执行率（%）"
	}
	return "执行率"
}

var yearLine = fmt.Sprintf("（%d年度）", Year)

func (p *sheet) head(title, unit string, width int) {
	p.line(0, title)
	p.merge(0, width)
	p.line(0, yearLine)
	p.merge(0, width)
	if unit != "" {
		p.line(0, "单位名称", 1, unit)
	}
}

// budget is 部门预算执行情况表.
func (t *township) budget(p *sheet) {
	p.line(0, "部门预算执行情况表")
	p.merge(0, 4)
	p.line(0, yearLine, 3, "单位：万元")
	p.line(0, "单位名称", 1, t.government())
	p.line(0, "项目", 1, "年初预算数", 2, "全年预算数", 3, "全年执行数", 4, p.rateLabel())
	all := t.basic
	all.add(t.projectSum)
	for _, r := range []struct {
		label string
		spending
	}{{"基本支出", t.basic}, {"项目支出", t.projectSum}, {"合计", all}} {
		p.line(0, r.label, 1, p.amount(r.initial), 2, p.amount(r.adjusted), 3, p.amount(r.executed),
			4, p.rateCell(r.rate()))
	}
}

// department is 部门整体支出绩效自评表.
func (t *township) department(p *sheet) {
	p.head("部门整体支出绩效自评表", t.government(), 7)
	p.line(0, "一级指标", 1, "二级指标", 2, "三级指标", 3, "年度指标值", 4, "实际完成值", 5, "分值", 6, "得分", 7, "偏差原因分析及改进措施")
	sum := int64(0)
	for _, i := range t.overall {
		p.line(0, i.level1, 1, i.level2, 2, i.level3, 3, i.target, 4, i.actual,
			5, p.score(i.weight), 6, p.score(i.score), 7, i.reason)
		sum += i.score
	}
	p.line(0, "总分", 5, p.score(10000), 6, p.score(sum))
	p.merge(0, 4)
}

func (t *township) goalSheet(p *sheet) {
	p.head("年度绩效目标完成情况表", t.government(), 3)
	p.line(0, "序号", 1, "年度绩效目标", 2, "完成情况", 3, "是否完成")
	for i, g := range t.goals {
		p.line(0, cell{text: strconv.Itoa(i + 1), number: true}, 1, g[0], 2, g[1], 3, "是")
	}
}

func (t *township) textSheet(p *sheet) {
	p.head("自评报告文字材料", t.government(), 1)
	for _, n := range []struct {
		label string
		count int
	}{{"项目支出数量", len(t.projects)}, {"自评数量", len(t.projects)}, {"绩效目标数量", len(t.goals)}} {
		p.line(0, n.label, 1, cell{text: strconv.Itoa(n.count), number: true})
	}
	for _, text := range t.texts {
		p.line(0, text[0], 1, text[1])
	}
}

// form is 项目支出绩效自评表.
func (t *township) form(p *sheet, f *project, year string) {
	p.line(0, "项目支出绩效自评表")
	p.merge(0, 8)
	p.line(0, year)
	p.merge(0, 8)
	if p.notes {
		p.line(0, "填报说明：1.得分一档最高不能超过该指标分值上限。2.定性指标按100%-80%、80%-60%、60%-0%三档计分。")
		p.merge(0, 8)
	}
	p.line(0, "项目名称", 2, f.name)
	p.merge(0, 1)
	p.merge(2, 8)
	p.line(0, "主管部门", 2, t.government(), 5, "实施单位", 6, t.government())
	p.merge(0, 1)
	p.merge(2, 4)
	p.merge(6, 8)
	first := t.funds(p, f)
	p.line(0, "年度总体目标", 2, "预期目标", 6, "实际完成情况")
	p.merge(2, 5)
	p.merge(6, 8)
	p.line(2, f.expected, 6, f.actual)
	p.merge(2, 5)
	p.merge(6, 8)
	p.mergeArea(len(p.rows)-1, 0, len(p.rows), 1)
	t.indicatorTable(p, f, first)
	if p.notes {
		p.line(0, "填报人：示例    联系电话：0773-0000000    填报日期：2024年1月15日")
		p.merge(0, 8)
	}
}

// funds writes the amounts; it gives the row of the total.
func (t *township) funds(p *sheet, f *project) int {
	label := "项目资金（万元）"
	if p.yuan {
		label = "项目资金（元）"
	}
	p.line(0, label, 3, "年初预算数", 4, "全年预算数", 5, "全年执行数", 6, "分值", 7, p.rateLabel(), 8, "得分")
	first := len(p.rows) + 1
	sum := func(n int64, col int) cell {
		c := p.projectAmount(n)
		if p.formulas {
			c.formula = fmt.Sprintf("SUM(%s:%s)", place(first+1, p.col+col), place(first+3, p.col+col))
		}
		return c
	}
	rate := p.rateCell(f.shownRate)
	if p.formulas && f.shownRate == f.rate() {
		rate.formula = fmt.Sprintf("ROUND(%s/%s,4)", place(first, p.col+5), place(first, p.col+4))
	}
	p.line(2, "年度资金总额", 3, sum(f.initial, 3), 4, sum(f.adjusted, 4), 5, sum(f.executed, 5),
		6, p.score(1000), 7, rate, 8, p.score(f.execution))
	for i, source := range []string{"其中：当年财政拨款", "上年结转资金", "其他资金"} {
		s := f.sources[i]
		if s == (spending{}) && !p.formulas {
			p.line(2, source, 6, "—", 8, "—")
			continue
		}
		p.line(2, source, 3, p.projectAmount(s.initial), 4, p.projectAmount(s.adjusted),
			5, p.projectAmount(s.executed), 6, "—", 8, "—")
	}
	p.mergeArea(first-1, 0, first+3, 1)
	return first
}

func (t *township) indicatorTable(p *sheet, f *project, funds int) {
	p.line(0, "绩效指标", 1, "一级指标", 2, "二级指标", 3, "三级指标", 4, "年度指标值", 5, "实际完成值", 6, "分值", 7, "得分", 8, "偏差原因分析及改进措施")
	header := len(p.rows)
	var above indicator
	for _, i := range f.indicators {
		level1, level2 := i.level1, i.level2
		if !p.repeat {
			if level1 == above.level1 {
				level1 = ""
			}
			if level1 == "" && level2 == above.level2 {
				level2 = ""
			}
		}
		p.line(1, level1, 2, level2, 3, i.level3, 4, i.target, 5, i.actual,
			6, p.score(i.weight), 7, p.score(i.score), 8, i.reason)
		above = i
	}
	last := len(p.rows)
	p.mergeArea(header, 0, last, 0)
	total := p.score(f.total)
	sum := f.execution
	for _, i := range f.indicators {
		sum += i.score
	}
	if p.formulas && f.total == sum {
		total.formula = fmt.Sprintf("%s+SUM(%s:%s)",
			place(funds, p.col+8), place(header+1, p.col+7), place(last, p.col+7))
	}
	p.line(0, "总分", 6, p.score(10000), 7, total)
	p.merge(0, 5)
}

// lists are the flat lists that some send in place of forms.
func (t *township) flatLists(projects, indicators *sheet) {
	p := projects
	p.line(0, fmt.Sprintf("%d年度项目支出绩效自评汇总表", Year))
	p.line(0, "填报单位："+t.government(), 8, "单位：万元")
	p.line(0, "序号", 1, "项目名称", 2, "主管部门", 3, "实施单位",
		4, "年初预算数", 5, "全年预算数", 6, "全年执行数", 7, "执行率",
		8, "执行率得分", 9, "自评得分", 10, "预期目标", 11, "实际完成情况")
	q := indicators
	q.line(0, fmt.Sprintf("%d年度项目支出绩效指标明细表", Year))
	q.line(0, "填报单位："+t.government())
	q.line(0, "项目名称", 1, "一级指标", 2, "二级指标", 3, "三级指标", 4, "年度指标值", 5, "实际完成值", 6, "分值", 7, "得分", 8, "偏差原因分析及改进措施")
	for n := range t.projects {
		f := &t.projects[n]
		p.line(0, cell{text: strconv.Itoa(n + 1), number: true}, 1, f.name, 2, t.government(), 3, t.government(),
			4, p.amount(f.initial), 5, p.amount(f.adjusted), 6, p.amount(f.executed), 7, p.rateCell(f.shownRate),
			8, p.score(f.execution), 9, p.score(f.total), 10, f.expected, 11, f.actual)
		for _, i := range f.indicators {
			q.line(0, f.name, 1, i.level1, 2, i.level2, 3, i.level3, 4, i.target, 5, i.actual,
				6, q.score(i.weight), 7, q.score(i.score), 8, i.reason)
		}
	}
}
