package cells

import (
	"jixiao/pipeline/cells/numfmt"
	"strconv"
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
	known := map[int]numfmt.Format{}
	for _, id := range ids {
		f, found := known[id]
		if !found {
			code, own := custom[id]
			if !own {
				code = numfmt.Builtin(id)
			}
			f = numfmt.Parse(code)
			known[id] = f
		}
		x.formats = append(x.formats, f)
	}
	return nil
}

// format gives the number format of a cell style.
func (x *xlsx) format(style int) *numfmt.Format {
	if style < len(x.formats) {
		return &x.formats[style]
	}
	return &numfmt.Format{}
}
