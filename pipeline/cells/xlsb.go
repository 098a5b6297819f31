package cells

import (
	"encoding/binary"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"jixiao/pipeline/cells/numfmt"
)

// xlsb reads binary workbooks of the newer kind (.xlsb, [MS-XLSB]): the parts of an .xlsx, but each a stream of
// records. Formulas are told, not written out.
type xlsb struct {
	x       *xlsx // its container, limits and counts
	strings []string
	struck  map[int]*struckText // of the shared texts
	fonts   []bool              // whether each font is struck out
	codes   map[int]string      // of number formats
	xfs     []biffStyle
	formats map[int]*numfmt.Format
}

// The records that matter ([MS-XLSB] 2.3.2).
const (
	brtRow, brtBlank, brtRK, brtError, brtBool = 0, 1, 2, 3, 4
	brtReal, brtText, brtShared                = 5, 6, 7
	brtFormulaText, brtFormulaNumber           = 8, 9
	brtFormulaBool, brtFormulaError            = 10, 11
	brtItem, brtFont, brtFormat, brtXF         = 19, 43, 44, 47
	brtColumn, brtRichText                     = 60, 62
	brtBeginSheet, brtEndSheet                 = 129, 130
	brtBeginBook, brtEndBook                   = 131, 132
	brtBeginData, brtEndData                   = 145, 146
	brtWorkbook, brtSheet, brtMerge            = 153, 156, 176
	brtBeginSST, brtEndSST                     = 159, 160
	brtBeginStyles, brtEndStyles               = 278, 279
	brtBeginXFs, brtEndXFs                     = 617, 618
)

// openXLSB opens the workbook whose main part is named.
func openXLSB(x *xlsx, main string) (*Book, error) {
	related, err := x.c.relations(main)
	if err != nil {
		return nil, err
	}
	b := &xlsb{x: x, struck: map[int]*struckText{}, codes: map[int]string{}, formats: map[int]*numfmt.Format{}}
	book := &Book{source: b}
	err = b.scan(main, brtBeginBook, brtEndBook, func(id int, r *wideReader) error {
		switch id {
		case brtWorkbook:
			x.date1904 = r.uint32()&1 != 0
		case brtSheet:
			return b.addSheet(book, r, related)
		}
		return nil
	})
	if err == nil && len(book.sheets) == 0 {
		err = refuse("part", "no sheets")
	}
	for _, p := range []struct {
		kind string
		read func(part string) error
	}{{"styles", b.readStyles}, {"sharedStrings", b.readStrings}} {
		part, findErr := onlyOne(related, p.kind)
		if err == nil {
			err = findErr
		}
		if err == nil && part != "" {
			err = p.read(part)
		}
	}
	return book, err
}

func (b *xlsb) addSheet(book *Book, r *wideReader, related map[string]relation) error {
	hidden := r.uint32() != 0
	r.uint32()
	id, name := r.text(), r.text()
	if r.short {
		return refuse("truncated", "sheet record")
	}
	return b.x.bundle(book, SheetInfo{Name: name, Hidden: hidden}, id, related)
}

func (b *xlsb) readStyles(part string) error {
	inXFs, length := false, 0
	return b.scan(part, brtBeginStyles, brtEndStyles, func(id int, r *wideReader) error {
		switch id {
		case brtBeginXFs, brtEndXFs:
			inXFs = id == brtBeginXFs
		case brtFont:
			r.take(2)
			b.fonts = append(b.fonts, r.uint16()&8 != 0)
		case brtFormat:
			number, code := int(r.uint16()), r.text()
			if length += len(code); len(code) > numfmt.MaxCode || length > mostCodes {
				return refuse("limit-xml", "number formats that are too long").inPart(part)
			}
			if len(b.codes) == mostStyles {
				return refuse("limit-xml", "too many number formats").inPart(part)
			}
			b.codes[number] = code
		case brtXF:
			r.take(2)
			if format, font := int(r.uint16()), int(r.uint16()); inXFs {
				b.xfs = append(b.xfs, biffStyle{font, format})
			}
		}
		return nil
	})
}

