package reports

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"jixiao/pipeline/reports/pages"
	"jixiao/pipeline/tables"
)

// mostFindings is how many findings the county's page lists; a browser on a phone holds that many.
const mostFindings = 2000

// narratives are the facts of a township that are texts of its own.
var narratives = []string{"前期准备", "组织实施", "存在问题", "改进措施", "工作建议", "结果应用和公开", "其他问题"}

// pages are what is opened in a browser.
func (w *writer) pages(ctx context.Context, reviews []string, copies map[string]string) ([]task, error) {
	v := w.views
	set, err := pages.New()
	if err != nil {
		return nil, err
	}
	t := map[string]*tables.Table{}
	for _, name := range []string{
		"全县", "乡镇", "乡镇名次", "等级分布", "主要问题", "问题清单", "整改进度", changesSheet, pastSheet, publicRanking,
	} {
		if t[name], err = v.rows(name); err != nil {
			return nil, err
		}
	}
	title := w.title() + "乡镇预算绩效自评"
	townships := t["乡镇"].Split("乡镇")
	links := map[string]string{}
	files := []pages.File{fileAt(countyBook, countyBook), fileAt(countyNotice, countyNotice)}
	for _, name := range reviews {
		files = append(files, fileAt(name, path.Join(reviewDir, name)))
	}
	files = append(files, fileAt("问题清单 "+findingsList, findingsList), fileAt("公开版", publicIndex))
	var disclosed []pages.File
	for _, t := range townships {
		links[t.Key] = pages.Escape(w.layout.page(t.Key))
		if hasSubmitted(t.Table) {
			files = append(files, fileAt(t.Key+selfReport, w.layout.in(t.Key, selfReport)))
		} else if isAsked(t.Table) {
			files = append(files, fileAt(t.Key+correction, w.layout.in(t.Key, returnDir, correction)))
		}
		report := w.layout.publicReport(t.Key)
		if _, err := os.Stat(w.path(report)); err == nil { // else it was withheld
			disclosed = append(disclosed, fileAt(t.Key+selfReport, path.Base(report)))
		}
	}
	made, err := w.made(ctx)
	if err != nil {
		return nil, err
	}
	batches, err := w.batches(ctx)
	if err != nil {
		return nil, err
	}
	county := countyPage(title, t)
	county.Made, county.Changes, county.Past = made.says, t[changesSheet], t[pastSheet]
	county.Pages, county.Files = links, files
	released, err := w.released()
	if err != nil {
		return nil, err
	}
	open := &pages.County{Title: title + "公开", Figures: w.gate.table(publicIndex, t["全县"]),
		Ranking: w.gate.table(publicIndex, t[publicRanking]),
		Grades:  w.gate.table(publicIndex, only(t["等级分布"], released)), Files: disclosed,
		Made: made.of(made.batch), Past: w.gate.table(publicIndex, only(t[pastSheet], released))}
	tasks := []task{
		{index, w.page(index, "index", county, func(to io.Writer) error { return set.Index(to, county) })},
		{publicIndex, w.page(publicIndex, "public", open, func(to io.Writer) error { return set.Public(to, open) })},
	}
	returned := map[string][]string{} // by folder
	for _, copied := range copies {
		returned[path.Dir(copied)] = append(returned[path.Dir(copied)], path.Base(copied))
	}
	for _, t := range townships {
		tasks = append(tasks, task{"page of " + t.Key, func() error {
			return w.townshipPage(set, t, returned, made.of(batches[t.Key]))
		}})
	}
	return tasks, nil
}

// only are the rows of some townships; the county's sum is of all, so it is left out.
func only(t *tables.Table, townships map[string]bool) *tables.Table {
	out := &tables.Table{Name: t.Name, Columns: t.Columns}
	for _, row := range t.Rows {
		if name, _ := row[t.Index("乡镇")].(string); townships[name] {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// countyPage is the county's own page without its links, t the tables it shows.
func countyPage(title string, t map[string]*tables.Table) *pages.County {
	findings := t["问题清单"]
	shown := &tables.Table{Columns: findings.Columns, Rows: findings.Rows[:min(len(findings.Rows), mostFindings)]}
	return &pages.County{Title: title, Figures: t["全县"], Ranking: t["乡镇名次"], Grades: t["等级分布"], Kinds: t["主要问题"],
		Findings: shown, Progress: t["整改进度"], More: int64(len(findings.Rows)-len(shown.Rows)) + findings.Left}
}

func (w *writer) townshipPage(set *pages.Set, t tables.Part, returned map[string][]string, made string) error {
	folder := w.layout.folder(t.Key)
	p := &pages.Township{
		Title: fmt.Sprintf("%s%d年度预算绩效自评", t.Key, w.Inputs.Year), Home: "../" + index, Made: made,
		Facts: t.Table, Texts: narratives,
	}
	if hasSubmitted(t.Table) {
		p.Files = append(p.Files, fileAt(selfReport, path.Join(folder, selfReport)),
			fileAt(opinion, path.Join(folder, opinion)))
	}
	for name, into := range map[string]**tables.Table{
		"预算执行情况": &p.Budget, "项目一览": &p.Projects, "项目等级": &p.Grades, "绩效目标": &p.Goals, "整改事项": &p.Findings,
		reportSheet: &p.Figures, changesSheet: &p.Changes, pastSheet: &p.Past,
	} {
		var err error
		if *into, err = w.views.of(t.Key, name); err != nil {
			return err
		}
	}
	if isAsked(t.Table) {
		p.Files = append(p.Files, fileAt(correction, path.Join(folder, returnDir, correction)))
	}
	for _, name := range slices.Sorted(slices.Values(returned[w.layout.in(t.Key, returnDir)])) {
		p.Files = append(p.Files, fileAt("退回："+name, path.Join(folder, returnDir, name)))
	}
	return w.page(w.layout.page(t.Key), "township", p, func(to io.Writer) error { return set.Township(to, p) })()
}

// fileAt is a link to a file beside the page.
func fileAt(name, at string) pages.File { return pages.File{Name: name, Path: pages.Escape(at)} }

// page gives what writes a page to its file.
func (w *writer) page(file, what string, view any, write func(io.Writer) error) func() error {
	return func() error {
		return w.write(file, w.from(what).any(view), func(path string) error {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				return err
			}
			return os.WriteFile(path, b.Bytes(), 0o644)
		})
	}
}
