package reports

import (
	"archive/zip"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"jixiao/pipeline/tables"
)

// The parts of a Word file that do not change: styles and page of GB/T 9704-2012.
//
//go:embed word
var wordParts embed.FS

// document is a Word file in the making.
type document struct {
	title string
	body  strings.Builder
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func (d *document) paragraph(style, text string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p>`, style, run(text))
}

// lines writes one paragraph of two lines: long titles break where their sense does.
func (d *document) lines(style, first, second string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s<w:r><w:br/></w:r>%s</w:p>`, style, run(first), run(second))
}

func run(text string) string {
	return `<w:r><w:t xml:space="preserve">` + xmlEscape.Replace(clean(text)) + `</w:t></w:r>`
}

// pageTwips is the width of the type area: 156 mm.
const pageTwips = 8845

// table writes a table with its header repeated on each page. One without rows is left out: the
// sentence before it says how many there are.
func (d *document) table(t *tables.Table) {
	if t == nil || len(t.Rows) == 0 {
		return
	}
	widths := columnTwips(t)
	d.body.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="` + fmt.Sprint(pageTwips) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, w)
	}
	d.body.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.cell(widths[i], "TableHeader", c.Name)
	}
	d.body.WriteString(`</w:tr>`)
	for _, row := range t.Rows {
		d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, v := range row {
			style, text := "TableText", tables.Text(v, t.Columns[i])
			if t.Columns[i].Numeric() {
				style = "TableNumber"
			} else if isShort(t, i) {
				style = "TableHeader"
			}
			d.cell(widths[i], style, text)
		}
		d.body.WriteString(`</w:tr>`)
	}
	d.body.WriteString(`</w:tbl>`)
	d.paragraph("AfterTable", "")
}

func (d *document) cell(width int, style, text string) {
	fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, width)
	for i, line := range strings.Split(text, "\n") {
		if i == 0 || line != "" {
			d.paragraph(style, line)
		}
	}
	d.body.WriteString(`</w:tc>`)
}

// columnTwips shares the width of the page by what the columns hold, within bounds.
func columnTwips(t *tables.Table) []int {
	wants := make([]int, len(t.Columns))
	sum := 0
	for i, c := range t.Columns {
		wants[i] = min(tables.Width(c.Name), 12)
		for _, row := range t.Rows {
			wants[i] = max(wants[i], min(tables.Width(tables.Text(row[i], c)), 40))
		}
		wants[i] += 4 // the cell's own margins
		sum += wants[i]
	}
	left := pageTwips
	for i := range wants {
		wants[i] = pageTwips * wants[i] / sum
		left -= wants[i]
	}
	wants[len(wants)-1] += left
	return wants
}

// save writes the file: the fixed parts, the properties, the body. No times go into it.
func (d *document) save(path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	z := zip.NewWriter(file)
	err = fs.WalkDir(wordParts, "word", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(wordParts, name)
		if err != nil {
			return err
		}
		part := strings.NewReplacer("{{title}}", xmlEscape.Replace(d.title), "{{body}}", d.body.String()).Replace(string(text))
		return writePart(z, partName(name), part)
	})
	if err != nil {
		return err
	}
	return z.Close()
}

// partName: the folder of embedded parts cannot hold names that begin with _ or [.
func partName(name string) string {
	name = strings.TrimPrefix(name, "word/")
	switch name {
	case "0-content-types.xml":
		return "[Content_Types].xml"
	case "1-rels.xml":
		return "_rels/.rels"
	case "2-document-rels.xml":
		return "word/_rels/document.xml.rels"
	case "core.xml", "app.xml":
		return "docProps/" + name
	}
	return "word/" + name
}

func writePart(z *zip.Writer, name, text string) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(strings.TrimSpace(text)))
	return err
}
