package word

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/reports/pack"
)

// The wording that the program brings, as text that can be reviewed in a diff.
//
//go:embed templates
var wordings embed.FS

// The parts of a Word file that do not change: styles, fonts and page of GB/T 9704-2012.
//
//go:embed parts
var fixed embed.FS

// Names are the templates that the program brings.
func Names() []string {
	entries, _ := fs.ReadDir(wordings, "templates") // embedded: always there
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".txt"))
	}
	return names
}

// Standard makes a template that the program brings, as the Word file that staff may edit. Its text is
// written a paragraph a line:
//
//	# 题名｜第二行        ## 一级标题        ### 二级标题
//	[表 项目等级] 等级:20 | 项目数（个）:12>   columns with their share of the width; > stands right, < left
//	> 右对齐             + 附件页             = 居中的表题        - 顶格        $ 命令
//	[横排]              what follows stands on landscape pages
func Standard(name string) ([]byte, error) {
	text, err := fs.ReadFile(wordings, "templates/"+name+".txt")
	if err != nil {
		return nil, err
	}
	document, err := Document(string(text))
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", name, err)
	}
	return document, nil
}

// Document makes a Word file of a text, in the language of Standard.
func Document(text string) ([]byte, error) {
	var body strings.Builder
	before, wide, _ := strings.Cut(text, "[横排]\n")
	if err := writeLines(&body, before, portraitTwips); err != nil {
		return nil, err
	}
	if wide == "" {
		return wordFile(body.String() + portrait)
	}
	body.WriteString(`<w:p><w:pPr><w:pStyle w:val="AfterTable"/>` + portrait + `</w:pPr></w:p>`)
	if err := writeLines(&body, wide, landscapeTwips); err != nil {
		return nil, err
	}
	return wordFile(body.String() + landscape)
}

// The pages of GB/T 9704-2012: the type area is 156 mm × 225 mm, turned on a landscape page.
const (
	portrait = `<w:sectPr>` + footers + `<w:pgSz w:w="11906" w:h="16838"/>` +
		`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1588" w:gutter="0"/>` +
		`<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`
	landscape = `<w:sectPr>` + footers + `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>` +
		`<w:pgMar w:top="1588" w:right="1984" w:bottom="1474" w:left="2098" w:header="851" w:footer="992" w:gutter="0"/>` +
		`<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`
	footers = `<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>`

	// How wide the type area is.
	portraitTwips, landscapeTwips = 8845, 12756
)

func writeLines(b *strings.Builder, text string, width int) error {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range all {
		var one strings.Builder
		if err := writeLine(&one, line, width); err != nil {
			return err
		}
		written := one.String()
		if isSigned(all[i:]) { // no page may have a signature and no text
			written = strings.Replace(written, `"/></w:pPr>`, `"/><w:keepNext/></w:pPr>`, 1)
		}
		b.WriteString(written)
	}
	return nil
}

// signedWith is how many lines stay on the page of the signature below them; of placeholders some may be left out.
const signedWith = 4

// isSigned tells whether the first of some lines stays with a signature that stands below.
func isSigned(lines []string) bool {
	for i, line := range lines[:min(len(lines), signedWith)] {
		switch {
		case strings.HasPrefix(line, "> "):
			return i > 0
		case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "["):
			return false
		}
	}
	return false
}

var lineStyles = []struct{ mark, style string }{
	{"### ", "Heading2"}, {"## ", "Heading1"}, {"> ", "Signature"}, {"= ", "Caption"}, {"- ", "Addressee"},
	{"$ ", "TableText"},
}

