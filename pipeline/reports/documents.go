package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/tables"
)

// documents are the Word files: the notice of the county (通报), and of each township its report, the report's
// public edition, the bureau's review (审核意见) and, where there is anything to send, to correct or to explain, the
// notice to do so (整改通知).
func (w *writer) documents() ([]task, error) {
	v := w.views
	// What a township's documents may list: its rows of the tables that have a column 乡镇.
	own := word.Known{Facts: columns(v.columns["乡镇"], ""), Lists: map[string][]string{}}
	all := word.Known{Facts: columns(v.columns["全县"], ""), Lists: map[string][]string{}}
	for name, t := range v.columns {
		all.Lists[name] = columns(t, "")
		if slices.Contains(v.own, name) {
			own.Lists[name] = columns(t, "乡镇")
		}
	}
	templates := map[string]*word.Template{}
	for _, name := range word.Names() {
		known := own
		if name == "通报" {
			known = all
		}
		t, err := w.template(name, known)
		if err != nil {
			return nil, err
		}
		templates[name] = t
	}
	tasks := []task{{countyNotice, func() error { return w.notice(templates["通报"]) }}}
	facts, err := v.rows("乡镇")
	if err != nil {
		return nil, err
	}
	for _, part := range facts.Split("乡镇") {
		tasks = append(tasks, task{"documents of " + part.Key, func() error { return w.township(part, templates) }})
	}
	return tasks, nil
}

func (w *writer) notice(t *word.Template) (err error) {
	d := &word.Data{Title: fmt.Sprintf("关于%d年度乡镇预算绩效自评情况的通报", w.Inputs.Year), Lists: map[string]*tables.Table{}}
	v := w.views
	if d.Facts, err = v.rows("全县"); err != nil {
		return err
	}
	for _, name := range t.Lists() {
		if d.Lists[name], err = v.rows(name); err != nil {
			return err
		}
	}
	return t.Write(w.path(countyNotice), d)
}

func (w *writer) township(facts tables.Part, templates map[string]*word.Template) error {
	d := &word.Data{Title: fmt.Sprintf("%s%d年度部门预算绩效自评报告", facts.Key, w.Inputs.Year),
		Facts: facts.Table, Lists: map[string]*tables.Table{}}
	v := w.views
	for _, t := range templates {
		for _, name := range t.Lists() {
			if !slices.Contains(v.own, name) { // of the county's notice
				continue
			}
			var err error
			if d.Lists[name], err = v.of(facts.Key, name); err != nil {
				return err
			}
		}
	}
	write := func(name string, d *word.Data, file string) error {
		t := templates[name]
		return w.write(file, w.from("word").document(t, d), func(path string) error { return t.Write(path, d) })
	}
	var err error
	if hasSubmitted(facts.Table) {
		review := *d
		review.Title = fmt.Sprintf("关于%s%d年度预算绩效自评的审核意见", facts.Key, w.Inputs.Year)
		err = errors.Join(write("自评报告", d, w.layout.in(facts.Key, selfReport)),
			write("审核意见", &review, w.layout.in(facts.Key, opinion)))
	}
	if isAsked(facts.Table) {
		notice := *d
		notice.Title = fmt.Sprintf("%s%d年度预算绩效自评整改通知", facts.Key, w.Inputs.Year)
		err = errors.Join(err, write("整改通知", &notice, w.layout.in(facts.Key, returnDir, correction)))
	}
	released, e := w.released()
	if err = errors.Join(err, e); err != nil || !released[facts.Key] {
		return err
	}
	return write("公开报告", w.gate.document(facts.Key, d), w.layout.publicReport(facts.Key))
}

// released are the townships of which anything may be published: those without open errors, and those that the
// bureau has released.
func (w *writer) released() (map[string]bool, error) {
	t, err := w.views.rows(publicRanking)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, row := range t.Rows {
		if may, _ := row[t.Index("公开")].(bool); may { // null is no
			found[row[t.Index("乡镇")].(string)] = true
		}
	}
	return found, nil
}

// hasSubmitted tells whether a township has sent anything that counts.
func hasSubmitted(facts *tables.Table) bool {
	i := facts.Index("已报送")
	return i >= 0 && len(facts.Rows) > 0 && facts.Rows[0][i] == true
}

// isAsked tells whether a township has anything to correct, to explain or to write.
func isAsked(facts *tables.Table) bool {
	return !facts.IsZero("整改事项数")
}

func columns(t *tables.Table, without string) (names []string) {
	for _, c := range t.Columns {
		if c.Name != without {
			names = append(names, c.Name)
		}
	}
	return names
}

// wording is the county's own template, else the program's.
func (w *writer) wording(name string) ([]byte, error) {
	data, err := fs.ReadFile(w.County.Templates, name+".docx")
	if errors.Is(err, fs.ErrNotExist) {
		return word.Standard(name)
	}
	return data, err
}

func (w *writer) template(name string, known word.Known) (*word.Template, error) {
	data, err := w.wording(name)
	if err != nil {
		return nil, err
	}
	return word.Parse(path.Join(rules.TemplateFolder, name+".docx"), data, known)
}

// WriteTemplates lays the program's Word templates into an inputs folder, for staff to edit. One that is
// there is left as it is.
func WriteTemplates(inputs string) error {
	dir := filepath.Join(inputs, rules.TemplateFolder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range word.Names() {
		path := filepath.Join(dir, name+".docx")
		if _, err := os.Stat(path); err == nil {
			continue
		}
		data, err := word.Standard(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
