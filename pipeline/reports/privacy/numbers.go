package privacy

import "strings"

// stretch is a row of groups of digits with no more between them than the signs that numbers are written with.
type stretch struct {
	t      *text
	digits string
	groups []group
	shapes string // how many digits each group has, as a sign: '3'
	glues  string // what stands before each group, as sign tells
	label  label  // what was said before it
	close  bool   // the label stands right before it
}

// group is a row of digits: its place in the text and in the stretch's digits.
type group struct {
	from, to    int
	first, last int
	letters     bool // a letter stands right before or behind it
	year        bool // it may be a year
	dated       bool // it is a part of a date
}

const (
	separators   = " -._/()+\t·\n"
	widestGlue   = 3
	fewestDigits = 5  // of a number that may tell a person
	mostDigits   = 22 // of one
)

// numbers finds the numbers in the stretch that begins at i, and gives the place behind it. before is the label
// of the number that ended right before, in a list of numbers.
func (s *search) numbers(i int) int {
	st := &stretch{t: s.t, groups: s.groups[:0]}
	end := st.read(i)
	s.groups = st.groups
	if len(st.digits) < fewestDigits {
		s.listed = label{}
		return end
	}
	st.label, st.close = s.context(i)
	st.date()
	for n := 0; n < len(st.groups); {
		verdict, upTo := st.best(n)
		if verdict.kind == "" {
			n++
			continue
		}
		from, to := st.groups[n].from, st.groups[upTo].to
		if verdict.kind == DisabledCard && s.t.rune(to) == 'B' && isDigit(s.t.rune(to+1)) { // a card made anew
			to += 2
		}
		from = st.opened(from)
		s.hit(from, to, verdict.kind, verdict.sure)
		if verdict.kind != LongNumber {
			s.owner(from)
		}
		s.listed, s.listedAt = st.label, to
		n = upTo + 1
	}
	return end
}

// read takes the groups from i on, and gives the place behind them.
func (st *stretch) read(i int) int {
	t := st.t
	var digits, shapes, glues []byte
	glue := byte(' ')
	for {
		g := group{from: i, first: len(digits), letters: isLetter(t.rune(i - 1))}
		for isDigit(t.rune(i)) || i > g.from+2 && st.checkSign(i) {
			digits = append(digits, byte(t.runes[i]))
			i++
		}
		g.to, g.last = i, len(digits)
		g.letters = g.letters || isLetter(t.rune(i))
		st.groups = append(st.groups, g)
		shapes, glues = append(shapes, byte('0'+min(g.last-g.first, 40))), append(glues, glue)
		next := i
		for next < len(t.runes) && next-i <= widestGlue && separator(t.runes[next]) {
			next++
		}
		if next-i > widestGlue || !isDigit(t.rune(next)) {
			break
		}
		glue = sign(t.runes[i:next])
		i = next
	}
	st.digits, st.shapes, st.glues = string(digits), string(shapes), string(glues)
	return i
}

// sign is the strongest of the signs between two groups; a middle dot is a point.
func sign(glue []rune) byte {
	strongest, rank := byte(' '), 0
	for _, r := range glue {
		if r == '·' {
			r = '.'
		}
		if n := strings.IndexByte("-./\n", byte(r)) + 1; n > rank || len(glue) == 1 {
			rank, strongest = n, byte(r)
		}
	}
	return strongest
}

func separator(r rune) bool { return r < 0x80 && containsByte(separators, byte(r)) || r == '·' }

// checkSign tells whether the sign at i is the X of an identity number.
func (st *stretch) checkSign(i int) bool {
	r := st.t.rune(i)
	return (r == 'X' || r == 'x') && !isLetter(st.t.rune(i+1))
}

// opened takes a bracket and a plus before a number to it.
func (st *stretch) opened(from int) int {
	for r := st.t.rune(from - 1); r == '(' && st.t.rune(from) == '0' || r == '+'; r = st.t.rune(from - 1) {
		from--
	}
	return from
}

