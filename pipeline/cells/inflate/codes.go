package inflate

import (
	"io"
	"math/bits"
)

// An entry of a decoding table: bits 0–4 say how many bits it uses up, 8–11 how many of them are the code
// itself (the others are added to the value), 16–30 the value: a literal, the least length or distance, or
// where a further table begins.
const (
	literal    = 1 << 31
	special    = 1 << 15 // no value: a further table, the end of the block, or a code that is not used
	subtable   = 1 << 14 // 8–11 say by how many bits
	endOfBlock = 1 << 13
)

// litEntries and dstEntries are what the symbols mean (RFC 1951, 3.2.5), without the length of their code.
var litEntries, dstEntries = func() (lits [maxLits]uint32, dists [maxDists]uint32) {
	for i := range uint32(256) {
		lits[i] = literal | i<<16
	}
	lits[256] = special | endOfBlock
	base := uint32(3)
	for i := range uint32(28) {
		extra := uint32(0)
		if i >= 8 {
			extra = i/4 - 1
		}
		lits[257+i] = base<<16 | extra
		base += 1 << extra
	}
	lits[285] = 258 << 16
	lits[286], lits[287] = special, special
	base = 1
	for i := range uint32(30) {
		extra := uint32(0)
		if i >= 4 {
			extra = i/2 - 1
		}
		dists[i] = base<<16 | extra
		base += 1 << extra
	}
	dists[30], dists[31] = special, special
	return lits, dists
}()

// buildTable makes the decoding table of the code that lengths describe. Codes of up to most bits are looked
// up at once, longer ones through a further table. It gives how many bits are looked up, and false where the
// lengths make no code.
func buildTable(table []uint32, most uint, lengths []uint8, entries []uint32) (width uint, ok bool) {
	var count, start [17]int
	for _, n := range lengths {
		count[n]++
	}
	symbols := len(lengths) - count[0]
	longest := uint(15)
	for ; longest > 0 && count[longest] == 0; longest-- {
	}
	table[0], table[1] = special, special // stays so where no symbol occurs, or one alone
	if longest == 0 {
		return 1, true
	}
	used := 0
	for n := 1; n <= 15; n++ {
		used += count[n] << (15 - n)
		start[n+1] = start[n] + count[n]
	}
	if used != 1<<15 && (longest != 1 || count[1] != 1) {
		return 0, false
	}
	var sorted [maxLits]uint16
	for symbol, n := range lengths {
		if n != 0 {
			sorted[start[n]] = uint16(symbol)
			start[n]++
		}
	}
	width = min(longest, most)
	code, i := uint(0), 0
	for n := uint(1); n <= width; n++ { // a table of n bits is that of n-1 bits twice, and the codes of n bits
		if n > 1 {
			copy(table[1<<(n-1):1<<n], table[:1<<(n-1)])
		}
		for range count[n] {
			table[bits.Reverse16(uint16(code))>>(16-n)] = entryOf(entries[sorted[i]], n)
			code++
			i++
		}
		code <<= 1
	}
	if i < symbols {
		buildSubtables(table, width, longest, code, &count, sorted[i:symbols], entries)
	}
	return width, true
}

// buildSubtables adds the tables of the codes that are longer than the first table looks up. sorted are their
// symbols, the shortest code first; code is the first one, of width+1 bits.
func buildSubtables(table []uint32, width, longest, code uint, count *[17]int, sorted []uint16, entries []uint32) {
	next, sub, subWidth, prefix := 1<<width, 0, uint(0), uint(1)<<16
	n := width + 1
	left := count[n]
	for _, symbol := range sorted {
		for ; left == 0; left = count[n] {
			n++
			code <<= 1
		}
		reversed := uint(bits.Reverse16(uint16(code))) >> (16 - n)
		if low := reversed & (1<<width - 1); low != prefix {
			prefix, sub, subWidth = low, next, n-width
			for room := left; room < 1<<subWidth && width+subWidth < longest; {
				subWidth++
				room = room<<1 + count[width+subWidth]
			}
			next += 1 << subWidth
			table[prefix] = special | subtable | uint32(sub)<<16 | uint32(subWidth)<<8 | uint32(width)
		}
		e := entryOf(entries[symbol], n-width)
		for at := reversed >> width; at < 1<<subWidth; at += 1 << (n - width) {
			table[sub+int(at)] = e
		}
		code++
		left--
	}
}

