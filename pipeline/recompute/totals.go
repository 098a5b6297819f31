package recompute

import "math/big"

// Total is a form's: nil where there is none. The ends hold whatever cannot be judged is worth.
type Total struct{ Total, Lowest, Highest, Execution, Rate *big.Rat }

// Project adds up one row of staging.projects: the amounts of its own or of its sources, and its indicators' scores.
func (rules *Rules) Project(project Row, sources []Row, scores []Score) Total {
	adjusted, executed := amountsOf(project, sources)
	weight := project.number("execution_weight")
	if weight == nil || weight.Sign() < 0 {
		weight = rules.ExecutionPts
	}
	execution := Score{Weight: weight, Ceiling: new(big.Rat)}
	var t Total
	if adjusted != nil && executed != nil && adjusted.Sign() > 0 {
		t.Rate = times(executed, whole(100), adjusted)
		execution.Points = Round(most(least(times(executed, weight, adjusted), weight), new(big.Rat)), 6)
		execution.Ceiling = execution.Points
	} else if adjusted != nil && executed != nil {
		execution.Ceiling = weight
	}
	t.Execution = Round(execution.Points, 2)
	points, ceiling, all, assessable, high := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for _, s := range append(scores, execution) {
		if s.Weight == nil {
			continue
		}
		counted := most(s.Weight, new(big.Rat))
		all.Add(all, counted)
		if s.Ceiling != nil {
			ceiling.Add(ceiling, s.Ceiling)
		}
		if s.Points == nil {
			high.Add(high, Round(counted, 6))
			continue
		}
		points.Add(points, s.Points)
		high.Add(high, s.Points)
		assessable.Add(assessable, s.Weight)
	}
	all, assessable = Round(all, 4), Round(assessable, 4)
	if hundred := whole(100); len(scores) == 0 && all.Cmp(hundred) < 0 { // no indicator: what it weighs nobody says
		high.Add(high, new(big.Rat).Sub(hundred, all))
		all = hundred
	}
	rules.finish(&t, points, ceiling, all, assessable, high, adjusted == nil || executed == nil)
	return t
}

// finish brings points to a hundred, and caps them by the execution rate; where the amounts are blank, by the
// lowest cap.
func (rules *Rules) finish(t *Total, points, ceiling, all, assessable, high *big.Rat, isBlank bool) {
	if all.Sign() == 0 {
		return
	}
	var cap, lowCap *big.Rat // the one that holds, and the lowest that may
	for _, c := range rules.Caps {
		holds := t.Rate != nil && Round(t.Rate, 6).Cmp(c.Low) >= 0 && Round(t.Rate, 6).Cmp(c.High) < 0
		if holds && (cap == nil || c.Most.Cmp(cap) < 0) {
			cap = c.Most
		}
		if (holds || t.Rate == nil) && (lowCap == nil || c.Most.Cmp(lowCap) < 0) {
			lowCap = c.Most
		}
	}
	capped := func(n, by *big.Rat) *big.Rat {
		if by != nil {
			n = least(n, by)
		}
		return most(n, new(big.Rat))
	}
	hundred := whole(100)
	t.Lowest = capped(Round(times(points, hundred, all), 2), lowCap)
	t.Highest = capped(Round(times(high, hundred, all), 2), cap)
	share := new(big.Rat).Mul(assessable, hundred)
	if assessable.Sign() > 0 && share.Cmp(new(big.Rat).Mul(rules.LeastShare, most(all, hundred))) >= 0 {
		if isBlank {
			cap = lowCap
		}
		t.Total = capped(least(Round(times(points, hundred, assessable), 2),
			Round(times(ceiling, hundred, all), 2)), cap)
	}
	t.Rate = Round(t.Rate, 2)
}

// amountsOf: where the total row is left at nothing over filled sources, their sums count.
func amountsOf(project Row, sources []Row) (adjusted, executed *big.Rat) {
	adjusted, executed = project.number("adjusted_budget"), project.number("executed")
	var sum, spent *big.Rat
	for _, s := range sources {
		if s["has_issue"] == "true" {
			return adjusted, executed
		}
		sum, spent = plus(sum, s.number("adjusted_budget")), plus(spent, s.number("executed"))
	}
	if (adjusted == nil || adjusted.Sign() == 0) && sum != nil && sum.Sign() > 0 {
		return sum, spent
	}
	return adjusted, executed
}

func plus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	return new(big.Rat).Add(a, b)
}
