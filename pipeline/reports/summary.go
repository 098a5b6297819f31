package reports

import (
	"context"
	"fmt"
	"strings"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
)

// summary counts what the tables hold of the year.
func (w *writer) summary(ctx context.Context) (*publish.Summary, error) {
	s := &publish.Summary{Year: w.Inputs.Year, Files: map[string]int{}, Missing: []string{}, Unreadable: []string{},
		Findings: map[string]int64{"error": 0, "warn": 0, "note": 0}}
	townships, err := w.Tables.Ask(ctx, "submissions")
	if err != nil {
		return nil, err
	}
	for _, row := range townships.Rows {
		s.Townships++
		if row[1].(bool) {
			s.Submitted++
		} else {
			s.Missing = append(s.Missing, row[0].(string))
		}
		s.Projects += row[2].(int64)
	}
	files, err := w.Tables.Ask(ctx, "file_fates")
	if err != nil {
		return nil, err
	}
	for _, row := range files.Rows {
		s.Files[row[1].(string)]++
		text := func(i int) string { said, _ := row[i].(string); return said } // null is ""
		if row[1] == string(find.Unreadable) {
			s.Unreadable = append(s.Unreadable, text(0))
		}
		if fate := find.Fate(text(1)); (fate == find.Unreadable || fate == find.Skipped) &&
			!publish.IsClutter(text(0)) && !find.IsOpened(text(2)) {
			s.Uncounted = append(s.Uncounted, publish.Uncounted{File: text(0), Reason: text(2), Step: text(3)})
		}
	}
	findings, err := w.Tables.Ask(ctx, "finding_counts")
	if err != nil {
		return nil, err
	}
	for _, row := range findings.Rows {
		s.Findings[row[0].(string)] = row[1].(int64)
	}
	if s.Today, err = w.today(ctx, s); err != nil {
		return nil, err
	}
	s.Rows, err = w.Tables.Rows(ctx, Exported)
	return s, err
}

// mostToday is how many things to do a run names.
const mostToday = 5

// today is what the bureau does next, the most pressing first.
func (w *writer) today(ctx context.Context, s *publish.Summary) (todo []string, err error) {
	if len(s.Missing) > 0 {
		todo = append(todo, fmt.Sprintf("催报：%s还没有报送", some(s.Missing)))
	}
	if len(s.Unreadable) > 0 {
		todo = append(todo, fmt.Sprintf("重报：%d 个文件不能读取，请报送的乡镇按上面的办法重新报送", len(s.Unreadable)))
	}
	wrong, err := w.Tables.Ask(ctx, "errors_to_mend")
	if err != nil {
		return nil, err
	}
	var townships []string
	for _, row := range wrong.Rows {
		townships = append(townships, fmt.Sprintf("%s（错误 %d 个）", row[0], row[1]))
	}
	if len(townships) > 0 {
		todo = append(todo, fmt.Sprintf("退回：%s，把“乡镇”下各自的“退回”文件夹发给它们", some(townships)))
	}
	unknown, err := w.Tables.Ask(ctx, "unknown_labels")
	if err != nil {
		return nil, err
	}
	if n := len(unknown.Rows); n > 0 {
		todo = append(todo, fmt.Sprintf("确认：%d 种写法程序不认得，打开“%s”填写“采用”，放进输入文件夹", n, labelsBook))
	}
	if n := s.Findings["warn"]; n > 0 {
		todo = append(todo, fmt.Sprintf("核对：疑点 %d 个，见“%s”的“问题清单”，确实没错的请乡镇写明原因", n, countyBook))
	}
	if s.Projects > 0 {
		todo = append(todo, fmt.Sprintf("抽查：按“%s”的“抽查建议”安排复核，填好“%s”", countyBook, reviewBook))
	}
	return todo[:min(mostToday, len(todo))], nil
}

// some names the first of a list.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等 %d 个", strings.Join(names[:most], "、"), len(names))
}
