package rules

import (
	"regexp"
	"strings"
	"time"

	"jixiao/pipeline/values"
)

// dayWords is a day as people write it; the macro day_of reads the same.
var dayWords = regexp.MustCompile(`^\s*((?:19|20)[0-9]{2})[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})日?\s*$`)

// isDay reports whether a text is a day of the calendar: 2024年3月31日, 2024-03-31, 2024/3/31 or 2024.3.31.
func isDay(text string) bool {
	found := dayWords.FindStringSubmatch(text)
	if found == nil {
		return false
	}
	_, err := time.Parse("2006-1-2", strings.Join(found[1:], "-"))
	return err == nil
}

// validateDeadlines: each row of 报送期限 names a unit of the roster and a day.
func (r *Rules) validateDeadlines(f *mistakes) {
	t := r.Tables["报送期限"]
	names := r.Names()
	for i, row := range t.Rows {
		if names[values.Compact(row[0])] == "" {
			f.add(t, i, "“单位”“"+row[0]+"”不在乡镇名册中")
		}
		if !isDay(row[1]) {
			f.add(t, i, "“期限”“"+row[1]+"”不是日期，应写成 2024年3月31日")
		}
	}
}
