package cells

import (
	"errors"
	"io"
	"path"
	"strings"

	"jixiao/pipeline/cells/numfmt"
)

// xlsx reads OOXML workbooks (.xlsx, .xlsm, .xltx), of Excel, WPS, LibreOffice and libraries,
// transitional and strict. Parts are found by relationship, never by their usual path.
type xlsx struct {
	c       *container
	limits  *Limits
	parts   []string // path of each sheet's part; "" for chart sheets
	hidden  []bool
	strings []string
	formats []numfmt.Format // by cell style
	struck  []bool          // by cell style, whether it is struck out; nil where none is

	struckTexts map[int]*struckText // of the shared texts
	noStrings   string              // the part that should hold them and is not there

	date1904 bool
	tags     []plainTag // by column, as its last cell was written
	cells    int        // that were read
	filled   int        // that held something
	merges   int
	text     int64
	moved    int64 // bytes of formulas that were written out for a cell
	scanAll  bool  // leave nothing to the short cuts for what is written plainly: tests compare
}

// relation is one line of a .rels part.
type relation struct{ kind, target string }

func openXLSX(r io.ReaderAt, size int64, limits *Limits) (*Book, error) {
	c, err := openContainer(r, size, limits)
	if err != nil {
		return nil, err
	}
	switch code := c.otherKind(); code {
	case "":
	case "ods":
		return openODS(c, limits)
	default:
		return nil, refuse(code, "a container of another kind")
	}
	root, err := c.relations("")
	if err != nil {
		return nil, err
	}
	x := &xlsx{c: c, limits: limits}
	main, err := onlyOne(root, "officeDocument")
	switch {
	case err != nil:
		return nil, err
	case main == "":
		return nil, refuse("not-a-book", "no main part")
	case strings.HasSuffix(main, ".bin"):
		return openXLSB(x, main)
	}
	related, err := c.relations(main)
	if err != nil {
		return nil, err
	}
	book := &Book{source: x}
	if err := x.readWorkbook(book, main, related); errors.Is(err, errWord) {
		return openWord(c, main, related, limits)
	} else if err != nil {
		return nil, err
	}
	return book, x.readLooks(related)
}

// readLooks reads what the sheets share: the styles, then the texts, of which styles may strike out parts.
func (x *xlsx) readLooks(related map[string]relation) error {
	part, err := onlyOne(related, "styles")
	if err == nil && part != "" {
		err = x.readStyles(part)
	}
	if err != nil {
		return err
	}
	part, err = onlyOne(related, "sharedStrings")
	switch {
	case err != nil || part == "":
		return err
	case x.c.entries[foldName(part)] == nil:
		x.noStrings = part // a cell that asks for one is refused
		return nil
	}
	return x.readStrings(part)
}

// otherKind tells by its entries what a container is that holds no Office document; "" for one that may.
func (c *container) otherKind() string {
	has := func(name string) bool { return c.entries[name] != nil }
	switch {
	case has("mimetype") && has("content.xml"):
		return "ods"
	case has("ofd.xml"):
		return "ofd"
	case has("index/document.iwa"), has("index.zip"):
		return "numbers"
	case has("_rels/.rels"), has("[content_types].xml"):
		return ""
	}
	for name := range c.entries {
		if strings.HasPrefix(name, "xl/") {
			return ""
		}
	}
	return "archive"
}

// onlyOne gives the target of the relation of a kind; "" for none. Two that differ are refused: nothing says
// which of them counts.
func onlyOne(relations map[string]relation, kind string) (target string, err error) {
	for _, rel := range relations {
		if rel.kind != kind {
			continue
		}
		if target != "" && rel.target != target {
			return "", refuse("names", "two parts of kind %s", kind)
		}
		target = rel.target
	}
	return target, nil
}

// mostRelations is how many relations a part may have; a workbook has as many as sheets, and a few.
const mostRelations = 1 << 14

// relations reads the relationships of a part, by id, with targets as paths from the root.
func (c *container) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	relations := map[string]relation{}
	count := 0
	if part != "" && c.entries[foldName(name)] == nil {
		return relations, nil
	}
	err := c.scanPart(name, c.limits.Other, nil, func(s *scanner, t token) error {
		outside := strings.EqualFold(string(s.attr("TargetMode")), "External")
		if t != open || string(s.name) != "Relationship" || outside {
			return nil
		}
		if count++; count > mostRelations {
			return s.fail("limit-parts", "too many relations")
		}
		target := strings.ReplaceAll(string(s.attr("Target")), `\`, "/")
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(path.Clean(target), "/")
		} else {
			target = strings.TrimPrefix(path.Clean("/"+dir+target), "/")
		}
		kind := string(s.attr("Type"))
		id, rel := string(s.attr("Id")), relation{kind[strings.LastIndexByte(kind, '/')+1:], target}
		if other, found := relations[id]; found && other != rel {
			return s.fail("names", "two relations called "+id)
		}
		relations[id] = rel
		return nil
	})
	return relations, err
}

// readWorkbook lists the sheets.
func (x *xlsx) readWorkbook(book *Book, part string, related map[string]relation) error {
	root := ""
	err := x.c.scanPart(part, x.limits.Other, nil, func(s *scanner, t token) error {
		if t != open {
			return nil
		}
		if root == "" {
			if root = string(s.name); root == "document" {
				return errWord
			}
		}
		switch string(s.name) {
		case "workbookPr":
			x.date1904 = isTrue(s.attr("date1904"))
		case "sheet":
			return x.addSheet(book, s, related)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case root == "presentation":
		return refuse("word", "%s", part)
	case root != "workbook":
		return refuse("not-a-book", "main part is <%s>", root)
	case len(book.sheets) == 0:
		return refuse("part", "no sheets")
	}
	return nil
}

func (x *xlsx) addSheet(book *Book, s *scanner, related map[string]relation) error {
	// Other attributes are called id too (sheetId is not): the relationship is the prefixed one.
	id := ""
	for i := range s.attrs {
		if a := s.attrs[i]; string(local(a.name)) == "id" && len(local(a.name)) < len(a.name) {
			id = string(a.value)
		}
	}
	state := string(s.attr("state"))
	info := SheetInfo{Name: string(s.attr("name")), Hidden: state == "hidden" || state == "veryHidden"}
	return x.bundle(book, info, id, related)
}

// bundle adds a sheet to the book: its part is that of the relation with an id.
func (x *xlsx) bundle(book *Book, info SheetInfo, id string, related map[string]relation) error {
	if len(book.sheets) == x.limits.Sheets {
		return refuse("limit-cells", "more than %d sheets", x.limits.Sheets)
	}
	rel, found := related[id]
	if !found && id != "" { // modules of macros have none
		return refuse("part", "sheet %q has no part", info.Name).in("工作表“" + info.Name + "”")
	}
	part := rel.target
	if rel.kind != "worksheet" { // chart, dialog and macro sheets hold no forms
		part = ""
	}
	book.sheets = append(book.sheets, info)
	x.parts = append(x.parts, part)
	x.hidden = append(x.hidden, info.Hidden)
	return nil
}

// checkText holds a text to its limit of UTF-16 units; the bytes are looked at first.
func (x *xlsx) checkText(b []byte, place string) error {
	if len(b) <= x.limits.CellText {
		return nil
	}
	units := 0
	for _, r := range string(b) {
		units++
		if r > 0xffff {
			units++
		}
	}
	if units > x.limits.CellText {
		return refuse("limit-text", "%s: a text of %d characters", place, units).in(place)
	}
	return nil
}

func isTrue(v []byte) bool { return string(v) == "1" || string(v) == "true" || string(v) == "on" }
