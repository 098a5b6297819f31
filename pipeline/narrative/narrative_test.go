package narrative

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
	"jixiao/pipeline/rules"
)

// document makes a document of text: a line a paragraph, # before a heading of the outline, | between the cells of a
// table.
func document(text string) *cells.Sheet {
	d := &cells.Document{}
	var table *cells.Table
	paragraphs, tables := 0, 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "|") {
			if table == nil {
				tables++
				table = &cells.Table{Place: fmt.Sprintf("表%d", tables)}
				d.Blocks = append(d.Blocks, cells.Block{Table: table})
			}
			var row cells.TableRow
			for i, cell := range strings.Split(strings.Trim(line, "|"), "|") {
				row = append(row, cells.TableCell{
					Place: fmt.Sprintf("%s 第%d行第%d列", table.Place, len(table.Rows)+1, i+1), Col: i + 1, Across: 1, Down: 1,
					Blocks: []cells.Block{{Paragraph: &cells.Paragraph{Text: strings.TrimSpace(cell)}}},
				})
			}
			table.Rows = append(table.Rows, row)
			continue
		}
		table = nil
		p := &cells.Paragraph{Text: line}
		if heading, found := strings.CutPrefix(line, "# "); found {
			p.Text, p.Level = heading, 1
		}
		if p.Text != "" {
			paragraphs++
			p.Place = fmt.Sprintf("第%d段", paragraphs)
		}
		d.Blocks = append(d.Blocks, cells.Block{Paragraph: p})
	}
	return &cells.Sheet{SheetInfo: cells.SheetInfo{Name: cells.BodySheet}, Document: d}
}

func newTestReader() (*Reader, error) {
	r, err := rules.Default(nil)
	if err != nil {
		return nil, err
	}
	return NewReader(Settings{Facts: r.Facts(), Sections: r.Sections(), AmountUnit: "万元"}), nil
}

func none(string) bool { return false }

// Each .txtar is a report and what is to be read of it: its figures (place, words, number, fact, and what else is said
// of it), its marks and its texts. "any" in place of the figures leaves out those that state nothing.
func TestReports(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	r, err := newTestReader()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := map[string]string{}
			for _, f := range archive.Files {
				text[f.Name] = string(f.Data)
			}
			fields, ok := r.Read(document(text["report"]), 1, none)
			got := "no report\n"
			if ok {
				got = written(fields)
			}
			if got != text["want"] {
				t.Errorf("got\n%s\nwant\n%s", got, text["want"])
			}
		})
	}
}

// written tells the fields, a figure or a mark a line.
func written(fields []forms.Field) string {
	var b strings.Builder
	for i := 0; i < len(fields); i++ {
		f := &fields[i]
		switch {
		case f.Name == "mention", f.Name == "section_name", strings.HasPrefix(f.Name, "statement_"),
			strings.HasSuffix(f.Name, "_expected"):
			continue
		case f.Name == "statement":
			fmt.Fprintf(&b, "%s %s: %s%s%s", f.Cell, f.Text, f.Sign, f.Number.Decimal, f.Unit)
		default:
			fmt.Fprintf(&b, "%s %s: %s", f.Cell, f.Name, f.Text)
		}
		for k := i + 1; k < len(fields) && fields[k].RowNo == f.RowNo && f.RowNo > 0; k++ {
			switch more := &fields[k]; more.Name {
			case "statement_fact", "section_name", f.Name + "_expected":
				fmt.Fprintf(&b, " = %s", more.Text)
			case "statement_listed":
				fmt.Fprintf(&b, " ; listed %s %s", more.Number.Decimal, more.Text)
			case "statement_part_of":
				fmt.Fprintf(&b, " ; part of #%s", more.Number.Decimal)
			case "statement_rate_of":
				fmt.Fprintf(&b, " ; #%s of #%s", more.Number.Decimal, more.Upper.Decimal)
			case "statement_confirmed":
				fmt.Fprintf(&b, " ; %s", more.Text)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Beside forms a title alone makes no report: the lines above a form may speak of one.
func TestBesideForms(t *testing.T) {
	r, err := newTestReader()
	if err != nil {
		t.Fatal(err)
	}
	lines := "某乡2023年度绩效自评报告\n附：项目支出绩效自评表\n| 项目名称 | 修路 |\n"
	if _, ok := r.Read(document(lines), 2, none); ok {
		t.Error("a form is a report")
	}
	if _, ok := r.Read(document(lines), 1, none); !ok {
		t.Error("a short report is none")
	}
}
