package cells

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// part is an entry of the container while it is read: held to its limits, and at its end to its size and
// its checksum. Its end is reached without an error only if both are right.
type part struct {
	c      *container
	e      *entry
	limit  int64
	n      int64 // bytes given so far
	sum    uint32
	stored int64 // where the next byte stands, of an entry that is not packed
}

// open gives a part's bytes.
func (c *container) open(name string, limit int64) (*part, error) {
	e := c.entries[foldName(name)]
	if e == nil {
		return nil, refuse("part", "no part %q", name).inPart(name)
	}
	start, err := c.body(e)
	if err != nil {
		return nil, err
	}
	if c.packed -= e.packed; c.packed < 0 {
		return nil, refuse("limit-cost", "the same bytes again and again").inPart(e.name)
	}
	switch e.method {
	case storedMethod:
	case deflateMethod:
		c.inflate.Reset(c.r, start, e.packed)
	default:
		return nil, refuse("zip", "entry %q: method %d", e.name, e.method).inPart(e.name)
	}
	return &part{c: c, e: e, limit: limit, stored: start}, nil
}

const (
	storedMethod  = 0
	deflateMethod = 8
)

// body checks the local header against the directory and gives where the packed bytes begin.
func (c *container) body(e *entry) (start int64, err error) {
	var room [localSize + 64]byte // names are short: one look takes in both
	h := room[:min(int64(len(room)), max(0, c.size-e.header))]
	if e.header < 0 || len(h) < localSize {
		return 0, refuse("truncated", "entry %q: no local header", e.name).inPart(e.name)
	}
	if _, err := c.r.ReadAt(h, e.header); err != nil && err != io.EOF || string(h[:4]) != "PK\x03\x04" {
		return 0, refuse("truncated", "entry %q: no local header", e.name).inPart(e.name)
	}
	le := binary.LittleEndian
	nameLen, extraLen := int64(le.Uint16(h[26:])), int64(le.Uint16(h[28:]))
	name := h[localSize:]
	if int64(len(name)) < nameLen {
		name = make([]byte, nameLen)
		if _, err := c.r.ReadAt(name, e.header+localSize); err != nil {
			return 0, refuse("truncated", "entry %q", e.name).inPart(e.name)
		}
	}
	if string(name[:nameLen]) != e.name {
		return 0, refuse("names", "entry %q is %q in its own header", e.name, name[:nameLen]).inPart(e.name)
	}
	if le.Uint16(h[8:]) != e.method {
		return 0, refuse("names", "entry %q: two methods", e.name).inPart(e.name)
	}
	start = e.header + localSize + nameLen + extraLen
	if e.packed < 0 || start > c.size-e.packed {
		return 0, refuse("truncated", "entry %q ends outside the file", e.name).inPart(e.name)
	}
	return start, nil
}

// fill is what the scanner calls for more bytes; see feed.
func (p *part) fill(buf []byte, end int) (n int, err error) {
	if p.e.method == deflateMethod {
		n, err = p.c.inflate.Fill(buf, end)
	} else {
		n, err = p.copy(buf[end:])
	}
	p.n += int64(n)
	p.c.left -= int64(n)
	p.sum = crc32.Update(p.sum, crc32.IEEETable, buf[end:end+n])
	switch {
	case p.n > p.limit || p.c.left < 0:
		return 0, refuse("limit-size", "part %q", p.e.name).inPart(p.e.name)
	case p.n > 1<<20 && p.n > p.e.packed*p.c.limits.Ratio:
		return 0, refuse("limit-ratio", "part %q", p.e.name).inPart(p.e.name)
	case err == io.EOF && (p.n != p.e.size || p.sum != p.e.crc):
		return n, refuse("crc", "part %q", p.e.name).inPart(p.e.name)
	case err == io.ErrUnexpectedEOF:
		return n, refuse("truncated", "part %q", p.e.name).inPart(p.e.name)
	case err != nil && err != io.EOF:
		return n, refuse("zip", "part %q: %v", p.e.name, err).inPart(p.e.name)
	}
	return n, err
}

// copy takes bytes that are not packed.
func (p *part) copy(b []byte) (int, error) {
	b = b[:min(int64(len(b)), p.e.packed-p.n)]
	if len(b) == 0 {
		return 0, io.EOF
	}
	n, err := p.c.r.ReadAt(b, p.stored)
	p.stored += int64(n)
	if n == len(b) {
		err = nil
	} else if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// scanPart hands the tokens of an XML part to visit, and makes sure that it is read to its end.
// Before each token ahead may take what it knows; it may be nil.
func (c *container) scanPart(
	name string, limit int64, ahead func(*scanner) error, visit func(*scanner, token) error,
) error {
	p, err := c.open(name, limit)
	if err != nil {
		return err
	}
	s := &c.scan
	s.reset(p, name, max(p.e.size, c.largest), c.limits)
	if err := s.start(); err != nil {
		return err
	}
	for {
		if ahead != nil {
			if err := ahead(s); err != nil {
				return err
			}
		}
		t, err := s.next()
		if err != nil || t == endOfPart {
			return err
		}
		if err := visit(s, t); err != nil {
			return err
		}
	}
}
