package cells

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// docStory reads one run of text of a binary document.
type docStory struct {
	d        *wordBin
	counters *counters
	end      int          // CP
	sections map[int]bool // the CPs behind the marks that end sections

	char   docChar // what holds of the characters up to until
	until  int
	fields []wordField
	text   *docText
	blocks []Block
	levels []docLevel // the tables that are open, from the outside
}

// docLevel is a table that is open, with the row and the cell that are.
type docLevel struct {
	rows   []docRow
	cells  [][]Block
	blocks []Block
}

// docText is a paragraph while its text is gathered.
type docText struct {
	p             *Paragraph
	shown, hidden []byte
	high          uint16 // the first half of a character
	boxes         []Block
}

// The characters that are no text.
const (
	charPicture, charNote, charComment     = 0x01, 0x02, 0x05
	charCell, charShape                    = 0x07, 0x08
	charLine, charBreak, charPara, charCol = 0x0b, 0x0c, 0x0d, 0x0e
	charField, charResult, charFieldEnd    = 0x13, 0x14, 0x15
	charHyphen, charSoftHyphen, charSymbol = 0x1e, 0x1f, 0x28
)

// story reads the text from one CP up to another.
func (d *wordBin) story(from, to int, sections map[int]bool) ([]Block, error) {
	t := &docStory{d: d, counters: newCounters(), end: to, sections: sections, text: &docText{p: &Paragraph{}}}
	for cp := from; cp < to; cp++ {
		if cp >= t.until {
			var err error
			if t.char, t.until, err = d.charAt(cp); err != nil {
				return nil, err
			}
		}
		if err := t.take(cp, d.units[cp]); err != nil {
			return nil, err
		}
	}
	if len(t.text.shown)+len(t.text.hidden) > 0 { // a text without a mark at its end
		if err := t.endParagraph(docPara{outline: -1}); err != nil {
			return nil, err
		}
	}
	if t.inCode() {
		return nil, refuse("value", "a field that has no end")
	}
	err := t.close(0)
	return t.blocks, err
}

// take takes one character.
func (t *docStory) take(cp int, u uint16) error {
	switch {
	case u == charPara, u == charCell, u == charBreak && t.sections[cp+1]:
		if t.char.deleted && u != charCell {
			return nil // the paragraph runs on into the next
		}
		para, err := t.d.paraAt(cp)
		if err != nil {
			return err
		}
		return t.mark(u, para)
	case t.char.deleted:
		return nil
	}
	if note, marked := t.d.notes[cp]; marked && !t.inCode() {
		t.text.p.Marks = append(t.text.p.Marks, Mark{At: len(t.text.shown), Note: note})
	}
	if t.char.special {
		return t.special(cp, u)
	}
	switch u {
	case charLine:
		t.say("\n")
	case charBreak, charCol:
		t.say("\f")
	case charHyphen:
		t.say("-")
	case charSoftHyphen:
	case '\t':
		t.say("\t")
	default:
		if u >= 0x20 {
			t.unit(u)
		}
	}
	return nil
}

// special takes a character that stands for something else than itself.
func (t *docStory) special(cp int, u uint16) error {
	n := len(t.fields)
	switch u {
	case charField:
		if n == t.d.limits.Depth {
			return refuse("limit-xml", "fields nested too deep")
		}
		t.fields = append(t.fields, wordField{})
	case charResult:
		if n > 0 {
			t.fields[n-1].inResult = true
		}
	case charFieldEnd:
		if n > 0 {
			f := t.fields[n-1]
			t.fields = t.fields[:n-1]
			if f.shows == "" && !f.inResult {
				f.shows = shownByCode(string(f.code))
			}
			t.say(f.shows)
		}
	case charPicture:
		if t.char.data && n > 0 {
			if strings.Contains(strings.ToUpper(string(t.fields[n-1].code)), "FORM") {
				t.fields[n-1].shows = t.d.formField(t.char.picture)
			}
		} else if !t.inCode() {
			t.text.p.Unread++
		}
	case charShape:
		return t.shape(cp)
	case charSymbol:
		if t.char.symbol != 0 {
			t.say(string(symbol(t.d.font(t.char.symbolFont), t.char.symbol)))
		}
	}
	return nil
}

// shape reads the text box that is anchored at a CP.
func (t *docStory) shape(cp int) error {
	box, found := t.d.boxes[cp]
	if !found || t.inCode() {
		return nil
	}
	delete(t.d.boxes, cp) // once, and never inside itself
	blocks, err := t.d.story(box.from, box.to, nil)
	if err == nil {
		t.text.boxes = append(t.text.boxes, Block{Box: &TextBox{Blocks: trimBlocks(blocks)}})
	}
	return err
}

// trimBlocks leaves out paragraphs at the end that show nothing: a text of its own ends with one.
func trimBlocks(blocks []Block) []Block {
	for len(blocks) > 0 {
		if p := blocks[len(blocks)-1].Paragraph; p == nil || !p.showsNothing() || p.Unread > 0 {
			break
		}
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}

func (t *docStory) inCode() bool { return (&story{fields: t.fields}).inCode() }

// unit takes a UTF-16 unit of text.
func (t *docStory) unit(u uint16) {
	r := rune(u)
	switch {
	case utf16.IsSurrogate(r) && u < 0xdc00:
		t.text.high = u
		return
	case utf16.IsSurrogate(r):
		r = utf16.DecodeRune(rune(t.text.high), r)
	case inPrivateArea(r):
		r = symbol(t.d.font(t.char.font), r)
	}
	var b [utf8.UTFMax]byte
	text := string(b[:utf8.EncodeRune(b[:], r)])
	if n := len(t.fields); n > 0 && !t.fields[n-1].inResult && len(t.fields[n-1].code) < 4096 {
		t.fields[n-1].code = append(t.fields[n-1].code, text...)
	}
	t.say(text)
}

// say adds text.
func (t *docStory) say(text string) {
	if text == "" || t.inCode() {
		return
	}
	switch t.char.raise {
	case 1:
		text = raised.Replace(text)
	case 2:
		text = lowered.Replace(text)
	}
	if t.char.hidden {
		t.text.hidden = append(t.text.hidden, text...)
	} else {
		t.text.shown = append(t.text.shown, text...)
	}
}
