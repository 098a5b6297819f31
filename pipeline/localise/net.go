package localise

import (
	"math/big"
	"slices"
)

// net is a system with its cells numbered and its checks by cell.
type net struct {
	cells   []Cell
	checks  []check
	causes  []cause
	byCell  [][]int // the checks that a cell is a part of
	touches [][]int // the causes that a cell is a part of
}

type check struct {
	Check
	terms  []term
	fails  bool
	isOff  bool     // has a missing cell, or is a guard that does not hold: nothing is asked of it
	isOpen bool     // has a missing cell
	focus  int      // -1: each cell
	sum    *big.Rat // of all terms as they are; not of a ratio
}

type term struct {
	cell   int // -1: a constant
	factor *big.Rat
}

type cause struct {
	Cause
	cells   []int
	excuses []int
}

func newNet(s System) *net {
	n := &net{cells: s.Cells}
	places, names := map[string]int{}, map[string]int{}
	for i, c := range s.Cells {
		places[c.Key] = i
	}
	for i, c := range s.Checks {
		names[c.Name] = i
		own := check{Check: c, focus: -1}
		for _, t := range c.Terms {
			at, known := places[t.Cell]
			if !known {
				at = -1
			}
			own.isOpen = own.isOpen || t.Cell != "" && (!known || s.Cells[at].Value == nil)
			own.terms = append(own.terms, term{at, t.Coefficient})
		}
		own.isOff = own.isOpen
		if c.Focus != "" {
			own.focus = places[c.Focus]
		}
		n.checks = append(n.checks, own)
	}
	for _, c := range s.Causes {
		own := cause{Cause: c}
		for _, key := range c.Cells {
			if at, known := places[key]; known && s.Cells[at].Value != nil {
				own.cells = append(own.cells, at)
			}
		}
		for _, name := range c.Excuses {
			if at, known := names[name]; known {
				own.excuses = append(own.excuses, at)
			}
		}
		n.causes = append(n.causes, own)
	}
	n.link()
	return n
}

// link evaluates the checks and notes which cells they stand on.
func (n *net) link() {
	n.byCell, n.touches = make([][]int, len(n.cells)), make([][]int, len(n.cells))
	for i := range n.checks {
		c := &n.checks[i]
		if c.isOff || c.Kind == Ratio && n.cells[c.terms[2].cell].Value.Sign() <= 0 {
			c.isOff, c.fails = true, false // of nothing there is no rate
			continue
		}
		c.sum = n.sum(c)
		holds := n.holds(c, nil)
		c.fails, c.isOff = !holds && !c.Guard, c.Guard && !holds
		for _, t := range c.terms {
			if t.cell >= 0 && !c.isOff {
				n.byCell[t.cell] = append(n.byCell[t.cell], i)
			}
		}
	}
	for i, c := range n.causes {
		for _, at := range c.cells {
			n.touches[at] = append(n.touches[at], i)
		}
	}
}

// sum adds up the terms of a check as they are.
func (n *net) sum(c *check) *big.Rat {
	sum, part := new(big.Rat), new(big.Rat)
	if c.Kind == Ratio {
		return nil
	}
	for _, t := range c.terms {
		if t.cell < 0 {
			sum.Add(sum, t.factor)
			continue
		}
		sum.Add(sum, part.Mul(t.factor, n.cells[t.cell].Value))
	}
	return sum
}

// without is the net with some checks left aside.
func (n *net) without(checks []int) *net {
	less := &net{cells: n.cells, causes: n.causes, checks: slices.Clone(n.checks)}
	for _, at := range checks {
		less.checks[at].isOff = true
	}
	less.link()
	return less
}

// changed are the values that the causes of a set give to cells.
type changed map[int]*big.Rat

func (n *net) value(cell int, by changed) *big.Rat {
	if value, is := by[cell]; is {
		return value
	}
	return n.cells[cell].Value
}

