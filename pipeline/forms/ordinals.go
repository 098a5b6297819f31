package forms

import (
	"regexp"
	"strconv"
	"strings"

	"jixiao/pipeline/cells"
)

// numbersColumns holds for the line under a header that numbers its columns: 栏次 | 1 | 2 | 3 | 4=3/2.
func (m *match) numbersColumns(b *block, row int) bool {
	last, count := 0, 0
	for _, c := range m.g.rows[row] {
		if c.Col < m.area.Left || c.Col > m.area.Right {
			continue
		}
		text := strings.Trim(parseLabel(c.Text).key+" "+parseLabel(c.Text).notes, " ")
		if text == "栏次" || text == "行次" || text == "列次" || isDash(c) {
			continue
		}
		if c.Kind == cells.Number {
			text = c.Text
		}
		n, ok := ordinalOf(text)
		if !ok || last > 0 && n != last+1 {
			return false
		}
		last = n
		count++
	}
	return count >= 3
}

var columnNumber = regexp.MustCompile(`^(\d{1,2})(?:=.*)?$`)

// ordinalOf reads the number of a column: 3, 5=4/3, 丙, c.
func ordinalOf(s string) (int, bool) {
	if found := columnNumber.FindStringSubmatch(s); found != nil {
		n, err := strconv.Atoi(found[1])
		return n, err == nil
	}
	for _, series := range []string{"甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz"} {
		if i := strings.Index(series, s); i >= 0 && len([]rune(s)) == 1 {
			return len([]rune(series[:i])) + 1, true
		}
	}
	return 0, false
}
