package cells

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// laid is a sheet whose cells have been laid out already: from a page, or from an XML table.
type laid struct {
	cells  []Cell
	merges []Range
}

// layouts are the sheets of such a book.
type layouts []laid

func (l layouts) each(sheet int, visit func(*Cell) error) ([]Range, error) {
	for i := range l[sheet].cells {
		c := l[sheet].cells[i]
		if err := visit(&c); err != nil {
			return nil, err
		}
	}
	return l[sheet].merges, nil
}

// openHTML opens a page that a system calls .xls: its tables, one below the other, on one sheet. Only
// plain pages are read; frames, tables in tables and hidden parts are refused.
func openHTML(text string, limits *Limits) (*Book, error) {
	if len(text) > maxPage {
		return nil, refuse("limit-size", "a page of %d bytes", len(text))
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, refuse("html", "%v", err)
	}
	p := &page{limits: limits, row: 1}
	if err := p.walk(root, 0); err != nil {
		return nil, err
	}
	if len(p.sheet.cells) == 0 {
		return nil, refuse("html", "no table")
	}
	return &Book{sheets: []SheetInfo{{Name: "Sheet1"}}, source: layouts{p.sheet}}, nil
}

// maxPage is how many bytes a page may have: it is held whole, in some thirty times the memory.
const maxPage = 8 << 20

// page is a page being laid out.
type page struct {
	limits *Limits
	sheet  laid
	taken  []int // by column, the last row that a span from above takes
	area   int64 // of all spans
	row    int
	tables int
}

// walk finds the tables of a page. depth bounds what a hostile page could nest.
func (p *page) walk(n *html.Node, depth int) error {
	if depth > 4*p.limits.Depth {
		return refuse("limit-xml", "elements nested too deep")
	}
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Frameset, atom.Iframe, atom.Frame:
			return refuse("html", "frames")
		case atom.Table:
			return p.table(n, depth)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := p.walk(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) table(n *html.Node, depth int) error {
	if p.tables++; p.tables > p.limits.Sheets {
		return refuse("limit-cells", "too many tables")
	}
	p.taken = p.taken[:0] // a span ends with its table
	if err := p.rows(n, depth+1); err != nil {
		return err
	}
	p.row++ // a blank row parts the tables
	return nil
}

// rows lays out the rows of a table, through thead and tbody.
func (p *page) rows(n *html.Node, depth int) error {
	if depth > 4*p.limits.Depth {
		return refuse("limit-xml", "elements nested too deep")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		var err error
		if c.DataAtom == atom.Tr {
			err = p.cells(c)
			p.row++
		} else {
			err = p.rows(c, depth+1)
		}
		if err != nil || p.row > maxRow {
			return orRefuse(err, "limit-cells", "too many rows")
		}
	}
	return nil
}

func orRefuse(err error, code, what string) error {
	if err != nil {
		return err
	}
	return refuse(code, "%s", what)
}

// cells lays out one row; a span takes the places that it covers.
func (p *page) cells(tr *html.Node) error {
	col := 1
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		for col < len(p.taken) && p.taken[col] >= p.row {
			col++
		}
		text, err := cellText(c)
		if err != nil {
			return err
		}
		down, across := span(c, "rowspan"), span(c, "colspan")
		p.area += int64(down * across)
		tooWide := col+across > maxCol || p.area > p.limits.Area
		if tooWide || len(p.sheet.cells) >= p.limits.Cells || len(text) > 4*p.limits.CellText {
			return refuse("limit-cells", "row %d", p.row).in(fmt.Sprintf("第 %d 行", p.row))
		}
		if down*across > 1 {
			if len(p.sheet.merges) == p.limits.Merges {
				return refuse("limit-cells", "too many merges")
			}
			p.sheet.merges = append(p.sheet.merges, Range{p.row, col, p.row + down - 1, col + across - 1})
		}
		if need := col + across - len(p.taken); need > 0 {
			p.taken = append(p.taken, make([]int, need)...)
		}
		for i := range across {
			p.taken[col+i] = p.row + down - 1
		}
		if text != "" {
			cell := Cell{Row: p.row, Col: col}
			cell.setText(text)
			p.sheet.cells = append(p.sheet.cells, cell)
		}
		col += across
	}
	return nil
}

// span reads rowspan or colspan; a page may say nonsense, and no form spans more than 1,000.
func span(n *html.Node, name string) int {
	for _, a := range n.Attr {
		if a.Key == name {
			if v, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && 0 < v && v <= 1000 {
				return v
			}
		}
	}
	return 1
}

// cellText is what a cell shows: white space as one blank, <br> as a line.
func cellText(n *html.Node) (string, error) {
	var b strings.Builder
	var gather func(*html.Node, int) error
	gather = func(n *html.Node, depth int) error {
		if depth > 256 {
			return refuse("limit-xml", "elements nested too deep")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(strings.Join(strings.FieldsFunc(c.Data, endsLine), " "))
			case c.Type != html.ElementNode:
			case c.DataAtom == atom.Table:
				return refuse("html", "a table in a table")
			case c.DataAtom == atom.Br:
				b.WriteByte('\n')
			case hides(c):
				return refuse("html", "a hidden part")
			default:
				if err := gather(c, depth+1); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if hides(n) {
		return "", refuse("html", "a hidden part")
	}
	err := gather(n, 0)
	return strings.Trim(strings.ReplaceAll(b.String(), "\u00a0", " "), " \n"), err
}

func endsLine(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

func hides(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "style" && strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none") {
			return true
		}
	}
	return false
}
