package narrative

import (
	"strings"

	"github.com/shopspring/decimal"
)

// confirm looks for plain arithmetic near a figure that bears it out: figures that follow it and add up to it, or
// of a rate two whose ratio it is.
func (p *report) confirm(i int, parts []int) {
	f := &p.figures[i]
	if f.sign != "" || len(f.facts) > 0 || f.part > 0 || p.lines[f.line].cell != nil {
		return
	}
	if f.unit == "%" {
		p.confirmRate(i)
		return
	}
	if f.unit == "" || f.number.LessThan(decimal.New(10, 0)) {
		return
	}
	if len(parts) > 0 {
		p.confirmSum(i, parts)
		return
	}
	p.confirmPair(i)
}

func (p *report) confirmSum(i int, parts []int) {
	sum, words := decimal.Zero, []string{}
	for _, k := range parts {
		sum = sum.Add(p.figures[k].number)
		words = append(words, p.figures[k].number.String())
	}
	if f := &p.figures[i]; sum.Equal(f.number) {
		f.confirms = strings.Join(words, "＋") + "＝" + f.number.String()
	}
}

// confirmPair: 已消除89户, 未消除64户 behind 153户: one with 未 is the rest of the whole.
func (p *report) confirmPair(i int) {
	f := &p.figures[i]
	for k := i + 1; k < len(p.figures) && p.figures[k].line == f.line && k-i <= lookOn; k++ {
		rest := &p.figures[k]
		if rest.unit != f.unit || !strings.Contains(p.labelOf(k), "未") || rest.sign != "" {
			continue
		}
		for part := i + 1; part < k; part++ {
			other := &p.figures[part]
			if other.unit == f.unit && other.partOf == 0 && other.number.Add(rest.number).Equal(f.number) {
				f.confirms = other.number.String() + "＋" + rest.number.String() + "＝" + f.number.String()
				return
			}
		}
	}
}

// labelOf is a figure's label; of the second of a pair (64户225人) that of the first.
func (p *report) labelOf(k int) string {
	for k > 0 && p.figures[k].label == "" && p.figures[k-1].line == p.figures[k].line {
		k--
	}
	return p.figures[k].label
}

// confirmRate looks for two figures of one unit near a rate whose ratio it is, to the places that it shows.
func (p *report) confirmRate(i int) {
	f := &p.figures[i]
	if f.number.Equal(decimal.New(100, 0)) || f.number.IsZero() {
		return
	}
	first := i
	for first > 0 && p.figures[first-1].line == f.line && i-first < 16 {
		first--
	}
	for part := i - 1; part >= first; part-- {
		for k := i - 1; k >= first; k-- {
			of, whole := &p.figures[part], &p.figures[k]
			if k == part || of.unit != whole.unit || of.unit == "%" || of.unit == "" || !whole.number.GreaterThan(of.number) {
				continue
			}
			places := -f.step.Exponent()
			if ratio(of.number, whole.number, places).Round(places).Equal(f.number) {
				f.confirms = of.number.String() + "÷" + whole.number.String() + "＝" + f.number.String() + "%"
				return
			}
		}
	}
}
