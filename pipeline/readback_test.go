package pipeline

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	xhtml "golang.org/x/net/html"

	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/tables"
)

// published reads the tables of a schema from the published database.
func published(t *testing.T, schema string) map[string]*tables.Table {
	t.Helper()
	all, err := sample.db.Tables(context.Background(), schema, 0)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*tables.Table{}
	for _, table := range all {
		byName[table.Name] = table
	}
	return byName
}

// same counts a figure that an output shows as the database has it, and names one that it does not.
func (c *comparer) same(place, got string, want any, column tables.Column) {
	c.t.Helper()
	got = strings.TrimSpace(got)
	if n, ok := want.(decimal.Decimal); ok {
		shown, err := decimal.NewFromString(strings.ReplaceAll(got, ",", ""))
		if err == nil && shown.Equal(n) {
			c.right++
			return
		}
	} else if strings.Join(strings.Fields(got), "") == strings.Join(strings.Fields(tables.Text(want, column)), "") {
		c.right++
		return
	}
	if c.wrong++; c.wrong < 20 {
		c.t.Errorf("%s: the output has %q, the database %v", place, got, want)
	}
}

// Every cell of the consolidated workbook is what the database holds: read back as raw values.
func TestWorkbookEqualsDatabase(t *testing.T) {
	f, err := excelize.OpenFile(filepath.Join(sample.dir, "latest", "县级汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := &comparer{t: t}
	for name, table := range published(t, "sheets") {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(table.Rows)+1 {
			t.Errorf("%s: %d rows, the database has %d", name, len(rows)-1, len(table.Rows))
			continue
		}
		for at, header := range rows[0] {
			i := table.Index(strings.ReplaceAll(header, "\n", ""))
			if i < 0 {
				t.Errorf("%s: no column %s", name, header)
				continue
			}
			for n, row := range table.Rows {
				got := ""
				if at < len(rows[n+1]) {
					got = rows[n+1][at]
				}
				c.same(name+" "+header, got, row[i], table.Columns[i])
			}
		}
	}
	if c.right < 30000 || c.wrong > 0 {
		t.Errorf("%d cells equal, %d not", c.right, c.wrong)
	}
}

// wordTables reads the tables of a Word file as rows of texts.
func wordTables(t *testing.T, path string) (all [][][]string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(f)
	var cell *strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbl":
				all = append(all, nil)
			case "tr":
				all[len(all)-1] = append(all[len(all)-1], nil)
			case "tc":
				cell = &strings.Builder{}
			}
		case xml.CharData:
			if cell != nil {
				cell.Write(e)
			}
		case xml.EndElement:
			if e.Name.Local == "tc" {
				last := all[len(all)-1]
				last[len(last)-1] = append(last[len(last)-1], cell.String())
				cell = nil
			}
		}
	}
}

// namesRows holds where the rows of a table are those that an output shows, by their first two columns: another table may
// have the same columns and as many rows (公开名次 beside 乡镇名次).
func namesRows(shown [][]string, table *tables.Table) bool {
	for n, row := range table.Rows {
		for at := range shown[0][:min(2, len(shown[0]))] {
			i := table.Index(shown[0][at])
			want, isText := row[i].(string)
			if isText && strings.Join(strings.Fields(want), "") != strings.Join(strings.Fields(shown[n+1][at]), "") {
				return false
			}
		}
	}
	return true
}

// fits compares a table of an output with the one of the database that has its columns and rows.
func (c *comparer) fits(place string, shown [][]string, candidates map[string]*tables.Table) {
	c.t.Helper()
	for name, table := range candidates {
		if len(table.Rows) != len(shown)-1 ||
			slices.ContainsFunc(shown[0], func(h string) bool { return table.Index(h) < 0 }) || !namesRows(shown, table) {
			continue
		}
		for n, row := range table.Rows {
			for at, header := range shown[0] {
				i := table.Index(header)
				c.same(place+" "+name+" "+header, shown[n+1][at], row[i], table.Columns[i])
			}
		}
		return
	}
	c.wrong++
	c.t.Errorf("%s: no table of the database has the columns %v and %d rows", place, shown[0], len(shown)-1)
}

// Every table of every Word file is a table of the database, row by row.
func TestDocumentsEqualDatabase(t *testing.T) {
	parts := published(t, "reports")
	c := &comparer{t: t}
	for _, file := range written(t, ".docx") {
		candidates := disclosed(file, ownTables(parts, townshipOf(file)))
		for _, shown := range wordTables(t, file) {
			c.fits(file, shown, candidates)
		}
	}
	if c.right < 6000 || c.wrong > 0 {
		t.Errorf("%d cells equal, %d not", c.right, c.wrong)
	}
}

