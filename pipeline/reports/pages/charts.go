package pages

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/go-analyze/charts"
	"github.com/golang/freetype/truetype"
	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// series is one colour of a chart: the column that it shows, its name.
type series struct {
	column, name, colour string
}

// drawing is a chart of horizontal bars: one a row of the table and series, or a row's series in one bar.
type drawing struct {
	title   string
	table   *tables.Table
	labels  string // the column that names the bars
	stacked bool
	series  []series
}

// picture is a drawn chart. What it shows stands in a table too.
type picture struct {
	Title string
	Words string // what it shows, in a sentence
	SVG   template.HTML
}

const (
	chartWidth = 560 // pixels; the page scales it
	mostBars   = 100 // more say nothing; their table does
)

// draw makes SVG that needs nothing else; nil where there is nothing to show.
func (d *drawing) draw() (*picture, error) {
	if d.table == nil || len(d.table.Rows) == 0 || len(d.table.Rows) > mostBars ||
		d.table.Index(d.labels) < 0 ||
		slices.ContainsFunc(d.series, func(s series) bool { return d.table.Index(s.column) < 0 }) {
		return nil, nil
	}
	font, err := widths()
	if err != nil {
		return nil, err
	}
	said := d.words() // with how many have nothing to draw
	if d = d.drawn(); len(d.table.Rows) == 0 {
		return nil, nil
	}
	opt := d.options(font)
	bars := len(d.series)
	if d.stacked {
		bars = 1
	}
	height := 60 + len(d.table.Rows)*(12+13*bars)
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: chartWidth,
		Height: height, Font: font, Theme: opt.Theme})
	if err := p.BarChart(opt); err != nil {
		return nil, err
	}
	svg, err := p.Bytes()
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf(`<svg role="img" aria-label="%s" `, template.HTMLEscapeString(d.title))
	// The library escapes what it writes.
	return &picture{d.title, said, template.HTML(strings.Replace(string(svg), "<svg ", head, 1))}, nil
}

// drawn is the chart without the rows that have no bar.
func (d *drawing) drawn() *drawing {
	t, shown := d.table, *d
	shown.table = &tables.Table{Columns: t.Columns}
	for _, row := range t.Rows {
		if slices.ContainsFunc(d.series, func(s series) bool { return row[t.Index(s.column)] != nil }) {
			shown.table.Rows = append(shown.table.Rows, row)
		}
	}
	return &shown
}

func (d *drawing) options(font *truetype.Font) charts.BarChartOption {
	t := d.table
	rows := slices.Clone(t.Rows)
	slices.Reverse(rows) // the library draws from below
	var labels, names []string
	for _, row := range rows {
		labels = append(labels, tables.Shown(row[t.Index(d.labels)], tables.Column{}))
	}
	values := make([][]float64, len(d.series))
	colours := make([]charts.Color, len(d.series))
	for i, s := range d.series {
		at := t.Index(s.column)
		for _, row := range rows {
			values[i] = append(values[i], amount(row[at]))
		}
		names, colours[i] = append(names, s.name), charts.ColorFromHex(s.colour)
	}
	opt := charts.NewBarChartOptionWithData(values)
	for i := range d.series {
		label := &opt.SeriesList[i].Label
		label.Show, label.FontStyle = charts.Ptr(!d.stacked), charts.FontStyle{FontSize: 9, Font: font}
		label.ValueFormatter = func(n float64) string { // with the decimals of its column
			return tables.Decimal(decimal.NewFromFloat(n), t.Columns[t.Index(d.series[i].column)].Scale)
		}
	}
	opt.Theme = charts.GetTheme(charts.ThemeLight).WithSeriesColors(colours).
		WithBackgroundColor(charts.ColorTransparent).
		WithTextColor(charts.ColorFromHex("#3d4852"))
	opt.Horizontal, opt.StackSeries = true, charts.Ptr(d.stacked)
	opt.CategoryAxis = charts.CategoryAxisOption{Labels: labels, LabelCount: len(labels),
		LabelFontStyle: charts.FontStyle{FontSize: 10, Font: font}}
	axis := charts.ValueAxisOption{Min: charts.Ptr(0.0), LabelFontStyle: charts.FontStyle{FontSize: 9, Font: font}}
	if most := largest(values); !d.stacked && d.counts() && most < 6 { // no tenths of a thing
		axis.Max, axis.LabelCount = charts.Ptr(most+1), int(most)+2
	} else if !d.stacked {
		step := roundStep(most)
		steps := math.Ceil(most / step)
		axis.Max, axis.LabelCount = charts.Ptr(steps*step), int(steps)+1
	}
	opt.ValueAxis = []charts.ValueAxisOption{axis}
	// At the right there is room for the number of the longest bar.
	opt.Padding = charts.Box{Left: 10, Top: 10, Right: 54, Bottom: 10, IsSet: true}
	opt.Legend = charts.LegendOption{Show: charts.Ptr(len(d.series) > 1), SeriesNames: names,
		FontStyle: charts.FontStyle{FontSize: 10, Font: font}}
	return opt
}

// counts holds where whole things are counted.
func (d *drawing) counts() bool {
	return !slices.ContainsFunc(d.series, func(s series) bool {
		return d.table.Columns[d.table.Index(s.column)].Scale > 0
	})
}

// roundStep is how far the numbers of an axis are apart, so that four to eight of them reach as far as most: 1, 2 or 5
// of a power of ten.
func roundStep(most float64) float64 {
	step := 1.0
	for n := 0; most/step > 8; n++ {
		step *= []float64{2, 2.5, 2}[n%3]
	}
	return step
}

func largest(values [][]float64) (most float64) {
	for _, line := range values {
		for _, v := range line {
			if v != charts.GetNullValue() {
				most = max(most, v)
			}
		}
	}
	return most
}

// amount is a value to draw.
func amount(v any) float64 {
	switch n := v.(type) {
	case decimal.Decimal:
		return n.InexactFloat64()
	case int64:
		return float64(n)
	}
	return charts.GetNullValue()
}
