package cells

import (
	"fmt"
	"strconv"
)

// place is what a row of the sheet is in the document.
type place struct {
	name  string // of the paragraph, or of the table
	table bool
	row   int // of the table
}

// Address is a place of the sheet as a person finds it: C5 in a workbook, 第3段 or 表2 第5行第3列 in a Word file.
func (s *Sheet) Address(row, col int) string {
	if s.Document == nil {
		return Address(row, col)
	}
	return s.Document.address(row, col)
}

func (d *Document) address(row, col int) string {
	for at := min(row, len(d.places)-1); at > 0; at-- {
		switch p := d.places[at]; {
		case p.name == "": // a blank row belongs to what stands above it
		case p.table:
			return fmt.Sprintf("%s 第%d行第%d列", p.name, p.row+row-at, col)
		default:
			return p.name
		}
	}
	return "正文开头"
}

// IsAddress reports whether a text is a place on a sheet in A1 style. The places of Word documents are not.
func IsAddress(cell string) bool {
	_, _, ok := parseAddress([]byte(cell))
	return ok
}

// textBudget holds all text of a document to its limit while it is read: a list repeats its words in every paragraph.
type textBudget int64

func (b *textBudget) take(p *Paragraph, limits *Limits) error {
	if *b += textBudget(len(p.Number) + len(p.Text) + len(p.Concealed)); int64(*b) > limits.AllText {
		return refuseWord("limit-text", "too much text")
	}
	return nil
}

// Document gives what a Word file says besides its sheet; nil for workbooks.
func (b *Book) Document() *Document { return b.document }

// BodySheet is the name of the one sheet of a Word file.
const BodySheet = "正文"

// wordBook makes the book of a document that has been read.
func wordBook(d *Document, limits *Limits) (*Book, error) {
	l := &layer{d: d, limits: limits, row: 1}
	d.places = append(d.places, place{})
	if err := l.blocks(d.Blocks, ""); err != nil {
		return nil, err
	}
	for i := range d.Notes {
		l.nameAll(d.Notes[i].Blocks, d.Notes[i].Place)
	}
	l.nameAll(d.Headers, "页眉页脚")
	if l.shown == 0 && l.unread > 0 {
		return nil, refuseWord("word-pictures", "%d pictures and no text", l.unread)
	}
	return &Book{sheets: []SheetInfo{{Name: BodySheet}}, source: layouts{l.sheet}, document: d}, nil
}

// layer lays a document out on its sheet and gives everything its place.
type layer struct {
	d          *Document
	limits     *Limits
	sheet      laid
	row        int // the next free one
	paragraphs int // that show something
	tables     int
	boxes      int
	shown      int
	unread     int
	text       int64
	area       int64
}

// blocks lays out a run of blocks. within is the place that they all stand in; "" for the body itself.
func (l *layer) blocks(blocks []Block, within string) error {
	paragraphs, tables := 0, 0 // within a place they are counted there
	for i := range blocks {
		var err error
		switch b := &blocks[i]; {
		case b.Paragraph != nil:
			if within != "" {
				err = l.paragraph(b.Paragraph, within, &paragraphs)
			} else {
				err = l.paragraph(b.Paragraph, "", &l.paragraphs)
			}
		case b.Table != nil:
			if within != "" {
				tables++
				err = l.table(b.Table, within+" 内表"+strconv.Itoa(tables))
			} else {
				l.tables++
				err = l.table(b.Table, "表"+strconv.Itoa(l.tables))
			}
		default:
			err = l.box(b.Box)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *layer) paragraph(p *Paragraph, within string, count *int) error {
	p.Row = l.row
	l.unread += p.Unread
	if !p.showsNothing() {
		*count++
		p.Place = joinPlace(within, "第"+strconv.Itoa(*count)+"段")
		l.d.markedAt(p)
		if err := l.put(1, p.Shown(), p.Hidden, p.Place); err != nil {
			return err
		}
	}
	return l.nextRow(place{name: p.Place})
}

// markedAt gives the notes that a paragraph marks its place.
func (d *Document) markedAt(p *Paragraph) {
	for _, m := range p.Marks {
		d.Notes[m.Note].Marked = p.Place
	}
}

func joinPlace(within, what string) string {
	if within == "" {
		return what
	}
	return within + " " + what
}

// nextRow closes a row that is what p says.
func (l *layer) nextRow(p place) error {
	l.d.places = append(l.d.places, p)
	if l.row++; l.row > maxRow {
		return refuseWord("limit-cells", "too many rows")
	}
	return nil
}

// put puts a text into a cell of the row that is being laid.
func (l *layer) put(col int, text string, hidden bool, where string) error {
	if len(l.sheet.cells) >= l.limits.Cells {
		return refuseWord("limit-cells", "too many cells").in(where)
	}
	if utf16Len(text, l.limits.CellText) > l.limits.CellText {
		return refuseWord("limit-text", "a text of %d bytes", len(text)).in(where)
	}
	if l.text += int64(len(text)); l.text > l.limits.AllText {
		return refuseWord("limit-text", "too much text")
	}
	l.shown++
	c := Cell{Row: l.row, Col: col, Hidden: hidden}
	c.setText(text)
	l.sheet.cells = append(l.sheet.cells, c)
	return nil
}

// utf16Len counts the UTF-16 units of a text that may have most of them; where there are surely fewer it does not
// count.
func utf16Len(text string, most int) int {
	if len(text) <= most {
		return len(text)
	}
	units := 0
	for _, r := range text {
		units++
		if r > 0xffff {
			units++
		}
	}
	return units
}

func (l *layer) box(b *TextBox) error {
	l.boxes++
	b.Place = "文本框" + strconv.Itoa(l.boxes)
	if err := l.blocks(b.Blocks, b.Place); err != nil {
		return err
	}
	return l.nextRow(place{})
}
