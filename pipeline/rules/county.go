package rules

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	_ "time/tzdata" // the county's time zone, also on machines that do not know it
)

// CountyName is the county's name (县名) for titles; "" where the roster names several.
func (r *Rules) CountyName(year int) string {
	if name := r.Parameter("县名", year); name != "" {
		return name
	}
	county := ""
	for _, u := range r.Units(year) {
		if county != "" && u.County != county {
			return ""
		}
		county = u.County
	}
	return county
}

// DefaultZone is the time zone of a county whose rules name none.
const DefaultZone = "Asia/Shanghai"

// Zone is the county's time zone (时区).
func (r *Rules) Zone() (*time.Location, error) {
	name := r.Parameter("时区", 0)
	if name == "" {
		name = DefaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, &Error{File: r.File, Sheet: "参数", Place: "时区",
			Says: fmt.Sprintf("没有“%s”这个时区，全国通用 Asia/Shanghai", name)}
	}
	return zone, nil
}

// Grades are the words of the grades (等级) of a year, the best first: 一等优良.
func (r *Rules) Grades(year int) []string {
	t := r.Tables["等级"]
	var words []string
	for _, band := range t.Rows {
		if word := band[0] + band[1]; t.holds(band, year) && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// SettleTime is how long a new file must lie still before it is read (静置秒数).
func (r *Rules) SettleTime(year int) time.Duration {
	return time.Duration(r.number("静置秒数", year, 10)) * time.Second
}

// KeptRuns is how many published sets are kept (保留批次).
func (r *Rules) KeptRuns(year int) int { return r.number("保留批次", year, 14) }

// number is a whole number of 参数, or what holds where the rules give none.
func (r *Rules) number(name string, year, otherwise int) int {
	n, err := strconv.Atoi(r.Parameter(name, year))
	if err != nil {
		return otherwise
	}
	return n
}

// Confidence is the certainty, in percent, below which a recognised form is asked about (识别置信度).
func (r *Rules) Confidence() (int, error) {
	n, err := strconv.Atoi(r.Parameter("识别置信度", 0))
	if err != nil {
		return 0, &Error{File: r.File, Sheet: "参数", Place: "识别置信度", Says: "应为 0 到 100 的整数"}
	}
	return n, nil
}

// NeedRoster wants units in the roster: without them nothing could be missing.
func (r *Rules) NeedRoster() error {
	if len(r.Units(0)) == 0 {
		return &Error{File: Name, Sheet: "乡镇名册", Says: "名册是空的，请填写单位代码和单位名称"}
	}
	return nil
}
