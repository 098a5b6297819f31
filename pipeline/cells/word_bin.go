package cells

import (
	"encoding/binary"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// wordBin reads the binary documents of Word 97 to 2003 and of WPS (.doc, .dot, .wps), as [MS-DOC] describes them:
// a stream of text in pieces, and pages that say of each stretch of it what it is.
type wordBin struct {
	limits *Limits

	fib, table, data []byte // the streams: WordDocument, which begins with the FIB; 0Table or 1Table; Data

	units  []uint16   // the text, by character position (CP)
	pieces []docPiece // where it stands in the file
	grps   [][]byte   // the properties that pieces of a document saved fast name by number

	chars []docRun // what is said of stretches of characters, by offset in the file (FC)
	paras []docRun // … of paragraphs

	styles []docStyle
	fonts  []string
	lists  []*listUse // by number, from 1
	doc    *Document
	notes  map[int]int    // the place in doc.Notes of what is marked at a CP
	boxes  map[int]docBox // the text box that is anchored at a CP
	text   textBudget
	work   int // bytes of properties that were looked at
}

// docPiece is a stretch of text that stands together in the file.
type docPiece struct {
	from, to int // CPs
	fc       int // the offset of its first character
	width    int // bytes of a character: 1, in code page 1252, or 2
	prm      uint16
}

// docBox is the text of a text box, in CPs.
type docBox struct{ from, to int }

// What stands in the FIB, by offset; the tables that it names, by number.
const (
	fibFlags    = 0x0a
	fibTexts    = 0x4c // the lengths of the texts
	fibTables   = 0x9a
	fibEnd      = fibTables + 8*(tabLfo+1)
	oldestFib   = 0x00c1 // Word 97
	wordMagic   = 0xa5ec
	flagSealed  = 0x0100
	flagTable1  = 0x0200
	tabStyles   = 1
	tabFootRefs = 2
	tabFootText = 3
	tabSections = 6
	tabChars    = 12
	tabParas    = 13
	tabFonts    = 15
	tabPieces   = 33
	tabShapes   = 40
	tabEndRefs  = 46
	tabEndText  = 47
	tabBoxes    = 56
	tabLists    = 73
	tabLfo      = 74
)

// openWordOLE opens the document in a compound file.
func openWordOLE(file *mscfb.Reader, o *Options) (*Book, error) {
	streams := map[string]*mscfb.File{}
	for _, entry := range file.File {
		if len(entry.Path) == 0 {
			streams[strings.ToLower(entry.Name)] = entry
		}
	}
	switch {
	case streams["drmcontent"] != nil: // the document beside it only says so
		return nil, refuse("encrypted", "rights management")
	case streams["worddocument"] != nil:
	case streams["matost"] != nil, streams["contents"] != nil:
		return nil, refuseWord("word-old", "a document of Works")
	default:
		return nil, refuse("word", "a compound file without workbook or document")
	}
	d := newWordBin(&o.Limits)
	if err := d.read(streams, o.Passwords); err != nil {
		return nil, asWord(err)
	}
	book, err := wordBook(d.doc, d.limits)
	return book, asWord(err)
}

func newWordBin(limits *Limits) *wordBin {
	return &wordBin{limits: limits, doc: &Document{}, notes: map[int]int{}, boxes: map[int]docBox{}}
}

func (d *wordBin) read(streams map[string]*mscfb.File, passwords []string) (err error) {
	if d.fib, err = d.stream(streams["worddocument"]); err != nil {
		return err
	}
	if err := d.checkFib(); err != nil {
		return err
	}
	name := "0table"
	if d.u16(fibFlags)&flagTable1 != 0 {
		name = "1table"
	}
	if streams[name] == nil {
		return refuse("part", "no stream %s", name)
	}
	if d.table, err = d.stream(streams[name]); err != nil {
		return err
	}
	if streams["data"] != nil {
		if d.data, err = d.stream(streams["data"]); err != nil {
			return err
		}
	}
	return d.readDocument(passwords)
}

// readDocument reads the document from its streams.
func (d *wordBin) readDocument(passwords []string) error {
	if d.u16(fibFlags)&flagSealed != 0 {
		if err := d.unlock(passwords); err != nil {
			return err
		}
	}
	for _, step := range []func() error{d.readPieces, d.readRuns, d.readFonts, d.readStyles, d.readLists, d.readText} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// checkFib looks whether this is a document that can be read.
func (d *wordBin) checkFib() error {
	if len(d.fib) < 32 {
		return refuse("truncated", "a document of %d bytes", len(d.fib))
	}
	switch magic, version := d.u16(0), d.u16(2); {
	case magic != wordMagic:
		return refuseWord("word-old", "signature %#x", magic)
	case version < oldestFib:
		return refuseWord("word-old", "version %d", version)
	case len(d.fib) < fibEnd:
		return refuse("truncated", "a document of %d bytes", len(d.fib))
	}
	return nil
}

func (d *wordBin) stream(f *mscfb.File) ([]byte, error) {
	if f.Size > d.limits.Part {
		return nil, refuse("limit-size", "stream %s of %d bytes", f.Name, f.Size)
	}
	b, err := io.ReadAll(io.LimitReader(f, f.Size))
	if err != nil || int64(len(b)) != f.Size {
		return nil, refuse("truncated", "stream %s: %d of %d bytes: %v", f.Name, len(b), f.Size, err)
	}
	return b, nil
}

func (d *wordBin) u16(at int) int { return int(binary.LittleEndian.Uint16(d.fib[at:])) }

// length is how many characters the nth text has: the body, footnotes, headers, macros, comments, endnotes, text
// boxes, those of headers.
func (d *wordBin) length(n int) int {
	return int(int32(binary.LittleEndian.Uint32(d.fib[fibTexts+4*n:])))
}

// part gives the bytes of a table that the FIB names; nil for none.
func (d *wordBin) part(n int) ([]byte, error) {
	at := fibTables + 8*n
	fc, size := binary.LittleEndian.Uint32(d.fib[at:]), binary.LittleEndian.Uint32(d.fib[at+4:])
	if size == 0 {
		return nil, nil
	}
	if uint64(fc)+uint64(size) > uint64(len(d.table)) {
		return nil, refuse("truncated", "table %d ends outside its stream", n)
	}
	return d.table[fc : fc+size], nil
}

// plc is a table of positions and of what stands between them: n+1 positions, n times size bytes.
type plc struct {
	at   []int
	data []byte
	size int
}

func (d *wordBin) plc(n, size int) (plc, error) {
	b, err := d.part(n)
	if err != nil || len(b) < 4 {
		return plc{size: size}, err
	}
	return readPLC(b, size), nil
}

func readPLC(b []byte, size int) plc {
	n := (len(b) - 4) / (4 + size)
	p := plc{at: make([]int, n+1), data: b[4*(n+1):], size: size}
	for i := range p.at {
		p.at[i] = int(int32(binary.LittleEndian.Uint32(b[4*i:])))
	}
	return p
}

// count is how many stretches there are.
func (p plc) count() int { return max(0, len(p.at)-1) }

// of is what stands of the nth.
func (p plc) of(n int) []byte { return p.data[n*p.size : (n+1)*p.size] }
