package rules

import (
	"slices"
	"testing"
)

// The dictionary says of each column and parameter what it is checked by; the codes of 表样 have their Chinese names.
func TestDictionary(t *testing.T) {
	r, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := r.Dictionary()
	for _, want := range [][]string{
		{"审核", "级别", "是", "错误、疑点、提示"},
		{"参数", "起始年度", "否", "四位数的年度，如 2024；空白为一直有效"},
		{"参数", "值：抽查比例", "是", "0 到 100 的整数"},
		{"参数", "值：超额处理", "是", "说明、扣分、提示"},
		{"参数", "值：县名", "否", "文字"},
		{"参数", "值：分值方案", "否", "空白，或“分值”表中的方案：cz2020、cz2021_cost、cz2020_nosat"},
	} {
		if !slices.ContainsFunc(lines, func(line []string) bool { return slices.Equal(line, want) }) {
			t.Errorf("no line %v", want)
		}
	}
	want := []string{"project", "indicators", "actual", "项目支出绩效自评表", "绩效指标", "实际完成值"}
	if !slices.ContainsFunc(r.FieldNames(), func(line []string) bool { return slices.Equal(line, want) }) {
		t.Errorf("no line %v", want)
	}
}
