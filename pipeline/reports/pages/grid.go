package pages

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// grid is a table as a page shows it.
type grid struct {
	ID, Caption string
	Columns     []column
	Rows        [][]cell
	Sortable    bool
}

type column struct {
	Name, Unit string // 全年预算数, （万元）
	Class      string // n: numbers; short: words that stay on a line; long: sentences
}

type cell struct {
	Text, Link, Class string
	Bar               string // length in percent of a bar behind the number; "" for none
	Head              bool   // names its row
}

// choice is which columns a grid shows, and how.
type choice struct {
	id, caption string
	columns     []string
	bars        []string          // percentages and scores out of 100
	links       map[string]string // township → its page
	head        string            // the column that names the row
}

// marks are the classes of words that people look for.
var marks = map[string]string{"错误": "bad", "疑点": "warn", "提示": "calm", "未报送": "bad"}

func pick(t *tables.Table, c choice) *grid {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	g := &grid{ID: c.id, Caption: c.caption, Sortable: len(t.Rows) > 1}
	var at []int
	for _, name := range c.columns {
		if i := t.Index(name); i >= 0 && !t.IsBlank(i) {
			at = append(at, i)
			head, unit, _ := strings.Cut(name, "（")
			if unit != "" {
				unit = "（" + unit
			}
			g.Columns = append(g.Columns, column{head, unit, classOf(t, i)})
		}
	}
	for _, row := range t.Rows {
		line := make([]cell, len(at))
		for n, i := range at {
			name := t.Columns[i].Name
			line[n] = cell{Text: tables.Shown(row[i], t.Columns[i]), Head: name == c.head}
			line[n].Class = marks[line[n].Text]
			if name == "乡镇" {
				line[n].Link = c.links[line[n].Text]
			}
			for _, bar := range c.bars {
				if bar == name && row[i] != nil {
					line[n].Bar = fmt.Sprintf("%.1f", min(max(amount(row[i]), 0), 100))
				}
			}
		}
		g.Rows = append(g.Rows, line)
	}
	return g
}

// classOf tells how a column is laid out, from what stands in it.
func classOf(t *tables.Table, i int) string {
	if t.Columns[i].Numeric() {
		return "n"
	}
	longest, areAmounts := 0, true
	for _, row := range t.Rows {
		text := tables.Shown(row[i], t.Columns[i])
		_, err := decimal.NewFromString(strings.TrimSuffix(text, wrongMark))
		longest, areAmounts = max(longest, tables.Width(text)), areAmounts && (err == nil || text == "")
	}
	switch {
	case areAmounts && strings.HasSuffix(t.Columns[i].Name, "（万元）"):
		return "n"
	case longest <= 12:
		return "short"
	case longest > 40:
		return "long"
	}
	return ""
}

// wrongMark follows an amount of which an error is not corrected.
const wrongMark = "※"

// hasMark reports whether an amount in a grid has the mark.
func (g *grid) hasMark() bool {
	return g != nil && slices.ContainsFunc(g.Rows, func(row []cell) bool {
		return slices.ContainsFunc(row, func(c cell) bool { return strings.HasSuffix(c.Text, wrongMark) })
	})
}

// figure is a key figure with its label.
type figure struct{ Label, Text string }

// figures gives the figures of a row that are numbers and have a label of their own.
func figures(t *tables.Table, names ...string) (all []figure) {
	for _, name := range names {
		i := t.Index(name)
		if i < 0 || len(t.Rows) == 0 {
			continue
		}
		text := tables.Shown(t.Rows[0][i], t.Columns[i])
		if text == "" {
			text = "—"
		}
		label, _, _ := strings.Cut(t.Columns[i].About, "，")
		all = append(all, figure{label, text})
	}
	return all
}

// withoutTotal leaves out the last row, which adds the others up.
func withoutTotal(t *tables.Table) *tables.Table {
	if t == nil {
		return nil
	}
	return &tables.Table{Columns: t.Columns, Rows: t.Rows[:max(len(t.Rows)-1, 0)]}
}

func top(t *tables.Table, n int) *tables.Table {
	if t == nil {
		return nil
	}
	return &tables.Table{Columns: t.Columns, Rows: t.Rows[:min(len(t.Rows), n)]}
}

func columnNames(t *tables.Table) (names []string) {
	if t != nil {
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
	}
	return names
}
