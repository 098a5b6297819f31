package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/publish"
)

// A night on which one township changed takes over what the others' documents were, and the set is byte for
// byte the one that is built anew.
func TestReuse(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡", "资源镇", "瓜里乡"), Outputs: t.TempDir()}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	before, _, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	change(t, filepath.Join(cfg.Inputs, "2023", "瓜里乡2023年绩效自评.xlsx"))
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	after, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{
		"乡镇/车田苗族乡/自评报告.docx": true, "乡镇/车田苗族乡/退回/整改通知.docx": true, "乡镇/车田苗族乡/退回/车田苗族乡2023年绩效自评.xlsx": true,
		"乡镇/资源镇.html":      true,
		"乡镇/瓜里乡/自评报告.docx": false, "乡镇/瓜里乡.html": false, "index.html": false,
	} {
		a, err := os.Stat(filepath.Join(before, file))
		b, err2 := os.Stat(filepath.Join(after, file))
		if errors.Join(err, err2) != nil || os.SameFile(a, b) != want {
			t.Errorf("%s: taken over %v, want %v: %v", file, !want, want, errors.Join(err, err2))
		}
	}
	again := cfg
	again.Rebuild, again.Previous, again.Outputs = true, after, t.TempDir()
	if _, err := Run(context.Background(), again); err != nil {
		t.Fatal(err)
	}
	rebuilt := hashes(t, again.Outputs)
	for _, o := range m.Outputs {
		if want := rebuilt[o.File]; want != "" && want != o.SHA256 {
			t.Errorf("%s is not what is built anew", o.File)
		}
	}
	if len(rebuilt) < 30 {
		t.Errorf("only %d files to compare", len(rebuilt))
	}
}

// A document of the last set that was damaged is not taken over.
func TestDamagedIsNotReused(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡", "瓜里乡"), Outputs: t.TempDir()}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	dir, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	const file = "乡镇/车田苗族乡/自评报告.docx"
	data, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2]++
	if err := os.WriteFile(filepath.Join(dir, file), data, 0o644); err != nil {
		t.Fatal(err)
	}
	change(t, filepath.Join(cfg.Inputs, "2023", "瓜里乡2023年绩效自评.xlsx"))
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	dir, _, err = publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	sum, _, err := publish.HashFile(filepath.Join(dir, file))
	for _, o := range m.Outputs {
		if o.File == file && (err != nil || o.SHA256 != sum) {
			t.Errorf("the damaged report was taken over: %v", err)
		}
	}
}

// change gives a township another amount, typed into its workbook.
func change(t *testing.T, path string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for i, text := range row {
				if strings.TrimSpace(text) == "1429.07" {
					cell, _ := excelize.CoordinatesToCellName(i+1, n+1)
					if err := errors.Join(f.SetCellValue(sheet, cell, 1430.07), f.Save()); err != nil {
						t.Fatal(err)
					}
					return
				}
			}
		}
	}
	t.Fatal("1429.07 is not in the workbook")
}
