package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/pflag"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/serve"
)

var statusCommand = command{
	name: "status", usage: "status [--outputs 文件夹] [--max-age 36h] [--json]",
	about: "最近一次发布是否完好、是否正在运行、下一次运行；结果过期或被改动时退出码不为 0，供监控使用",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		s := &statusFlags{}
		s.bindOutputs(flags, "输出文件夹")
		flags.DurationVar(&s.maxAge, "max-age", staleAfter, "最近一次发布早于这么久就算过期")
		flags.BoolVar(&s.json, "json", false, "用 JSON 输出")
		return s.run
	},
}

type statusFlags struct {
	folders
	maxAge time.Duration
	json   bool
}

// status is how things stand, as JSON.
type status struct {
	Run       string               `json:"run"` // the newest set; "" where nothing was published
	Year      int                  `json:"year,omitempty"`
	Published time.Time            `json:"published,omitzero"`
	Age       int64                `json:"age_seconds"`
	Stale     bool                 `json:"stale"`
	Damaged   []publish.Difference `json:"damaged,omitempty"`  // files of the newest set that were changed or lost
	Running   *publish.Holder      `json:"running,omitempty"`  // who is at work now; nil where nobody is
	Schedule  *schedule.State      `json:"schedule,omitempty"` // nil where no scheduler was ever started
	Waiting   bool                 `json:"waiting"`            // a scheduler is alive: it holds its lock
	zone      *time.Location
	fault     error // of a set that cannot be read
}

func (f *statusFlags) run(_ context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	s := statusOf(f.outputs, f.maxAge, time.Now())
	code := exitPublished
	switch {
	case len(s.Damaged) > 0 || s.fault != nil:
		code = exitAudit
	case s.Stale:
		code = exitIncomplete
	}
	if f.json {
		return code, writeJSON(stdout, s)
	}
	s.write(stdout)
	return code, nil
}

func statusOf(outputs string, maxAge time.Duration, now time.Time) *status {
	s := &status{
		Stale: true, zone: publish.Zone(outputs), Running: publish.Asked(outputs, publish.Runner),
		Waiting: publish.Asked(outputs, publish.Scheduler) != nil,
	}
	m, found, err := publish.VerifyLatest(outputs)
	var damaged *publish.DamagedError
	switch {
	case errors.As(err, &damaged): // its manifest is lost
		s.Run, s.Damaged = damaged.Run, damaged.Found
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		s.fault = err
	}
	if m != nil {
		age := now.Sub(m.Finished)
		s.Run, s.Year, s.Published, s.Age, s.Stale = m.ID, m.Year, m.Finished, int64(age.Seconds()), age > maxAge
		s.Damaged = found
	}
	if state, err := schedule.ReadState(outputs); err == nil {
		s.Schedule = &state
	}
	return s
}

func (s *status) at(t time.Time) string { return t.In(s.zone).Format("2006-01-02 15:04:05") }

func (s *status) write(to io.Writer) {
	if s.Schedule != nil {
		if county, err := time.LoadLocation(s.Schedule.Zone); err == nil {
			s.zone = county
		}
	}
	switch {
	case s.fault != nil:
		fmt.Fprintln(to, words(s.fault))
	case s.Run == "":
		fmt.Fprintln(to, "还没有发布过结果。请运行 jixiao run。")
	case s.Published.IsZero():
	case s.Stale:
		fmt.Fprintf(to, "结果已过期：最近一次发布是 %s（%s前），批次 %s，%d年度。请看下面的原因，或运行 jixiao run。\n",
			s.at(s.Published), serve.Age(time.Duration(s.Age)*time.Second), s.Run, s.Year)
	default:
		fmt.Fprintf(to, "最近一次发布：%s（%s前），批次 %s，%d年度。\n",
			s.at(s.Published), serve.Age(time.Duration(s.Age)*time.Second), s.Run, s.Year)
	}
	if len(s.Damaged) > 0 {
		fmt.Fprintln(to, (&publish.DamagedError{Run: s.Run, Found: s.Damaged}).Error())
	}
	if by := s.Running; by != nil {
		fmt.Fprintf(to, "正在运行：主机 %s，进程 %d，开始于 %s。\n", by.Host, by.PID, s.at(by.Since))
	}
	s.writeSchedule(to)
}

// writeSchedule says what the scheduler did last and does next.
func (s *status) writeSchedule(to io.Writer) {
	if s.Schedule == nil {
		fmt.Fprintln(to, "没有启用定时任务（jixiao schedule）。")
		return
	}
	last := s.Schedule.Last
	switch {
	case last.Started.IsZero():
	case last.Error != "" && s.Waiting && !last.Retry.IsZero():
		fmt.Fprintf(to, "最近一次定时运行（%s）第 %d 次没有成功，%s 再试：%s\n",
			s.at(last.Started), last.Tries, s.at(last.Retry), last.Error)
	case last.Error != "":
		fmt.Fprintf(to, "最近一次定时运行（%s，试了 %d 次）没有发布：%s\n", s.at(last.Started), last.Tries, last.Error)
	case last.Finished.IsZero() && s.Running == nil:
		fmt.Fprintf(to, "最近一次定时运行（%s）没有做完就断了，没有发布；下一次运行会重新做。\n", s.at(last.Started))
	}
	switch {
	case !s.Waiting:
		fmt.Fprintln(to, "定时任务没有在运行，请检查系统服务 jixiao 或重新启动 jixiao schedule。")
	case s.Running == nil && !s.Schedule.Next.IsZero():
		fmt.Fprintf(to, "下一次运行：%s（%s，%s）。\n", s.at(s.Schedule.Next), s.Schedule.Cron, s.Schedule.Zone)
	}
}
