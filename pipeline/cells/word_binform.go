package cells

import (
	"encoding/binary"
	"strings"
)

// formField reads what a tick box or a list to pick from shows, from the stream Data.
func (d *wordBin) formField(at int) string {
	if at < 0 || at+6 > len(d.data) {
		return ""
	}
	head := int(binary.LittleEndian.Uint16(d.data[at+4:]))
	at += head
	if head < 6 || at+10 > len(d.data) {
		return ""
	}
	b := d.data[at:]
	bits := binary.LittleEndian.Uint16(b[4:])
	kind, result := bits&3, int(bits>>2&0x1f)
	texts := &docTexts{b: b[10:]}
	texts.next() // its name
	byDefault := texts.number(kind)
	if result == 25 {
		result = byDefault
	}
	switch kind {
	case 1:
		return map[bool]string{true: "☑", false: "□"}[result == 1]
	case 2:
		for range 5 {
			texts.next() // format, help, status, macros
		}
		return texts.listed(result)
	}
	return ""
}

// docTexts reads texts one behind the other; behind the end there are only empty ones.
type docTexts struct{ b []byte }

func (t *docTexts) next() string {
	if len(t.b) < 2 {
		return ""
	}
	n := 2 + 2*int(binary.LittleEndian.Uint16(t.b)) + 2
	if n > len(t.b) {
		t.b = nil
		return ""
	}
	s := utf16Text(t.b[2 : n-2])
	t.b = t.b[n:]
	return s
}

func (t *docTexts) number(kind uint16) int {
	if kind == 0 || len(t.b) < 2 {
		return 0
	}
	n := int(binary.LittleEndian.Uint16(t.b))
	t.b = t.b[2:]
	return n
}

// listed gives the nth text of a list of them.
func (t *docTexts) listed(n int) string {
	if len(t.b) < 8 {
		return ""
	}
	b := t.b[8:]
	for ; len(b) >= 2; n-- {
		end := 2 + 2*int(binary.LittleEndian.Uint16(b))
		if end > len(b) {
			break
		}
		if n == 0 {
			return strings.Clone(utf16Text(b[2:end]))
		}
		b = b[end:]
	}
	return ""
}
