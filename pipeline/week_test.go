package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/schedule"
	"jixiao/pipeline/warehouse"
)

// week is a clock that moves only when someone waits; each noon something happens to the inputs.
type week struct {
	now  time.Time
	days map[int]func() error // by the day of the month
	end  time.Time
	stop context.CancelFunc
	err  error
}

func (w *week) Now() time.Time { return w.now }

func (w *week) Sleep(ctx context.Context, d time.Duration) error {
	for w.now = w.now.Add(d); ; {
		day := w.now.Day()
		do := w.days[day]
		if do == nil || w.now.Hour() < 12 {
			break
		}
		delete(w.days, day)
		w.err = errors.Join(w.err, do())
	}
	if !w.now.Before(w.end) {
		w.stop()
	}
	return ctx.Err()
}

// A week of nights on a clock of our own: what comes late, is replaced, broken or withdrawn shows on the
// right night, and only then; a night without the share publishes nothing.
func TestWeek(t *testing.T) {
	zone, err := time.LoadLocation(rules.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2024, 3, day, hour, 0, 0, 0, zone) }
	inputs := copyInputs(t, "瓜里乡", "车田苗族乡")
	late := filepath.Join(inputs, "2023", "车田苗族乡2023年绩效自评.xlsx")
	other := filepath.Join(inputs, "2023", "瓜里乡2023年绩效自评.xlsx")
	desk := t.TempDir() // where townships keep their own
	kept := filepath.Join(desk, "车田.xlsx")
	good, err := os.ReadFile(other)
	if err := errors.Join(err, os.Rename(late, kept)); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	clock := &week{now: at(3, 20), end: at(11, 3), stop: stop, days: map[int]func() error{
		4: func() error { return os.Rename(kept, late) },                          // late
		5: func() error { return os.WriteFile(other, good[:len(good)/2], 0o644) }, // broken
		6: func() error { return os.WriteFile(other, good, 0o644) },               // replaced by a whole one
		7: func() error { return os.Rename(late, kept) },                          // withdrawn
		8: func() error { return os.Rename(inputs, inputs+".away") },              // the share is away
		9: func() error { return os.Rename(inputs+".away", inputs) },
	}}
	outputs := t.TempDir()
	told := map[int]string{} // by the day of the month of the night
	plan, err := schedule.NewPlan("0 2 * * *", zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &schedule.Scheduler{Plan: plan, Clock: clock, Retries: schedule.Retries, Retryable: fault.Retryable,
		Log:  slog.New(slog.NewTextHandler(io.Discard, nil)),
		Last: func() time.Time { return at(3, 2) }, Save: func(schedule.State) error { return nil },
		Job: func(ctx context.Context) error {
			day := clock.now.Day()
			sum, err := Run(ctx, Config{
				Inputs: inputs, Outputs: outputs, Now: clock.Now,
				Sleep: func(context.Context, time.Duration) error { return nil }, Settle: true,
			})
			if err != nil {
				told[day] = "nothing: " + strings.ReplaceAll(err.Error(), inputs, "DIR")
				return err
			}
			told[day] = tell(t, sum, outputs)
			return nil
		}}
	s.Run(ctx)
	if clock.err != nil || len(clock.days) > 0 {
		t.Fatalf("the week did not happen: %v, left %d", clock.err, len(clock.days))
	}
	want := map[int]string{
		4:  "1 of 7 in, unreadable 0, first",
		5:  "2 of 7 in, unreadable 0, came 1, replaced 0, withdrawn 0; -not_submitted 车田苗族乡 after 1 days (新报“2023/车田苗族乡2023年绩效自评.xlsx”)",
		6:  "1 of 7 in, unreadable 1, came 0, replaced 1, withdrawn 0; +file_unreadable 瓜里乡 (替换“2023/瓜里乡2023年绩效自评.xlsx”（不能读取）); +not_submitted 瓜里乡 (替换“2023/瓜里乡2023年绩效自评.xlsx”（不能读取）)",
		7:  "2 of 7 in, unreadable 0, came 0, replaced 1, withdrawn 0; -file_unreadable 瓜里乡 after 1 days (替换“2023/瓜里乡2023年绩效自评.xlsx”); -not_submitted 瓜里乡 after 1 days (替换“2023/瓜里乡2023年绩效自评.xlsx”)",
		8:  "1 of 7 in, unreadable 0, came 0, replaced 0, withdrawn 1; +not_submitted 车田苗族乡 (撤回“2023/车田苗族乡2023年绩效自评.xlsx”)",
		9:  "nothing: 没有输入文件夹“DIR”。请用 --inputs 指定，或用 jixiao init 新建。",
		10: "1 of 7 in, unreadable 0, no change",
		11: "1 of 7 in, unreadable 0, no change",
	}
	for day := 4; day <= 11; day++ {
		if told[day] != want[day] {
			t.Errorf("night of the %dth:\n got %s\nwant %s", day, told[day], want[day])
		}
	}
}

