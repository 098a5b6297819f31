// Package word fills Word templates (模板) that staff edit in Word. A placeholder is {{名称}} for one of
// the facts, {{表.列}} for a column of a list: the table row or the paragraph that holds it is repeated
// for each row of the list. A paragraph that is one placeholder alone is left out where that is blank, as is
// one of a list without rows: nothing is announced that is not there. Word may have split a placeholder into
// runs; it is found all the same. The same template and data give the same bytes.
package word

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/reports/pack"
	"jixiao/pipeline/tables"
)

// Data is what the placeholders of a template stand for.
type Data struct {
	Title string                   // of the document's properties
	Facts *tables.Table            // one row; a column is a placeholder
	Lists map[string]*tables.Table // by the name before the dot
}

// Error is a template that cannot be used, with what to do.
type Error struct{ File, Says string }

// Unwrap makes it a fault of the county's templates.
func (e *Error) Unwrap() error { return fault.New(fault.Rules, "%s", e.Error()) }

func (e *Error) Error() string {
	return fmt.Sprintf("模板有误：%s：%s。请用 Word 打开改正后重新运行。", e.File, e.Says)
}

// Template is a Word file taken apart at its placeholders.
type Template struct {
	name  string
	sum   string
	lists []string
	parts []part
}

// Lists are the lists that the template uses.
func (t *Template) Lists() []string { return t.lists }

// Sum is the hash of the file that the template was.
func (t *Template) Sum() string { return t.sum }

// part is one entry of the file: as it stands, or taken apart.
type part struct {
	name  string
	bytes []byte
	nodes []node // nil where there is nothing to fill in
}

// kind is what a node does.
type kind int

const (
	literal  kind = iota
	value         // one placeholder
	lines         // a paragraph that is one placeholder: a paragraph a line of the value, none where it is blank
	repeat        // a row or a paragraph for each row of a list
	optional      // a table that is left out where its list has no rows
)

// node is a piece of a part's XML.
type node struct {
	kind
	text    string // of a literal
	name    string // of a placeholder or list
	inTable bool   // of a value: blank stays blank there, and a number keeps its decimals
	look    string // of a value: the properties of the run that it stands in
	inner   []node
}

// Write fills the template in.
func (t *Template) Write(path string, d *Data) error {
	f := &filling{data: d}
	var parts []pack.Part
	for i := range t.parts {
		text := t.parts[i].bytes
		switch {
		case t.parts[i].nodes != nil:
			f.out.Reset()
			f.nodes(t.parts[i].nodes)
			if len(f.cut) > 0 {
				return &Error{t.name, fmt.Sprintf("表%s的行数太多，Word 文件列不下，请从模板中去掉", quoted(f.cut))}
			}
			text = []byte(f.out.String())
		case t.parts[i].name == propertiesPart:
			text = []byte(properties(d.Title))
		}
		part, err := pack.New(t.parts[i].name, text)
		if err != nil {
			return fmt.Errorf("%s: %w", t.parts[i].name, err)
		}
		parts = append(parts, part)
	}
	return pack.WriteFile(path, parts)
}

// propertiesPart is never the template's: no editor's name and no time goes from a template into a document.
const propertiesPart = "docProps/core.xml"

func properties(title string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:creator>jixiao</dc:creator><dc:language>zh-CN</dc:language><dc:title>` +
		escape.Replace(clean(title)) + `</dc:title></cp:coreProperties>`
}

// filling is one document in the making.
type filling struct {
	data *Data
	list *tables.Table // that is repeated now
	row  []any
	line *string  // the line of a value of several
	cut  []string // lists that are too long to be whole
	out  strings.Builder
}

func (f *filling) nodes(nodes []node) {
	for i := range nodes {
		n := &nodes[i]
		switch n.kind {
		case literal:
			f.out.WriteString(n.text)
		case value:
			f.out.WriteString(inRun(f.shown(n), n.look))
		case lines:
			f.lines(n)
		case repeat:
			f.repeat(n)
		case optional:
			if len(f.data.Lists[n.name].Rows) > 0 {
				f.nodes(n.inner)
			}
		}
	}
}

// shown is a value as it stands in a sentence: what is missing is said.
func (f *filling) shown(n *node) string {
	if f.line != nil {
		return *f.line
	}
	value, column := f.value(n.name)
	text := strings.TrimSpace(tables.Text(value, column))
	if n.inTable {
		return text
	}
	if text == "" && !strings.Contains(n.name, ".") {
		return "（未填报）"
	}
	if amount, ok := value.(decimal.Decimal); ok && amount.IsInteger() { // 100%, not 100.00%
		return amount.Truncate(0).String()
	}
	return text
}

func (f *filling) value(name string) (any, tables.Column) {
	if _, column, found := strings.Cut(name, "."); found && f.list != nil {
		if i := f.list.Index(column); i >= 0 {
			return f.row[i], f.list.Columns[i]
		}
	}
	i := f.data.Facts.Index(name)
	return f.data.Facts.Rows[0][i], f.data.Facts.Columns[i]
}

// lines writes a paragraph a line; a township that wrote 无 and nothing else gets its full stop.
func (f *filling) lines(n *node) {
	text := strings.TrimSpace(tables.Text(f.value(n.name)))
	if text == "无" {
		text = "无。"
	}
	for line := range strings.Lines(text) {
		deep := strings.HasPrefix(line, deeper)
		if line = strings.TrimSpace(line); line != "" {
			if deep {
				line = deeper + line
			}
			f.line = &line
			f.nodes(n.inner)
		}
	}
	f.line = nil
}

// deeper is an indent that is more than a paragraph's own: the second of several attachments stands below the first.
const deeper = "　　　"

func (f *filling) repeat(n *node) {
	f.list = f.data.Lists[n.name]
	for _, f.row = range f.list.Rows {
		f.nodes(n.inner)
	}
	if f.list.Left > 0 {
		f.cut = append(f.cut, n.name)
	}
	f.list, f.row = nil, nil
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Gap begins what is left open for a person to write: （此处待乡镇补充：前期准备）. It is highlighted.
const Gap = "（此处待"

var gaps = regexp.MustCompile(Gap + `[^（）]*）`)

// FillGaps puts other words where something is left open.
func FillGaps(text, words string) string { return gaps.ReplaceAllString(text, words) }

// inRun puts a value into a run's text; what is left open becomes a run of its own, which has the look and a mark.
func inRun(text, look string) string {
	var b strings.Builder
	end := 0
	for _, m := range gaps.FindAllStringIndex(text, -1) {
		b.WriteString(breakLines(text[end:m[0]]))
		fmt.Fprintf(&b, `</w:t></w:r><w:r><w:rPr>%s<w:highlight w:val="yellow"/></w:rPr>`+
			`<w:t xml:space="preserve">%s</w:t></w:r><w:r><w:rPr>%s</w:rPr><w:t xml:space="preserve">`,
			look, breakLines(text[m[0]:m[1]]), look)
		end = m[1]
	}
	b.WriteString(breakLines(text[end:]))
	return b.String()
}

// breakLines puts a value into a run's text.
func breakLines(text string) string {
	return strings.ReplaceAll(escape.Replace(clean(text)), "\n", `</w:t><w:br/><w:t xml:space="preserve">`)
}

// clean drops what XML cannot hold, and marks that are not seen and turn what is.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\ufffd' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, tables.Visible(s))
}
