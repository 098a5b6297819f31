// Package schedule runs the nightly job: at the times of a plan, one after the other, made up at start
// where a night was missed, tried again a few times where the inputs are away.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// Clock is the time and how to wait for it.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error // ctx's error where that ends first
}

// Machine is the machine's clock.
type Machine struct{}

// Now is the time.
func (Machine) Now() time.Time { return time.Now() }

// Sleep waits.
func (Machine) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Retries are the waits between the tries of one night.
var Retries = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute}

// Scheduler runs a job by a plan.
type Scheduler struct {
	Plan      *Plan
	Clock     Clock
	Job       func(context.Context) error
	Retries   []time.Duration
	Retryable func(error) bool  // whether another try may help
	Last      func() time.Time  // when the newest published run began; zero for none
	Save      func(State) error // keeps what status shows
	Log       *slog.Logger
	state     State
}

// State is what a scheduler is about, for status and the status page.
type State struct {
	Cron  string    `json:"cron"`
	Zone  string    `json:"zone"`
	Since time.Time `json:"since"` // when the scheduler was started
	Next  time.Time `json:"next,omitzero"`
	Last  Attempt   `json:"last,omitzero"`
}

// Attempt is one night's work.
type Attempt struct {
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"` // zero while it is at work, and where it was cut off
	Tries    int       `json:"tries"`
	Retry    time.Time `json:"retry,omitzero"` // when it is tried again; zero where it is not
	Error    string    `json:"error,omitempty"`
}

// Run works until the context ends. A job that is at work then is ended by its context, and waited for.
func (s *Scheduler) Run(ctx context.Context) {
	s.state = State{Cron: s.Plan.Spec, Zone: s.Plan.Zone.String(), Since: s.Clock.Now()}
	if last := s.Last(); last.IsZero() {
		s.Log.Info("还没有发布过结果，现在运行一次")
		s.attempt(ctx)
	} else if missed := s.Plan.Next(last); !missed.After(s.Clock.Now()) {
		s.Log.Info("补上错过的一次运行", "应运行于", missed.In(s.Plan.Zone))
		s.attempt(ctx)
	}
	for ctx.Err() == nil {
		s.state.Next = s.Plan.Next(s.Clock.Now())
		s.save()
		s.Log.Info("等待下一次运行", "时间", s.state.Next.In(s.Plan.Zone))
		if s.sleepUntil(ctx, s.state.Next) == nil {
			s.attempt(ctx)
		}
	}
	s.state.Next = time.Time{}
	s.save()
	s.Log.Info("定时任务已停止")
}

// sleepUntil waits in short steps: a machine that was asleep, or whose clock was set, is noticed.
func (s *Scheduler) sleepUntil(ctx context.Context, then time.Time) error {
	for {
		left := then.Sub(s.Clock.Now())
		if left <= 0 {
			return ctx.Err()
		}
		if err := s.Clock.Sleep(ctx, min(left, time.Minute)); err != nil {
			return err
		}
	}
}

// attempt does one night's work, with its retries.
func (s *Scheduler) attempt(ctx context.Context) {
	s.state.Last = Attempt{Started: s.Clock.Now()}
	for {
		s.state.Last.Tries++
		s.state.Last.Retry = time.Time{}
		s.save()
		err := s.once(ctx)
		if ctx.Err() != nil {
			s.state.Last.Error = "运行被中断，没有发布，上一次的结果保持不变"
			s.Log.Warn(s.state.Last.Error)
			return
		}
		if err == nil {
			s.state.Last.Error = ""
			break
		}
		s.state.Last.Error = err.Error()
		tried := s.state.Last.Tries
		if !s.Retryable(err) || tried > len(s.Retries) {
			s.Log.Error("没有发布", "原因", err.Error(), "次数", tried)
			break
		}
		pause := s.Retries[tried-1]
		s.Log.Warn("没有成功，稍后再试", "原因", err.Error(), "次数", tried, "等待", pause.String())
		s.state.Last.Retry = s.Clock.Now().Add(pause)
		s.save()
		if s.sleepUntil(ctx, s.state.Last.Retry) != nil {
			return
		}
	}
	s.state.Last.Finished = s.Clock.Now()
	s.save()
}

// once runs the job; a panic of it is an error, and the next night comes.
func (s *Scheduler) once(ctx context.Context) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			s.Log.Error("程序异常", "内容", fmt.Sprint(caught), "位置", string(debug.Stack()))
			err = fmt.Errorf("%w：%v", errPanic, caught)
		}
	}()
	return s.Job(ctx)
}

func (s *Scheduler) save() {
	if err := s.Save(s.state); err != nil {
		s.Log.Warn("定时任务的状态没有保存", "原因", err.Error())
	}
}
