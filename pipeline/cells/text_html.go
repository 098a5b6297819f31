package cells

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// openHTML opens a page that a system calls .xls: its tables, one below the other, on one sheet. Only
// plain pages are read; frames, tables in tables and hidden parts are refused. Hidden rows are read as such.
func openHTML(text string, limits *Limits) (*Book, error) {
	if len(text) > maxPage {
		return nil, refuse("limit-size", "a page of %d bytes", len(text))
	}
	p := &page{limits: limits, tags: html.NewTokenizer(strings.NewReader(text))}
	for p.tags.Next() != html.ErrorToken {
		if err := p.take(p.tags.Token()); err != nil {
			return nil, err
		}
	}
	if err := p.endTable(); err != nil {
		return nil, err
	}
	if len(p.sheet.cells) == 0 {
		return nil, refuse("html", "no table")
	}
	return &Book{sheets: []SheetInfo{{Name: "Sheet1"}}, source: layouts{p.sheet}}, nil
}

// maxPage is how many bytes a page may have. A tag is held whole, in up to sixteen times the memory.
const maxPage = 8 << 20

// page is a page being laid out, from tag to tag: one pass, whatever is nested in it.
type page struct {
	limits *Limits
	tags   *html.Tokenizer
	sheet  laid
	taken  []int // by column, the last row that a span from above takes
	area   int64 // of all spans
	row    int   // that is open, or was last
	col    int
	tables int
	skip   atom.Atom // an element whose text is not shown: a script

	inTable, inRow, inCell bool
	hidTable, hidGroup     bool
	hidRow                 bool
	hidCols                hiddenColumns
	columns                int // that were described

	down, across int
	text         strings.Builder // of the cell that is open
	kept         strings.Builder // without what is struck out
	cellStruck   bool
	struck       []openStrike
}

// openStrike is an element that strikes out what is in it, and how many of its name are open in it.
type openStrike struct {
	name   atom.Atom
	inside int
}

