// Package reports turns query results into what people open: workbooks and Word files. It only
// lays out; every figure comes from the tables it is given. The same tables give the same bytes.
package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/tables"
)

const (
	sheetFont  = "宋体"
	widest     = 40 // places; longer texts wrap
	narrowest  = 8
	cellLimit  = 32767
	headerFill = "DDEBF7"
)

// Workbook writes the consolidated workbook (县级汇总.xlsx), a sheet a table.
func Workbook(path, title string, sheets []*tables.Table) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	w := &workbook{f: f, styles: map[styleKey]int{}}
	for i, t := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", t.Name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(t.Name); err != nil {
			return err
		}
		if err := w.sheet(title, t); err != nil {
			return fmt.Errorf("sheet %s: %w", t.Name, err)
		}
	}
	if err := setProperties(f, title); err != nil {
		return err
	}
	return save(f, path)
}

// setProperties gives a workbook its title and a fixed time: the same tables give the same bytes.
func setProperties(f *excelize.File, title string) error {
	const when = "2000-01-01T00:00:00Z"
	return f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "jixiao", LastModifiedBy: "jixiao", Created: when, Modified: when, Language: "zh-CN"})
}

type workbook struct {
	f      *excelize.File
	styles map[styleKey]int
}

// styleKey is all that tells the styles of cells apart.
type styleKey struct {
	header, total, number, center bool
	decimals                      int
}

func (w *workbook) style(key styleKey) (int, error) {
	if id, found := w.styles[key]; found {
		return id, nil
	}
	edge := func(side string) excelize.Border { return excelize.Border{Type: side, Color: "A6A6A6", Style: 1} }
	s := &excelize.Style{
		Border:    []excelize.Border{edge("left"), edge("right"), edge("top"), edge("bottom")},
		Font:      &excelize.Font{Family: sheetFont, Size: 10, Bold: key.header || key.total},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	switch {
	case key.header:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headerFill}}
		s.Alignment.Horizontal = "center"
	case key.number:
		s.Alignment.Horizontal, s.Alignment.WrapText = "right", false
		code := "#,##0"
		if key.decimals > 0 {
			code += "." + strings.Repeat("0", min(key.decimals, 2)) + strings.Repeat("#", max(key.decimals-2, 0))
		}
		s.CustomNumFmt = &code
	case key.center:
		s.Alignment.Horizontal = "center"
	default:
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	}
	id, err := w.f.NewStyle(s)
	w.styles[key] = id
	return id, err
}

// sheet writes a table: print setup, frozen header and filter first, then the rows as a stream.
func (w *workbook) sheet(title string, t *tables.Table) error {
	if len(t.Columns) == 0 {
		return nil
	}
	all := "A1:" + place(len(t.Rows)+1, len(t.Columns)-1)
	if err := w.f.AutoFilter(t.Name, all, nil); err != nil { // first: it replaces the sheet's other properties
		return err
	}
	if err := w.page(title, t); err != nil {
		return err
	}
	if err := w.f.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.f.SetSheetDimension(t.Name, all); err != nil {
		return err
	}
	out, err := w.f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	l := layout{widths: make([]float64, len(t.Columns)), decimals: make([]int, len(t.Columns)), centered: make([]bool, len(t.Columns))}
	for i := len(t.Columns) - 1; i >= 0; i-- { // the writer puts each column before the last
		l.widths[i], l.decimals[i], l.centered[i] = columnWidth(t, i), decimals(t, i), isShort(t, i)
		if err := out.SetColWidth(i+1, i+1, l.widths[i]); err != nil {
			return err
		}
	}
	if err := w.header(out, t); err != nil {
		return err
	}
	for n, row := range t.Rows {
		if err := w.row(out, t, &l, n, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// layout is what the rows of a sheet share.
type layout struct {
	widths   []float64
	decimals []int
	centered []bool // columns of short texts
}

func (w *workbook) header(out *excelize.StreamWriter, t *tables.Table) error {
	style, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = excelize.Cell{StyleID: style, Value: c.Name}
	}
	return out.SetRow("A1", cells, excelize.RowOpts{Height: 32})
}

func (w *workbook) row(out *excelize.StreamWriter, t *tables.Table, l *layout, n int, row []any) error {
	total := isTotal(row)
	cells := make([]any, len(row))
	for i, v := range row {
		key := styleKey{total: total, number: t.Columns[i].Numeric(), decimals: l.decimals[i]}
		if _, isText := v.(string); isText || !key.number {
			key.number, key.center = false, l.centered[i]
		}
		style, err := w.style(key)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: style, Value: cellValue(v)}
	}
	return out.SetRow(place(n+2, 0), cells, excelize.RowOpts{Height: rowHeight(t, l, row)})
}

// isShort holds for columns whose texts all fit on a short line: they are centred.
func isShort(t *tables.Table, column int) bool {
	for _, row := range t.Rows {
		if tables.Width(tables.Text(row[column], t.Columns[column])) > 14 {
			return false
		}
	}
	return true
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

// cellValue gives numbers as numbers and texts as texts: one that begins with "=" stays text.
func cellValue(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return v.InexactFloat64()
	case time.Time:
		return v.Format(time.DateTime)
	case string:
		return clean(v)
	}
	return v
}

// clean drops what XML cannot hold and what a cell has no room for.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if len(s) <= cellLimit {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > cellLimit-12 {
			return s[:i] + "……（余下略）"
		}
	}
	return s
}

