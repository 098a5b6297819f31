package find

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/pipeline/values"
)

// units looks for units of the roster in the names of folders and files. A province has 60,000 ways to name
// its townships and as many files: it looks up what stands in a name, not each name in each file.
type units struct {
	codes   map[string]string // by way to name them
	lengths []int             // of these, in bytes, falling
	known   map[string]string // what was found in a folder's name before
}

func newUnits(names map[string]string) *units {
	lengths := map[int]bool{}
	for name := range names {
		if name != "" {
			lengths[len(name)] = true
		}
	}
	u := &units{codes: names, lengths: slices.Sorted(maps.Keys(lengths)), known: map[string]string{}}
	slices.Reverse(u.lengths)
	return u
}

// of looks for a unit in the folders and the name of a file, the innermost first. It is only a
// cross-check of what the forms say.
func (u *units) of(p string) (code string) {
	parts := strings.Split(p, "/")
	for i := len(parts) - 1; i >= 0 && code == ""; i-- {
		folder := i < len(parts)-1
		found, before := "", false
		if folder {
			found, before = u.known[parts[i]]
		}
		if !before {
			found = u.in(values.Compact(parts[i]))
		}
		if folder {
			u.known[parts[i]] = found
		}
		code = found
	}
	return code
}

// in finds the longest way to name a unit that stands in a text; of several the first in order.
func (u *units) in(text string) string {
	for _, length := range u.lengths {
		best := ""
		for at := 0; at+length <= len(text); at++ {
			name := text[at : at+length]
			if utf8.RuneStart(text[at]) && u.codes[name] != "" && (best == "" || name < best) {
				best = name
			}
		}
		if best != "" {
			return u.codes[best]
		}
	}
	return ""
}
