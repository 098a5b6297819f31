package recompute

import "math/big"

// Total is a form's: nil where there is none. The ends hold whatever cannot be judged is worth; it is never above the
// ceiling, which is what all may be worth that is proven.
type Total struct{ Total, Lowest, Highest, Ceiling, Execution, Rate *big.Rat }

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
	sums := sumOf(append(scores, execution))
	// No indicator: what it weighs nobody says.
	if hundred := whole(100); len(scores) == 0 && sums.all.Cmp(hundred) < 0 {
		sums.high.Add(sums.high, new(big.Rat).Sub(hundred, sums.all))
		sums.all = hundred
	}
	rules.finish(&t, sums, adjusted == nil || executed == nil)
	return t
}

// Department adds up the indicators of a whole-department form, of which the execution rate is one. Nothing caps it.
func (rules *Rules) Department(scores []Score) (t Total) {
	uncapped := *rules
	uncapped.Caps = nil
	uncapped.finish(&t, sumOf(scores), false)
	return t
}

// sums are what indicators come to together: all weight, the part that can be judged, its points; what all may be worth
// at most as far as it is proven, and if what cannot be judged were full.
type sums struct{ points, ceiling, all, assessable, high *big.Rat }

func sumOf(scores []Score) sums {
	s := sums{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	for _, score := range scores {
		if score.Weight == nil {
			continue
		}
		counted := most(score.Weight, new(big.Rat))
		s.all.Add(s.all, counted)
		if score.Ceiling != nil {
			s.ceiling.Add(s.ceiling, score.Ceiling)
		}
		if score.Points == nil {
			s.high.Add(s.high, Round(counted, 6))
			continue
		}
		s.points.Add(s.points, score.Points)
		s.high.Add(s.high, score.Points)
		s.assessable.Add(s.assessable, score.Weight)
	}
	s.all, s.assessable = Round(s.all, 4), Round(s.assessable, 4)
	return s
}

// finish brings points to a hundred, and caps them by the execution rate; where the amounts are blank, by the
// lowest cap.
func (rules *Rules) finish(t *Total, s sums, isBlank bool) {
	exact := t.Rate
	t.Rate = Round(t.Rate, 2)
	if s.all.Sign() == 0 {
		return
	}
	var cap, lowCap *big.Rat // the one that holds, and the lowest that may
	for _, c := range rules.Caps {
		holds := exact != nil && Round(exact, 6).Cmp(c.Low) >= 0 && Round(exact, 6).Cmp(c.High) < 0
		if holds && (cap == nil || c.Most.Cmp(cap) < 0) {
			cap = c.Most
		}
		if (holds || exact == nil) && (lowCap == nil || c.Most.Cmp(lowCap) < 0) {
			lowCap = c.Most
		}
	}
	hundred := whole(100)
	ofAll := func(points, by *big.Rat) *big.Rat {
		n := Round(times(points, hundred, s.all), 2)
		if by != nil {
			n = least(n, by)
		}
		return most(n, new(big.Rat))
	}
	t.Lowest, t.Highest = ofAll(s.points, lowCap), ofAll(s.high, cap)
	if isBlank {
		cap = lowCap
	}
	t.Ceiling = ofAll(s.ceiling, cap)
	share, all := new(big.Rat).Mul(Round(s.assessable, 2), hundred), Round(s.all, 2) // as they are shown
	if s.assessable.Sign() > 0 && share.Cmp(new(big.Rat).Mul(rules.LeastShare, most(all, hundred))) >= 0 {
		t.Total = most(least(Round(times(s.points, hundred, s.assessable), 2), t.Ceiling), new(big.Rat))
	}
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
