package rules

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/fault"
)

// Error is a rule that cannot be used. It names the sheet and the row to mend.
type Error struct{ File, Sheet, Place, Says string }

// Unwrap makes it a fault of the rules.
func (e *Error) Unwrap() error { return fault.New(fault.Rules, "%s", e.Error()) }

func (e *Error) Error() string {
	return fmt.Sprintf("规则有误：%s 的%s。请改正后重新运行。", e.File, e.where())
}

// where is the place and what is wrong there.
func (e *Error) where() string { return "“" + e.Sheet + e.Place + "”：" + e.Says }

// row is the row of its sheet; 0 where it has none.
func (e *Error) row() int {
	n, _ := strconv.Atoi(digits.FindString(e.Place))
	return n
}

var digits = regexp.MustCompile(`[0-9]+`)

// Errors are several rules that cannot be used, of one file.
type Errors []*Error

// Unwrap makes them a fault of the rules.
func (e Errors) Unwrap() error { return fault.New(fault.Rules, "%s", e.Error()) }

func (e Errors) Error() string {
	lines := []string{fmt.Sprintf("规则有误：%s 有 %d 处，请逐处改正后重新运行。", e[0].File, len(e))}
	for i, one := range e {
		lines = append(lines, fmt.Sprintf("  %d. %s。", i+1, one.where()))
	}
	return strings.Join(lines, "\n")
}

// mistakes collects what is wrong in a file of rules.
type mistakes struct {
	file  string
	found Errors
	in    map[string]bool // sheets with some
}

func newMistakes(file string) *mistakes { return &mistakes{file: file, in: map[string]bool{}} }

func (f *mistakes) add(t *Table, row int, says string) {
	f.addAt(t.Name, t.At[row], says)
}

func (f *mistakes) addAt(sheet, place, says string) {
	same := func(e *Error) bool { return e.Sheet == sheet && e.Place == place && e.Says == says }
	if slices.ContainsFunc(f.found, same) { // in more than one year
		return
	}
	f.in[sheet] = true
	f.found = append(f.found, &Error{File: f.file, Sheet: sheet, Place: place, Says: says})
}

// err is one Error, or all Errors as the workbook has them; nil where nothing is wrong.
func (f *mistakes) err() error {
	sheet := func(e *Error) int { return slices.IndexFunc(Specs, func(s Spec) bool { return s.Name == e.Sheet }) }
	slices.SortStableFunc(f.found, func(a, b *Error) int {
		return cmp.Or(sheet(a)-sheet(b), a.row()-b.row())
	})
	switch len(f.found) {
	case 0:
		return nil
	case 1:
		return f.found[0]
	}
	return f.found
}

// likely names what a word may have been meant to be: the known one that shares the most characters with it, half of
// them at least; "" where there is none.
func likely(word string, known []string) string {
	best, most := "", 0
	for _, k := range known {
		shared := 0
		for _, c := range k {
			if strings.ContainsRune(word, c) {
				shared++
			}
		}
		if 2*shared >= len([]rune(k)) && 2*shared >= len([]rune(word)) && shared > most {
			best, most = "，可能是“"+k+"”", shared
		}
	}
	return best
}