func writeLine(b *strings.Builder, line string, width int) error {
	switch {
	case line == "":
		return nil
	case line == "-":
		b.WriteString(paragraph("Normal", ""))
		return nil
	case strings.HasPrefix(line, "# "):
		first, second, _ := strings.Cut(line[2:], "｜")
		fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>%s`, run(first))
		if second != "" { // long titles break where their sense does
			b.WriteString(`<w:r><w:br/></w:r>` + run(second))
		}
		b.WriteString(`</w:p>`)
		return nil
	case strings.HasPrefix(line, "+ "):
		b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:pageBreakBefore/>` +
			`<w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>` + run(line[2:]) + `</w:p>`)
		return nil
	case strings.HasPrefix(line, "[表 "):
		list, columns, found := strings.Cut(line[len("[表 "):], "] ")
		if !found {
			return fmt.Errorf("table without columns: %s", line)
		}
		return writeTable(b, list, strings.Split(columns, " | "), width)
	}
	for _, s := range lineStyles {
		if text, found := strings.CutPrefix(line, s.mark); found {
			b.WriteString(paragraph(s.style, text))
			return nil
		}
	}
	b.WriteString(paragraph("Normal", line))
	return nil
}

func paragraph(style, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p>`, style, run(text))
}

func run(text string) string {
	if text == "" {
		return ""
	}
	return `<w:r><w:t xml:space="preserve">` + escape.Replace(text) + `</w:t></w:r>`
}

// writeTable writes a header, which Word repeats on each page, and the row that is repeated.
func writeTable(b *strings.Builder, list string, columns []string, page int) error {
	var names, styles []string
	var widths []int
	sum := 0
	for _, c := range columns {
		name, size, _ := strings.Cut(c, ":")
		style := "TableCenter"
		switch {
		case strings.HasSuffix(size, ">"):
			style = "TableNumber"
		case strings.HasSuffix(size, "<"):
			style = "TableText"
		}
		width, err := strconv.Atoi(strings.TrimRight(size, "<>"))
		if err != nil {
			return fmt.Errorf("column %s: %w", c, err)
		}
		names, styles, widths = append(names, name), append(styles, style), append(widths, width)
		sum += width
	}
	for i := range widths {
		widths[i] = widths[i] * page / sum
	}
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/>`, page)
	b.WriteString(`<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, name := range names {
		writeCell(b, widths[i], "TableHeader", breakUnit(run(name)))
	}
	b.WriteString(`</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, name := range names {
		writeCell(b, widths[i], styles[i], run("{{"+list+"."+name+"}}"))
	}
	b.WriteString(`</w:tr></w:tbl>` + paragraph("AfterTable", ""))
	return nil
}

// breakUnit puts the unit of a column under its name.
func breakUnit(run string) string {
	return strings.Replace(run, "（", `</w:t><w:br/><w:t xml:space="preserve">（`, 1)
}

func writeCell(b *strings.Builder, width int, style, run string) {
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, width)
	fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p></w:tc>`, style, run)
}

// partNames: the folder of embedded parts cannot hold names that begin with _ or [.
var partNames = map[string]string{
	"0-content-types.xml": "[Content_Types].xml",
	"1-rels.xml":          "_rels/.rels",
	"2-document-rels.xml": "word/_rels/document.xml.rels",
	"app.xml":             "docProps/app.xml",
	"theme1.xml":          "word/theme/theme1.xml",
}

// wordFile makes a Word file of a body and the fixed parts.
func wordFile(body string) ([]byte, error) {
	var parts []pack.Part
	add := func(name, text string) error {
		part, err := pack.New(name, []byte(text))
		parts = append(parts, part)
		return err
	}
	entries, err := fs.ReadDir(fixed, "parts")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		text, err := fs.ReadFile(fixed, path.Join("parts", e.Name()))
		if err != nil {
			return nil, err
		}
		name := partNames[e.Name()]
		if name == "" {
			name = "word/" + e.Name()
		}
		if err := add(name, strings.Replace(strings.TrimSpace(string(text)), "{{body}}", body, 1)); err != nil {
			return nil, err
		}
	}
	if err := add(propertiesPart, properties("")); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = pack.Write(&file, parts)
	return file.Bytes(), err
}
