package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// isKept holds for what stands in the file: all but steps on the way, and a check's rows unless a county has a
// view over its own.
func (s *Script) isKept() bool {
	return !s.isStep() && (!s.isCheck() || len(s.views()) > 0)
}

// drop takes away what only the judging needed: each check's rows, which checks.findings has in words, what
// other builds made, and the rows of what is kept as a view.
func (n *building) drop(ctx context.Context, w *Warehouse) error {
	statements := []string{
		"begin", "drop view if exists checks." + allFound, "drop schema if exists " + apartSchema + " cascade",
		"drop schema " + rescored + " cascade",
	}
	for _, other := range n.otherSets() {
		statements = append(statements, "drop schema "+other.schema+" cascade")
	}
	var views []*Script
	for i := range n.SQL.Scripts {
		s := &n.SQL.Scripts[i]
		if s.Schema == auditSchema || !n.isMade(s) && !n.isFromParts(s) {
			continue
		}
		if s.isView() || !s.isKept() {
			statements = append(statements, "drop table "+s.Name())
		}
		if s.isView() {
			views = append(views, s)
			statements = append(statements, "create view "+s.Name()+" as\n"+s.Query)
		}
	}
	if err := w.exec(ctx, strings.Join(statements, "\n;\n")); err != nil {
		return err
	}
	for _, s := range views {
		if err := w.describe(ctx, "view", s.Name(), s.Header["说明"], s.Columns); err != nil {
			return err
		}
	}
	return w.exec(ctx, "commit")
}

// finish brings the tables to the file: what is in memory while the caller reads it.
func (n *building) finish(ctx context.Context) ([]Timing, error) {
	w := n.lanes[0]
	if !n.small {
		start := time.Now()
		if n.Path != "" {
			if err := n.drop(ctx, w); err != nil {
				return nil, err
			}
		}
		err := w.exec(ctx, "checkpoint")
		return append(n.timings, Timing{"sql/99_commit", "sql/99_commit", time.Since(start)}), err
	}
	if n.Path == "" {
		return n.timings, nil
	}
	writer, err := w.lane(ctx)
	if err != nil {
		return nil, err
	}
	w.saved = make(chan saved, 1)
	go func() {
		rows, err := n.save(ctx, writer)
		w.saved <- saved{rows, errors.Join(err, writer.conn.Close())}
	}()
	return n.timings, nil
}

// save writes the file from memory, and counts in it.
func (n *building) save(ctx context.Context, w *Warehouse) (map[string]int64, error) {
	if err := n.drop(ctx, w); err != nil {
		return nil, err
	}
	// Small blocks: most tables have few rows, and would leave nearly all of a block of the usual size empty. No
	// older version opens those; its format writes less.
	err := w.exec(ctx, "attach "+quote(n.Path)+" as file (block_size 16384, storage_version 'v1.1.0')",
		"copy from database memory to file", "checkpoint file", "detach file")
	if err != nil {
		return nil, err
	}
	return w.countIn(ctx, n.Path, n.Count)
}

// Finish ends a build: its file is then whole on disk, without a write-ahead log. The file is opened again, and
// the rows of the tables to count are given as they are in it. The database can no longer be asked.
func (w *Warehouse) Finish(ctx context.Context) (map[string]int64, error) {
	if w.saved != nil {
		file := <-w.saved
		w.saved = nil
		if file.err != nil {
			return nil, errors.Join(file.err, w.Close())
		}
		go w.Close() // memory alone is let go of, which takes a while
		return file.rows, nil
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("close the database: %w", err)
	}
	none, err := open(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	rows, err := none.countIn(ctx, w.build.Path, w.build.Count)
	return rows, errors.Join(err, none.Close())
}

// countIn counts rows in a finished file.
func (w *Warehouse) countIn(ctx context.Context, path string, names []string) (map[string]int64, error) {
	if _, err := os.Stat(path + ".wal"); err == nil {
		return nil, errors.New("a write-ahead log is left")
	}
	if err := w.exec(ctx, "attach "+quote(path)+" as finished (read_only)"); err != nil {
		return nil, fmt.Errorf("open the database again: %w", err)
	}
	rows, err := w.rows(ctx, "finished.", names)
	return rows, errors.Join(err, w.exec(ctx, "detach finished"))
}
