package find

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jixiao/pipeline/values"
)

// plainly is what units.of is to give, by trying each name on each part.
func plainly(p string, names map[string]string) string {
	parts := strings.Split(p, "/")
	slices.Reverse(parts)
	for _, part := range parts {
		text, best := values.Compact(part), ""
		for name := range names {
			longer := len(name) > len(best) || len(name) == len(best) && name < best
			if longer && strings.Contains(text, name) {
				best = name
			}
		}
		if best != "" {
			return names[best]
		}
	}
	return ""
}

// Looking up what stands in a path finds what trying each name finds.
func TestUnitsOfPaths(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	syllables := []string{"石", "溪", "山", "乡", "镇", "县", "a", "１", "政府"}
	word := func(most int) string {
		text := ""
		for range 1 + rnd.IntN(most) {
			text += syllables[rnd.IntN(len(syllables))]
		}
		return text
	}
	found := 0
	for range 300 {
		names := map[string]string{}
		for range rnd.IntN(12) {
			names[values.Compact(word(4))] = word(2)
		}
		units := newUnits(names)
		for range 30 {
			p := word(5) + "/" + word(2) + "/" + word(6) + ".xlsx"
			got, want := units.of(p), plainly(p, names)
			if got != want {
				t.Fatalf("%s in %v: %q, plainly %q", p, names, got, want)
			}
			if got != "" {
				found++
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d found", found)
	}
}
