package cells

import (
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// readPieces reads where the text stands, and the text.
func (d *wordBin) readPieces() error {
	clx, err := d.part(tabPieces)
	if err != nil {
		return err
	}
	for len(clx) > 0 && clx[0] == 1 { // the properties of a document that was saved fast
		if len(clx) < 3 {
			return refuse("truncated", "pieces")
		}
		n := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if n > len(clx) {
			return refuse("truncated", "pieces")
		}
		d.grps = append(d.grps, clx[3:n])
		clx = clx[n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return refuse("part", "no pieces")
	}
	size := binary.LittleEndian.Uint32(clx[1:])
	if uint64(size) > uint64(len(clx)-5) || size < 4 {
		return refuse("truncated", "pieces")
	}
	table := readPLC(clx[5:5+size], 8)
	for i := range table.count() {
		if err := d.addPiece(table.at[i], table.at[i+1], table.of(i)); err != nil {
			return err
		}
	}
	return d.checkLengths()
}

// addPiece takes the text of a piece.
func (d *wordBin) addPiece(from, to int, about []byte) error {
	fc := int(binary.LittleEndian.Uint32(about[2:]))
	p := docPiece{from: from, to: to, fc: fc & 0x3fffffff, width: 2, prm: binary.LittleEndian.Uint16(about[6:])}
	if fc&0x40000000 != 0 {
		p.fc, p.width = p.fc/2, 1
	}
	if from != len(d.units) || to < from || to > len(d.fib) {
		return refuse("order", "a piece from %d to %d behind %d", from, to, len(d.units))
	}
	if p.fc+(to-from)*p.width > len(d.fib) {
		return refuse("truncated", "a piece ends outside the document")
	}
	raw := d.fib[p.fc : p.fc+(to-from)*p.width]
	for i := 0; i < len(raw); i += p.width {
		if p.width == 2 {
			d.units = append(d.units, binary.LittleEndian.Uint16(raw[i:]))
		} else {
			d.units = append(d.units, uint16(charmap.Windows1252.DecodeByte(raw[i])))
		}
	}
	d.pieces = append(d.pieces, p)
	return nil
}

// checkLengths holds the lengths of the texts to what there is.
func (d *wordBin) checkLengths() error {
	total := 0
	for n := range 8 {
		size := d.length(n)
		if size < 0 || size > len(d.units) {
			return refuse("truncated", "a text of %d characters, of %d", size, len(d.units))
		}
		total += size
	}
	if total > len(d.units) || d.length(0) == 0 {
		return refuse("truncated", "texts of %d characters, of %d", total, len(d.units))
	}
	return nil
}

// docRun is what is said of a stretch of the file: a style, for paragraphs, and properties.
type docRun struct {
	from, to int // FCs
	style    int
	grpprl   []byte
}

// readRuns reads the pages of properties.
func (d *wordBin) readRuns() (err error) {
	if d.chars, err = d.runs(tabChars, (*wordBin).charRun); err != nil {
		return err
	}
	d.paras, err = d.runs(tabParas, (*wordBin).paraRun)
	return err
}

// pageSize is the size of a page of properties (FKP).
const pageSize = 512

func (d *wordBin) runs(table int, read func(d *wordBin, page []byte, n, count int) (docRun, error)) ([]docRun, error) {
	pages, err := d.plc(table, 4)
	if err != nil {
		return nil, err
	}
	var runs []docRun
	for i := range pages.count() {
		at := int(binary.LittleEndian.Uint32(pages.of(i))&0x3fffff) * pageSize
		if at+pageSize > len(d.fib) {
			return nil, refuse("truncated", "a page of properties stands outside")
		}
		page := d.fib[at : at+pageSize]
		count := int(page[pageSize-1])
		if 4*(count+1) > pageSize {
			return nil, refuse("value", "a page of properties with %d runs", count)
		}
		for n := range count {
			run, err := read(d, page, n, count)
			if err != nil {
				return nil, err
			}
			run.from, run.to = int(binary.LittleEndian.Uint32(page[4*n:])),
				int(binary.LittleEndian.Uint32(page[4*n+4:]))
			if run.to < run.from || len(runs) > 0 && run.from < runs[len(runs)-1].to {
				return nil, refuse("order", "runs of properties that overlap")
			}
			runs = append(runs, run)
		}
	}
	return runs, nil
}

// charRun reads what a page says of its nth stretch of characters.
func (d *wordBin) charRun(page []byte, n, count int) (docRun, error) {
	offset := 4*(count+1) + n
	if offset >= pageSize-1 {
		return docRun{}, refuse("value", "a page of properties is too full")
	}
	at := 2 * int(page[offset])
	if at == 0 {
		return docRun{}, nil
	}
	end := at + 1 + int(page[at])
	if end > pageSize {
		return docRun{}, refuse("value", "properties outside their page")
	}
	return docRun{grpprl: page[at+1 : end]}, nil
}

// paraRun reads what a page says of its nth paragraph.
func (d *wordBin) paraRun(page []byte, n, count int) (docRun, error) {
	offset := 4*(count+1) + 13*n
	if offset >= pageSize-1 {
		return docRun{}, refuse("value", "a page of properties is too full")
	}
	at := 2 * int(page[offset])
	if at == 0 {
		return docRun{}, nil
	}
	size := 2*int(page[at]) - 1
	if page[at] == 0 {
		at++
		if at >= pageSize {
			return docRun{}, refuse("value", "properties outside their page")
		}
		size = 2 * int(page[at])
	}
	if at+1+size > pageSize || size < 2 {
		return docRun{}, refuse("value", "properties outside their page")
	}
	b := page[at+1 : at+1+size]
	return docRun{style: int(binary.LittleEndian.Uint16(b)), grpprl: b[2:]}, nil
}
