package facts

import "testing"

// Two tables that give a figure two values are found; another name for it, rounding, a total of projects, and two
// projects of one name are no second value.
func TestConflicts(t *testing.T) {
	header := []string{"乡镇", "项目名称", "全年预算数（万元）", "复算等级"}
	one := Of("a.xlsx", "项目得分", "", header, [][]string{
		{"甲镇", "修路", "1,000.5", "一等"}, {"甲镇", "水渠", "10", "一等"}, {"甲镇", "水渠", "20", "二等"},
		{"乙乡", "水库", "1000005290.12345", "一等"}, {"全县合计", "", "1030.50", ""},
	})
	for _, c := range []struct {
		name string
		rows [][]string
		want int
	}{
		{"the same", [][]string{{"甲镇", "修路", "1000.50", "一等"}}, 0},
		{"rounded", [][]string{{"甲镇", "修路", "1000.504", "一等"}}, 0},
		{"cut off by a workbook", [][]string{{"乙乡", "水库", "1000005290.123456", "一等"}}, 0},
		{"another amount", [][]string{{"甲镇", "修路", "1000.51", "一等"}}, 1},
		{"another grade", [][]string{{"甲镇", "修路", "1000.50", "二等"}}, 1},
		{"two of one name", [][]string{{"甲镇", "水渠", "20", "二等"}}, 0},
		{"another township", [][]string{{"乙乡", "修路", "3", "四等"}}, 0},
		{"the sum of projects", [][]string{{"全县合计", "", "1030.5", ""}}, 0},
		{"another sum", [][]string{{"全县合计", "", "1031.5", ""}}, 1},
	} {
		other := Of("b.docx", "表1", "", []string{"乡镇", "项目", "全年预算（万元）", "复算等级"}, c.rows)
		if got := Conflicts(append(other, one...)); len(got) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
