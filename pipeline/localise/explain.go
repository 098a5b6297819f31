package localise

import (
	"maps"
	"math/big"
	"slices"
)

// result words an outcome for those who read it: the values that cells would take, hints, and the order.
func (n *net) result(group []int, found outcome) Result {
	r := Result{Failing: n.names(group), IsBeyond: found.isBeyond}
	for _, c := range found.sets {
		r.Sets = append(r.Sets, n.set(group, c))
	}
	slices.SortStableFunc(r.Sets, func(a, b Set) int { return slices.Compare(n.places(a), n.places(b)) })
	if r.Sets = n.decided(r.Sets); len(r.Sets) == 1 {
		n.alsoMended(&r.Sets[0])
	}
	return r
}

// alsoMended adds to the one explanation the checks that ask for none, fail, and hold once its cells are what they
// would be: they are its echoes, and tell nothing of the other cells that they compare.
func (n *net) alsoMended(s *Set) {
	for _, guard := range n.mended(s) {
		for k, change := range s.Changes {
			isPart := func(t term) bool { return t.cell >= 0 && n.cells[t.cell].Key == change.Cell }
			if slices.ContainsFunc(guard.terms, isPart) {
				s.Changes[k].Checks = append(s.Changes[k].Checks, guard.Name)
			}
		}
	}
}

// mended are the guards that fail, and the rates of a whole below zero, that hold once the cells of a set are what they
// would be.
func (n *net) mended(s *Set) (guards []*check) {
	after := changed{}
	for _, change := range s.Changes {
		if change.WouldBe != nil {
			after[n.place(change.Cell)] = change.WouldBe
		}
	}
	for i := range n.checks {
		own := &n.checks[i]
		if own.isOff && !own.isOpen && (own.Guard || n.isBelowZero(own)) && n.holds(own, after) {
			guards = append(guards, own)
		}
	}
	return guards
}

// isBelowZero holds for a rate of a whole below zero, of which nothing was asked.
func (n *net) isBelowZero(own *check) bool {
	return own.Kind == Ratio && n.cells[own.terms[2].cell].Value.Sign() < 0
}

// decided keeps of several sets the one that by everyday slips alone also mends a guard that fails: 1.28 for 12.8 of
// which 12.8 was spent. The others would leave that guard for another cell.
func (n *net) decided(sets []Set) []Set {
	best := -1
	for i := range sets {
		isSlip := !slices.ContainsFunc(sets[i].Changes, func(c Change) bool { return c.Hint == "" })
		switch mends := len(n.mended(&sets[i])) > 0; {
		case mends && (best >= 0 || !isSlip):
			return sets
		case mends:
			best = i
		}
	}
	if best < 0 {
		return sets
	}
	return sets[best : best+1]
}

// place is where a cell stands among the others.
func (n *net) place(key string) int {
	return slices.IndexFunc(n.cells, func(c Cell) bool { return c.Key == key })
}

func (n *net) set(group []int, c choice) (s Set) {
	by := n.assume(c)
	typed := slices.ContainsFunc(c.free, func(at int) bool { return !n.cells[at].Computed })
	for k, at := range c.free {
		change := Change{Cell: n.cells[at].Key, WouldBe: n.wouldBe(c, k, by),
			Follows: n.cells[at].Computed && (typed || len(c.causes) > 0)}
		change.Hint = slip(n.cells[at].Value, change.WouldBe)
		s.Changes = append(s.Changes, change)
	}
	left := n.unexplained(group, c, by, s.Changes)
	for k, at := range c.free {
		s.Changes[k].Checks = n.failingWith(group, at, left)
	}
	for _, i := range c.causes {
		if len(n.causes[i].cells) == 0 {
			s.Excused = append(s.Excused, Excuse{n.causes[i].Name, n.names(left)})
		}
		for _, at := range n.causes[i].cells {
			if slices.Contains(c.free, at) { // it is told already what it would be
				continue
			}
			s.Changes = append(s.Changes, Change{Cell: n.cells[at].Key, WouldBe: n.value(at, by),
				Hint: n.causes[i].Hint, Cause: n.causes[i].Name, Checks: n.failingWith(group, at, left)})
		}
	}
	return s
}

