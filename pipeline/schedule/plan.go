package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"jixiao/pipeline/fault"
)

// Plan says when to run: five fields of cron (minute, hour, day, month, weekday) in the county's time zone.
type Plan struct {
	Spec string
	Zone *time.Location
	when cron.Schedule
}

// NewPlan reads a plan. One that would never come, such as 31 February, is refused.
func NewPlan(spec string, zone *time.Location) (*Plan, error) {
	if strings.Contains(spec, "TZ=") { // the zone is the county's; the library panics on some of these
		return nil, fault.New(fault.Usage, "时间表达式中不能写时区，时区由规则参数“时区”决定。")
	}
	when, err := cron.ParseStandard(fmt.Sprintf("CRON_TZ=%s %s", zone, spec))
	if err != nil {
		return nil, fault.New(fault.Usage, "时间表达式“%s”不对，应为“分 时 日 月 星期”五项，如每天凌晨两点是“0 2 * * *”。", spec)
	}
	p := &Plan{spec, zone, when}
	if p.Next(time.Now()).IsZero() {
		return nil, fault.New(fault.Usage, "时间表达式“%s”所说的日子永远不会到。", spec)
	}
	return p, nil
}

// Next is the first time of the plan after a moment.
func (p *Plan) Next(after time.Time) time.Time { return p.when.Next(after) }

var errPanic = errors.New("程序异常")
