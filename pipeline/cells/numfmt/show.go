package numfmt

import (
	"bytes"
	"strconv"
	"time"
)

// Show writes a number as its format shows it; General shows it as it is.
func (f *Format) Show(b []byte, n Number, date1904 bool) []byte {
	s, minus := f.section(n)
	if s == nil {
		return n.AppendPlain(b)
	}
	if s.Date {
		return s.showDate(b, n, date1904)
	}
	if n.digits > 0 {
		n.exp += 2*s.percents - 3*s.thousands
	}
	from := len(b)
	if minus {
		b = append(b, '-')
	}
	n.negative = false
	if s.spread {
		return trimShown(s.showSpread(b, n), from)
	}
	for i := range s.pieces {
		if p := &s.pieces[i]; p.kind == shaped {
			b = s.shape.show(b, n)
		} else {
			b = p.show(b, n)
		}
	}
	return trimShown(b, from)
}

// show writes a piece that is no digit mark.
func (p *piece) show(b []byte, n Number) []byte {
	switch p.kind {
	case '%':
		b = append(b, '%')
	case '@', general:
		b = n.AppendPlain(b)
	case literal:
		b = append(b, p.text...)
	}
	return b
}

// trimShown takes the blanks off both ends of what stands from from on: they only align columns.
func trimShown(b []byte, from int) []byte {
	if from == len(b) || b[from] > ' ' && b[from] < 0x80 && b[len(b)-1] > ' ' && b[len(b)-1] < 0x80 {
		return b
	}
	return append(b[:from], bytes.TrimSpace(b[from:])...)
}

// lastDay is the serial number of 31 December 9999.
const lastDay = 2958465

// moment is a time as a format shows it: a day of the calendar and its time, and all seconds since the epoch.
type moment struct {
	when    time.Time
	elapsed int64
}

// dateOf turns a serial number into a time. Excel's 1900 system has a 29 February 1900 that
// never was: serials before it count from a day later.
func dateOf(n Number, date1904 bool) (moment, bool) {
	days, seconds, ok := n.days(lastDay)
	if !ok {
		return moment{}, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if days < 60 {
		epoch = epoch.AddDate(0, 0, 1)
	}
	when := epoch.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second)
	return moment{when, int64(days)*86400 + int64(seconds)}, true
}

// showDate writes a number as a date, a time or a duration; out of range it shows as it is. A duration may be
// negative.
func (s *section) showDate(b []byte, n Number, date1904 bool) []byte {
	size := n
	if s.isDuration() {
		size.negative = false
	}
	at, ok := dateOf(size, date1904)
	if !ok {
		return n.AppendPlain(b)
	}
	if n.negative {
		b = append(b, '-')
	}
	return s.showTime(b, at)
}

// isDuration holds where hours, minutes or seconds are counted over days: [h]:mm.
func (s *section) isDuration() bool {
	for i := range s.pieces {
		switch s.pieces[i].kind {
		case elapsedHours, elapsedMinutes, elapsedSeconds:
			return true
		}
	}
	return false
}

// halves are how the halves of a day are written.
var halves = [...][2]string{{"AM", "PM"}, {"A", "P"}, {"上午", "下午"}}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// ShowTime writes a time as the format shows it; without a date format, as ISO 8601.
func (f *Format) ShowTime(b []byte, when time.Time) []byte {
	if len(f.sections) == 0 || !f.sections[0].Date {
		return bytes.TrimSuffix(when.AppendFormat(b, "2006-01-02 15:04:05"), []byte(" 00:00:00"))
	}
	since := when.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))
	return f.sections[0].showTime(b, moment{when, int64(since / time.Second)})
}

func (s *section) showTime(b []byte, at moment) []byte {
	from, isHalved := len(b), false
	for i := range s.pieces {
		isHalved = isHalved || s.pieces[i].kind == half
	}
	for i := range s.pieces {
		switch p := &s.pieces[i]; p.kind {
		case 'y', 'm', 'd', weekday:
			b = p.showDay(b, at.when)
		case 'h':
			hour := at.when.Hour()
			if isHalved {
				hour = (hour+11)%12 + 1
			}
			b = appendPadded(b, int64(hour), p.n)
		case minute:
			b = appendPadded(b, int64(at.when.Minute()), p.n)
		case 's':
			b = appendPadded(b, int64(at.when.Second()), p.n)
		case half:
			b = append(b, halves[p.n][at.when.Hour()/12]...)
		case elapsedHours:
			b = appendPadded(b, at.elapsed/3600, p.n)
		case elapsedMinutes:
			b = appendPadded(b, at.elapsed/60, p.n)
		case elapsedSeconds:
			b = appendPadded(b, at.elapsed, p.n)
		case literal:
			b = append(b, p.text...)
		}
	}
	return trimShown(b, from)
}

// showDay writes the year, the month, the day, the day of the week.
func (p *piece) showDay(b []byte, when time.Time) []byte {
	switch {
	case p.kind == 'y' && p.n <= 2:
		return appendPadded(b, int64(when.Year()%100), 2)
	case p.kind == 'y':
		return appendPadded(b, int64(when.Year()), 4)
	case p.kind == 'm' && p.n >= 3:
		return when.AppendFormat(b, "Jan")
	case p.kind == 'm':
		return appendPadded(b, int64(when.Month()), p.n)
	case p.kind == 'd' && p.n >= 3:
		return append(append(b, "周"...), weekdays[when.Weekday()]...)
	case p.kind == 'd':
		return appendPadded(b, int64(when.Day()), p.n)
	case p.n >= 4:
		b = append(b, "星期"...)
	}
	return append(b, weekdays[when.Weekday()]...)
}

// appendPadded writes v with zeros before it to at least n digits.
func appendPadded(b []byte, v int64, n int) []byte {
	var room [20]byte
	written := strconv.AppendInt(room[:0], v, 10)
	for range n - len(written) {
		b = append(b, '0')
	}
	return append(b, written...)
}
