package cells

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Looks is how a sheet of an old workbook (.xls) looks. Nothing is judged by it; a copy is to look like what it is of.
type Looks struct {
	Styles  []Look
	Of      map[[2]int]int  // row and column, from 1 → which of the styles, of blank cells too
	Widths  map[int]float64 // column → how many digits wide
	Heights map[int]float64 // row → points
}

// Look is how a cell looks.
type Look struct {
	Font         string
	Points       float64
	Bold, Italic bool
	Underlined   bool
	Colour, Fill string // RRGGBB; "" for none of its own
	Lines        [4]int // left, right, top, bottom: 0 for none, then thin, medium, dashed … as both formats number them
	Horizontal   string // "" as its value has it
	Vertical     string
	Wraps        bool
}

// ReadLooks reads how the sheets of an old workbook look, by their names; of another format, and of one older than
// Excel 97, there is nothing.
func ReadLooks(r io.ReaderAt, size int64, o Options) (looks map[string]*Looks, err error) {
	defer refusePanic(&err)
	book, err := Open(r, size, o)
	if err != nil {
		return nil, err
	}
	b, isOld := book.source.(*biff)
	if !isOld || b.version < 8 {
		return nil, nil
	}
	styles, err := b.looks()
	if err != nil {
		return nil, err
	}
	looks = map[string]*Looks{}
	for i, start := range b.starts {
		if start < 0 || looks[b.names[i]] != nil {
			continue
		}
		l := &Looks{Styles: styles, Of: map[[2]int]int{}, Widths: map[int]float64{}, Heights: map[int]float64{}}
		if err := b.records(start, l.take); err != nil {
			return nil, err
		}
		looks[b.names[i]] = l
	}
	return looks, nil
}

// The records that say how things look.
const (
	recPalette            = 0x0092
	recBlank, recMulBlank = 0x0201, 0x00be
)

// looks reads the styles of the workbook: fonts, colours, then what puts them together.
func (b *biff) looks() (styles []Look, err error) {
	le := binary.LittleEndian
	var fonts []biffFont
	var made [][]byte
	colours := standardColours
	err = b.records(0, func(r record) (record, error) {
		switch {
		case r.id == recFont && len(r.body) >= 16:
			p := &pieces{records: [][]byte{r.body[15:]}}
			name, err := b.chars(p, int(r.body[14]))
			fonts = append(fonts, biffFont{int(le.Uint16(r.body[4:])), Look{
				Font: name, Points: float64(le.Uint16(r.body)) / 20, Bold: le.Uint16(r.body[6:]) >= 600,
				Italic: r.body[2]&2 != 0, Underlined: r.body[10] != 0}})
			return r, err
		case r.id == recPalette && len(r.body) >= 2:
			for i := 0; i < int(le.Uint16(r.body)) && i < len(colours) && len(r.body) >= 6+4*i; i++ {
				colours[i] = fmt.Sprintf("%02X%02X%02X", r.body[2+4*i], r.body[3+4*i], r.body[4+4*i])
			}
		case r.id == recXF8 && len(r.body) >= 20:
			made = append(made, r.body)
		}
		return r, nil
	})
	for _, xf := range made {
		styles = append(styles, lookOfStyle(xf, fonts, &colours))
	}
	return styles, err
}

// biffFont is a font, and its colour by its number: the colours may stand behind it.
type biffFont struct {
	colour int
	look   Look
}

func lookOfStyle(xf []byte, fonts []biffFont, colours *[56]string) (l Look) {
	le := binary.LittleEndian
	font := int(le.Uint16(xf))
	if font >= 4 { // no font has the number 4
		font--
	}
	if font < len(fonts) {
		l = fonts[font].look
		l.Colour = colourOf(fonts[font].colour, colours)
	}
	l.Horizontal = []string{"", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed"}[xf[6]&7]
	l.Vertical = []string{"top", "center", "", "justify", "distributed", "", "", ""}[xf[6]>>4&7]
	l.Wraps = xf[6]&8 != 0
	for i := range l.Lines {
		if l.Lines[i] = int(le.Uint16(xf[10:]) >> (4 * i) & 15); l.Lines[i] > 13 {
			l.Lines[i] = 1
		}
	}
	if le.Uint32(xf[14:])>>26 == 1 { // other patterns are seldom, and no help
		l.Fill = colourOf(int(le.Uint16(xf[18:])&0x7f), colours)
	}
	return l
}

// colourOf is a colour by its number; the first eight are those of the ninth on.
func colourOf(number int, colours *[56]string) string {
	switch {
	case number < 8:
		return colours[number]
	case number < 64:
		return colours[number-8]
	}
	return "" // of the system
}

// take notes what a record of a sheet says of looks.
func (l *Looks) take(r record) (record, error) {
	le := binary.LittleEndian
	at := func(i int) int {
		if len(r.body) < i+2 {
			return 0
		}
		return int(le.Uint16(r.body[i:]))
	}
	put := func(col, style int) {
		if style < len(l.Styles) {
			l.Of[[2]int{at(0) + 1, col + 1}] = style
		}
	}
	switch r.id {
	case recColInfo:
		for col := at(0); col <= at(2) && col < maxCol; col++ {
			l.Widths[col+1] = float64(at(4)) / 256
		}
	case recRow:
		if height := at(6); height&0x8000 == 0 && len(r.body) >= 16 {
			l.Heights[at(0)+1] = float64(height) / 20
		}
	case recMulBlank:
		for i := 4; i+4 <= len(r.body); i += 2 {
			put(at(2)+(i-4)/2, at(i))
		}
	case recMulRK:
		for i := 4; i+8 <= len(r.body); i += 6 {
			put(at(2)+(i-4)/6, at(i))
		}
	case recBlank, recLabelSST, recRString, recRK, recNumber, recLabel, recBoolErr, recFormula:
		if len(r.body) >= 6 {
			put(at(2), at(4))
		}
	}
	return r, nil
}

// standardColours are those of a workbook that has no palette of its own.
var standardColours = [56]string{
	"000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF",
	"800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
	"9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF",
	"000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF",
	"00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
	"3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
	"003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
}
