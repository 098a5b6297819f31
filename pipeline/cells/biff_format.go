package cells

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"

	"jixiao/pipeline/cells/numfmt"
)

// addFormat takes a number format: by its id, or before BIFF5 by its order.
func (b *biff) addFormat(r record) error {
	p := &pieces{records: [][]byte{r.body}}
	id := len(b.custom)
	if b.version >= 5 {
		n, err := p.uint16()
		if err != nil {
			return err
		}
		id = int(n)
	} else if b.version == 4 {
		if _, err := p.uint16(); err != nil {
			return err
		}
	}
	n := 0
	if b.version == 8 {
		long, err := p.uint16()
		if err != nil {
			return err
		}
		n = int(long)
	} else {
		short, err := p.byte()
		if err != nil {
			return err
		}
		n = int(short)
	}
	code, err := b.chars(p, n)
	b.custom[id] = code
	return err
}

// biffStyle is the style of cells: its font and its number format, by their numbers.
type biffStyle struct{ font, format int }

// format gives the number format of a cell style.
func (b *biff) format(xf int) *numfmt.Format {
	if xf >= len(b.xfs) {
		return &numfmt.Format{}
	}
	id := b.xfs[xf].format
	if f, found := b.formats[id]; found {
		return f
	}
	code, own := b.custom[id]
	if !own {
		code = numfmt.Builtin(id)
	}
	f := numfmt.Parse(code)
	b.formats[id] = &f
	return &f
}

// isStruck says whether the font of a cell style is struck out.
func (b *biff) isStruck(xf int) bool { return xf < len(b.xfs) && b.fontStruck(b.xfs[xf].font) }

// fontStruck says whether a font is struck out. No font has the number 4.
func (b *biff) fontStruck(font int) bool {
	if font >= 4 {
		font--
	}
	return font < len(b.fonts) && b.fonts[font]
}

// struckRuns gives what of a text is not struck out, by the runs behind it: at which unit each begins, and its
// font. nil where nothing of it is.
func struckRuns(units []uint16, runs []byte, fontStruck func(font int) bool) *struckText {
	if len(runs) < 4 {
		return nil
	}
	le := binary.LittleEndian
	at := func(i int) int { return min(int(le.Uint16(runs[i:])), len(units)) }
	kept := slices.Clone(units[:at(0)])
	var own []uint16
	for i := 0; i+4 <= len(runs); i += 4 {
		from, to := at(i), len(units)
		if i+8 <= len(runs) {
			to = max(from, at(i+4))
		}
		if !fontStruck(int(le.Uint16(runs[i+2:]))) {
			kept, own = append(kept, units[from:to]...), append(own, units[from:to]...)
		}
	}
	return &struckText{string(utf16.Decode(kept)), string(utf16.Decode(own))}
}
