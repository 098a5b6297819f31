package tables

import "slices"

// IsBlank holds for a column without any value.
func (t *Table) IsBlank(i int) bool {
	for _, row := range t.Rows {
		if row[i] != nil {
			return false
		}
	}
	return true
}

// WithoutBlank leaves out a column that is there and has no value.
func (t *Table) WithoutBlank(name string) *Table {
	at := t.Index(name)
	if at < 0 || !t.IsBlank(at) {
		return t
	}
	less := *t
	less.Columns, less.Rows = slices.Delete(slices.Clone(t.Columns), at, at+1), make([][]any, len(t.Rows))
	for i, row := range t.Rows {
		less.Rows[i] = slices.Delete(slices.Clone(row), at, at+1)
	}
	return &less
}
