package forms

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// dictionary is the default 表样 and more rows of it, as text.
func dictionary(t testing.TB, more ...string) *Dictionary {
	t.Helper()
	r, err := rules.Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	fields := r.Tables["表样"]
	for _, text := range more {
		lines := csv.NewReader(strings.NewReader(text))
		lines.FieldsPerRecord = -1
		rows, err := lines.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			fields.Rows = append(fields.Rows, append(row, make([]string, len(fields.Columns)-len(row))...))
		}
	}
	return NewDictionary(Settings{Fields: r.Fields(0), AmountUnit: "万元", Confidence: 60})
}

// layOut makes sheets from text: "== name" begins one ("== name hidden"), "merge A1:C1" merges, any
// other line is a row of cells between bars. A number is a number, one with % has that format.
func layOut(t testing.TB, text string) []cells.Sheet {
	t.Helper()
	var sheets []cells.Sheet
	row := 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutPrefix(line, "== "); ok {
			name, hidden := strings.CutSuffix(name, " hidden")
			sheets = append(sheets, cells.Sheet{SheetInfo: cells.SheetInfo{Name: name, Hidden: hidden}})
			row = 0
			continue
		}
		s := &sheets[len(sheets)-1]
		if merge, ok := strings.CutPrefix(line, "merge "); ok {
			var m cells.Range
			if _, err := fmt.Sscanf(merge, "%d %d %d %d", &m.Top, &m.Left, &m.Bottom, &m.Right); err != nil {
				t.Fatal(merge, err)
			}
			s.Merges = append(s.Merges, m)
			continue
		}
		row++
		for i, text := range strings.Split(line, "|") {
			if c := cellOf(strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n")); c.Kind != cells.Blank || c.Uncached {
				c.Row, c.Col, c.Hidden = row, i+1, s.Hidden
				s.Cells = append(s.Cells, c)
			}
		}
	}
	return sheets
}

func cellOf(text string) cells.Cell {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return cells.Cell{Kind: cells.Number, Text: text, Raw: text}
	}
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		if n, err := strconv.ParseFloat(digits, 64); err == nil {
			return cells.Cell{Kind: cells.Number, Text: text, Raw: strconv.FormatFloat(n/100, 'g', -1, 64), Percent: true}
		}
	}
	switch {
	case text == "":
		return cells.Cell{}
	case strings.HasPrefix(text, "="):
		formula, stored, cached := strings.Cut(text[1:], " → ")
		c := cells.Cell{Uncached: true}
		if cached {
			c = cellOf(stored)
		}
		c.Formula = formula
		return c
	case strings.HasPrefix(text, "#"):
		return cells.Cell{Kind: cells.Error, Text: text, Raw: text}
	}
	return cells.Cell{Kind: cells.Text, Text: strings.TrimPrefix(text, "'"), Raw: text}
}

// Each testdata/*.txtar holds sheets and the fields they must yield, one a line:
// form number, kind, row, field, text, number and unit, cell. "rules" are rows that a county adds to
// 表样; "never" is what must not come out.
func TestRecognise(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := map[string]string{}
			for _, f := range archive.Files {
				part[f.Name] = string(f.Data)
			}
			var got strings.Builder
			for _, f := range Recognise(layOut(t, part["sheets"]), dictionary(t, part["rules"])) {
				got.WriteString(line(&f) + "\n")
			}
			if os.Getenv("SHOW") != "" {
				fmt.Print(got.String())
			}
			for want := range strings.Lines(part["want"]) {
				if !strings.Contains(got.String(), want) {
					t.Errorf("not there: %s", want)
				}
			}
			for bad := range strings.Lines(part["never"]) {
				if strings.Contains(got.String(), strings.TrimSpace(bad)) {
					t.Errorf("must not be there: %s", bad)
				}
			}
		})
	}
}

func line(f *Field) string {
	s := fmt.Sprintf("%d %s %d %s %q", f.FormNo, f.Form, f.RowNo, f.Name, f.Text)
	if f.Number.Valid {
		s += " " + f.Sign + f.Number.Decimal.String()
		if f.Upper.Valid {
			s += "…" + f.Upper.Decimal.String()
		}
		s += f.Unit
	}
	if f.Issue != "" {
		s += " " + f.Issue
	}
	if f.Computed.Valid {
		s += " " + f.Computed.Decimal.String()
	}
	if f.Hidden {
		s += " hidden"
	}
	return s + " " + f.Cell
}

