package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
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

	"jixiao/pipeline/reports/privacy"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/tables"
)

// gate stands between what townships wrote and the public. It remembers what it hid and what it held back.
type gate struct {
	filter *privacy.Filter
	mu     sync.Mutex // guards what follows
	hidden []privacy.Note
	held   []privacy.Note
	notes  []string // a sentence a file that is not published
}

func newGate(county *rules.County, year int) *gate {
	released := strings.FieldsFunc(county.Parameter("公开放行", year), func(r rune) bool { return r == '|' || r == '｜' })
	for _, u := range county.Units(year) { // 黄杏壮族乡 is no person called 黄杏壮
		released = append(append(released, u.Name), u.Aliases...)
	}
	return &gate{filter: privacy.New(county.Parameter("公开隐去", year), released...)}
}

// document is what a document may tell the public: no names, no numbers of people.
func (g *gate) document(place string, d *word.Data) *word.Data {
	hidden := &word.Data{Title: d.Title, Facts: g.table(place, d.Facts), Lists: maps.Clone(d.Lists)}
	for name, t := range d.Lists {
		hidden.Lists[name] = g.table(place, t)
	}
	return hidden
}

// table takes personal information out of a table's texts.
func (g *gate) table(place string, t *tables.Table) *tables.Table {
	out := &tables.Table{Name: t.Name, Columns: t.Columns}
	var hidden []privacy.Note
	for _, row := range t.Rows {
		row = slices.Clone(row)
		for i, v := range row {
			if s, ok := v.(string); ok {
				look := g.filter.Look(place, word.FillGaps(s, "（未填报）"))
				row[i], hidden = look.Text, append(hidden, look.Hidden...)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.hidden = append(g.hidden, hidden...)
	return out
}

// Withheld begins the note on a file of the public edition that was not published.
const Withheld = "公开版的"

// disclose looks through files for the public once more, as they stand on the disk. One in which there is, or may
// be, personal information is not published, and said so.
func (w *writer) disclose(ctx context.Context) error {
	var tasks []task
	err := filepath.WalkDir(w.path(publicDir), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			tasks = append(tasks, task{d.Name(), func() error { return w.gate.pass(name) }})
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) { // nobody has submitted
		return nil
	}
	if err == nil {
		err = w.parallel(ctx, tasks)
	}
	return err
}

// pass removes a file that may not be published.
func (g *gate) pass(name string) error {
	says, unsure, err := g.objection(name)
	if err != nil || says == "" {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.notes = append(g.notes, fmt.Sprintf("%s“%s”%s", Withheld, filepath.Base(name), says))
	g.held = append(g.held, unsure...)
	return os.Remove(name)
}

// objection says why a file may not be published; "" where it may. What cannot be read is not published unread.
func (g *gate) objection(name string) (says string, unsure []privacy.Note, err error) {
	if kind := filepath.Ext(name); kind != ".html" && kind != ".docx" {
		return "是程序不会检查个人信息的一种文件，没有发布这个文件。请把它移出公开版", nil, nil
	}
	text, err := Visible(name)
	if err != nil {
		return "", nil, err
	}
	look := g.filter.Look(filepath.Base(name), text)
	switch {
	case len(look.Hidden) > 0:
		return fmt.Sprintf("中还有个人信息（%s），没有发布这个文件。"+
			"来自材料的，请在规则参数“公开隐去”中补上要隐去的字样；来自模板的，请从模板中去掉",
			words(g.filter.Find(text))), look.Unsure, nil
	case len(look.Unsure) > 0:
		return fmt.Sprintf("中有可能是个人信息的字样（%s），暂不发布这个文件。"+
			"可以公开的，请填入规则参数“公开放行”；应当隐去的，请填入“公开隐去”", words(wordsOf(look.Unsure))), look.Unsure, nil
	}
	return "", nil, nil
}

// mostWords is how many wordings a sentence names; the list has all.
const mostWords = 8

func wordsOf(notes []privacy.Note) (all []string) {
	for _, n := range notes {
		if !slices.Contains(all, n.Words) {
			all = append(all, n.Words)
		}
	}
	return all
}

func words(all []string) string {
	if len(all) > mostWords {
		return strings.Join(all[:mostWords], "、") + fmt.Sprintf(" 等 %d 处", len(all))
	}
	return strings.Join(all, "、")
}

// list is what the bureau should know of the public edition: what was hidden (masked), what is held back.
func (g *gate) list() *tables.Table {
	t := &tables.Table{Columns: []tables.Column{
		{Name: "处置"}, {Name: "文件或乡镇"}, {Name: "种类"}, {Name: "字样"}, {Name: "办法"}}}
	add := func(what, how string, notes []privacy.Note) {
		slices.SortFunc(notes, func(a, b privacy.Note) int {
			return cmp.Or(strings.Compare(a.Place, b.Place), strings.Compare(a.Kind, b.Kind),
				strings.Compare(a.Words, b.Words))
		})
		for _, n := range slices.Compact(notes) {
			t.Rows = append(t.Rows, []any{what, n.Place, n.Kind, n.Words, how})
		}
	}
	add("暂不公开", "可以公开的填入规则参数“公开放行”，应当隐去的填入“公开隐去”，再运行一次", g.held)
	add("已隐去", "不应隐去的，请告知程序维护人员", g.hidden)
	return t
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
