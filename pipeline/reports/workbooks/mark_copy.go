package workbooks

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/tables"
)

// copyCells lays the cells of an old workbook into a new one. names tells how each sheet is called there.
func copyCells(sheets []cells.Sheet, looks map[string]*cells.Looks) (
	f *excelize.File, names map[string]string, err error,
) {
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
		switch l := looks[sheets[i].Name]; {
		case err != nil:
		case l != nil:
			err = lookAlike(f, name, &sheets[i], l)
		default:
			err = lookLikeAForm(f, name, &sheets[i])
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

// lookLikeAForm gives a copied sheet the looks that such forms have: lines around the cells, a title in large type,
// columns as wide as their texts, where its own looks are not known.
func lookLikeAForm(f *excelize.File, name string, s *cells.Sheet) error {
	w := &workbook{f: f, styles: map[styleKey]int{}}
	body, err := w.style(styleKey{center: true})
	if err != nil {
		return err
	}
	title, err := f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Family: sheetFont, Size: 16, Bold: true},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
	})
	if err != nil {
		return err
	}
	merged := map[[2]int]cells.Range{}
	for _, m := range s.Merges {
		merged[[2]int{m.Top, m.Left}] = m
	}
	widths := map[int]int{}
	for n := range s.Cells {
		c := &s.Cells[n]
		m, isMerged := merged[[2]int{c.Row, c.Col}]
		if !isMerged {
			m = cells.Range{Top: c.Row, Left: c.Col, Bottom: c.Row, Right: c.Col}
			widths[c.Col] = max(widths[c.Col], min(tables.Width(c.Text)+4, mostCopyWidth))
		}
		if beginsAsFormula(c.Text) { // its own style keeps it a text
			continue
		}
		style := body
		if c.Row == 1 {
			style = title
		}
		from, to := cells.Address(m.Top, m.Left), cells.Address(m.Bottom, m.Right)
		if err := f.SetCellStyle(name, from, to, style); err != nil {
			return err
		}
	}
	for _, column := range slices.Sorted(maps.Keys(widths)) {
		letters, err := excelize.ColumnNumberToName(column)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(name, letters, letters, float64(widths[column])); err != nil {
			return err
		}
	}
	return nil
}

// mostCopyWidth is how wide a copied column gets, in places; longer texts are broken.
const mostCopyWidth = 30

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
