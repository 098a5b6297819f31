package facts

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"jixiao/pipeline/cells"
)

// Templates gives the Word template that a document is made from: 通报, 自评报告, 审核意见, 整改通知, 公开报告. Where the
// template has a placeholder in a sentence the document has a figure.
type Templates func(name string) ([]byte, error)

// Read reads the figures of a set back from its files: workbooks, Word files, pages, lists, the manifest. Marked copies
// and filled-in templates are a township's own and say what it says; they are left out.
func Read(dir string, templates Templates) (all []Fact, err error) {
	r := &reader{templates: templates, sentences: map[string][]sentence{}}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(name, "/退回/") && path.Base(name) != "整改通知.docx" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		found, err := r.file(name, data)
		if err != nil {
			return fmt.Errorf("read back %s: %w", name, err)
		}
		all = append(all, found...)
		return nil
	})
	return all, err
}

type reader struct {
	templates Templates
	sentences map[string][]sentence
}

func (r *reader) file(name string, data []byte) ([]Fact, error) {
	switch path.Ext(name) {
	case ".xlsx":
		return workbook(name, data)
	case ".docx":
		return r.document(name, data)
	case ".html":
		return page(name, data)
	case ".csv":
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return append(Of(name, "", "", rows[0], rows[1:]), counted(name, rows[0], rows[1:])...), nil
	case ".json":
		return manifest(name, data)
	}
	return nil, nil
}

// counted are the counts of a list of findings, which other outputs state.
func counted(name string, header []string, rows [][]string) (all []Fact) {
	severity, township := slices.Index(header, "severity"), slices.Index(header, "township")
	if severity < 0 || township < 0 {
		return nil
	}
	label := map[string]string{"error": "错误数", "warn": "疑点数", "note": "提示数"}
	counts := map[[2]string]int{}
	for _, row := range rows {
		counts[[2]string{"", label[row[severity]]}]++
		if row[township] != "" {
			counts[[2]string{"乡镇=" + row[township], label[row[severity]]}]++
		}
	}
	for key, n := range counts {
		all = append(all, factOf(key[0], key[1], strconv.Itoa(n), name, key[1]+"的行数"))
	}
	slices.SortFunc(all, func(a, b Fact) int { return strings.Compare(a.Whose+a.Name, b.Whose+b.Name) })
	return all
}

// townshipOf tells whose a file of the set is; "" is the county's.
func townshipOf(name string) string {
	parts := strings.Split(name, "/")
	switch {
	case parts[0] == "乡镇" && len(parts) > 1:
		return strings.TrimSuffix(parts[1], ".html")
	case parts[0] == "公开" && strings.HasSuffix(name, "自评报告.docx"):
		return strings.TrimSuffix(parts[len(parts)-1], "自评报告.docx")
	}
	return ""
}

func workbook(name string, data []byte) (all []Fact, err error) {
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), cells.Options{Limits: cells.DefaultLimits()})
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if s.Name == "总览" {
			all = append(all, cards(name, &s)...)
			continue
		}
		var header []string
		var rows [][]string
		for _, c := range s.Cells {
			text := c.Text
			if c.Kind == cells.Number {
				text = c.Raw
			}
			if c.Row == 1 { // it breaks before its unit
				header = append(header, strings.ReplaceAll(text, "\n", ""))
				continue
			}
			for len(rows) < c.Row-1 {
				rows = append(rows, make([]string, len(header)))
			}
			if c.Col <= len(header) {
				rows[c.Row-2][c.Col-1] = text
			}
		}
		all = append(all, Of(name, s.Name, "", header, rows)...)
	}
	return all, nil
}

// cards are the key figures of 总览: a label, and the figure below it.
func cards(name string, s *cells.Sheet) (all []Fact) {
	at := map[[2]int]*cells.Cell{}
	for i := range s.Cells {
		at[[2]int{s.Cells[i].Row, s.Cells[i].Col}] = &s.Cells[i]
	}
	for _, c := range s.Cells {
		below := at[[2]int{c.Row + 1, c.Col}]
		if c.Kind != cells.Text || below == nil || below.Kind != cells.Number {
			continue
		}
		all = append(all, labelled(name, "总览"+below.Address(), "", c.Text, below.Raw)...)
	}
	return all
}

func labelled(name, place, whose, label, text string) []Fact {
	label = unit.ReplaceAllString(label, "")
	value, ok := valueOf(label, text)
	if !ok {
		return nil
	}
	owner := ""
	if whose != "" {
		owner = "乡镇=" + whose
	}
	return []Fact{factOf(owner, label, value, name, place)}
}

