// Package warehouse turns staged Parquet and the rules into tables: a new DuckDB file each run, each script
// of sql/ as soon as what it reads from is there. All rules of the field are in that SQL; here is only the
// machinery.
package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"strings"
	"sync"

	"github.com/marcboeker/go-duckdb/mapping"
	_ "github.com/marcboeker/go-duckdb/v2" // the database/sql driver
)

// Engine is the version of the database library that is linked: 1.4.3.
func Engine() string { return strings.TrimPrefix(mapping.LibraryVersion(), "v") }

// Warehouse is an open database, on a connection of its own: variables belong to a connection.
type Warehouse struct {
	db     *sql.DB
	conn   *sql.Conn
	using  sync.Mutex // one at a time uses the connection
	build  *Build     // that made it; nil where it was opened
	faults []Fault
	saved  chan saved // where a database in memory is being written to its file; nil where it is not
}

// saved is a file that was written: the rows of the tables to count in it.
type saved struct {
	rows map[string]int64
	err  error
}

// lane is the same database on another connection.
func (w *Warehouse) lane(ctx context.Context) (*Warehouse, error) {
	conn, err := w.db.Conn(ctx)
	return &Warehouse{db: w.db, conn: conn}, err
}

// auditSchema is what the folder of the audits is called; they make no tables.
const auditSchema = "audits"

// Faults are those of our own arithmetic that the audits found; one is one too many.
func (w *Warehouse) Faults() []Fault { return w.faults }

// Fault is one row of an audit.
type Fault struct {
	Audit, Message, Detail string
	IsOwn                  bool // of an audit of the county's own
}

func (w *Warehouse) exec(ctx context.Context, statements ...string) error {
	w.using.Lock()
	defer w.using.Unlock()
	for _, statement := range statements {
		if _, err := w.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// describe writes what a table or view (kind) and its columns mean; words for a column that it does not have are
// left out.
func (w *Warehouse) describe(ctx context.Context, kind, table, says string, columns map[string]string) error {
	words := func(names iter.Seq[string]) error {
		var b strings.Builder
		if says != "" {
			fmt.Fprintf(&b, "comment on %s %s is %s;\n", kind, table, quote(says))
		}
		for name := range names {
			fmt.Fprintf(&b, "comment on column %s.%s is %s;\n", table, quoteName(name), quote(columns[name]))
		}
		if b.Len() == 0 {
			return nil
		}
		return w.exec(ctx, b.String()) // together: a call each took as long as the tables
	}
	if words(maps.Keys(columns)) == nil {
		return nil
	}
	// A comment of a query inside, or of nothing: few scripts have one, and asking for the columns takes a while.
	shape, err := w.Query(ctx, "from "+table+" limit 0")
	if err != nil {
		return err
	}
	known := maps.Clone(columns)
	maps.DeleteFunc(known, func(name, _ string) bool { return shape.Index(name) < 0 })
	return words(maps.Keys(known))
}

// Rows counts tables.
func (w *Warehouse) Rows(ctx context.Context, names []string) (map[string]int64, error) {
	return w.rows(ctx, "", names)
}

func (w *Warehouse) rows(ctx context.Context, prefix string, names []string) (map[string]int64, error) {
	parts := []string{"select null, null where false"}
	for _, name := range names {
		parts = append(parts, "select "+quote(name)+", count(*) from "+prefix+name)
	}
	counted, err := w.Query(ctx, strings.Join(parts, " union all "))
	if err != nil {
		return nil, err
	}
	rows := map[string]int64{}
	for _, row := range counted.Rows {
		rows[row[0].(string)] = row[1].(int64)
	}
	return rows, nil
}

// Close closes the database, once its file is written.
func (w *Warehouse) Close() (err error) {
	if w.saved != nil {
		err, w.saved = (<-w.saved).err, nil
	}
	return errors.Join(err, w.conn.Close(), w.db.Close())
}

func quote(s string) string     { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
