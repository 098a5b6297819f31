package cells

import (
	"encoding/binary"
	"unicode/utf16"
)

// docStyle is a style of a binary document.
type docStyle struct {
	name       string
	builtIn    int // its number among those that Word brings; 1 to 9 are headings
	base       int
	para, char []byte // properties
}

// noStyle is the number that says none.
const noStyle = 0x0fff

func (d *wordBin) readStyles() error {
	b, err := d.part(tabStyles)
	if err != nil || len(b) < 2 {
		return err
	}
	head := int(binary.LittleEndian.Uint16(b))
	if head < 4 || 2+head > len(b) {
		return refuse("truncated", "styles")
	}
	count, baseSize := int(binary.LittleEndian.Uint16(b[2:])), int(binary.LittleEndian.Uint16(b[4:]))
	b = b[2+head:]
	for range count {
		if len(b) < 2 {
			return refuse("truncated", "styles")
		}
		n := int(binary.LittleEndian.Uint16(b))
		if 2+n > len(b) {
			return refuse("truncated", "styles")
		}
		style := docStyle{base: -1}
		if n > 0 {
			style = readDocStyle(b[2:2+n], baseSize)
		}
		d.styles = append(d.styles, style)
		b = b[2+n:]
	}
	return nil
}

// readDocStyle reads one style; what is cut off of it says nothing.
func readDocStyle(b []byte, baseSize int) docStyle {
	s := docStyle{base: -1}
	if len(b) < baseSize+2 || baseSize < 8 {
		return s
	}
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(b[at:])) }
	s.builtIn = u16(0) & 0x0fff
	kind := u16(2) & 0x0f
	if base := u16(2) >> 4; base != noStyle {
		s.base = base
	}
	at := baseSize + 2
	n := u16(baseSize)
	if at+2*n+2 > len(b) {
		return s
	}
	s.name = utf16Text(b[at : at+2*n])
	at += 2*n + 2
	for i := 0; at+2 <= len(b); i++ {
		at += at % 2
		if at+2 > len(b) {
			break
		}
		size := u16(at)
		if at+2+size > len(b) {
			break
		}
		props := b[at+2 : at+2+size]
		switch {
		case (kind == 1 || kind == 4) && i == 0 && size >= 2:
			s.para = props[2:]
		case kind == 1 && i == 1, kind == 2 && i == 0:
			s.char = props
		}
		at += 2 + size
	}
	return s
}

func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// readFonts reads the names of the fonts: what a sign of a font is depends on it.
func (d *wordBin) readFonts() error {
	b, err := d.part(tabFonts)
	if err != nil || len(b) < 4 {
		return err
	}
	count := int(binary.LittleEndian.Uint16(b))
	b = b[4:]
	for range count {
		if len(b) == 0 || 1+int(b[0]) > len(b) {
			return refuse("truncated", "fonts")
		}
		font, name := b[:1+int(b[0])], ""
		if len(font) > 40 {
			for i := 40; i+1 < len(font) && font[i]|font[i+1] != 0; i += 2 {
				name += string(rune(binary.LittleEndian.Uint16(font[i:])))
			}
		}
		d.fonts = append(d.fonts, name)
		b = b[len(font):]
	}
	return nil
}

func (d *wordBin) font(n int) string {
	if n < 0 || n >= len(d.fonts) {
		return ""
	}
	return d.fonts[n]
}
