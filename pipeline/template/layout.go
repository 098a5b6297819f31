package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// layout is a form on its way onto a sheet, from the top.
type layout struct {
	Sheet
	fields []rules.Field
	fill   Fill
	width  int // columns
	row    int // next to be written
	// scores are the cells of the crossing block that a table's total takes in, by field: 执行率得分.
	scores map[string]string
}

// left out of a template: wordings that only some forms have.
const leftOut = "不列"

func layForm(fields []rules.Field, fill Fill) Sheet {
	l := &layout{fill: fill, row: 1, scores: map[string]string{}}
	for _, f := range fields {
		if f.Template != leftOut {
			l.fields = append(l.fields, f)
		}
	}
	l.width = l.columns()
	l.head()
	done := map[string]bool{}
	for _, f := range l.fields {
		switch {
		case f.Role == rules.Single && f.Below && !done["below"]:
			done["below"] = true
			l.below()
		case f.Role == rules.Single && !f.Below && !done["beside"]:
			done["beside"] = true
			l.beside()
		case f.Role == rules.ColumnHead && !done[f.Block]:
			done[f.Block] = true
			l.crossing(f.Block)
		case f.Role == rules.Header && !done[f.Block]:
			done[f.Block] = true
			l.table(f.Block)
		}
	}
	l.Widths = l.widths()
	return l.Sheet
}

// of lists the fields of a block and some roles; block "" asks for any.
func (l *layout) of(block string, roles ...rules.Role) []rules.Field {
	var list []rules.Field
	for _, f := range l.fields {
		if (block == "" || f.Block == block) && slices.Contains(roles, f.Role) {
			list = append(list, f)
		}
	}
	return list
}

// columns is what the widest part needs: a table its labels, a crossing block one or two before them.
func (l *layout) columns() int {
	width := 4
	seen := map[string]int{}
	for _, f := range l.fields {
		if f.Role == rules.Header || f.Role == rules.ColumnHead {
			seen[f.Block]++
		}
	}
	for block, n := range seen {
		if len(l.of(block, rules.ColumnHead)) > 0 {
			n += 1 + min(1, len(l.of(block, rules.BlockName)))
		}
		width = max(width, n)
	}
	return width
}

func (l *layout) put(top, left, bottom, right int, c Cell) {
	c.Range = cells.Range{Top: top, Left: left, Bottom: bottom, Right: right}
	l.Cells = append(l.Cells, c)
}

func (l *layout) head() {
	for _, f := range l.of("", rules.Title) {
		l.put(1, 1, 1, l.width, Cell{Kind: Title, Text: f.Label})
	}
	l.put(2, 1, 2, l.width, Cell{Kind: Note, Text: "（" + l.fill("年度") + "年度）"})
	l.row = 3
	if l.hasAmounts() && len(l.of("", rules.BlockName)) == 0 {
		l.put(3, 1, 3, l.width, Cell{Kind: Note, Text: "单位：" + l.fill("金额单位")})
		l.row++
	}
	l.Header = l.row - 1
}

func (l *layout) hasAmounts() bool {
	return slices.ContainsFunc(l.fields, func(f rules.Field) bool { return f.Type == rules.MoneyType })
}

// beside lays the single values that stand to the right of their labels: two in a row; the first
// alone where they are odd, texts of several lines (they have a block) alone.
func (l *layout) beside() {
	var short, long []rules.Field
	for _, f := range l.of("", rules.Single) {
		switch {
		case f.Below:
		case f.Block != "":
			long = append(long, f)
		default:
			short = append(short, f)
		}
	}
	for i := 0; i < len(short); i++ {
		if i == 0 && len(short)%2 == 1 || i == len(short)-1 {
			l.pair(short[i], 1, l.width)
		} else {
			l.pair(short[i], 1, l.width/2)
			i++
			l.pair(short[i], l.width/2+1, l.width)
		}
		l.row++
	}
	for _, f := range long {
		l.pair(f, 1, l.width)
		l.row++
	}
}

func (l *layout) pair(f rules.Field, left, right int) {
	l.put(l.row, left, l.row, left, Cell{Kind: Label, Text: f.Label})
	l.put(l.row, left+1, l.row, right, l.value(f))
}

// value is the cell that a field is filled into.
func (l *layout) value(f rules.Field) Cell {
	c := Cell{Kind: Input, Type: f.Type, Long: f.Block != "" && f.Role == rules.Single || f.Below}
	switch {
	case strings.Contains(f.Template, "|"):
		c.Choices = strings.Split(f.Template, "|")
	case f.Template != "" && !strings.HasPrefix(f.Template, "="):
		c.Kind, c.Text = Fixed, l.filled(f.Template)
	}
	return c
}

var placeholder = regexp.MustCompile(`\{[^{}]+\}`)

func (l *layout) filled(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(name string) string { return l.fill(strings.Trim(name, "{}")) })
}

// below lays the values that stand under their labels, side by side.
func (l *layout) below() {
	var list []rules.Field
	for _, f := range l.of("", rules.Single) {
		if f.Below {
			list = append(list, f)
		}
	}
	for i, f := range list {
		left, right := i*l.width/len(list)+1, (i+1)*l.width/len(list)
		l.put(l.row, left, l.row, right, Cell{Kind: Label, Text: f.Label})
		l.put(l.row+1, left, l.row+1, right, l.value(f))
	}
	l.row += 2
}

