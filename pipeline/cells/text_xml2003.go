package cells

import (
	"strings"

	"jixiao/pipeline/cells/numfmt"
)

// openXML2003 opens the XML of Excel 2003 (SpreadsheetML), which systems also call .xls.
func openXML2003(text string, limits *Limits) (*Book, error) {
	x := &xml2003{limits: limits, book: &Book{}, styles: map[string]*xmlStyle{}, looks: map[string]*xmlStyle{}}
	if declaration, rest, ok := strings.Cut(text, "?>"); ok && strings.HasPrefix(declaration, "<?xml") {
		text = rest // the encoding that it names has been undone
	}
	var s scanner
	s.reset(readerFeed{strings.NewReader(text)}, "SpreadsheetML", int64(len(text)), limits)
	if err := s.start(); err != nil {
		return nil, err
	}
	for {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		if t == endOfPart {
			break
		}
		if err := x.take(&s, t); err != nil {
			return nil, err
		}
	}
	if len(x.book.sheets) == 0 {
		return nil, refuse("xml2003", "no worksheet")
	}
	x.book.source = x.sheets
	return x.book, nil
}

// xml2003 is the state of one pass.
type xml2003 struct {
	limits   *Limits
	book     *Book
	sheets   layouts
	row, col int
	endRow   int // the last row that the row that is open, or was last, stands for
	area     int64
	hidRow   bool
	hidCols  hiddenColumns
	column   int // the last column that was described
	cell     Cell
	inCell   bool
	kind     string // of the data: String, Number, DateTime, Boolean, Error
	inData   bool
	struck   int // how many elements that strike out are open in the data
	data     []byte
	kept     []byte // of the data what is not struck out
	total    int
	style    *xmlStyle            // that is being defined
	rowStyle string               // of the row that is open
	cellLook *xmlStyle            // the style of the cell
	styles   map[string]*xmlStyle // by name
	looks    map[string]*xmlStyle // the same with what their parents say, of those in use
}

// xmlStyle is a style, or what it says beyond its parent.
type xmlStyle struct {
	parent string
	format *numfmt.Format
	struck *bool
}

// namedFormats are the number formats that SpreadsheetML calls by name.
var namedFormats = map[string]string{
	"General": "", "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
	"Currency": "￥#,##0.00", "Euro Currency": "€#,##0.00", "Scientific": "",
	"General Date": "yyyy/m/d h:mm", "Short Date": "yyyy/m/d", "Medium Date": "yyyy/m/d",
	"Long Date": `yyyy"年"m"月"d"日"`, "Short Time": "h:mm", "Medium Time": "h:mm", "Long Time": "h:mm:ss",
	"Yes/No": "", "True/False": "", "On/Off": "",
}

func (x *xml2003) take(s *scanner, t token) error {
	switch {
	case t == text:
		if x.inData {
			x.data = append(x.data, s.text...)
			if x.struck == 0 {
				x.kept = append(x.kept, s.text...)
			}
		}
		return nil
	case x.inData && string(s.name) == "S":
		x.struck += map[bool]int{true: 1, false: -1}[t == open]
		return nil
	case t == open:
		return x.open(s)
	}
	switch string(s.name) {
	case "Data":
		if x.inData {
			x.inData = false
			return x.setData(s)
		}
	case "Cell":
		if s.parent(t) == "Row" && x.inCell {
			x.endCell()
		}
	}
	return nil
}

// open takes the opening tags that count, where they stand: a workbook that names others holds rows of theirs,
// and a cell's comment has data of its own.
func (x *xml2003) open(s *scanner) error {
	parent := s.parent(open)
	switch string(s.name) {
	case "Worksheet":
		if parent == "Workbook" {
			return x.openSheet(s)
		}
	case "Visible":
		if parent == "WorksheetOptions" && len(x.sheets) > 0 {
			x.hideSheet(len(x.sheets) - 1)
		}
	case "Style":
		x.style = &xmlStyle{parent: string(s.attr("Parent"))}
		x.styles[string(s.attr("ID"))] = x.style
	case "NumberFormat", "Font":
		if parent == "Style" && x.style != nil {
			return x.openLook(s)
		}
	case "Column":
		if parent == "Table" {
			return x.openColumn(s)
		}
	case "Row":
		if parent == "Table" {
			return x.openRow(s)
		}
	case "Cell":
		if parent == "Row" && x.row > 0 {
			return x.openCell(s)
		}
	case "Data":
		if parent == "Cell" && x.inCell {
			x.inData, x.kind, x.struck = true, string(s.attr("Type")), 0
			x.data, x.kept = x.data[:0], x.kept[:0]
		}
	}
	return nil
}

func (x *xml2003) openSheet(s *scanner) error {
	if len(x.sheets) == x.limits.Sheets {
		return s.fail("limit-cells", "too many sheets")
	}
	x.book.sheets = append(x.book.sheets, SheetInfo{Name: string(s.attr("Name"))})
	x.sheets = append(x.sheets, laid{})
	x.row, x.endRow, x.column, x.hidCols, x.area = 0, 0, 0, hiddenColumns{}, 0
	return nil
}

// hideSheet hides a sheet; that is said behind its cells.
func (x *xml2003) hideSheet(n int) {
	x.book.sheets[n].Hidden = true
	for i := range x.sheets[n].cells {
		x.sheets[n].cells[i].Hidden = true
	}
}

// openLook takes what a style says of numbers or of striking out.
func (x *xml2003) openLook(s *scanner) error {
	if string(s.name) == "Font" {
		if v := s.attr("StrikeThrough"); v != nil {
			struck := isTrue(v)
			x.style.struck = &struck
		}
		return nil
	}
	code := string(s.attr("Format"))
	if known, found := namedFormats[code]; found {
		code = known
	}
	if len(code) > numfmt.MaxCode {
		return s.fail("limit-xml", "a number format that is too long")
	}
	f := numfmt.Parse(code)
	x.style.format = &f
	return nil
}

// look gives the number format of a style and whether it is struck out, with what its parents say.
func (x *xml2003) look(name string) *xmlStyle {
	if look := x.looks[name]; look != nil {
		return look
	}
	look := &xmlStyle{}
	x.looks[name] = look
	for range 16 { // styles hand on; a circle ends
		style := x.styles[name]
		if style == nil && name == "Default" {
			break
		}
		if style != nil {
			if look.format == nil {
				look.format = style.format
			}
			if look.struck == nil {
				look.struck = style.struck
			}
		}
		if name == "Default" {
			break
		}
		if name = "Default"; style != nil && style.parent != "" {
			name = style.parent
		}
	}
	if look.format == nil {
		look.format = &numfmt.Format{}
	}
	if look.struck == nil {
		look.struck = new(bool)
	}
	return look
}
