package warehouse

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
	scripts "jixiao/sql"
)

// Question asks where a figure comes from: one of a township's report or, with a project, of that project.
type Question struct {
	Year                      int
	Township, Figure, Project string
}

// unknown says that there is no such township, project or figure, and which there are.
func unknown(what, name string, known []string) error {
	return fault.New(fault.Input, "没有“%s”这个%s。可用的有：%s。", name, what, strings.Join(known, "、"))
}

// wholeCounty stands for all townships together, as 通报 speaks of them; a city's and a district's words are taken for
// it.
const wholeCounty = "全县"

// The figures whose cells are known, as the reports name them.
var (
	ownFigures = []string{"年初预算", "全年预算", "全年执行", "执行率", "项目预算", "项目执行", "项目执行率", "项目数量",
		"自评数量", "覆盖率", "目标数量", "自评得分", "执行得分", "指标得分", "复算得分"}
	// These rest on other figures, which are traced in their turn.
	rankFigures   = []string{"排名得分", "名次", "项目平均分", "自评减复算"}
	countyFigures = []string{"年初预算", "全年预算", "全年执行", "执行率", "项目预算", "项目执行", "项目执行率", "项目数量",
		"自评数量", "覆盖率", "平均分", "最高分", "最低分"}
	projectFigures = []string{"年初预算", "全年预算", "全年执行", "执行率", "自评得分", "复算得分"}
	// Last year's figures and what changed since, of a township and of the county.
	pastFigures = []string{"上年年初预算", "上年全年预算", "上年全年执行", "上年执行率", "上年自评得分", "上年复算得分",
		"上年项目平均分", "上年覆盖率", "上年名次", "年初预算增减", "预算增减", "执行增减", "执行率增减", "自评得分增减",
		"复算得分增减", "项目平均分增减", "覆盖率增减", "名次增减"}
	reviewFigures = []string{"核减", "复核得分"} // of a project, a township, the county
)

// inReports are the words of the reports, the sheets and the pages for these figures.
var inReports = map[string]string{
	"年初预算数": "年初预算", "全年预算数": "全年预算", "全年执行数": "全年执行", "预算执行率": "执行率", "计算执行率": "执行率",
	"项目支出全年预算数": "项目预算", "项目支出全年执行数": "项目执行", "项目支出执行率": "项目执行率", "应自评项目": "项目数量",
	"已自评项目": "自评数量", "自评覆盖率": "覆盖率", "自评总分": "自评得分", "复算总分": "复算得分", "整体自评得分": "自评得分",
	"整体复算得分": "复算得分", "自评等级": "自评得分", "复算等级": "复算得分", "差异": "自评减复算",
	"上年年初预算数": "上年年初预算", "上年全年预算数": "上年全年预算", "上年全年执行数": "上年全年执行",
	"上年预算执行率": "上年执行率", "上年自评覆盖率": "上年覆盖率", "全年预算增减": "预算增减", "全年预算数增减": "预算增减",
	"全年执行增减": "执行增减", "全年执行数增减": "执行增减", "预算执行率增减": "执行率增减", "平均核减": "核减",
	"复核总分": "复核得分", "复核等级": "复核得分",
	"复算平均分": "平均分", "整体复算平均分": "平均分", "整体复算最高分": "最高分", "整体复算最低分": "最低分",
}

// figureNamed gives the figure that a word of the reports means, with or without its unit: 全年预算数（万元）.
func figureNamed(word string) string {
	word, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(word), "(", "（"), "（")
	if figure, found := inReports[word]; found {
		return figure
	}
	return word
}

// asked tells which question of sql/asked finds a figure; each gives rows of one shape, which traced.sql shows.
func (q *Question) asked() (question string, err error) {
	own, of := slices.Concat(ownFigures, rankFigures), "trace"
	switch {
	case q.Project != "":
		own = projectFigures
	case q.Township == wholeCounty:
		own, of = countyFigures, "trace_county"
	}
	isOfYears := q.Project == "" && slices.Contains(pastFigures, q.Figure)
	switch {
	case slices.Contains(reviewFigures, q.Figure):
		return "trace_review", nil
	case isOfYears:
		return "trace_past", nil
	case !slices.Contains(own, q.Figure):
		known := slices.Concat(own, reviewFigures)
		if q.Project == "" {
			known = slices.Concat(known, pastFigures)
		}
		return "", unknown("数据", q.Figure, known)
	case of == "trace" && q.Project == "" && slices.Contains(rankFigures, q.Figure):
		return "trace_rank", nil
	}
	return of, nil
}

// Trace gives the cells that a figure rests on, one a row.
func (w *Warehouse) Trace(ctx context.Context, q Question) (*tables.Table, error) {
	q.Figure = figureNamed(q.Figure)
	if slices.Contains([]string{"全市", "全区", "全旗"}, q.Township) {
		q.Township = wholeCounty
	}
	question, err := q.asked()
	if err != nil {
		return nil, err
	}
	isCounty, project := q.Township == wholeCounty, "null"
	if q.Project != "" {
		project = quote(q.Project)
	}
	if err := w.exec(ctx, fmt.Sprintf("set variable year = %d", q.Year), "set variable township = "+quote(q.Township),
		"set variable figure = "+quote(q.Figure), "set variable project = "+project); err != nil {
		return nil, err
	}
	if !isCounty || q.Project != "" {
		if err := w.known(ctx, "乡镇", q.Township, "townships"); err != nil {
			return nil, err
		}
	}
	if q.Project != "" {
		if err := w.known(ctx, "项目", q.Project, "projects"); err != nil {
			return nil, err
		}
	}
	t, err := w.traced(ctx, question)
	if err != nil && strings.Contains(err.Error(), "Binder Error") { // a column is not there yet
		return nil, fault.New(fault.Input, "这批成果由较早的程序生成，不能查来源。请用本程序重新运行 jixiao run 后再查。")
	}
	return t, err
}

// traced shows what one of the questions of a trace finds.
func (w *Warehouse) traced(ctx context.Context, question string) (*tables.Table, error) {
	query, err := fs.ReadFile(scripts.Files, "asked/"+question+".sql")
	if err == nil {
		err = w.exec(ctx, "create or replace temp table traced as "+string(query))
	}
	if err != nil {
		return nil, fmt.Errorf("ask sql/asked/%s.sql: %w", question, err)
	}
	return w.Ask(ctx, "traced")
}

// known looks a name up among those that a question lists.
func (w *Warehouse) known(ctx context.Context, what, name, question string) error {
	t, err := w.Ask(ctx, question)
	if err != nil {
		return err
	}
	var known []string
	for _, row := range t.Rows {
		if row[0] == name {
			return nil
		}
		known = append(known, fmt.Sprint(row[0]))
	}
	return unknown(what, name, known)
}
