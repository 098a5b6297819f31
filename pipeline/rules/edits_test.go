package rules

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/pipeline/cells"
)

// Each row of testdata/edits.csv is what somebody does to a rules workbook, and what is said then: nothing where
// that is a good rule.
func TestEditsOfRules(t *testing.T) {
	for i, e := range csvRows(t, "testdata/edits.csv") {
		book := shippedBook(t)
		e.change(t, book)
		_, err := fromSheets(Name, book.sheets(), someChecks, nil)
		switch {
		case e.says == "" && err != nil:
			t.Errorf("%d %v: %v", i+2, e, err)
		case e.says != "" && (err == nil || !strings.Contains(err.Error(), e.says)):
			t.Errorf("%d %v: %v", i+2, e, err)
		case e.says != "" && !strings.Contains(err.Error(), "“"+strings.TrimSuffix(e.sheet, "表")):
			t.Errorf("%d %v: the sheet is not named: %v", i+2, e, err)
		}
	}
}

// All mistakes of all sheets are said at once, each with its place.
func TestAllMistakesAtOnce(t *testing.T) {
	book := shippedBook(t)
	for _, e := range []edit{
		{"填", "参数", "抽查比例", "值", "200", ""}, {"填", "等级", "二等", "下限", "八十", ""},
		{"填", "审核", "total_not_sum", "级别", "严重", ""}, {"填", "排名", "整体得分", "权重", "90", ""},
	} {
		e.change(t, book)
	}
	_, err := fromSheets(Name, book.sheets(), someChecks, nil)
	for _, want := range []string{"规则.xlsx 有 4 处", "“参数第16行”", "“等级第3行”", "“审核第2行”", "“排名第"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %s: %v", want, err)
		}
	}
}

var someChecks = []Check{
	{Code: "total_not_sum", Name: "总分不符", Severity: "error", Message: "不符", Fix: "改"},
	{Code: "rate_mismatch", Name: "执行率不符", Severity: "error", Message: "不符", Fix: "改"},
}

type edit struct{ how, sheet, row, column, value, says string }

func csvRows(t *testing.T, file string) (edits []edit) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		edits = append(edits, edit{r[0], r[1], r[2], r[3], r[4], r[5]})
	}
	return edits
}

// page is a sheet of a workbook under test: its name and rows, the first of them the header.
type page struct {
	name  string
	rows  [][]cells.Cell
	merge []cells.Range
}

type book []*page

func text(s string) cells.Cell {
	if s == "" {
		return cells.Cell{}
	}
	return cells.Cell{Kind: cells.Text, Text: s, Raw: s}
}

func texts(words []string) (row []cells.Cell) {
	for _, w := range words {
		row = append(row, text(w))
	}
	return row
}

// shippedBook is the workbook that init writes.
func shippedBook(t *testing.T) *book {
	r, err := Default(someChecks)
	if err != nil {
		t.Fatal(err)
	}
	b := &book{}
	for _, spec := range Specs {
		var names []string
		for _, c := range spec.Columns {
			names = append(names, c.Name)
		}
		p := &page{name: spec.Name, rows: [][]cells.Cell{texts(names)}}
		for _, row := range r.Tables[spec.Name].Rows {
			p.rows = append(p.rows, texts(row))
		}
		*b = append(*b, p)
	}
	return b
}

func (b *book) sheets() (sheets []cells.Sheet) {
	for _, p := range *b {
		s := cells.Sheet{SheetInfo: cells.SheetInfo{Name: p.name}, Merges: p.merge}
		for i, row := range p.rows {
			for k, c := range row {
				if c.Row, c.Col = i+1, k+1; c.Kind != cells.Blank {
					s.Cells = append(s.Cells, c)
				}
			}
		}
		sheets = append(sheets, s)
	}
	return sheets
}

func (e edit) change(t *testing.T, b *book) {
	at := slices.IndexFunc(*b, func(p *page) bool { return p.name == e.sheet })
	p := (*b)[at]
	row := slices.IndexFunc(p.rows, func(r []cells.Cell) bool {
		return slices.ContainsFunc(r[:2], func(c cells.Cell) bool { return c.Text == e.row })
	})
	if n, isNo := strings.CutPrefix(e.row, "#"); isNo {
		row, _ = strconv.Atoi(n)
		row--
	}
	col := slices.IndexFunc(p.rows[0], func(c cells.Cell) bool { return c.Text == e.column })
	switch e.how {
	case "填":
		p.rows[row][col] = text(e.value)
	case "百分数":
		share, _ := strconv.ParseFloat(e.value, 64)
		p.rows[row][col] = cells.Cell{Kind: cells.Number, Raw: e.value, Percent: true,
			Text: strconv.FormatFloat(100*share, 'f', -1, 64) + "%"}
	case "错误":
		p.rows[row][col] = cells.Cell{Kind: cells.Error, Text: "#REF!"}
	case "年度":
		from, to, _ := strings.Cut(e.value, "-")
		last := len(p.rows[row])
		p.rows[row][last-2], p.rows[row][last-1] = text(from), text(to)
	case "删行":
		p.rows = slices.Delete(p.rows, row, row+1)
	case "加行":
		for line := range strings.SplitSeq(e.value, "#") {
			p.rows = append(p.rows, texts(strings.Split(line, "|")))
		}
	case "合并":
		p.merge = append(p.merge, cells.Range{Top: row + 1, Left: 2, Bottom: row + 2, Right: 2})
	case "改列名", "改列名加值":
		p.rows[0][col] = text(e.value)
		if e.how == "改列名加值" {
			p.rows[3][col] = text("2024")
		}
	case "删列":
		for i := range p.rows {
			p.rows[i][col] = cells.Cell{}
		}
	case "改表名":
		p.name = e.value
	case "换表名":
		p.name = e.value
		p.rows = append(p.rows, texts(strings.Split("0|60|59|||", "|")))
	case "删表":
		*b = slices.Delete(*b, at, at+1)
	default:
		t.Fatal(e.how)
	}
}
