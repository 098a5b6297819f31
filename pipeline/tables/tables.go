// Package tables is a query's result and the ways to write it as text: for a terminal, CSV, JSON.
// Decimals stay exact on the way.
package tables

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"
)

// Table is a result. A value is nil, string, int64, decimal.Decimal, bool or time.Time.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
	Sums    []string // columns that the rows of totals add up, as the query's header says
	Left    int64    // rows that are not in Rows, because they are too many
	SumBy   string   // the column whose values are added up apart; "" for all rows
	SumOnly string   // the column that says 是 of the rows that are added up; "" for all rows
	Prints  string   // the last column on paper: what stands behind it is for the screen; "" for all columns
}

// Column is a result's column.
type Column struct {
	Name  string
	Type  string // as DuckDB calls it: VARCHAR, DECIMAL(18,6), …
	Scale int32  // decimals of a DECIMAL
	About string // its comment, if it has one
}

// Numeric reports whether a column holds numbers, which stand to the right.
func (c Column) Numeric() bool {
	return strings.HasPrefix(c.Type, "DECIMAL") || strings.HasSuffix(c.Type, "INT") || c.Type == "INTEGER"
}

// Between lists the columns that stand between two others; none where one of these, or the table, is missing.
func (t *Table) Between(first, last string) (names []string) {
	if t == nil {
		return nil
	}
	from, to := t.Index(first), t.Index(last)
	if from < 0 {
		return nil
	}
	for i := from + 1; i < to; i++ {
		names = append(names, t.Columns[i].Name)
	}
	return names
}

// Shades gives so many colours from a scale that falls from good to bad: its ends first, then evenly between.
func Shades(scale []string, n int) []string {
	shades := make([]string, n)
	for i := range shades {
		shades[i] = scale[i*(len(scale)-1)/max(n-1, 1)]
	}
	return shades
}

// SaysNothingOfLastYear holds for a column about last year without any value: where last year's figures are not there,
// nothing is announced.
func (t *Table) SaysNothingOfLastYear(i int) bool {
	name := t.Columns[i].Name
	if !strings.HasPrefix(name, "上年") && !strings.Contains(name, "比上年") {
		return false
	}
	return t.IsBlank(i)
}

// Index gives the place of a column, -1 where there is none.
func (t *Table) Index(name string) int {
	for i, c := range t.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// Text gives a value as people read it: 1429.07, not 1429.070000; two decimals at least where
// the column has them. Nothing of the value is lost.
func Text(v any, c Column) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case decimal.Decimal:
		return Decimal(v, c.Scale)
	case time.Time:
		return v.Format(time.DateTime)
	case float64:
		return plainFloat(v)
	case bool:
		return map[bool]string{true: "true", false: "false"}[v]
	}
	return fmt.Sprint(v)
}

// Decimal writes a number with as many decimals as it needs, and at least min(scale, 2).
func Decimal(n decimal.Decimal, scale int32) string {
	text := n.StringFixed(max(scale, -n.Exponent(), 0))
	whole, decimals, found := strings.Cut(text, ".")
	if !found {
		return text
	}
	decimals = strings.TrimRight(decimals, "0")
	for len(decimals) < min(int(scale), 2) {
		decimals += "0"
	}
	if decimals == "" {
		return whole
	}
	return whole + "." + decimals
}

// WriteText writes columns aligned for a terminal; a Chinese character is two places wide.
func (t *Table) WriteText(w io.Writer) error {
	lines := make([][]string, len(t.Rows)+1)
	widths := make([]int, len(t.Columns))
	for n := range lines {
		lines[n] = make([]string, len(t.Columns))
		for i, c := range t.Columns {
			text := c.Name
			if n > 0 {
				text = strings.NewReplacer("\n", " ", "\r", "", "\t", " ").Replace(Text(t.Rows[n-1][i], c))
			}
			lines[n][i] = text
			widths[i] = max(widths[i], Width(text))
		}
	}
	var out strings.Builder
	for _, line := range lines {
		for i, text := range line {
			pad := strings.Repeat(" ", widths[i]-Width(text))
			switch {
			case t.Columns[i].Numeric():
				out.WriteString(pad + text)
			case i == len(line)-1:
				out.WriteString(text)
			default:
				out.WriteString(text + pad)
			}
			if i < len(line)-1 {
				out.WriteString("  ")
			}
		}
		out.WriteString("\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// Width is how many places a text takes: two for a Chinese character.
func Width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x80:
			n++
		case '一' <= r && r <= 0x9fff: // most there is; looking it up takes ten times as long
			n += 2
		default:
			n += places(r)
		}
	}
	return n
}

