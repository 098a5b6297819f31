package cells

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"

	"jixiao/pipeline/cells/inflate"
)

// container is the ZIP file around an OOXML workbook. It is our own because the check that a
// local header names the same entry as the directory, and the refusal of doubled names, need
// both headers; archive/zip gives only one.
type container struct {
	r       io.ReaderAt
	size    int64
	limits  *Limits
	entries map[string]*entry // by folded name
	left    int64             // bytes that may still be inflated
	packed  int64             // packed bytes that may still be read

	largest int64 // size of the largest part with XML, as the directory says

	inflate inflate.Inflater // these two are used again from part to part
	scan    scanner
}

type entry struct {
	name         string
	method       uint16
	crc          uint32
	packed, size int64
	header       int64 // offset of the local header
}

const (
	endSize     = 22
	localSize   = 30
	centralSize = 46
)

// foldName is how part names compare: without case, either slash, no leading slash.
func foldName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// openContainer reads the directory at the end of the file.
func openContainer(r io.ReaderAt, size int64, limits *Limits) (*container, error) {
	c := &container{r: r, size: size, limits: limits, entries: map[string]*entry{}, left: limits.Unpacked,
		packed: limits.cost.read}
	offset, length, count, err := c.findDirectory()
	if err != nil {
		return nil, err
	}
	if count > int64(limits.Entries) {
		return nil, refuse("limit-parts", "%d entries", count)
	}
	if offset < 0 || length < 0 || length > size || offset > size-length || length > 16<<20 {
		return nil, refuse("truncated", "directory at %d of %d", offset, size)
	}
	directory := make([]byte, length)
	if _, err := r.ReadAt(directory, offset); err != nil {
		return nil, refuse("truncated", "directory: %v", err)
	}
	for n := int64(0); n < count; n++ {
		if directory, err = c.addEntry(directory); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// findDirectory looks for the end record, and for its 64-bit twin. It is the last thing in the file, or a
// comment of up to 64 KiB follows it.
func (c *container) findDirectory() (offset, length, count int64, err error) {
	var tail []byte
	for _, far := range []int64{endSize, endSize + 1<<16} {
		tail = make([]byte, min(c.size, far))
		if _, err := c.r.ReadAt(tail, c.size-int64(len(tail))); err != nil && err != io.EOF {
			return 0, 0, 0, err
		}
		if at := findEnd(tail); at >= 0 {
			return c.readEnd(tail[at:], c.size-int64(len(tail)-at))
		}
	}
	return c.findEarlierEnd(tail)
}

// findEarlierEnd looks for an end record with other bytes behind it, as some mail systems append: the last one
// in the tail, right behind the directory that it tells of.
func (c *container) findEarlierEnd(tail []byte) (offset, length, count int64, err error) {
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endSize {
		return 0, 0, 0, refuse("truncated", "no directory")
	}
	place := c.size - int64(len(tail)-at)
	offset, length, count, err = c.readEnd(tail[at:], place)
	if err == nil && (offset+length != place || binary.LittleEndian.Uint16(tail[at+20:]) != 0) {
		err = refuse("truncated", "an end record in the wrong place")
	}
	return offset, length, count, err
}

// findEnd looks for an end record that, with its comment, ends where the file does; -1 for none.
func findEnd(tail []byte) int {
	for i := len(tail) - endSize; i >= 0; i-- {
		comment := int(binary.LittleEndian.Uint16(tail[i+20:]))
		if i+endSize+comment == len(tail) && bytes.HasPrefix(tail[i:], []byte("PK\x05\x06")) {
			return i
		}
	}
	return -1
}

// readEnd reads an end record that stands at an offset.
func (c *container) readEnd(end []byte, at int64) (offset, length, count int64, err error) {
	count = int64(binary.LittleEndian.Uint16(end[10:]))
	length = int64(binary.LittleEndian.Uint32(end[12:]))
	offset = int64(binary.LittleEndian.Uint32(end[16:]))
	if count == 0xffff || length == 0xffffffff || offset == 0xffffffff {
		return c.findDirectory64(at)
	}
	return offset, length, count, nil
}

func (c *container) findDirectory64(end int64) (offset, length, count int64, err error) {
	var locator [20]byte
	var record [56]byte
	if end < 20 {
		return 0, 0, 0, refuse("zip", "no 64-bit directory")
	}
	if _, err := c.r.ReadAt(locator[:], end-20); err != nil || string(locator[:4]) != "PK\x06\x07" {
		return 0, 0, 0, refuse("zip", "no 64-bit directory")
	}
	at := int64(binary.LittleEndian.Uint64(locator[8:]))
	if at < 0 || at > c.size-56 {
		return 0, 0, 0, refuse("zip", "64-bit directory outside the file")
	}
	if _, err := c.r.ReadAt(record[:], at); err != nil || string(record[:4]) != "PK\x06\x06" {
		return 0, 0, 0, refuse("zip", "no 64-bit directory")
	}
	le := binary.LittleEndian
	return int64(le.Uint64(record[48:])), int64(le.Uint64(record[40:])), int64(le.Uint64(record[32:])), nil
}

// addEntry takes one entry from the front of the directory.
func (c *container) addEntry(d []byte) (rest []byte, err error) {
	if len(d) < centralSize || string(d[:4]) != "PK\x01\x02" {
		return nil, refuse("zip", "a broken directory entry")
	}
	le := binary.LittleEndian
	nameLen, extraLen, commentLen := int(le.Uint16(d[28:])), int(le.Uint16(d[30:])), int(le.Uint16(d[32:]))
	total := centralSize + nameLen + extraLen + commentLen
	if len(d) < total {
		return nil, refuse("zip", "a broken directory entry")
	}
	e := &entry{
		name:   string(d[centralSize : centralSize+nameLen]),
		method: le.Uint16(d[10:]),
		crc:    le.Uint32(d[16:]),
		packed: int64(le.Uint32(d[20:])),
		size:   int64(le.Uint32(d[24:])),
		header: int64(le.Uint32(d[42:])),
	}
	if le.Uint16(d[8:])&1 != 0 {
		return nil, refuse("encrypted", "entry %q", e.name)
	}
	e.widen(d[centralSize+nameLen : centralSize+nameLen+extraLen])
	key := foldName(e.name)
	if c.entries[key] != nil {
		return nil, refuse("names", "entry %q twice", e.name).inPart(e.name)
	}
	c.entries[key] = e
	if strings.HasSuffix(key, ".xml") {
		c.largest = max(c.largest, e.size)
	}
	return d[total:], nil
}

// widen takes the 64-bit sizes from the extra field where the 32-bit ones are full.
func (e *entry) widen(extra []byte) {
	le := binary.LittleEndian
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		if len(extra) < 4+n {
			return
		}
		field := extra[4 : 4+n]
		extra = extra[4+n:]
		if id != 1 {
			continue
		}
		for _, v := range []*int64{&e.size, &e.packed, &e.header} {
			if *v == 0xffffffff && len(field) >= 8 {
				*v, field = int64(le.Uint64(field)), field[8:]
			}
		}
	}
}