func (p *page) take(t html.Token) error {
	switch t.Type {
	case html.TextToken:
		if p.inCell && p.skip == 0 {
			p.write(strings.Join(strings.FieldsFunc(t.Data, endsLine), " "))
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		return p.start(t)
	case html.EndTagToken:
		return p.end(t.DataAtom)
	}
	return nil
}

func (p *page) write(text string) {
	p.text.WriteString(text)
	if len(p.struck) == 0 {
		p.kept.WriteString(text)
	}
}

func (p *page) start(t html.Token) error {
	switch t.DataAtom {
	case atom.Frameset, atom.Iframe, atom.Frame:
		return refuse("html", "frames")
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.Xmp, atom.Textarea:
		p.skip = t.DataAtom
	case atom.Table:
		return p.startTable(t)
	}
	if !p.inTable {
		return nil
	}
	switch t.DataAtom {
	case atom.Col:
		return p.column(t)
	case atom.Thead, atom.Tbody, atom.Tfoot:
		p.hidGroup = hides(t)
		return p.endRow()
	case atom.Tr:
		if err := p.endRow(); err != nil {
			return err
		}
		return p.startRow(hides(t))
	case atom.Td, atom.Th:
		return p.startCell(t)
	case atom.Br:
		if p.inCell {
			p.write("\n")
		}
	default:
		return p.inside(t)
	}
	return nil
}

// inside takes a tag in a cell that is none of the table's: does it hide or strike out?
func (p *page) inside(t html.Token) error {
	if !p.inCell || t.Type == html.SelfClosingTagToken {
		return nil
	}
	if hides(t) {
		return refuse("html", "a hidden part").in(lineOf(p.row))
	}
	last := len(p.struck) - 1
	switch {
	case isVoid(t.DataAtom):
	case strikes(t):
		if len(p.struck) == p.limits.Depth {
			return refuse("limit-xml", "elements nested too deep").in(lineOf(p.row))
		}
		p.struck = append(p.struck, openStrike{name: t.DataAtom})
	case last >= 0 && p.struck[last].name == t.DataAtom:
		p.struck[last].inside++
	}
	return nil
}

func (p *page) end(name atom.Atom) error {
	if p.skip == name {
		p.skip = 0
	}
	switch name {
	case atom.Table:
		return p.endTable()
	case atom.Thead, atom.Tbody, atom.Tfoot:
		p.hidGroup = false
		return p.endRow()
	case atom.Tr:
		return p.endRow()
	case atom.Td, atom.Th:
		return p.endCell()
	}
	if last := len(p.struck) - 1; last >= 0 && p.struck[last].name == name {
		if p.struck[last].inside--; p.struck[last].inside < 0 {
			p.struck = p.struck[:last]
		}
	}
	return nil
}

func (p *page) startTable(t html.Token) error {
	if p.inCell {
		return refuse("html", "a table in a table").in(lineOf(p.row))
	}
	if err := p.endTable(); err != nil {
		return err
	}
	if p.tables++; p.tables > p.limits.Sheets {
		return refuse("limit-cells", "too many tables")
	}
	if p.tables > 1 {
		p.row++ // a blank row parts the tables
	}
	p.inTable, p.hidTable, p.hidGroup = true, hides(t), false
	p.taken = p.taken[:0] // a span ends with its table
	p.hidCols, p.columns = hiddenColumns{}, 0
	return nil
}

func (p *page) endTable() error {
	err := p.endRow()
	p.inTable = false
	return err
}

// column takes what a page says of a column: whether it is hidden.
func (p *page) column(t html.Token) error {
	from := p.columns + 1
	if p.columns += span(t, "span"); p.columns > maxCol {
		return refuse("limit-cells", "too many columns")
	}
	if hides(t) {
		p.hidCols.add(from, p.columns)
	}
	return nil
}

func (p *page) startRow(hidden bool) error {
	if p.row++; p.row > maxRow {
		return refuse("limit-cells", "too many rows")
	}
	p.inRow, p.col, p.hidRow = true, 1, hidden || p.hidTable || p.hidGroup
	return nil
}

func (p *page) endRow() error {
	err := p.endCell()
	p.inRow = false
	return err
}

// startCell begins a cell; a span takes the places that it covers.
func (p *page) startCell(t html.Token) error {
	if err := p.endCell(); err != nil {
		return err
	}
	if !p.inRow {
		if err := p.startRow(false); err != nil {
			return err
		}
	}
	if hides(t) {
		return refuse("html", "a hidden cell").in(lineOf(p.row))
	}
	for p.col < len(p.taken) && p.taken[p.col] >= p.row {
		p.col++
	}
	p.inCell, p.cellStruck, p.struck = true, strikes(t), p.struck[:0]
	p.down, p.across = span(t, "rowspan"), span(t, "colspan")
	p.text.Reset()
	p.kept.Reset()
	return nil
}

// endCell puts the cell that is open in its place.
func (p *page) endCell() error {
	if !p.inCell {
		return nil
	}
	p.inCell = false
	text := trimPage(p.text.String())
	p.area += int64(p.down * p.across)
	tooWide := p.col+p.across > maxCol || p.area > p.limits.Area
	if tooWide || len(p.sheet.cells) >= p.limits.Cells || len(text) > 4*p.limits.CellText {
		return refuse("limit-cells", "row %d", p.row).in(lineOf(p.row))
	}
	if p.down*p.across > 1 {
		if len(p.sheet.merges) == p.limits.Merges {
			return refuse("limit-merges", "too many merges")
		}
		p.sheet.merges = append(p.sheet.merges, Range{p.row, p.col, p.row + p.down - 1, p.col + p.across - 1})
	}
	if need := p.col + p.across - len(p.taken); need > 0 {
		p.taken = append(p.taken, make([]int, need)...)
	}
	for i := range p.across {
		p.taken[p.col+i] = p.row + p.down - 1
	}
	if text != "" {
		cell := Cell{Row: p.row, Col: p.col, Hidden: p.hidRow || p.hidCols.contains(p.col)}
		var parts *struckText
		if p.kept.Len() < p.text.Len() {
			parts = &struckText{kept: trimPage(p.kept.String())}
		}
		cell.setStruck(text, parts, p.cellStruck)
		p.sheet.cells = append(p.sheet.cells, cell)
	}
	p.col += p.across
	return nil
}
