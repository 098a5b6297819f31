package cells

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// excelizeCells reads a workbook with excelize: for each sheet that it knows, what each cell holds, raw.
func excelizeCells(data []byte) (map[string]map[string]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sheets := map[string]map[string]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.Rows(name)
		if err != nil {
			continue
		}
		cells := map[string]string{}
		for row := 1; rows.Next(); row++ {
			columns, err := rows.Columns()
			if err != nil {
				return nil, err
			}
			for i, text := range columns {
				if text != "" {
					cells[Address(row, i+1)] = text
				}
			}
		}
		sheets[name] = cells
	}
	return sheets, nil
}

// excelizeLoses are the workbooks of the corpus of which excelize reads something else, and why it is excelize
// that is wrong; with how many cells.
var excelizeLoses = map[string]struct {
	cells int
	why   string
}{
	"tests__empty_s_attribute.xlsx": {10, `it drops cells with s=""`},
	"tests__data__Reader__XLSX__issue.4724.xlsx": {4, "it drops halves of characters that are written _xHHHH_, " +
		"and whole characters written so"},
	"tests__data__Reader__XLSX__utf16be.bom.xlsx": {0, "it does not open UTF-16"},
	"tests__data__Reader__XLSX__utf16be.xlsx":     {0, "it does not open UTF-16"},
}

// Every cell of every workbook of the corpus that is read is what excelize reads, or it is known why not.
func TestAgreementWithExcelize(t *testing.T) {
	dir := os.Getenv("JIXIAO_CORPUS")
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS does not name the folder of the corpus")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xls[xm]"))
	if err != nil {
		t.Fatal(err)
	}
	books, equal, explained := 0, 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := read(t, data)
		if err != nil || !bytes.HasPrefix(data, []byte("PK")) {
			continue
		}
		books++
		known := excelizeLoses[filepath.Base(file)]
		theirs, err := excelizeCells(data)
		if err != nil {
			if known.why == "" {
				t.Errorf("%s: excelize: %v", file, err)
			}
			continue
		}
		same, differ := compareSheets(ours, theirs)
		equal += same
		explained += known.cells
		if len(differ) != known.cells {
			t.Errorf("%s: %d cells differ, want %d: %s", file, len(differ), known.cells,
				strings.Join(differ[:min(len(differ), 5)], "; "))
		}
	}
	t.Logf("%d workbooks, %d cells equal, %d differences, all explained", books, equal, explained)
	if books < 500 || equal < 100_000 {
		t.Errorf("only %d workbooks and %d cells compared", books, equal)
	}
}

// compareSheets counts the cells that both readings hold alike, and describes the others.
func compareSheets(ours []Sheet, theirs map[string]map[string]string) (same int, differ []string) {
	for _, sheet := range ours {
		their := theirs[sheet.Name]
		for i := range sheet.Cells {
			c := &sheet.Cells[i]
			at := c.Address()
			if c.Raw == their[at] {
				same++
			} else {
				differ = append(differ, fmt.Sprintf("%s!%s is %q, excelize has %q", sheet.Name, at, c.Raw, their[at]))
			}
			delete(their, at)
		}
		for at, text := range their {
			differ = append(differ, fmt.Sprintf("%s!%s is empty, excelize has %q", sheet.Name, at, text))
		}
	}
	return same, differ
}
