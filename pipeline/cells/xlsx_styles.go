package cells

import (
	"strconv"

	"jixiao/pipeline/cells/numfmt"
)

// styles is the state of one pass over the styles. Of them count the number formats and what is struck out.
type styles struct {
	x      *xlsx
	inXfs  bool
	codes  map[int]string // of number formats, by their numbers
	fonts  []bool         // whether each font is struck out
	inFont bool
	known  map[int]numfmt.Format
	length int // of all codes
}

// mostStyles is how many cell styles there can be: cells name them by 16 bits. mostCodes is how many bytes the
// codes of all number formats in use may have.
const (
	mostStyles = 1 << 16
	mostCodes  = 1 << 20
)

// readStyles keeps of the styles what changes how a cell is shown.
func (x *xlsx) readStyles(part string) error {
	r := &styles{x: x, codes: map[int]string{}, known: map[int]numfmt.Format{}}
	return x.c.scanPart(part, x.limits.Other, nil, r.take)
}

func (r *styles) take(s *scanner, t token) error {
	switch string(s.name) {
	case "cellXfs":
		r.inXfs = t == open
		return nil
	case "fonts":
		r.inFont = t == open
		return nil
	}
	if t != open {
		return nil
	}
	switch string(s.name) {
	case "numFmt":
		if id, err := strconv.Atoi(string(s.attr("numFmtId"))); err == nil {
			if len(r.codes) == mostStyles {
				return s.fail("limit-xml", "too many number formats")
			}
			r.codes[id] = string(s.attr("formatCode"))
		}
	case "font":
		if r.inFont && len(r.fonts) < mostStyles {
			r.fonts = append(r.fonts, false)
		}
	case "strike":
		if v := s.attr("val"); r.inFont && len(r.fonts) > 0 && (v == nil || isTrue(v)) {
			r.fonts[len(r.fonts)-1] = true
		}
	case "xf":
		if r.inXfs && len(r.x.formats) < mostStyles {
			return r.takeXf(s)
		}
	}
	return nil
}

// takeXf takes the style of cells: its number format, absent for General, and its font.
func (r *styles) takeXf(s *scanner) error {
	id, _ := strconv.Atoi(string(s.attr("numFmtId")))
	f, found := r.known[id]
	if !found {
		code, own := r.codes[id]
		if !own {
			code = numfmt.Builtin(id)
		}
		if r.length += len(code); len(code) > numfmt.MaxCode || r.length > mostCodes {
			return s.fail("limit-xml", "number formats that are too long")
		}
		f = numfmt.Parse(code)
		r.known[id] = f
	}
	r.x.formats = append(r.x.formats, f)
	if font, err := strconv.Atoi(string(s.attr("fontId"))); err == nil && 0 <= font && font < len(r.fonts) &&
		r.fonts[font] {
		r.x.struck = append(r.x.struck, make([]bool, len(r.x.formats)-len(r.x.struck))...)
		r.x.struck[len(r.x.formats)-1] = true
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

// isStruck says whether the font of a cell style is struck out.
func (x *xlsx) isStruck(style int) bool { return style < len(x.struck) && x.struck[style] }
