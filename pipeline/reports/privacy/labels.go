package privacy

import "strings"

// label is a word that says what the number behind it is.
type label struct{ kind labelKind }

type labelKind int

// Kinds of labels.
const (
	nothing labelKind = iota
	identities
	accounts
	phones
	codes
)

// labelWords by their kind. Of two that end at one place, the longer counts.
var labelWords = dictionary(map[labelKind]string{
	identities: "identities", accounts: "accounts", phones: "phones", codes: "codes",
})

// farthest is how far before a number its label may end, and nearest how far what says no more than a form has.
const (
	farthest = 14
	nearest  = 8
)

// context gives the label before i: the one that ends nearest, in the same sentence, or that of the list which the
// number goes on with. near tells whether nothing but 号码, a colon or a blank stands between.
func (s *search) context(i int) (found label, near bool) {
	if s.listed.kind != nothing && i-s.listedAt <= 2 && listed(s.t, s.listedAt, i) {
		return s.listed, true
	}
	broken := 0
	near = true
	for end := i; end > 0 && end >= i-farthest; end-- {
		if kind := labelWords.endingAt(s.t, end); kind != nothing {
			return label{kind}, near && i-end <= nearest
		}
		switch r := s.t.runes[end-1]; r {
		case '。', ';', '!', '?', '，', ',':
			if r != ',' {
				return label{}, false
			}
			near = false
		case '\n':
			if broken++; broken > 1 {
				return label{}, false
			}
		case ':', ' ', '\t', '(', '+', '号', '码', '为', '是', '"', '“', '”', '/', '[', '<', '群', '\r':
		default:
			near = false
		}
	}
	return label{}, false
}

// listed tells whether what stands between two numbers makes them a list.
func listed(t *text, from, to int) bool {
	for i := from; i < to; i++ {
		switch t.runes[i] {
		case '、', ',', ';', '/', ' ', '或', '和', '及', '与', '\n':
		default:
			return false
		}
	}
	return true
}

// words are words of some kinds, found by their last sign.
type words map[rune][]entry

type entry struct {
	runes []rune
	kind  labelKind
}

func dictionary(all map[labelKind]string) words {
	w := words{}
	for kind, file := range all {
		for _, word := range strings.Fields(lexicon("label_" + file)) {
			runes := []rune(word)
			last := runes[len(runes)-1]
			w[last] = append(w[last], entry{runes, kind})
		}
	}
	return w
}

// endingAt is the kind of the longest word that ends before end.
func (w words) endingAt(t *text, end int) (kind labelKind) {
	longest := 0
	for _, e := range w[t.runes[end-1]] {
		if len(e.runes) > longest && t.has(end-len(e.runes), e.runes) {
			kind, longest = e.kind, len(e.runes)
		}
	}
	return kind
}
