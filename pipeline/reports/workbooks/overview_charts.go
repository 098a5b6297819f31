package workbooks

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// chart says what a chart shows: columns of a sheet.
type chart struct {
	title, sheet, labels string
	values               []string
	kind                 excelize.ChartType
	colours              []string
}

// The columns of the sheet 等级分布 between which the grades stand, as many as 等级 of the rules has; projects that
// cannot be graded are the last.
const (
	gradesSheet = "等级分布"
	gradesAfter = "项目数"
	ungraded    = "不可评"
)

// gradeScale falls from the best grade to the lowest.
var gradeScale = []string{"70AD47", "4BACC6", "5B9BD5", "BFBF3F", "FFC000", "ED7D31", "C00000"}

const ungradedColour = "A6A6A6"

func overviewCharts(sheets []*tables.Table) []chart {
	var grades []string
	for _, t := range sheets {
		if t.Name == gradesSheet {
			grades = t.Between(gradesAfter, ungraded)
		}
	}
	return []chart{
		{"各乡镇预算执行率（%）", "乡镇排名", "乡镇", []string{"计算执行率（%）"}, excelize.Col, []string{chartColour}},
		{"乡镇排名得分（分）", "乡镇排名", "乡镇", []string{"排名得分（分）"}, excelize.Col, []string{"548235"}},
		{"项目等级分布（个）", gradesSheet, "乡镇", append(grades, ungraded), excelize.ColStacked,
			append(tables.Shades(gradeScale, len(grades)), ungradedColour)},
		{"问题分类（个）", "问题分类", "问题类别", []string{"个数"}, excelize.Bar, []string{"C55A11"}},
	}
}

// charts draws the four charts, two beside each other or, where there is much to show, one below the other and
// lower, so that all fit on the page. A sheet of the county's own that lacks a column has no chart.
func (w *workbook) charts(row int, b *Book) error {
	column, rows := 0, 0
	for _, c := range overviewCharts(b.Sheets) {
		drawn, data := c.draw(b)
		if drawn == nil {
			continue
		}
		columns, height := overviewColumns/2, chartRows
		if data > crowded {
			columns, height = overviewColumns, lowRows
		}
		if column+columns > overviewColumns {
			row, column, rows = row+rows, 0, 0
		}
		rows = max(rows, height)
		drawn.Dimension = excelize.ChartDimension{
			Width: uint(chartWidth * columns * 2 / overviewColumns), Height: uint(height*lineHeight*4/3 - chartGap),
		}
		if err := w.f.AddChart(overviewSheet, place(row, column), drawn); err != nil {
			return fmt.Errorf("chart %s: %w", c.title, err)
		}
		column += columns
	}
	return nil
}

// draw gives the chart and how many labels it has.
func (c *chart) draw(b *Book) (*excelize.Chart, int) {
	var g *grid
	for _, t := range b.Sheets {
		if t.Name == c.sheet {
			g = lay(t)
		}
	}
	if g == nil || g.data == 0 || g.Index(c.labels) < 0 {
		return nil, 0
	}
	out := c.frame()
	shown := g.data
	if c.kind == excelize.Bar { // the sheet lists all of them
		shown = min(g.data, crowded)
	}
	if shown > mostBars {
		return nil, 0
	}
	out.PlotArea.ShowVal = len(c.values) == 1 && shown <= numbered
	if c.kind == excelize.Bar && tallest(g, g.Index(c.values[0]), shown) < 10 {
		out.YAxis.MajorUnit = 1 // there is no half of a finding
	}
	zero := 0.0
	out.YAxis.Minimum = &zero
	if len(c.values) > 1 {
		out.Legend.Position = "bottom"
	}
	for i, name := range c.values {
		at := g.Index(name)
		if at < 0 {
			return nil, 0
		}
		out.Series = append(out.Series, excelize.ChartSeries{
			Name:       g.span(at, 1, 1),
			Categories: g.span(g.Index(c.labels), 2, shown+1),
			Values:     g.span(at, 2, shown+1),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.colours[i]}},
		})
	}
	return out, shown
}

// tallest is the largest of the first values of a column.
func tallest(g *grid, column, rows int) (most int64) {
	for _, row := range g.Rows[:rows] {
		if n, ok := row[max(column, 0)].(int64); ok {
			most = max(most, n)
		}
	}
	return most
}

// frame is the chart without its series.
func (c *chart) frame() *excelize.Chart {
	ofAxis := excelize.Font{Family: sheetFont, Size: 9, Color: "404040"}
	ofTitle := excelize.Font{Family: sheetFont, Size: 12, Bold: true, Color: "404040"}
	return &excelize.Chart{
		Type:         c.kind,
		Legend:       excelize.ChartLegend{Position: "none"},
		ShowBlanksAs: "gap",
		Title:        excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: &ofTitle}}},
		XAxis:        excelize.ChartAxis{Font: ofAxis, ReverseOrder: c.kind == excelize.Bar},
		YAxis:        excelize.ChartAxis{Font: ofAxis, MajorGridLines: true},
		Border:       excelize.LineOptions{Type: excelize.LineNone},
	}
}

// span names cells of a column, from one row of the sheet to another.
func (g *grid) span(column, first, last int) string {
	name, _ := excelize.ColumnNumberToName(column + 1) // fails only outside a sheet
	if first == last {
		return fmt.Sprintf("%s!$%s$%d", quoteSheet(g.Name), name, first)
	}
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoteSheet(g.Name), name, first, name, last)
}
