package localise

import (
	"math/big"
	"slices"
)

// row is Σ factors × unknowns ≤ most, and the checks that it comes from.
type row struct {
	factors []*big.Rat
	most    *big.Rat
	from    []int
}

// rows are what checks ask of the free cells of a set, each check numbered by its place in asked. A rate that is
// free itself beside one of its amounts asks nothing of them: no other check that must hold looks at a rate.
func (n *net) rows(asked []int, c choice, by changed) (rows []row) {
	for i, at := range asked {
		own := &n.checks[at]
		switch {
		case !n.hasFree(at, c):
		case own.Kind == Ratio:
			rows = append(rows, n.ratioRows(own, c, by, i)...)
		default:
			r := newRow(len(c.free), own.Tolerance, i)
			r.most.Sub(r.most, n.sumWith(own, by))
			for _, t := range own.terms {
				if k := slices.Index(c.free, t.cell); t.cell >= 0 && k >= 0 { // it is in the sum with what it is
					r.factors[k].Add(r.factors[k], t.factor)
					r.most.Add(r.most, new(big.Rat).Mul(t.factor, n.value(t.cell, by)))
				}
			}
			rows = append(rows, r)
			if own.Kind == Sum {
				rows = append(rows, r.mirrored(own.Tolerance))
			}
		}
	}
	for k, at := range c.free {
		if value := n.value(at, by); value.Sign() >= 0 { // what is not negative does not become so
			r := newRow(len(c.free), new(big.Rat), -1)
			if step := n.cells[at].Step; value.Cmp(step) >= 0 {
				r.most.Neg(step) // nor does what was filled in become nothing: that is no slip
			}
			r.factors[k].SetInt64(-1)
			rows = append(rows, r)
		}
		if most := n.cells[at].Most; most != nil && n.value(at, by).Cmp(most) <= 0 {
			r := newRow(len(c.free), most, -1)
			r.factors[k].SetInt64(1)
			rows = append(rows, r)
		}
	}
	return rows
}

func newRow(unknowns int, most *big.Rat, from int) row {
	r := row{most: new(big.Rat).Set(most)}
	for range unknowns {
		r.factors = append(r.factors, new(big.Rat))
	}
	if from >= 0 {
		r.from = []int{from}
	}
	return r
}

// add puts a term in: a free cell on the left, a known one on the right.
func (r *row) add(n *net, t term, c choice, by changed, factor *big.Rat) {
	if k := slices.Index(c.free, t.cell); k >= 0 {
		r.factors[k].Add(r.factors[k], factor)
		return
	}
	r.most.Sub(r.most, new(big.Rat).Mul(factor, n.value(t.cell, by)))
}

// mirrored is the other side of |sum| ≤ tolerance.
func (r *row) mirrored(tolerance *big.Rat) row {
	other := row{most: new(big.Rat).Add(tolerance, tolerance), from: r.from}
	other.most.Sub(other.most, r.most)
	for _, f := range r.factors {
		other.factors = append(other.factors, new(big.Rat).Neg(f))
	}
	return other
}

// ratioRows are (rate − tolerance) × whole ≤ factor × part ≤ (rate + tolerance) × whole, for a known rate, and
// for an unknown one factor × part ÷ whole ± tolerance.
func (n *net) ratioRows(own *check, c choice, by changed, from int) (rows []row) {
	rate, part, whole := own.terms[0], own.terms[1], own.terms[2]
	unknowns := len(c.free)
	isFree := func(t term) bool { return slices.Contains(c.free, t.cell) }
	if isFree(whole) { // there is no rate of nothing
		r := newRow(unknowns, big.NewRat(-1, 1000000), -1)
		r.add(n, whole, c, by, big.NewRat(-1, 1))
		rows = append(rows, r)
	}
	if isFree(rate) && (isFree(part) || isFree(whole)) {
		return rows
	}
	for _, side := range []int64{1, -1} {
		sign := big.NewRat(side, 1)
		r := newRow(unknowns, new(big.Rat), from)
		if isFree(rate) {
			r.most.Mul(own.Tolerance, n.value(whole.cell, by))
			r.add(n, rate, c, by, new(big.Rat).Mul(sign, n.value(whole.cell, by)))
		} else {
			bound := new(big.Rat).Mul(sign, n.value(rate.cell, by))
			r.add(n, whole, c, by, bound.Sub(bound, own.Tolerance))
		}
		r.add(n, part, c, by, new(big.Rat).Neg(new(big.Rat).Mul(sign, part.factor)))
		rows = append(rows, r)
	}
	return rows
}