// sumWith is a check's sum under what causes change; few of its many terms are.
func (n *net) sumWith(c *check, by changed) *big.Rat {
	sum := c.sum
	if len(by) == 0 {
		return sum
	}
	sum = new(big.Rat).Set(sum)
	for _, t := range c.terms {
		if value, is := by[t.cell]; is {
			more := new(big.Rat).Sub(value, n.cells[t.cell].Value)
			sum.Add(sum, more.Mul(more, t.factor))
		}
	}
	return sum
}

// holds tells whether a check holds under what causes change.
func (n *net) holds(c *check, by changed) bool {
	if c.Kind == Ratio {
		// |rate × whole − factor × part| ≤ tolerance × whole, the whole being above zero
		whole, part := n.value(c.terms[2].cell, by), new(big.Rat)
		sum := new(big.Rat).Mul(n.value(c.terms[0].cell, by), whole)
		sum.Sub(sum, part.Mul(c.terms[1].factor, n.value(c.terms[1].cell, by)))
		return whole.Sign() > 0 && sum.Abs(sum).Cmp(part.Mul(c.Tolerance, whole)) <= 0
	}
	sum := n.sumWith(c, by)
	if c.Kind == Sum && sum.Sign() < 0 {
		sum = new(big.Rat).Neg(sum)
	}
	return sum.Cmp(c.Tolerance) <= 0
}

func (n *net) failing() (failing []int) {
	for i := range n.checks {
		if n.checks[i].fails {
			failing = append(failing, i)
		}
	}
	return failing
}

// groups are the failing checks that hang together by a cell or a cause.
func (n *net) groups(failing []int) [][]int {
	ofCell, ofCause := map[int]int{}, map[int]int{}
	group := map[int]int{} // of each check, by its first
	join := func(seen map[int]int, at, check int) {
		other, is := seen[at]
		if !is {
			seen[at] = check
			return
		}
		from, to := group[check], group[other]
		for c, g := range group {
			if g == from {
				group[c] = to
			}
		}
	}
	for _, at := range failing {
		group[at] = at
		for _, t := range n.checks[at].terms {
			if t.cell >= 0 {
				join(ofCell, t.cell, at)
				for _, c := range n.touches[t.cell] {
					join(ofCause, c, at)
				}
			}
		}
		for i, c := range n.causes {
			if slices.Contains(c.excuses, at) {
				join(ofCause, i, at)
			}
		}
	}
	return inGroups(failing, group)
}

func inGroups(failing []int, group map[int]int) (groups [][]int) {
	places := map[int]int{}
	for _, at := range failing {
		place, is := places[group[at]]
		if !is {
			place = len(groups)
			places[group[at]] = place
			groups = append(groups, nil)
		}
		groups[place] = append(groups[place], at)
	}
	return groups
}

// merge puts groups together whose explanations meet in a check: what one changes the other must know of.
func (n *net) merge(groups [][]int, solved []outcome) (merged [][]int, isMerged bool) {
	owner := map[int]int{} // of each check that an explanation touches
	into := make([]int, len(groups))
	for i := range groups {
		into[i] = i
		for _, s := range solved[i].sets {
			for _, at := range n.touched(s) {
				other, is := owner[at]
				if !is {
					owner[at] = i
				} else if into[other] != into[i] {
					from, to := into[i], into[other]
					for k := range into {
						if into[k] == from {
							into[k] = to
						}
					}
					isMerged = true
				}
			}
		}
	}
	byGroup := map[int][]int{}
	for i, group := range groups {
		byGroup[into[i]] = append(byGroup[into[i]], group...)
	}
	for i := range groups {
		if group := byGroup[i]; len(group) > 0 {
			slices.Sort(group)
			merged = append(merged, group)
		}
	}
	return merged, isMerged
}

func (n *net) names(checks []int) (names []string) {
	for _, at := range checks {
		names = append(names, n.checks[at].Name)
	}
	return names
}
