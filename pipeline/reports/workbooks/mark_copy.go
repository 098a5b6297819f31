package workbooks

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// copyCells lays the cells of an old workbook into a new one. names tells how each sheet is called there.
func copyCells(sheets []cells.Sheet) (f *excelize.File, names map[string]string, err error) {
	f, names = excelize.NewFile(), map[string]string{}
	taken := map[string]bool{}
	for i := range sheets {
		name := freeName(taken, sheets[i].Name)
		if _, found := names[sheets[i].Name]; !found {
			names[sheets[i].Name] = name
		}
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = copySheet(f, name, &sheets[i])
		}
		if err != nil {
			return nil, nil, fmt.Errorf("copy sheet %s: %w", name, err)
		}
	}
	return f, names, nil
}

func copySheet(f *excelize.File, name string, s *cells.Sheet) error {
	for n := range s.Cells {
		c := &s.Cells[n]
		if err := f.SetCellStr(name, c.Address(), clean(c.Text)); err != nil {
			return err
		}
		if beginsAsFormula(c.Text) {
			if err := quote(f, name, c.Address()); err != nil {
				return err
			}
		}
	}
	for _, m := range s.Merges {
		if err := f.MergeCell(name, cells.Address(m.Top, m.Left), cells.Address(m.Bottom, m.Right)); err != nil {
			return err
		}
	}
	if s.Hidden {
		return f.SetSheetVisible(name, false)
	}
	return nil
}

// longestName is how many UTF-16 units a sheet's name may have.
const longestName = 31

// freeName makes a name that .xlsx allows, and that no sheet has yet.
func freeName(taken map[string]bool, name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return '_'
		case r < ' ':
			return -1
		}
		return r
	}, clean(name))
	name = cmp.Or(strings.Trim(name, "' "), "工作表")
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf("（%d）", n)
		}
		free := cutUnits(name, longestName-len(utf16.Encode([]rune(end)))) + end
		if key := strings.ToLower(free); !taken[key] && key != strings.ToLower(listSheet) {
			taken[key] = true
			return free
		}
	}
}

// cutUnits gives as much of a text as has room in so many UTF-16 units.
func cutUnits(s string, most int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > most {
			return s[:i]
		}
	}
	return s
}
