package cells

import "strings"

// Document is what a Word file says, in its order, besides its one sheet (正文). A paragraph of the body is a
// row of the sheet with its text in column 1; a table stands at rows and columns of its own, with its merges.
// A paragraph right above a table is the row right above it; a blank row follows every table.
type Document struct {
	Blocks  []Block // the body
	Notes   []Note  // footnotes and endnotes (脚注, 尾注), as they are marked
	Headers []Block // what headers and footers (页眉, 页脚) say; on no sheet

	places []place // by row of the sheet, from 1
}

// Block is one thing in the order of a text; one of the three is not nil.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
	Box       *TextBox
}

// Paragraph is a paragraph as it is shown.
type Paragraph struct {
	Place  string // 第3段, 表2 第5行第3列: where a person finds it; "" where it shows nothing
	Row    int    // of the sheet; 0 in notes and headers
	Number string // of the list, as it is shown: "（一）", "1.", "(2)"; of a bulleted list the bullet
	Bullet bool   // Number is a bullet, which the sheet leaves out
	Gap    string // what stands between Number and Text: a blank, or nothing
	Text   string // without Number
	Style  string // the name of its style: "heading 1", "标题 1"
	Level  int    // of the outline, from 1; 0 for body text
	Marks  []Mark // of footnotes and endnotes: they are not in Text

	Hidden    bool   // some of its text is hidden: all of it or, where there is Concealed, only that
	Concealed string // the hidden text within a paragraph that shows other text
	Unread    int    // pictures, charts and embedded objects in it, of which nothing is read

	// Nth is which paragraph element (<w:p>) of the part it is, from 1, those left out counted too; 0 in .doc.
	Nth int
}

// Shown is the paragraph with its number, as the sheet has it.
func (p *Paragraph) Shown() string {
	if p.Bullet || p.Number == "" {
		return p.Text
	}
	if p.Text == "" {
		return p.Number
	}
	return p.Number + p.Gap + p.Text
}

// Mark is where a note is marked.
type Mark struct {
	At   int // in bytes of Text
	Note int // in Document.Notes
}

// Note is a footnote or an endnote.
type Note struct {
	Place  string // 脚注1, 尾注2
	Marked string // the place of the paragraph that marks it
	Blocks []Block
}

// TextBox is a text box (文本框); it stands behind the paragraph that holds it.
type TextBox struct {
	Place  string // 文本框1
	Blocks []Block
}

// Table is a table of a document.
type Table struct {
	Place string // 表2; of a table in a cell 表2 第5行第3列 内表1
	Top   int    // the row of the sheet where its first row stands; 0 in notes and headers
	Rows  []TableRow
}

// TableRow is a row of a table, its cells from the left.
type TableRow []TableCell

// TableCell is a cell of a table.
type TableCell struct {
	Place        string // 表2 第5行第3列
	Col          int    // the first of its columns of the table, from 1
	Down, Across int    // rows and columns that it covers
	Covered      bool   // by a cell above or beside it: what it holds is not shown
	Hidden       bool   // it or some of its text is hidden
	Blocks       []Block
}

// Text is what a cell shows: its paragraphs with their numbers, a line each, without the tables in it.
func (c *TableCell) Text() string {
	var b strings.Builder
	lines := 0
	for i := range c.Blocks {
		p := c.Blocks[i].Paragraph
		if p == nil {
			continue
		}
		if lines++; lines > 1 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Shown())
	}
	return strings.TrimRight(b.String(), "\n")
}

// ShowsNothing holds for a paragraph without number and text.
func (p *Paragraph) showsNothing() bool { return strings.TrimSpace(p.Shown()) == "" }

// frames holds for a table of one cell around another table: it only frames what stands in it.
func (t *Table) frames() bool {
	if len(t.Rows) != 1 || len(t.Rows[0]) != 1 {
		return false
	}
	for _, b := range t.Rows[0][0].Blocks {
		if b.Table != nil {
			return true
		}
	}
	return false
}
