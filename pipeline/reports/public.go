package reports

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/tables"
)

// public is what a document may tell the public: no names, no numbers of people.
func (w *writer) public(d *word.Data) *word.Data {
	hidden := &word.Data{Title: d.Title, Facts: w.hide(d.Facts), Lists: maps.Clone(d.Lists)}
	for name, t := range d.Lists {
		hidden.Lists[name] = w.hide(t)
	}
	return hidden
}

// hide takes personal information out of a table's texts.
func (w *writer) hide(t *tables.Table) *tables.Table {
	out := &tables.Table{Name: t.Name, Columns: t.Columns}
	for _, row := range t.Rows {
		row = slices.Clone(row)
		for i, v := range row {
			if s, ok := v.(string); ok {
				row[i] = w.filter.Hide(s)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// Withheld begins the note on a file of the public edition that was not published.
const Withheld = "公开版的"

// disclose looks through the reports for the public once more, as they stand on the disk. A file in which there
// still is personal information is not published, and said so.
func (w *writer) disclose(ctx context.Context) (notes []string, err error) {
	var mu sync.Mutex
	var tasks []task
	err = filepath.WalkDir(w.path(publicDir), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			tasks = append(tasks, task{d.Name(), func() error {
				says, err := w.objection(name)
				if err != nil || says == "" {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				notes = append(notes, Withheld+says)
				return os.Remove(name)
			}})
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) { // nobody has submitted
		return nil, nil
	}
	if err == nil {
		err = w.parallel(ctx, tasks)
	}
	slices.Sort(notes)
	return notes, err
}

// objection says why a file may not be published; "" where it may. What cannot be read is not published unread.
func (w *writer) objection(name string) (says string, err error) {
	base := filepath.Base(name)
	if kind := filepath.Ext(name); kind != ".html" && kind != ".docx" {
		return fmt.Sprintf("“%s”是程序不会检查个人信息的一种文件，没有发布这个文件。请把它移出公开版", base), nil
	}
	text, err := Visible(name)
	if err != nil {
		return "", err
	}
	if found := w.filter.Find(text); len(found) > 0 {
		return fmt.Sprintf("“%s”中还有个人信息（%s），没有发布这个文件。来自材料的，请在规则参数“公开隐去”中补上要隐去的字样；来自模板的，请从模板中去掉",
			base, strings.Join(found, "、")), nil
	}
	return "", nil
}

// Visible is what a reader of a page or a Word file sees, a paragraph or a cell a line.
func Visible(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if filepath.Ext(name) == ".docx" {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return "", err
		}
		data = nil
		for _, part := range z.File {
			if !strings.HasSuffix(part.Name, ".xml") {
				continue
			}
			text, err := fs.ReadFile(z, part.Name)
			if err != nil {
				return "", errors.Join(fmt.Errorf("read %s", part.Name), err)
			}
			data = append(append(data, text...), '\n')
		}
	}
	return visible(string(data)), nil
}

// visible is what a reader sees of a page or a part.
func visible(markup string) string {
	var b strings.Builder
	for len(markup) > 0 {
		text, rest, _ := strings.Cut(markup, "<")
		b.WriteString(text)
		tag, rest, _ := strings.Cut(rest, ">")
		switch tag {
		case "style", "script":
			_, rest, _ = strings.Cut(rest, "</"+tag+">")
		case "/w:p", "/td", "/th", "/p", "/dd", "/text", "/li":
			b.WriteByte('\n')
		}
		markup = rest
	}
	return html.UnescapeString(b.String())
}
