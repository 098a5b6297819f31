package numfmt

import (
	"slices"
	"strings"
)

// numberShape is what the digit marks of a section ask for: "#,##0.00" is 1 whole digit, 2 decimals, grouped.
type numberShape struct {
	whole, decimals, optional int
	grouped                   bool
}

// marks are where the digit marks of a section stand among its pieces; -1 for none.
type marks struct{ first, lastWhole, point, last int }

// numberPieces works out what the digit marks, points and commas of a section mean. Marks that stand together,
// as nearly always, become one piece. Where text stands between them the digits are spread over it:
// 0!.0,"万元" shows 123456 as 12.3万元.
func (s *section) numberPieces() {
	m := s.findMarks()
	s.commas(m)
	behindDot := false
	for i := range s.pieces {
		p := &s.pieces[i]
		switch {
		case p.kind == '.' && i != m.point:
			*p = piece{kind: literal, text: "."}
			fallthrough
		case p.kind == literal:
			if m.first < i && i < m.last {
				s.spread = true
				behindDot = behindDot || i < m.lastWhole && (strings.HasSuffix(p.text, ".") ||
					strings.HasSuffix(p.text, "．"))
			}
		case p.kind == digit:
			s.countMark(p.text[0], m.point >= 0 && i > m.point)
			if behindDot && i <= m.lastWhole {
				s.Scale++
			}
		case p.kind != '.' && p.kind != scaling && m.first < i && i < m.last:
			s.spread = true
		}
	}
	if !s.spread {
		s.joinMarks(m)
		return
	}
	s.pieces = slices.DeleteFunc(s.pieces, func(p piece) bool { return p.kind == scaling })
}

// findMarks finds the digit marks and the point, the first one that touches them.
func (s *section) findMarks() marks {
	m := marks{first: -1, lastWhole: -1, point: -1, last: -1}
	touches := func(i int) bool {
		return i >= 0 && i < len(s.pieces) && (s.pieces[i].kind == digit || s.pieces[i].kind == ',')
	}
	for i, p := range s.pieces {
		switch {
		case p.kind == digit:
			if m.first < 0 {
				m.first = i
			}
			if m.point < 0 {
				m.lastWhole = i
			}
			m.last = i
		case p.kind == '.' && m.point < 0 && (touches(i-1) || touches(i+1)):
			m.point = i
		}
	}
	return m
}

func (s *section) countMark(mark byte, decimal bool) {
	switch {
	case decimal && mark == '0':
		s.shape.decimals++
	case decimal:
		s.shape.optional++
	case mark == '0':
		s.shape.whole++
	}
}

// commas tells what each comma is: right behind the last whole mark, or the last of all, it divides by a
// thousand; before that it groups; elsewhere it is text.
func (s *section) commas(m marks) {
	for i := range s.pieces {
		p := &s.pieces[i]
		if p.kind != ',' {
			continue
		}
		behind := i > 0 && (i-1 == m.lastWhole || i-1 == m.last || s.pieces[i-1].kind == scaling && i > m.lastWhole)
		switch {
		case behind:
			p.kind = scaling
			s.thousands++
			s.Scale += 3
		case m.first < i && i < m.lastWhole:
			p.kind = scaling // it shows nothing itself
			s.shape.grouped = true
		default:
			*p = piece{kind: literal, text: ","}
		}
	}
}

// joinMarks makes one piece of all marks.
func (s *section) joinMarks(m marks) {
	from, to := m.first, max(m.last, m.point)
	if m.point >= 0 {
		from = min(from, m.point)
	}
	joined := append(append([]piece{}, s.pieces[:from]...), piece{kind: shaped})
	for _, p := range s.pieces[to+1:] {
		if p.kind != scaling {
			joined = append(joined, p)
		}
	}
	s.pieces = joined
}

// showSpread writes a number without its sign over marks that do not stand together.
func (s *section) showSpread(b []byte, n Number) []byte {
	var room [64]byte
	bare := s.shape
	bare.grouped = false
	whole, decimals, _ := strings.Cut(string(bare.show(room[:0], n)), ".")
	left := 0 // whole marks that are left
	for i := range s.pieces {
		if s.pieces[i].kind == '.' {
			break
		}
		if s.pieces[i].kind == digit {
			left++
		}
	}
	point := false
	for i := range s.pieces {
		switch p := &s.pieces[i]; {
		case p.kind == '.':
			if point = true; decimals != "" {
				b = append(b, '.')
			}
		case p.kind == digit && point:
			n := min(1, len(decimals))
			b, decimals = append(b, decimals[:n]...), decimals[n:]
		case p.kind == digit:
			left--
			for len(whole) > left {
				b, whole = append(b, whole[0]), whole[1:]
				if s.shape.grouped && len(whole)%3 == 0 && len(whole) > 0 {
					b = append(b, ',')
				}
			}
		default:
			b = p.show(b, n)
		}
	}
	return b
}

// show writes a number without its sign in the shape.
func (s numberShape) show(b []byte, n Number) []byte {
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
