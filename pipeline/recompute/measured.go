package recompute

import (
	"math/big"
	"strings"
)

// pair is a target and an actual value in one unit: each from … to.
type pair struct {
	target, targetTo, actual, actualTo, weight *big.Rat
}

// measured scores a number against its target.
func measured(row Row, weight *big.Rat) Score {
	p := pair{
		row.number("target_amount"), row.number("target_amount_upper"),
		row.number("actual_amount"), row.number("actual_amount_upper"), weight,
	}
	if p.actualTo == nil {
		p.actualTo = p.actual
	}
	isCost := strings.Contains(row["level1"]+row["level2"], "成本")
	method := methodOf(row, isCost, p.target)
	nominal := p.nominal(method, isCost)
	sign := row["actual_comparator"]
	vague := row["actual_vague"] == "true" || sign == "≈"
	vagueTarget := row["target_vague"] == "true" || row["target_comparator"] == "≈"
	exact := (sign == "" || sign == "=") && row["actual_vague"] != "true"
	points := nominal
	switch copied := compact(row["actual"]) == compact(row["target"]); {
	case vagueTarget:
		points = nil
	case copied:
		points = weight
	case !exact:
		points = certain(p, method, sign, vague, isCost, nominal)
	}
	points, nominal = Round(points, 6), Round(nominal, 6)
	ceiling := points
	if points == nil {
		if ceiling = Round(weight, 6); vagueTarget || !exact {
			ceiling = nominal
		}
		if ceiling == nil {
			ceiling = new(big.Rat)
		}
		if weight.Sign() == 0 && exact && !vagueTarget {
			ceiling = nil
		}
		if provesNothing(method, sign) {
			ceiling = new(big.Rat)
		}
	}
	return Score{points, ceiling, weight}
}

// provesNothing: 不足100人 of at least 100, 超过7天 of at most 7.
func provesNothing(method, sign string) bool {
	switch method {
	case "up", "equal", "range":
		return sign == "<" || sign == "<="
	case "down", "deadline":
		return sign == ">" || sign == ">="
	}
	return false
}

// methodOf says how a number is compared: by its comparator, else by what is usual for its kind.
func methodOf(row Row, isCost bool, target *big.Rat) string {
	switch row["target_comparator"] {
	case ">=", ">":
		if row["target_unit"] != "日期" {
			return "up"
		}
	case "<=", "<":
		if row["target_unit"] != "日期" {
			return "down"
		}
	case "=":
		if row["target_unit"] != "日期" {
			return "equal"
		}
	case "~":
		if row["target_unit"] != "日期" {
			return "range"
		}
	}
	switch {
	case row["target_unit"] == "日期":
		return "deadline"
	case target.Sign() < 0:
		return "unclear"
	case isCost:
		return "down"
	case strings.Contains(row["level2"], "时效") && strings.ContainsAny(row["target_unit"], "日天月时年"),
		strings.Contains(row["level2"], "时效") && row["target_unit"] == "" && !strings.Contains(row["level3"], "率"):
		return "unclear"
	}
	return "up"
}

// nominal is what the numbers give as they are written; nil where no rule says.
func (p pair) nominal(method string, isCost bool) *big.Rat {
	none := new(big.Rat)
	switch method {
	case "up", "equal":
		if method == "equal" && p.target.Sign() == 0 {
			if p.actualTo.Sign() <= 0 {
				return p.weight
			}
			return none
		}
		return p.upTo(p.target)
	case "down":
		return p.downFrom(p.target, true)
	case "range":
		switch {
		case p.actual.Cmp(p.target) < 0:
			return p.upTo(p.target)
		case !isCost || p.actualTo.Cmp(p.targetTo) <= 0:
			return p.weight
		}
		return p.downFrom(p.targetTo, false)
	case "unclear":
		if p.actual.Cmp(p.target) == 0 && p.actualTo.Cmp(p.target) == 0 {
			return p.weight
		}
	case "deadline":
		by := p.target
		if p.targetTo != nil {
			by = p.targetTo
		}
		if p.actualTo.Cmp(by) <= 0 {
			return p.weight
		}
	}
	return nil
}

// upTo: reached is full, below by ratio.
func (p pair) upTo(target *big.Rat) *big.Rat {
	switch {
	case p.actual.Cmp(target) >= 0:
		return p.weight
	case target.Sign() > 0:
		return times(p.weight, most(p.actual, new(big.Rat)), target)
	}
	return nil
}

// downFrom: kept is full, nothing at twice the target, in a straight line between.
func (p pair) downFrom(target *big.Rat, full bool) *big.Rat {
	twice := new(big.Rat).Mul(whole(2), target)
	switch {
	case full && p.actualTo.Cmp(target) <= 0:
		return p.weight
	case target.Sign() < 0 && full:
		return nil
	case p.actualTo.Cmp(twice) >= 0:
		return new(big.Rat)
	case target.Sign() <= 0:
		return nil
	}
	return times(p.weight, new(big.Rat).Sub(twice, most(p.actualTo, new(big.Rat))), target)
}

// certain is what a value that is no exact number earns all the same: what it reaches whatever it stands for.
func certain(p pair, method, sign string, vague, isCost bool, nominal *big.Rat) *big.Rat {
	atLeast := sign == ">" || sign == ">=" || sign == "~" && !vague
	atMost := sign == "<" || sign == "<=" || sign == "~" && !vague
	isFull := nominal != nil && nominal.Cmp(p.weight) == 0
	switch {
	case method == "down" && atLeast && p.target.Sign() >= 0 &&
		most(p.actual, new(big.Rat)).Cmp(new(big.Rat).Mul(whole(2), p.target)) >= 0 &&
		!(isFull && atMost):
		return new(big.Rat)
	case !isFull:
		return nil
	case method == "up" && atLeast, method == "equal" && atLeast && p.target.Sign() > 0,
		method == "range" && atLeast && (atMost || !isCost), (method == "down" || method == "deadline") && atMost:
		return p.weight
	}
	return nil
}
