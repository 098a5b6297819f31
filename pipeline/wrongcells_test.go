package pipeline

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// wrongCells are slips in thirteen forms of one township: the cell, and what was typed in place of what stands there
// ("x10000" and the like are factors, "swap" two digits in each other's place, "+5" so much more).
var wrongCells = []struct{ sheet, cell, typed string }{
	{"部门预算执行情况", "C5", "swap"}, // 基本支出
	{"整体支出自评", "G21", "+5"},    // the department's total
	{"项目5", "H21", "+3"},       // a total of scores
	{"项目8", "F6", "swap"},      // a total of money, its digits swapped
	{"项目11", "E7", "+10"},      // a source
	{"项目14", "H6", "-0.1"},     // a rate
	{"项目17", "E6", "x10000"},   // an amount in 元
	{"项目20", "G13", "-5"},      // a weight, now below its score
	{"项目23", "H14", "x10"},     // a score above its weight
	{"项目26", "G21", "-10"},     // the sum of the weights
	{"项目29", "F7", "x-1"},      // a sign
	{"项目32", "D6", "x10"},      // a point in the wrong place
	{"项目35", "F6", "+2.5"},     // a total of money typed over
}

// Of thirteen wrong cells at least twelve are named, each at its place, and no right cell is said to be wrong.
func TestWrongCellsAreNamed(t *testing.T) {
	inputs := copyInputs(t, "瓜里乡")
	path := filepath.Join(inputs, "2023", "瓜里乡2023年绩效自评.xlsx")
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string]float64{}
	for _, wrong := range wrongCells {
		text, err := book.GetCellValue(wrong.sheet, wrong.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		was, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatalf("%s!%s: %v", wrong.sheet, wrong.cell, err)
		}
		truth[wrong.sheet+wrong.cell] = was
		if err := book.SetCellValue(wrong.sheet, wrong.cell, slipped(text, was, wrong.typed)); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	checked, err := Check(context.Background(), Config{Inputs: inputs}, []string{path})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, wrong := range wrongCells {
		if slices.ContainsFunc(checked.Findings, func(f Finding) bool {
			return f.Severity != "note" && f.Sheet == wrong.sheet && f.Cell == wrong.cell
		}) {
			named++
		} else {
			t.Logf("%s!%s is not named", wrong.sheet, wrong.cell)
		}
	}
	if named < 12 {
		t.Errorf("%d of %d wrong cells are named", named, len(wrongCells))
	}
	for _, f := range checked.Findings {
		_, isWrong := truth[f.Sheet+f.Cell]
		if f.Severity != "note" && !isWrong && strings.Contains(f.Message, "应为") {
			t.Errorf("a right cell is accused: %s!%s %s", f.Sheet, f.Cell, f.Message)
		}
		t.Logf("%s %s!%s %s %s", f.Severity, f.Sheet, f.Cell, f.Code, f.Message)
	}
}

// slipped is what was typed in place of a number.
func slipped(text string, was float64, how string) float64 {
	if how == "swap" {
		digits := []byte(text)
		digits[0], digits[1] = digits[1], digits[0]
		wrong, _ := strconv.ParseFloat(string(digits), 64)
		return wrong
	}
	by, _ := strconv.ParseFloat(strings.TrimPrefix(how, "x"), 64)
	if how[0] == 'x' {
		return math.Round(was*by*1e6) / 1e6
	}
	return math.Round((was+by)*1e6) / 1e6
}
