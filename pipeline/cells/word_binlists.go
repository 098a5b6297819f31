package cells

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// numberFormats are the formats of numbers by their codes (nfc), as .docx names them.
var numberFormats = strings.Fields(`decimal upperRoman lowerRoman upperLetter lowerLetter ordinal
	cardinalText ordinalText hex chicago ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth
	japaneseLegal japaneseDigitalTenThousand
	decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung
	decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese
	ideographEnclosedCircle ideographTraditional
	ideographZodiac ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand
	taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand`)

func numberFormat(code byte) string {
	switch {
	case int(code) < len(numberFormats):
		return numberFormats[code]
	case code == 57:
		return "numberInDash"
	case code == 255:
		return "none"
	}
	return "decimal"
}

// listReader reads a run of bytes of the lists.
type listReader struct {
	d *wordBin
	b []byte
}

func (r *listReader) take(n int) ([]byte, error) {
	if n > len(r.b) {
		return nil, refuse("truncated", "lists")
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out, nil
}

// readLists reads the definitions of lists, whose levels follow their table, and the lists that paragraphs name.
func (d *wordBin) readLists() error {
	b, err := d.part(tabLists)
	if err != nil || len(b) < 2 {
		return err
	}
	const size = 28
	count := int(binary.LittleEndian.Uint16(b))
	if 2+size*count > len(b) {
		return refuse("truncated", "lists")
	}
	fc := int(binary.LittleEndian.Uint32(d.fib[fibTables+8*tabLists:])) + 2 + size*count
	levels := &listReader{d, d.table[fc:]}
	lists := map[uint32]*list{}
	for i := range count {
		about := b[2+size*i:]
		l := &list{}
		n := maxLevels
		if about[26]&1 != 0 {
			n = 1
		}
		for j := range maxLevels {
			l.levels[j] = newLevel()
			if j < n {
				if l.levels[j], err = levels.level(); err != nil {
					return err
				}
			}
		}
		lists[binary.LittleEndian.Uint32(about)] = l
	}
	return d.readUses(lists)
}

// level reads how one level is numbered.
func (r *listReader) level() (l listLevel, err error) {
	head, err := r.take(28)
	if err != nil {
		return l, err
	}
	l = newLevel()
	l.start = int(int32(binary.LittleEndian.Uint32(head)))
	l.format, l.legal = numberFormat(head[4]), head[5]&4 != 0
	if head[5]&8 != 0 {
		l.restart = int(head[26])
	}
	if head[15] == 2 {
		l.gap = ""
	}
	if _, err = r.take(int(head[25])); err != nil { // of the paragraph
		return l, err
	}
	props, err := r.take(int(head[24]))
	if err != nil {
		return l, err
	}
	c := docChar{font: -1}
	if err := eachSprm(props, c.take); err != nil {
		return l, err
	}
	l.font = r.d.font(c.font)
	count, err := r.take(2)
	if err != nil {
		return l, err
	}
	raw, err := r.take(2 * int(binary.LittleEndian.Uint16(count)))
	if err != nil {
		return l, err
	}
	l.text = levelText(raw)
	return l, nil
}

// levelText writes the text of a level with %1 for the number of the first, as .docx does.
func levelText(raw []byte) string {
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		if u := binary.LittleEndian.Uint16(raw[i:]); u < maxLevels {
			units = append(units, '%', '1'+u)
		} else {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}

// readUses reads the lists that paragraphs name, with what is other than in their definitions.
func (d *wordBin) readUses(lists map[uint32]*list) error {
	b, err := d.part(tabLfo)
	if err != nil || len(b) < 4 {
		return err
	}
	const size = 16
	count := int(binary.LittleEndian.Uint32(b))
	if count < 0 || count > len(b)/size {
		return refuse("truncated", "lists")
	}
	rest := &listReader{d, b[4+size*min(count, (len(b)-4)/size):]}
	for i := range count {
		if 4+size*(i+1) > len(b) {
			return refuse("truncated", "lists")
		}
		about := b[4+size*i:]
		u := &listUse{list: lists[binary.LittleEndian.Uint32(about)]}
		if len(rest.b) >= 4 { // some programs leave out what says nothing
			if err := rest.overrides(u, int(about[12])); err != nil {
				return err
			}
		}
		if u.list == nil {
			u = nil
		}
		d.lists = append(d.lists, u)
	}
	return nil
}

// overrides reads what is other in a list than in its definition.
func (r *listReader) overrides(u *listUse, count int) error {
	if _, err := r.take(4); err != nil {
		return err
	}
	for range count {
		b, err := r.take(8)
		if err != nil {
			return err
		}
		n, flags := int(b[4]&0x0f), b[4]
		if n >= maxLevels {
			return refuse("value", "level %d of a list", n)
		}
		if flags&0x20 != 0 {
			level, err := r.level()
			if err != nil {
				return err
			}
			u.levels[n] = &level
		}
		if flags&0x10 != 0 {
			start := int(int32(binary.LittleEndian.Uint32(b)))
			if u.levels[n] != nil {
				start = u.levels[n].start
			}
			u.starts[n] = &start
		}
	}
	return nil
}
