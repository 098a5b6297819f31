package workbooks

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/beevik/etree"
)

// toFront makes the last sheet of a workbook its first, in xl/workbook.xml alone: the library would read
// and write every sheet for it. Names that belong to one sheet count the sheets, and so move along.
func toFront(workbook []byte) ([]byte, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(workbook); err != nil {
		return nil, err
	}
	sheets := doc.FindElement("/workbook/sheets")
	all := sheets.SelectElements("sheet")
	last := len(all) - 1
	sheets.RemoveChild(all[last])
	sheets.InsertChildAt(all[0].Index(), all[last])
	for _, name := range doc.FindElements("/workbook/definedNames/definedName") {
		at, err := strconv.Atoi(name.SelectAttrValue("localSheetId", ""))
		if err != nil {
			continue // of the whole workbook
		}
		if at == last {
			at = -1
		}
		name.CreateAttr("localSheetId", strconv.Itoa(at+1))
	}
	for _, view := range doc.FindElements("/workbook/bookViews/workbookView") {
		view.RemoveAttr("firstSheet")
		view.CreateAttr("activeTab", "0")
	}
	return doc.WriteToBytes()
}

// notSelected takes from a sheet that it is chosen when the workbook opens; of several chosen ones typing
// would change all. That stands before the cells.
func notSelected(sheet []byte) []byte {
	before, cells, found := bytes.Cut(sheet, []byte("<sheetData"))
	if !selected.Match(before) {
		return sheet
	}
	before = selected.ReplaceAll(before, nil)
	if found {
		before = append(append(before, "<sheetData"...), cells...)
	}
	return before
}

var selected = regexp.MustCompile(`\stabSelected="(?:1|true)"`)
