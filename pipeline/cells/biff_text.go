package cells

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// readSST reads the shared strings, over all the records that continue them.
func (b *biff) readSST(r record) (last record, err error) {
	if len(r.body) < 8 {
		return r, refuse("truncated", "shared strings")
	}
	count := binary.LittleEndian.Uint32(r.body[4:])
	p := &pieces{records: [][]byte{r.body[8:]}}
	last = r
	for {
		next, err := b.at(last.next)
		if err != nil {
			return r, err
		}
		if next.id != recContinue {
			break
		}
		p.records = append(p.records, next.body)
		last = next
	}
	var text int64
	for range count {
		if p.ended() { // the count is wrong in some files; a cell that asks for what is missing is refused
			break
		}
		s, parts, err := b.richText(p)
		if err != nil {
			return r, err
		}
		if parts != nil {
			b.struck[len(b.strings)] = parts
		}
		if text += int64(len(s)); text > b.limits.AllText {
			return r, refuse("limit-text", "shared strings")
		}
		b.strings = append(b.strings, s)
	}
	return last, nil
}

// chars reads n characters as this version writes them: a flag and UTF-16 or Latin-1 in BIFF8, bytes
// of the code page before.
func (b *biff) chars(p *pieces, n int) (string, error) {
	if b.version == 8 {
		return p.chars(n)
	}
	raw, err := p.take(n)
	if err != nil {
		return "", err
	}
	return b.decode(raw)
}

// pieces is a run of bytes that is spread over a record and its continuations.
type pieces struct {
	records [][]byte
}

// left is what remains of the current record; it moves on to the next where that is used up.
func (p *pieces) left() []byte {
	for len(p.records) > 1 && len(p.records[0]) == 0 {
		p.records = p.records[1:]
	}
	if len(p.records) == 0 {
		return nil
	}
	return p.records[0]
}

// ended holds where nothing is left.
func (p *pieces) ended() bool { return len(p.left()) == 0 }

// take gives n bytes, over as many records as they need.
func (p *pieces) take(n int) ([]byte, error) {
	if now := p.left(); len(now) >= n {
		p.records[0] = now[n:]
		return now[:n], nil
	}
	var out []byte
	for len(out) < n {
		now := p.left()
		if len(now) == 0 {
			return nil, refuse("truncated", "a text ends outside its record")
		}
		m := min(len(now), n-len(out))
		out = append(out, now[:m]...)
		p.records[0] = now[m:]
	}
	return out, nil
}

func (p *pieces) byte() (byte, error) {
	b, err := p.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

func (p *pieces) uint16() (uint16, error) {
	b, err := p.take(2)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint16(b), nil
}

// richText reads a string of the shared strings: its characters, then formatting runs, then phonetics, which
// are passed over.
func (b *biff) richText(p *pieces) (text string, parts *struckText, err error) {
	n, flags, runs, phonetic, err := p.richHead()
	if err != nil {
		return "", nil, err
	}
	if n > b.limits.CellText {
		return "", nil, refuse("limit-text", "a text of %d characters", n)
	}
	units, err := p.flagged(n, flags&1 != 0)
	if err != nil {
		return "", nil, err
	}
	fonts, err := p.take(runs)
	if err == nil {
		_, err = p.take(phonetic)
	}
	if !slices.Contains(b.fonts, true) {
		fonts = nil
	}
	return string(utf16.Decode(units)), struckRuns(units, fonts, b.fontStruck), err
}

// richHead reads what stands before the characters of a string: how many there are, flags, and how many bytes
// of runs and of phonetics follow.
func (p *pieces) richHead() (n int, flags byte, runs, phonetic int, err error) {
	units, err := p.uint16()
	if err != nil {
		return 0, 0, 0, 0, err
	}
	if flags, err = p.byte(); err != nil {
		return 0, 0, 0, 0, err
	}
	if flags&8 != 0 {
		count, err := p.uint16()
		if err != nil {
			return 0, 0, 0, 0, err
		}
		runs = 4 * int(count)
	}
	if flags&4 != 0 {
		size, err := p.take(4)
		if err != nil {
			return 0, 0, 0, 0, err
		}
		if phonetic = int(binary.LittleEndian.Uint32(size)); phonetic > 1<<24 {
			return 0, 0, 0, 0, refuse("truncated", "phonetics of %d bytes", phonetic)
		}
	}
	return int(units), flags, runs, phonetic, nil
}

// chars reads a flag byte and n characters.
func (p *pieces) chars(n int) (string, error) {
	if n == 0 && len(p.left()) == 0 {
		return "", nil
	}
	flags, err := p.byte()
	if err != nil {
		return "", err
	}
	units, err := p.flagged(n, flags&1 != 0)
	return string(utf16.Decode(units)), err
}

// flagged reads n characters. Where the text runs into a continuation, that begins with a flag of its
// own: the same text may be wide before and narrow after.
func (p *pieces) flagged(n int, wide bool) ([]uint16, error) {
	units := make([]uint16, 0, min(n, 1<<15))
	for len(units) < n {
		now := p.records[0]
		if len(now) == 0 {
			if len(p.records) == 1 {
				return nil, refuse("truncated", "a text ends outside its record")
			}
			p.records = p.records[1:]
			if now = p.records[0]; len(now) == 0 {
				continue
			}
			wide = now[0]&1 != 0
			p.records[0] = now[1:]
			continue
		}
		if !wide {
			m := min(len(now), n-len(units))
			for _, c := range now[:m] {
				units = append(units, uint16(c))
			}
			p.records[0] = now[m:]
			continue
		}
		m := min(len(now)/2, n-len(units))
		if m == 0 {
			return nil, refuse("truncated", "half a character")
		}
		for i := range m {
			units = append(units, binary.LittleEndian.Uint16(now[2*i:]))
		}
		p.records[0] = now[2*m:]
	}
	return units, nil
}

// counted reads a text with its length before it: one byte in BIFF2, two later. It may run on into the
// records that follow; the last one used is given back.
func (b *biff) counted(r record, body []byte, short bool) (text string, last record, err error) {
	p, last, err := b.continued(r, body)
	if err != nil {
		return "", r, err
	}
	n := 0
	if short || b.version == 2 {
		size, err := p.byte()
		if err != nil {
			return "", r, err
		}
		n = int(size)
	} else {
		size, err := p.uint16()
		if err != nil {
			return "", r, err
		}
		n = int(size)
	}
	text, err = b.chars(p, n)
	return text, last, err
}

// continued gathers a record's bytes with those of the records that continue it.
func (b *biff) continued(r record, body []byte) (*pieces, record, error) {
	p := &pieces{records: [][]byte{body}}
	for {
		if r.next+4 > len(b.data) || binary.LittleEndian.Uint16(b.data[r.next:]) != recContinue {
			return p, r, nil
		}
		next, err := b.at(r.next)
		if err != nil {
			return nil, r, err
		}
		p.records = append(p.records, next.body)
		r = next
	}
}
