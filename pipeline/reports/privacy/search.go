package privacy

import "slices"

// hit is something that tells a person, from a rune of the text to another.
type hit struct {
	from, to int
	kind     string
	sure     bool
}

// search is one pass through a text.
type search struct {
	t        *text
	all      []hit
	groups   []group // of the stretch of numbers that is read
	listed   label   // of the number that was found last, which ends at listedAt
	listedAt int
}

func (s *search) hit(from, to int, kind string, sure bool) {
	if from < to {
		s.all = append(s.all, hit{from, to, kind, sure})
	}
}

// hits are what tells a person in the text, in its order and without overlaps, and what is unsure.
func (f *Filter) hits(t *text) (certain, unsure []hit) {
	s := &search{t: t}
	for i := 0; i < len(t.runes); i++ {
		switch r := t.runes[i]; {
		case isHan(r):
			s.hanAt(i, traits[r-0x4e00])
		case isDigit(r):
			i = s.numbers(i) - 1
		case r == '@':
			s.mail(i)
		case isLetter(r) && !accountSign(t.rune(i-1)):
			s.account(i)
		}
	}
	s.all = f.less(t, s.all)
	for i, r := range t.runes {
		for _, w := range f.words[r] {
			if t.has(i, w) {
				s.hit(i, i+len(w), Listed, true)
				break
			}
		}
	}
	return s.apart()
}

func (s *search) hanAt(i int, what trait) {
	if what&starts != 0 {
		s.word(i)
	}
	if what&(frequent|seldom) != 0 {
		s.alone(i)
	}
}

// less is what is left of the hits without those that lie within a wording that was released.
func (f *Filter) less(t *text, all []hit) []hit {
	if len(f.released) == 0 || len(all) == 0 {
		return all
	}
	released := make([]int, len(t.runes)) // where what was released, and begins at or before a rune, ends
	far := 0
	for i, r := range t.runes {
		for _, w := range f.released[r] {
			if t.has(i, w) {
				far = max(far, i+len(w))
				break
			}
		}
		released[i] = far
	}
	return slices.DeleteFunc(all, func(h hit) bool { return released[h.from] >= h.to })
}

// apart sorts the hits: those that are sure, joined where they overlap, and the unsure ones beside them.
func (s *search) apart() (certain, unsure []hit) {
	slices.SortStableFunc(s.all, func(a, b hit) int { return a.from - b.from })
	for _, h := range s.all {
		if n := len(certain); h.sure && n > 0 && h.from < certain[n-1].to {
			certain[n-1].to = max(certain[n-1].to, h.to)
		} else if h.sure {
			certain = append(certain, h)
		}
	}
	next := 0
	for _, h := range s.all {
		for next < len(certain) && certain[next].to <= h.from {
			next++
		}
		if h.sure || next < len(certain) && certain[next].from < h.to {
			continue
		}
		if n := len(unsure); n > 0 && h.from < unsure[n-1].to {
			unsure[n-1].to = max(unsure[n-1].to, h.to)
			continue
		}
		unsure = append(unsure, h)
	}
	return certain, unsure
}
