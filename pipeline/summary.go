package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"jixiao/pipeline/find"
)

// Summary is what a run says of itself, in words and as JSON.
type Summary struct {
	Run        string           `json:"run"`
	Year       int              `json:"year"`
	Outputs    string           `json:"outputs"`
	Townships  int              `json:"townships"`
	Submitted  int              `json:"submitted"`
	Missing    []string         `json:"missing"`
	Projects   int64            `json:"projects"`
	Files      map[string]int   `json:"files"` // by fate
	Unreadable []string         `json:"unreadable"`
	Fresh      int              `json:"fresh"` // files read anew; the others were staged before
	Findings   map[string]int64 `json:"findings"`
	Rows       map[string]int64 `json:"rows"`
	Changes    *Changes         `json:"changes"`
	Renewed    string           `json:"renewed,omitempty"` // the run whose results are carried over, for nothing had changed
	Notes      []string         `json:"notes,omitempty"`   // what did not go well but is no fault of the result
}

// Complete reports whether every township of the roster is in and every file was readable.
func (s *Summary) Complete() bool { return len(s.Missing) == 0 && len(s.Unreadable) == 0 }

func (j *job) summarise(ctx context.Context) (*Summary, error) {
	s := &Summary{Run: j.run.ID, Year: j.year, Outputs: filepath.Join(j.cfg.Outputs, "latest"), Fresh: j.fresh,
		Files: map[string]int{}, Findings: map[string]int64{"error": 0, "warn": 0, "note": 0}, Missing: []string{}, Unreadable: []string{}}
	townships, err := j.db.Query(ctx, "select township, is_submitted, project_forms from scores.townships where year = ? order by township_code", j.year)
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
	files, err := j.db.Query(ctx, "select file, fate from sources.files where year = ? order by file", j.year)
	if err != nil {
		return nil, err
	}
	for _, row := range files.Rows {
		s.Files[row[1].(string)]++
		if row[1] == string(find.Unreadable) {
			s.Unreadable = append(s.Unreadable, row[0].(string))
		}
	}
	findings, err := j.db.Query(ctx, "select severity, count(*) from checks.findings where year = ? group by severity", j.year)
	if err != nil {
		return nil, err
	}
	for _, row := range findings.Rows {
		s.Findings[row[0].(string)] = row[1].(int64)
	}
	s.Rows, err = j.db.Rows(ctx, exported)
	return s, err
}

// Text is the summary in a few lines.
func (s *Summary) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d年度：应报 %d 个乡镇，已报 %d 个，项目自评表 %d 份。\n", s.Year, s.Townships, s.Submitted, s.Projects)
	if len(s.Missing) > 0 {
		fmt.Fprintf(&b, "未报送：%s。\n", strings.Join(s.Missing, "、"))
	}
	for _, file := range s.Unreadable {
		fmt.Fprintf(&b, "不能读取：%s（原因和办法见问题清单）。\n", file)
	}
	fmt.Fprintf(&b, "问题：错误 %d 个，疑点 %d 个，提示 %d 个。\n", s.Findings["error"], s.Findings["warn"], s.Findings["note"])
	for _, note := range s.Notes {
		fmt.Fprintf(&b, "提示：%s。\n", strings.TrimRight(note, "。"))
	}
	fmt.Fprintf(&b, "成果已发布到 %s（批次 %s，新读取文件 %d 个）。\n", s.Outputs, s.Run, s.Fresh)
	if s.Renewed != "" {
		fmt.Fprintf(&b, "材料、规则、程序和日期都与批次 %s 相同，没有变化，沿用该批次的结果。\n", s.Renewed)
		return b.String()
	}
	b.WriteString(s.Changes.Text() + "\n")
	return b.String()
}
