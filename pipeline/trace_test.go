package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

// Every figure of every township's report that rests on a cell is traced to one, and what is traced is the
// figure: itself, or its parts' sum or quotient.
func TestTraceFigures(t *testing.T) {
	facts := published(t, "reports")["乡镇"]
	traced := 0
	for _, row := range facts.Rows {
		township := row[facts.Index("乡镇")].(string)
		for _, figure := range []string{
			"年初预算", "全年预算", "全年执行", "执行率", "项目预算", "项目执行", "项目执行率", "项目数量", "自评数量", "自评得分", "执行得分", "指标得分", "复算得分",
		} {
			want, ok := row[facts.Index(figure)].(decimal.Decimal)
			switch n := row[facts.Index(figure)].(type) {
			case int64:
				want, ok = decimal.NewFromInt(n), true
			case string: // an amount, with a mark where an error of it is open
				want, ok = decimal.RequireFromString(strings.TrimSuffix(n, "※")), true
			}
			if !ok {
				continue
			}
			table, err := sample.db.Trace(context.Background(), warehouse.Question{
				Year: 2023, Township: township, Figure: figure,
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := figureOf(table); !got.Equal(want) {
				t.Errorf("%s %s: traced %s, the report says %s", township, figure, got, want)
			}
			traced++
			for _, line := range table.Rows {
				if relation := line[0].(string); relation != "复算" &&
					(line[table.Index("单元格")] == nil || line[table.Index("单元格内容")] == nil) {
					t.Errorf("%s %s: %v has no cell", township, figure, line)
				}
			}
		}
	}
	if traced < 85 {
		t.Errorf("only %d figures were traced", traced)
	}
}

// figureOf works a figure out from the cells that it rests on.
func figureOf(table *tables.Table) decimal.Decimal {
	number := func(row []any) decimal.Decimal {
		text, _ := row[table.Index("数值")].(string)
		n, _ := decimal.NewFromString(text)
		return n
	}
	var above, below, sum decimal.Decimal
	for _, row := range table.Rows {
		switch row[0] {
		case "出自", "复算":
			return number(row)
		case "分子":
			above = number(row)
		case "分母":
			below = number(row)
		case "其中":
			sum = sum.Add(number(row))
		}
	}
	switch {
	case !below.IsZero():
		return above.Mul(decimal.NewFromInt(100)).DivRound(below, 2)
	case sum.IsZero():
		return decimal.NewFromInt(int64(len(table.Rows)))
	}
	return sum
}

// Every figure of the notice that adds up is traced to the townships' cells: their sum or quotient is the figure, and
// what is left out says so. The words of the reports are understood.
func TestTraceCounty(t *testing.T) {
	county := published(t, "reports")["全县"]
	for word, figure := range map[string]string{
		"年初预算": "年初预算", "全年预算数（万元）": "全年预算", "全年执行数": "全年执行", "预算执行率": "执行率", "项目预算": "项目预算",
		"项目支出全年执行数": "项目执行", "项目执行率": "项目执行率", "应自评项目": "项目数量", "自评数量": "自评数量", "自评覆盖率": "覆盖率",
	} {
		table, err := sample.db.Trace(context.Background(), warehouse.Question{Year: 2023, Township: "全县", Figure: word})
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]decimal.Decimal{}
		for _, row := range table.Rows {
			text, _ := row[table.Index("数值")].(string)
			n, err := decimal.NewFromString(text)
			if err != nil && row[0] != "未计入" {
				t.Errorf("%s: %v has no number", word, row)
			}
			sums[row[0].(string)] = sums[row[0].(string)].Add(n)
		}
		got := sums["其中"]
		if below := sums["分母"]; !below.IsZero() {
			got = sums["分子"].Mul(decimal.NewFromInt(100)).DivRound(below, 2)
		}
		want, ok := county.Rows[0][county.Index(figure)].(decimal.Decimal)
		if n, isCount := county.Rows[0][county.Index(figure)].(int64); isCount {
			want, ok = decimal.NewFromInt(n), true
		}
		if !ok || !got.Equal(want) {
			t.Errorf("%s: traced %s, the notice says %s", word, got, want)
		}
	}
	table, err := sample.db.Trace(context.Background(), warehouse.Question{Year: 2023, Township: "全县", Figure: "全年预算"})
	if err != nil || table.Rows[len(table.Rows)-1][0] != "未计入" {
		t.Errorf("what is left out is not said: %v", err)
	}
}

// A project's figures lead to its form; what nobody knows is said with what there is.
func TestTraceProject(t *testing.T) {
	table, err := sample.db.Trace(context.Background(), warehouse.Question{
		Year: 2023, Township: "瓜里乡", Figure: "自评得分", Project: "农村最低生活保障金",
	})
	if err != nil || len(table.Rows) < 8 || table.Rows[0][table.Index("单元格")] == nil ||
		table.Rows[0][table.Index("工作表")] != "项目1" {
		t.Fatalf("%v: %v", table, err)
	}
	for _, c := range []struct {
		question warehouse.Question
		want     string
	}{
		{warehouse.Question{Year: 2023, Township: "瓜里", Figure: "执行率"}, "瓜里乡"},
		{warehouse.Question{Year: 2023, Township: "瓜里乡", Figure: "心情"}, "全年预算"},
		{warehouse.Question{Year: 2023, Township: "瓜里乡", Figure: "执行率", Project: "没有的项目"}, "农村最低生活保障金"},
	} {
		if _, err := sample.db.Trace(context.Background(), c.question); !fault.Is(err, fault.Input) ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.question, err)
		}
	}
}

// What the ranking is made of is traced to the figures that make it, and each of them is what the ranking says; words
// of the notice are known.
func TestTraceRanks(t *testing.T) {
	ranking := published(t, "reports")["乡镇名次"]
	row := ranking.Rows[slices.IndexFunc(ranking.Rows, func(row []any) bool { return row[ranking.Index("乡镇")] == "瓜里乡" })]
	value := func(column string) string { return fmt.Sprint(row[ranking.Index(column)]) }
	for figure, want := range map[string]string{
		"排名得分（分）": "其中 整体得分 " + value("复算得分（分）"), "名次": "其中 整体得分 " + value("复算得分（分）"),
		"自评减复算（分）": "被减数 自评得分 " + value("自评得分（分）"), "复算等级": "",
	} {
		table, err := sample.db.Trace(context.Background(), warehouse.Question{Year: 2023, Township: "瓜里乡", Figure: figure})
		if err != nil || len(table.Rows) == 0 {
			t.Fatalf("%s: %v", figure, err)
		}
		if got := fmt.Sprintf("%v %v %v", table.Rows[0][0], table.Rows[0][1], table.Rows[0][2]); want != "" && got != want {
			t.Errorf("%s: %s, want %s", figure, got, want)
		}
	}
	table, err := sample.db.Trace(context.Background(), warehouse.Question{Year: 2023, Township: "瓜里乡", Figure: "项目平均分"})
	if err != nil || len(table.Rows) != 74 {
		t.Errorf("%d projects: %v", len(table.Rows), err)
	}
}