// decimals is how many decimals a column shows: two, or as many as its values have.
func decimals(t *tables.Table, column int) int {
	if t.Columns[column].Scale == 0 {
		return 0
	}
	most := 2
	for _, row := range t.Rows {
		if n, ok := row[column].(decimal.Decimal); ok {
			if _, digits, found := strings.Cut(tables.Decimal(n, t.Columns[column].Scale), "."); found {
				most = max(most, len(digits))
			}
		}
	}
	return min(most, int(t.Columns[column].Scale))
}

// columnWidth fits a column to what stands in it; a Chinese character takes two places. The header
// may wrap, and long texts do.
func columnWidth(t *tables.Table, i int) float64 {
	c := t.Columns[i]
	width := max(narrowest, tables.Width(c.Name)+2)
	if tables.Width(c.Name) > 20 {
		width = tables.Width(c.Name)/2 + 3
	}
	for _, row := range t.Rows {
		longest := 0
		for line := range strings.Lines(tables.Text(row[i], c)) {
			longest = max(longest, tables.Width(strings.TrimRight(line, "\n")))
		}
		if c.Numeric() {
			longest += longest / 4 // thousands commas
		}
		width = max(width, min(longest+3, widest))
	}
	return float64(width)
}

// rowHeight makes rows with wrapped texts tall enough: viewers differ in doing that by themselves.
func rowHeight(t *tables.Table, l *layout, row []any) float64 {
	lines := 1
	for i, c := range t.Columns {
		own, room := 0, int(l.widths[i])-3
		for line := range strings.Lines(tables.Text(row[i], c)) {
			own += max(1, (tables.Width(strings.TrimRight(line, "\n"))+room-1)/room)
		}
		lines = max(lines, own)
	}
	return min(float64(lines)*13.5+4.5, 400)
}

// page sets up printing: A4 across, one page wide, the header repeated, pages numbered.
func (w *workbook) page(title string, t *tables.Table) error {
	size, landscape, wide, tall := 9, "landscape", 1, 0
	if err := w.f.SetPageLayout(t.Name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	fit := true
	if err := w.f.SetSheetProps(t.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, edge, head, center := 0.4, 0.7, 0.3, true
	if err := w.f.SetPageMargins(t.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &head, Footer: &head, Horizontally: &center}); err != nil {
		return err
	}
	if err := w.f.SetHeaderFooter(t.Name, &excelize.HeaderFooterOptions{OddHeader: "&L" + escapeHeader(title) + "&R" + escapeHeader(t.Name), OddFooter: "&C第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	return w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$1", t.Name), Scope: t.Name})
}

// escapeHeader: & begins a code in a page header.
func escapeHeader(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// place is a cell's address; column counts from 0.
func place(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row) // fails only outside a sheet
	return name
}

// save writes the file with its parts in name order: the library writes streamed sheets in any
// order, and the same tables must give the same bytes.
func save(f *excelize.File, path string) (err error) {
	buffer, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	for _, part := range parts.File {
		if err := z.Copy(part); err != nil {
			return errors.Join(err, out.Close())
		}
	}
	return errors.Join(z.Close(), out.Close())
}
