package workbooks

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/rules"
)

// Rules writes the rules workbook (规则.xlsx) that a county keeps: a sheet a table, with
// drop-downs where only some words are allowed, and an opening sheet that says what is what.
func Rules(path string, r *rules.Rules) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDefaultFont(sheetFont); err != nil {
		return err
	}
	w := &workbook{f: f, styles: map[styleKey]int{}}
	const first = "说明"
	if err := f.SetSheetName("Sheet1", first); err != nil {
		return err
	}
	if err := w.rulesIntroduction(first); err != nil {
		return err
	}
	for _, spec := range rules.Specs {
		if _, err := f.NewSheet(spec.Name); err != nil {
			return err
		}
		if err := w.rulesSheet(r.Tables[spec.Name], r); err != nil {
			return fmt.Errorf("sheet %s: %w", spec.Name, err)
		}
	}
	for _, sheet := range []struct {
		name  string
		lines [][]string
	}{{rules.DictionaryName, r.Dictionary()}, {rules.FieldsName, r.FieldNames()}} {
		if err := w.rulesWords(sheet.name, sheet.lines); err != nil {
			return fmt.Errorf("sheet %s: %w", sheet.name, err)
		}
	}
	if err := setProperties(f, "规则"); err != nil {
		return err
	}
	return w.save(path, nil)
}

func (w *workbook) rulesIntroduction(sheet string) error {
	lines := [][]any{{"工作表", "内容"}}
	for _, spec := range rules.Specs {
		lines = append(lines, []any{spec.Name, spec.About})
	}
	lines = append(lines,
		[]any{rules.DictionaryName, "各表每一列、每个参数可以填什么；只供查看，改动不起作用"},
		[]any{rules.FieldsName, "“表样”中表、块、字段的代码指的是什么；只供查看，改动不起作用"})
	lines = append(lines,
		[]any{"起始年度、终止年度", "有这两列的表：空白表示一直有效；规则改变时，旧行填终止年度，新行填起始年度，历年数据仍按当年规则计算。"},
		[]any{"其他写法、别名", "几种写法之间用竖线 | 隔开。"},
		[]any{"改动以后", "保存并关闭本文件，下次运行即按新规则计算。写错的规则会一次列出全部工作表、行和单元格，不会悄悄采用；改动前可用 jixiao rules 试算。"})
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	body, err := w.style(styleKey{})
	if err != nil {
		return err
	}
	for n, line := range lines {
		style := body
		if n == 0 {
			style = header
		}
		if err := w.f.SetSheetRow(sheet, place(n+1, 0), &line); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(sheet, place(n+1, 0), place(n+1, 1), style); err != nil {
			return err
		}
	}
	if err := w.f.SetRowHeight(sheet, len(lines)-2, 32); err != nil {
		return err
	}
	if err := w.f.SetRowHeight(sheet, len(lines), 32); err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "A", "A", 22); err != nil {
		return err
	}
	return w.f.SetColWidth(sheet, "B", "B", 80)
}

// rulesSheet writes one table. Everything is text but what its column calls a number or a year.
func (w *workbook) rulesSheet(t *rules.Table, r *rules.Rules) error {
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	body, err := w.style(styleKey{})
	if err != nil {
		return err
	}
	for i, c := range t.Columns {
		width := max(narrowest, len([]rune(c.Name))*2+3)
		if err := w.f.SetCellStr(t.Name, place(1, i), c.Name); err != nil {
			return err
		}
		for n, row := range t.Rows {
			if err := w.f.SetCellStr(t.Name, place(n+2, i), row[i]); err != nil {
				return err
			}
			width = max(width, min(len([]rune(row[i]))*2+2, widest))
		}
		if err := w.rulesColumn(t, i, float64(width), r); err != nil {
			return err
		}
	}
	last := len(t.Columns) - 1
	if err := w.f.SetCellStyle(t.Name, "A1", place(1, last), header); err != nil {
		return err
	}
	if len(t.Rows) > 0 {
		if err := w.f.SetCellStyle(t.Name, "A2", place(len(t.Rows)+1, last), body); err != nil {
			return err
		}
	}
	if err := quoteAll(w.f, t.Name); err != nil {
		return err
	}
	return w.f.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// rulesColumn sets a column's width, and the drop-downs of what its declaration allows: one for the column, or one a
// cell where the rows differ (the values of 参数).
func (w *workbook) rulesColumn(t *rules.Table, i int, width float64, r *rules.Rules) error {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return err
	}
	if err := w.f.SetColWidth(t.Name, name, name, width); err != nil {
		return err
	}
	cells := fmt.Sprintf("%s2:%s%d", name, name, max(len(t.Rows)+200, 500))
	if err := w.dropDown(t.Name, cells, t.Columns[i].Choices, true); err != nil {
		return err
	}
	if t.Name != "参数" || t.Columns[i].English != "value" {
		return nil
	}
	for n, row := range t.Rows {
		words, fixed := r.Offers(row[0])
		if err := w.dropDown(t.Name, place(n+2, i), words, fixed); err != nil {
			return err
		}
	}
	return nil
}

// longestList is how many characters a list of a drop-down may have in the file format.
const longestList = 255

// dropDown offers words in cells; nothing where there are none, or where they are too many for a list. Where they are
// not fixed other words may be typed too.
func (w *workbook) dropDown(sheet, cells string, words []string, fixed bool) error {
	if len(words) == 0 || len([]rune(strings.Join(words, ","))) > longestList {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(cells)
	if err := v.SetDropList(slices.Clone(words)); err != nil {
		return err
	}
	if fixed {
		v.SetError(excelize.DataValidationErrorStyleStop, "规则", "请从下拉列表中选择")
	}
	return w.f.AddDataValidation(sheet, v)
}

// rulesWords writes a sheet to look things up in: its first line names the columns.
func (w *workbook) rulesWords(sheet string, lines [][]string) error {
	if _, err := w.f.NewSheet(sheet); err != nil {
		return err
	}
	header, err := w.style(styleKey{header: true})
	if err != nil {
		return err
	}
	body, err := w.style(styleKey{})
	if err != nil {
		return err
	}
	widths := make([]int, len(lines[0]))
	for n, line := range lines {
		for i, text := range line {
			if err := w.f.SetCellStr(sheet, place(n+1, i), text); err != nil {
				return err
			}
			widths[i] = max(widths[i], min(len([]rune(text))*2+2, widest))
		}
	}
	last := len(lines[0]) - 1
	if err := errors.Join(w.f.SetCellStyle(sheet, "A1", place(1, last), header),
		w.f.SetCellStyle(sheet, "A2", place(len(lines), last), body)); err != nil {
		return err
	}
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(sheet, name, name, float64(width)); err != nil {
			return err
		}
	}
	return w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
