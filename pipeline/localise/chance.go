package localise

import (
	"math/big"
	"slices"
)

// An inequality tells that a cell is wrong, never what it would be. A score above its weight may just happen to be
// off by what a total is off, for another reason: that one cell would explain both is then no evidence of its value,
// and the total is as suspect as before. So the two are explained apart, unless the value bears itself out.

// isChance holds for a set that has a cell whose value one equation alone gives, beside an inequality that it breaks,
// and that is neither an everyday slip nor the most that the inequality allows.
func (n *net) isChance(group []int, s Set) bool {
	return slices.ContainsFunc(s.Changes, func(change Change) bool {
		if change.Cause != "" || change.Hint != "" || change.WouldBe == nil {
			return false
		}
		equations, bounds := 0, 0
		for _, at := range group {
			own := &n.checks[at]
			switch {
			case !slices.Contains(change.Checks, own.Name):
			case own.Kind != AtMost:
				equations++
			case n.isAtMost(own, change):
				return false
			default:
				bounds++
			}
		}
		return bounds > 0 && equations == 1
	})
}

// isAtMost holds where an inequality is just met by what a cell would be.
func (n *net) isAtMost(own *check, change Change) bool {
	sum := new(big.Rat).Set(own.sum)
	for _, t := range own.terms {
		if t.cell >= 0 && n.cells[t.cell].Key == change.Cell {
			more := new(big.Rat).Sub(change.WouldBe, n.cells[t.cell].Value)
			sum.Add(sum, more.Mul(more, t.factor))
		}
	}
	return sum.Sign() == 0
}

// apart explains the inequalities of a group by themselves, and the rest without them, where only chance would explain
// them together. Of the rest no value is told: each would be right only if what breaks the inequality stood.
func (n *net) apart(group []int, found outcome, limits Limits) (results []Result, isApart bool) {
	bounds, rest := n.inKinds(group)
	together := n.result(group, found)
	if len(bounds) == 0 || len(rest) == 0 || found.isBeyond ||
		slices.ContainsFunc(together.Sets, func(s Set) bool { return !n.isChance(group, s) }) {
		return nil, false
	}
	broken := map[string]bool{} // the cells that break an inequality: of the rest they are the likeliest
	for i, kept := range [][]int{bounds, rest} {
		left := n.without([][]int{rest, bounds}[i])
		for _, part := range left.groups(kept) {
			result := left.result(part, left.solve(part, limits))
			slices.SortStableFunc(result.Sets, func(a, b Set) int { return hits(b, broken) - hits(a, broken) })
			results = append(results, result)
		}
		for _, r := range results {
			for _, s := range r.Sets {
				for k := range s.Changes {
					s.Changes[k].WouldBe, s.Changes[k].Hint = nil, ""
					broken[s.Changes[k].Cell] = true
				}
			}
		}
	}
	return results, true
}

// hits counts the cells of a set that are among some.
func hits(s Set, some map[string]bool) (count int) {
	for _, change := range s.Changes {
		if some[change.Cell] {
			count++
		}
	}
	return count
}

// inKinds sorts checks into inequalities and equations.
func (n *net) inKinds(group []int) (bounds, equations []int) {
	for _, at := range group {
		if n.checks[at].Kind == AtMost {
			bounds = append(bounds, at)
		} else {
			equations = append(equations, at)
		}
	}
	return bounds, equations
}
