package numfmt

import (
	"bytes"
	"strconv"
	"time"
)

// Show writes a number as its format shows it; General shows it as it is.
func (f *Format) Show(b []byte, n Number, date1904 bool) []byte {
	if f.Date {
		if when, ok := dateOf(n, date1904); ok {
			return f.ShowTime(b, when)
		}
		return n.AppendPlain(b)
	}
	pieces, negative := f.section(n)
	if pieces == nil {
		return n.AppendPlain(b)
	}
	if f.Percent && n.digits > 0 {
		n.exp += 2
	}
	from := len(b)
	if negative {
		b = append(b, '-')
	}
	shown := false
	for i := range pieces {
		switch p := &pieces[i]; p.kind {
		case '0':
			if !shown {
				b = p.num.show(b, n)
			}
			shown = true
		case '%':
			b = append(b, '%')
		case '@':
			b = n.AppendPlain(b)
		case 'q':
			b = append(b, p.text...)
		}
	}
	return trimShown(b, from)
}

// trimShown takes the blanks off both ends of what stands from from on: they only align columns.
func trimShown(b []byte, from int) []byte {
	if from == len(b) || b[from] > ' ' && b[from] < 0x80 && b[len(b)-1] > ' ' && b[len(b)-1] < 0x80 {
		return b
	}
	return append(b[:from], bytes.TrimSpace(b[from:])...)
}

// section picks the section for a number, and says whether a minus has to be put before it.
func (f *Format) section(n Number) (pieces []piece, negative bool) {
	switch {
	case len(f.sections) == 0:
		return nil, false
	case n.negative && len(f.sections) > 1 && len(f.sections[1]) > 0:
		return f.sections[1], false
	case n.digits == 0 && len(f.sections) > 2 && len(f.sections[2]) > 0:
		return f.sections[2], false
	case len(f.sections[0]) == 0:
		return nil, false
	}
	return f.sections[0], n.negative
}

// show writes a number without its sign in the shape.
func (s numberShape) show(b []byte, n Number) []byte {
	if n.digits > 0 {
		n.exp -= 3 * s.thousands
	}
	var room [40]byte
	decimals := s.decimals + s.optional
	digits := n.scaled(room[:0], decimals)
	for drop := s.optional; drop > 0 && digits[len(digits)-1] == '0' && len(digits) > 1; drop-- {
		digits = digits[:len(digits)-1]
		decimals--
	}
	if len(digits) == 1 && digits[0] == '0' {
		digits = digits[:0] // zero has no digits of its own
		decimals = s.decimals
	}
	whole := len(digits) - decimals
	least := s.whole
	if decimals == 0 {
		least = max(least, 1) // "#" shows 0
	}
	for left := max(whole, least); left > 0; left-- {
		if left > whole {
			b = append(b, '0')
		} else {
			b = append(b, digits[whole-left])
		}
		if s.grouped && left%3 == 1 && left > 1 {
			b = append(b, ',')
		}
	}
	if decimals == 0 {
		return b
	}
	b = append(b, '.')
	for range -whole {
		b = append(b, '0')
	}
	return append(b, digits[max(whole, 0):]...)
}

// lastDay is the serial number of 31 December 9999.
const lastDay = 2958465

// dateOf turns a serial number into a time. Excel's 1900 system has a 29 February 1900 that
// never was: serials before it count from a day later.
func dateOf(n Number, date1904 bool) (time.Time, bool) {
	days, seconds, ok := n.days(lastDay)
	if !ok {
		return time.Time{}, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if days < 60 {
		epoch = epoch.AddDate(0, 0, 1)
	}
	return epoch.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second), true
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// ShowTime writes a time as the format shows it; without a date format, as ISO 8601.
func (f *Format) ShowTime(b []byte, when time.Time) []byte {
	if !f.Date {
		return bytes.TrimSuffix(when.AppendFormat(b, "2006-01-02 15:04:05"), []byte(" 00:00:00"))
	}
	from := len(b)
	for i := range f.sections[0] {
		switch p := &f.sections[0][i]; p.kind {
		case 'y':
			if p.n <= 2 {
				b = appendPadded(b, when.Year()%100, 2)
			} else {
				b = appendPadded(b, when.Year(), 4)
			}
		case 'm':
			if p.n >= 3 {
				b = when.AppendFormat(b, "Jan")
			} else {
				b = appendPadded(b, int(when.Month()), p.n)
			}
		case 'd':
			if p.n >= 3 {
				b = append(b, weekdays[when.Weekday()]...)
			} else {
				b = appendPadded(b, when.Day(), p.n)
			}
		case 'h':
			b = appendPadded(b, when.Hour(), p.n)
		case 'M':
			b = appendPadded(b, when.Minute(), p.n)
		case 's':
			b = appendPadded(b, when.Second(), p.n)
		case 'q':
			b = append(b, p.text...)
		}
	}
	return trimShown(b, from)
}

// appendPadded writes v with zeros before it to at least n digits.
func appendPadded(b []byte, v, n int) []byte {
	var room [20]byte
	written := strconv.AppendInt(room[:0], int64(v), 10)
	for range n - len(written) {
		b = append(b, '0')
	}
	return append(b, written...)
}