// span is what an unknown may be.
type span struct{ least, most *big.Rat }

// project takes all unknowns but one out (Fourier and Motzkin) and gives the span of that one; with keep -1 it only
// asks whether there is a solution. Where there is none, clash has the checks that cannot hold together; it is
// empty but not nil where no check has a part in it.
func project(rows []row, unknowns, keep int) (s span, clash []int) {
	for k := range unknowns {
		if k == keep {
			continue
		}
		rows = eliminate(tightest(rows), k)
	}
	for _, r := range rows {
		if keep < 0 || r.factors[keep].Sign() == 0 {
			if r.most.Sign() < 0 {
				return span{}, append([]int{}, r.from...)
			}
			continue
		}
		bound := new(big.Rat).Quo(r.most, r.factors[keep])
		if r.factors[keep].Sign() > 0 && (s.most == nil || bound.Cmp(s.most) < 0) {
			s.most = bound
		}
		if r.factors[keep].Sign() < 0 && (s.least == nil || bound.Cmp(s.least) > 0) {
			s.least = bound
		}
	}
	return s, nil
}

// mostRows bounds an elimination; what is beyond is taken away from the end, which can only let a set pass.
const mostRows = 600

// eliminate takes one unknown out: each row that bounds it from above meets each that bounds it from below.
func eliminate(rows []row, k int) (left []row) {
	var above, below []row
	for _, r := range rows {
		switch r.factors[k].Sign() {
		case 0:
			left = append(left, r)
		case 1:
			above = append(above, r)
		case -1:
			below = append(below, r)
		}
	}
	for _, a := range above {
		for _, b := range below {
			if len(left) == mostRows {
				return left
			}
			left = append(left, meet(a, b, k))
		}
	}
	return left
}

// meet adds two rows so that unknown k falls out.
func meet(a, b row, k int) row {
	r := row{most: new(big.Rat).Quo(a.most, a.factors[k]), from: slices.Clone(a.from)}
	r.most.Sub(r.most, new(big.Rat).Quo(b.most, b.factors[k]))
	for i := range a.factors {
		f := new(big.Rat).Quo(a.factors[i], a.factors[k])
		r.factors = append(r.factors, f.Sub(f, new(big.Rat).Quo(b.factors[i], b.factors[k])))
	}
	for _, at := range b.from {
		if !slices.Contains(r.from, at) {
			r.from = append(r.from, at)
		}
	}
	return r
}

// tightest keeps of rows in the same direction the one that says most.
func tightest(rows []row) (kept []row) {
	places := map[string]int{}
	for _, r := range rows {
		scale := new(big.Rat)
		for _, f := range r.factors {
			if f.Sign() != 0 {
				scale.Abs(f)
				break
			}
		}
		if scale.Sign() == 0 {
			kept = append(kept, r)
			continue
		}
		key := ""
		own := row{most: new(big.Rat).Quo(r.most, scale), from: r.from}
		for _, f := range r.factors {
			own.factors = append(own.factors, new(big.Rat).Quo(f, scale))
			key += own.factors[len(own.factors)-1].RatString() + " "
		}
		if at, is := places[key]; !is {
			places[key] = len(kept)
			kept = append(kept, own)
		} else if own.most.Cmp(kept[at].most) < 0 {
			kept[at] = own
		}
	}
	return kept
}