func places(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	return 1
}

// WriteCSV writes a header and rows. guarded is for people: it leaves out marks that are not seen, and puts a '
// before texts that a spreadsheet would take for a formula.
func (t *Table) WriteCSV(w io.Writer, guarded bool) error {
	out := csv.NewWriter(w)
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = c.Name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range t.Rows {
		for i, v := range row {
			line[i] = Text(v, t.Columns[i])
			if _, isText := v.(string); isText && guarded {
				line[i] = guard(Visible(line[i]))
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func guard(s string) string {
	for _, mark := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, mark) {
			return "'" + s
		}
	}
	return s
}

// WriteJSON writes one array of objects, columns in their order. Decimals are JSON numbers with
// all their digits.
func (t *Table) WriteJSON(w io.Writer) error {
	var out strings.Builder
	out.WriteString("[")
	for n, row := range t.Rows {
		if n > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n  {")
		for i, v := range row {
			if i > 0 {
				out.WriteString(", ")
			}
			name, err := json.Marshal(t.Columns[i].Name)
			if err != nil {
				return err
			}
			value, err := jsonValue(v, t.Columns[i])
			if err != nil {
				return err
			}
			out.Write(name)
			out.WriteString(": ")
			out.Write(value)
		}
		out.WriteString("}")
	}
	out.WriteString("\n]\n")
	_, err := io.WriteString(w, out.String())
	return err
}

func jsonValue(v any, c Column) ([]byte, error) {
	switch v := v.(type) {
	case decimal.Decimal:
		return []byte(Decimal(v, c.Scale)), nil
	case time.Time:
		return json.Marshal(v.Format(time.DateTime))
	case float64: // an asker's own avg() or division
		if text := plainFloat(v); text != "" {
			return []byte(text), nil
		}
		return []byte("null"), nil
	}
	return json.Marshal(v)
}

// plainFloat writes a number that an asker's own query made a float of in full, never as 1e+06; "" where it is none.
func plainFloat(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// Part is the rows of a table that share a key.
type Part struct {
	Key   string
	Table *Table
}

// Split takes a table apart by a column of text, which stays in the parts; keys in order of their
// first row.
func (t *Table) Split(column string) []Part {
	i := t.Index(column)
	var parts []Part
	index := map[string]int{}
	for _, row := range t.Rows {
		key := Text(row[i], t.Columns[i])
		n, found := index[key]
		if !found {
			n = len(parts)
			index[key] = n
			parts = append(parts, Part{key, &Table{Name: t.Name, Columns: t.Columns}})
		}
		parts[n].Table.Rows = append(parts[n].Table.Rows, row)
	}
	return parts
}

// By takes a table apart by a column of text, which does not stay in the parts.
func (t *Table) By(column string) map[string]*Table {
	at := t.Index(column)
	without := append(append([]Column{}, t.Columns[:at]...), t.Columns[at+1:]...)
	parts := map[string]*Table{}
	for _, row := range t.Rows {
		key := Text(row[at], t.Columns[at])
		if parts[key] == nil {
			parts[key] = &Table{Name: t.Name, Columns: without}
		}
		rest := row[1:] // what stands first need not be copied
		if at > 0 {
			rest = append(append(make([]any, 0, len(row)-1), row[:at]...), row[at+1:]...)
		}
		parts[key].Rows = append(parts[key].Rows, rest)
	}
	return parts
}

// IsZero tells whether a whole number in the first row is zero or missing.
func (t *Table) IsZero(column string) bool {
	i := t.Index(column)
	if i < 0 || len(t.Rows) == 0 {
		return true
	}
	n, _ := t.Rows[0][i].(int64)
	return n == 0
}
