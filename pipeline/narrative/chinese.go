package narrative

import (
	"strings"

	"github.com/shopspring/decimal"
)

// chineseNumber reads a number in words: 十二, 一百零五, 四千零六十八点六七, 一亿二千万.
func chineseNumber(s string) (n decimal.Decimal, ok bool) {
	whole, places, hasPoint := strings.Cut(s, "点")
	total, ok := chineseWhole(whole)
	if !ok {
		return n, false
	}
	n = decimal.New(total, 0)
	if !hasPoint {
		return n, true
	}
	place := decimal.New(1, -1)
	for _, r := range places {
		digit := digitOf(r)
		if digit < 0 {
			return n, false
		}
		n = n.Add(place.Mul(decimal.New(digit, 0)))
		place = place.Shift(-1)
	}
	return n, places != ""
}

// powers are the words of places.
var powers = map[rune]int64{'十': 10, '百': 100, '千': 1000}

// chineseWhole reads a whole number. 一二 and 一百二 are refused: they may be two numbers, or a slip of the pen.
func chineseWhole(s string) (total int64, ok bool) {
	var section, digit int64 // below ten thousand; the digit that waits for its power
	last, waits, zero := int64(1e5), false, false
	for i, r := range s {
		switch d, power := digitOf(r), powers[r]; {
		case d == 0:
			zero = true
		case d > 0:
			if waits {
				return 0, false
			}
			digit, waits = d, true
		case power > 0:
			if !waits && !(power == 10 && i == 0) || power >= last {
				return 0, false
			}
			if !waits {
				digit = 1
			}
			section, last, waits, zero = section+digit*power, power, false, false
		case r == '万' || r == '亿':
			if waits {
				section += digit
			}
			if section == 0 {
				return 0, false
			}
			size := int64(1e4)
			if r == '亿' {
				size = 1e8
			}
			total, section, last, waits, zero = total+section*size, 0, 1e5, false, false
		default:
			return 0, false
		}
	}
	if waits {
		if last > 10 && last < 1e5 && !zero {
			return 0, false
		}
		section += digit
	}
	return total + section, s != ""
}

func digitOf(r rune) int64 {
	switch r {
	case '零', '〇':
		return 0
	case '两':
		return 2
	}
	for i, digit := range []rune("一二三四五六七八九") {
		if r == digit {
			return int64(i + 1)
		}
	}
	return -1
}
