// Package warehouse turns staged Parquet and the rules into tables: a new DuckDB file each run,
// sql/ run in name order. All rules of the field are in that SQL; here is only the machinery.
package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"

	_ "github.com/marcboeker/go-duckdb/v2" // the database/sql driver
)

// Warehouse is an open database.
type Warehouse struct{ db *sql.DB }

// Audit runs the audits: each finds faults of our own arithmetic, and one row is one too many.
func (w *Warehouse) Audit(ctx context.Context, files fs.FS) ([]Fault, error) {
	scripts, err := Scripts(files)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for i := range scripts {
		s := &scripts[i]
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
	for _, statement := range statements {
		if _, err := w.db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the database; what was built is then whole on disk, without a write-ahead log.
func (w *Warehouse) Close() error { return w.db.Close() }

func quote(s string) string     { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
