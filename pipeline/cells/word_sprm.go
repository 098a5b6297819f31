package cells

import (
	"encoding/binary"
	"slices"
	"sort"
)

// The properties (sprm) that matter for what is shown.
const (
	sprmDeleted, sprmVanish, sprmSpecial  = 0x0800, 0x083c, 0x0855
	sprmData, sprmPicture, sprmSymbol     = 0x0806, 0x6a03, 0x6a09
	sprmCharStyle, sprmRaise, sprmFont    = 0x4a30, 0x2a48, 0x4a4f
	sprmPlain                             = 0x2a33
	sprmParaStyle                         = 0x4600
	sprmInTable, sprmRowEnd, sprmDepth    = 0x2416, 0x2417, 0x6649
	sprmInnerCell, sprmInnerRowEnd        = 0x244b, 0x244c
	sprmLevel, sprmList, sprmOutline      = 0x260a, 0x460b, 0x2640
	sprmHuge, sprmHuge2, sprmTable        = 0x6645, 0x6646, 0x646b
	sprmCells, sprmMerge, sprmSplit       = 0xd608, 0x5624, 0x5625
	sprmMergeDown, sprmInsert, sprmRemove = 0xd62b, 0x7621, 0x5622
	sprmWidth                             = 0x7623
	sprmTabs, sprmOldList                 = 0xc615, 0xc63e
)

// eachSprm hands the properties of a list to take, with their operands.
func eachSprm(b []byte, take func(op int, operand []byte) error) error {
	for len(b) >= 3 {
		op := int(binary.LittleEndian.Uint16(b))
		n, head := sprmSize(op, b[2:])
		if head+n > len(b)-2 {
			return nil // padding, or what some programs cut off
		}
		if err := take(op, b[2+head:2+head+n]); err != nil {
			return err
		}
		b = b[2+head+n:]
	}
	return nil
}

// maxWork is how many bytes of properties are looked at. A document of 64 MiB has less, but a hostile one could have
// the same ones said of each character.
const maxWork = 1 << 28

// each is eachSprm within the limit of all properties.
func (d *wordBin) each(b []byte, take func(op int, operand []byte) error) error {
	if d.work += len(b); d.work > maxWork {
		return refuse("limit-xml", "too many properties")
	}
	return eachSprm(b, take)
}

// sprmSize is how long an operand is, and what stands before it to say so.
func sprmSize(op int, b []byte) (n, head int) {
	switch op >> 13 {
	case 0, 1:
		return 1, 0
	case 2, 4, 5:
		return 2, 0
	case 3:
		return 4, 0
	case 7:
		return 3, 0
	}
	switch {
	case op == sprmCells && len(b) >= 2:
		return max(0, int(binary.LittleEndian.Uint16(b))-1), 2
	case op == sprmTabs && b[0] == 255:
		return tabsSize(b)
	}
	return int(b[0]), 1
}

// tabsSize is the length of a list of tabs that is too long to say it.
func tabsSize(b []byte) (n, head int) {
	at := 1
	for _, size := range []int{4, 3} {
		if at >= len(b) {
			return len(b), 0
		}
		at += 1 + size*int(b[at])
	}
	return at - 1, 1
}

// docChar is what is said of a character.
type docChar struct {
	deleted, special, data bool
	vanish                 byte // as written: 0, 1, 0x80 as the style, 0x81 other than the style
	said                   bool // vanish is written
	style                  int
	raise                  byte // 1 above, 2 below the line
	font                   int
	symbol                 rune
	symbolFont             int
	picture                int
	hidden                 bool // it is not shown
}

func (c *docChar) take(op int, b []byte) error {
	switch op {
	case sprmDeleted:
		c.deleted = b[0] != 0
	case sprmVanish:
		c.vanish, c.said = b[0], true
	case sprmSpecial:
		c.special = b[0] != 0
	case sprmData:
		c.data = b[0] != 0
	case sprmPicture:
		c.picture = int(int32(binary.LittleEndian.Uint32(b)))
	case sprmSymbol:
		c.symbolFont, c.symbol = int(binary.LittleEndian.Uint16(b)), rune(binary.LittleEndian.Uint16(b[2:]))
		c.special = true
	case sprmCharStyle:
		c.style = int(binary.LittleEndian.Uint16(b))
	case sprmRaise:
		c.raise = b[0]
	case sprmFont:
		c.font = int(binary.LittleEndian.Uint16(b))
	case sprmPlain:
		*c = docChar{
			special: c.special, deleted: c.deleted, data: c.data, style: -1, font: -1,
			symbol: c.symbol, symbolFont: c.symbolFont, picture: c.picture,
		}
	}
	return nil
}

// docPara is what is said of a paragraph.
type docPara struct {
	style                  int
	inTable, rowEnd        bool
	innerCell, innerRowEnd bool
	depth                  int
	level, list, outline   int
	oldList                bool // a list as Word 6 made it
	tap                    docTap
}

