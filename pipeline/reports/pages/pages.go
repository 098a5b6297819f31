// Package pages writes what is opened in a browser: one page for the county, one a township, one for
// the public. A page is one file that needs no network; it reads without script, which only adds
// search, filters and sorting. The same tables give the same bytes.
package pages

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"jixiao/pipeline/tables"
)

//go:embed page
var files embed.FS

// County is what the county's page is made of. The public edition has no findings.
type County struct {
	Title    string
	Made     string        // when, of which materials
	Changes  *tables.Table // since the last set; nil in the public edition
	Past     *tables.Table // last year's figures beside this year's
	Figures  *tables.Table // one row: key figures; a column's comment is its label
	Ranking  *tables.Table // a township of the roster a row
	Grades   *tables.Table // projects by grade, a township a row, the county last
	Kinds    *tables.Table // findings by kind
	Findings *tables.Table // those that are shown; nil in the public edition
	Progress *tables.Table // of submitting and correcting, a township a row; nil in the public edition
	More     int64         // findings that are only in findings.csv
	Pages    map[string]string
	Files    []File
}

// File is something to open, by a path beside the page.
type File struct{ Name, Path string }

// Township is what a township's page is made of.
type Township struct {
	Title    string
	Made     string        // when, of which materials
	Home     string        // the county's page
	Changes  *tables.Table // since the last set
	Past     *tables.Table // last year's figures beside this year's: at most one row
	Facts    *tables.Table // one row
	Budget   *tables.Table
	Projects *tables.Table
	Grades   *tables.Table
	Goals    *tables.Table
	Findings *tables.Table
	Figures  *tables.Table // of its report in Word, against its forms
	Texts    []string      // columns of the facts that are texts of its own
	Files    []File
}

// Set writes pages. Its templates are read once.
type Set struct{ templates *template.Template }

// New reads the templates.
func New() (*Set, error) {
	t, err := template.New("pages").Funcs(template.FuncMap{
		"style":  func() template.CSS { return template.CSS(embedded("style.css")) },
		"script": func() template.JS { return template.JS(embedded("script.js")) },
		"lines":  func(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") },
	}).ParseFS(files, "page/*.html")
	return &Set{t}, err
}

func embedded(name string) string {
	text, err := files.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is built into the program
	}
	return string(text)
}

// countyView is what the county's pages show.
type countyView struct {
	*County
	Cards                     []figure
	LeftOut                   string // what the sums of money leave out; "" for nothing
	Mark                      string // what ※ in the ranking means; "" where there is none
	Ledger                    string // what the bureau's own ledger says beside them; "" without one
	Changed, LastYear         *grid
	MoreChanges               int // that are only in the workbook
	Ranked, Graded, Kind, All *grid
	Settled                   *grid // how far submitting and correcting are
	Charts                    []picture
	Townships                 []string // that have findings
	Public                    bool
	Issuer                    string // of the public edition
}

// Index writes the county's page for the bureau.
func (s *Set) Index(w io.Writer, c *County) error {
	v, err := c.view()
	if err != nil {
		return err
	}
	v.Changed = pick(top(c.Changes, mostChanges), choice{id: "changes", caption: "较上次变化", links: c.Pages,
		columns: []string{"类别", "乡镇", "内容", "上次", "本次", "增减", "原因"}})
	if c.Changes != nil {
		v.MoreChanges = max(len(c.Changes.Rows)-mostChanges, 0)
	}
	v.Kind = pick(c.Kinds, choice{id: "kinds", caption: "主要问题",
		columns: []string{"级别", "问题类别", "个数", "涉及乡镇", "例"}, head: "问题类别"})
	v.Settled = pick(c.Progress, choice{id: "progress", caption: "报送和整改进度", head: "乡镇", links: c.Pages,
		bars: []string{"了结率（%）"}, columns: []string{"乡镇", "报送", "是否按期", "问题", "已改正", "已豁免", "已认可说明",
			"已回复待处理", "说明未认可", "待改正", "了结率（%）", "最长未了结（天）"}})
	v.All = pick(c.Findings, choice{id: "findings", caption: "问题清单",
		columns: []string{"级别", "乡镇", "项目名称", "问题", "改正办法", "文件", "工作表", "单元格"},
		links:   c.Pages})
	if c.Findings != nil {
		for _, p := range c.Findings.Split("乡镇") {
			if p.Key != "" {
				v.Townships = append(v.Townships, p.Key)
			}
		}
	}
	return s.execute(w, "index.html", v)
}

