package workbooks

import (
	"testing"

	"jixiao/pipeline/cells"
)

// The copy of an old workbook has its fonts, colours, lines, widths and heights; a number stands right; what begins
// as a formula stays a text; lines far from any text are left.
func TestCopyLooksAlike(t *testing.T) {
	sheets := []cells.Sheet{{SheetInfo: cells.SheetInfo{Name: "表一"}, Cells: []cells.Cell{
		{Row: 1, Col: 1, Kind: cells.Text, Text: "标题"}, {Row: 2, Col: 1, Kind: cells.Number, Text: "5.00"},
		{Row: 2, Col: 2, Kind: cells.Text, Text: "=甲"},
	}}}
	looks := map[string]*cells.Looks{"表一": {
		Styles: []cells.Look{
			{Font: "黑体", Points: 16, Bold: true, Colour: "123456", Fill: "C6E0B4", Horizontal: "center", Wraps: true},
			{Font: "宋体", Points: 11, Lines: [4]int{1, 1, 0, 6}},
		},
		Of:     map[[2]int]int{{1, 1}: 0, {1, 2}: 0, {2, 1}: 1, {2, 2}: 1, {900, 1}: 1},
		Widths: map[int]float64{1: 33, 900: 5}, Heights: map[int]float64{1: 40},
	}}
	f, _, err := copyCells(sheets, looks)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]struct {
		font, fill, stands string
		lines              int
	}{
		"A1": {"黑体", "C6E0B4", "center", 0}, "B1": {"黑体", "C6E0B4", "center", 0},
		"A2": {"宋体", "", "right", 3}, "B2": {"宋体", "", "", 3},
	} {
		id, err := f.GetCellStyle("表一", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if s.Font.Family != want.font || fillOf(t, f, "表一", cell) != want.fill || s.Alignment.Horizontal != want.stands ||
			len(s.Border) != want.lines {
			t.Errorf("%s: %+v %+v %+v", cell, s.Font, s.Fill, s.Border)
		}
		if cell == "B2" && !isQuoted(f, id) {
			t.Error("=甲 would compute")
		}
	}
	if id, err := f.GetCellStyle("表一", "A900"); err != nil || id != 0 {
		t.Errorf("a blank cell far below has a style: %d %v", id, err)
	}
	width, err := f.GetColWidth("表一", "A")
	height, e := f.GetRowHeight("表一", 1)
	if err != nil || e != nil || width != 33 || height != 40 {
		t.Errorf("%v wide, %v high: %v %v", width, height, err, e)
	}
}
