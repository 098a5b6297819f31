package tables

import (
	"strings"
	"unicode"
)

// Visible is a text without the marks that are not seen: those that turn the direction of what follows them, so
// that a person reads it in another order than it has, those of no width, which make two texts look the same, and
// soft hyphens.
func Visible(s string) string {
	if !strings.ContainsFunc(s, isUnseen) { // as good as always
		return s
	}
	return strings.Map(func(r rune) rune {
		if isUnseen(r) {
			return -1
		}
		return r
	}, s)
}

// Shown is a value as a person reads it: its text without those marks.
func Shown(v any, c Column) string { return Visible(Text(v, c)) }

// isUnseen holds for the format characters of Unicode (category Cf): U+200B–200F, 202A–202E, 2060–2069, FEFF,
// 00AD, 061C, tags and the like.
func isUnseen(r rune) bool { return r >= 0x80 && unicode.Is(unicode.Cf, r) }
