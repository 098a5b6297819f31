// Package warehouse turns staged Parquet and the rules into tables: a new DuckDB file each run, each script
// of sql/ as soon as what it reads from is there. All rules of the field are in that SQL; here is only the
// machinery.
package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	_ "github.com/marcboeker/go-duckdb/v2" // the database/sql driver
)

// Warehouse is an open database, on a connection of its own: variables belong to a connection.
type Warehouse struct {
	db    *sql.DB
	conn  *sql.Conn
	using sync.Mutex // one at a time uses the connection
	saved chan error // where a database in memory is being written to its file; nil where it is not
}

// lane is the same database on another connection.
func (w *Warehouse) lane(ctx context.Context) (*Warehouse, error) {
	conn, err := w.db.Conn(ctx)
	return &Warehouse{db: w.db, conn: conn}, err
}

// Audit runs the audits: each finds faults of our own arithmetic, and one row is one too many.
func (w *Warehouse) Audit(ctx context.Context, queries *Queries) ([]Fault, error) {
	var faults []Fault
	for i := range queries.Scripts {
		s := &queries.Scripts[i]
		if s.Schema != "audits" {
			continue
		}
		t, err := w.Query(ctx, "from "+s.Name())
		if err != nil {
			return nil, err
		}
		for _, row := range t.Rows {
			faults = append(faults, Fault{s.Table, s.Header["message"], fmt.Sprint(row[0])})
		}
	}
	return faults, nil
}

// Fault is one row of an audit.
type Fault struct{ Audit, Message, Detail string }

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

// describe writes what a table and its columns mean; words for a column that it does not have are left out.
func (w *Warehouse) describe(ctx context.Context, table, says string, columns map[string]string) error {
	shape, err := w.Query(ctx, "from "+table+" limit 0")
	if err != nil {
		return err
	}
	var b strings.Builder
	if says != "" {
		fmt.Fprintf(&b, "comment on table %s is %s;\n", table, quote(says))
	}
	for _, c := range shape.Columns {
		if says := columns[c.Name]; says != "" {
			fmt.Fprintf(&b, "comment on column %s.%s is %s;\n", table, quoteName(c.Name), quote(says))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return w.exec(ctx, b.String()) // together: a call each took as long as the tables
}

// Close closes the database; what was built is then whole on disk, without a write-ahead log.
func (w *Warehouse) Close() (err error) {
	if w.saved != nil {
		err = <-w.saved
	}
	return errors.Join(err, w.conn.Close(), w.db.Close())
}

func quote(s string) string     { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
