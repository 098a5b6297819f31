package workbooks

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// formulaSigns begin what a spreadsheet takes for a formula when it is typed.
var formulaSigns = []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}

// beginsAsFormula reports whether a text would become a formula were somebody to type behind it.
func beginsAsFormula(text string) bool {
	return slices.ContainsFunc(formulaSigns, func(sign string) bool { return strings.HasPrefix(text, sign) })
}

// computes reports whether such a text has anything to compute: a dash alone, for nothing, has not.
func computes(text string) bool {
	return beginsAsFormula(text) && strings.Trim(text, strings.Join(formulaSigns, "")+" ") != ""
}

// quote keeps a cell's text a text whoever edits it: its style says that a ' stands before it (quotePrefix).
func quote(f *excelize.File, sheet, cell string) error {
	style, err := f.GetCellStyle(sheet, cell)
	if err != nil || isQuoted(f, style) {
		return err
	}
	return f.SetCellStyle(sheet, cell, cell, quotedStyle(f, style))
}

// quoteAll does so for each text of a sheet.
func quoteAll(f *excelize.File, sheet string) error {
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	for n, row := range rows {
		for i, text := range row {
			if !beginsAsFormula(text) {
				continue
			}
			kind, err := f.GetCellType(sheet, place(n+1, i))
			if err != nil {
				return err
			}
			if kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				continue
			}
			if err := quote(f, sheet, place(n+1, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func isQuoted(f *excelize.File, style int) bool {
	xfs := f.Styles.CellXfs.Xf
	return style < len(xfs) && xfs[style].QuotePrefix != nil && *xfs[style].QuotePrefix
}

// quotedStyle is a style that is like another, with a ' before the text. The library has no word for it.
func quotedStyle(f *excelize.File, style int) int {
	xfs := f.Styles.CellXfs
	like := xfs.Xf[style]
	for id := len(xfs.Xf) - 1; id >= 0; id-- { // most often it was made just before
		if made := xfs.Xf[id]; isQuoted(f, id) {
			if made.QuotePrefix = like.QuotePrefix; made == like {
				return id
			}
		}
	}
	yes := true
	like.QuotePrefix = &yes
	xfs.Xf = append(xfs.Xf, like)
	xfs.Count = len(xfs.Xf)
	return xfs.Count - 1
}
