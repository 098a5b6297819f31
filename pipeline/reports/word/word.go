// Package word fills Word templates (模板) that staff edit in Word. A placeholder is {{名称}} for one of
// the facts, {{表.列}} for a column of a list: the table row or the paragraph that holds it is repeated
// for each row of the list. Word may have split a placeholder into runs; it is found all the same. The
// same template and data give the same bytes.
package word

import (
	"fmt"
	"strings"

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
	lines         // a paragraph that is one placeholder: a paragraph a line of the value
	repeat        // a row or a paragraph for each row of a list
	optional      // a table that is left out where its list has no rows
)

// node is a piece of a part's XML.
type node struct {
	kind
	text    string // of a literal
	name    string // of a placeholder or list
	inTable bool   // of a value: blank stays blank there
	inner   []node
	other   []node // what stands where there is nothing to repeat
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
			f.out.WriteString(breakLines(f.shown(n)))
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
	text := f.value(n.name)
	if text == "" && !n.inTable && !strings.Contains(n.name, ".") {
		return "（未填报）"
	}
	return text
}

func (f *filling) value(name string) string {
	if _, column, found := strings.Cut(name, "."); found && f.list != nil {
		if i := f.list.Index(column); i >= 0 {
			return strings.TrimSpace(tables.Text(f.row[i], f.list.Columns[i]))
		}
	}
	i := f.data.Facts.Index(name)
	return strings.TrimSpace(tables.Text(f.data.Facts.Rows[0][i], f.data.Facts.Columns[i]))
}

// lines writes a paragraph a line; where nothing was written it says 无。
func (f *filling) lines(n *node) {
	text := f.value(n.name)
	if text == "" || text == "无" {
		text = "无。"
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			f.line = &line
			f.nodes(n.inner)
		}
	}
	f.line = nil
}

func (f *filling) repeat(n *node) {
	f.list = f.data.Lists[n.name]
	for _, f.row = range f.list.Rows {
		f.nodes(n.inner)
	}
	if len(f.list.Rows) == 0 {
		f.nodes(n.other)
	}
	if f.list.Left > 0 {
		f.cut = append(f.cut, n.name)
	}
	f.list, f.row = nil, nil
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

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
