package cells

import (
	"jixiao/pipeline/cells/numfmt"
	"strings"
)

// openXML2003 opens the XML of Excel 2003 (SpreadsheetML), which systems also call .xls.
func openXML2003(text string, limits *Limits) (*Book, error) {
	x := &xml2003{limits: limits, book: &Book{}, formats: map[string]numfmt.Format{}}
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
	hidRow   bool
	cell     Cell
	kind     string // of the data: String, Number, DateTime, Boolean, Error
	inData   bool
	data     []byte
	total    int
	style    string                   // the style that is being defined, then the one of the cell
	formats  map[string]numfmt.Format // by style
}

// namedFormats are the number formats that SpreadsheetML calls by name.
var namedFormats = map[string]string{
	"General": "", "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
	"Short Date": "yyyy/m/d", "Long Date": `yyyy"年"m"月"d"日"`,
}

func (x *xml2003) take(s *scanner, t token) error {
	switch {
	case t == text:
		if x.inData {
			x.data = append(x.data, s.text...)
		}
		return nil
	case t == open:
		return x.open(s)
	}
	switch string(s.name) {
	case "Data":
		x.inData = false
		return x.setData(s)
	case "Cell":
		return x.endCell(s)
	}
	return nil
}

func (x *xml2003) open(s *scanner) error {
	switch string(s.name) {
	case "Worksheet":
		if len(x.sheets) == x.limits.Sheets {
			return s.fail("limit-cells", "too many sheets")
		}
		x.book.sheets = append(x.book.sheets, SheetInfo{Name: string(s.attr("Name"))})
		x.sheets = append(x.sheets, laid{})
		x.row = 0
	case "Visible":
		return s.fail("xml2003", "a hidden sheet")
	case "Style":
		x.style = string(s.attr("ID"))
	case "NumberFormat":
		code := string(s.attr("Format"))
		if known, found := namedFormats[code]; found {
			code = known
		}
		x.formats[x.style] = numfmt.Parse(code)
	case "Row":
		return x.openRow(s)
	case "Cell":
		return x.openCell(s)
	case "Data":
		x.inData, x.kind, x.data = true, string(s.attr("Type")), x.data[:0]
	}
	return nil
}

func (x *xml2003) openRow(s *scanner) error {
	row := x.row + 1
	if at := s.attr("Index"); at != nil {
		n, ok := parseIndex(at, maxRow)
		if !ok || n <= x.row {
			return s.fail("order", "row "+string(at))
		}
		row = n
	}
	x.row, x.col, x.hidRow = row, 0, isTrue(s.attr("Hidden"))
	if row > maxRow || len(x.sheets) == 0 {
		return s.fail("order", "a row out of place")
	}
	return nil
}

func (x *xml2003) openCell(s *scanner) error {
	col := x.col + 1
	if at := s.attr("Index"); at != nil {
		n, ok := parseIndex(at, maxCol)
		if !ok || n <= x.col {
			return s.fail("order", "cell "+string(at))
		}
		col = n
	}
	if x.total++; x.total > x.limits.Cells || col > maxCol || len(x.sheets) == 0 {
		return s.fail("limit-cells", "too many cells")
	}
	x.cell = Cell{Row: x.row, Col: col, Hidden: x.hidRow, Formula: strings.TrimPrefix(string(s.attr("Formula")), "=")}
	x.cell.Uncached = x.cell.Formula != ""
	x.style = string(s.attr("StyleID"))
	across, down := mergeSize(s.attr("MergeAcross")), mergeSize(s.attr("MergeDown"))
	if across+down > 0 {
		sheet := &x.sheets[len(x.sheets)-1]
		if len(sheet.merges) == x.limits.Merges || col+across > maxCol || x.row+down > maxRow {
			return s.fail("limit-cells", "merges")
		}
		sheet.merges = append(sheet.merges, Range{x.row, col, x.row + down, col + across})
	}
	x.col = col + across
	return nil
}

// mergeSize is how many further columns or rows a cell covers.
func mergeSize(v []byte) int {
	n, _ := parseIndex(v, maxRow)
	return n
}

// setData gives the cell its value.
func (x *xml2003) setData(s *scanner) error {
	c, raw := &x.cell, string(x.data)
	c.Uncached = false
	switch x.kind {
	case "String", "":
		if len(raw) > 4*x.limits.CellText {
			return s.fail("limit-text", c.Address())
		}
		c.setText(raw)
	case "Number":
		f := x.formats[x.style]
		if !c.setNumber(strings.TrimSpace(raw), &f, false) {
			return s.fail("value", c.Address()+": "+raw)
		}
	case "Boolean":
		c.setBool(raw, isTrue(x.data))
	case "Error":
		c.Kind, c.Raw, c.Text = Error, raw, raw
	case "DateTime":
		c.Kind, c.Raw, c.Date = Number, raw, true
		c.Text = strings.TrimSuffix(strings.TrimSuffix(strings.Replace(raw, "T", " ", 1), ".000"), " 00:00:00")
	default:
		return s.fail("value", c.Address()+": type "+x.kind)
	}
	return nil
}

func (x *xml2003) endCell(*scanner) error {
	if c := x.cell; c.Kind != Blank && (c.Kind != Text || c.Text != "") || c.Formula != "" {
		sheet := &x.sheets[len(x.sheets)-1]
		sheet.cells = append(sheet.cells, c)
	}
	return nil
}
