package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/pflag"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/serve"
)

var statusCommand = command{
	name: "status", usage: "status [--outputs 文件夹] [--max-age 36h] [--json]",
	about: "最近一次发布、下一次运行；结果过期时退出码不为 0，供监控使用",
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
	Run       string          `json:"run"` // the newest set; "" where nothing was published
	Year      int             `json:"year,omitempty"`
	Published time.Time       `json:"published,omitzero"`
	Age       int64           `json:"age_seconds"`
	Stale     bool            `json:"stale"`
	Schedule  *schedule.State `json:"schedule,omitempty"` // nil where no scheduler was ever started
	Waiting   bool            `json:"waiting"`            // a scheduler is at work: its next run is still to come
}

func (f *statusFlags) run(_ context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	s := statusOf(f.outputs, f.maxAge, time.Now())
	code := exitPublished
	if s.Stale {
		code = exitIncomplete
	}
	if f.json {
		return code, writeJSON(stdout, s)
	}
	s.write(stdout)
	return code, nil
}

func statusOf(outputs string, maxAge time.Duration, now time.Time) *status {
	s := &status{Stale: true}
	if _, m, err := publish.Latest(outputs); err == nil {
		age := now.Sub(m.Finished)
		s.Run, s.Year, s.Published, s.Age, s.Stale = m.ID, m.Year, m.Finished, int64(age.Seconds()), age > maxAge
	}
	if state, err := schedule.ReadState(outputs); err == nil {
		s.Schedule = &state
		// A run that is at work may go past the time of the next; its retries end within the hour.
		s.Waiting = !state.Next.IsZero() && now.Before(state.Next.Add(2*time.Hour))
	}
	return s
}

func (s *status) write(to io.Writer) {
	zone := time.Local
	if s.Schedule != nil {
		if county, err := time.LoadLocation(s.Schedule.Zone); err == nil {
			zone = county
		}
	}
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05") }
	switch {
	case s.Run == "":
		fmt.Fprintln(to, "还没有发布过结果。")
	case s.Stale:
		fmt.Fprintf(to, "结果已过期：最近一次发布是 %s（%s前），批次 %s，%d年度。\n",
			at(s.Published), serve.Age(time.Duration(s.Age)*time.Second), s.Run, s.Year)
	default:
		fmt.Fprintf(to, "最近一次发布：%s（%s前），批次 %s，%d年度。\n",
			at(s.Published), serve.Age(time.Duration(s.Age)*time.Second), s.Run, s.Year)
	}
	if s.Schedule == nil {
		fmt.Fprintln(to, "没有启用定时任务（jixiao schedule）。")
		return
	}
	if last := s.Schedule.Last; last.Error != "" {
		fmt.Fprintf(to, "最近一次定时运行（%s，试了 %d 次）没有发布：%s\n", at(last.Started), last.Tries, last.Error)
	}
	if s.Waiting {
		fmt.Fprintf(to, "下一次运行：%s（%s，%s）。\n", at(s.Schedule.Next), s.Schedule.Cron, s.Schedule.Zone)
	} else {
		fmt.Fprintln(to, "定时任务没有在运行，请检查系统服务 jixiao 或重新启动 jixiao schedule。")
	}
}
