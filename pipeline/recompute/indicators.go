// Package recompute works scores out a second time, in whole fractions and from the words of 财预〔2020〕10号 rather than
// from sql/. Tests hold the two against each other; nothing that is published comes from here.
package recompute

import (
	"math/big"
	"slices"
	"strings"
)

// Row is a row of a staging table: its columns as text, "" for null.
type Row map[string]string

// Band is a row of 定性: its words, and its ends in percent of the weight.
type Band struct {
	Words     []string
	Low, High int64
}

// Rules are what the county decides, as far as scores hang on it.
type Rules struct {
	Bands         []Band
	ExecutionName string   // 预算执行率
	NoneWords     []string // by which a target of zero is met
	ExecutionPts  *big.Rat
	LeastShare    *big.Rat // percent of the weight that must be assessable
	Caps          []Cap
}

// Cap is a row of 封顶.
type Cap struct{ Low, High, Most *big.Rat }

// Score is what an indicator is worth. Points is nil where it cannot be judged; Ceiling is what it counts for at most.
type Score struct{ Points, Ceiling, Weight *big.Rat }

// number reads a column; nil for null.
func (r Row) number(name string) *big.Rat {
	n, ok := new(big.Rat).SetString(r[name])
	if !ok {
		return nil
	}
	return n
}

func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// times is a × b ÷ c.
func times(a, b, c *big.Rat) *big.Rat {
	return new(big.Rat).Quo(new(big.Rat).Mul(a, b), c)
}

// Round gives so many decimals, half away from zero.
func Round(n *big.Rat, places int) *big.Rat {
	if n == nil {
		return nil
	}
	rounded, _ := new(big.Rat).SetString(n.FloatString(places))
	return rounded
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// Indicator scores one row of staging.indicators. budget is the township's total row of staging.budgets, or nil.
func (rules *Rules) Indicator(row, budget Row) Score {
	weight := row.number("exact_weight")
	if weight == nil {
		weight = row.number("weight")
	}
	unknown := func(ceiling *big.Rat) Score { return Score{Ceiling: Round(ceiling, 6), Weight: weight} }
	if row.number("weight") == nil {
		return Score{}
	}
	if weight.Sign() < 0 {
		return Score{Weight: weight}
	}
	open := func() Score {
		if weight.Sign() == 0 {
			return Score{Weight: weight}
		}
		return unknown(weight)
	}
	switch {
	case rules.saysNone(row):
		return Score{Round(weight, 6), Round(weight, 6), weight}
	case row["target"] == "":
		return open()
	case row["actual"] == "":
		return unknown(new(big.Rat))
	case row["scope"] == "department" && compact(row["level3"]) == rules.ExecutionName:
		return rules.departmentExecution(weight, budget)
	case row["mismatch"] != "" && row["mismatch"] != "文字":
		return open()
	case row["target_number"] == "":
		return rules.band(row, weight)
	case row["actual_number"] == "" && row["actual_vague"] == "true":
		return unknown(new(big.Rat))
	case row["actual_number"] == "" && row["target_unit"] == "日期":
		return rules.band(row, weight)
	case row["actual_number"] == "":
		return rules.wordsForNumber(row, weight)
	case row["target_amount"] == "" || row["actual_amount"] == "":
		return open()
	}
	return measured(row, weight)
}

func (rules *Rules) departmentExecution(weight *big.Rat, budget Row) Score {
	if budget == nil || budget["adjusted_budget"] == "" || budget["executed"] == "" {
		return Score{Ceiling: new(big.Rat), Weight: weight}
	}
	adjusted := budget.number("adjusted_budget")
	if adjusted.Sign() <= 0 {
		return Score{Ceiling: Round(weight, 6), Weight: weight}
	}
	points := Round(most(least(times(weight, budget.number("executed"), adjusted), weight), new(big.Rat)), 6)
	return Score{points, points, weight}
}

// saysNone: 零事故 answered 无, 没有 or 未发生.
func (rules *Rules) saysNone(row Row) bool {
	target, comparator := row.number("target_number"), row["target_comparator"]
	return target != nil && target.Sign() == 0 && !strings.HasPrefix(comparator, ">") && comparator != "~" &&
		comparator != "≈" && row["actual_number"] == "" && row["actual_vague"] != "true" && row["actual"] != "" &&
		(row["mismatch"] == "" || row["mismatch"] == "文字") &&
		row["target_vague"] != "true" && slices.Contains(rules.NoneWords, compact(row["actual"]))
}

// wordsForNumber: where a number was asked for, words of the first band say that it is reached, others prove nothing.
func (rules *Rules) wordsForNumber(row Row, weight *big.Rat) Score {
	if band := rules.bandOf(compact(row["actual"]), false); band != nil && band.High == 100 {
		return Score{Ceiling: Round(weight, 6), Weight: weight}
	}
	return Score{Ceiling: new(big.Rat), Weight: weight}
}

// bandOf finds the band of words; what copies its target is of the first.
func (rules *Rules) bandOf(said string, copied bool) *Band {
	for i := range rules.Bands {
		band := &rules.Bands[i]
		begins := func(word string) bool { return strings.HasPrefix(said, word) }
		matches := slices.Contains(band.Words, said) || band.High < 100 && slices.ContainsFunc(band.Words, begins)
		if copied {
			matches = band.High == 100
		}
		if matches {
			return band
		}
	}
	return nil
}

// band scores words: within their band as the township scored itself, nearest to it outside.
func (rules *Rules) band(row Row, weight *big.Rat) Score {
	said, copied := compact(row["actual"]), compact(row["actual"]) == compact(row["target"])
	reported := row.number("reported_score")
	if band := rules.bandOf(said, copied); band != nil && reported != nil {
		shown := Round(weight, 4)
		low := Round(times(shown, whole(band.Low), whole(100)), 2)
		high := weight
		if band.High < 100 {
			end := Round(times(shown, whole(band.High), whole(100)), 2)
			high = most(new(big.Rat).Sub(end, big.NewRat(1, 100)), new(big.Rat))
		}
		points := Round(least(most(reported, low), high), 6)
		return Score{points, points, weight}
	}
	if weight.Sign() == 0 {
		return Score{Weight: weight}
	}
	return Score{Ceiling: Round(weight, 6), Weight: weight}
}

// compact is a text without white space.
func compact(s string) string { return strings.Join(strings.Fields(s), "") }