// entryOf adds the length of a code to what its symbol means.
func entryOf(meaning uint32, n uint) uint32 {
	return meaning + uint32(n) | uint32(n)<<8
}

// header reads what stands before a block.
func (f *Inflater) header() error {
	v, err := f.take(3)
	if err != nil {
		return err
	}
	f.last = v&1 != 0
	switch v >> 1 {
	case 0:
		return f.storedHeader()
	case 1:
		f.fixedCodes()
	case 2:
		if err := f.ownCodes(); err != nil {
			return err
		}
	default:
		return errDeflate
	}
	f.state = inCodes
	return nil
}

// storedHeader goes to the next whole byte and reads how many bytes follow.
func (f *Inflater) storedHeader() error {
	if _, err := f.take(f.held & 7); err != nil {
		return err
	}
	v, err := f.take(32)
	if err != nil {
		return err
	}
	if v&0xffff != ^v>>16 {
		return errDeflate
	}
	f.pos -= int(f.held >> 3)
	f.hold, f.held = 0, 0
	f.state, f.stored = inStored, int(v&0xffff)
	if f.pos > f.end {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// fixedCodes are those of small blocks.
func (f *Inflater) fixedCodes() {
	for i := range maxLits {
		f.lengths[i] = "\x08\x09\x07\x08"[fixedPart(i)]
	}
	for i := range maxDists {
		f.lengths[maxLits+i] = 5
	}
	f.litBits, _ = buildTable(f.lits[:], litsAhead, f.lengths[:maxLits], litEntries[:])
	f.dstBits, _ = buildTable(f.dists[:], dstsAhead, f.lengths[maxLits:], dstEntries[:])
}

func fixedPart(symbol int) int {
	switch {
	case symbol < 144:
		return 0
	case symbol < 256:
		return 1
	case symbol < 280:
		return 2
	}
	return 3
}

// ownCodes reads the codes that a block brings with it: their lengths, themselves coded.
func (f *Inflater) ownCodes() error {
	v, err := f.take(14)
	if err != nil {
		return err
	}
	lits, dists, n := int(v&31)+257, int(v>>5&31)+1, int(v>>10)+4
	if lits > 286 || dists > 30 {
		return errDeflate
	}
	var own [19]uint8
	for i := range n {
		v, err := f.take(3)
		if err != nil {
			return err
		}
		own[lenSyms[i]] = uint8(v)
	}
	width, ok := buildTable(f.lits[:], 7, own[:], plainEntries[:])
	if !ok {
		return errDeflate
	}
	if err := f.readLengths(f.lengths[:lits+dists], width); err != nil {
		return err
	}
	if f.litBits, ok = buildTable(f.lits[:], litsAhead, f.lengths[:lits], litEntries[:]); !ok {
		return errDeflate
	}
	if f.dstBits, ok = buildTable(f.dists[:], dstsAhead, f.lengths[lits:lits+dists], dstEntries[:]); !ok {
		return errDeflate
	}
	return nil
}

// plainEntries are the symbols of the code of a header: they mean themselves.
var plainEntries = func() (entries [19]uint32) {
	for i := range entries {
		entries[i] = uint32(i) << 16
	}
	return entries
}()

// readLengths reads the lengths of the codes, with the table that stands in lits.
func (f *Inflater) readLengths(lengths []uint8, width uint) error {
	for i := 0; i < len(lengths); {
		if err := f.need(7 + 7); err != nil {
			return err
		}
		e := f.lits[f.hold&(1<<width-1)]
		if e&special != 0 {
			return errDeflate
		}
		f.drop(uint(e & 31))
		n, value := 1, uint8(e>>16)
		switch value {
		case 16:
			if i == 0 {
				return errDeflate
			}
			n, value = 3+int(f.hold&3), lengths[i-1]
			f.drop(2)
		case 17:
			n, value = 3+int(f.hold&7), 0
			f.drop(3)
		case 18:
			n, value = 11+int(f.hold&127), 0
			f.drop(7)
		}
		if i+n > len(lengths) {
			return errDeflate
		}
		for range n {
			lengths[i] = value
			i++
		}
	}
	return nil
}
