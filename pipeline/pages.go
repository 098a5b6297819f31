package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"jixiao/pipeline/reports/pages"
	"jixiao/pipeline/reports/privacy"
	"jixiao/pipeline/tables"
)

// publicFolder holds the edition for the public (公开): scores, amounts, reports, and nobody's name.
const publicFolder = "公开"

// mostFindings is how many findings the county's page lists; a browser on a phone holds that many.
const mostFindings = 2000

// narratives are the facts of a township that are texts of its own.
var narratives = []string{"前期准备", "组织实施", "存在问题", "改进措施", "工作建议", "结果应用和公开", "其他问题"}

// pages are what is opened in a browser.
func (j *job) pages(v *views, papers []string, copies map[string]string) ([]task, error) {
	set, err := pages.New()
	if err != nil {
		return nil, err
	}
	t := map[string]*tables.Table{}
	for _, name := range []string{"全县", "乡镇", "乡镇名次", "等级分布", "主要问题", "问题清单"} {
		if t[name], err = v.rows(name); err != nil {
			return nil, err
		}
	}
	title := fmt.Sprintf("%s%d年度乡镇预算绩效自评", j.county(), j.year)
	townships := t["乡镇"].Split("乡镇")
	links := map[string]string{}
	index := []pages.File{{Name: "县级汇总.xlsx", Path: pages.Escape("县级汇总.xlsx")}, {Name: "通报.docx", Path: pages.Escape("通报.docx")}}
	for _, paper := range papers {
		index = append(index, pages.File{Name: paper, Path: pages.Escape("复核/" + paper)})
	}
	index = append(index, pages.File{Name: "问题清单 findings.csv", Path: "findings.csv"}, pages.File{Name: "公开版", Path: pages.Escape(publicFolder + "/index.html")})
	var disclosed []pages.File
	for _, t := range townships {
		folder := j.folder(t.Key)
		links[t.Key] = pages.Escape("乡镇/" + folder + ".html")
		index = append(index, pages.File{Name: t.Key + "自评报告.docx", Path: pages.Escape("乡镇/" + folder + "/自评报告.docx")})
		if _, err := os.Stat(filepath.Join(j.run.Dir, publicFolder, folder+"自评报告.docx")); err == nil { // else it was withheld
			disclosed = append(disclosed, pages.File{Name: t.Key + "自评报告.docx", Path: pages.Escape(folder + "自评报告.docx")})
		}
	}
	findings := t["问题清单"]
	shown := &tables.Table{Columns: findings.Columns, Rows: findings.Rows[:min(len(findings.Rows), mostFindings)]}
	county := &pages.County{Title: title, Figures: t["全县"], Ranking: t["乡镇名次"], Grades: t["等级分布"], Kinds: t["主要问题"],
		Findings: shown, More: int64(len(findings.Rows)-len(shown.Rows)) + findings.Left, Pages: links, Files: index}
	open := &pages.County{Title: title + "公开", Figures: j.hide(t["全县"]), Ranking: j.hide(t["乡镇名次"]), Grades: j.hide(t["等级分布"]), Files: disclosed}
	tasks := []task{
		{"index.html", j.page("index.html", "index", county, func(w io.Writer) error { return set.Index(w, county) })},
		{publicFolder + "/index.html", j.page(publicFolder+"/index.html", "public", open, func(w io.Writer) error { return set.Public(w, open) })},
	}
	returned := map[string][]string{} // by folder
	for _, copied := range copies {
		returned[path.Dir(copied)] = append(returned[path.Dir(copied)], path.Base(copied))
	}
	for _, t := range townships {
		tasks = append(tasks, task{"page of " + t.Key, func() error { return j.townshipPage(set, v, t, returned) }})
	}
	return tasks, nil
}

func (j *job) townshipPage(set *pages.Set, v *views, t tables.Part, returned map[string][]string) error {
	folder := j.folder(t.Key)
	p := &pages.Township{Title: fmt.Sprintf("%s%d年度预算绩效自评", t.Key, j.year), Home: "../index.html", Facts: t.Table, Texts: narratives,
		Files: []pages.File{{Name: "自评报告.docx", Path: pages.Escape(folder + "/自评报告.docx")}}}
	for name, into := range map[string]**tables.Table{"预算执行情况": &p.Budget, "项目一览": &p.Projects, "项目等级": &p.Grades, "绩效目标": &p.Goals, "整改事项": &p.Findings} {
		var err error
		if *into, err = v.of(t.Key, name); err != nil {
			return err
		}
	}
	if !t.Table.IsZero("错误数") {
		p.Files = append(p.Files, pages.File{Name: "整改通知.docx", Path: pages.Escape(folder + "/退回/整改通知.docx")})
	}
	for _, name := range slices.Sorted(slices.Values(returned[path.Join("乡镇", folder, "退回")])) {
		p.Files = append(p.Files, pages.File{Name: "退回：" + name, Path: pages.Escape(folder + "/退回/" + name)})
	}
	return j.page("乡镇/"+folder+".html", "township", p, func(w io.Writer) error { return set.Township(w, p) })()
}

// page gives what writes a page to its file.
func (j *job) page(file, what string, view any, write func(io.Writer) error) func() error {
	return func() error {
		return j.write(file, j.from(what).any(view), func(path string) error {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				return err
			}
			return os.WriteFile(path, b.Bytes(), 0o644)
		})
	}
}

func (j *job) privacy() *privacy.Filter {
	return privacy.New(j.rules.Parameter("公开隐去", j.year))
}

// withheld begins the note on a file of the public edition that was not published.
const withheld = "公开版的"

// disclose looks through the reports for the public once more, as they stand on the disk. A file in which there
// still is personal information is not published, and said so.
func (j *job) disclose(ctx context.Context) error {
	filter := j.privacy()
	var mu sync.Mutex
	var tasks []task
	err := filepath.WalkDir(filepath.Join(j.run.Dir, publicFolder), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			tasks = append(tasks, task{d.Name(), func() error {
				text, err := readText(name)
				found := filter.Find(text)
				if err != nil || len(found) == 0 {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				j.notes = append(j.notes, fmt.Sprintf(withheld+"“%s”中还有个人信息（%s），没有发布这个文件。来自材料的，请在规则参数“公开隐去”中补上要隐去的字样；来自模板的，请从模板中去掉", d.Name(), strings.Join(found, "、")))
				return os.Remove(name)
			}})
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) { // nobody has submitted
		return nil
	}
	if err == nil {
		err = j.parallel(ctx, tasks)
	}
	slices.Sort(j.notes)
	return err
}

// readText is what a reader of a page or a Word file sees, a paragraph or a cell a line.
func readText(name string) (string, error) {
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
