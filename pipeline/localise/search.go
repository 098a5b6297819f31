package localise

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// choice is a set on trial: cells that may take any value, and causes that are taken to be so.
type choice struct {
	free   []int
	causes []int
}

// outcome is what the search found for a group of failing checks.
type outcome struct {
	sets     []choice
	isBeyond bool
}

// search is a branch and bound over conflicts: a set that leaves checks in conflict can only become an
// explanation by a further cell of those checks, so these alone are tried.
type search struct {
	*net
	group []int
	limit int // typed cells and causes
	work  int
	seen  map[string]bool
	found []choice
}

// solve finds all smallest sets for a group, first with none that was typed, then with one, and so on.
func (n *net) solve(group []int, limits Limits) outcome {
	s := &search{net: n, group: group, work: limits.Work}
	for s.limit = 0; s.limit <= limits.Cells; s.limit++ {
		s.seen = map[string]bool{}
		s.try(choice{})
		switch {
		case s.work <= 0:
			return outcome{isBeyond: true}
		case len(s.found) > 0:
			return outcome{sets: smallest(s.found)}
		}
	}
	return outcome{isBeyond: true}
}

func (s *search) try(c choice) {
	key := c.key()
	if s.seen[key] || s.work <= 0 || !s.fits(c) {
		return
	}
	s.seen[key] = true
	s.work--
	conflict, isFree := s.conflict(c)
	if isFree {
		s.found = append(s.found, c)
		return
	}
	tied := s.across(c)
	for _, at := range conflict {
		for i := range s.causes {
			if slices.Contains(s.causes[i].excuses, at) {
				s.tryCause(c, i)
			}
		}
		// What ties many forms together has a cell in each: of these no more than are wrong.
		if s.checks[at].Across && tied >= max(s.limit, 1) {
			continue
		}
		for _, t := range s.checks[at].terms {
			if t.cell < 0 {
				continue
			}
			if !slices.Contains(c.free, t.cell) {
				s.try(choice{with(c.free, t.cell), c.causes})
			}
			for _, i := range s.touches[t.cell] {
				s.tryCause(c, i)
			}
		}
	}
}

// across counts the cells and causes of a set that checks between forms stand on.
func (s *search) across(c choice) (count int) {
	for _, i := range c.causes {
		if len(s.causes[i].cells) > 0 {
			count++
		}
	}
	for _, at := range c.free {
		if slices.ContainsFunc(s.byCell[at], func(check int) bool { return s.checks[check].Across }) {
			count++
		}
	}
	return count
}

func (s *search) tryCause(c choice, cause int) {
	if !slices.Contains(c.causes, cause) {
		s.try(choice{c.free, with(c.causes, cause)})
	}
}

func with(list []int, one int) []int {
	longer := append(slices.Clone(list), one)
	slices.Sort(longer)
	return longer
}

func (c choice) key() string {
	var key strings.Builder
	for _, at := range c.free {
		key.WriteString(strconv.Itoa(at) + ",")
	}
	for _, at := range c.causes {
		key.WriteString("c" + strconv.Itoa(at) + ",")
	}
	return key.String()
}

// fits holds for a set within the bound: a formula may be wrong by itself, and two follow what was typed (a
// total and its rate), each further one with a further cell.
func (s *search) fits(c choice) bool {
	typed := s.typed(c)
	return typed <= s.limit && len(c.free)+len(c.causes)-typed <= s.limit+1
}

// typed counts what a set costs: typed cells and causes; formulas follow.
func (n *net) typed(c choice) int {
	count := len(c.causes)
	for _, at := range c.free {
		if !n.cells[at].Computed {
			count++
		}
	}
	return count
}

// smallest leaves out sets that hold another one.
func smallest(found []choice) (sets []choice) {
	holds := func(large, small []int) bool {
		return !slices.ContainsFunc(small, func(at int) bool { return !slices.Contains(large, at) })
	}
	for i, c := range found {
		if !slices.ContainsFunc(found, func(other choice) bool {
			return other.key() != found[i].key() && holds(c.free, other.free) && holds(c.causes, other.causes)
		}) {
			sets = append(sets, c)
		}
	}
	return sets
}

// conflict tells whether a set explains the group; if it does not, checks of which one needs a further cell.
func (s *search) conflict(c choice) (conflict []int, isFree bool) {
	by := s.assume(c)
	fewest := -1 // terms: the fewest sets are tried then
	for _, at := range s.group {
		isFewer := fewest < 0 || len(s.checks[at].terms) < len(s.checks[fewest].terms)
		if isFewer && !s.hasFree(at, c) && !s.isExcused(at, c) && !s.holds(&s.checks[at], by) {
			fewest = at
		}
	}
	if fewest >= 0 {
		return []int{fewest}, false
	}
	asked := s.asked(c)
	for _, at := range asked {
		if !s.hasFree(at, c) && !s.holds(&s.checks[at], by) {
			return []int{at}, false // a cause breaks it
		}
	}
	_, clash := project(s.rows(asked, c, by), len(c.free), -1)
	if clash == nil {
		return nil, true
	}
	for i, at := range asked {
		if slices.Contains(clash, i) {
			conflict = append(conflict, at)
		}
	}
	return conflict, false
}

// assume gives the values that the causes of a set change.
func (n *net) assume(c choice) changed {
	if len(c.causes) == 0 {
		return nil
	}
	by := changed{}
	for _, i := range c.causes {
		for _, at := range n.causes[i].cells {
			by[at] = new(big.Rat).Mul(n.value(at, by), n.causes[i].Factor)
		}
	}
	return by
}

func (n *net) isExcused(check int, c choice) bool {
	return slices.ContainsFunc(c.causes, func(i int) bool { return slices.Contains(n.causes[i].excuses, check) })
}

func (n *net) hasFree(check int, c choice) bool {
	return slices.ContainsFunc(n.checks[check].terms, func(t term) bool { return slices.Contains(c.free, t.cell) })
}

// touched are the checks that stand on a cell of a set.
func (n *net) touched(c choice) (checks []int) {
	add := func(cell int) {
		for _, at := range n.byCell[cell] {
			if !slices.Contains(checks, at) {
				checks = append(checks, at)
			}
		}
	}
	for _, at := range c.free {
		add(at)
	}
	for _, i := range c.causes {
		for _, at := range n.causes[i].cells {
			add(at)
		}
	}
	return checks
}

// asked are the checks that must hold once a set has changed: those that it touches, but for the excused.
func (n *net) asked(c choice) []int {
	return slices.DeleteFunc(n.touched(c), func(at int) bool {
		own := &n.checks[at]
		return own.focus >= 0 && !slices.Contains(c.free, own.focus) || n.isExcused(at, c)
	})
}
