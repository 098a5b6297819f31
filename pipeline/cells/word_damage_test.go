package cells

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// everything is all that a Word file said: its sheet and its document.
func everything(sheets []Sheet) string {
	var b strings.Builder
	b.WriteString(describeWord(sheets))
	for i := range sheets {
		if d := sheets[i].Document; d != nil {
			for _, block := range d.Blocks {
				if p := block.Paragraph; p != nil {
					fmt.Fprintf(&b, "%+v\n", *p)
				}
			}
		}
	}
	return b.String()
}

// damagedWord tries damaged copies of documents: none that has checksums may be read as something else without an error.
// Binary documents have none; they only must not break the reader.
func damagedWord(t *testing.T, files [][]byte, copies int) {
	random := rand.New(rand.NewPCG(2023, 20))
	refused, same, wrong, old := 0, 0, 0, 0
	slowest := time.Duration(0)
	originals := make([]string, len(files))
	for i, data := range files {
		if sheets, err := read(t, data); err == nil {
			originals[i] = everything(sheets)
		}
	}
	for range copies {
		n := random.IntN(len(files))
		zipped := bytes.HasPrefix(files[n], []byte("PK"))
		b := damageWord(random, files[n], zipped)
		start := time.Now()
		sheets, err := read(t, b)
		slowest = max(slowest, time.Since(start))
		switch {
		case err != nil:
			if r, ok := AsRefusal(err); !ok || r.Code == "panic" {
				t.Fatalf("%v %+v", err, r)
			}
			refused++
		case everything(sheets) == originals[n]:
			same++
		case zipped:
			wrong++
		default:
			old++
		}
	}
	t.Logf("%d copies of %d documents: %d refused, %d read as the original, %d read wrong; %d binary ones read otherwise; slowest %v", copies, len(files), refused, same, wrong, old, slowest)
	if wrong > 0 {
		t.Errorf("%d read wrong", wrong)
	}
}

func damageWord(random *rand.Rand, data []byte, zipped bool) []byte {
	if zipped {
		return damage(random, data)
	}
	b := bytes.Clone(data)
	for range 1 + random.IntN(4) {
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
	}
	if random.IntN(4) == 0 {
		b = b[:random.IntN(len(b))]
	}
	return b
}

func TestDamagedWord(t *testing.T) {
	file := wordFile(t, `<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>概况</w:t></w:r></w:p><w:tbl><w:tr><w:tc><p>年初</p></w:tc><w:tc><p>6.3</p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>注</w:t><w:footnoteReference w:id="1"/></w:r></w:p>
== styles ==
<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
== numbering ==
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
== footnotes ==
<w:footnote w:id="1"><p>说明</p></w:footnote>
`)
	damagedWord(t, [][]byte{file}, 3000)
}

// JIXIAO_CORPUS_WORD is the folder of the corpus of Word files, JIXIAO_DAMAGE how many copies.
func TestDamagedWordCorpus(t *testing.T) {
	dir, copies := os.Getenv("JIXIAO_CORPUS_WORD"), 4000
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS_WORD does not name the folder of the corpus")
	}
	if n, err := strconv.Atoi(os.Getenv("JIXIAO_DAMAGE")); err == nil {
		copies = n
	}
	names, err := filepath.Glob(filepath.Join(dir, "*", "*.do*"))
	if err != nil {
		t.Fatal(err)
	}
	var files [][]byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := read(t, data)
		if err == nil && len(data) < 200_000 && sheets[0].Document != nil {
			files = append(files, data)
		}
	}
	damagedWord(t, files, copies)
}

// FuzzWord fuzzes the XML of a document, its styles and its lists inside a sound container.
func FuzzWord(f *testing.F) {
	f.Add(`<p>一</p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><p>二</p></w:tc></w:tr></w:tbl>`, `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="a"/></w:style>`, `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="8"><w:start w:val="-1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%9%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	f.Add(`<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>EQ \o(a,b)</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "", "")
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		for _, part := range []string{body, styles, numbering} {
			if strings.Contains("\n"+part, "\n== ") || strings.Contains("\n"+part, "\n-- ") {
				return
			}
		}
		mustNotPanic(t, wordFile(t, body+"\n== styles ==\n"+styles+"\n== numbering ==\n"+numbering+"\n"))
	})
}

// FuzzWordBin fuzzes the streams of a binary document: what is said of characters and paragraphs, its tables.
func FuzzWordBin(f *testing.F) {
	row := rowEnd([]int{0, 900, 1800}, 0x60, 0x20)
	f.Add("甲\a乙\a", []byte(nil), row.mark, uint8(tabLists), listTables()[tabLists], []byte{1, 0})
	f.Add("(\x13\x14\x15", sprm(sprmSymbol, 0, 0, 0xb3, 0xf0), sprm(sprmHuge2, 0, 0, 0, 0), uint8(tabStyles),
		[]byte{4, 0, 1, 0, 10, 0, 2, 0, 1, 2}, sprm(sprmInTable, 1))
	f.Fuzz(func(t *testing.T, text string, props, mark []byte, table uint8, b, data []byte) {
		if len(props) > 250 || len(mark) > 250 || len(text) > 5000 {
			return
		}
		file := docFile{data: data, grps: [][]byte{props}, tables: map[int][]byte{},
			body: []docChars{{text: text, props: props, mark: mark}, {text: "\r", mark: inTable, prm: 1},
				{text: "\a", mark: mark}}}
		if n := int(table); n <= tabLfo && n != tabPieces && n != tabChars && n != tabParas {
			file.tables[n] = b
		}
		book, err := file.open(t)
		if err == nil {
			_, err = book.Sheet(0)
		}
		if r, ok := AsRefusal(err); err != nil && (!ok || r.Code == "panic") {
			t.Fatalf("%v %+v", err, r)
		}
	})
}
