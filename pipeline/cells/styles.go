package cells

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// readStyles keeps of the styles what changes how a number is shown: the number formats.
func (x *xlsx) readStyles(part string) error {
	custom := map[int]string{}
	inXfs := false
	var ids []int
	err := x.c.scanPart(part, x.limits.Other, nil, func(s *scanner, t token) error {
		if string(s.name) == "cellXfs" {
			inXfs = t == open
			return nil
		}
		if t != open {
			return nil
		}
		switch string(s.name) {
		case "numFmt":
			if id, err := strconv.Atoi(string(s.attr("numFmtId"))); err == nil {
				custom[id] = string(s.attr("formatCode"))
			}
		case "xf":
			if inXfs {
				id, _ := strconv.Atoi(string(s.attr("numFmtId"))) // absent means General
				ids = append(ids, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	known := map[int]format{}
	for _, id := range ids {
		f, found := known[id]
		if !found {
			code, own := custom[id]
			if !own {
				code = builtin[id]
			}
			f = parseFormat(code)
			known[id] = f
		}
		x.formats = append(x.formats, f)
	}
	return nil
}

// showTime gives a time as the format shows it; without a date format, as ISO 8601.
func (f format) showTime(when time.Time) string {
	if !f.date {
		return strings.TrimSuffix(when.Format("2006-01-02 15:04:05"), " 00:00:00")
	}
	var out strings.Builder
	for _, p := range f.sections[0] {
		switch p.kind {
		case 'y':
			if p.n <= 2 {
				fmt.Fprintf(&out, "%02d", when.Year()%100)
			} else {
				fmt.Fprintf(&out, "%04d", when.Year())
			}
		case 'm':
			if p.n >= 3 {
				out.WriteString(when.Format("Jan"))
			} else {
				fmt.Fprintf(&out, "%0*d", p.n, int(when.Month()))
			}
		case 'd':
			if p.n >= 3 {
				out.WriteString([]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[when.Weekday()])
			} else {
				fmt.Fprintf(&out, "%0*d", p.n, when.Day())
			}
		case 'h':
			fmt.Fprintf(&out, "%0*d", p.n, when.Hour())
		case 'M':
			fmt.Fprintf(&out, "%0*d", p.n, when.Minute())
		case 's':
			fmt.Fprintf(&out, "%0*d", p.n, when.Second())
		case 'q':
			out.WriteString(p.text)
		}
	}
	return strings.TrimSpace(out.String())
}
