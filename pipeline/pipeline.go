// Package pipeline is the main job: from the folder of submissions to the published set. Here is the flow; the
// work is done in the rooms below.
package pipeline

import (
	"context"
	"errors"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// Run does the main job once. An error that people can mend holds a fault.Fault; any other is one of the
// program or the machine. Faults in what was handed in are findings, never errors.
func Run(ctx context.Context, cfg Config) (*publish.Summary, error) {
	watch := startWatch(cfg.now())
	county, err := rules.Open(cfg.Inputs, warehouse.Checks) // 规则.xlsx, the county's own SQL and templates
	if watch.lap("rules"); err != nil {
		return nil, err
	}
	inputs, err := cfg.open(county) // every file ends with a fate
	if err == nil {
		if err = errors.Join(cfg.notVanished(inputs), cfg.CheckFolders()); err != nil {
			inputs.Close()
		}
	}
	if watch.lap("find"); err != nil {
		return nil, err
	}
	defer inputs.Close()
	return run(ctx, &cfg, county, inputs, watch)
}

// run judges inputs and publishes what comes of it.
func run(
	ctx context.Context, cfg *Config, county *rules.County, inputs *find.Inputs, watch *watch,
) (*publish.Summary, error) {
	held, err := lock(cfg)
	if watch.lap("lock"); err != nil {
		return nil, err
	}
	defer held.release()
	fresh, err := read(ctx, cfg, county, inputs, watch) // files to stage; nothing is read twice
	if err != nil {
		return nil, err
	}
	run, m, err := begin(cfg, county, inputs, watch.started) // the folder of the set, and what it is made from
	if err != nil {
		return nil, err
	}
	defer run.Abandon() // unless it is published
	last, err := findLast(cfg.Outputs, m.Year)
	if err != nil {
		return nil, err
	}
	cfg.notes = append(cfg.notes, last.readAnew(m, fresh)...)
	carried, err := last.carryOver(cfg, run, m) // where nothing has changed
	if watch.lap("renew"); err == nil && !carried {
		err = build(ctx, cfg, county, inputs, last, run, m, watch)
	}
	if err != nil {
		return nil, err
	}
	m.Summary.Fresh = fresh
	return commit(ctx, cfg, county, held, run, m, watch) // nothing is a set before its manifest
}
