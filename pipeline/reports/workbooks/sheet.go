package workbooks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

// grid is a table laid out on a sheet: row n of the table is row n+2 of the sheet.
type grid struct {
	*tables.Table         // what is shown
	places        [][]any // of each row, where the value of each column stands; nil for no column's
	data          int     // how many rows come before the totals
	widths        []float64
	decimals      []int
	centered      []bool    // columns of short texts
	longest       [][]int32 // of each row, how many places wide each column's text is; wrapped where of several lines
}

// wrapped is for a text whose lines must be looked at.
const wrapped = -1

// lay takes the columns that say where a value stands out of a table, and measures the others.
func lay(t *tables.Table) *grid {
	g := &grid{Table: &tables.Table{
		Name: t.Name, Sums: t.Sums, SumBy: t.SumBy, SumOnly: t.SumOnly, Left: t.Left, Prints: t.Prints,
	}}
	var shown, places []int
	for i, c := range t.Columns {
		if base, found := strings.CutSuffix(c.Name, placeSuffix); found && t.Index(base) >= 0 {
			continue
		}
		at := t.Index(c.Name + placeSuffix)
		if c.Name == placeColumn {
			at = i
		}
		if t.SaysNothingOfLastYear(i) {
			continue
		}
		shown, places = append(shown, i), append(places, at)
		g.Columns = append(g.Columns, c)
	}
	for _, row := range t.Rows {
		values, where := make([]any, len(shown)), make([]any, len(shown))
		for n, i := range shown {
			values[n] = row[i]
			if places[n] >= 0 {
				where[n] = row[places[n]]
			}
		}
		g.Rows, g.places = append(g.Rows, values), append(g.places, where)
	}
	for g.data = len(g.Rows); g.Sums != nil && g.data > 0 && sumsAll(g.Rows[g.data-1]); g.data-- {
	}
	g.longest = make([][]int32, len(g.Rows))
	for n := range g.longest {
		g.longest[n] = make([]int32, len(g.Columns))
	}
	for i := range g.Columns {
		g.measure(i)
	}
	return g
}

// measure finds how wide a column is, how many decimals it shows, and whether its texts are short: those are
// centred where all of them fit on a short line.
func (g *grid) measure(i int) {
	c := g.Columns[i]
	width, decimals, short := headerWidth(c.Name), min(2, int(c.Scale)), true
	most := widest
	switch c.Name {
	case placeColumn: // links do not wrap everywhere
		most = 2 * widest
	case "说明": // blank in most rows
		most = widest * 2 / 3
	}
	for n, row := range g.Rows {
		text := tables.Text(row[i], c)
		longest := tables.Width(text)
		short = short && longest <= 14
		if g.longest[n][i] = int32(longest); strings.Contains(text, "\n") {
			g.longest[n][i], longest = wrapped, 0
			for line := range strings.Lines(text) {
				longest = max(longest, tables.Width(strings.TrimRight(line, "\n")))
			}
		}
		if c.Numeric() {
			longest += longest / 4 // thousands commas
		}
		width = max(width, min(longest+3, most))
		if _, digits, found := strings.Cut(text, "."); found && c.Scale > 0 {
			if _, ok := row[i].(decimal.Decimal); ok {
				decimals = max(decimals, min(len(digits), int(c.Scale))) // two, or as many as its values have
			}
		}
	}
	g.widths = append(g.widths, float64(width))
	g.decimals, g.centered = append(g.decimals, decimals), append(g.centered, short)
}

// sheet writes a table: print setup, frozen header, filter and colours first, then the rows as a stream.
func (w *workbook) sheet(title string, t *tables.Table) error {
	if len(t.Columns) == 0 {
		return nil
	}
	g := lay(t)
	if err := w.prepare(title, g); err != nil {
		return err
	}
	out, err := w.f.NewStreamWriter(g.Name)
	if err != nil {
		return err
	}
	for i := len(g.Columns) - 1; i >= 0; i-- { // the writer puts each column before the last
		if err := out.SetColWidth(i+1, i+1, g.widths[i]); err != nil {
			return err
		}
	}
	if err := w.header(out, g); err != nil {
		return err
	}
	w.linkColumns(g)
	for n := range g.Rows {
		if err := w.row(out, g, n); err != nil {
			return err
		}
	}
	if g.Left > 0 {
		if err := w.left(out, g); err != nil {
			return err
		}
	}
	return out.Flush()
}

