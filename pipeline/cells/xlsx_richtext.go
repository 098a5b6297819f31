package cells

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// richText gathers the text of an <si> or <is>: its <t> and those of its runs, without the
// phonetic ones.
type richText struct {
	buf      []byte
	from     int // where the <t> that is open begins in it
	inT      bool
	phonetic int

	inFont bool // the font of a run is being said
	font   runFont
	runs   []textRun // up to the last that is not of the cell's font
}

// runFont is what the font of a run says of striking out.
type runFont uint8

const (
	cellFont runFont = iota // nothing: the run looks like the cell
	unstruck
	struck
)

// textRun is where the text of a run ends, and its font.
type textRun struct {
	end  int
	font runFont
}

func (r *richText) begin() { *r = richText{buf: r.buf[:0], runs: r.runs[:0]} }

func (r *richText) take(s *scanner, t token) {
	if t == text {
		if r.inT && r.phonetic == 0 {
			r.buf = append(r.buf, s.text...)
		}
		return
	}
	switch string(s.name) {
	case "t":
		r.takeT(t)
	case "r":
		r.font = cellFont
	case "rPr":
		if r.inFont = t == open; r.inFont {
			r.font = unstruck
		}
	case "strike":
		if v := s.attr("val"); t == open && r.inFont && (v == nil || isTrue(v)) {
			r.font = struck
		}
	case "rPh":
		if t == open {
			r.phonetic++
		} else {
			r.phonetic--
		}
	}
}

// takeT takes <t> or </t>. What is escaped in one <t> ends in it.
func (r *richText) takeT(t token) {
	if r.inT = t == open; r.inT {
		r.from = len(r.buf)
		return
	}
	from := min(r.from, len(r.buf))
	r.buf = r.buf[:from+len(unescape(r.buf[from:]))]
	if r.font != cellFont || len(r.runs) > 0 {
		if len(r.runs) == 0 && from > 0 {
			r.runs = append(r.runs, textRun{from, cellFont})
		}
		r.runs = append(r.runs, textRun{len(r.buf), r.font})
	}
}

// struck gives what of the text is not struck out; nil where nothing of it is. cellsToo says that there are
// cells that are struck out themselves.
func (r *richText) struck(cellsToo bool) *struckText {
	any := false
	for _, run := range r.runs {
		any = any || run.font == struck || cellsToo && run.font == unstruck
	}
	if !any {
		return nil
	}
	var kept, own []byte
	from := 0
	for _, run := range r.runs {
		if run.font != struck {
			kept = append(kept, r.buf[from:run.end]...)
		}
		if run.font == unstruck {
			own = append(own, r.buf[from:run.end]...)
		}
		from = run.end
	}
	return &struckText{string(kept), string(own)}
}

// unescape resolves _xHHHH_, the way OOXML writes what XML cannot hold: a UTF-16 unit. Two halves of one
// character side by side become that character; a half alone is no text and stays as it is written.
func unescape(b []byte) []byte {
	first := bytes.Index(b, []byte("_x"))
	if first < 0 {
		return b
	}
	out := b[:first] // what is resolved is shorter than what is written
	for i := first; i < len(b); {
		r, n := escaped(b[i:])
		if n == 0 {
			out = append(out, b[i])
			i++
			continue
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return out
}

// escaped reads one character at the front of b and gives its length; 0 where none stands there.
func escaped(b []byte) (r rune, n int) {
	r, ok := escapedUnit(b)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, unitSize
	}
	low, _ := escapedUnit(b[unitSize:])
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, 0
	}
	return r, 2 * unitSize
}

// unitSize is the length of _xHHHH_.
const unitSize = 7

func escapedUnit(b []byte) (unit rune, ok bool) {
	if len(b) < unitSize || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	return hexNumber(b[2:6])
}
