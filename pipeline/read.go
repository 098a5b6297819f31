package pipeline

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/stage"
)

// workPrefix begins the names of what a run keeps in the outputs folder and does not publish.
const workPrefix = ".work-"

// hold is the outputs folder, held for one run.
type hold struct {
	*publish.Held
	outputs string
}

// lock takes the outputs folder, clears what a run that was killed left in it, and looks for room.
func lock(cfg *Config) (*hold, error) {
	held, err := publish.Lock(cfg.Outputs)
	if err != nil {
		return nil, err
	}
	h := &hold{held, cfg.Outputs}
	place := cfg.place()
	err = errors.Join(h.clear(), stage.Sweep(cfg.stage()))
	if err = errors.Join(err, place.Recover(), place.CheckSpace()); err != nil {
		h.release()
		return nil, err
	}
	return h, nil
}

// clear removes what is not published.
func (h *hold) clear() error {
	left, err := filepath.Glob(filepath.Join(h.outputs, workPrefix+"*"))
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}

// release gives the folder back. What cannot be cleared now the next run clears.
func (h *hold) release() { _ = errors.Join(h.clear(), h.Unlock()) }

// read waits for new files to lie still, opens archives, and extracts. fresh counts the files read for the first
// time.
func read(
	ctx context.Context, cfg *Config, county *rules.County, inputs *find.Inputs, watch *watch,
) (fresh int, err error) {
	if cfg.gathered != nil { // each county has read its own
		err = inputs.Reopen(ctx, cfg.Outputs, workPrefix)
		watch.lap("unseal")
		return 0, err
	}
	inputs.Last = lastSeen(cfg.Outputs)
	if cfg.Settle {
		err = inputs.Settle(ctx, cfg.sleep)
	}
	if watch.lap("settle"); err != nil {
		return 0, err
	}
	err = inputs.Unseal(ctx, cfg.Outputs, workPrefix)
	if err == nil {
		err = inputs.Unpack(ctx, cfg.Outputs, workPrefix)
	}
	if watch.lap("unseal"); err != nil {
		return 0, err
	}
	fresh, err = extract.Inputs(ctx, inputs, cfg.stage(), county.Rules, cfg.reading())
	watch.lap("extract")
	return fresh, err
}

// lastSeen is what the newest set saw of its files, by path.
func lastSeen(outputs string) map[string]find.Seen {
	seen := map[string]find.Seen{}
	if _, m, _ := publish.Latest(outputs); m != nil { // a set that was damaged since saw them all the same
		for _, in := range m.Inputs {
			if in.SHA256 != "" {
				seen[in.File] = find.Seen{
					SHA: in.SHA256, Size: in.Size, Modified: in.Modified, Fate: find.Fate(in.Fate),
				}
			}
		}
	}
	return seen
}

// notVanished refuses to publish where the last set had material of a year and there is none now, unless that is
// confirmed: a folder that was moved, or a share that shows nothing, is not a withdrawal.
func (c *Config) notVanished(in *find.Inputs) error {
	_, m, _ := publish.Latest(c.Outputs)
	if c.Withdrawn || c.Part || m == nil {
		return nil
	}
	before, now := map[int]int{}, map[int]int{}
	for _, f := range m.Inputs {
		if f.Fate == string(find.Read) {
			before[find.YearOf(f.File)]++
		}
	}
	for i := range in.Files {
		now[find.YearOf(in.Files[i].Path)]++
	}
	for _, year := range slices.Sorted(maps.Keys(before)) {
		if year != 0 && now[year] == 0 {
			return fault.New(fault.Input, "上一次的结果（批次 %s）中有 %d 年度的材料 %d 个，现在输入文件夹中一个也没有，没有发布。"+
				"请检查文件夹是否被移走、共享是否连通；确实全部撤回的，运行一次 jixiao run --withdrawn。", m.ID, year, before[year])
		}
	}
	return nil
}

// watch times the steps of a run.
type watch struct {
	started time.Time // of the run, by the county's clock
	last    time.Time
	spent   time.Duration // of the processor, until last
	peak    int64         // bytes: the most told until last, for the system's own count may fall by a few pages
	laps    []publish.Duration
}

func startWatch(now time.Time) *watch {
	return &watch{started: now, last: time.Now(), spent: publish.ProcessorTime()}
}

// lap ends a step.
func (w *watch) lap(step string) {
	now, spent := time.Now(), publish.ProcessorTime()
	w.peak = max(w.peak, publish.MemoryPeak())
	w.laps = append(w.laps, publish.Duration{
		Step: step, MS: now.Sub(w.last).Milliseconds(), Processor: (spent - w.spent).Milliseconds(),
		Peak: w.peak,
	})
	w.last, w.spent = now, spent
}