func (p *docPara) take(d *wordBin, op int, b []byte, deep int) error {
	switch op {
	case sprmParaStyle:
		p.style = int(binary.LittleEndian.Uint16(b))
	case sprmInTable:
		p.inTable = b[0] != 0
	case sprmRowEnd:
		p.rowEnd = b[0] != 0
	case sprmDepth:
		p.depth = int(int32(binary.LittleEndian.Uint32(b)))
	case sprmInnerCell:
		p.innerCell = b[0] != 0
	case sprmInnerRowEnd:
		p.innerRowEnd = b[0] != 0
	case sprmLevel:
		p.level = int(b[0])
	case sprmList:
		p.list = int(int16(binary.LittleEndian.Uint16(b)))
	case sprmOutline:
		p.outline = int(b[0])
	case sprmOldList:
		p.oldList = len(b) > 0 && b[0] != 0xff
	case sprmHuge, sprmHuge2, sprmTable:
		return p.takeHuge(d, int(binary.LittleEndian.Uint32(b)), deep)
	default:
		return p.tap.take(op, b)
	}
	return nil
}

// takeHuge takes properties that are too long for their page and stand in the stream Data.
func (p *docPara) takeHuge(d *wordBin, at, deep int) error {
	if at < 0 || at+2 > len(d.data) || deep > 0 {
		return refuse("truncated", "properties outside the stream Data")
	}
	n := int(binary.LittleEndian.Uint16(d.data[at:]))
	if at+2+n > len(d.data) {
		return refuse("truncated", "properties outside the stream Data")
	}
	return d.each(d.data[at+2:at+2+n], func(op int, b []byte) error { return p.take(d, op, b, deep+1) })
}

// pieceAt gives the piece of a CP.
func (d *wordBin) pieceAt(cp int) *docPiece {
	i := sort.Search(len(d.pieces), func(i int) bool { return d.pieces[i].to > cp })
	return &d.pieces[i]
}

// runAt gives what is said at an offset of the file; nil for nothing.
func runAt(runs []docRun, fc int) *docRun {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].to > fc })
	if i < len(runs) && runs[i].from <= fc {
		return &runs[i]
	}
	return nil
}

// charAt is what is said of the character at a CP, and up to which CP it holds.
func (d *wordBin) charAt(cp int) (c docChar, until int, err error) {
	p := d.pieceAt(cp)
	fc := p.fc + (cp-p.from)*p.width
	until = p.to
	i := sort.Search(len(d.chars), func(i int) bool { return d.chars[i].to > fc })
	c = docChar{style: -1, font: -1}
	if i < len(d.chars) {
		run := &d.chars[i]
		end := run.to
		if run.from <= fc {
			err = d.each(run.grpprl, c.take)
		} else {
			end = run.from
		}
		until = min(until, cp+max(1, (end-fc+p.width-1)/p.width))
	}
	if err == nil {
		err = d.eachPrm(p.prm, c.take)
	}
	if err == nil {
		c.hidden, err = d.isHidden(&c)
	}
	return c, until, err
}

// isHidden holds for characters that are not shown: they say so, or their style does.
func (d *wordBin) isHidden(c *docChar) (hidden bool, err error) {
	if c.said && c.vanish < 0x80 {
		return c.vanish != 0, nil
	}
	for _, s := range d.styleChain(c.style) {
		err = d.each(s.char, func(op int, b []byte) error {
			if op == sprmVanish {
				hidden = b[0] == 1
			}
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return hidden != (c.said && c.vanish == 0x81), nil
}

// paraAt is what is said of the paragraph whose mark stands at a CP.
func (d *wordBin) paraAt(cp int) (docPara, error) {
	piece := d.pieceAt(cp)
	para := docPara{outline: -1}
	run := runAt(d.paras, piece.fc+(cp-piece.from)*piece.width)
	if run != nil {
		para.style = run.style
	}
	take := func(op int, b []byte) error { return para.take(d, op, b, 0) }
	for _, s := range d.styleChain(para.style) {
		if err := d.each(s.para, take); err != nil {
			return para, err
		}
	}
	if run != nil {
		if err := d.each(run.grpprl, take); err != nil {
			return para, err
		}
	}
	return para, d.eachPrm(piece.prm, take)
}

// shortSprms are the properties that a piece may name by seven bits.
var shortSprms = map[int]int{
	0x0c: sprmLevel, 0x18: sprmInTable, 0x19: sprmRowEnd, 0x41: sprmDeleted,
	0x5c: sprmVanish, 0x68: sprmRaise, 0x75: sprmSpecial, 0x78: sprmOutline,
}

// eachPrm hands on what a piece says of all its text: a document saved fast puts changes there.
func (d *wordBin) eachPrm(prm uint16, take func(op int, b []byte) error) error {
	switch {
	case prm == 0:
	case prm&1 != 0:
		if n := int(prm >> 1); n < len(d.grps) {
			return d.each(d.grps[n], take)
		}
		return refuse("index", "a piece names properties that are not there")
	default:
		if op, known := shortSprms[int(prm>>1)&0x7f]; known {
			return take(op, []byte{byte(prm >> 8)})
		}
	}
	return nil
}

// styleChain gives a style behind those that it is based on.
func (d *wordBin) styleChain(n int) []*docStyle {
	var chain []*docStyle
	for n >= 0 && n < len(d.styles) && len(chain) < 64 {
		chain = append(chain, &d.styles[n])
		n = d.styles[n].base
	}
	slices.Reverse(chain)
	return chain
}
