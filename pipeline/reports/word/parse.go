package word

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// Known are the placeholders that a template may use: facts and, by list, columns.
type Known struct {
	Facts []string
	Lists map[string][]string
}

// placeholder is a mark as people type it; an input method may give full-width braces.
var placeholder = regexp.MustCompile(`[{｛]{2}\s*([^{}｛｝]+?)\s*[}｝]{2}`)

// marker is a placeholder as gather leaves it: between two characters that no text has, so that nothing else
// of the XML (deleted text, field codes, descriptions) is taken for one.
var marker = regexp.MustCompile(`\x{e000}([^\x{e000}\x{e001}]+)\x{e001}`)

const markerBegin, markerEnd = "\ue000", "\ue001"

// leftOver are braces that make no placeholder.
var leftOver = regexp.MustCompile(`[{｛]{2}|[}｝]{2}`)

// filled are the parts that may hold placeholders.
var filled = regexp.MustCompile(`^word/(document|header[^/]*|footer[^/]*|footnotes|endnotes)\.xml$`)

// Parse takes a template apart. What is wrong with it is an *Error that names every unknown
// placeholder.
func Parse(name string, docx []byte, known Known) (*Template, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return nil, &Error{name, "不是 Word 文档（.docx）"}
	}
	sum := sha256.Sum256(docx)
	t := &Template{name: name, sum: hex.EncodeToString(sum[:])}
	c := &compiler{file: name, known: known, used: &t.lists}
	hasBody, hasProperties := false, false
	for _, entry := range z.File {
		text, err := fs.ReadFile(z, entry.Name)
		if errors.Is(err, fs.ErrInvalid) || strings.HasSuffix(entry.Name, "/") {
			continue // a folder
		}
		if err != nil {
			return nil, &Error{name, "文件已损坏，读不出 " + entry.Name}
		}
		p := part{name: entry.Name, bytes: neutral(entry.Name, text)}
		if filled.MatchString(entry.Name) && reviewing.Match(text) {
			return nil, &Error{name, "还有修订或批注，会带进每一份文件。请在 Word 的“审阅”中接受或拒绝全部修订、删除全部批注"}
		}
		if filled.MatchString(entry.Name) {
			if p.nodes, err = c.part(text); err != nil {
				return nil, err
			}
		}
		hasBody = hasBody || entry.Name == "word/document.xml"
		hasProperties = hasProperties || entry.Name == propertiesPart
		t.parts = append(t.parts, p)
	}
	if !hasBody || !hasProperties {
		return nil, &Error{name, "不是 Word 文档（.docx）"}
	}
	return t, c.fault()
}

// compiler takes parts apart and gathers what is wrong.
type compiler struct {
	file    string
	known   Known
	unknown []string
	used    *[]string // lists
	broken  []string  // texts with braces that make no placeholder
	mixed   []string  // rows with placeholders of two lists
}

func (c *compiler) fault() error {
	switch {
	case len(c.unknown) > 0:
		return &Error{c.file, fmt.Sprintf("占位名%s不存在。可用的有：%s", quoted(c.unknown), c.available())}
	case len(c.broken) > 0:
		return &Error{c.file, fmt.Sprintf("有不成对的占位括号：%s。占位名应写成 {{年度}} 的样子", quoted(c.broken))}
	case len(c.mixed) > 0:
		return &Error{c.file, fmt.Sprintf("同一行或同一段里用了两个表的占位名：%s。每行只能用一个表的列", quoted(c.mixed))}
	}
	return nil
}

func quoted(texts []string) string { return "“" + strings.Join(texts, "”“") + "”" }

