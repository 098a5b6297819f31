package rules

import (
	"strings"
	"testing"
)

// Rules that are taken for what they cannot mean are refused, with sheet, row and column; good ones are taken.
func TestValuesOfRules(t *testing.T) {
	set := func(sheet, where string, column int, value string) func(*Rules) {
		return func(r *Rules) {
			for _, row := range r.Tables[sheet].Rows {
				if row[0] == where {
					row[column] = value
				}
			}
		}
	}
	add := func(sheet string, rows ...string) func(*Rules) {
		return func(r *Rules) {
			for n, row := range rows {
				r.Tables[sheet].add(strings.Split(row, ","), n+2)
			}
		}
	}
	for _, c := range []struct {
		name   string
		change func(*Rules)
		says   string // "" where the rules are good
	}{
		{"share above 100", set("参数", "抽查比例", 1, "200"), "“参数第16行”：“值”“200”超出范围，抽查比例应在 0 到 100 之间"},
		{"share with a point", set("参数", "抽查比例", 1, "12.5"), "整数"},
		{"shares together", set("参数", "抽查风险份额", 1, "90"), "合计为 120"},
		{"negative score", set("参数", "执行分值", 1, "-10"), "执行分值应在 0 到 100 之间"},
		{"no execution", set("参数", "执行分值", 1, "0"), "“0”不对，执行分值应大于 0、小于 100"},
		{"only execution", set("参数", "执行分值", 1, "100.0"), "执行分值应大于 0、小于 100"},
		{"no number", set("参数", "超额比例", 1, "abc"), "“abc”不对"},
		{"blank number", set("参数", "超额比例", 1, ""), "“”不对"},
		{"unknown choice", set("参数", "超额处理", 1, "随便"), "只能是说明、扣分、提示"},
		{"unknown profile", set("参数", "分值方案", 1, "cz1999"), "不是“分值”表中的方案"},
		{"broken words", set("参数", "样例字样", 1, "样例(|"), "写法不对"},
		{"gap in bands", set("定性", "部分达成年度指标并具有一定效果", 3, "70"), "“定性第3行”：档次之间有空档或重叠：“上限比例”应为 80"},
		{"lowest band above zero", set("定性", "未达成年度指标且效果较差", 2, "10"), "“下限比例”应为 0"},
		{"cap the wrong way round", add("封顶", "60,0,59,,,"), "并小于“执行率上限”"},
		{"higher cap for less", add("封顶", "0,60,89,,,", "60,80,59,,,"), "总分上限不能更高"},
		{"caps that overlap", add("封顶", "0,70,59,,,", "60,80,89,,,"), "重叠"},
		{"cap of a share", add("封顶", "0,0.6,59,,,"), "“执行率上限”按百分数填写"},
		{"words without bars", set("参数", "零指标字样", 1, "无、没有"), "“无、没有”中各项没有用竖线隔开"},
		{"names without bars", set("参数", "公开隐去", 1, "张三，李四"), "没有用竖线隔开"},
		{"a wide bar", set("参数", "公开隐去", 1, "张三｜李四"), "竖线是全角的"},
		{"words of a band without bars", set("定性", "部分达成年度指标并具有一定效果", 1, "部分达成、基本完成"), "“定性第3行”：“字样”"},
		{"released stranger", func(r *Rules) {
			add("乡镇名册", "100,甲镇,某县,,,")(r)
			set("参数", "公开乡镇", 1, "甲镇|乙乡")(r)
		}, "“乙乡”不在乡镇名册中"},
		{"negative weight", func(r *Rules) { set("排名", "整体得分", 1, "150")(r); set("排名", "执行率", 1, "-50")(r) }, "“排名第4行”：“权重”不能小于 0"},
		{"basis twice", func(r *Rules) { set("排名", "整体得分", 1, "50")(r); add("排名", "整体得分,50,,,")(r) }, "整体得分 与第2行重复"},
		{"good", func(r *Rules) {
			set("参数", "抽查比例", 1, "20")(r)
			set("参数", "超额处理", 1, "扣分")(r)
			set("参数", "分值方案", 1, "cz2020")(r)
			add("封顶", "0,60,59,,,", "60,80,79.99,,,")(r)
		}, ""},
	} {
		r, err := Default(nil)
		if err != nil {
			t.Fatal(err)
		}
		c.change(r)
		switch err := faultsOf(r); {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want %s", c.name, err, c.says)
		}
	}
}
