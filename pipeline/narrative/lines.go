package narrative

import (
	"strings"

	"golang.org/x/text/width"

	"jixiao/pipeline/cells"
)

// line is a paragraph, or a cell of a table, as it is shown. The text is folded (full width to plain) rune by rune,
// so that every place in it is one of the original.
type line struct {
	place   string
	shown   string // as it stands
	text    string // folded
	at      []int  // byte of shown by byte of text
	level   int    // of the outline
	aside   bool   // a header, a footer, a note: not part of the text itself
	cell    *gridCell
	section string // the 章节 that it stands under
	item    number // its numbering
}

// gridCell is where a cell of a table stands.
type gridCell struct {
	table    *grid
	row, col int
}

// grid is a table of the report: the texts of its cells, folded, by row and column.
type grid struct {
	place  string
	rows   []map[int]string
	before string // the paragraph above it, which may tell the unit
}

func newLine(place, shown string) line {
	l := line{place: place, shown: shown}
	var b strings.Builder
	for i, r := range shown {
		folded := fold(r)
		for range len(folded) {
			l.at = append(l.at, i)
		}
		b.WriteString(folded)
	}
	l.text, l.at = b.String(), append(l.at, len(shown))
	return l
}

func fold(r rune) string {
	switch {
	case r < 0x80:
		return string(r)
	case r == '　' || r == '\u00a0':
		return " "
	case r == '，' || r == '。' || r == '；' || r == '：' || r == '（' || r == '）' || r == '！' || r == '？':
		return string(r) // marks of the text stay apart from the commas of numbers
	}
	return width.Fold.String(string(r))
}

// words are the original words of a stretch of the text.
func (l *line) words(from, to int) string {
	return strings.TrimSpace(l.shown[l.at[from]:l.at[to]])
}

// linesOf lists what a document shows, in its order.
func linesOf(d *cells.Document, taken func(string) bool) []line {
	g := &gatherer{taken: taken}
	g.blocks(d.Blocks, false)
	for _, n := range d.Notes {
		g.blocks(n.Blocks, true)
	}
	g.blocks(d.Headers, true)
	return g.lines
}

type gatherer struct {
	taken func(string) bool
	lines []line
	last  string // the paragraph above
}

func (g *gatherer) blocks(blocks []cells.Block, aside bool) {
	for i := range blocks {
		switch b := &blocks[i]; {
		case b.Paragraph != nil:
			g.paragraph(b.Paragraph, aside)
		case b.Table != nil && !g.taken(b.Table.Place):
			g.table(b.Table, aside)
		case b.Box != nil:
			g.blocks(b.Box.Blocks, aside)
		}
	}
}

func (g *gatherer) paragraph(p *cells.Paragraph, aside bool) {
	if p.Place == "" || p.Hidden && p.Concealed == "" {
		return
	}
	l := newLine(p.Place, p.Shown())
	l.level, l.aside = p.Level, aside
	g.last = l.text
	g.lines = append(g.lines, l)
}

// table lists the cells of a table. A cell of long prose is a paragraph like others.
func (g *gatherer) table(t *cells.Table, aside bool) {
	table := &grid{place: t.Place, before: g.last}
	first := len(g.lines)
	for i, row := range t.Rows {
		table.rows = append(table.rows, map[int]string{})
		for k := range row {
			c := &row[k]
			text := c.Text()
			if c.Covered || c.Hidden || strings.TrimSpace(text) == "" {
				continue
			}
			l := newLine(c.Place, text)
			l.aside = aside
			l.cell = &gridCell{table, i, c.Col}
			for col := c.Col; col < c.Col+max(c.Across, 1); col++ {
				table.rows[i][col] = l.text
			}
			g.lines = append(g.lines, l)
		}
	}
	for i := first; i < len(g.lines); i++ {
		if l := &g.lines[i]; strings.ContainsAny(l.text, "。；") && len([]rune(l.text)) > 20 {
			l.cell = nil
		}
	}
}
