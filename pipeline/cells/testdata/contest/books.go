package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// write writes what the contest reads: forms.xlsx, a copy of a workbook of forms; one/0001.xlsx …, its sheets
// as a thousand workbooks of one sheet; plain.xlsx, a list of 200,000 × 12 cells; list.xlsx, the same with shared
// texts, and amounts and rates in their formats.
func write(forms, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "one"), 0o777); err != nil {
		return err
	}
	data, err := os.ReadFile(forms)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "forms.xlsx"), data, 0o666); err != nil {
		return err
	}
	sheets, err := cells.Read(bytes.NewReader(data), int64(len(data)), cells.Options{})
	if err != nil {
		return err
	}
	for i := range 1000 {
		path := filepath.Join(dir, "one", fmt.Sprintf("%04d.xlsx", i+1))
		if err := writeForm(path, &sheets[i%len(sheets)]); err != nil {
			return err
		}
	}
	if err := writeStream(filepath.Join(dir, "plain.xlsx")); err != nil {
		return err
	}
	return writeList(filepath.Join(dir, "list.xlsx"))
}

func writeForm(name string, sheet *cells.Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	border, err := f.NewStyle(&excelize.Style{
		Alignment: &excelize.Alignment{WrapText: true},
		Border:    []excelize.Border{{Type: "left", Color: "000000", Style: 1}},
	})
	if err != nil {
		return err
	}
	for i := range sheet.Cells {
		c := &sheet.Cells[i]
		var value any = c.Text
		var number float64
		if c.Kind == cells.Number {
			if _, err := fmt.Sscan(c.Raw, &number); err == nil {
				value = number
			}
		}
		if err := f.SetCellValue("Sheet1", c.Address(), value); err != nil {
			return err
		}
		if err := f.SetCellStyle("Sheet1", c.Address(), c.Address(), border); err != nil {
			return err
		}
	}
	for _, m := range sheet.Merges {
		if err := f.MergeCell("Sheet1", cells.Address(m.Top, m.Left), cells.Address(m.Bottom, m.Right)); err != nil {
			return err
		}
	}
	return f.SaveAs(name)
}

func writeList(name string) error {
	f := excelize.NewFile()
	defer f.Close()
	amount, err := f.NewStyle(&excelize.Style{NumFmt: 4})
	if err != nil {
		return err
	}
	rate, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		return err
	}
	for row := 1; row <= 200_000; row++ {
		values := listRow(row)
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &values); err != nil {
			return err
		}
	}
	if err := f.SetCellStyle("Sheet1", "D1", "J200000", amount); err != nil {
		return err
	}
	if err := f.SetCellStyle("Sheet1", "K1", "L200000", rate); err != nil {
		return err
	}
	return f.SaveAs(name)
}

// listRow is a number, a project, a township, seven amounts and two rates.
func listRow(row int) []any {
	values := []any{row, fmt.Sprintf("项目%d", row%50_000), "瓜里乡人民政府"}
	for col := len(values); col < 12; col++ {
		n := float64((row*12+col)*7919%1_000_003) / 100
		if col >= 10 {
			n /= 10_000
		}
		values = append(values, n)
	}
	return values
}

// writeStream writes the list without formats and with its texts in the cells.
func writeStream(name string) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for row := 1; row <= 200_000; row++ {
		if err := w.SetRow(fmt.Sprintf("A%d", row), listRow(row)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.SaveAs(name)
}
