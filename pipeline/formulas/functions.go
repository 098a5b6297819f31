package formulas

import (
	"strings"

	"github.com/shopspring/decimal"
)

// arithmetic of two values. What is not known stays not known; a fault stays a fault.
func arithmetic(mark string, left, right value) value {
	if left.list != nil || right.list != nil {
		return value{}
	}
	a, b := left.asNumber(), right.asNumber()
	switch {
	case a.kind == unknown || b.kind == unknown:
		return value{}
	case a.kind == fault || b.kind == fault:
		return value{kind: fault}
	case mark == "/" && b.n.IsZero():
		return value{kind: fault}
	}
	result := value{kind: number}
	switch mark {
	case "+":
		result.n = a.n.Add(b.n)
	case "-":
		result.n = a.n.Sub(b.n)
	case "*":
		result.n = a.n.Mul(b.n)
	case "/":
		result.n = a.n.DivRound(b.n, precision(a.n, b.n))
	}
	if result.n.NumDigits() > 400 || result.n.Exponent() < -400 || result.n.Exponent() > 400 {
		return value{}
	}
	return result
}

// precision gives the decimals that keep 20 digits of a quotient.
func precision(a, b decimal.Decimal) int32 {
	whole := a.NumDigits() + int(a.Exponent()) - b.NumDigits() - int(b.Exponent())
	return int32(min(max(20-whole, 0), 300))
}

func compare(mark string, left, right value) value {
	if left.kind == fault || right.kind == fault {
		return value{kind: fault}
	}
	order := 0
	switch {
	case left.isText() && right.isText():
		order = strings.Compare(strings.ToUpper(left.s), strings.ToUpper(right.s))
	case left.kind == number && right.kind == number,
		left.kind == blank && right.kind == number,
		left.kind == number && right.kind == blank:
		order = left.n.Cmp(right.n)
	case left.kind == number && right.kind == text: // spreadsheets put every number before every text
		order = -1
	case left.kind == text && right.kind == number:
		order = 1
	default:
		return value{}
	}
	holds := map[string]bool{
		"=": order == 0, "<>": order != 0,
		"<": order < 0, ">": order > 0,
		"<=": order <= 0, ">=": order >= 0,
	}[mark]
	return value{kind: truth, b: holds}
}

// isText: a blank cell compares with a text as "".
func (v value) isText() bool { return v.kind == text || v.kind == blank }

// call computes a function once its bracket has been opened.
func (p *parser) call(name string) value {
	var args []value
	for p.take(")") == "" {
		if p.rest == "" || len(args) > 0 && p.take(",", ";") == "" {
			return p.give()
		}
		args = append(args, p.comparison())
	}
	switch {
	case name == "SUM" || name == "PRODUCT" || name == "MIN" || name == "MAX":
		return fold(name, args)
	case name == "ROUND" && len(args) == 2, name == "ABS" && len(args) == 1:
		return round(name, args)
	case name == "IF" && len(args) == 3 && args[0].kind == truth:
		if args[0].b {
			return args[1]
		}
		return args[2]
	case name == "IFERROR" && len(args) == 2:
		if args[0].kind == fault {
			return args[1]
		}
		return args[0]
	}
	return value{}
}

// fold puts the numbers of arguments together; in ranges, texts and blanks are passed over.
func fold(name string, args []value) value {
	var all []value
	for _, arg := range args {
		if arg.list == nil {
			all = append(all, arg.asNumber())
			continue
		}
		for _, v := range arg.list {
			if v.kind != text && v.kind != blank {
				all = append(all, v)
			}
		}
	}
	result := value{kind: number}
	for i, v := range all {
		switch {
		case v.kind == fault:
			return v
		case v.kind != number:
			return value{}
		case i == 0:
			result.n = v.n
		case name == "SUM":
			result = arithmetic("+", result, v)
		case name == "PRODUCT":
			result = arithmetic("*", result, v)
		case name == "MIN" && v.n.LessThan(result.n), name == "MAX" && v.n.GreaterThan(result.n):
			result.n = v.n
		}
	}
	return result
}

// round is ROUND (half away from zero, as spreadsheets do) and ABS.
func round(name string, args []value) value {
	n := args[0].asNumber()
	if args[0].list != nil || n.kind != number {
		return n
	}
	if name == "ABS" {
		n.n = n.n.Abs()
		return n
	}
	places := args[1].asNumber()
	if places.kind != number || !places.n.IsInteger() || places.n.Abs().GreaterThan(decimal.New(15, 0)) {
		return value{}
	}
	n.n = n.n.Round(int32(places.n.IntPart()))
	return n
}
