package privacy

import "unicode"

// text is what is looked at: its signs in their plain form, without those that no reader sees.
type text struct {
	raw   string
	runes []rune
	at    []int // where each rune, and the end, stands in raw
}

// fold makes full-width and other digits, signs and blanks plain, and leaves out what has no width.
func fold(raw string) *text {
	t := &text{raw: raw, runes: make([]rune, 0, len(raw)/2+8), at: make([]int, 0, len(raw)/2+8)}
	chinese := 0 // digits (一二三)
	for at, r := range raw {
		if r >= 0x80 && !isHan(r) {
			if r = plain(r); r < 0 {
				continue
			}
		}
		if r >= 0x80 && chineseDigit(r) >= 0 {
			chinese++
		}
		t.runes, t.at = append(t.runes, r), append(t.at, at)
	}
	t.at = append(t.at, len(raw))
	if chinese >= fewestChinese || chinese > 0 && chinese*2 < len(raw) && len(raw) > 2*fewestMixed {
		t.spelt()
	}
	return t
}

// fewestChinese digits in a row (一三八…) are a number that was spelt out: years have four. Of digits of two kinds
// and of groups there are more.
const (
	fewestChinese = 7
	fewestMixed   = 11
)

// spelt makes the digits of numbers that were spelt out plain.
func (t *text) spelt() {
	for i := 0; i < len(t.runes); i++ {
		from, chinese, plain, last := i, 0, 0, i
		for ; i < len(t.runes); i++ {
			r := t.runes[i]
			if isDigit(r) {
				plain++
			} else if chineseDigit(r) >= 0 {
				chinese++
			} else if r != ' ' && r != '-' || i > last {
				break
			} else {
				continue
			}
			last = i + 1
		}
		mixed := plain > 0 || last-from > chinese
		if chinese < 2 || plain >= fewestMixed || chinese+plain < fewestChinese ||
			mixed && chinese+plain < fewestMixed {
			continue
		}
		for k := from; k < last; k++ {
			if d := chineseDigit(t.runes[k]); d >= 0 {
				t.runes[k] = '0' + d
			}
		}
	}
}

// chineseDigit is the value of a digit, -1 if r is none.
func chineseDigit(r rune) rune {
	switch {
	case '①' <= r && r <= '⑨':
		return r - '①' + 1
	case '❶' <= r && r <= '❾':
		return r - '❶' + 1
	}
	switch r {
	case '〇', '零', '○':
		return 0
	case '一', '幺', '壹':
		return 1
	case '二', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

func isHan(r rune) bool { return '\u4e00' <= r && r <= '\u9fff' }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// plain is the ASCII sign for r where there is one; -1 for what is not seen.
func plain(r rune) rune {
	switch {
	case '\uff01' <= r && r <= '\uff5e':
		return r - 0xfee0
	case '\u3001' <= r && r <= '\u301f' || r == '×' || r == '·':
		return r
	case r == '\u00a0' || '\u2000' <= r && r <= '\u200a' || r == '\u202f' || r == '\u205f' || r == '\u3000':
		return ' '
	case '\u2010' <= r && r <= '\u2015' || r == '\u2212' || r == '\ufe58' || r == '\ufe63' || r == '─' || r == '－':
		return '-'
	case r == '•' || r == '‧' || r == '・' || r == '･' || r == '∙' || r == '⋅':
		return '·'
	case '𝟎' <= r && r <= '𝟿':
		return '0' + (r-'𝟎')%10
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Variation_Selector):
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + digitValue(r)
	}
	return r
}

// digitValue is that of a decimal digit: each script has its ten in a row, from a zero on.
func digitValue(r rune) rune {
	zero := r
	for zero > r-9 && unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return r - zero
}

// rune gives the rune at i, 0 beyond the text.
func (t *text) rune(i int) rune {
	if i < 0 || i >= len(t.runes) {
		return 0
	}
	return t.runes[i]
}

func (t *text) han(i int) bool { return isHan(t.rune(i)) }

// words are the runes from from to to as they were written.
func (t *text) words(from, to int) string { return t.raw[t.at[from]:t.at[to]] }

// has tells whether word stands at i.
func (t *text) has(i int, word []rune) bool {
	if i < 0 || i+len(word) > len(t.runes) {
		return false
	}
	for k, r := range word {
		if t.runes[i+k] != r {
			return false
		}
	}
	return true
}

// skip is the first place from i on with none of the signs in set.
func (t *text) skip(i int, set string) int {
	for i < len(t.runes) && t.runes[i] < 0x80 && containsByte(set, byte(t.runes[i])) {
		i++
	}
	return i
}

func containsByte(set string, b byte) bool {
	for i := range len(set) {
		if set[i] == b {
			return true
		}
	}
	return false
}