// tell is a night in a line: who is in, what came and went, and the findings on coming or not coming.
func tell(t *testing.T, s *publish.Summary, outputs string) string {
	t.Helper()
	text := fmt.Sprintf("%d of %d in, unreadable %d, ", s.Submitted, s.Townships, len(s.Unreadable))
	switch {
	case s.Changes.Previous == "":
		return text + "first"
	case strings.Contains(s.Changes.Text(), "没有变化"):
		return text + "no change"
	}
	text += fmt.Sprintf("came %d, replaced %d, withdrawn %d", s.Changes.Came, s.Changes.Replaced, s.Changes.Withdrawn)
	db, err := warehouse.Open(context.Background(), filepath.Join(publish.RunDir(outputs, s.Run), "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(context.Background(), `
		select case status when 'opened' then '+' else '-' end || code || ' ' || township || case when status = 'closed' then ' after ' || days_open || ' days' else '' end || ' (' || cause || ')'
		from changes.findings where status <> 'open' and code in ('not_submitted', 'file_unreadable') order by code, township`)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows.Rows {
		text += "; " + row[0].(string)
	}
	return text
}

// Night after night nothing heaps up: no open files, nothing beside the runs that are kept. JIXIAO_NIGHTS
// asks for more nights.
func TestNightsLeaveNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("many runs: run without -short")
	}
	nights := 6
	if text := os.Getenv("JIXIAO_NIGHTS"); text != "" {
		if _, err := fmt.Sscan(text, &nights); err != nil {
			t.Fatal(err)
		}
	}
	cfg := Config{Inputs: copyInputs(t), Outputs: t.TempDir(), Worker: []string{os.Args[0], workerArgument}}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	if err := os.Mkdir(filepath.Join(cfg.Inputs, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	start := time.Date(2024, 3, 1, 2, 0, 0, 0, time.UTC)
	open := 0
	for n := range nights {
		cfg.Now = func() time.Time { return start.AddDate(0, 0, n) }
		broken := fmt.Sprintf("%d", n)
		if err := os.WriteFile(filepath.Join(cfg.Inputs, "2023", "瓜里乡.xlsx"), []byte(broken), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(context.Background(), cfg); err != nil {
			t.Fatal(err)
		}
		handles, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("handles cannot be counted here")
		}
		if n == 1 { // the first opens what stays open once
			open = len(handles)
		}
		if n > 1 && len(handles) > open {
			t.Errorf("night %d: %d handles, after the second %d", n, len(handles), open)
		}
		if err := nothingLeft(cfg.Outputs); err != nil {
			t.Errorf("night %d: %v", n, err)
		}
	}
	runs, err := os.ReadDir(filepath.Join(cfg.Outputs, "runs"))
	if err != nil || len(runs) > 14+2 {
		t.Errorf("%d runs are kept: %v", len(runs), err)
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v %v", left, err)
	}
	t.Logf("%d nights, %d handles, %d runs kept", nights, open, len(runs))
}
