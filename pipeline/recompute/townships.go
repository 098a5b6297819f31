package recompute

import (
	"math/big"
	"slices"
)

// Township is one of the ranking: its department's total, the mean of its projects and the ends of both.
type Township struct {
	Department              Total
	Rate                    *big.Rat // percent that was spent
	Mean, LowMean, HighMean *big.Rat
	Rank, Best, Worst       int // 0 where it has none
}

// Mean is that of the projects that have a total: given only where enough of them have, and never above what all may be
// worth.
func (rules *Rules) Mean(projects []Total) (mean, lowest, highest *big.Rat) {
	if len(projects) == 0 {
		return nil, nil, nil
	}
	hundred, count := whole(100), whole(int64(len(projects)))
	sum, scored, ceiling, low, high := new(big.Rat), int64(0), new(big.Rat), new(big.Rat), new(big.Rat)
	of := func(choices ...*big.Rat) *big.Rat {
		return choices[slices.IndexFunc(choices, func(n *big.Rat) bool { return n != nil })]
	}
	for _, p := range projects {
		if p.Total != nil {
			sum.Add(sum, p.Total)
			scored++
		}
		ceiling.Add(ceiling, of(p.Total, p.Ceiling, hundred))
		low.Add(low, of(p.Lowest, new(big.Rat)))
		high.Add(high, of(p.Highest, hundred))
	}
	each := func(sum *big.Rat) *big.Rat { return Round(new(big.Rat).Quo(sum, count), 2) }
	lowest, highest = each(low), each(high)
	if scored == 0 || whole(scored*100).Cmp(new(big.Rat).Mul(rules.LeastShare, count)) < 0 {
		return nil, lowest, highest
	}
	mean = least(Round(new(big.Rat).Quo(sum, whole(scored)), 2), each(ceiling))
	return mean, least(lowest, mean), most(highest, mean)
}

// Rank gives the townships of a year their places (1, 2, 2, 4) by the department's total, then by what was spent of the
// budget, of which more than all is all; and the best and the worst that they may have.
func Rank(townships []*Township) {
	total := func(t *Township) *big.Rat { return t.Department.Total }
	spent := func(t *Township) *big.Rat {
		if t.Rate == nil {
			return whole(-1000000)
		}
		return least(t.Rate, whole(100))
	}
	cent := big.NewRat(1, 100)
	for _, own := range townships {
		if total(own) == nil {
			continue
		}
		own.Rank, own.Best, own.Worst = 1, 1, 1
		for _, rival := range townships {
			if rival == own || rival.Department.Highest == nil {
				continue
			}
			// One without a total yet may come before others once it can be judged.
			if new(big.Rat).Add(rival.Department.Highest, cent).Cmp(own.Department.Lowest) >= 0 {
				own.Worst++
			}
			if total(rival) == nil {
				continue
			}
			if c := total(rival).Cmp(total(own)); c > 0 || c == 0 && spent(rival).Cmp(spent(own)) > 0 {
				own.Rank++
			}
			if new(big.Rat).Sub(rival.Department.Lowest, cent).Cmp(own.Department.Highest) > 0 {
				own.Best++
			}
		}
	}
}
