package facts

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"
)

// Set is a published set as it is read back.
type Set struct {
	Dir string
	// Template gives the Word template that a document is made from: 通报, 自评报告, 审核意见, 整改通知, 公开报告. Where
	// it has a placeholder in a sentence the document has a figure. Nothing where it is not known: then the document's
	// tables are read alone.
	Template func(name string) ([]byte, error)
	Year     int  // that is published: lists may have others
	Workers  int  // files that are read at once
	Few      bool // without projects' figures, which of a province are too many to hold
}

// Read reads the figures of a set back from its files: workbooks, Word files, pages, lists, the manifest. Marked copies
// and filled-in templates are a township's own and say what it says; they are left out.
//
// unread names the files that our reader refuses, each with its reason: a text that a township wrote may be longer than
// it takes.
func Read(s Set) (all []Fact, unread []string, err error) {
	names, err := s.files()
	if err != nil {
		return nil, nil, err
	}
	r := &reader{Set: s, sentences: map[string][]sentence{}}
	for _, name := range []string{"通报", "自评报告", "审核意见", "整改通知", "公开报告"} {
		if r.sentences[name], err = s.sentencesOf(name); err != nil {
			return nil, nil, fmt.Errorf("template %s: %w", name, err)
		}
	}
	found, refused := make([][]Fact, len(names)), make([]string, len(names))
	var group errgroup.Group
	group.SetLimit(max(s.Workers, 1))
	for i, name := range names {
		group.Go(func() error {
			data, err := os.ReadFile(filepath.Join(s.Dir, filepath.FromSlash(name)))
			if err != nil {
				return fmt.Errorf("read back %s: %w", name, err)
			}
			if found[i], err = r.file(name, data); err != nil {
				refused[i] = fmt.Sprintf("“%s”（%v）", name, err)
			}
			if s.Few {
				found[i] = slices.DeleteFunc(found[i], func(f Fact) bool { return f.OfProject() })
			}
			return nil
		})
	}
	err = group.Wait()
	unread = slices.DeleteFunc(refused, func(says string) bool { return says == "" })
	return slices.Concat(found...), unread, err
}

// kinds are the files that figures are read from, by the ends of their names.
var kinds = []string{".xlsx", ".docx", ".html", ".csv", ".json"}

// files are those of a set that hold figures of its own.
func (s *Set) files() (names []string, err error) {
	err = fs.WalkDir(os.DirFS(s.Dir), ".", func(name string, entry fs.DirEntry, err error) error {
		isTheirs := strings.Contains(name, "/退回/") && path.Base(name) != "整改通知.docx"
		isOfTables := name == "previous" || name == "parquet"
		switch {
		case err != nil:
			return err
		case entry.IsDir() && isOfTables:
			return fs.SkipDir
		case !entry.IsDir() && !isTheirs && slices.Contains(kinds, path.Ext(name)):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// reader reads files; nothing of it changes once it is made.
type reader struct {
	Set
	sentences map[string][]sentence // by template
}

func (r *reader) file(name string, data []byte) ([]Fact, error) {
	switch path.Ext(name) {
	case ".xlsx":
		return r.workbook(name, data)
	case ".docx":
		return r.document(name, data)
	case ".html":
		return page(name, data)
	case ".csv":
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return append(Of(name, "", "", rows[0], rows[1:]), r.counted(name, rows[0], rows[1:])...), nil
	}
	return Manifest(name, data)
}

// counted are the counts of a list of findings of the year, which other outputs state.
func (r *reader) counted(name string, header []string, rows [][]string) (all []Fact) {
	severity, township := slices.Index(header, "severity"), slices.Index(header, "township")
	file, year := slices.Index(header, "file"), slices.Index(header, "year")
	if severity < 0 || township < 0 || file < 0 || year < 0 {
		return nil
	}
	label := map[string]string{"error": "错误", "warn": "疑点", "note": "提示"}
	counts := map[[2]string]int{}
	for _, row := range rows {
		if row[year] != strconv.Itoa(r.Year) {
			continue
		}
		counts[[2]string{"", label[row[severity]]}]++
		isReview := strings.Contains(row[file], "/复核/") // what a reviewer has to mend is no township's
		if row[township] != "" && !isReview {
			counts[[2]string{"乡镇=" + row[township], label[row[severity]]}]++
		}
	}
	for key, n := range counts {
		f := Fact{Name: key[1], Value: strconv.Itoa(n), File: name, Column: key[1] + "的行数"}
		all = append(all, factOf(key[0], f))
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

func labelled(name, table, place, whose, label, text string) []Fact {
	label = unit.ReplaceAllString(label, "")
	value, ok := valueOf(label, text)
	if !ok {
		return nil
	}
	owner := ""
	if whose != "" {
		owner = "乡镇=" + whose
	}
	return []Fact{factOf(owner, Fact{Name: label, Value: value, File: name, Table: table, Column: place})}
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
			all = append(all, labelled(name, "", "“"+label+"”", whose, label, textOf(n))...)
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

// Manifest reads the counts of run.json.
func Manifest(name string, data []byte) (all []Fact, err error) {
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
		all = append(all, labelled(name, "", c.label, "", c.label, c.n.String())...)
	}
	return all, nil
}
