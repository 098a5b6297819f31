package pages

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// words says in a sentence what a chart shows: the two ends of one series, how far apart two lie, the sums of a stack.
func (d *drawing) words() string {
	switch {
	case d.stacked:
		return d.sums()
	case len(d.series) == 2:
		return d.apart()
	}
	return d.ends()
}

// numberOf is a value as a number; false where there is none.
func numberOf(v any) (decimal.Decimal, bool) {
	switch n := v.(type) {
	case decimal.Decimal:
		return n, true
	case int64:
		return decimal.NewFromInt(n), true
	}
	return decimal.Decimal{}, false
}

// ends names the highest and the lowest bar. Of bars that count, the first is the longest.
func (d *drawing) ends() string {
	t, column := d.table, d.table.Index(d.series[0].column)
	label := t.Index(d.labels)
	var high, low []any
	var most, least decimal.Decimal
	without, longest := 0, 0
	for _, row := range t.Rows {
		n, ok := numberOf(row[column])
		if !ok {
			without++
			continue
		}
		if high == nil || n.GreaterThan(most) {
			high, most, longest = row, n, 0
		}
		if n.Equal(most) {
			longest++
		}
		if low == nil || n.LessThan(least) {
			low, least = row, n
		}
	}
	if high == nil {
		return ""
	}
	show := func(row []any) string { return tables.Shown(row[label], t.Columns[label]) }
	_, unit, _ := strings.Cut(d.series[0].column, "（")
	if unit = strings.TrimSuffix(unit, "）"); unit == "" { // 个数
		number := tables.Shown(high[column], t.Columns[column])
		if longest > 1 {
			return fmt.Sprintf("最多的是“%s”等%d类，各%s个。", show(high), longest, number)
		}
		return fmt.Sprintf("最多的是“%s”，有%s个。", show(high), number)
	}
	says := fmt.Sprintf("最高的是%s，%s%s", show(high), tables.Shown(high[column], t.Columns[column]), unit)
	if !most.Equal(least) {
		says += fmt.Sprintf("；最低的是%s，%s%s", show(low), tables.Shown(low[column], t.Columns[column]), unit)
	}
	if without > 0 {
		says += fmt.Sprintf("；另有%d个乡镇没有可用的数据，没有列出", without)
	}
	return says + "。"
}

// apart says where the first of two series lies farthest above the second.
func (d *drawing) apart() string {
	t := d.table
	first, second, label := t.Index(d.series[0].column), t.Index(d.series[1].column), t.Index(d.labels)
	same, above, below := 0, 0, 0
	var farthest decimal.Decimal
	where := ""
	for _, row := range t.Rows {
		a, hasA := numberOf(row[first])
		b, hasB := numberOf(row[second])
		if !hasA || !hasB {
			continue
		}
		switch gap := a.Sub(b); gap.Sign() {
		case 0:
			same++
		case 1:
			if above++; gap.GreaterThan(farthest) {
				farthest, where = gap, tables.Shown(row[label], t.Columns[label])
			}
		default:
			below++
		}
	}
	var parts []string
	for _, part := range []struct {
		n    int
		says string
	}{{above, "高于"}, {below, "低于"}, {same, "等于"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%s%s的有%d个乡镇", part.says, d.series[1].name, part.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	says := d.series[0].name + strings.Join(parts, "，")
	if above > 0 {
		says += fmt.Sprintf("；高出最多的是%s，高%s分", where, farthest.StringFixed(2))
	}
	return says + "。"
}

// sums adds each colour of the stacks up.
func (d *drawing) sums() string {
	var parts []string
	for _, s := range d.series {
		sum := decimal.Zero
		for _, row := range d.table.Rows {
			if n, ok := numberOf(row[d.table.Index(s.column)]); ok {
				sum = sum.Add(n)
			}
		}
		if !sum.IsZero() {
			parts = append(parts, s.name+sum.String()+"个")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "全部项目中，" + strings.Join(parts, "，") + "。"
}