// left says below the rows how many are not listed, and where they are.
func (w *workbook) left(out *excelize.StreamWriter, g *grid) error {
	style, err := w.style(styleKey{total: true})
	if err != nil {
		return err
	}
	row := len(g.Rows) + 2
	text := fmt.Sprintf("以上是前 %d 行，还有 %d 行没有列出。"+
		"全部内容在 jixiao.duckdb 的“%s”中，可用 jixiao query 查询，也在 parquet 文件夹中。",
		len(g.Rows), g.Left, g.Name)
	cells := []any{excelize.Cell{StyleID: style, Value: text}}
	if err := out.SetRow(place(row, 0), cells, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	return out.MergeCell(place(row, 0), place(row, max(len(g.Columns)-2, 1)))
}

// prepare sets what stands around the rows. Totals are left out of the filter, so that they stay.
func (w *workbook) prepare(title string, g *grid) error {
	last := len(g.Columns) - 1
	// First: it replaces the sheet's other properties.
	if err := w.f.AutoFilter(g.Name, "A1:"+place(g.data+1, last), nil); err != nil {
		return err
	}
	if err := w.page(title, g.Name); err != nil {
		return err
	}
	if err := w.repeatHeader(g.Name, 1); err != nil {
		return err
	}
	if printed := g.printed(); printed < last {
		area := fmt.Sprintf("%s!$A$1:%s", quoteSheet(g.Name), absolute(len(g.Rows)+1, printed))
		name := &excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: g.Name}
		if err := w.f.SetDefinedName(name); err != nil {
			return err
		}
	}
	panes := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := w.f.SetPanes(g.Name, panes); err != nil {
		return err
	}
	for i, c := range g.Columns {
		if err := w.colourWords(g.Name, c.Name, i, 2, g.data+1); err != nil {
			return err
		}
	}
	return w.f.SetSheetDimension(g.Name, "A1:"+place(len(g.Rows)+1, last))
}

func (w *workbook) header(out *excelize.StreamWriter, g *grid) error {
	style, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	cells := make([]any, len(g.Columns))
	for i, c := range g.Columns {
		cells[i] = excelize.Cell{StyleID: style, Value: headerLines(c.Name)}
	}
	return out.SetRow("A1", cells, excelize.RowOpts{Height: 32})
}

// linkColumns keeps the links to as many columns as one sheet may have links for: the column of
// places first, then from the left.
func (w *workbook) linkColumns(g *grid) {
	room := linksPerSheet
	order := make([]int, 0, len(g.Columns))
	for i, c := range g.Columns {
		if c.Name == placeColumn {
			order = append([]int{i}, order...)
		} else {
			order = append(order, i)
		}
	}
	for _, i := range order {
		count := 0
		for n := range g.places {
			if g.places[n][i] != nil {
				count++
			}
		}
		if count <= room {
			room -= count
			continue
		}
		for n := range g.places {
			g.places[n][i] = nil
		}
	}
}

func (w *workbook) row(out *excelize.StreamWriter, g *grid, n int) error {
	row := g.Rows[n]
	total := isTotal(row)
	cells := make([]any, len(row))
	for i, v := range row {
		key := styleKey{total: total, number: g.Columns[i].Numeric(), decimals: g.decimals[i]}
		if text, isText := v.(string); isText || !key.number {
			key.number, key.center, key.quoted = false, g.centered[i], beginsAsFormula(text)
		}
		if where, ok := g.places[n][i].(string); ok && v != nil {
			key.link = w.addLink(g.Name, place(n+2, i), where)
		}
		style, err := w.style(key)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: style, Value: cellValue(v), Formula: g.sum(n, i)}
	}
	return out.SetRow(place(n+2, 0), cells, excelize.RowOpts{Height: g.rowHeight(n)})
}

// printed is the last column on paper. The place of a value is for the screen, and so is what the query puts behind
// its last printed column: the others are larger without it.
func (g *grid) printed() int {
	last := len(g.Columns) - 1
	if at := g.Index(g.Prints); at >= 0 {
		return at
	}
	if last > 0 && g.Columns[last].Name == placeColumn {
		return last - 1
	}
	return last
}

// sum is the live formula of a total; the value that SQL computed is written beside it, so that every
// viewer shows it.
func (g *grid) sum(n, i int) string {
	if n < g.data || g.Rows[n][i] == nil || !slices.Contains(g.Sums, g.Columns[i].Name) {
		return ""
	}
	of := func(i int) string { // the column's rows of data
		name, _ := excelize.ColumnNumberToName(i + 1) // fails only outside a sheet
		return fmt.Sprintf("$%s$2:$%s$%d", name, name, g.data+1)
	}
	conditions := ""
	if by := g.Index(g.SumBy); by >= 0 {
		key, _ := excelize.ColumnNumberToName(by + 1)
		conditions += fmt.Sprintf(",%s,$%s%d", of(by), key, n+2)
	}
	if only := g.Index(g.SumOnly); only >= 0 {
		conditions += fmt.Sprintf(`,%s,"是"`, of(only))
	}
	if conditions == "" {
		return "SUM(" + of(i) + ")"
	}
	return "SUMIFS(" + of(i) + conditions + ")"
}

// absolute is a cell's address with dollar signs; column counts from 0.
func absolute(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row, true) // fails only outside a sheet
	return name
}

// isTotal holds for rows that sum up others: they stand out.
func isTotal(row []any) bool {
	for _, v := range row[:min(len(row), 2)] {
		if s, ok := v.(string); ok && (strings.HasSuffix(s, "合计") || s == "总分") {
			return true
		}
	}
	return false
}

// sumsAll holds for the rows below a table that add all of it up: 全县合计. A township's own 合计 is data.
func sumsAll(row []any) bool {
	s, _ := row[0].(string)
	return strings.HasSuffix(s, "合计")
}
