package warehouse

import (
	"math/big"
	"strconv"
	"strings"

	"jixiao/pipeline/localise"
)

// missedProject is said of what only a project that is missing, or counted twice, explains.
const missedProject = "漏报或重报项目"

// beyondBound is said where no few cells explain what does not agree.
const beyondBound = "不能归结为少数几处，请逐项核对"

// suspects are the rows of a township: one a cell of each smallest set.
func (of *ofTownship) suspects() (rows [][]string) {
	for i, r := range localise.Localise(of.system, localise.DefaultLimits) {
		if r.IsBeyond || len(r.Sets) == 0 {
			rows = append(rows, of.row(place{}, i+1, [3]int{}, localise.Change{Hint: beyondBound, Checks: r.Failing}))
			continue
		}
		for k, s := range r.Sets {
			numbers := [3]int{k + 1, len(r.Sets), size(s)}
			for _, c := range s.Changes {
				rows = append(rows, of.row(of.places[c.Cell], i+1, numbers, c))
			}
			for _, e := range s.Excused {
				rows = append(rows, of.row(place{}, i+1, numbers,
					localise.Change{Hint: missedProject, Checks: e.Checks}))
			}
		}
	}
	return rows
}

// size is how many slips a set stands for.
func size(s localise.Set) (count int) {
	causes := map[string]bool{}
	for _, c := range s.Changes {
		switch {
		case c.Cause != "":
			causes[c.Cause] = true
		case !c.Follows:
			count++
		}
	}
	return count + len(causes) + len(s.Excused)
}

// row is one row of the table; numbers are those of the set, of all sets and of the set's cells.
func (of *ofTownship) row(p place, block int, numbers [3]int, c localise.Change) []string {
	return []string{of.year, of.township, p.formID, strconv.Itoa(block),
		strconv.Itoa(numbers[0]), strconv.Itoa(numbers[1]), strconv.Itoa(numbers[2]),
		p.file, p.sheet, p.cell, p.figure, inDigits(p.value), inDigits(c.WouldBe), c.Hint,
		strconv.FormatBool(c.Follows), strings.Join(c.Checks, "\n")}
}

// largest is what an amount of the tables is below.
var largest = big.NewRat(1_000_000_000_000, 1)

// inDigits writes a number with the decimals that the tables keep; "" for none, and for one that needs more.
func inDigits(number *big.Rat) string {
	const decimals = 6
	if number == nil || new(big.Rat).Abs(number).Cmp(largest) >= 0 {
		return ""
	}
	text := number.FloatString(decimals)
	if back, fine := new(big.Rat).SetString(text); !fine || back.Cmp(number) != 0 {
		return ""
	}
	return text
}
