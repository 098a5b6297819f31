package privacy

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// example is a line of the labelled set.
type example struct {
	line              int
	kind, label, text string
	spans             [][2]int // what is marked in the text
}

// readExamples reads a labelled set: see the head of the file.
func readExamples(t testing.TB, file string) (all []example) {
	data, err := os.ReadFile("testdata/labelled/" + file)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(parts) != 3 {
			t.Fatalf("%s:%d: %d parts", file, n, len(parts))
		}
		e := example{line: n, kind: parts[0], label: parts[1]}
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(parts[2], `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		for _, r := range text {
			switch r {
			case '⟦', '⟨':
				e.spans = append(e.spans, [2]int{len(e.text), 0})
			case '⟧', '⟩':
				e.spans[len(e.spans)-1][1] = len(e.text)
			default:
				e.text += string(r)
			}
		}
		all = append(all, e)
	}
	return all
}

// rate counts what became of the marked spans of a kind, and of what is not marked.
type rate struct{ spans, hidden, held, leaked, falselyHidden, falselyHeld, lines int }

func (r rate) String() string {
	return fmt.Sprintf("%3d lines %3d marked: %3d hidden %3d held %3d leaked; not marked: %2d hidden %2d held",
		r.lines, r.spans, r.hidden, r.held, r.leaked, r.falselyHidden, r.falselyHeld)
}

// measure looks at each example, and says what went wrong.
func measure(t *testing.T, file string) map[string]rate {
	f := New("")
	rates := map[string]rate{}
	for _, e := range readExamples(t, file) {
		folded := fold(e.text)
		certain, unsure := f.hits(folded)
		r := rates[e.kind]
		r.lines++
		r.spans += len(e.spans)
		for _, s := range e.spans {
			switch {
			case covered(folded, s, certain, nil):
				r.hidden++
			case covered(folded, s, certain, unsure):
				r.held++
				if e.label == "hide" {
					t.Logf("%s:%d: held: %s in %s", file, e.line, e.text[s[0]:s[1]], e.text)
				}
			default:
				r.leaked++
				t.Logf("%s:%d: LEAK: %s in %s", file, e.line, e.text[s[0]:s[1]], e.text)
			}
		}
		for i, hits := range [][]hit{certain, unsure} {
			for _, h := range hits {
				if outside(folded, h, e.spans) {
					if i == 0 {
						r.falselyHidden++
					} else {
						r.falselyHeld++
					}
					words := folded.words(h.from, h.to)
					t.Logf("%s:%d: false %s (sure %v): %s in %s", file, e.line, h.kind, i == 0, words, e.text)
				}
			}
		}
		rates[e.kind] = r
	}
	return rates
}

// covered tells whether nothing of the span is left: each Han sign, digit and letter lies in a hit.
func covered(t *text, span [2]int, lists ...[]hit) bool {
	for i, r := range t.runes {
		if at := t.at[i]; at < span[0] || at >= span[1] || !isHan(r) && !isDigit(r) && !isLetter(r) {
			continue
		}
		if !slices.ContainsFunc(slices.Concat(lists...), func(h hit) bool { return h.from <= i && i < h.to }) {
			return false
		}
	}
	return true
}

// outside tells whether a hit takes a Han sign, digit or letter that is not marked.
func outside(t *text, h hit, spans [][2]int) bool {
	for i := h.from; i < h.to; i++ {
		if r := t.runes[i]; !isHan(r) && !isDigit(r) && !isLetter(r) {
			continue
		}
		if !slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= t.at[i] && t.at[i] < s[1] }) {
			return true
		}
	}
	return false
}

func report(t *testing.T, file string, rates map[string]rate) (all rate) {
	for _, kind := range slices.SortedFunc(maps.Keys(rates), cmp.Compare[string]) {
		r := rates[kind]
		t.Logf("%-10s %-10s %s", file, kind, r)
		all.lines += r.lines
		all.spans += r.spans
		all.hidden += r.hidden
		all.held += r.held
		all.leaked += r.leaked
		all.falselyHidden += r.falselyHidden
		all.falselyHeld += r.falselyHeld
	}
	t.Logf("%-10s %-10s %s", file, "all", all)
	return all
}

// The rates by kind are printed by go test -v. No number leaks; a name that the rules do not know is one too many
// here. unseen.tsv was written with tuned.tsv, laid apart, and run only when
// the rules stood; so was later.tsv: see README.md there.
func TestLabelled(t *testing.T) {
	for file, most := range map[string]rate{
		"tuned.tsv":  {held: 8},
		"unseen.tsv": {held: 10},
		"later.tsv":  {held: 7},
	} {
		rates := measure(t, file)
		all := report(t, file, rates)
		if all.leaked > most.leaked || all.falselyHidden > most.falselyHidden || all.falselyHeld > most.falselyHeld {
			t.Errorf("%s: %d leaked, %d falsely hidden, %d falsely held: more than %d, %d and %d", file, all.leaked,
				all.falselyHidden, all.falselyHeld, most.leaked, most.falselyHidden, most.falselyHeld)
		}
		if all.held > most.held {
			t.Errorf("%s: %d are held, more than %d", file, all.held, most.held)
		}
		for kind, r := range rates {
			number := kind != "villager" && kind != "announced" && kind != "titled"
			if number && r.leaked > 0 || number && r.held > 2 {
				t.Errorf("%s: %s: %d leaked, %d held", file, kind, r.leaked, r.held)
			}
		}
	}
}
