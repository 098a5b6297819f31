// Package pipeline is the main job: from the folder of submissions to the published set.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Run does the main job once. The errors it gives by type: *rules.Error (a rule is wrong),
// *publish.LockedError, *AuditError, *InputError, *AwayError; anything else is a fault of the program or the
// machine. Faults in what was handed in are findings, never errors.
func Run(ctx context.Context, cfg Config) (*Summary, error) {
	j := &job{cfg: cfg, started: cfg.now()}
	steps := []struct {
		name string
		do   func(context.Context) error
		anew bool // left out where the last set is carried over
	}{
		{"rules", j.loadRules, false},
		{"find", j.find, false},
		{"lock", j.lock, false},
		{"settle", j.settle, false},
		{"unseal", j.unseal, false},
		{"extract", j.extract, false},
		{"renew", j.renew, false},
		{"build", j.build, true},
		{"audit", j.audit, true},
		{"reports", j.report, true},
		{"changes", j.changes, true},
		{"recount", j.recount, true},
		{"settle_outputs", j.settleOutputs, false},
		{"publish", j.publish, false},
	}
	defer j.release()
	for _, step := range steps {
		if step.anew && j.renewed != "" {
			continue
		}
		start := time.Now()
		if err := errors.Join(ctx.Err(), step.do(ctx)); err != nil {
			return nil, err
		}
		j.durations = append(j.durations, Duration{step.name, time.Since(start).Milliseconds()})
	}
	return j.summary, nil
}

// job is one run on its way.
type job struct {
	cfg        Config
	started    time.Time
	rules      *rules.Rules
	sql        *warehouse.Queries // the program's queries with the county's own over them
	rulesFile  publish.Output
	otherRules *publish.Output
	years      []int
	year       int // to publish
	files      []find.File
	fresh      int // files read anew
	held       *publish.Held
	run        *publish.Run
	db         *warehouse.Warehouse
	timings    []warehouse.Timing
	summary    *Summary
	durations  []Duration
	published  bool
	notes      []string
	folders    map[string]string // of the townships among the outputs
	program    string            // see program
	reuse      *reuse
	own        []publish.Output // the county's rules, its own SQL and templates
	unsealed   []*os.Root       // where the archives of counties are unpacked
	made       string           // the hash of what the set is made from (ingredients)
	renewed    string           // the run whose results are carried over; "" where they are made anew
	previous   string           // the run that this one is compared with; "" for none
}

// Duration is how long a step took, in milliseconds.
type Duration struct {
	Step string `json:"step"`
	MS   int64  `json:"ms"`
}

// InputError is a fault in how the folders are set up, with what to do.
type InputError struct{ Says string }

func (e *InputError) Error() string { return e.Says }

// AwayError says that the inputs could not be looked at: a share that is away is not an empty one.
type AwayError struct {
	Dir string
	Err error
}

func (e *AwayError) Error() string {
	return fmt.Sprintf("读不到输入文件夹“%s”，没有发布，上一次的结果保持不变。请检查网络和共享文件夹是否连通：%v", e.Dir, e.Err)
}

func (e *AwayError) Unwrap() error { return e.Err }

// Retryable reports whether a run that failed may succeed soon: the inputs are away, another run holds
// the lock, the disk is full.
func Retryable(err error) bool {
	var away *AwayError
	var input *InputError
	var locked *publish.LockedError
	var full *publish.SpaceError
	return errors.As(err, &away) || errors.As(err, &input) || errors.As(err, &locked) || errors.As(err, &full)
}

// AuditError says that our own arithmetic does not hold; nothing was published.
type AuditError struct{ Faults []warehouse.Fault }

func (e *AuditError) Error() string {
	text := "自查没有通过，本次结果不发布，上一次的结果保持不变："
	for i, f := range e.Faults {
		if i == 5 {
			return text + fmt.Sprintf("\n  ……共 %d 处", len(e.Faults))
		}
		text += fmt.Sprintf("\n  %s（%s）：%s", f.Message, f.Audit, f.Detail)
	}
	return text
}
