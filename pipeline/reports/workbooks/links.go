package workbooks

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// placeSuffix ends the name of a column that says where the values of another column stand:
// "自评总分的出处" beside "自评总分". Such columns are not shown; they make links.
const placeSuffix = "的出处"

// placeColumn is a shown column that says where a row stands.
const placeColumn = "出处"

// linksPerSheet is how many links Excel takes on one sheet, less a few.
const linksPerSheet = 65000

// link leads from a cell to a place in another workbook; where that is not beside this one, it stays where it is and
// says the place when it is pointed at.
type link struct{ ref, file, location, says string }

// splitPlace takes apart what place_of in sql/macros.sql writes: [file]sheet!cell. A sheet's name
// cannot hold a bracket, a file's may.
func splitPlace(place string) (file, sheet, cell string, ok bool) {
	end, mark := strings.LastIndex(place, "]"), strings.LastIndex(place, "!")
	if !strings.HasPrefix(place, "[") || end < 0 || mark < end {
		return "", "", "", false
	}
	return place[1:end], place[end+1 : mark], place[mark+1:], true
}

// addLink notes where a cell's value stands, and tells whether that file lies beside the workbook: then the link leads
// there.
func (w *workbook) addLink(sheet, ref, place string) bool {
	file, tab, cell, ok := splitPlace(place)
	if !ok || len(w.links[sheet]) >= linksPerSheet {
		return false
	}
	target, says := w.copies[file], "出自“"+file+"”的“"+tab+"”"+cell
	if target == "" {
		w.links[sheet] = append(w.links[sheet], link{ref, "", quoteSheet(sheet) + "!" + ref, says})
		return false
	}
	location := quoteSheet(tab) + "!" + cell
	if !cells.IsAddress(cell) { // of a Word document: the comments in it tell the place
		location = ""
	}
	w.links[sheet] = append(w.links[sheet], link{ref, target, location, says})
	return true
}

func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// linked writes the noted links into the parts of the file: one relationship a file, not one a link
// as the library would, and so no more than a sheet may have.
func (w *workbook) linked(name string, part []byte) (sheet, relations []byte, err error) {
	links := w.links[name]
	if len(links) == 0 {
		return part, nil, nil
	}
	end := bytes.LastIndex(part, []byte("</sheetData>"))
	at := -1
	for _, next := range []string{"<printOptions", "<pageMargins"} { // what may follow the links
		if at < 0 {
			at = bytes.Index(part[max(end, 0):], []byte(next))
		}
	}
	if end < 0 || at < 0 {
		return nil, nil, fmt.Errorf("sheet %s: no place for links", name)
	}
	at += end
	var elements, related strings.Builder
	elements.WriteString("<hyperlinks>")
	related.WriteString(xmlHeader +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	ids := map[string]string{}
	for _, l := range links {
		if l.file != "" && ids[l.file] == "" {
			ids[l.file] = fmt.Sprintf("rId%d", len(ids)+1)
			fmt.Fprintf(&related, `<Relationship Id="%s" Type="%s" Target="%s" TargetMode="External"/>`,
				ids[l.file], hyperlinkType, xmlEscape.Replace(escapePath(l.file)))
		}
		location := ""
		if l.location != "" {
			location = ` location="` + xmlEscape.Replace(l.location) + `"`
		}
		relation := ""
		if l.file != "" {
			relation = ` r:id="` + ids[l.file] + `"`
		}
		fmt.Fprintf(&elements, `<hyperlink ref="%s"%s%s tooltip="%s"/>`, l.ref, relation, location, tip(l.says))
	}
	elements.WriteString("</hyperlinks>")
	related.WriteString("</Relationships>")
	sheet = make([]byte, 0, len(part)+elements.Len())
	sheet = append(append(append(sheet, part[:at]...), elements.String()...), part[at:]...)
	return sheet, []byte(related.String()), nil
}

// tip is a text for whoever points at a cell; Excel takes 255 characters.
func tip(s string) string { return xmlEscape.Replace(cutUnits(clean(s), 255)) }

const hyperlinkType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"

const xmlHeader = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// escapePath makes a relative path a reference that links may hold.
func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// sheetParts gives the part of each sheet that has links: 乡镇排名 → xl/worksheets/sheet2.xml. Sheets
// are numbered as they were made.
func (w *workbook) sheetParts(made []string) map[string]string {
	parts := map[string]string{}
	for i, name := range made {
		if len(w.links[name]) > 0 {
			parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = name
		}
	}
	return parts
}

// goTo links a cell to a sheet of the same workbook.
func goTo(f *excelize.File, sheet, cell, target string) error {
	return f.SetCellHyperLink(sheet, cell, quoteSheet(target)+"!A1", "Location")
}
