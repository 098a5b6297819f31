package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/tables"
)

// TemplateFolder holds the county's own Word templates (模板) in the inputs folder; what is not there is
// the program's.
const TemplateFolder = "模板"

// documents are the Word files: the notice of the county (通报), and of each township its report, the
// report's public edition and, where it has errors, the notice to correct them (整改通知).
func (j *job) documents(v *views) ([]task, error) {
	// What a township's documents may list: its rows of the tables that have a column 乡镇.
	own, all := word.Known{Facts: columns(v.columns["乡镇"], ""), Lists: map[string][]string{}}, word.Known{Facts: columns(v.columns["全县"], ""), Lists: map[string][]string{}}
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
		t, err := j.template(name, known)
		if err != nil {
			return nil, err
		}
		templates[name] = t
	}
	tasks := []task{{"通报.docx", func() error { return j.notice(v, templates["通报"]) }}}
	facts, err := v.rows("乡镇")
	if err != nil {
		return nil, err
	}
	for _, part := range facts.Split("乡镇") {
		tasks = append(tasks, task{"documents of " + part.Key, func() error { return j.township(v, part, templates) }})
	}
	return tasks, nil
}

func (j *job) notice(v *views, t *word.Template) (err error) {
	d := &word.Data{Title: fmt.Sprintf("关于%d年度乡镇预算绩效自评情况的通报", j.year), Lists: map[string]*tables.Table{}}
	if d.Facts, err = v.rows("全县"); err != nil {
		return err
	}
	for _, name := range t.Lists() {
		if d.Lists[name], err = v.rows(name); err != nil {
			return err
		}
	}
	return t.Write(filepath.Join(j.run.Dir, "通报.docx"), d)
}

func (j *job) township(v *views, facts tables.Part, templates map[string]*word.Template) error {
	d := &word.Data{Title: fmt.Sprintf("%s%d年度部门预算绩效自评报告", facts.Key, j.year), Facts: facts.Table, Lists: map[string]*tables.Table{}}
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
	folder := j.folder(facts.Key)
	write := func(name string, d *word.Data, file string) error {
		t := templates[name]
		return j.write(file, j.from("word").document(t, d), func(path string) error { return t.Write(path, d) })
	}
	err := write("自评报告", d, "乡镇/"+folder+"/自评报告.docx")
	if !facts.Table.IsZero("错误数") {
		notice := *d
		notice.Title = fmt.Sprintf("%s%d年度预算绩效自评整改通知", facts.Key, j.year)
		err = errors.Join(err, write("整改通知", &notice, "乡镇/"+folder+"/退回/整改通知.docx"))
	}
	return errors.Join(err, write("公开报告", j.public(d), publicFolder+"/"+folder+"自评报告.docx"))
}

func columns(t *tables.Table, without string) (names []string) {
	for _, c := range t.Columns {
		if c.Name != without {
			names = append(names, c.Name)
		}
	}
	return names
}

// template reads the county's own template, else the program's.
func (j *job) template(name string, known word.Known) (*word.Template, error) {
	file := filepath.Join(TemplateFolder, name+".docx")
	data, err := os.ReadFile(filepath.Join(j.cfg.Inputs, file))
	if errors.Is(err, fs.ErrNotExist) {
		data, err = word.Standard(name)
	}
	if err != nil {
		return nil, err
	}
	return word.Parse(filepath.ToSlash(file), data, known)
}

// WriteTemplates lays the program's Word templates into an inputs folder, for staff to edit. One that is
// there is left as it is.
func WriteTemplates(inputs string) error {
	dir := filepath.Join(inputs, TemplateFolder)
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

// public is what a document may tell the public: no names, no numbers of people.
func (j *job) public(d *word.Data) *word.Data {
	hidden := &word.Data{Title: d.Title, Facts: j.hide(d.Facts), Lists: maps.Clone(d.Lists)}
	for name, t := range d.Lists {
		hidden.Lists[name] = j.hide(t)
	}
	return hidden
}

// hide takes personal information out of a table's texts.
func (j *job) hide(t *tables.Table) *tables.Table {
	filter := j.privacy()
	out := &tables.Table{Name: t.Name, Columns: t.Columns}
	for _, row := range t.Rows {
		row = slices.Clone(row)
		for i, v := range row {
			if s, ok := v.(string); ok {
				row[i] = filter.Hide(s)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
