package schedule

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

var zone = time.FixedZone("Asia/Shanghai", 8*3600)

// fake is a clock that moves only when someone waits.
type fake struct {
	now  time.Time
	end  time.Time // the context ends here
	stop context.CancelFunc
}

func (f *fake) Now() time.Time { return f.now }
func (f *fake) Sleep(ctx context.Context, d time.Duration) error {
	if f.now = f.now.Add(d); !f.now.Before(f.end) {
		f.stop()
	}
	return ctx.Err()
}

// trial runs a scheduler from a time on for so long, with its job; it gives when the job ran.
type trial struct {
	from   time.Time
	last   time.Time
	long   time.Duration
	spec   string
	job    func(run int) error
	takes  time.Duration
	states []State
	log    bytes.Buffer
}

var errAway = errors.New("away")

func (tr *trial) run(t *testing.T) (ran []string) {
	t.Helper()
	china, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		china = zone
	}
	plan, err := NewPlan(tr.spec, china)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	clock := &fake{tr.from, tr.from.Add(tr.long), stop}
	s := &Scheduler{Plan: plan, Clock: clock, Retries: Retries,
		Retryable: func(err error) bool { return errors.Is(err, errAway) },
		Last:      func() time.Time { return tr.last },
		Save:      func(s State) error { tr.states = append(tr.states, s); return nil },
		Log:       slog.New(slog.NewTextHandler(&tr.log, nil)),
		Job: func(context.Context) error {
			ran = append(ran, clock.now.In(china).Format("2 15:04"))
			clock.now = clock.now.Add(tr.takes)
			if tr.job != nil {
				return tr.job(len(ran))
			}
			return nil
		}}
	s.Run(ctx)
	return ran
}

func at(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, zone) }

func TestNights(t *testing.T) {
	cases := []struct {
		name string
		trial
		want string
	}{
		{
			"three nights in the county's zone",
			trial{from: at(1, 12), last: at(1, 2), long: 72 * time.Hour, spec: "0 2 * * *"},
			"2 02:00, 3 02:00, 4 02:00",
		},
		{
			"a missed night is made up once, however many were missed",
			trial{from: at(5, 12), last: at(1, 2), long: 24 * time.Hour, spec: "0 2 * * *"},
			"5 12:00, 6 02:00",
		},
		{"nothing published yet", trial{from: at(1, 12), long: 24 * time.Hour, spec: "0 2 * * *"}, "1 12:00, 2 02:00"},
		{
			"last night was done by hand later",
			trial{from: at(2, 12), last: at(2, 9), long: 24 * time.Hour, spec: "0 2 * * *"},
			"3 02:00",
		},
		{
			"a run that takes longer than the time between two",
			trial{
				from: at(1, 0), last: at(1, 0), long: 5*time.Hour + time.Minute, takes: 90 * time.Minute,
				spec: "0 * * * *",
			},
			"1 01:00, 1 03:00, 1 05:00",
		},
		{"away for three tries",
			trial{from: at(1, 12), last: at(1, 2), long: 20 * time.Hour, spec: "0 2 * * *", job: func(run int) error {
				if run < 4 {
					return errAway
				}
				return nil
			}}, "2 02:00, 2 02:01, 2 02:03, 2 02:08"},
		{"away all night: a bounded number of tries, and the next night",
			trial{
				from: at(1, 12), last: at(1, 2), long: 39 * time.Hour, spec: "0 2 * * *",
				job: func(int) error { return errAway },
			},
			"2 02:00, 2 02:01, 2 02:03, 2 02:08, 2 02:18, 2 02:48, 3 02:00, 3 02:01, 3 02:03, 3 02:08, 3 02:18, 3 02:48"},
		{
			"a fault that stays is not tried again that night",
			trial{
				from: at(1, 12), last: at(1, 2), long: 39 * time.Hour, spec: "0 2 * * *",
				job: func(int) error { return errors.New("rules") },
			},
			"2 02:00, 3 02:00",
		},
		{
			"a panic does not end the nights",
			trial{
				from: at(1, 12), last: at(1, 2), long: 39 * time.Hour, spec: "0 2 * * *",
				job: func(int) error { panic("!") },
			},
			"2 02:00, 3 02:00",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(c.trial.run(t), ", "); got != c.want {
				t.Errorf("ran at %s, want %s", got, c.want)
			}
		})
	}
}

// What status shows: the next run while waiting, the last one with its error, the tries.
func TestState(t *testing.T) {
	tr := trial{
		from: at(1, 12), last: at(1, 2), long: 16 * time.Hour, spec: "0 2 * * *",
		job: func(int) error { return errors.New("规则不对") },
	}
	tr.run(t)
	if first := tr.states[0]; !first.Next.Equal(at(2, 2)) || first.Cron != "0 2 * * *" ||
		first.Zone != "Asia/Shanghai" {
		t.Errorf("waiting: %+v", first)
	}
	last := tr.states[len(tr.states)-1]
	if want := (Attempt{
		Started: at(2, 2), Finished: at(2, 2), Tries: 1, Error: "规则不对",
	}); fmt.Sprint(last.Last.Started.UTC(), last.Last.Finished.UTC(), last.Last.Tries,
		last.Last.Error) != fmt.Sprint(want.Started.UTC(), want.Finished.UTC(), want.Tries, want.Error) ||
		!last.Next.IsZero() {
		t.Errorf("stopped: %+v", last)
	}
	dir := t.TempDir()
	if err := SaveState(dir, last); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadState(dir); err != nil || !got.Last.Started.Equal(last.Last.Started) ||
		got.Last.Error != last.Last.Error {
		t.Errorf("%+v %v", got, err)
	}
}

// A job that is at work when the end comes is told by its context and waited for; it is not a failure.
func TestEndDuringAJob(t *testing.T) {
	plan, err := NewPlan("0 2 * * *", zoneOf(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var log bytes.Buffer
	ended := false
	s := &Scheduler{Plan: plan, Clock: &fake{now: at(1, 1), end: at(9, 0), stop: stop},
		Last: func() time.Time { return time.Time{} }, Retryable: func(error) bool { return true },
		Save: func(State) error { return nil }, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Job: func(ctx context.Context) error {
			stop()
			<-ctx.Done()
			ended = true
			return ctx.Err()
		}}
	s.Run(ctx)
	if !ended || !strings.Contains(log.String(), "运行被中断") || strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("ended %v\n%s", ended, log.String())
	}
}

func zoneOf(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Skip("no time zones here")
	}
	return z
}

func TestPlanIsRefused(t *testing.T) {
	for spec, want := range map[string]string{
		"0 2 * *": "不对", "明天": "不对", "0 0 31 2 *": "永远不会到", "TZ=": "时区", "CRON_TZ=Asia/Tokyo 0 2 * * *": "时区",
		"61 2 * * *": "不对",
	} {
		if _, err := NewPlan(spec, zoneOf(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", spec, err)
		}
	}
}