// Public writes the page for the public: scores, amounts, the reports.
func (s *Set) Public(w io.Writer, c *County) error {
	v, err := c.view()
	if err != nil {
		return err
	}
	v.Public, v.Issuer = true, fact(c.Figures, "发文单位")
	return s.execute(w, "public.html", v)
}

func (c *County) view() (*countyView, error) {
	v := &countyView{County: c}
	v.Cards = figures(c.Figures, "应报乡镇", "已报乡镇", "自评数量", "覆盖率", "年初预算", "全年预算", "全年执行", "执行率", "平均分")
	v.LeftOut = fact(c.Figures, "未计入说明")
	if c.Findings == nil && v.LeftOut != "" { // the review is not for the public
		v.LeftOut = "合计不含正在核实的金额。"
	}
	if c.Findings != nil {
		v.Ledger = fact(c.Figures, "台账情况")
		v.Cards = append(v.Cards, figures(c.Figures, "错误数", "疑点数", "退回乡镇")...)
	}
	v.LastYear = pick(c.Past, choice{id: "past", caption: "与上年相比", head: "乡镇", links: c.Pages, columns: pastColumns})
	grades := c.Grades.Between("项目数", ungraded)
	v.Ranked = pick(c.Ranking, choice{
		id: "ranking", caption: "乡镇排名", head: "乡镇", links: c.Pages, bars: []string{"复算得分（分）", "计算执行率（%）"},
		columns: []string{
			"名次", "乡镇", "县", "复算得分（分）", "自评得分（分）", "自评减复算（分）", "复算等级",
			"计算执行率（%）", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）",
		},
	})
	if v.Ranked.hasMark() {
		v.Mark = "※为有错误未改正的数，照填报列示，未计入合计。"
		if c.Findings == nil {
			v.Mark = "※为正在核实的数，照填报列示，未计入合计。"
		}
	}
	v.Graded = pick(c.Grades, choice{
		id: "grades", caption: "项目等级分布（个）", head: "乡镇", links: c.Pages,
		columns: slices.Concat([]string{"乡镇", "项目数"}, grades, []string{ungraded}),
	})
	for _, d := range c.drawings(grades) {
		p, err := d.draw()
		if err != nil {
			return nil, fmt.Errorf("chart %s: %w", d.title, err)
		}
		if p != nil {
			v.Charts = append(v.Charts, *p)
		}
	}
	return v, nil
}

// pastColumns are last year's figures and the change; this year's stand in the other tables.
var pastColumns = []string{
	"乡镇", "上年全年预算数（万元）", "预算增减（%）", "上年全年执行数（万元）", "执行增减（%）", "上年执行率（%）", "执行率增减（百分点）",
	"上年复算得分（分）", "复算得分增减（分）", "上年名次", "提高或下降", "说明",
}

// mostChanges is how many changes stand on the county's page; a night on which all is new would fill it.
const mostChanges = 30

// ungraded is the column of what cannot be graded; before it stand the grades, as many as 等级 of the rules has.
const ungraded = "不可评"

// gradeScale falls from the best grade to the lowest.
var gradeScale = []string{"#548235", "#31859b", "#5b9bd5", "#a9a935", "#ffc000", "#ed7d31", "#c00000"}

