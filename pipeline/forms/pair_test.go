package forms

import (
	"fmt"
	"testing"
)

// A row's target and actual value, as they go on: number, unit and comparator of each.
func TestComparePair(t *testing.T) {
	for _, c := range []struct{ level, name, target, actual, want string }{
		{"数量指标", "道路", "≥5公里", "4500米", "5 公里 >= / 4500 米 "},
		{"数量指标", "事故", "下降10%", "5%", "10 % >= / 5 % "},
		{"数量指标", "事故", "下降10%", "下降5%", "10 % >= / 5 % "},
		{"数量指标", "道路", "5公里道路", "5公里水渠", "5 公里  / 5 公里 "},
		{"数量指标", "支出", "≤300万元", "295", "300 万元 <= / 295  "},
		{"数量指标", "支出", "≤300万元", "2950000", "300 万元 <= / 2950000  "},
		{"数量指标", "满意度", "≥95%", "0.96", "95 % >= / 0.96  "},
		{"数量指标", "在职人员控制率", "100%", "92%", "100 % <= / 92 % "},
		{"成本指标", "项目成本", "30万元", "29万元", "30 万元 <= / 29 万元 "},
		{"成本指标", "项目成本", "降低5%", "降低6%", "5 % >= / 6 % "},
		{"数量指标", "任务完成率", "100%", "92%", "100 % >= / 92 % "},
		{"数量指标", "道路", "12公里", "12公里", "12 公里  / 12 公里 "},
		{"数量指标", "验收", "11月底前", "12月20日", "20231130 日期 <= / 20231220 日期 "},
		{"数量指标", "验收", "2023年11月底前", "11月5日", "20231130 日期 <= / 20231105 日期 "},
		{"数量指标", "验收", "12月底前", "1月15日", "20231231 日期 <= / -"},
		{"数量指标", "验收", "12月底前", "30天", "20231231 日期 <= / 30 天 "},
		{"数量指标", "户数", "3 5", "35", "- / -"},
		{"数量指标", "培训", "按期完成", "5次", "- / 5 次 "},
	} {
		got := map[string]string{}
		for _, f := range Recognise(layOut(t, oneIndicator(c.level, c.name, c.target, c.actual)), dictionary(t)) {
			if !f.Number.Valid {
				got[f.Name] = "-"
			} else {
				got[f.Name] = fmt.Sprintf("%s %s %s", f.Number.Decimal, f.Unit, f.Sign)
			}
		}
		if shown := got["target"] + " / " + got["actual"]; shown != c.want {
			t.Errorf("%s: %s done %s\n got %s\nwant %s", c.name, c.target, c.actual, shown, c.want)
		}
	}
}

// What a pair says of itself goes on beside the numbers.
func TestPairAmounts(t *testing.T) {
	for _, c := range []struct{ target, actual, want string }{
		{"≥5公里", "4500米", "5000000 4500000 false "},
		{"≥3场次", "3次", "3 3 false "},
		{"零事故", "1起", "0 1 false "},
		{"≥10次", "10余次", "10 10 true "},
		{"≥10次", "大部分完成", "- - true 文字"},
		{"下降10%", "5%", "- - false 单位不同"},
		{"3个村5公里", "3个村4公里", "- - false 多个数值"},
	} {
		fields := map[string]Field{}
		for _, f := range Recognise(layOut(t, oneIndicator("数量指标", "甲", c.target, c.actual)), dictionary(t)) {
			fields[f.Name] = f
		}
		shown := func(f Field) string {
			if f.Amount.Valid {
				return f.Amount.Decimal.String()
			}
			return "-"
		}
		actual := fields["actual"]
		got := fmt.Sprint(shown(fields["target"]), " ", shown(actual), " ", actual.Vague, " ", actual.Why)
		if got != c.want {
			t.Errorf("%s done %s: %s, want %s", c.target, c.actual, got, c.want)
		}
	}
}

// oneIndicator is a project's form of 2023 with one indicator.
func oneIndicator(level, name, target, actual string) string {
	return `== 项目1
项目支出绩效自评表
（2023年度）
项目名称||修路||||||
主管部门||某局||实施单位|甲镇人民政府|||
项目资金（万元）|||年初预算数|全年预算数|全年执行数|分值|执行率|得分
||年度资金总额|10|10|9|10|90%|9
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标|` + level + "|" + name + "|" + target + "|" + actual + `|10|10|说明
总分||||||100|99|
`
}
