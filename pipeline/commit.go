package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// issuedFolder is for copies that staff edit before they are signed: what is published is for reading only. Nothing
// looks into it.
const issuedFolder = "签发"

// commit makes the run a set and swaps latest to it. From the swap on the run is published; what goes wrong
// then is a note.
func commit(
	ctx context.Context, cfg *Config, county *rules.County, held *hold, run *publish.Run, m *publish.Manifest,
	watch *watch,
) (*publish.Summary, error) {
	sum := m.Summary
	sum.Run, sum.Outputs = run.ID, filepath.Join(cfg.Outputs, "latest")
	err := run.Settle()
	if watch.lap("settle_outputs"); err != nil {
		return nil, fmt.Errorf("settle the outputs: %w", err)
	}
	m.Rows, m.Durations, m.PeakMemory, m.Finished = sum.Rows, watch.laps, watch.peak, cfg.now()
	committing := cmp.Or[sync.Locker](cfg.Committing, &sync.Mutex{})
	committing.Lock()
	if err := errors.Join(ctx.Err(), held.Check()); err != nil { // the last moment to turn back
		committing.Unlock()
		return nil, err
	}
	if err := run.Commit(m); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	var inUse *publish.HeldError
	if err := run.Swap(m); errors.As(err, &inUse) {
		sum.Notes = append(sum.Notes, inUse.Error())
	} else if err != nil {
		return nil, fmt.Errorf("swap latest: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(cfg.Outputs, issuedFolder), 0o755); err != nil {
		sum.Notes = append(sum.Notes, "“"+issuedFolder+"”文件夹没有建成，要改的副本请另找地方放")
	}
	if err := cfg.place().Prune(county.KeptRuns(m.Year)); err != nil {
		sum.Notes = append(sum.Notes, "旧批次没有清理干净，下次运行时再清理："+err.Error())
	}
	return sum, nil
}

// sqlDurations gives the folders of sql, each with the sum of its scripts, then the scripts alone.
func sqlDurations(timings []warehouse.Timing) (all []publish.Duration) {
	folders := map[string]time.Duration{}
	var names []string
	for _, t := range timings {
		if _, known := folders[t.Folder]; !known {
			names = append(names, t.Folder)
		}
		folders[t.Folder] += t.Took
	}
	slices.Sort(names) // scripts do not run folder by folder
	for _, name := range names {
		all = append(all, publish.Duration{Step: name, MS: folders[name].Milliseconds()})
	}
	for _, t := range timings {
		if t.Name != t.Folder {
			all = append(all, publish.Duration{Step: t.Name, MS: t.Took.Milliseconds()})
		}
	}
	return all
}
