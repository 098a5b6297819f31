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
	Whole string    // holds the tables of which Dir gets only what changed; "" where Dir has that already
	Today time.Time // the day of this run where the county is
}

// PreviousTables are the tables of an earlier set that sql/55_changes looks at, by the names of their
// Parquet files. Each becomes previous.<name>, with the columns that the table has now: what an older
// program did not write is null, and where there is no earlier set there are no rows.
var PreviousTables = []PreviousTable{
	{"findings", "checks.findings", "from checks.findings", ""},
	{"files", "sources.files", "from sources.files", ""},
	{"townships", "scores.townships", "from scores.townships", ""},
	{"rankings", "rankings.townships", "from rankings.townships", ""},
	{"projects", "scores.projects", "from scores.projects", ""},
	{"history", "changes.findings",
		"select null::varchar as finding_id, null::varchar as township, null::varchar as status, " +
			"null::date as first_seen", ""},
	{"looks", "changes.looks", "select null::date as day", ""},
	{"arrivals", "changes.arrivals", "select null::integer as year, null::varchar as file_sha, " +
		"null::varchar as file, null::bigint as batch_no, null::date as seen_on, null::date as arrived_from", ""},
	{"punctuality", "changes.punctuality", "select null::integer as year, null::varchar as township, " +
		"null::date as first_seen, null::date as first_from, " +
		"null::date as first_complete, null::date as complete_from", ""},
	{"events", "changes.events", "select null::varchar as finding_id, null::integer as year, " +
		"null::varchar as township, null::bigint as event_no, null::date as event_on, null::varchar as event, " +
		"null::varchar as by_whom, null::varchar as words", ""},
	{"lives", "changes.lives", "select null::varchar as finding_id, null::integer as year, null::varchar as project, " +
		"null::varchar as severity, null::varchar as code, null::varchar as message", ""},
	{"fields", "sources.fields", "from sources.fields",
		"file in (select file from changes.files where kind in ('replaced', 'withdrawn', 'fate'))"},
}

// PreviousTable is one of them: its name, the table it was, and a query with its columns.
type PreviousTable struct{ Name, Table, shape, only string }

// IsPartial holds for a table of which a run keeps only the rows that have to do with what changed.
func (p *PreviousTable) IsPartial() bool { return p.only != "" }

// OtherTables are the tables of the same inputs under the county's second rule set (对比规则). Each
// becomes other.<name>; where there is no second set there are no rows.
var OtherTables = []PreviousTable{
	{"townships", "rankings.townships", "from rankings.townships", ""},
	{"projects", "scores.projects", "from scores.projects", ""},
}

// otherSet is a schema of tables that another build made.
type otherSet struct {
	schema, dir, whole string
	tables             []PreviousTable
}

func (b *Build) otherSets() []otherSet {
	return []otherSet{
		{"previous", b.Previous.Dir, b.Previous.Whole, PreviousTables}, {"other", b.Other, "", OtherTables},
	}
}

// load makes one of the tables. It runs when the table that it takes its columns from is built.
func (s *otherSet) load(ctx context.Context, w *Warehouse, p PreviousTable) error {
	err := w.exec(ctx, fmt.Sprintf("create table %s.%s as select * from (%s) limit 0", s.schema, p.Name, p.shape))
	if err == nil {
		err = s.fill(ctx, w, p)
	}
	if err != nil {
		return fmt.Errorf("load %s %s: %w", s.schema, p.Table, err)
	}
	return nil
}

// fill brings what the other build made, as far as it has the columns.
func (s *otherSet) fill(ctx context.Context, w *Warehouse, p PreviousTable) error {
	if s.dir == "" {
		return nil
	}
	path := filepath.Join(s.dir, p.Table+".parquet")
	if p.IsPartial() {
		if err := s.keep(ctx, w, p, path); err != nil {
			return err
		}
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) { // an older program did not write it
		return nil
	}
	kept, err := w.Query(ctx, "select name from parquet_schema("+quote(path)+")")
	if err != nil {
		return err
	}
	columns, err := w.Query(ctx, fmt.Sprintf("select column_name, column_type from (describe %s.%s)", s.schema, p.Name))
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
	return w.exec(ctx, fmt.Sprintf("insert into %s.%s (%s) select %s from read_parquet(%s)",
		s.schema, p.Name, strings.Join(names, ", "), strings.Join(casts, ", "), quote(path)))
}

// keep writes the rows of a table that have to do with what changed beside the other tables, so that the comparison can
// be repeated without the set that it is with.
func (s *otherSet) keep(ctx context.Context, w *Warehouse, p PreviousTable, path string) error {
	whole := filepath.Join(s.whole, p.Table+".parquet")
	if _, err := os.Stat(whole); s.whole == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return w.exec(ctx, fmt.Sprintf("copy (select * from read_parquet(%s) where %s) to %s "+
		"(format parquet, compression zstd)", quote(whole), p.only, quote(path)))
}
