package warehouse

import (
	"context"
	"fmt"
	"strings"
)

// comments are the words for tables and columns that are not in the database yet. They are written many at
// a time: a look at the columns and a statement each, after every table, took as long as the tables themselves.
type comments struct {
	tables  []string                     // whose words are to be written
	columns map[string]map[string]string // of a table, whatever columns it has
	table   map[string]string
}

// about notes what a table and its columns mean; words for a column that it does not have are left out.
func (c *comments) about(table, says string, columns map[string]string) {
	if c.table == nil {
		c.table, c.columns = map[string]string{}, map[string]map[string]string{}
	}
	c.tables = append(c.tables, table)
	c.table[table], c.columns[table] = says, columns
}

// write brings them into the database.
func (c *comments) write(ctx context.Context, w *Warehouse) error {
	if len(c.tables) == 0 {
		return nil
	}
	has, err := w.Query(ctx, "select schema_name || '.' || table_name, column_name from duckdb_columns()")
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, table := range c.tables {
		if says := c.table[table]; says != "" {
			fmt.Fprintf(&b, "comment on table %s is %s;\n", table, quote(says))
		}
	}
	for _, row := range has.Rows {
		table, column := row[0].(string), row[1].(string)
		if says := c.columns[table][column]; says != "" {
			fmt.Fprintf(&b, "comment on column %s.%s is %s;\n", table, quoteName(column), quote(says))
		}
	}
	*c = comments{}
	return w.exec(ctx, b.String())
}
