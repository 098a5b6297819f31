// Package reports writes the files of a set from its tables: the consolidated workbook, what goes back to the
// townships, Word files, pages, the edition for the public, lists. The same tables give the same bytes.
package reports

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"

	"golang.org/x/sync/errgroup"

	"jixiao/pipeline/find"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/tables"
)

// Tables answers for the tables that everything is written from.
type Tables interface {
	// Ask runs a question of sql/asked, by the name of its file.
	Ask(ctx context.Context, question string) (*tables.Table, error)
	Query(ctx context.Context, query string, args ...any) (*tables.Table, error)
	// Tables reads the tables of a schema: with all rows (most is 0), none (-1), or the first of too many.
	Tables(ctx context.Context, schema string, most int, only ...string) ([]*tables.Table, error)
	Rows(ctx context.Context, names []string) (map[string]int64, error)
	Export(ctx context.Context, table, path string) error
}

// Set is what the files of a set are made from.
type Set struct {
	Dir     string // the run's folder, to write into
	Tables  Tables
	County  *rules.County
	Inputs  *find.Inputs // what was handed in, for the marked copies
	Last    Last         // what the last set made
	Program string       // tells one build of the program from another: each may write otherwise
	Workers int          // outputs that are written at once
}

// Written is what came of it.
type Written struct {
	Summary *publish.Summary  // of the tables; what a run knows besides is left to it
	Made    map[string]string // output → hash of what it was made from
}

// writer is what all outputs are written with. Nothing of it changes once it is made but what views and reuse
// remember.
type writer struct {
	Set
	layout layout
	views  *views
	reuse  *reuse
	gate   *gate
}

// Write writes what people open, several files at once; none of it depends on which is written first.
func Write(ctx context.Context, s Set) (*Written, error) {
	v, err := newViews(ctx, s.Tables)
	if err != nil {
		return nil, err
	}
	year := s.Inputs.Year
	w := &writer{Set: s, views: v, layout: newLayout(s.County.Units(year)), reuse: newReuse(s),
		gate: newGate(s.County, year)}
	copies, err := w.returns(ctx)
	if err != nil {
		return nil, err
	}
	if err := w.outputs(ctx, copies); err != nil {
		return nil, err
	}
	sum, err := w.summary(ctx)
	if err != nil {
		return nil, err
	}
	sum.Notes = slices.Sorted(slices.Values(w.gate.notes))
	if sum.Changes, err = w.changes(ctx); err != nil {
		return nil, err
	}
	return &Written{sum, w.reuse.now}, w.readBack(sum)
}

// outputs writes everything but the marked copies, which it leads to.
func (w *writer) outputs(ctx context.Context, copies map[string]string) error {
	book := task{countyBook, func() error { return w.workbook(ctx, copies) }}
	lists := task{"lists and parquet", func() error {
		return errors.Join(w.export(ctx), w.labels(ctx), w.handling(ctx))
	}}
	if w.inPhases() {
		if err := w.parallel(ctx, []task{book, lists}); err != nil {
			return err
		}
		debug.FreeOSMemory() // to the system, for the database
		return w.papers(ctx, copies, nil)
	}
	both, ctx := errgroup.WithContext(ctx) // the workbook takes as long as many papers
	both.SetLimit(w.Workers)
	both.Go(func() error { return w.parallel(ctx, []task{book}) })
	both.Go(func() error { return w.papers(ctx, copies, []task{lists}) })
	return both.Wait()
}

// manyTownships is from how many townships on the outputs are written phase by phase, so that not all tables
// are held at once; fewer are written all together.
const manyTownships = 200

func (w *writer) inPhases() bool { return len(w.layout.folders) >= manyTownships }

// papers writes everything but the workbook, tasks with the first of it.
func (w *writer) papers(ctx context.Context, copies map[string]string, tasks []task) error {
	reviews, err := w.reviews()
	if err != nil {
		return err
	}
	names := taskNames(reviews)
	tasks = append(tasks, reviews...)
	if w.inPhases() {
		if err := w.parallel(ctx, tasks); err != nil {
			return err
		}
		tasks = nil // they hold their lines
		w.views.forget(append(slices.Clone(w.views.sheets), reviewBook)...)
		debug.FreeOSMemory()
	}
	documents, err := w.documents()
	if err != nil {
		return err
	}
	if err := w.parallel(ctx, append(tasks, documents...)); err != nil {
		return err
	}
	if err := w.disclose(ctx); err != nil {
		return err
	}
	pages, err := w.pages(ctx, names, copies) // they lead to what was written
	if err != nil {
		return err
	}
	if err := w.parallel(ctx, pages); err != nil {
		return err
	}
	if err := w.gate.pass(w.path(publicIndex)); err != nil {
		return err
	}
	return writeCSV(w.path(publicList), w.gate.list())
}

// task writes one output.
type task struct {
	name string
	do   func() error
}

func taskNames(tasks []task) (names []string) {
	for _, t := range tasks {
		names = append(names, t.name)
	}
	return names
}

func (w *writer) parallel(ctx context.Context, tasks []task) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(w.Workers)
	for _, t := range tasks {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := t.do(); err != nil {
				return fmt.Errorf("write %s: %w", t.name, err)
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

// path is where a file of the set stands.
func (w *writer) path(file string) string { return filepath.Join(w.Dir, filepath.FromSlash(file)) }

// title begins the titles of what is the county's: 资源县2023年度.
func (w *writer) title() string {
	return fmt.Sprintf("%s%d年度", w.County.CountyName(w.Inputs.Year), w.Inputs.Year)
}
