package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
)

// publish makes the run a set and swaps latest to it. From the swap on the run is published; what goes
// wrong then is a note.
func (j *job) publish(ctx context.Context) error {
	m := j.manifest()
	m.Finished = j.cfg.now()
	if err := errors.Join(ctx.Err(), j.held.Check()); err != nil { // the last moment to turn back
		return err
	}
	if err := j.run.Commit(m); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	var held *publish.HeldError
	if err := j.run.Swap(m); errors.As(err, &held) {
		j.summary.Notes = append(j.summary.Notes, held.Error())
	} else if err != nil {
		return fmt.Errorf("swap latest: %w", err)
	}
	j.published = true
	keep, err := strconv.Atoi(j.rules.Parameter("保留批次", j.year))
	if err != nil {
		keep = 14
	}
	if err := j.place().Prune(keep); err != nil {
		j.summary.Notes = append(j.summary.Notes, "旧批次没有清理干净，下次运行时再清理："+err.Error())
	}
	return nil
}

// settleOutputs hashes the outputs and brings them to the disk.
func (j *job) settleOutputs(context.Context) error {
	if err := j.run.Settle(); err != nil {
		return fmt.Errorf("settle the outputs: %w", err)
	}
	return nil
}

// recount ends the database and wants the rows that were summed up in its file.
func (j *job) recount(ctx context.Context) error {
	rows, err := j.db.Finish(ctx)
	j.db = nil
	if err == nil && !maps.Equal(rows, j.summary.Rows) {
		err = fmt.Errorf("its file holds %v, it was built with %v", rows, j.summary.Rows)
	}
	if err != nil {
		return fmt.Errorf("look at the database again: %w", err)
	}
	return nil
}

// manifest says what the run was made from; the outputs are added by Commit.
func (j *job) manifest() *publish.Manifest {
	m := &publish.Manifest{Year: j.year, Started: j.started, Version: j.cfg.Version, Previous: j.previous, Ingredients: j.made, Own: j.own, Renewed: j.renewed,
		Rules: j.rulesFile, OtherRules: j.otherRules, Inputs: j.register(), Summary: j.summary}
	m.Durations, m.PeakMemory, m.Rows = slices.Concat(j.durations, sqlDurations(j.timings)), memoryPeak(), j.summary.Rows
	if j.reuse != nil {
		m.Made = j.reuse.now
	}
	return m
}

// sqlDurations gives the folders of sql, each with the sum of its scripts, then the scripts alone.
func sqlDurations(timings []warehouse.Timing) (all []Duration) {
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
		all = append(all, Duration{name, folders[name].Milliseconds()})
	}
	for _, t := range timings {
		if t.Name != t.Folder {
			all = append(all, Duration{t.Name, t.Took.Milliseconds()})
		}
	}
	return all
}

// register is the files as the manifest has them.
func (j *job) register() (inputs []publish.Input) {
	for _, f := range j.files {
		inputs = append(inputs, publish.Input{File: f.Path, SHA256: f.SHA, Size: f.Size, Modified: f.Modified.UTC(), Fate: string(f.Fate), Reason: f.Reason})
	}
	return inputs
}

// release ends a run, however it went: what was not published is removed.
func (j *job) release() {
	if j.db != nil {
		_ = j.db.Close() // its file is thrown away below
	}
	for _, root := range j.unsealed {
		_ = errors.Join(root.Close(), os.RemoveAll(filepath.Dir(root.Name())))
	}
	if j.run != nil {
		_ = os.RemoveAll(j.work())
		if !j.published {
			_ = j.run.Abandon()
		}
	}
	if j.held != nil {
		_ = j.held.Unlock()
	}
}
