package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// build makes what is published: the database, and all that is written from it. m takes what of it belongs
// into the manifest.
func build(
	ctx context.Context, cfg *Config, county *rules.County, inputs *find.Inputs, last *lastSet, run *publish.Run,
	m *publish.Manifest, watch *watch,
) error {
	previous, err := compareWith(cfg, last, run, m)
	if err != nil {
		return err
	}
	m.Summary.Notes = append(m.Summary.Notes, cfg.notes...)
	previous.Today = watch.started
	db, timings, err := judge(ctx, cfg, county, inputs, run, previous)
	if watch.lap("build"); err != nil {
		return err
	}
	defer db.Close() // after Finish it is closed, which is no fault
	build, err := program(cfg.Program)
	if err != nil {
		return err
	}
	set := reports.Set{
		Dir: run.Dir, Tables: db, County: county, Inputs: inputs, Program: build, Workers: cfg.workers(),
	}
	if !cfg.Rebuild {
		set.Last = reports.Last{Dir: last.Dir, Manifest: last.Manifest, Link: run.Link}
	}
	if cfg.Tables {
		return writeTables(ctx, set, m)
	}
	written, err := reports.Write(ctx, set)
	if watch.lap("reports"); err != nil {
		return err
	}
	notes := slices.Concat(m.Summary.Notes, asideNotes(db), written.Summary.Notes)
	m.Summary, m.Made = written.Summary, written.Made
	m.Summary.Notes, m.Summary.Changes.Previous = notes, m.Previous
	err = recount(ctx, db, m.Summary.Rows)
	watch.lap("recount")
	watch.laps = append(watch.laps, sqlDurations(timings)...)
	return err
}

// manyFiles is from how many files on what is held of them is worth giving back.
const manyFiles = 1000

// judge runs the SQL over what was read. Faults of our own arithmetic end it.
func judge(
	ctx context.Context, cfg *Config, county *rules.County, inputs *find.Inputs, run *publish.Run,
	previous warehouse.Previous,
) (*warehouse.Warehouse, []warehouse.Timing, error) {
	if len(inputs.Files) > manyFiles {
		debug.FreeOSMemory() // what reading took, for the database
	}
	queries, err := warehouse.ReadQueries(county.SQL)
	if err != nil {
		return nil, nil, err
	}
	zone, err := county.Zone()
	if err != nil {
		return nil, nil, err
	}
	previous.Today = previous.Today.In(zone)
	columns, files := find.Register(inputs.Files)
	b := &warehouse.Build{
		Path: filepath.Join(run.Dir, reports.Database), Work: filepath.Join(cfg.Outputs, workPrefix+run.ID),
		SQL: queries, Rules: county.Rules, Count: reports.Exported, Year: inputs.Year, Years: inputs.Years,
		Columns: columns, Files: files, Memory: cfg.Memory, Threads: cfg.Workers, Previous: previous,
	}
	if cfg.Part {
		b.Counties = []string{cfg.County}
	}
	if cfg.Tables {
		b.Path, b.Exports = "", run.Dir
	}
	if b.Aside, err = cfg.gathered.setAside(ctx); err != nil {
		return nil, nil, err
	}
	if err := judgeOtherwise(ctx, b, cfg.gathered, county.Other); err != nil {
		return nil, nil, err
	}
	if cfg.gathered != nil {
		if err := cfg.gathered.into(ctx, b, county); err != nil {
			return nil, nil, err
		}
	}
	db, timings, err := b.RunSparing(ctx)
	if err != nil {
		return nil, nil, err
	}
	if faults := db.Faults(); len(faults) > 0 {
		return nil, nil, errors.Join(auditFault(faults), db.Close())
	}
	return db, timings, nil
}

// judgeOtherwise judges the same inputs under the county's second rule set (对比规则.xlsx), where there is one: the build
// reads its tables, and sets aside what had to be set aside there.
func judgeOtherwise(ctx context.Context, b *warehouse.Build, g *gathered, other *rules.Rules) error {
	if other == nil {
		return nil
	}
	dir := filepath.Join(b.Work, "other")
	second := *b
	if g != nil { // what was judged apart was so under the first rules: this begins with the values that were read
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		files, err := restage(ctx, g.parts, filepath.Join(dir, "values-read.parquet"))
		if err != nil {
			return err
		}
		second.Columns, second.Files = find.Register(files)
	}
	second.Rules, second.Work, second.Path = other, dir, ""
	w, _, err := second.RunSparing(ctx)
	if err != nil {
		return fmt.Errorf("under %s: %w", rules.OtherName, err)
	}
	defer w.Close()
	for _, t := range warehouse.OtherTables {
		if err := w.Export(ctx, t.Table, filepath.Join(dir, t.Table+".parquet")); err != nil {
			return err
		}
	}
	b.Other, b.Aside = dir, second.Aside
	return nil
}

// asideNotes say which forms are set aside.
func asideNotes(db *warehouse.Warehouse) (notes []string) {
	for _, a := range db.Aside() {
		notes = append(notes, "一张表搁置，没有计入，其余照常："+a.Place+"（"+a.Reason+"）")
	}
	return notes
}

// auditFault says that our own arithmetic does not hold.
func auditFault(faults []warehouse.Fault) error {
	text := "自查没有通过，本次结果不发布，上一次的结果保持不变："
	for i, f := range faults {
		if i == 5 {
			text += fmt.Sprintf("\n  ……共 %d 处", len(faults))
			break
		}
		text += fmt.Sprintf("\n  %s（%s）：%s", f.Message, f.Audit, f.Detail)
	}
	return &fault.Fault{Kind: fault.Audit, Says: text}
}

// recount ends the database and wants the rows that were summed up in its file.
func recount(ctx context.Context, db *warehouse.Warehouse, want map[string]int64) error {
	rows, err := db.Finish(ctx)
	if err == nil && !maps.Equal(rows, want) {
		err = fmt.Errorf("its file holds %v, it was built with %v", rows, want)
	}
	if err != nil {
		return fmt.Errorf("look at the database again: %w", err)
	}
	return nil
}
