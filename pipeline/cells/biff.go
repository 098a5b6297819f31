package cells

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/richardlehane/mscfb"

	"jixiao/pipeline/cells/numfmt"
)

// biff reads the binary workbooks of Excel before 2007 (.xls) and of WPS (.et): BIFF2 to BIFF8,
// in an OLE container or as a bare stream.
type biff struct {
	data      []byte // the workbook stream
	limits    *Limits
	passwords []string
	version   int // 2, 3, 4, 5 (also 7), 8
	starts    []int
	hidden    []bool
	names     []string // of the sheets
	outside   []byte   // what formulas mean by sheets: book and first and last sheet of each entry
	books     int      // how many there are that formulas mean
	ownBook   int      // which of them this one is
	strings   []string
	struck    map[int]*struckText // of the shared texts
	custom    map[int]string      // number formats
	fonts     []bool              // whether each font is struck out
	xfs       []biffStyle
	formats   map[int]*numfmt.Format
	decode    decoder
	date1904  bool
	cells     int
	merges    int
	text      int64
	work      int64 // bytes of records that were read, of formulas each time that they are written
}

// spend counts work.
func (b *biff) spend(n int) error {
	if b.work += int64(n); b.work > b.limits.cost.read {
		return refuse("limit-cost", "the same records again and again")
	}
	return nil
}

// record is one record of the stream.
type record struct {
	id   uint16
	body []byte
	next int // where the following record begins
}

// The records that matter.
const (
	recBOF2, recBOF3, recBOF4, recBOF8 = 0x0009, 0x0209, 0x0409, 0x0809
	recEOF                             = 0x000a
	recContinue                        = 0x003c
	recFilePass                        = 0x002f
	recCodePage                        = 0x0042
	recDateMode                        = 0x0022
	recBoundSheet                      = 0x0085
	recSST                             = 0x00fc
	recFormat, recFormat2              = 0x041e, 0x001e
	recFont, recFont3                  = 0x0031, 0x0231
	recXF2, recXF3, recXF4, recXF8     = 0x0043, 0x0243, 0x0443, 0x00e0
	recRow, recRow2, recColInfo        = 0x0208, 0x0008, 0x007d
	recMerged                          = 0x00e5
	recLabelSST, recRString            = 0x00fd, 0x00d6
	recRK, recMulRK                    = 0x027e, 0x00bd
	recNumber, recNumber2, recInteger2 = 0x0203, 0x0003, 0x0002
	recLabel, recLabel2                = 0x0204, 0x0004
	recBoolErr, recBoolErr2            = 0x0205, 0x0005
	recFormula, recFormula3            = 0x0006, 0x0206
	recFormula4                        = 0x0406
	recString, recString2              = 0x0207, 0x0007
	recShared, recArray                = 0x04bc, 0x0221
	recOutside, recBook                = 0x0017, 0x01ae
)

// openOLE opens what a compound file holds: an old workbook, an encrypted new one, a document.
func openOLE(r io.ReaderAt, size int64, o *Options) (*Book, error) {
	file, err := mscfb.New(r)
	if err != nil {
		return nil, refuse("truncated", "compound file: %v", err)
	}
	var stream, info, sealed *mscfb.File
	for _, entry := range file.File {
		if len(entry.Path) > 0 { // inside another object: a workbook that is embedded in a document
			continue
		}
		switch name := strings.ToLower(entry.Name); name {
		case "encryptedpackage":
			sealed = entry
		case "encryptioninfo":
			info = entry
		case "workbook", "book": // some files have both: the older one for older programs
			if stream == nil || name == "workbook" {
				stream = entry
			}
		}
	}
	switch {
	case sealed != nil && info != nil:
		how, err := readStream(info, size, o)
		if err != nil {
			return nil, err
		}
		what, err := readStream(sealed, size, o)
		if err != nil {
			return nil, err
		}
		return openEncrypted(how, what, o)
	case sealed != nil:
		return nil, refuse("encrypted", "nothing says how")
	case stream == nil:
		return openWordOLE(file, o)
	}
	data, err := readStream(stream, size, o)
	if err != nil {
		return nil, err
	}
	return openBIFF(data, o)
}

// readStream reads a stream of a compound file of a size whole.
func readStream(stream *mscfb.File, size int64, o *Options) ([]byte, error) {
	switch {
	case stream.Size > o.Limits.Part:
		return nil, refuse("limit-size", "stream %q of %d bytes", stream.Name, stream.Size)
	case stream.Size > size: // a chain of sectors that runs in a circle never ends
		return nil, refuse("truncated", "stream %q of %d bytes in a file of %d", stream.Name, stream.Size, size)
	}
	data, err := io.ReadAll(io.LimitReader(stream, stream.Size))
	if err != nil || int64(len(data)) != stream.Size {
		return nil, refuse("truncated", "stream %q: %d of %d bytes: %v", stream.Name, len(data), stream.Size, err)
	}
	return data, nil
}

// openBIFF reads the globals: the sheets, the shared strings, the number formats. An encrypted stream is
// decrypted where it stands.
func openBIFF(data []byte, o *Options) (*Book, error) {
	b := &biff{data: data, limits: &o.Limits, passwords: o.Passwords, decode: decodeUnsaid}
	b.custom, b.formats, b.struck = map[int]string{}, map[int]*numfmt.Format{}, map[int]*struckText{}
	first, err := b.at(0)
	if err != nil {
		return nil, err
	}
	if b.version, err = versionOf(first); err != nil {
		return nil, err
	}
	book := &Book{source: b}
	for r := first; ; {
		if r, err = b.at(r.next); err == nil {
			err = b.spend(4 + len(r.body))
		}
		if err != nil {
			return nil, err
		}
		if r.id == recEOF {
			break
		}
		if b.version < 5 && isCell(r.id) { // one sheet; its cells follow the globals
			break
		}
		if r, err = b.global(book, r); err != nil {
			return nil, err
		}
	}
	if b.version < 5 {
		book.sheets, b.starts, b.hidden = []SheetInfo{{Name: "Sheet1"}}, []int{0}, []bool{false}
	}
	if len(book.sheets) == 0 {
		return nil, refuse("part", "no sheets")
	}
	return book, nil
}

