package cells

import (
	"bytes"
	"encoding/binary"
)

// plainTag is what a cell says from behind its address up to its value.
type plainTag struct {
	style   int
	kind    byte // 0 number, 's' shared text, 'i' inline text
	empty   bool // there is nothing in the cell
	general bool // the style shows numbers as they are
	n       int  // how many bytes are written so; 0 for none
	written [40]byte
	head    uint64 // the first eight of them, as far as there are so many
	mask    uint64
}

// matches looks whether a cell is written like the last one of its column, as most are.
func (t *plainTag) matches(b []byte) bool {
	return t.n != 0 && binary.LittleEndian.Uint64(b)&t.mask == t.head &&
		(t.n <= 8 || string(b[8:t.n]) == string(t.written[8:t.n]))
}

// moreTags makes room for the tags of a column. What stands further right than 1,024 is left to the scanner.
func (r *sheetReader) moreTags(col int) bool {
	if col >= 1024 {
		return false
	}
	r.x.tags = append(r.x.tags, make([]plainTag, col+16-len(r.x.tags))...)
	return true
}

// readPlainTag reads what stands between a cell's address and its value.
func (r *sheetReader) readPlainTag(tag *plainTag, b []byte) bool {
	const end, value, text = "</c>", "<v>", "<is><t>"
	*tag = plainTag{}
	n := bytes.IndexByte(b[:len(tag.written)-len(text)], '>') + 1
	if n < 2 || b[0] != '"' || !r.plainAttrs(tag, b[1:n-1]) {
		return false
	}
	switch rest := b[n:]; {
	case tag.empty:
	case string(rest[:len(end)]) == end:
		tag.empty = true
		n += len(end)
	case tag.kind != 'i' && string(rest[:len(value)]) == value:
		n += len(value)
	case tag.kind == 'i' && string(rest[:len(text)]) == text:
		n += len(text)
	default:
		return false
	}
	tag.n = copy(tag.written[:], b[:n])
	tag.mask = ^uint64(0) >> (64 - 8*min(n, 8))
	tag.head = binary.LittleEndian.Uint64(b) & tag.mask
	return true
}

// plainAttrs reads what stands between the address and the end of the tag: s="…" and t="…" once each, and a
// slash.
func (r *sheetReader) plainAttrs(tag *plainTag, b []byte) bool {
	if n := len(b); n > 0 && b[n-1] == '/' {
		tag.empty = true
		b = b[:n-1]
	}
	seen := byte(0)
	for len(b) > 0 {
		if len(b) < 6 || b[0] != ' ' || b[2] != '=' || b[3] != '"' || b[1] == seen {
			return false
		}
		n := bytes.IndexByte(b[4:], '"')
		if n < 0 || !r.plainAttr(tag, b[1], b[4:4+n]) {
			return false
		}
		seen, b = b[1], b[n+5:]
	}
	if r.x.isStruck(tag.style) {
		return false
	}
	tag.general = tag.style >= len(r.x.formats) || r.x.formats[tag.style].General()
	return true
}

func (r *sheetReader) plainAttr(tag *plainTag, name byte, value []byte) bool {
	switch name {
	case 's':
		for _, c := range value {
			if c < '0' || c > '9' {
				return false
			}
			tag.style = tag.style*10 + int(c-'0')
		}
		return len(value) > 0 && len(value) <= 5 && (tag.style == 0 || tag.style < len(r.x.formats))
	case 't':
		switch string(value) {
		case "s":
			tag.kind = 's'
		case "inlineStr":
			tag.kind = 'i'
		case "n":
		default:
			return false
		}
		return true
	}
	return false
}
