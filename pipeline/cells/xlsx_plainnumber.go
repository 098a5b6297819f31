package cells

import (
	"encoding/binary"
	"math/bits"

	"jixiao/pipeline/cells/numfmt"
)

// plainNumber reads 1746.25</v></c>. In General format a number of at most 15 digits without needless zeros
// shows as it is stored; others are worked out.
func (r *sheetReader) plainNumber(c *Cell, b []byte, tag *plainTag) int {
	first := 0
	if b[0] == '-' {
		first = 1
	}
	n, point := digitSpan(b[first:])
	end := first + n
	if n == 0 || n > 30 || point == 0 || point == n-1 || string(b[end:end+len(valueEnd)]) != valueEnd {
		return 0
	}
	raw := r.keepNumber(b, end)
	c.Kind, c.Raw, c.Text = Number, raw, raw
	if tag.general && n <= numfmt.Digits &&
		(b[first] != '0' || point == 1 || end == 1) && (point < 0 || b[end-1] != '0') {
		return end + len(valueEnd)
	}
	value, ok := numfmt.ParseNumber(b[:end])
	if !ok {
		return 0
	}
	f := r.x.format(tag.style)
	c.Text = r.keepShown(f, value)
	c.setMeaning(f, value)
	return end + len(valueEnd)
}

// digitSpan counts the digits at the front of b, at most 32 with one point among them, and gives where the
// point stands; -1 for none. It looks at 16 bytes at once: numbers are of all lengths, and a loop that ends
// somewhere else each time costs more.
func digitSpan(b []byte) (n, point int) {
	point = -1
	odd := notDigits(binary.LittleEndian.Uint64(b)) | notDigits(binary.LittleEndian.Uint64(b[8:]))<<8
	n = bits.TrailingZeros32(odd)
	if n < 16 && b[n] == '.' {
		point = n
		n = bits.TrailingZeros32(odd & (odd - 1))
	}
	if n < 16 {
		return n, point
	}
	for n = 16; n < 32; n++ {
		if b[n] == '.' && point < 0 {
			point = n
		} else if b[n]-'0' >= 10 {
			break
		}
	}
	return n, point
}

// notDigits has a bit for each of the eight bytes of v, the lowest for the first, that is no digit.
func notDigits(v uint64) uint32 {
	const ones = 0x0101010101010101
	v ^= '0' * ones
	v = (v&(0x7f*ones) + 0x76*ones | v) >> 7 & ones // the top bit of each byte over 9
	return uint32(v * 0x0102040810204080 >> 56)     // those bits side by side
}
