package publish

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// longest is the most UTF-16 units of a name: 240 bytes in UTF-8, which every file system takes.
const longest = 80

// FileName makes a name of the roster safe as the name of a file or folder on every system.
func FileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar, isFiller(r):
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, norm.NFC.String(name))
	name = strings.Trim(cut(name, longest), ". ")
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	if name == "" || isDevice(strings.TrimRight(base, " ")) {
		name = "_" + name
	}
	return name
}

// isFiller tells the letters that show nothing: variation selectors and the Hangul fillers.
func isFiller(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0'
}

// cut leaves at most so many UTF-16 units.
func cut(text string, most int) string {
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > most {
			return text[:i]
		}
	}
	return text
}

// isDevice tells the names that Windows keeps for devices: CON, PRN, AUX, NUL, COM1, LPT1, …
func isDevice(name string) bool {
	switch name {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, isPort := strings.CutPrefix(name, "COM")
	if !isPort {
		number, isPort = strings.CutPrefix(name, "LPT")
	}
	return isPort && len([]rune(number)) == 1 && strings.ContainsAny(number, "0123456789¹²³")
}