func (c *County) drawings(grades []string) []drawing {
	var stacked []series
	for i, colour := range tables.Shades(gradeScale, len(grades)) {
		stacked = append(stacked, series{grades[i], grades[i], colour})
	}
	stacked = append(stacked, series{ungraded, ungraded, "#a6a6a6"})
	return []drawing{
		{"各乡镇预算执行率（%）", c.Ranking, "乡镇", false, []series{{"计算执行率（%）", "预算执行率", "#2f75b5"}}},
		{"自评得分与复算得分（分）", c.Ranking, "乡镇", false, []series{
			{"自评得分（分）", "自评得分", "#9dc3e6"}, {"复算得分（分）", "复算得分", "#1f4e79"},
		}},
		{"项目等级分布（个）", withoutTotal(c.Grades), "乡镇", true, stacked},
		{"主要问题（个）", top(c.Kinds, 12), "问题类别", false, []series{{"个数", "个数", "#c55a11"}}},
	}
}

// townshipView is what a township's page shows.
type townshipView struct {
	*Township
	Name                                       string
	Cards                                      []figure
	Until                                      string // when all has to be mended
	Mark                                       string // what ※ means; "" where there is none
	Changed, LastYear                          *grid
	Spent, List, Graded, Aims, Problem, Stated *grid
	Own                                        []figure
}

// Township writes a township's page.
func (s *Set) Township(w io.Writer, t *Township) error {
	v := &townshipView{Township: t, Name: fact(t.Facts, "乡镇")}
	v.Cards, v.Until = figures(t.Facts, "名次", "自评得分", "复算得分", "自评等级", "复算等级",
		"年初预算", "全年预算", "全年执行", "执行率", "项目数量", "自评数量", "覆盖率", "错误数", "疑点数"), fact(t.Facts, "整改期限")
	v.Mark = strings.TrimPrefix(fact(t.Facts, "金额注"), "注：")
	if fact(t.Facts, "复算得分") == "" && len(t.Projects.Rows) == 0 { // nothing came that counts
		v.Cards = figures(t.Facts, "错误数")
	}
	v.Changed = pick(t.Changes, choice{id: "changes", caption: "较上次变化", columns: columnNames(t.Changes)})
	v.LastYear = pick(t.Past, choice{id: "past", caption: "与上年相比", columns: pastColumns})
	v.Spent = pick(t.Budget, choice{id: "budget", caption: "预算执行", head: "支出类别",
		bars: []string{"计算执行率（%）"}, columns: columnNames(t.Budget)})
	v.Graded = pick(t.Grades, choice{id: "grades", caption: "项目等级", head: "自评等级", columns: columnNames(t.Grades)})
	v.Aims = pick(t.Goals, choice{id: "goals", caption: "绩效目标完成情况", head: "目标", columns: columnNames(t.Goals)})
	v.List = pick(t.Projects, choice{id: "projects", caption: "项目支出绩效自评结果", head: "项目名称",
		bars: []string{"计算执行率（%）", "复算得分（分）"}, columns: columnNames(t.Projects)})
	v.Problem = pick(t.Findings, choice{id: "findings", caption: "整改事项", head: "问题", columns: []string{
		"序号", "级别", "项目", "问题", "文件", "工作表", "单元格", "现填", "应为", "改正办法", "改正前后",
	}})
	v.Stated = pick(t.Figures, choice{id: "stated", caption: "自评报告中的数字与表内数据", head: "原文", columns: []string{
		"结论", "报告位置", "原文", "数据", "应为", "单位", "依据", "出处",
	}})
	for _, name := range t.Texts {
		text := fact(t.Facts, name)
		if text == "" { // not written, nor asked for
			continue
		}
		v.Own = append(v.Own, figure{name, text})
	}
	return s.execute(w, "township.html", v)
}

func fact(t *tables.Table, name string) string {
	if i := t.Index(name); i >= 0 && len(t.Rows) > 0 {
		return tables.Shown(t.Rows[0][i], t.Columns[i])
	}
	return ""
}

// execute writes nothing of a page that cannot be written whole.
func (s *Set) execute(w io.Writer, name string, data any) error {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, data); err != nil {
		return errors.Join(fmt.Errorf("page %s", name), err)
	}
	_, err := b.WriteTo(w)
	return err
}

// Escape makes a relative path a link.
func Escape(path string) string {
	return (&url.URL{Path: path}).EscapedPath()
}
