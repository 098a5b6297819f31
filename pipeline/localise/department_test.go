package localise

import (
	"fmt"
	"math/big"
	"math/rand"
)

// department is a consistent made-up department: its budget table and some project forms, with the checks that
// the county asks of them.
type department struct {
	values map[string]*big.Rat
	keys   []string
	most   map[string]int64
	result map[string]bool
	checks []Check
	causes []Cause
	was    map[string]*big.Rat // what cells were before they were spoiled
}

var columns = []string{"initial", "adjusted", "executed"}

func hundredths(n int64) *big.Rat { return big.NewRat(n, 100) }

func (d *department) put(key string, value *big.Rat) {
	if _, known := d.values[key]; !known {
		d.keys = append(d.keys, key)
	}
	d.values[key] = value
}

func newDepartment(random *rand.Rand, projects int) *department {
	d := &department{values: map[string]*big.Rat{}, most: map[string]int64{}, result: map[string]bool{},
		was: map[string]*big.Rat{}}
	sums := map[string]*big.Rat{"initial": new(big.Rat), "adjusted": new(big.Rat), "executed": new(big.Rat)}
	for p := range projects {
		d.project(random, fmt.Sprintf("p%d", p+1), sums)
	}
	for _, column := range columns {
		basic := hundredths(10000 + int64(len(column))*1000 + random.Int63n(50000))
		if column == "executed" {
			basic = new(big.Rat).Mul(d.values["basic.adjusted"], big.NewRat(9, 10))
		}
		d.put("basic."+column, basic)
		d.put("project."+column, sums[column])
		d.put("total."+column, new(big.Rat).Add(basic, sums[column]))
		d.sum("D."+column, "total."+column, false, "basic."+column, "project."+column)
		across := Check{Name: "P." + column, Tolerance: hundredths(int64(projects)), Across: true,
			Terms: []Term{{"project." + column, big.NewRat(1, 1)}}}
		for p := range projects {
			across.Terms = append(across.Terms, Term{fmt.Sprintf("p%d.%s", p+1, column), big.NewRat(-1, 1)})
		}
		across.Tolerance = new(big.Rat)
		d.checks = append(d.checks, across)
	}
	for _, item := range []string{"basic", "project", "total"} {
		d.ratio(item)
	}
	d.causes = append(d.causes, Cause{Name: "projects", Excuses: []string{"P.initial", "P.adjusted", "P.executed"}})
	return d
}

func (d *department) project(random *rand.Rand, p string, sums map[string]*big.Rat) {
	adjusted := 2000 + random.Int63n(40000)
	amounts := map[string]int64{"initial": adjusted - random.Int63n(1000), "adjusted": adjusted,
		"executed": adjusted*85/100 + random.Int63n(adjusted/8)}
	unit := Cause{Name: p + ".unit", Hint: Wan, Factor: big.NewRat(1, 10000)}
	for _, column := range columns {
		carried := amounts[column] / 5
		d.put(p+"."+column, hundredths(amounts[column]))
		d.put(p+".fiscal."+column, hundredths(amounts[column]-carried))
		d.put(p+".carried."+column, hundredths(carried))
		unit.Cells = append(unit.Cells, p+"."+column, p+".fiscal."+column, p+".carried."+column)
		sums[column].Add(sums[column], hundredths(amounts[column]))
		d.sum(p+".S."+column, p+"."+column, false, p+".fiscal."+column, p+".carried."+column)
	}
	for _, row := range []string{"", ".fiscal", ".carried"} {
		d.checks = append(d.checks, Check{Name: p + row + ".over", Kind: AtMost, Guard: true, Tolerance: new(big.Rat),
			Terms: []Term{{p + row + ".executed", big.NewRat(1, 1)}, {p + row + ".adjusted", big.NewRat(-1, 1)}}})
	}
	d.ratio(p)
	d.causes = append(d.causes, unit)
	d.scores(random, p)
}

// scores are indicators with weights of 15 to 5 and the score of the execution rate.
func (d *department) scores(random *rand.Rand, p string) {
	rate := d.values[p+".rate"]
	d.put(p+".points", rounded(new(big.Rat).Mul(rate, big.NewRat(1, 10)), hundredths(1)))
	d.checks = append(d.checks, Check{Name: p + ".X", Guard: true, Focus: p + ".points", Tolerance: hundredths(1),
		Terms: []Term{{p + ".points", big.NewRat(1, 1)}, {p + ".rate", big.NewRat(-1, 10)}}})
	total := new(big.Rat).Set(d.values[p+".points"])
	scores, weights := []string{p + ".points"}, []string{}
	for i, weight := range []int64{15, 10, 10, 10, 5, 15, 15, 10} {
		score, of := fmt.Sprintf("%s.score%d", p, i+1), fmt.Sprintf("%s.weight%d", p, i+1)
		d.put(of, big.NewRat(weight, 1))
		d.put(score, hundredths(weight*100-random.Int63n(3)*50))
		total.Add(total, d.values[score])
		scores, weights = append(scores, score), append(weights, of)
		d.checks = append(d.checks, Check{Name: score + ".most", Kind: AtMost, Tolerance: new(big.Rat),
			Terms: []Term{{score, big.NewRat(1, 1)}, {of, big.NewRat(-1, 1)}}})
	}
	d.put(p+".sum", total)
	d.most[p+".sum"] = 100
	d.sum(p+".T", p+".sum", true, scores...)
	d.put(p+".hundred", big.NewRat(100, 1))
	d.sum(p+".V", p+".hundred", true, weights...)
	d.checks[len(d.checks)-1].Terms = append(d.checks[len(d.checks)-1].Terms, Term{"", big.NewRat(-10, 1)})
	whole := Check{Name: p + ".W", Tolerance: new(big.Rat), Terms: []Term{{"", big.NewRat(-90, 1)}}}
	for _, of := range weights {
		whole.Terms = append(whole.Terms, Term{of, big.NewRat(1, 1)})
	}
	d.checks = append(d.checks, whole)
}

func (d *department) sum(name, total string, isScore bool, parts ...string) {
	c := Check{Name: name, Tolerance: new(big.Rat), Terms: []Term{{total, big.NewRat(1, 1)}}}
	if isScore {
		c.Tolerance = big.NewRat(5, 1000)
	}
	for _, part := range parts {
		c.Terms = append(c.Terms, Term{part, big.NewRat(-1, 1)})
	}
	d.result[total] = true
	d.checks = append(d.checks, c)
}

func (d *department) ratio(row string) {
	rate := new(big.Rat).Mul(d.values[row+".executed"], big.NewRat(100, 1))
	d.put(row+".rate", rounded(rate.Quo(rate, d.values[row+".adjusted"]), hundredths(1)))
	d.result[row+".rate"] = true
	d.checks = append(d.checks, Check{Name: row + ".R", Kind: Ratio, Tolerance: big.NewRat(15, 1000), Terms: []Term{
		{row + ".rate", big.NewRat(1, 1)}, {row + ".executed", big.NewRat(100, 1)},
		{row + ".adjusted", big.NewRat(1, 1)}}})
}

func (d *department) system() System {
	s := System{Checks: d.checks, Causes: d.causes}
	for _, key := range d.keys {
		cell := Cell{Key: key, Value: d.values[key], Step: hundredths(1), Result: d.result[key]}
		if most := d.most[key]; most > 0 {
			cell.Most = big.NewRat(most, 1)
		}
		s.Cells = append(s.Cells, cell)
	}
	return s
}
