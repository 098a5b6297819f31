package pages

import (
	"encoding/binary"
	"sync"

	"github.com/golang/freetype/truetype"
)

// widths is a font without shapes: the chart library measures texts with it, and its own fonts know
// nothing of Chinese, which so would run into the bars. A Chinese character is one em wide, any other
// a little over half.
var widths = sync.OnceValues(func() (*truetype.Font, error) {
	const (
		em     = 1000
		narrow = 580
		first  = 0x20           // the character of glyph 1
		han    = 0x2e80 - first // the first wide glyph, less one
		glyphs = 0xffef - first + 2
	)
	short := func(numbers ...uint16) (b []byte) {
		for _, n := range numbers {
			b = binary.BigEndian.AppendUint16(b, n)
		}
		return b
	}
	long := func(numbers ...uint32) (b []byte) {
		for _, n := range numbers {
			b = binary.BigEndian.AppendUint32(b, n)
		}
		return b
	}
	head := make([]byte, 54)
	binary.BigEndian.PutUint16(head[18:], em)
	maxp := make([]byte, 32)
	binary.BigEndian.PutUint16(maxp[4:], glyphs)
	hhea := make([]byte, 36)
	binary.BigEndian.PutUint16(hhea[4:], 880)
	binary.BigEndian.PutUint16(hhea[34:], han+2)
	var hmtx []byte
	for range han + 1 {
		hmtx = append(hmtx, short(narrow, 0)...)
	}
	hmtx = append(hmtx, short(em, 0)...) // and so are all that follow
	hmtx = append(hmtx, make([]byte, 2*(glyphs-han-2))...)
	cmap := append(short(0, 1, 3, 10), long(12)...)                  // one table, Unicode
	cmap = append(cmap, short(12, 0)...)                             // of format 12
	cmap = append(cmap, long(28, 0, 1, first, first+glyphs-2, 1)...) // with one group
	tables := []struct{ name, data string }{
		{"cmap", string(cmap)}, {"head", string(head)}, {"hhea", string(hhea)},
		{"hmtx", string(hmtx)}, {"loca", string(make([]byte, 2*(glyphs+1)))}, {"maxp", string(maxp)},
	}
	file := append(long(0x00010000), short(uint16(len(tables)), 0, 0, 0)...)
	at := len(file) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		file = append(append(file, t.name...), long(0, uint32(at+len(body)), uint32(len(t.data)))...)
		body = append(body, t.data...)
	}
	return truetype.Parse(append(file, body...))
})