// ownTables gives a township's rows of the tables; those of the county ("") are whole.
func ownTables(all map[string]*tables.Table, township string) map[string]*tables.Table {
	if township == "" {
		return all
	}
	own := map[string]*tables.Table{}
	for name, table := range all {
		if table.Index("乡镇") >= 0 && table.By("乡镇")[township] != nil {
			own[name] = table.By("乡镇")[township]
		}
	}
	return own
}

// disclosed are the tables as the public edition may show them: nothing asked of a township, and in 等级分布 only those
// without open errors.
func disclosed(file string, all map[string]*tables.Table) map[string]*tables.Table {
	if !strings.Contains(filepath.ToSlash(file), "/公开/") {
		own := maps.Clone(all)
		delete(own, "公开名次")
		return own
	}
	open := map[string]*tables.Table{}
	for name, table := range all {
		if name == "乡镇名次" { // 公开名次 stands in its place
			continue
		}
		open[name] = &tables.Table{Name: name, Columns: table.Columns}
		for _, row := range table.Rows {
			if name == "等级分布" && row[table.Index("乡镇")] != "瓜里乡" {
				continue
			}
			row = slices.Clone(row)
			for i, value := range row {
				if text, ok := value.(string); ok {
					row[i] = word.FillGaps(text, "（未填报）")
				}
			}
			open[name].Rows = append(open[name].Rows, row)
		}
	}
	return open
}

// townshipOf tells whose a published file is; "" is the county's.
func townshipOf(file string) string {
	for _, row := range sampleTownships {
		if strings.Contains(filepath.ToSlash(file), "/乡镇/"+row+"/") || strings.HasSuffix(file, row+"自评报告.docx") ||
			strings.HasSuffix(filepath.ToSlash(file), "/乡镇/"+row+".html") {
			return row
		}
	}
	return ""
}

var sampleTownships = []string{"资源镇", "中峰镇", "梅溪镇", "瓜里乡", "车田苗族乡", "两水苗族乡", "河口瑶族乡"}

// pageTables reads the tables of a page.
func pageTables(t *testing.T, path string) (all [][][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := xhtml.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	var text func(n *xhtml.Node) string
	text = func(n *xhtml.Node) (s string) {
		if n.Type == xhtml.TextNode {
			return n.Data
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s += text(c)
		}
		return s
	}
	var walk func(n *xhtml.Node)
	walk = func(n *xhtml.Node) {
		switch n.Data {
		case "table":
			all = append(all, nil)
		case "tr":
			all[len(all)-1] = append(all[len(all)-1], nil)
		case "td", "th":
			last := all[len(all)-1]
			last[len(last)-1] = append(last[len(last)-1], text(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return all
}

// Every table of every page is a table of the database.
func TestPagesEqualDatabase(t *testing.T) {
	parts := published(t, "reports")
	for name, table := range published(t, "sheets") {
		parts[name] = table
	}
	delete(parts, "预算执行") // pages have 预算执行情况, where a rate of wrong figures stands as it was filed
	c := &comparer{t: t}
	for _, file := range written(t, ".html") {
		candidates := disclosed(file, ownTables(parts, townshipOf(file)))
		for _, shown := range pageTables(t, file) {
			c.fits(file, shown, candidates)
		}
	}
	if c.right < 4000 || c.wrong > 0 {
		t.Errorf("%d cells equal, %d not", c.right, c.wrong)
	}
}

// findings.csv and the Parquet files are the tables of the database.
func TestFilesEqualDatabase(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(sample.dir, "latest", "findings.csv"))
	if err != nil {
		t.Fatal(err)
	}
	text, hasMark := strings.CutPrefix(string(data), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !hasMark {
		t.Fatalf("byte order mark %v: %v", hasMark, err)
	}
	want := ask(t, "select * exclude (places, equation, reviewed_township) from checks.findings")
	c := &comparer{t: t}
	for n, row := range want.Rows {
		for i, v := range row {
			c.same("findings.csv "+want.Columns[i].Name, strings.TrimPrefix(rows[n+1][i], "'"), v, want.Columns[i])
		}
	}
	if len(rows) != len(want.Rows)+1 || c.wrong > 0 {
		t.Errorf("%d rows, %d cells differ", len(rows), c.wrong)
	}
}
