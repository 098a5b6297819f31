// Package inflate undoes DEFLATE (RFC 1951), the packing of the parts of a workbook, into a window that its
// caller reads. It is pure: packed bytes go in, bytes come out.
package inflate

import (
	"encoding/binary"
	"errors"
	"io"
)

// Inflater undoes DEFLATE (RFC 1951) straight into the window that the scanner reads. That is why it is
// our own: a general inflater keeps the last 32 KiB in a buffer of its own and copies every byte out of it.
// What it gives out is held to the part's checksum like everything else.
type Inflater struct {
	src      io.ReaderAt
	at, left int64  // packed bytes that were not fetched yet
	packed   []byte // the fetched ones; behind the last of them some zeros
	pos, end int    // next byte to load; end of the fetched bytes
	hold     uint64 // bits loaded, the next one lowest
	held     uint   // how many

	state   blockState
	last    bool // the block is the last one
	stored  int  // bytes left of a stored block
	litBits uint
	lits    [litSize]uint32 // 2,342 are used at most: 11 bits at once, and what longer codes need
	dstBits uint
	dists   [dstSize]uint32 // 402 are used at most
	lengths [maxLits + maxDists]uint8
}

type blockState uint8

const (
	betweenBlocks blockState = iota
	inStored
	inCodes
)

// What a caller's window must leave.
const (
	History = 32 << 10     // how far back a copy may reach: so much of the window must stay in place
	Slack   = 258 + 32 + 3 // room at its end that one step of the decoder may use
)

const (
	fetchSize = 64 << 10 // packed bytes fetched at once
	padding   = 32       // zeros behind the last packed byte, so that whole words can be loaded
	loadable  = 16       // bytes that must stand ahead for one step
	maxLits   = 288      // symbols of literals and lengths
	maxDists  = 32       // symbols of distances
	litsAhead = 11       // bits of a literal looked up at once
	dstsAhead = 8        // bits of a distance looked up at once
	litSize   = 4096
	dstSize   = 512

	// lenSyms is the order in which a header writes the lengths of its own code.
	lenSyms = "\x10\x11\x12\x00\x08\x07\x09\x06\x0a\x05\x0b\x04\x0c\x03\x0d\x02\x0e\x01\x0f"
)

// errDeflate is what a stream breaks the rules of DEFLATE with.
var errDeflate = errors.New("not DEFLATE")

// Reset makes ready for another part: n packed bytes of src from offset at.
func (f *Inflater) Reset(src io.ReaderAt, at, n int64) {
	f.src, f.at, f.left = src, at, n
	f.pos, f.end, f.hold, f.held = 0, 0, 0, 0
	f.state, f.last = betweenBlocks, false
	if want := int(min(n, fetchSize)) + padding; cap(f.packed) < want {
		f.packed = make([]byte, want)
	}
	f.packed = f.packed[:0]
}

// Fill inflates into buf behind end, as much as there is room for, and gives how many bytes that were. What
// stands before end must be what it gave before: copies reach back into it. At the end of the part it
// gives io.EOF.
func (f *Inflater) Fill(buf []byte, end int) (n int, err error) {
	o := end
	for o < len(buf)-Slack && err == nil {
		switch f.state {
		case betweenBlocks:
			if f.last {
				return o - end, io.EOF
			}
			err = f.header()
		case inStored:
			o, err = f.copyStored(buf, o)
		case inCodes:
			o, err = f.decode(buf, o)
		}
	}
	return o - end, err
}