// sentence is a paragraph of a template as what finds it again, and the facts that it states.
type sentence struct {
	finds *regexp.Regexp
	facts []string
}

var placeholder = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

func (r *reader) of(template string) ([]sentence, error) {
	if found, has := r.sentences[template]; has {
		return found, nil
	}
	data, err := r.templates(template)
	if err != nil {
		return nil, err
	}
	d, err := read(data)
	if err != nil {
		return nil, err
	}
	var all []sentence
	for _, b := range d.Blocks {
		if b.Paragraph == nil || !placeholder.MatchString(b.Paragraph.Text) {
			continue
		}
		s, pattern, end := sentence{}, "^", 0
		text := b.Paragraph.Text
		for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
			pattern += regexp.QuoteMeta(text[end:at[0]]) + "(.*?)"
			s.facts, end = append(s.facts, text[at[2]:at[3]]), at[1]
		}
		s.finds = regexp.MustCompile(pattern + regexp.QuoteMeta(text[end:]) + "$")
		if len(placeholder.ReplaceAllString(text, "")) > 12 { // else it could be any paragraph
			all = append(all, s)
		}
	}
	r.sentences[template] = all
	return all, nil
}

func read(data []byte) (*cells.Document, error) {
	book, err := cells.Open(bytes.NewReader(data), int64(len(data)), cells.Options{Limits: cells.DefaultLimits()})
	if err != nil {
		return nil, err
	}
	if book.Document() == nil {
		return nil, errors.New("no Word file")
	}
	return book.Document(), nil
}

func (r *reader) document(name string, data []byte) (all []Fact, err error) {
	d, err := read(data)
	if err != nil {
		return nil, err
	}
	template := strings.TrimSuffix(path.Base(name), ".docx")
	if strings.HasPrefix(name, "公开/") {
		template = "公开报告"
	}
	sentences, err := r.of(template)
	if err != nil {
		return nil, err
	}
	whose := townshipOf(name)
	for _, b := range d.Blocks {
		if p := b.Paragraph; p != nil {
			for _, s := range sentences {
				found := s.finds.FindStringSubmatch(p.Text)
				for i := 1; i < len(found); i++ {
					all = append(all, labelled(name, p.Place, whose, s.facts[i-1], found[i])...)
				}
				if found != nil {
					break
				}
			}
		}
		if t := b.Table; t != nil && len(t.Rows) > 0 {
			header, rows := texts(t.Rows[0]), [][]string{}
			for _, row := range t.Rows[1:] {
				if len(row) == len(header) {
					rows = append(rows, texts(row))
				}
			}
			all = append(all, Of(name, t.Place, whose, header, rows)...)
		}
	}
	return all, nil
}

func texts(row cells.TableRow) (all []string) {
	for i := range row {
		all = append(all, strings.ReplaceAll(row[i].Text(), "\n", ""))
	}
	return all
}

// page reads the tables and the cards of a page.
func page(name string, data []byte) (all []Fact, err error) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	whose, label := townshipOf(name), ""
	for n := range root.Descendants() {
		switch n.Data {
		case "dt":
			label = textOf(n)
		case "dd":
			all = append(all, labelled(name, "“"+label+"”", whose, label, textOf(n))...)
		case "table":
			var rows [][]string
			caption := ""
			for c := range n.Descendants() {
				switch c.Data {
				case "caption":
					caption = textOf(c)
				case "tr":
					rows = append(rows, nil)
				case "td", "th":
					rows[len(rows)-1] = append(rows[len(rows)-1], textOf(c))
				}
			}
			if len(rows) > 0 {
				rows = slices.DeleteFunc(rows, func(row []string) bool { return len(row) != len(rows[0]) })
				all = append(all, Of(name, "“"+caption+"”", whose, rows[0], rows[1:])...)
			}
		}
	}
	return all, nil
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var text strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		text.WriteString(textOf(c))
	}
	return strings.TrimSpace(text.String())
}

// manifest reads the counts of run.json.
func manifest(name string, data []byte) (all []Fact, err error) {
	var m struct {
		Summary struct {
			Townships, Submitted, Projects json.Number
			Findings                       map[string]json.Number
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	for _, c := range []struct {
		label string
		n     json.Number
	}{
		{"应报送乡镇", m.Summary.Townships}, {"已报送乡镇", m.Summary.Submitted}, {"自评数量", m.Summary.Projects},
		{"错误数", m.Summary.Findings["error"]}, {"疑点数", m.Summary.Findings["warn"]},
		{"提示数", m.Summary.Findings["note"]},
	} {
		all = append(all, labelled(name, c.label, "", c.label, c.n.String())...)
	}
	return all, nil
}
