package cells

import (
	"crypto/md5"
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

// docChars is a stretch of characters and what is said of them; docMark, at its end, a paragraph's properties.
type docChars struct {
	text   string
	narrow bool   // kept in one byte a character
	props  []byte // of the characters
	mark   []byte // of the paragraph that ends with them
	prm    uint16 // of the piece
}

// docFile makes the streams of a binary document: each stretch is a piece and a run of its own.
type docFile struct {
	body, notes []docChars
	tables      map[int][]byte // further tables of the FIB
	data        []byte
	grps        [][]byte
	seal        string   // the password that it is encrypted with
	passwords   []string // those that are known
}

func le16(n int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(n)) }
func le32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }

// sprm writes a property.
func sprm(op int, operand ...byte) []byte { return append(le16(op), operand...) }

func join(parts ...[]byte) (out []byte) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// open puts the streams together.
func (f *docFile) open(t testing.TB) (*Book, error) {
	t.Helper()
	limits := DefaultLimits()
	d := newWordBin(&limits)
	const textAt = 3 * pageSize
	fib := make([]byte, textAt)
	copy(fib, le16(wordMagic))
	copy(fib[2:], le16(oldestFib))
	all := append(append([]docChars{}, f.body...), f.notes...)
	charPages, paraPages, text, pieces := f.pages(t, all, textAt)
	fib = append(fib, text...)
	for len(fib)%pageSize != 0 {
		fib = append(fib, 0)
	}
	d.table = make([]byte, sealSize)
	add := func(n int, b []byte) {
		copy(fib[fibTables+8*n:], le32(len(d.table)))
		copy(fib[fibTables+8*n+4:], le32(len(b)))
		d.table = append(d.table, b...)
	}
	for table, pages := range map[int][][]byte{tabChars: charPages, tabParas: paraPages} {
		var at, numbers []byte
		for i, page := range pages {
			at, numbers = append(at, le32(i)...), append(numbers, le32(len(fib)/pageSize)...)
			fib = append(fib, page...)
		}
		add(table, join(at, le32(len(pages)), numbers))
	}
	var clx []byte
	for _, g := range f.grps {
		clx = append(clx, join([]byte{1}, le16(len(g)), g)...)
	}
	add(tabPieces, join(clx, []byte{2}, le32(len(pieces)), pieces))
	copy(fib[fibTexts:], le32(unitsOf(f.body)))
	copy(fib[fibTexts+4:], le32(unitsOf(f.notes)))
	for n, b := range f.tables {
		add(n, b)
	}
	d.fib, d.data = fib, f.data
	if f.seal != "" {
		f.encrypt(d)
	}
	if err := d.checkFib(); err != nil {
		return nil, asWord(err)
	}
	if err := d.readDocument(f.passwords); err != nil {
		return nil, asWord(err)
	}
	return wordBook(d.doc, &limits)
}

// sealSize is how much of the table stream says how a document is encrypted.
const sealSize = 52

// encrypt encrypts the streams as Word 97 does.
func (f *docFile) encrypt(d *wordBin) {
	salt, verifier := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	key := oldKeyOf(salt, f.seal)
	sum := md5.Sum(verifier)
	copy(d.table, join([]byte{1, 0, 1, 0}, salt, rc4Bytes(key(0), join(verifier, sum[:]))))
	d.fib[fibFlags+1] |= flagSealed >> 8
	copy(d.fib[0x0e:], le32(sealSize))
	decryptStream(d.fib, openHead, key)
	decryptStream(d.table, sealSize, key)
	decryptStream(d.data, 0, key)
}

func unitsOf(chars []docChars) (n int) {
	for _, c := range chars {
		n += len(utf16.Encode([]rune(c.text)))
	}
	return n
}

// pages writes a page of properties for each stretch, its text, and the table of pieces.
func (f *docFile) pages(t testing.TB, all []docChars, at int) (charPages, paraPages [][]byte, text, pieces []byte) {
	page := func(from, to int, where int, b []byte) []byte {
		p := make([]byte, pageSize)
		copy(p, join(le32(from), le32(to)))
		p[8], p[pageSize-1] = 100, 1
		if where+len(b) > pageSize {
			t.Fatal("a page too small")
		}
		copy(p[where:], b)
		return p
	}
	var cps, about []byte
	cp := 0
	for _, c := range all {
		units := utf16.Encode([]rune(c.text))
		from := at + len(text)
		fc := from
		for _, u := range units {
			if c.narrow {
				text = append(text, byte(u))
			} else {
				text = append(text, le16(int(u))...)
			}
		}
		if c.narrow {
			fc = fc<<1 | 0x40000000
		}
		to := at + len(text)
		if len(text)%2 == 1 {
			text = append(text, 0)
		}
		charPages = append(charPages, page(from, to, 200, join([]byte{byte(len(c.props))}, c.props)))
		mark := join(le16(0), c.mark)
		if len(mark)%2 == 0 {
			mark = append(mark, 0)
		}
		paraPages = append(paraPages, page(from, to, 200, join([]byte{byte((len(mark) + 1) / 2)}, mark)))
		cps, about = append(cps, le32(cp)...), append(about, join(le16(0), le32(fc), le16(int(c.prm)))...)
		cp += len(units)
	}
	return charPages, paraPages, text, join(cps, le32(cp), about)
}

// rowEnd is the mark of a row with edges and the flags of its cells.
func rowEnd(edges []int, flags ...int) docChars {
	b := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		b = append(b, le16(e)...)
	}
	for _, flag := range flags {
		b = append(b, join(le16(flag), make([]byte, 18))...)
	}
	return docChars{text: "\a", mark: join(sprm(sprmInTable, 1), sprm(sprmRowEnd, 1), sprm(sprmCells),
		le16(len(b)+1), b)}
}

var inTable = sprm(sprmInTable, 1)

func cellOf(text string) docChars { return docChars{text: text + "\a", mark: inTable} }

func plain(text string) docChars { return docChars{text: text} }

func signOf(code rune) docChars { return docChars{text: string(code), props: sprm(sprmSpecial, 1)} }

// listTables are the tables of one list of two levels: 一、 and （1）.
func listTables() map[int][]byte {
	level := func(nfc byte, text string) []byte {
		units := utf16.Encode([]rune(text))
		head := join(le32(1), []byte{nfc, 0}, make([]byte, 9), []byte{2}, make([]byte, 12))
		out := join(head, le16(len(units)))
		for _, u := range units {
			out = append(out, le16(int(u))...)
		}
		return out
	}
	lists := join(le16(1), le32(77), make([]byte, 24))
	for n := range maxLevels {
		switch n {
		case 0:
			lists = append(lists, level(39, "\x00、")...)
		case 1:
			lists = append(lists, level(0, "（\x01）")...)
		default:
			lists = append(lists, level(0, "")...)
		}
	}
	return map[int][]byte{tabLists: lists, tabLfo: join(le32(1), le32(77), make([]byte, 12), le32(-1))}
}
