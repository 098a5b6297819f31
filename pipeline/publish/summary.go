package publish

import (
	"fmt"
	"strings"
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
	Uncounted  []Uncounted      `json:"uncounted,omitempty"` // files, but for what systems leave about
	Today      []string         `json:"today,omitempty"`     // what to do next, the most pressing first
	Fresh      int              `json:"fresh"` // files read in this run; the others were staged before
	Findings   map[string]int64 `json:"findings"`
	Rows       map[string]int64 `json:"rows"`
	Changes    *Changes         `json:"changes"`
	Renewed    string           `json:"renewed,omitempty"` // the run whose results these are: nothing had changed
	Notes      []string         `json:"notes,omitempty"`   // what did not go well but is no fault of the result
}

// Complete reports whether every township of the roster is in and every file was readable.
func (s *Summary) Complete() bool { return len(s.Missing) == 0 && len(s.Unreadable) == 0 }

// Text is the summary in a few lines.
func (s *Summary) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d年度：应报 %d 个乡镇，已报 %d 个，项目自评表 %d 份。\n", s.Year, s.Townships, s.Submitted, s.Projects)
	if len(s.Missing) > 0 {
		fmt.Fprintf(&b, "未报送：%s。\n", strings.Join(s.Missing, "、"))
	}
	for i, u := range s.Uncounted {
		if i == mostUncounted {
			fmt.Fprintf(&b, "没有计入：另有 %d 个文件，见县级汇总的“报送情况”。\n", len(s.Uncounted)-i)
			break
		}
		b.WriteString(u.text())
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
	if len(s.Today) > 0 {
		b.WriteString("今天要做的：\n")
	}
	for i, what := range s.Today {
		fmt.Fprintf(&b, "  %d. %s。\n", i+1, what)
	}
	return b.String()
}

// Uncounted is a file that was not counted, why, and the step that mends it.
type Uncounted struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
	Step   string `json:"step,omitempty"`
}

// mostUncounted is how many of them the words of a run name.
const mostUncounted = 20

func (u *Uncounted) text() string {
	if u.Step == "" {
		return fmt.Sprintf("没有计入：%s（%s）。\n", u.File, u.Reason)
	}
	return fmt.Sprintf("没有计入：%s（%s；%s）。\n", u.File, u.Reason, u.Step)
}

// Changes counts what differs from the last published set of the same year.
type Changes struct {
	Previous  string `json:"previous"` // its run; "" where there is none
	Came      int64  `json:"came"`     // files
	Replaced  int64  `json:"replaced"`
	Withdrawn int64  `json:"withdrawn"`
	Opened    int64  `json:"opened"` // findings
	Closed    int64  `json:"closed"`
	Figures   int64  `json:"figures"`
	Ranks     int64  `json:"ranks"`
}

// None reports whether nothing differs.
func (c *Changes) None() bool { return *c == Changes{Previous: c.Previous} }

// Text is one line of Chinese.
func (c *Changes) Text() string {
	switch {
	case c.Previous == "":
		return "本年度首次发布，没有可比的上一次。"
	case c.None():
		return fmt.Sprintf("较上次（批次 %s）没有变化。", c.Previous)
	}
	return fmt.Sprintf("较上次（批次 %s）：材料新报 %d 个、替换 %d 个、撤回 %d 个；问题新增 %d 个、消除 %d 个；数字变化 %d 处，名次变化 %d 个。",
		c.Previous, c.Came, c.Replaced, c.Withdrawn, c.Opened, c.Closed, c.Figures, c.Ranks)
}

// Duration is what a step took. Of a single script of SQL only the time of the clock is known.
type Duration struct {
	Step      string `json:"step"`
	MS        int64  `json:"ms"`                     // milliseconds of the clock
	Processor int64  `json:"processor_ms,omitempty"` // milliseconds of all cores, children included
	Peak      int64  `json:"peak_memory,omitempty"`  // the most bytes the process held up to the end of the step
}
