package pages

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

func county(names ...string) *County {
	rate := tables.Column{Name: "计算执行率（%）", Type: "DECIMAL(30,2)", Scale: 2}
	ranking := &tables.Table{
		Columns: []tables.Column{
			{Name: "名次", Type: "VARCHAR"}, {Name: "乡镇", Type: "VARCHAR"},
			{Name: "自评得分（分）", Type: "DECIMAL(9,2)", Scale: 2}, {Name: "复算得分（分）", Type: "DECIMAL(9,2)", Scale: 2},
			rate,
		},
	}
	findings := &tables.Table{
		Columns: []tables.Column{
			{Name: "级别", Type: "VARCHAR"},
			{Name: "乡镇", Type: "VARCHAR"},
			{Name: "问题", Type: "VARCHAR"},
		},
	}
	for i, name := range names {
		n := decimal.New(int64(8730+i), -2)
		ranking.Rows = append(ranking.Rows, []any{strconv.Itoa(i + 1), name, n, n, n})
		findings.Rows = append(findings.Rows, []any{"错误", name, name + "的数字不对"})
	}
	figures := &tables.Table{
		Columns: []tables.Column{{Name: "执行率", Type: "DECIMAL(30,2)", Scale: 2, About: "预算执行率（%）"}},
		Rows:    [][]any{{decimal.New(8729, -2)}},
	}
	return &County{Title: "某县", Figures: figures, Ranking: ranking, Findings: findings}
}

func index(t *testing.T, c *County) string {
	t.Helper()
	set, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := set.Index(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What the sums of money leave out is said beside them, to the public without whose it is.
func TestLeftOut(t *testing.T) {
	c := county("甲镇")
	c.Figures.Columns = append(c.Figures.Columns, tables.Column{Name: "未计入说明", Type: "VARCHAR"})
	c.Figures.Rows[0] = append(c.Figures.Rows[0], "另有1项金额有误，未计入（甲镇）。")
	if !strings.Contains(index(t, c), "另有1项金额有误，未计入（甲镇）。") {
		t.Error("the bureau is not told")
	}
	c.Findings = nil
	set, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := set.Public(&b, c); err != nil {
		t.Fatal(err)
	}
	if page := b.String(); !strings.Contains(page, "合计不含正在核实的金额。") || strings.Contains(page, "金额有误") {
		t.Error("the public is told nothing, or too much")
	}
}

// An amount with a mark stands to the right as a number does, and the mark is explained where there is one.
func TestMarkedAmounts(t *testing.T) {
	c := county("甲镇", "乙镇")
	c.Ranking.Columns = append(c.Ranking.Columns, tables.Column{Name: "全年执行数（万元）", Type: "VARCHAR"})
	c.Ranking.Rows[0] = append(c.Ranking.Rows[0], "824600.00※")
	c.Ranking.Rows[1] = append(c.Ranking.Rows[1], nil)
	page := index(t, c)
	if !strings.Contains(page, "※为有错误未改正的数") || !strings.Contains(page, `class="n" data-label="全年执行数（万元）">824600.00※`) {
		t.Error("a marked amount is not explained, or does not stand to the right")
	}
	c.Ranking.Rows[0][len(c.Ranking.Columns)-1] = "824600.00"
	if strings.Contains(index(t, c), "※") {
		t.Error("a mark is explained that is nowhere")
	}
	c.Ranking.Rows[0][len(c.Ranking.Columns)-1], c.Findings = "824600.00※", nil
	set, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := set.Public(&b, c); err != nil || !strings.Contains(b.String(), "※为正在核实的数") {
		t.Errorf("the public is not told: %v", err)
	}
}

// What townships wrote stays text: in tables, lists and the drawings.
func TestTextStaysText(t *testing.T) {
	page := index(t, county(`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "瓜里&乡"))
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") {
		t.Error("a name became markup")
	}
	if strings.Count(page, "瓜里&amp;乡") < 4 {
		t.Error("a name is lost")
	}
	if page != index(t, county(`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "瓜里&乡")) {
		t.Error("the same tables give other bytes")
	}
}

// A page needs nothing but itself.
func TestSelfContained(t *testing.T) {
	page := index(t, county("甲镇"))
	for _, found := range regexp.MustCompile(`(?:src|href)="([^"]*)"|url\(([^)]*)\)|@import`).FindAllStringSubmatch(page, -1) {
		if at := found[1] + found[2]; at != "data:," && at != "findings.csv" {
			t.Errorf("the page refers to %s", found[0])
		}
	}
}

// Who has nothing to draw has no name beside the chart; the axis has round numbers up to the longest bar.
func TestChartOfWhoHasFigures(t *testing.T) {
	table := county("甲镇", "乙乡").Ranking
	table.Rows[1][4] = nil
	d := drawing{"执行率", table, "乡镇", false, []series{{"计算执行率（%）", "执行率", "#2f75b5"}}}
	p, err := d.draw()
	if err != nil || p == nil {
		t.Fatal(err)
	}
	svg := string(p.SVG)
	if !strings.Contains(svg, ">甲镇<") || strings.Contains(svg, ">乙乡<") || !strings.Contains(p.Words, "另有1个乡镇没有可用的数据") {
		t.Errorf("%s %s", p.Words, svg)
	}
	for _, number := range []string{">0<", ">20<", ">80<", ">100<"} {
		if !strings.Contains(svg, number) {
			t.Errorf("no %s on the axis: %s", number, svg)
		}
	}
	table.Rows[0][4] = nil
	if p, err := d.draw(); err != nil || p != nil {
		t.Errorf("a chart of nothing: %v %v", p, err)
	}
}

// Chinese names stand left of the bars, whole: the library measures them with our widths.
func TestNamesBesideBars(t *testing.T) {
	const name = "两水苗族瑶族侗族自治乡"
	d := drawing{"执行率", county(name, "甲镇").Ranking, "乡镇", false, []series{{"计算执行率（%）", "执行率", "#2f75b5"}}}
	p, err := d.draw()
	if err != nil || p == nil {
		t.Fatal(err)
	}
	svg := string(p.SVG)
	at := regexp.MustCompile(`<text x="(\d+)"[^>]*font-size:([\d.]+)px[^>]*>` + name).FindStringSubmatch(svg)
	bar := regexp.MustCompile(`<path\s+d="M (\d+) \d+\nL (\d+) \d+\nL \d+ \d+\nL \d+ \d+\nL \d+ \d+" style="[^"]*fill:rgb\(47,117,181\)`).FindStringSubmatch(svg)
	if at == nil || bar == nil {
		t.Fatalf("no name or no bar in %s", svg)
	}
	x, _ := strconv.Atoi(at[1])
	size, _ := strconv.ParseFloat(at[2], 64)
	left, _ := strconv.Atoi(bar[1])
	if end := float64(x) + size*float64(len([]rune(name))); x < 0 || end > float64(left) {
		t.Errorf("the name ends at %.0f, the bar begins at %d", end, left)
	}
	if !strings.Contains(svg, ">87.30<") {
		t.Error("the number of a bar has lost its decimals")
	}
}
