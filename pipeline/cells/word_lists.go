package cells

import "strings"

// listLevel is how one level of a list is numbered.
type listLevel struct {
	start  int
	format string // of the number: see writeNumber; "custom" formats have pad
	pad    int    // at least so many digits
	text   string // "%1.%2": what is shown, each number by its level; in .doc made so
	legal  bool   // all numbers in plain digits
	// restart says behind which level it begins anew: any above it (-1), none (0), level n or above.
	restart int
	gap     string // what follows the number
	style   string // of paragraphs, that has this level by itself (pStyle)
	font    string // of a bullet
}

// maxLevels is how many levels a list has.
const maxLevels = 9

// list is a list definition (abstractNum, LSTF). Lists with the same definition count on from each other.
type list struct {
	levels [maxLevels]listLevel
	link   string // the style of numbering that defines it, where it does not itself
}

// listUse is a list as paragraphs name it (num, LFO): a definition and what is other here.
type listUse struct {
	list   *list
	levels [maxLevels]*listLevel // in place of the definition's
	starts [maxLevels]*int       // where it begins when it is first used
}

func (u *listUse) level(n int) *listLevel {
	if u.levels[n] != nil {
		return u.levels[n]
	}
	return &u.list.levels[n]
}

// counters number the paragraphs of one text.
type counters struct {
	counts map[*list]*[maxLevels]int
	used   map[*list]*[maxLevels]bool
	begun  map[*listUse]*[maxLevels]bool
}

func newCounters() *counters {
	return &counters{map[*list]*[maxLevels]int{}, map[*list]*[maxLevels]bool{}, map[*listUse]*[maxLevels]bool{}}
}

// next numbers a paragraph of a list: what is shown in front of it, and what stands between.
func (c *counters) next(u *listUse, n int) (number, gap string, bullet bool) {
	if c.counts[u.list] == nil {
		c.counts[u.list], c.used[u.list] = new([maxLevels]int), new([maxLevels]bool)
	}
	if c.begun[u] == nil {
		c.begun[u] = new([maxLevels]bool)
	}
	counts, used, begun := c.counts[u.list], c.used[u.list], c.begun[u]
	level := u.level(n)
	switch {
	case u.starts[n] != nil && !begun[n]:
		counts[n] = *u.starts[n]
	case !used[n]:
		counts[n] = level.start
	default:
		counts[n]++
	}
	for above := range n { // levels that are left out count as begun
		if !used[above] {
			counts[above], used[above] = u.level(above).start, true
		}
	}
	used[n], begun[n] = true, true
	for below := n + 1; below < maxLevels; below++ {
		if r := u.level(below).restart; r < 0 || n < r {
			used[below] = false
		}
	}
	if level.format == "bullet" {
		return showSymbols(level.font, level.text), level.gap, true
	}
	return u.show(level, counts, used), level.gap, false
}

// show writes the text of a level with its numbers.
func (u *listUse) show(level *listLevel, counts *[maxLevels]int, used *[maxLevels]bool) string {
	var b strings.Builder
	text := level.text
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) || text[i+1] < '1' || text[i+1] > '9' {
			b.WriteByte(text[i])
			continue
		}
		i++
		n := int(text[i] - '1')
		of, count := u.level(n), counts[n]
		if !used[n] {
			count = of.start
		}
		switch {
		case level.legal && of.format != "none":
			b.WriteString(writeNumber("decimal", count))
		case of.pad > 0:
			b.WriteString(padded(count, of.pad))
		default:
			b.WriteString(writeNumber(of.format, count))
		}
	}
	return b.String()
}