// at reads the record at an offset.
func (b *biff) at(offset int) (record, error) {
	if offset < 0 || offset+4 > len(b.data) {
		return record{}, refuse("truncated", "workbook stream ends at %d without its end", len(b.data))
	}
	id, n := binary.LittleEndian.Uint16(b.data[offset:]), int(binary.LittleEndian.Uint16(b.data[offset+2:]))
	end := offset + 4 + n
	if end > len(b.data) {
		return record{}, refuse("truncated", "record %#x at %d ends outside the stream", id, offset)
	}
	return record{id, b.data[offset+4 : end], end}, nil
}

func versionOf(r record) (int, error) {
	switch r.id {
	case recBOF2:
		return 2, nil
	case recBOF3:
		return 3, nil
	case recBOF4:
		return 4, nil
	case recBOF8:
		if len(r.body) < 4 {
			return 0, refuse("truncated", "first record")
		}
		switch version := binary.LittleEndian.Uint16(r.body); version {
		case 0x0600:
			return 8, nil
		case 0x0500:
			return 5, nil
		case 0x0400:
			return 4, nil
		default:
			return 0, refuse("value", "BIFF version %#x", version)
		}
	}
	return 0, refuse("not-a-book", "first record %#x", r.id)
}

// global takes one record of the globals. It returns the last record it used up: shared strings
// run on over several.
func (b *biff) global(book *Book, r record) (record, error) {
	if len(r.body) < map[uint16]int{recCodePage: 2, recXF8: 4, recXF4: 2, recXF3: 2, recXF2: 3, recFont: 4,
		recFont3: 4}[r.id] {
		return r, refuse("truncated", "record %#x", r.id)
	}
	le := binary.LittleEndian
	switch r.id {
	case recFilePass:
		return r, b.unlock(r, b.passwords)
	case recCodePage:
		b.decode = codePage(le.Uint16(r.body))
	case recDateMode:
		b.date1904 = len(r.body) >= 2 && le.Uint16(r.body) == 1
	case recBoundSheet:
		return r, b.addSheet(book, r)
	case recFormat, recFormat2:
		return r, b.addFormat(r)
	case recFont, recFont3:
		b.fonts = append(b.fonts, le.Uint16(r.body[2:])&8 != 0)
	case recXF8:
		b.xfs = append(b.xfs, biffStyle{int(le.Uint16(r.body)), int(le.Uint16(r.body[2:]))})
	case recXF3, recXF4:
		b.xfs = append(b.xfs, biffStyle{int(r.body[0]), int(r.body[1])})
	case recXF2:
		b.xfs = append(b.xfs, biffStyle{0, int(r.body[2] & 0x3f)})
	case recSST:
		return b.readSST(r)
	case recBook:
		if len(r.body) >= 4 && le.Uint16(r.body[2:]) == 0x0401 {
			b.ownBook = b.books
		}
		b.books++
	case recOutside:
		b.outside = r.body
	}
	return r, nil
}

// addSheet takes a sheet's name, place and visibility. Charts and macro sheets hold no forms, but
// keep their place among the tabs.
func (b *biff) addSheet(book *Book, r record) error {
	if len(r.body) < 7 {
		return refuse("truncated", "sheet record")
	}
	if len(book.sheets) == b.limits.Sheets {
		return refuse("limit-cells", "more than %d sheets", b.limits.Sheets)
	}
	p := &pieces{records: [][]byte{r.body[6:]}}
	n, err := p.byte()
	if err != nil {
		return err
	}
	name, err := b.chars(p, int(n))
	if err != nil {
		return err
	}
	start := int(binary.LittleEndian.Uint32(r.body))
	if r.body[5]&0x0f != 0 {
		start = -1
	}
	book.sheets = append(book.sheets, SheetInfo{Name: name, Hidden: r.body[4]&3 != 0})
	b.starts = append(b.starts, start)
	b.names = append(b.names, name)
	b.hidden = append(b.hidden, r.body[4]&3 != 0)
	return nil
}

// rkNumber decodes an RK value: 30 bits of a double or of a whole number, perhaps in hundredths.
func rkNumber(rk uint32) float64 {
	var n float64
	if rk&2 != 0 {
		n = float64(int32(rk) >> 2)
	} else {
		n = math.Float64frombits(uint64(rk&^3) << 32)
	}
	if rk&1 != 0 {
		n /= 100
	}
	return n
}

// rawNumber writes a double as the shortest text that reads back the same.
func rawNumber(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// isCell holds for the records of cells: in BIFF2 to 4 they end the globals.
func isCell(id uint16) bool {
	switch id {
	case recNumber, recNumber2, recInteger2, recLabel, recLabel2, recBoolErr, recBoolErr2, recRK,
		recFormula, recFormula3, recFormula4:
		return true
	}
	return false
}

// looksLikeBIFF holds for a bare stream: a BOF record of a plausible length.
func looksLikeBIFF(head []byte) bool {
	for _, bof := range []string{
		"\x09\x00\x04\x00", "\x09\x02\x06\x00", "\x09\x04\x06\x00", "\x09\x08\x08\x00", "\x09\x08\x10\x00",
	} {
		if bytes.HasPrefix(head, []byte(bof)) {
			return true
		}
	}
	return false
}
