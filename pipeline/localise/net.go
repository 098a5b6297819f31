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
	terms []term
	fails bool
	isOff bool // has a missing cell, or is a guard that does not hold: nothing is asked of it
	focus int  // -1: each cell
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
			own.isOff = own.isOff || t.Cell != "" && (!known || s.Cells[at].Value == nil)
			own.terms = append(own.terms, term{at, t.Coefficient})
		}
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
	values := n.values()
	for i := range n.checks {
		c := &n.checks[i]
		if c.isOff || c.Kind == Ratio && values[c.terms[2].cell].Sign() <= 0 {
			c.isOff = true // of nothing there is no rate
			continue
		}
		holds := n.holds(c, values)
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

// without is the net with some checks left aside.
func (n *net) without(checks []int) *net {
	less := &net{cells: n.cells, causes: n.causes, checks: slices.Clone(n.checks)}
	for _, at := range checks {
		less.checks[at].isOff = true
	}
	less.link()
	return less
}

func (n *net) values() []*big.Rat {
	values := make([]*big.Rat, len(n.cells))
	for i := range n.cells {
		values[i] = n.cells[i].Value
	}
	return values
}

// holds tells whether a check holds for these values, of which none is missing.
func (n *net) holds(c *check, values []*big.Rat) bool {
	sum, part := new(big.Rat), new(big.Rat)
	if c.Kind == Ratio {
		// |rate × whole − factor × part| ≤ tolerance × whole, the whole being above zero
		whole := values[c.terms[2].cell]
		sum.Mul(values[c.terms[0].cell], whole)
		sum.Sub(sum, part.Mul(c.terms[1].factor, values[c.terms[1].cell]))
		return whole.Sign() > 0 && sum.Abs(sum).Cmp(part.Mul(c.Tolerance, whole)) <= 0
	}
	for _, t := range c.terms {
		if t.cell < 0 {
			sum.Add(sum, t.factor)
			continue
		}
		sum.Add(sum, part.Mul(t.factor, values[t.cell]))
	}
	if c.Kind == Sum {
		sum.Abs(sum)
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
