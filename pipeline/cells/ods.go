package cells

import (
	"io"
	"strings"
)

// openODS opens a spreadsheet of OpenDocument (.ods), of LibreOffice and WPS.
func openODS(c *container, limits *Limits) (*Book, error) {
	kind, err := c.mimetype()
	switch {
	case err != nil:
		return nil, err
	case !strings.Contains(kind, "opendocument.spreadsheet"):
		return nil, refuse("word", "%s", kind)
	}
	if err := c.refuseSealed(); err != nil {
		return nil, err
	}
	o := newODS(limits)
	if err := c.scanPart("content.xml", limits.Part, nil, o.take); err != nil {
		return nil, err
	}
	return o.finish()
}

// openFODS opens the same written as one XML file (.fods).
func openFODS(text string, limits *Limits) (*Book, error) {
	o := newODS(limits)
	var s scanner
	s.reset(readerFeed{strings.NewReader(text)}, "OpenDocument", int64(len(text)), limits)
	if err := s.start(); err != nil {
		return nil, err
	}
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		if t == endOfPart {
			return o.finish()
		}
		if err := o.take(&s, t); err != nil {
			return nil, err
		}
	}
}

// mimetype reads what an OpenDocument says that it is.
func (c *container) mimetype() (string, error) {
	p, err := c.open("mimetype", 1<<10)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(&feedReader{feed: p, buf: make([]byte, 2*window)})
	return string(b), err
}

// refuseSealed refuses what its list of parts says is encrypted.
func (c *container) refuseSealed() error {
	if c.entries["meta-inf/manifest.xml"] == nil {
		return nil
	}
	return c.scanPart("META-INF/manifest.xml", c.limits.Other, nil, func(s *scanner, t token) error {
		if t == open && string(s.name) == "encryption-data" {
			return refuse("encrypted", "OpenDocument")
		}
		return nil
	})
}

// ods is the state of one pass over the content of an OpenDocument spreadsheet.
type ods struct {
	limits *Limits
	book   *Book
	sheets layouts
	filled int
	merges int
	area   int64
	text   int64

	styles map[string]odsStyle
	style  string // that is being defined

	table    int // the depth of the table that is open; 0 for none
	skip     int // the depth of an element that is passed over: drawings, forms; 0 for none
	outside  bool
	row, col int // the next
	rows     int // how many rows the row that is open stands for
	hidRow   bool
	groups   []bool // whether the groups of rows that are open are hidden
	from     int    // the first cell of the row that is open
	hidCols  hiddenColumns
	columns  []odsColumn // by their last column
	column   int         // columns described so far
	rowLook  string      // the style of the row's cells

	cell odsCell
}

// odsStyle is what a style says: whether it strikes out, whether it hides a sheet, by how many powers of ten a
// number is divided.
type odsStyle struct {
	parent string
	data   string // the style of its numbers
	struck bool
	hides  bool
	scale  int
}

// odsColumn is a run of columns whose cells have a style.
type odsColumn struct {
	last int
	look string
}

func newODS(limits *Limits) *ods {
	return &ods{limits: limits, book: &Book{}, styles: map[string]odsStyle{}}
}

func (o *ods) finish() (*Book, error) {
	if len(o.book.sheets) == 0 {
		return nil, refuse("part", "no sheets")
	}
	o.book.source = o.sheets
	return o.book, nil
}

func (o *ods) take(s *scanner, t token) error {
	switch {
	case o.cell.depth > 0:
		return o.takeInCell(s, t)
	case o.skip > 0:
		if t == closed && s.depth < o.skip {
			o.skip = 0
		}
	case t == open && o.table == 0:
		return o.openOutside(s)
	case t == open:
		return o.openInTable(s)
	case t == closed && o.table > 0:
		return o.closeInTable(s)
	}
	return nil
}

// openOutside takes styles, and the tables of the body: others are copies of tables elsewhere.
func (o *ods) openOutside(s *scanner) error {
	switch name := string(s.name); {
	case name == "style", strings.HasSuffix(name, "-style"):
		family := string(s.attr("family"))
		if name != "style" {
			family = "number"
		}
		o.style = family + "/" + string(s.attr("name"))
		o.styles[o.style] = odsStyle{
			parent: family + "/" + string(s.attr("parent-style-name")), data: "number/" +
				string(s.attr("data-style-name")),
		}
	case name == "text-properties", name == "table-properties", name == "number":
		o.lookOf(s)
	case name == "table" && s.parent(open) == "spreadsheet":
		return o.openTable(s)
	}
	return nil
}

// lookOf takes what a part of a style says.
func (o *ods) lookOf(s *scanner) {
	look, found := o.styles[o.style]
	if !found {
		return
	}
	for _, name := range []string{"text-line-through-style", "text-line-through-type"} {
		if v := s.attr(name); v != nil {
			look.struck = string(v) != "none"
		}
	}
	look.hides = look.hides || string(s.attr("display")) == "false"
	for factor := indexOr(s.attr("display-factor"), 1); factor >= 10; factor /= 10 {
		look.scale++
	}
	o.styles[o.style] = look
}

// look gives a style with what it has from its parents.
func (o *ods) look(name string) odsStyle {
	look := odsStyle{}
	for range 16 { // styles hand on; a circle ends
		style, found := o.styles[name]
		if !found {
			break
		}
		look.struck, look.hides = look.struck || style.struck, look.hides || style.hides
		look.scale = max(look.scale, style.scale, o.styles[style.data].scale)
		name = style.parent
	}
	return look
}

func (o *ods) openTable(s *scanner) error {
	if len(o.sheets) == o.limits.Sheets {
		return s.fail("limit-cells", "too many sheets")
	}
	info := SheetInfo{Name: string(s.attr("name")), Hidden: o.look("table/" + string(s.attr("style-name"))).hides}
	o.book.sheets = append(o.book.sheets, info)
	o.sheets = append(o.sheets, laid{})
	o.table, o.outside, o.area = s.depth, false, 0
	o.row, o.column, o.columns, o.hidCols = 1, 0, nil, hiddenColumns{}
	o.groups = o.groups[:0]
	return nil
}

// openInTable takes the tags of a table that is open.
func (o *ods) openInTable(s *scanner) error {
	switch string(s.name) {
	case "table-source":
		o.outside = true // a copy of a sheet of another file
	case "table":
		return s.fail("ods", "a table in a table")
	case "shapes", "forms":
		o.skip = s.depth
	case "table-column":
		return o.openColumn(s)
	case "table-row-group":
		o.groups = append(o.groups, string(s.attr("display")) == "false")
	case "table-row":
		return o.openRow(s)
	case "table-cell", "covered-table-cell":
		if s.parent(open) == "table-row" {
			return o.openCell(s)
		}
	}
	return nil
}

func (o *ods) closeInTable(s *scanner) error {
	switch string(s.name) {
	case "table":
		if s.depth < o.table {
			o.table = 0
			if o.outside {
				o.sheets, o.book.sheets = o.sheets[:len(o.sheets)-1], o.book.sheets[:len(o.book.sheets)-1]
			}
		}
	case "table-row-group":
		if len(o.groups) > 0 {
			o.groups = o.groups[:len(o.groups)-1]
		}
	case "table-row":
		return o.closeRow(s)
	}
	return nil
}
