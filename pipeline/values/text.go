// Package values is the lexer of what people type into cells: labels, numbers,
// targets, blanks. It is pure: text in, values out, no state, no input or output.
package values

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Fold brings full-width letters, digits and marks to their plain form, turns every
// kind of space into a blank, and drops characters that cannot be seen.
// It is not NFKC: that would turn ㎡ into m2 and ① into 1.
func Fold(s string) string {
	if plain(s) {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, width.Fold.String(s)))
}

// plain reports whether Fold has nothing to do but trim.
func plain(s string) bool {
	for _, r := range s {
		if !isPlain(r) {
			return false
		}
	}
	return true
}

// isPlain holds for most of what stands in forms: ASCII, Chinese characters and the marks among them that have
// one width.
func isPlain(r rune) bool {
	return ' ' <= r && r < 0x7f || '\u4e00' <= r && r <= '\u9fff' || '\u3001' <= r && r <= '\u3011'
}

// Compact is Fold without any white space: how labels and names are compared.
func Compact(s string) string {
	if plain(s) && strings.IndexByte(s, ' ') < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, Fold(s))
}

// Label is a label cell reduced to what it says.
type Label struct {
	Key   string // compared with the dictionary: "项目资金"
	Notes string // what stood in brackets: "万元"
	Value string // what followed a colon in the same cell, as typed: "填报单位：瓜里乡" → "瓜里乡"
}

// ParseLabel reduces the text of a cell to a label. White space, colons, brackets and the
// words 其中 are not part of the key: "其中:财政拨款", "项目资金\n(万元)", "一级 指标：".
func ParseLabel(s string) Label {
	head, value := cutColon(s)
	key, notes := cutBrackets(Compact(head))
	if key == "其中" { // "其中：当年财政拨款"
		rest := ParseLabel(value)
		rest.Notes = notes + rest.Notes
		return rest
	}
	key = strings.TrimPrefix(key, "其中")
	return Label{Key: key, Notes: notes, Value: strings.TrimSpace(value)}
}

// cutColon splits at the first colon of either width that is outside brackets.
func cutColon(s string) (head, value string) {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '（', '[', '【':
			depth++
		case ')', '）', ']', '】':
			depth--
		case ':', '：', '﹕':
			if depth <= 0 {
				return s[:i], s[i+len(string(r)):]
			}
		}
	}
	return s, ""
}

// cutBrackets removes bracketed parts from folded text and returns them apart.
func cutBrackets(s string) (rest, inside string) {
	if !strings.ContainsAny(s, "([【") {
		return s, ""
	}
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[', '【':
			depth++
		case ')', ']', '】':
			depth = max(depth-1, 0)
		default:
			if depth > 0 {
				in.WriteRune(r)
			} else {
				out.WriteRune(r)
			}
		}
	}
	return out.String(), in.String()
}

// blanks are the ways to say that a cell is meant to be empty.
var blanks = map[string]bool{
	"": true, "-": true, "--": true, "—": true, "——": true, "–": true, "/": true, "\\": true, "*": true,
	"无": true, "无数据": true, "不适用": true,
}

// IsBlank reports whether a cell of a number says "nothing here" (空, —, /, 无).
func IsBlank(s string) bool { return blanks[Compact(s)] }
