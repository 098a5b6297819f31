package privacy

import "strings"

// certainty is how sure a name is one.
type certainty int

const (
	no certainty = iota
	maybe
	sure
)

// surname is the length of the surname at i; rare tells that the sign begins many other words as well.
func (t *text) surname(i int) (n int, rare bool) {
	r := t.rune(i)
	if !is(r, frequent|seldom) && !compounds[[2]rune{r, t.rune(i + 1)}] {
		return 0, false
	}
	pair := [2]rune{r, t.rune(i + 1)}
	if compounds[pair] {
		return 2, false
	}
	counted := isDigit(t.rune(i-1)) || chineseDigit(t.rune(i-1)) >= 0 // 300余公里
	if wordStarts[pair] || counted && (r == '余' || r == '万' || r == '千') {
		return 0, false
	}
	return 1, !is(r, frequent)
}

// fits tells whether the signs from j to end may be a given name.
func (t *text) fits(j, end int) bool {
	for k := j; k < end; k++ {
		r := t.rune(k)
		apart := is(r, between) && !is(r, given) && !(k == j && end == j+2 && is(t.rune(k+1), given))
		if !isHan(r) || is(r, never) || apart {
			return false
		}
	}
	return t.rune(end-1) != '家' && !(end == j+2 && t.rune(j) == '家' && strings.ContainsRune(landscape, t.rune(end-1)))
}

// landscape follows 家 in the names of places: 李家岭.
const landscape = "山岭河冲台园寺庙坳田洞江洋石岩井垭峪崖梁坎峰洲岗林源泉窝堡营"

// usual is how many of the signs from j to end are often in given names.
func (t *text) usual(j, end int) (n int) {
	for k := j; k < end; k++ {
		if is(t.rune(k), given) {
			n++
		}
	}
	return n
}

// weigh tells how sure it is that surname and given name, from i to end, are a name.
func (t *text) weigh(i, end int) certainty {
	n, rare := t.surname(i)
	if n == 0 || !t.fits(i+n, end) || t.rune(end-1) == '某' { // 李某 has no name any more
		return no
	}
	usual := t.usual(i+n, end)
	switch {
	case !rare && usual > 0, rare && usual == end-i-n:
		return sure
	case !rare, usual > 0:
		return maybe
	}
	return no
}

// ends tells whether a name may end before j.
func (t *text) ends(j int) bool {
	r := t.rune(j)
	if !isHan(r) || is(r, behind) || is(r, never) {
		return true
	}
	n, rare := t.surname(j)
	return n > 0 && !rare && t.fits(j+n, j+n+1)
}

// nameAt reads the name that begins at i, given that one may begin there, and gives the place behind it.
func (t *text) nameAt(i int) (end int, how certainty) {
	n, rare := t.surname(i)
	if n == 0 || names.at(t, i+n).role == speech { // 吴阿姨 has a title of her own
		return i, no
	}
	short, long := i+n+1, i+n+2
	how2, how3 := t.weigh(i, short), t.weigh(i, long)
	ends2, ends3 := how2 > no && t.ends(short), how3 > no && t.ends(long)
	last := t.rune(short)
	switch {
	case ends3 && (!ends2 || !t.han(long) || is(last, given) && !is(last, between) && !t.counts(short)):
		return long, how3
	case ends2:
		return short, how2
	case how3 == sure && is(last, given):
		return long, maybe
	case how2 == sure && !rare:
		return short, maybe
	}
	return i, no
}

// counts tells whether the sign at i is a number of people or households: 三 in 王五三户, but not in 韦老三家.
func (t *text) counts(i int) bool {
	ordinal := t.rune(i-1) != 0 && strings.ContainsRune("老小阿大", t.rune(i-1))
	return !ordinal && chineseDigit(t.rune(i)) >= 0 && strings.ContainsRune("户人名口个位家年次起", t.rune(i+1))
}

// side is what stands before a name.
type side int

const (
	blocked side = iota // a word that the surname ends
	open                // some other word
	clear               // a sign, or a word after which a name may begin
)

func (t *text) side(i int) side {
	r := t.rune(i - 1)
	switch {
	case !isHan(r):
		return clear
	case wordEnds[[2]rune{r, t.rune(i)}]:
		return blocked
	case is(r, before):
		return clear
	}
	return open
}

// nameBefore finds the name that ends before p, given that one may end there.
func (t *text) nameBefore(p int) (from int, how certainty) {
	best := p
	for _, length := range []int{4, 3, 2} {
		from := p - length
		n, rare := t.surname(from)
		if n == 0 || length-n > 2 || length-n < 1 {
			continue
		}
		got := t.weigh(from, p)
		switch t.side(from) {
		case blocked:
			got = no
		case open:
			if rare || t.usual(from+n, p) < length-n {
				got = min(got, maybe)
			}
			if rare && length-n < 2 || got == maybe && length-n < 2 {
				got = no
			}
		}
		if got > how || got == how && got > no && !rare && t.side(from) == clear && t.side(best) != clear {
			best, how = from, got
		}
	}
	return best, how
}

// apart reads a name whose two signs are set apart (张　三), with nothing but signs behind.
func (t *text) apart(i int) (end int, ok bool) {
	j := t.skip(i+1, " \t")
	if !t.han(i) || j == i+1 || j > i+4 || !t.han(j) || t.han(j+1) {
		return i, false
	}
	n, _ := t.surname(i)
	return j + 1, n == 1 || is(t.rune(i), frequent|seldom)
}

// dotted reads a name in parts (买买提·艾合买提).
func (t *text) dotted(i int) (end int, ok bool) {
	end = i
	for parts := 0; ; parts++ {
		j := end
		for t.han(j) && j-end < 8 {
			j++
		}
		if j == end {
			return end - 1, parts > 1
		}
		if t.rune(j) != '·' {
			return j, parts > 0
		}
		end = j + 1
	}
}