// crossing lays rows × columns. Columns of scores hold for the first row alone; the others say —.
func (l *layout) crossing(block string) {
	columns, rows, names := l.of(block, rules.ColumnHead), l.of(block, rules.Row), l.of(block, rules.BlockName)
	first := 2
	if len(names) > 0 {
		first = 3
		l.put(l.row, 1, l.row+len(rows), 1, Cell{Kind: Label, Text: names[0].Label + "（" + l.fill("金额单位") + "）"})
	}
	l.put(l.row, first-1, l.row, first-1, Cell{Kind: Label})
	for i, f := range columns {
		l.put(l.row, first+i, l.row, l.end(first+i, i == len(columns)-1), Cell{Kind: Label, Text: f.Label})
	}
	for n, row := range rows {
		at := l.row + 1 + n
		l.put(at, first-1, at, first-1, Cell{Kind: Label, Text: row.Label})
		for i, f := range columns {
			c := l.crossed(row, f, n, columns, first, at)
			l.put(at, first+i, at, l.end(first+i, i == len(columns)-1), c)
			if f.Type == rules.ScoreType && n == 0 {
				l.scores[f.Name] = cells.Address(at, first+i)
			}
		}
	}
	l.row += len(rows) + 1
}

// end stretches the last column to the form's width.
func (l *layout) end(col int, last bool) int {
	if last {
		return l.width
	}
	return col
}

func (l *layout) crossed(row, f rules.Field, n int, columns []rules.Field, first, at int) Cell {
	column := func(label string) string {
		i := slices.IndexFunc(columns, func(c rules.Field) bool { return c.Label == label })
		return cells.Address(at, first+i)
	}
	switch {
	case f.Type == rules.ScoreType && n > 0:
		return Cell{Kind: Fixed, Text: "—", Type: rules.TextType}
	case strings.HasPrefix(f.Template, "="):
		return Cell{Kind: Formula, Text: formula(f, column), Type: f.Type}
	case row.Template == sumRow && f.Type == rules.MoneyType:
		col := first + slices.IndexFunc(columns, func(c rules.Field) bool { return c.Name == f.Name })
		return Cell{Kind: Formula, Text: l.sumOfRows(row, col, at-n), Type: f.Type}
	}
	return l.value(f)
}

// sumRow marks the row of a crossing block that adds up the others.
const sumRow = "=合计"

func (l *layout) sumOfRows(total rules.Field, col, top int) string {
	rows := l.of(total.Block, rules.Row)
	var parts []string
	for i, row := range rows {
		if row.Name != total.Name {
			parts = append(parts, cells.Address(top+i, col))
		}
	}
	return "SUM(" + strings.Join(parts, ",") + ")"
}

// table lays a header, blank rows and the row that adds them up.
func (l *layout) table(block string) {
	columns, totals := l.of(block, rules.Header), l.of(block, rules.TotalRow)
	top, rows := l.row+1, 12
	for i, f := range columns {
		l.put(l.row, i+1, l.row, l.end(i+1, i == len(columns)-1), Cell{Kind: Label, Text: f.Label})
	}
	for at := top; at < top+rows; at++ {
		for i, f := range columns {
			l.put(at, i+1, at, l.end(i+1, i == len(columns)-1), l.tableCell(f, columns, at, at-top+1))
		}
	}
	l.row = top + rows
	for _, total := range totals {
		l.totalRow(total, columns, top)
	}
}

func (l *layout) tableCell(f rules.Field, columns []rules.Field, at, no int) Cell {
	column := func(label string) string {
		return cells.Address(at, 1+slices.IndexFunc(columns, func(c rules.Field) bool { return c.Label == label }))
	}
	switch {
	case f.Type == rules.OrdinalType:
		return Cell{Kind: Fixed, Text: strconv.Itoa(no), Type: f.Type}
	case strings.HasPrefix(f.Template, "="):
		return Cell{Kind: Formula, Text: formula(f, column), Type: f.Type}
	}
	c := l.value(f)
	if f.Name == "score" {
		if i := slices.IndexFunc(columns, func(c rules.Field) bool { return c.Name == "weight" }); i >= 0 {
			c.Most = cells.Address(at, i+1)
		}
	}
	return c
}

// totalRow adds up scores and amounts, and takes in the score that stands in the crossing block.
func (l *layout) totalRow(total rules.Field, columns []rules.Field, top int) {
	labelled := false
	for i, f := range columns {
		c := Cell{Kind: Label}
		switch {
		case f.Type == rules.ScoreType || f.Type == rules.MoneyType:
			text := "SUM(" + cells.Address(top, i+1) + ":" + cells.Address(l.row-1, i+1)
			if score := l.scores[f.Name]; score != "" {
				text += "," + score
			}
			c = Cell{Kind: Formula, Text: text + ")", Type: f.Type}
		case !labelled:
			c.Text, labelled = total.Label, true
		}
		l.put(l.row, i+1, l.row, l.end(i+1, i == len(columns)-1), c)
	}
	l.row++
}
