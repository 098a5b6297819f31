package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"math/big"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/marcboeker/go-duckdb/v2"
	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
	scripts "jixiao/sql"
)

// open opens a database; one without a path is in memory.
func open(ctx context.Context, path string, settings map[string]string) (*Warehouse, error) {
	options := url.Values{}
	options.Set("autoinstall_known_extensions", "false")
	options.Set("autoload_known_extensions", "false")
	for name, value := range settings {
		options.Set(name, value)
	}
	db, err := sql.Open("duckdb", path+"?"+options.Encode())
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, err
	}
	return &Warehouse{db: db, conn: conn}, nil
}

// Open opens a finished database for reading only. A query cannot reach files or the network.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	w, err := open(ctx, path, map[string]string{"access_mode": "read_only"})
	if err != nil {
		return nil, err
	}
	if err := w.exec(ctx, "set enable_external_access = false", "set lock_configuration = true"); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Query runs a query and reads its whole result.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (*tables.Table, error) {
	w.using.Lock()
	defer w.using.Unlock()
	rows, err := w.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	t := &tables.Table{}
	for _, ct := range types {
		c := tables.Column{Name: ct.Name(), Type: ct.DatabaseTypeName()}
		if _, scale, ok := strings.Cut(c.Type, ","); ok && strings.HasPrefix(c.Type, "DECIMAL") {
			fmt.Sscanf(scale, "%d", &c.Scale)
		}
		t.Columns = append(t.Columns, c)
	}
	for rows.Next() {
		row := make([]any, len(types))
		into := make([]any, len(types))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i := range row {
			row[i] = plain(row[i])
		}
		t.Rows = append(t.Rows, row)
	}
	return t, rows.Err()
}

// plain turns the driver's types into the few that the rest of the program knows.
func plain(v any) any {
	switch v := v.(type) {
	case nil, string, bool, int64, time.Time:
		return v
	case duckdb.Decimal:
		return decimal.NewFromBigInt(v.Value, -int32(v.Scale))
	case *big.Int:
		return decimal.NewFromBigInt(v, 0)
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case uint8:
		return int64(v)
	case uint16:
		return int64(v)
	case uint32:
		return int64(v)
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

// Tables reads the tables of a schema that scripts declare, in the order of their headers, each
// with the name of its sheet or part, or its own, and with the comments of its columns. Of a table with
// more than most rows only the first few are read (0: all are; NoRows: none, only the columns). only names
// those that are wanted; none names all.
func (w *Warehouse) Tables(ctx context.Context, schema string, most int, only ...string) ([]*tables.Table, error) {
	declared, err := w.declared()
	if err != nil {
		return nil, err
	}
	ordered := slices.Clone(declared)
	slices.SortStableFunc(ordered, func(a, b Script) int { return cmp.Compare(a.order(), b.order()) })
	var all []*tables.Table
	for i := range ordered {
		s := &ordered[i]
		name := cmp.Or(s.Header["sheet"], s.Header["part"], s.Table)
		if s.Schema != schema || len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		t, err := w.first(ctx, s.Name(), most)
		if err != nil {
			return nil, err
		}
		if s.Header["empty"] == "left out" && len(t.Rows) == 0 && most != NoRows {
			continue
		}
		t.Name = name
		t.Sums, t.SumBy, t.SumOnly = s.sums(t.Columns)
		t.Prints = s.Header["prints"]
		for n := range t.Columns {
			t.Columns[n].About = s.about(t.Columns[n].Name)
		}
		all = append(all, t)
	}
	return all, nil
}

// declared are the scripts that the tables were made by; of a database that was opened, the program's own.
func (w *Warehouse) declared() ([]Script, error) {
	if w.build != nil {
		return w.build.SQL.Scripts, nil
	}
	queries, err := ReadQueries(scripts.Files)
	if err != nil {
		return nil, err
	}
	return queries.Scripts, nil
}

// firstOfMany is how many rows are read of a table that has too many.
const firstOfMany = 2000

// NoRows asks Tables for columns alone.
const NoRows = -1

func (w *Warehouse) first(ctx context.Context, name string, most int) (*tables.Table, error) {
	switch most {
	case 0:
		return w.Query(ctx, "from "+name)
	case NoRows:
		return w.Query(ctx, "from "+name+" limit 0")
	}
	counted, err := w.Query(ctx, "select count(*) from "+name)
	if err != nil {
		return nil, err
	}
	count := counted.Rows[0][0].(int64)
	if count <= int64(most) {
		return w.Query(ctx, "from "+name)
	}
	t, err := w.Query(ctx, fmt.Sprintf("from %s limit %d", name, min(most, firstOfMany)))
	if err == nil {
		t.Left = count - int64(len(t.Rows))
	}
	return t, err
}

// Ask runs a question of sql/asked, by the name of its file. It is about the year that the build publishes; of a
// database that was opened, about what Trace was asked for.
func (w *Warehouse) Ask(ctx context.Context, question string) (*tables.Table, error) {
	query, err := fs.ReadFile(scripts.Files, "asked/"+question+".sql")
	if err != nil {
		return nil, err
	}
	t, err := w.Query(ctx, string(query))
	if err != nil {
		return nil, fmt.Errorf("ask sql/asked/%s.sql: %w", question, err)
	}
	return t, nil
}

// Export writes a table as a Parquet file.
func (w *Warehouse) Export(ctx context.Context, table, path string) error {
	return w.exec(ctx, fmt.Sprintf("copy (from %s) to %s (format parquet, compression zstd)", table, quote(path)))
}