// fetch gets more packed bytes. Behind the last one come zeros; a stream that uses them up is cut off.
func (f *Inflater) fetch() error {
	if f.left == 0 {
		return io.ErrUnexpectedEOF
	}
	back := min(f.pos, 8) // what is in hold may have to be given back
	rest := copy(f.packed[:cap(f.packed)], f.packed[f.pos-back:])
	f.pos = back
	n := int(min(f.left, int64(cap(f.packed)-padding-rest)))
	f.packed = f.packed[:rest+n]
	if got, err := f.src.ReadAt(f.packed[rest:], f.at); got < n {
		if err == nil || err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	f.at, f.left, f.end = f.at+int64(n), f.left-int64(n), rest+n
	if f.left == 0 {
		f.packed = f.packed[:f.end+padding]
		clear(f.packed[f.end:])
	}
	return nil
}

// need loads until n bits are there, at most 56. Behind the end they are zeros.
func (f *Inflater) need(n uint) error {
	if f.held >= n {
		return nil
	}
	if f.pos+loadable > len(f.packed) {
		if err := f.fetch(); err != nil {
			return err
		}
	}
	f.hold |= binary.LittleEndian.Uint64(f.packed[f.pos:]) << f.held
	f.pos += int((63 - f.held) >> 3)
	f.held |= 56
	return nil
}

func (f *Inflater) drop(n uint) {
	f.hold >>= n
	f.held -= n
}

// take gives the next n bits, at most 32.
func (f *Inflater) take(n uint) (uint32, error) {
	err := f.need(n)
	v := uint32(f.hold & (1<<n - 1))
	f.drop(n)
	return v, err
}

// endBlock goes on to what follows a block: another one, or the end of the part.
func (f *Inflater) endBlock() error {
	f.state = betweenBlocks
	if f.last && f.pos-int(f.held>>3) > f.end && f.left == 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// decode inflates codes until the block ends or buf is full.
func (f *Inflater) decode(buf []byte, o int) (int, error) {
	le := binary.LittleEndian
	for o < len(buf)-Slack {
		if f.pos+loadable > len(f.packed) {
			if err := f.fetch(); err != nil {
				return o, err
			}
		}
		packed, pos, hold, held := f.packed, f.pos, f.hold, f.held
		litMask, dstMask := uint64(1)<<f.litBits-1, uint64(1)<<f.dstBits-1
		full, dry := len(buf)-Slack, len(packed)-loadable
		done := false
		for o < full && pos <= dry {
			hold |= le.Uint64(packed[pos:]) << (held & 63)
			pos += int((63 - held) >> 3)
			held |= 56
			e := f.lits[hold&litMask&(litSize-1)]
			if e&literal != 0 { // up to three of them on one load
				buf[o] = byte(e >> 16)
				o++
				hold >>= e & 31
				held -= uint(e & 31)
				if e = f.lits[hold&litMask&(litSize-1)]; e&literal != 0 {
					buf[o] = byte(e >> 16)
					o++
					hold >>= e & 31
					held -= uint(e & 31)
					if e = f.lits[hold&litMask&(litSize-1)]; e&literal != 0 {
						buf[o] = byte(e >> 16)
						o++
						hold >>= e & 31
						held -= uint(e & 31)
						continue
					}
				}
				hold |= le.Uint64(packed[pos:]) << (held & 63)
				pos += int((63 - held) >> 3)
				held |= 56
			}
			if e&special != 0 {
				if e&subtable != 0 {
					hold >>= e & 31
					held -= uint(e & 31)
					e = f.lits[(uint64(e>>16)+hold&(1<<(e>>8&15)-1))&(litSize-1)]
				}
				if e&literal != 0 {
					buf[o] = byte(e >> 16)
					o++
					hold >>= e & 31
					held -= uint(e & 31)
					continue
				}
				if e&special != 0 {
					if e&endOfBlock == 0 {
						return o, errDeflate
					}
					hold >>= e & 31
					held -= uint(e & 31)
					done = true
					break
				}
			}
			n := int(e>>16) + int(hold&(1<<(e&31)-1)>>(e>>8&15))
			hold >>= e & 31
			held -= uint(e & 31)

			e = f.dists[hold&dstMask&(dstSize-1)]
			if e&special != 0 {
				if e&subtable == 0 {
					return o, errDeflate
				}
				hold >>= e & 31
				held -= uint(e & 31)
				if e = f.dists[(uint64(e>>16)+hold&(1<<(e>>8&15)-1))&(dstSize-1)]; e&special != 0 {
					return o, errDeflate
				}
			}
			from := o - int(e>>16) - int(hold&(1<<(e&31)-1)>>(e>>8&15))
			hold >>= e & 31
			held -= uint(e & 31)
			if from < 0 {
				return o, errDeflate
			}
			copyBack(buf, o, from, n)
			o += n
		}
		f.pos, f.hold, f.held = pos, hold, held
		if done {
			return o, f.endBlock()
		}
	}
	return o, nil
}

// copyBack copies n bytes that stand before o. Most copies are short: 32 bytes at once, eight by eight, cost
// less than to look how many there are. What is written behind the copy is overwritten later.
func copyBack(buf []byte, o, from, n int) {
	le := binary.LittleEndian
	if o-from < 8 {
		for i := range n {
			buf[o+i] = buf[from+i]
		}
		return
	}
	for {
		src, dst := (*[32]byte)(buf[from:]), (*[32]byte)(buf[o:])
		le.PutUint64(dst[0:], le.Uint64(src[0:]))
		le.PutUint64(dst[8:], le.Uint64(src[8:]))
		le.PutUint64(dst[16:], le.Uint64(src[16:]))
		le.PutUint64(dst[24:], le.Uint64(src[24:]))
		if n <= 32 {
			return
		}
		n, o, from = n-32, o+32, from+32
	}
}

// copyStored copies from a block that was not packed.
func (f *Inflater) copyStored(buf []byte, o int) (int, error) {
	for f.stored > 0 && o < len(buf)-Slack {
		if f.pos >= f.end {
			if err := f.fetch(); err != nil {
				return o, err
			}
		}
		n := copy(buf[o:len(buf)-Slack], f.packed[f.pos:min(f.end, f.pos+f.stored)])
		f.pos, f.stored, o = f.pos+n, f.stored-n, o+n
	}
	if f.stored > 0 {
		return o, nil
	}
	return o, f.endBlock()
}
