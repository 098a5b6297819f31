package workbooks

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The list of findings is the first sheet and the only one chosen; names that belong to one sheet still do.
func TestListInFront(t *testing.T) {
	f := excelize.NewFile()
	for _, name := range []string{"预算", "项目"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if err := f.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Area", RefersTo: name + "!$A$1:$B$2", Scope: name,
		}); err != nil {
			t.Fatal(err)
		}
	}
	f.SetActiveSheet(2)
	source, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "marked.xlsx")
	if err := MarkWorkbook(source.Bytes(), path,
		[]Mark{{Severity: "error", Sheet: "项目", Cell: "B2", Message: "不对", Fix: "改正"}}, true); err != nil {
		t.Fatal(err)
	}
	got, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	if want := []string{listSheet, "Sheet1", "预算", "项目"}; !slices.Equal(got.GetSheetList(), want) ||
		got.GetActiveSheetIndex() != 0 {
		t.Errorf("sheets %v, active %d", got.GetSheetList(), got.GetActiveSheetIndex())
	}
	for _, name := range got.GetDefinedName() {
		want := map[string]string{"预算": "预算!$A$1:$B$2", "项目": "项目!$A$1:$B$2", listSheet: "'问题清单'!$1:$3"}[name.Scope]
		if name.RefersTo != want {
			t.Errorf("%s of %s refers to %s, want %s", name.Name, name.Scope, name.RefersTo, want)
		}
	}
	for _, sheet := range got.GetSheetList() {
		if value, err := got.GetCellValue(sheet, "A1"); err != nil || sheet == listSheet && value != listTitle {
			t.Errorf("%s!A1 is %q: %v", sheet, value, err)
		}
	}
}
