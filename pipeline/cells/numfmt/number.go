package numfmt

import (
	"math/bits"
	"strconv"
)

// Number is a number as spreadsheets keep it: to 15 significant digits, so that the noise of binary fractions
// does not reach a figure ("0.87290000000000001" is 0.8729). Its value is digits × 10^exp.
type Number struct {
	negative bool
	digits   uint64 // at most 10^15
	exp      int
}

// Digits is how many significant digits count, and mostExp how far their point may stand.
const (
	Digits  = 15
	mostExp = 400
)

// ParseNumber reads what a workbook stores for a number ("-1746.25", "1.2E-3"); the digit behind the last one
// that counts rounds it, half away from zero. ok is false for anything else and out of range.
func ParseNumber(raw []byte) (n Number, ok bool) {
	i := 0
	if len(raw) > 0 && (raw[0] == '-' || raw[0] == '+') {
		n.negative = raw[0] == '-'
		i = 1
	}
	kept, any, point, up := 0, false, false, false
	for ; i < len(raw); i++ {
		d := raw[i] - '0'
		if d > 9 {
			if raw[i] != '.' || point {
				break
			}
			point = true
			continue
		}
		any = true
		if kept < Digits {
			n.digits = n.digits*10 + uint64(d)
			if n.digits > 0 {
				kept++
			}
			if point {
				n.exp--
			}
			continue
		}
		if kept == Digits {
			up = d >= 5
			kept++
		}
		if !point {
			n.exp++
		}
	}
	if up {
		n.digits++
	}
	if i < len(raw) {
		e, err := strconv.Atoi(string(raw[i+1:]))
		if err != nil || raw[i]|0x20 != 'e' || e < -2*mostExp || e > 2*mostExp {
			return Number{}, false
		}
		n.exp += e
	}
	if !any || n.exp > mostExp || n.exp < -mostExp {
		return Number{}, false
	}
	if n.digits == 0 {
		return Number{}, true
	}
	return n, true
}

// AppendPlain writes a number with all its digits and no more.
func (n Number) AppendPlain(b []byte) []byte {
	for n.exp < 0 && n.digits%10 == 0 && n.digits > 0 {
		n.digits /= 10
		n.exp++
	}
	if n.negative {
		b = append(b, '-')
	}
	return numberShape{whole: 1, decimals: max(0, -n.exp)}.show(b, n)
}

// scaled writes the digits of a number times 10^decimals, rounded half away from zero.
func (n Number) scaled(b []byte, decimals int) []byte {
	m, zeros := n.digits, n.exp+decimals
	switch {
	case -zeros >= len(tens):
		m, zeros = 0, 0
	case zeros < 0:
		m, zeros = (m+tens[-zeros]/2)/tens[-zeros], 0
	}
	b = strconv.AppendUint(b, m, 10)
	if m != 0 {
		for range zeros {
			b = append(b, '0')
		}
	}
	return b
}

// tens are the powers of ten that digits can hold, and one more.
var tens = func() (tens [Digits + 3]uint64) {
	tens[0] = 1
	for i := 1; i < len(tens); i++ {
		tens[i] = tens[i-1] * 10
	}
	return tens
}()

// days parts a number of days into whole ones and seconds, rounded; ok is false from limit days on.
func (n Number) days(limit uint64) (days, seconds int, ok bool) {
	if n.negative || n.exp > 0 && (n.exp >= len(tens) || n.digits > limit) {
		return 0, 0, false
	}
	if n.exp > 0 {
		hi, whole := bits.Mul64(n.digits, tens[n.exp])
		return int(whole), 0, hi == 0 && whole <= limit
	}
	for ; -n.exp >= len(tens); n.exp++ { // what is lost is far below a second
		n.digits /= 10
	}
	whole, part := n.digits/tens[-n.exp], n.digits%tens[-n.exp]
	if whole > limit {
		return 0, 0, false
	}
	hi, lo := bits.Mul64(part, 86400)
	lo, carry := bits.Add64(lo, tens[-n.exp]/2, 0)
	rounded, _ := bits.Div64(hi+carry, lo, tens[-n.exp])
	return int(whole), int(rounded), true
}
