package pages

import (
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// Each kind of chart says in a sentence what it shows; what has no number is not an end of it.
func TestChartsInWords(t *testing.T) {
	n := decimal.RequireFromString
	scores := &tables.Table{
		Columns: []tables.Column{
			{Name: "乡镇", Type: "VARCHAR"},
			{Name: "自评得分（分）", Type: "DECIMAL(7,2)", Scale: 2}, {Name: "复算得分（分）", Type: "DECIMAL(7,2)", Scale: 2},
			{Name: "一等", Type: "BIGINT"}, {Name: "不可评", Type: "BIGINT"},
		},
		Rows: [][]any{
			{"甲镇", n("92.5"), n("90"), int64(3), int64(0)},
			{"乙乡", n("80"), n("80"), int64(4), int64(0)},
			{"丙乡", nil, n("70"), nil, nil},
		},
	}
	kinds := &tables.Table{
		Columns: []tables.Column{{Name: "问题类别", Type: "VARCHAR"}, {Name: "个数", Type: "BIGINT"}},
		Rows:    [][]any{{"总分不符", int64(2)}, {"空表", int64(2)}, {"雷同", int64(1)}},
	}
	for _, c := range []struct {
		chart drawing
		want  string
	}{
		{drawing{"", scores, "乡镇", false, []series{{"自评得分（分）", "自评得分", ""}}},
			"最高的是甲镇，92.50分；最低的是乙乡，80.00分；另有1个乡镇没有可用的数据，没有列出。"},
		{drawing{"", scores, "乡镇", false, []series{{"自评得分（分）", "自评得分", ""}, {"复算得分（分）", "复算得分", ""}}},
			"自评得分高于复算得分的有1个乡镇，等于复算得分的有1个乡镇；高出最多的是甲镇，高2.50分。"},
		{drawing{"", scores, "乡镇", true, []series{{"一等", "一等", ""}, {"不可评", "不可评", ""}}}, "全部项目中，一等7个。"},
		{drawing{"", kinds, "问题类别", false, []series{{"个数", "个数", ""}}}, "最多的是“总分不符”等2类，各2个。"},
	} {
		if got := c.chart.words(); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
