package publish

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FileName makes a name of the roster safe as the name of a file or folder on every system.
func FileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, norm.NFC.String(name))
	runes := []rune(name)
	name = strings.Trim(string(runes[:min(len(runes), 80)]), ". ")
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	if name == "" || reserved[base] {
		name = "_" + name
	}
	return name
}

// reserved are the names that Windows keeps for devices.
var reserved = func() map[string]bool {
	names := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true}
	for _, digit := range "0123456789" {
		names["COM"+string(digit)], names["LPT"+string(digit)] = true, true
	}
	return names
}()
