package numfmt

import "strings"

// condition is what a section asks of a number: [>=10000].
type condition struct {
	less, equal, more bool
	than              Number
}

// parseCondition reads what stands in the brackets; nil where it is no condition.
func parseCondition(inside string) *condition {
	rest := strings.TrimLeft(inside, "<>=")
	operator := inside[:len(inside)-len(rest)]
	than, ok := ParseNumber([]byte(strings.TrimSpace(rest)))
	if !ok {
		return nil
	}
	return &condition{strings.Contains(operator, "<"), strings.Contains(operator, "="),
		strings.Contains(operator, ">"), than}
}

func (c *condition) holds(n Number) bool {
	order := n.compare(c.than)
	return order < 0 && c.less || order == 0 && c.equal || order > 0 && c.more
}

// onlyNegative holds for a condition that no number from zero on meets: its section writes the minus itself.
func (c *condition) onlyNegative() bool {
	zero := c.than.digits == 0
	return !c.more && (c.than.negative || zero && !c.equal)
}

// allPositive holds for a condition that every number over zero meets.
func (c *condition) allPositive() bool {
	return c.more && (c.than.negative || c.than.digits == 0)
}

// The conditions of sections that have none of their own.
var (
	positive = &condition{more: true}
	notUnder = &condition{more: true, equal: true}
	negative = &condition{less: true}
)

// section picks the section for a number, and says whether a minus has to be put before it; nil for General.
// Sections without a condition are for positive numbers, negative ones and zero.
func (f *Format) section(n Number) (s *section, minus bool) {
	count := len(f.sections)
	switch {
	case count == 0:
		return nil, false
	case count == 1:
		if s := &f.sections[0]; (s.when == nil || s.when.holds(n)) && len(s.pieces) > 0 {
			return s, n.negative && (s.when == nil || !s.when.onlyNegative())
		}
		return nil, false
	}
	if f.sections[0].when == nil && f.sections[1].when == nil {
		return f.usual(n)
	}
	positives := false
	for i := range f.sections {
		s := &f.sections[i]
		when := s.when
		switch {
		case when != nil:
		case i+1 == count:
			return s.orNil(), n.negative && !positives
		case i == 0 && count == 2:
			when = notUnder
		default:
			when = []*condition{positive, negative}[i]
		}
		if when.holds(n) {
			return s.orNil(), n.negative && !when.onlyNegative() && !positives
		}
		positives = positives || when.allPositive()
	}
	return nil, false
}

// orNil is nil for a section that shows nothing.
func (s *section) orNil() *section {
	if len(s.pieces) == 0 {
		return nil
	}
	return s
}

// usual picks among sections without conditions. An empty one hides the number in a spreadsheet; here it shows
// like a positive one, so that nothing that is stored is overlooked.
func (f *Format) usual(n Number) (s *section, minus bool) {
	switch {
	case n.negative && len(f.sections[1].pieces) > 0:
		return &f.sections[1], false
	case n.digits == 0 && len(f.sections) > 2 && len(f.sections[2].pieces) > 0:
		return &f.sections[2], false
	case len(f.sections[0].pieces) == 0:
		return nil, false
	}
	return &f.sections[0], n.negative
}

// compare orders two numbers.
func (n Number) compare(m Number) int {
	switch {
	case n.digits == 0 && m.digits == 0:
		return 0
	case n.negative != m.negative && n.digits != 0 && m.digits != 0, n.digits == 0, m.digits == 0:
		return n.sign() - m.sign()
	}
	a, aSize := n.aligned()
	b, bSize := m.aligned()
	order := 0
	switch {
	case aSize != bSize:
		order = aSize - bSize
	case a < b:
		order = -1
	case a > b:
		order = 1
	}
	if n.negative {
		return -order
	}
	return order
}

func (n Number) sign() int {
	switch {
	case n.digits == 0:
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// aligned gives the digits written with as many as there can be, and where the point stands behind the first.
func (n Number) aligned() (digits uint64, size int) {
	digits, size = n.digits, n.exp+Digits+1
	for digits < tens[Digits] {
		digits *= 10
		size--
	}
	return digits, size
}

// Long says that a number has 16 or more digits before its point. A spreadsheet keeps fifteen: an identity
// number or an account that is stored so is no longer whole.
func (n Number) Long() bool {
	if n.digits == 0 {
		return false
	}
	_, size := n.aligned()
	return size > Digits
}
