package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
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

// The figures whose cells are known, as the reports name them.
var (
	ownFigures = []string{"年初预算", "全年预算", "全年执行", "执行率", "项目预算", "项目执行", "项目执行率", "项目数量",
		"自评数量", "覆盖率", "目标数量", "自评得分", "执行得分", "指标得分", "复算得分"}
	projectFigures = []string{"年初预算", "全年预算", "全年执行", "执行率", "自评得分", "复算得分"}
)

// Trace gives the cells that a figure rests on, one a row (sql/asked/trace.sql).
func (w *Warehouse) Trace(ctx context.Context, q Question) (*tables.Table, error) {
	figures, project := ownFigures, "null"
	if q.Project != "" {
		figures, project = projectFigures, quote(q.Project)
	}
	if !slices.Contains(figures, q.Figure) {
		return nil, unknown("数据", q.Figure, figures)
	}
	if err := w.exec(ctx, fmt.Sprintf("set variable year = %d", q.Year), "set variable township = "+quote(q.Township),
		"set variable figure = "+quote(q.Figure), "set variable project = "+project); err != nil {
		return nil, err
	}
	if err := w.known(ctx, "乡镇", q.Township, "townships"); err != nil {
		return nil, err
	}
	if q.Project != "" {
		if err := w.known(ctx, "项目", q.Project, "projects"); err != nil {
			return nil, err
		}
	}
	t, err := w.Ask(ctx, "trace")
	if err != nil && strings.Contains(err.Error(), "Binder Error") { // a column is not there yet
		return nil, fault.New(fault.Input, "这批成果由较早的程序生成，不能查来源。请用本程序重新运行 jixiao run 后再查。")
	}
	return t, err
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