// available lists what could have been meant: the columns of the lists that were named, the facts, the
// lists.
func (c *compiler) available() string {
	var lists, said []string
	for list := range c.known.Lists {
		lists = append(lists, list)
	}
	slices.Sort(lists)
	for _, name := range c.unknown {
		list, _, isList := strings.Cut(name, ".")
		words := strings.Join(c.known.Facts, "、")
		switch {
		case c.known.Lists[list] != nil:
			words = list + ".(" + strings.Join(c.known.Lists[list], "、") + ")"
		case isList:
			words = "表：" + strings.Join(lists, "、")
		}
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return strings.Join(said, "；")
}

// part gives the nodes of a part's XML, nil where nothing is to be filled in.
func (c *compiler) part(text []byte) ([]node, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(text); err != nil {
		return nil, &Error{c.file, "文件已损坏：" + err.Error()}
	}
	found := false
	for _, p := range doc.FindElements("//w:p") {
		found = c.gather(p) || found
	}
	if !found {
		return nil, nil
	}
	for _, p := range doc.FindElements("//w:p") {
		c.mark(p)
	}
	marked, err := doc.WriteToString()
	if err != nil {
		return nil, err
	}
	return split(marked), nil
}

// texts are the text elements of a paragraph, without those of a paragraph inside it (a text box).
func texts(p *etree.Element) (all []*etree.Element) {
	for _, child := range p.ChildElements() {
		switch {
		case child.Tag == "t" && child.Space == "w":
			all = append(all, child)
		case child.Tag == "p" && child.Space == "w":
		default:
			all = append(all, texts(child)...)
		}
	}
	return all
}

func textOf(p *etree.Element) string {
	var b strings.Builder
	for _, t := range texts(p) {
		b.WriteString(t.Text())
	}
	return b.String()
}

// gather puts each placeholder of a paragraph whole into the run where it begins.
func (c *compiler) gather(p *etree.Element) bool {
	all := texts(p)
	for _, t := range all {
		if own := t.Text(); strings.ContainsAny(own, markerBegin+markerEnd) {
			t.SetText(strings.NewReplacer(markerBegin, "", markerEnd, "").Replace(own))
		}
	}
	whole := textOf(p)
	marks := placeholder.FindAllStringSubmatchIndex(whole, -1)
	rest := placeholder.ReplaceAllString(whole, "")
	if leftOver.MatchString(rest) && !slices.Contains(c.broken, whole) {
		c.broken = append(c.broken, whole)
	}
	if len(marks) == 0 {
		return false
	}
	start := 0
	for _, t := range all {
		own := t.Text()
		end := start + len(own)
		var text strings.Builder
		at := start
		for _, m := range marks {
			name := whole[m[2]:m[3]]
			if m[0] >= at && m[0] < end { // begins here
				c.check(name)
				text.WriteString(whole[at:m[0]] + markerBegin + name + markerEnd)
				at = min(m[1], end)
			} else if m[1] > at && m[0] < at { // goes on from a run before
				at = min(m[1], end)
			}
		}
		text.WriteString(whole[at:end])
		t.SetText(text.String())
		t.CreateAttr("xml:space", "preserve")
		start = end
	}
	return true
}

func (c *compiler) check(name string) {
	list, column, isList := strings.Cut(name, ".")
	ok := slices.Contains(c.known.Facts, name)
	if isList {
		ok = slices.Contains(c.known.Lists[list], column)
		if !slices.Contains(*c.used, list) {
			*c.used = append(*c.used, list)
		}
	}
	if !ok && !slices.Contains(c.unknown, name) {
		c.unknown = append(c.unknown, name)
	}
}

// mark lays processing instructions around what is repeated, optional, or a paragraph of lines.
func (c *compiler) mark(p *etree.Element) {
	text := textOf(p)
	marks := marker.FindAllStringSubmatch(text, -1)
	row := above(p, "tr")
	var lists []string
	for _, m := range marks {
		if list, _, isList := strings.Cut(m[1], "."); isList && !slices.Contains(lists, list) {
			lists = append(lists, list)
		}
	}
	switch {
	case len(lists) > 1:
		c.mixed = append(c.mixed, text)
	case len(lists) == 1 && row != nil:
		c.row(row, lists[0])
	case len(lists) == 1:
		around(p, "repeat "+lists[0])
	case len(marks) == 1 && row == nil && strings.TrimSpace(text) == marks[0][0]:
		around(p, "lines "+marks[0][1])
	}
}

// row marks a row once, however many of its cells hold placeholders.
func (c *compiler) row(row *etree.Element, list string) {
	if before, ok := tokenBefore(row); ok {
		if before != "repeat "+list {
			c.mixed = append(c.mixed, strings.TrimPrefix(before, "repeat ")+"、"+list)
		}
		return
	}
	around(row, "repeat "+list)
	if table := above(row, "tbl"); table != nil && onlyRow(table, row) {
		around(table, "optional "+list)
	}
}

// onlyRow tells whether no other row of a table has anything to fill in: then the table says nothing without
// that row.
func onlyRow(table, row *etree.Element) bool {
	for _, other := range table.FindElements(".//w:tr") {
		if other != row && marker.MatchString(allText(other)) {
			return false
		}
	}
	return true
}

func allText(e *etree.Element) string {
	var b strings.Builder
	for _, t := range e.FindElements(".//w:t") {
		b.WriteString(t.Text())
	}
	return b.String()
}

func tokenBefore(e *etree.Element) (string, bool) {
	if i := e.Index(); i > 0 {
		before, ok := e.Parent().Child[i-1].(*etree.ProcInst)
		if ok && before.Target == target && before.Inst != "end" {
			return before.Inst, true
		}
	}
	return "", false
}

func above(e *etree.Element, tag string) *etree.Element {
	for p := e.Parent(); p != nil; p = p.Parent() {
		if p.Tag == tag && p.Space == "w" {
			return p
		}
	}
	return nil
}