// ourWords are the fields whose text is a label of the rules, not of the workbook.
var ourWords = map[string]bool{"missing": true, LabelMissing: true, LabelAbsent: true}

// Recognition never panics, whatever stands in the cells, and invents no cell.
func FuzzRecognise(f *testing.F) {
	for _, file := range []string{"testdata/official.txtar", "testdata/lists.txtar"} {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	d := dictionary(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.HasPrefix(text, "== ") || strings.Contains(text, "merge ") || strings.Count(text, "|") > 2000 {
			return
		}
		sheets := layOut(t, text)
		texts := map[string]bool{"": true}
		for _, s := range sheets {
			for _, c := range s.Cells {
				texts[strings.TrimSpace(c.Text)] = true
			}
		}
		for _, field := range Recognise(sheets, d) {
			if !texts[field.Text] && field.Issue != FormulaComputed && field.Issue != NumberUnreadable && !ourWords[field.Name] && !strings.Contains(text, field.Text) {
				t.Fatalf("invented %q", field.Text)
			}
		}
	})
}

// Recognising a sheet costs time in proportion to its cells.
func BenchmarkRecognise(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/official.txtar")
	if err != nil {
		b.Fatal(err)
	}
	_, body, _ := strings.Cut(string(archive.Files[0].Data), "\n")
	body, _, _ = strings.Cut(body, "merge ")
	d := dictionary(b)
	for _, n := range []int{1, 10, 100, 1000} {
		sheets := layOut(b, "== 项目\n"+strings.Repeat(body+"\n\n", n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Recognise(sheets, d)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(sheets[0].Cells)), "ns/cell")
		})
	}
}

// What people write besides digits is read by the kind of the field, and by nothing else.
func TestNumbersByKind(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"金额", "128.4w", "128.4 万元"}, {"金额", "48'600", "48600 元"}, {"金额", "4'86", "number_unreadable"},
		{"金额", "约12万", "number_unreadable"}, {"金额", "128.4（其中县级1.2）", "number_unreadable"},
		{"得分", "得10分", "10 分"}, {"得分", "10w", "number_unreadable"}, {"得分", "满分", "number_unreadable"},
		{"百分比", "98.48个百分点", "98.48 %"}, {"百分比", "13。00", "number_unreadable"},
	} {
		var f Field
		readNumber(c.kind, &cells.Cell{Kind: cells.Text, Text: c.text}, map[string]string{"金额": "元"}[c.kind], &f)
		got := f.Number.Decimal.String() + " " + f.Unit
		if f.Issue != "" {
			got = f.Issue
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.kind, c.text, got, c.want)
		}
	}
}

// A number gets its unit from its format, an amount may be typed with 万 alone, and what is struck out is not there.
func TestNumbersByFormatAndWord(t *testing.T) {
	for _, c := range []struct {
		cell cells.Cell
		want string
	}{
		{cells.Cell{Kind: cells.Text, Text: "12.5万"}, "12.5 万元"},
		{cells.Cell{Kind: cells.Text, Text: "人民币0.18万元"}, "0.18 万元"},
		{cells.Cell{Kind: cells.Number, Raw: "123456", Text: "12.3万元", Scale: 4, Unit: "万元"}, "12.3456 万元"},
		{cells.Cell{Kind: cells.Number, Raw: "12.5", Text: "12.5元", Unit: "元"}, "12.5 元"},
		{cells.Cell{Kind: cells.Number, Raw: "123456", Text: "123", Scale: 3}, "123.456 万元"},
		{cells.Cell{Kind: cells.Number, Raw: "12.5", Struck: true}, "0 "},
	} {
		var f Field
		readNumber("金额", &c.cell, "万元", &f)
		if got := f.Number.Decimal.String() + " " + f.Unit; got != c.want || f.Issue != "" {
			t.Errorf("%+v: %s %s, want %s", c.cell, got, f.Issue, c.want)
		}
	}
}