// date marks what is a year, a date or a part of one.
func (st *stretch) date() {
	for n := range st.groups {
		g := &st.groups[n]
		digits := st.of(n, n)
		switch {
		case len(digits) == 4 && year(digits):
			g.year = true
			for k := n + 1; k < len(st.groups) && k <= n+2 && len(st.of(k, k)) <= 2; k++ {
				g.dated, st.groups[k].dated = true, true
			}
		case len(digits) == 8 && year(digits[:4]):
			g.dated = born(digits)
		}
	}
}

func year(digits string) bool {
	return !strings.ContainsAny(digits, "Xx") && "1949" <= digits && digits <= "2050"
}

// of are the digits of the groups from n to upTo.
func (st *stretch) of(n, upTo int) string {
	return string(st.digits[st.groups[n].first:st.groups[upTo].last])
}

// verdict is what a row of groups is; the zero verdict is nothing that tells a person.
type verdict struct {
	kind string
	sure bool
}

// mostGroups are those of a number that is cut anyhow: in more there are one or two digits each.
const mostGroups = 6

// best is the best of what begins with group n, and the last group of it: the longest that is sure, else the
// longest that may be.
func (st *stretch) best(n int) (found verdict, upTo int) {
	small, lines := true, 0
	for k := n; k < len(st.groups); k++ {
		digits := st.groups[k].last - st.groups[n].first
		small = small && st.shapes[k] <= '2'
		if k > n && st.glues[k] == '\n' {
			lines++
		}
		if digits > mostDigits || lines > 0 && k-n > 1 {
			break
		}
		many := k-n >= mostGroups && digits != 18 && !(small && (digits == 11 || digits >= 15))
		if digits < fewestDigits || many {
			continue
		}
		w := st.window(n, k)
		if v := w.verdict(); v.kind != "" && (v.sure || !found.sure) {
			found, upTo = v, k
		}
	}
	if g := st.groups[n]; found.kind == "" && g.last-g.first > mostDigits && !g.letters && st.label.kind != codes {
		w := st.window(n, n)
		return verdict{LongNumber, false}.unless(w.amount()), n
	}
	return found, upTo
}

// window are some groups that may be one number.
type window struct {
	st      *stretch
	n, upTo int
	digits  string
	shape   string // how many digits each group has: "344"
	glued   string // the signs between, one for each
	letters bool
}

func (st *stretch) window(n, upTo int) window {
	w := window{st: st, n: n, upTo: upTo, digits: st.of(n, upTo)}
	w.shape, w.glued = st.shapes[n:upTo+1], st.glues[n+1:upTo+1]
	for k := n; k <= upTo; k++ {
		w.letters = w.letters || st.groups[k].letters
	}
	return w
}

func (w *window) single() bool { return w.n == w.upTo }

// even tells whether the groups are cut as a person writes a number: one sign between all, on one line.
func (w *window) even() bool {
	for i := range len(w.glued) {
		if w.glued[i] == '\n' || w.glued[i] == '/' || w.glued[i] != w.glued[0] {
			return false
		}
	}
	return true
}

// piece tells whether what stands beside makes the window a piece of a decimal number.
func (w *window) piece() bool {
	st := w.st
	before := w.n > 0 && st.glues[w.n] == '.'
	behind := w.upTo+1 < len(st.groups) && st.glues[w.upTo+1] == '.'
	return before || behind
}

// units follow an amount or a count.
var units = []string{"元", "万", "亿", "亩", "%", "吨", "公里", "米", "平方", "人", "户", "个", "立方", "公斤", "株", "千"}

// amount tells whether a unit follows.
func (w *window) amount() bool {
	t := w.st.t
	i := t.skip(w.st.groups[w.upTo].to, " (")
	for _, u := range units {
		if t.has(i, []rune(u)) {
			return true
		}
	}
	return false
}