// unexplained are the excused checks of a group that the changes of a set do not mend.
func (n *net) unexplained(group []int, c choice, by changed, changes []Change) (left []int) {
	after := changed{}
	maps.Copy(after, by)
	for k, at := range c.free {
		if changes[k].WouldBe != nil {
			after[at] = changes[k].WouldBe
		}
	}
	for _, at := range group {
		if n.isExcused(at, c) && !n.holds(&n.checks[at], after) {
			left = append(left, at)
		}
	}
	return left
}

// failingWith are the checks of a group that a cell is a part of, but for those that are left.
func (n *net) failingWith(group []int, cell int, left []int) (names []string) {
	for _, at := range n.byCell[cell] {
		if slices.Contains(group, at) && !slices.Contains(left, at) {
			names = append(names, n.checks[at].Name)
		}
	}
	return names
}

// wouldBe is the value of the kth free cell, where the checks leave only one: a point, or the one multiple of
// the cell's step that lies between the bounds; a rate is what its amounts give, rounded.
func (n *net) wouldBe(c choice, k int, by changed) *big.Rat {
	for _, at := range n.byCell[c.free[k]] {
		own := &n.checks[at]
		if own.Kind == Ratio && own.terms[0].cell == c.free[k] {
			return n.rate(own, c, by)
		}
	}
	s, clash := project(n.rows(n.asked(c), c, by), len(c.free), k)
	if clash != nil || s.least == nil || s.most == nil {
		return nil
	}
	if s.least.Cmp(s.most) == 0 {
		return s.least
	}
	first := multiple(s.least, n.cells[c.free[k]].Step)
	if next := new(big.Rat).Add(first, n.cells[c.free[k]].Step); first.Cmp(s.most) > 0 || next.Cmp(s.most) <= 0 {
		return nil
	}
	return first
}

// rate is what a rate's amounts give, once they are known themselves.
func (n *net) rate(own *check, c choice, by changed) *big.Rat {
	var amounts [2]*big.Rat
	for i, t := range own.terms[1:] {
		amounts[i] = n.value(t.cell, by)
		if k := slices.Index(c.free, t.cell); k >= 0 {
			amounts[i] = n.wouldBe(c, k, by)
		}
	}
	if amounts[0] == nil || amounts[1] == nil || amounts[1].Sign() <= 0 {
		return nil
	}
	exact := new(big.Rat).Mul(own.terms[1].factor, amounts[0])
	return rounded(exact.Quo(exact, amounts[1]), n.cells[own.terms[0].cell].Step)
}

// multiple is the first multiple of a step that is not below a number.
func multiple(number, step *big.Rat) *big.Rat {
	steps := new(big.Rat).Quo(number, step)
	whole, rest := new(big.Int).QuoRem(steps.Num(), steps.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step)
}

// rounded is a number at a step, half away from zero.
func rounded(number, step *big.Rat) *big.Rat {
	half := new(big.Rat).Mul(step, big.NewRat(1, 2))
	if number.Sign() < 0 {
		up := rounded(new(big.Rat).Neg(number), step)
		return up.Neg(up)
	}
	up := multiple(new(big.Rat).Sub(number, half), step)
	if new(big.Rat).Sub(number, up).Cmp(half) == 0 { // just between two
		up.Add(up, step)
	}
	return up
}

// places is what alternatives are ordered by: plain slips, then what is a result by the form's own definition,
// then fainter slips, then the order of the cells.
func (n *net) places(s Set) []int {
	places := []int{len(s.Excused), 0, 0, 0}
	for _, change := range s.Changes {
		if change.Cause != "" {
			continue
		}
		at := n.place(change.Cell)
		switch change.Hint {
		case "":
			places[1]++
			places[3]++
		case OneDigit, DigitMore, DigitLess:
			places[1]++
		}
		if !n.cells[at].Result {
			places[2]++
		}
		places = append(places, at)
	}
	return places
}
