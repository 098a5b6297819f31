package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Previous is the published set that a run is compared with.
type Previous struct {
	Dir   string    // holds its tables as Parquet; "" where there is none
	Today time.Time // the day of this run where the county is
}

// PreviousTables are the tables of an earlier set that sql/55_changes looks at, by the names of their
// Parquet files. Each becomes previous.<name>, with the columns that the table has now: what an older
// program did not write is null, and where there is no earlier set there are no rows.
var PreviousTables = []PreviousTable{
	{"findings", "checks.findings", "from checks.findings"},
	{"files", "sources.files", "from sources.files"},
	{"townships", "scores.townships", "from scores.townships"},
	{"rankings", "rankings.townships", "from rankings.townships"},
	{"history", "changes.findings", "select null::varchar as finding_id, null::varchar as status, null::date as first_seen"},
}

// PreviousTable is one of them: its name, the table it was, and a query with its columns.
type PreviousTable struct{ Name, Table, shape string }

// loadPrevious makes the schema previous. It runs when the tables it takes its columns from are built.
func (b *Build) loadPrevious(ctx context.Context, w *Warehouse) error {
	statements := []string{fmt.Sprintf("set variable today = date %s", quote(b.Previous.Today.Format(time.DateOnly))),
		fmt.Sprintf("set variable has_previous = %t", b.Previous.Dir != "")}
	for _, p := range PreviousTables {
		statements = append(statements, fmt.Sprintf("create table previous.%s as select * from (%s) limit 0", p.Name, p.shape),
			fmt.Sprintf("comment on table previous.%s is %s", p.Name, quote("上次发布的 "+p.Table)))
	}
	if err := w.exec(ctx, statements...); err != nil { // in one step: each alone would wait for the disk
		return err
	}
	for _, p := range PreviousTables {
		if err := b.fillPrevious(ctx, w, p); err != nil {
			return fmt.Errorf("load the previous %s: %w", p.Table, err)
		}
	}
	return nil
}

func (b *Build) fillPrevious(ctx context.Context, w *Warehouse, p PreviousTable) error {
	columns, err := w.Query(ctx, "select column_name, data_type from duckdb_columns() where schema_name = 'previous' and table_name = ? order by column_index", p.Name)
	if err != nil {
		return err
	}
	var comments []string
	for _, row := range columns.Rows {
		comments = append(comments, fmt.Sprintf("comment on column previous.%s.%s is '见 %s'", p.Name, quoteName(row[0].(string)), p.Table))
	}
	if err := w.exec(ctx, comments...); err != nil || b.Previous.Dir == "" {
		return err
	}
	path := filepath.Join(b.Previous.Dir, p.Table+".parquet")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) { // an older program did not write it
		return nil
	}
	kept, err := w.Query(ctx, "select name from parquet_schema("+quote(path)+")")
	if err != nil {
		return err
	}
	has := map[any]bool{}
	for _, row := range kept.Rows {
		has[row[0]] = true
	}
	var names, casts []string
	for _, row := range columns.Rows {
		if has[row[0]] {
			name := quoteName(row[0].(string))
			names, casts = append(names, name), append(casts, fmt.Sprintf("try_cast(%s as %s)", name, row[1]))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return w.exec(ctx, fmt.Sprintf("insert into previous.%s (%s) select %s from read_parquet(%s)", p.Name, strings.Join(names, ", "), strings.Join(casts, ", "), quote(path)))
}

// readsPrevious reports whether a script looks at the previous set.
func (s *Script) readsPrevious() bool {
	return strings.Contains(comment.ReplaceAllString(s.Query, ""), "previous.")
}
