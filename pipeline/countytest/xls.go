package countytest

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf16"
)

// legacyBook packs sheets as a workbook of Excel 97 (BIFF8) in a compound file.
func legacyBook(sheets []*sheet) []byte {
	table := &stringTable{index: map[string]int{}}
	var bodies [][]byte
	for _, p := range sheets {
		bodies = append(bodies, p.biff(table))
	}
	globals := func(starts []int) []byte {
		var b biffStream
		b.record(0x0809, 0x0600, 5, 0, 0, 0, 0, 0, 0) // BOF of the globals
		for _, format := range []int{0, 10} {         // XF: general, 0.00%
			b.record(0x00e0, 0, format, 0, 0, 0, 0, 0, 0, 0, 0)
		}
		for i, p := range sheets {
			hidden := 0
			if p.hidden {
				hidden = 1
			}
			name := utf16.Encode([]rune(p.name))
			body := binary.LittleEndian.AppendUint32(nil, uint32(starts[i]))
			b.bytes(0x0085, append(append(body, byte(hidden), 0, byte(len(name)), 1), units(name)...))
		}
		b.strings(table)
		b.record(0x000a)
		return b
	}
	starts := make([]int, len(sheets))
	at := len(globals(starts))
	for i, body := range bodies {
		starts[i] = at
		at += len(body)
	}
	stream := globals(starts)
	for _, body := range bodies {
		stream = append(stream, body...)
	}
	return compound(stream)
}

// biffStream is records: an id, a length, a body of 16-bit words.
type biffStream []byte

func (b *biffStream) record(id int, words ...int) {
	var body []byte
	for _, w := range words {
		body = binary.LittleEndian.AppendUint16(body, uint16(w))
	}
	b.bytes(id, body)
}

func (b *biffStream) bytes(id int, body []byte) {
	*b = binary.LittleEndian.AppendUint16(*b, uint16(id))
	*b = binary.LittleEndian.AppendUint16(*b, uint16(len(body)))
	*b = append(*b, body...)
}

func units(text []uint16) (out []byte) {
	for _, u := range text {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// strings writes the shared strings; a record holds 8,224 bytes at most, the rest goes on in others.
func (b *biffStream) strings(table *stringTable) {
	const most = 8224
	id := 0x00fc
	body := binary.LittleEndian.AppendUint32(nil, uint32(table.uses))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(table.texts)))
	for _, text := range table.texts {
		wide := utf16.Encode([]rune(text))
		if len(body)+3+2*len(wide) > most {
			b.bytes(id, body)
			id, body = 0x003c, nil
		}
		body = append(binary.LittleEndian.AppendUint16(body, uint16(len(wide))), 1)
		body = append(body, units(wide)...)
	}
	b.bytes(id, body)
}

// biff writes a sheet's stream.
func (p *sheet) biff(table *stringTable) []byte {
	var b biffStream
	b.record(0x0809, 0x0600, 16, 0, 0, 0, 0, 0, 0)
	for r, row := range p.rows {
		for c, cell := range row {
			style := 0
			if cell.percent {
				style = 1
			}
			switch {
			case cell.text == "":
			case cell.number:
				n, _ := strconv.ParseFloat(cell.text, 64) // digits that this program wrote
				body := units([]uint16{uint16(r), uint16(c), uint16(style)})
				b.bytes(0x0203, binary.LittleEndian.AppendUint64(body, math.Float64bits(n)))
			default:
				n := table.add(cell.text)
				b.record(0x00fd, r, c, style, n&0xffff, n>>16)
			}
		}
	}
	b.record(0x000a)
	return b
}

// compound wraps a stream in a compound file (OLE) of 512-byte sectors: the allocation table, the
// directory, the stream. A stream below 4,096 bytes would go elsewhere, so it is filled up.
func compound(stream []byte) []byte {
	const sector, perTable = 512, 128
	for len(stream) < 4096 || len(stream)%sector != 0 {
		stream = append(stream, 0)
	}
	n := len(stream) / sector
	tables := 1
	for tables*perTable < tables+1+n {
		tables++
	}
	le := binary.LittleEndian
	out := make([]byte, sector)
	copy(out, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for _, f := range []struct{ at, word int }{{24, 0x3e}, {26, 3}, {28, 0xfffe}, {30, 9}, {32, 6}} {
		le.PutUint16(out[f.at:], uint16(f.word))
	}
	for _, f := range []struct {
		at   int
		word uint32
	}{{44, uint32(tables)}, {48, uint32(tables)}, {56, 4096}, {60, endOfChain}, {68, endOfChain}} {
		le.PutUint32(out[f.at:], f.word)
	}
	for i := range 109 {
		word := uint32(0xffffffff)
		if i < tables {
			word = uint32(i)
		}
		le.PutUint32(out[76+4*i:], word)
	}
	out = append(out, allocation(tables*perTable, tables, n)...)
	out = append(out, directoryEntry("Root Entry", 5, 1, endOfChain, 0)...)
	out = append(out, directoryEntry("Workbook", 2, 0xffffffff, uint32(tables+1), len(stream))...)
	out = append(out, directoryEntry("", 0, 0xffffffff, 0, 0)...)
	out = append(out, directoryEntry("", 0, 0xffffffff, 0, 0)...)
	return append(out, stream...)
}

// endOfChain stands in the allocation table at the last sector of a stream.
const endOfChain = 0xfffffffe

// allocation is the table that tells of each sector which comes next: of the table itself, the directory, the stream
// of n sectors, and the free ones.
func allocation(entries, tables, n int) (out []byte) {
	for i := range entries {
		word := uint32(i + 1) // the stream's next sector
		switch {
		case i < tables:
			word = 0xfffffffd
		case i == tables, i == tables+n:
			word = endOfChain
		case i > tables+n:
			word = 0xffffffff
		}
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	return out
}

func directoryEntry(name string, kind byte, child, start uint32, size int) []byte {
	e := make([]byte, 128)
	wide := utf16.Encode([]rune(name))
	copy(e, units(wide))
	le := binary.LittleEndian
	if name != "" {
		le.PutUint16(e[64:], uint16(2*len(wide)+2))
	}
	e[66], e[67] = kind, 1
	le.PutUint32(e[68:], 0xffffffff)
	le.PutUint32(e[72:], 0xffffffff)
	le.PutUint32(e[76:], child)
	le.PutUint32(e[116:], start)
	le.PutUint32(e[120:], uint32(size))
	return e
}