func (b *xlsb) readStrings(part string) error {
	return b.scan(part, brtBeginSST, brtEndSST, func(id int, r *wideReader) error {
		if id != brtItem {
			return nil
		}
		text, parts := b.richText(r)
		if len(b.strings) == b.x.limits.cost.texts {
			return refuse("limit-text", "more shared texts than its size can hold")
		}
		if parts != nil {
			b.struck[len(b.strings)] = parts
		}
		b.strings = append(b.strings, text)
		return b.x.checkText([]byte(text), part)
	})
}

// richText reads a text with its runs.
func (b *xlsb) richText(r *wideReader) (string, *struckText) {
	flags := r.take(1)
	units := r.units()
	if r.short || flags[0]&1 == 0 {
		return string(utf16.Decode(units)), nil
	}
	runs := r.take(4 * int(min(r.uint32(), 1<<20)))
	if !slices.Contains(b.fonts, true) {
		runs = nil
	}
	return string(utf16.Decode(units)), struckRuns(units, runs, b.fontStruck)
}

func (b *xlsb) fontStruck(font int) bool { return font < len(b.fonts) && b.fonts[font] }

// style gives the number format of a cell style, and whether it is struck out.
func (b *xlsb) style(xf int) (f *numfmt.Format, struck, ok bool) {
	if xf >= len(b.xfs) {
		return &numfmt.Format{}, false, len(b.xfs) == 0
	}
	id := b.xfs[xf].format
	if b.formats[id] == nil {
		code, own := b.codes[id]
		if !own {
			code = numfmt.Builtin(id)
		}
		f := numfmt.Parse(code)
		b.formats[id] = &f
	}
	return b.formats[id], b.fontStruck(b.xfs[xf].font), true
}

// scan reads the records of a part. It has to begin and to end with the records that say so.
func (b *xlsb) scan(part string, begin, end int, visit func(id int, r *wideReader) error) error {
	p, err := b.x.c.open(part, b.x.limits.Part)
	if err != nil {
		return err
	}
	all, err := io.ReadAll(&feedReader{feed: p, buf: make([]byte, window)})
	if err != nil {
		return err
	}
	rest, last := all, -1
	for first := true; len(rest) > 0; first = false {
		id, n := varint(rest, 2)
		size, m := varint(rest[n:], 4)
		if n == 0 || m == 0 || size > len(rest)-n-m {
			return refuse("truncated", "a record ends outside its part").inPart(part)
		}
		if first && id != begin {
			return refuse("part", "begins with record %d", id).inPart(part)
		}
		r := &wideReader{b: rest[n+m : n+m+size]}
		if err := visit(id, r); err != nil {
			return err
		}
		if r.short {
			return refuse("truncated", "record %d of %d bytes", id, size).inPart(part)
		}
		rest, last = rest[n+m+size:], id
	}
	if last != end {
		return refuse("truncated", "ends with record %d", last).inPart(part)
	}
	return nil
}

// varint reads a number of up to most bytes, seven bits each; n is 0 where it does not end.
func varint(b []byte, most int) (v, n int) {
	for n < most && n < len(b) {
		c := b[n]
		v |= int(c&0x7f) << (7 * n)
		n++
		if c&0x80 == 0 {
			return v, n
		}
	}
	if n == most && most == 2 { // the second byte of a kind has eight bits
		return int(b[0]&0x7f) | int(b[1])<<7, n
	}
	return 0, 0
}

// wideReader reads the fields of a record; short says that there were not so many bytes.
type wideReader struct {
	b     []byte
	short bool
}

func (r *wideReader) take(n int) []byte {
	if n > len(r.b) {
		r.short, r.b = true, nil
		return make([]byte, min(n, 8))
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *wideReader) uint16() uint16 { return binary.LittleEndian.Uint16(r.take(2)) }
func (r *wideReader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *wideReader) double() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
}

// units reads a text with its length before it; one of length -1 is none.
func (r *wideReader) units() []uint16 {
	n := r.uint32()
	if n == math.MaxUint32 {
		return nil
	}
	if int64(n)*2 > int64(len(r.b)) {
		r.short = true
		return nil
	}
	raw := r.take(int(n) * 2)
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return units
}

func (r *wideReader) text() string { return strings.Clone(string(utf16.Decode(r.units()))) }
