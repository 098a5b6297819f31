package cells

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// pack makes a workbook of parts given as text: the files of a txtar archive. Parts that every
// workbook needs are added where the archive does not have them.
func pack(t testing.TB, text string) []byte {
	t.Helper()
	archive := txtar.Parse([]byte(text))
	have := map[string]bool{}
	for _, f := range archive.Files {
		have[f.Name] = true
	}
	for _, f := range txtar.Parse([]byte(plainParts)).Files {
		if !have[f.Name] {
			archive.Files = append(archive.Files, f)
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range archive.Files {
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(bytes.TrimRight(f.Data, "\n"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const plainParts = `-- _rels/.rels --
<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
-- xl/workbook.xml --
<workbook xmlns:r="r"><sheets><sheet name="表一" sheetId="1" r:id="r1"/></sheets></workbook>
-- xl/_rels/workbook.xml.rels --
<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>
-- xl/sharedStrings.xml --
<sst><si><t>零</t></si><si><r><t>富</t></r><r><t xml:space="preserve"> 文本</t></r><rPh sb="0" eb="1"><t>ふ</t></rPh></si><si><t>a_x000D_b_x005F_c</t></si></sst>
-- xl/styles.xml --
<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="#,##0.00_);[Red](#,##0.00)"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>
-- xl/worksheets/sheet1.xml --
<worksheet><sheetData/></worksheet>
`

func read(t testing.TB, data []byte) ([]Sheet, error) {
	t.Helper()
	return Read(bytes.NewReader(data), int64(len(data)), Options{})
}

// sheetOf packs a workbook around one sheet.
func sheetOf(body string) string { return "-- xl/worksheets/sheet1.xml --\n" + body + "\n" }

func TestCellsAreReadAsShownAndAsStored(t *testing.T) {
	cases := []struct{ cell, want string }{
		{`<c r="A1" t="s"><v>0</v></c>`, `A1 text "零" raw "零"`},
		{`<c r="A1" t="s"><v>1</v></c>`, `A1 text "富 文本" raw "富 文本"`},
		{`<c r="A1" t="s"><v>2</v></c>`, `A1 text "a\rb_c" raw "a\rb_c"`},
		{`<c r="A1" t="inlineStr"><is><t>_xD83D__xDE00_b_xD83D_c_xDE00_d_x000A_</t></is></c>`, `A1 text "😀b_xD83D_c_xDE00_d\n" raw "😀b_xD83D_c_xDE00_d\n"`},
		{`<c r="A1" t="inlineStr"><is><t>行&amp;内</t></is></c>`, `A1 text "行&内" raw "行&内"`},
		{`<c r="A1" t="str"><f>"x"</f><v>x</v></c>`, `A1 text "x" raw "x" =x`},
		{`<c r="A1"><v>0.87290000000000001</v></c>`, `A1 number "0.8729" raw "0.87290000000000001"`},
		{`<c r="A1" s="1"><v>0.873</v></c>`, `A1 number "87.30%" raw "0.873" percent`},
		{`<c r="A1" s="2"><v>45291</v></c>`, `A1 number "2023年12月" raw "45291" date`},
		{`<c r="A1" s="4"><v>45291.5</v></c>`, `A1 number "2023/12/31 12:00" raw "45291.5" date`},
		{`<c r="A1" s="3"><v>-1234.5</v></c>`, `A1 number "(1,234.50)" raw "-1234.5"`},
		{`<c r="A1" t="d" s="2"><v>2023-12-31</v></c>`, `A1 number "2023年12月" raw "2023-12-31" date`},
		{`<c r="A1" t="b"><v>1</v></c>`, `A1 bool "TRUE" raw "1"`},
		{`<c r="A1" t="e"><f>A2</f><v>#REF!</v></c>`, `A1 error "#REF!" raw "#REF!" =A2`},
		{`<c r="A1"><f>SUM(B1:B3)</f></c>`, `A1 blank "" raw "" =SUM(B1:B3) uncached`},
		{`<c r="A1"><f>SUM(B1:B3)</f><v></v></c>`, `A1 blank "" raw "" =SUM(B1:B3) uncached`},
		{`<c r="A1" t="str"><f>B1</f><v></v></c>`, `A1 blank "" raw "" =B1`},
		{`<c r="A1" s=""><v>5</v></c>`, `A1 number "5" raw "5"`},
		{`<c><v>1</v></c><c><v>2</v></c>`, `A1 number "1" raw "1"; B1 number "2" raw "2"`},
		{`<c r="A1"><f t="shared" ref="A1:A2" si="0">B1+$C$1</f><v>1</v></c><c r="C1"><f t="shared" si="0"/><v>2</v></c>`, `A1 number "1" raw "1" =B1+$C$1; C1 number "2" raw "2" =D1+$C$1`},
		{`<x:c xmlns:x="y" r="A1"><x:v>5</x:v></x:c>`, `A1 number "5" raw "5"`},
		{`<c r="A1"/><c r="B1" t="s"/>`, ``},
	}
	for _, c := range cases {
		sheets, err := read(t, pack(t, sheetOf(`<worksheet><sheetData><row r="1">`+c.cell+`</row></sheetData></worksheet>`)))
		if err != nil {
			t.Errorf("%s: %v", c.cell, err)
			continue
		}
		var got []string
		for i := range sheets[0].Cells {
			got = append(got, describe(&sheets[0].Cells[i]))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.cell, strings.Join(got, "; "), c.want)
		}
	}
}

func describe(c *Cell) string {
	s := fmt.Sprintf("%s %s %q raw %q", c.Address(), [...]string{"blank", "text", "number", "bool", "error"}[c.Kind], c.Text, c.Raw)
	if c.Formula != "" {
		s += " =" + strings.Trim(c.Formula, `"`)
	}
	for _, mark := range []struct {
		on   bool
		word string
	}{{c.Uncached, "uncached"}, {c.Percent, "percent"}, {c.Date, "date"}, {c.Hidden, "hidden"}} {
		if mark.on {
			s += " " + mark.word
		}
	}
	return s
}

func TestHiddenAndMerges(t *testing.T) {
	sheets, err := read(t, pack(t, `-- xl/workbook.xml --
<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="r1"/><sheet name="二" sheetId="2" state="veryHidden" r:id="r1"/></sheets></workbook>
-- xl/worksheets/sheet1.xml --
<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="5" hidden="1"><c r="A5"><v>3</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:B4"/></mergeCells></worksheet>
`))
	if err != nil {
		t.Fatal(err)
	}
	var hidden []string
	for _, s := range sheets {
		for i := range s.Cells {
			if s.Cells[i].Hidden {
				hidden = append(hidden, s.Name+s.Cells[i].Address())
			}
		}
	}
	if got := strings.Join(hidden, " "); got != "一B2 一A5 二A2 二B2 二A5" || !sheets[1].Hidden || sheets[0].Hidden {
		t.Errorf("hidden: %s", got)
	}
	if len(sheets[0].Merges) != 1 || sheets[0].Merges[0] != (Range{2, 1, 4, 2}) {
		t.Errorf("merges: %v", sheets[0].Merges)
	}
}

// Parts stand where their relationships say, in UTF-16 too.
func TestOddPaths(t *testing.T) {
	utf16 := "\xff\xfe"
	for _, r := range `<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>` {
		utf16 += string([]byte{byte(r), 0})
	}
	sheets, err := read(t, pack(t, `-- _rels/.rels --
<Relationships><Relationship Id="x" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/Odd/Book.xml"/></Relationships>
-- odd/book.xml --
<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="9" r:id="q"/></sheets></workbook>
-- odd/_rels/book.xml.rels --
<Relationships><Relationship Id="q" Type="x/worksheet" Target="../elsewhere/s.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="/texts.xml"/></Relationships>
-- texts.xml --
<sst><si><t>找到</t></si></sst>
-- elsewhere/s.xml --
`+utf16+"\n"))
	if err != nil || sheets[0].Cells[0].Text != "找到" {
		t.Errorf("%v %v", sheets, err)
	}
}

// Each hostile file is refused with its code, and every code has its Chinese sentence and step.
func TestRefusals(t *testing.T) {
	row := func(cells string) string {
		return sheetOf(`<worksheet><sheetData><row r="1">` + cells + `</row></sheetData></worksheet>`)
	}
	cases := map[string][]string{
		"xml": {
			sheetOf(`<worksheet><sheetData></worksheet>`), sheetOf(`<worksheet><sheetData/>`), sheetOf(`<worksheet/><worksheet/>`), sheetOf(`<worksheet>&bad;</worksheet>`),
			sheetOf(`text`), sheetOf(`<worksheet a=1/>`), sheetOf(`<worksheet a="1" a="2"/>`), sheetOf(`<worksheet a="<"/>`), sheetOf(`<worksheet><!-- -- --></worksheet>`), sheetOf(``),
			sheetOf("<worksheet>\x01</worksheet>"), sheetOf(`<worksheet>&#0;</worksheet>`), sheetOf(`<worksheet a="1"b="2"/>`), sheetOf(`<1/>`), sheetOf(`<worksheet`), row(`<c><v>1</v><v>2</v></c>`),
		},
		"encoding":    {sheetOf("<worksheet>\xff</worksheet>"), sheetOf("<worksheet a=\"\xc3\"/>"), sheetOf(`<?xml version="1.0" encoding="GB2312"?><worksheet/>`)},
		"doctype":     {sheetOf(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`), sheetOf(`<worksheet><!ELEMENT a></worksheet>`)},
		"order":       {row(`<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>`), row(`<c r="A1"><v>1</v></c><c r="A1"><v>1</v></c>`), row(`<c r="A2"><v>1</v></c>`), row(`<c r="XFE1"><v>1</v></c>`), row(`<c r="1A"><v>1</v></c>`), sheetOf(`<worksheet><sheetData><row r="2"/><row r="2"/></sheetData></worksheet>`), sheetOf(`<worksheet><sheetData><row r="0"/></sheetData></worksheet>`), sheetOf(`<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>`), sheetOf(`<worksheet><sheetData/><mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>`)},
		"index":       {row(`<c t="s"><v>3</v></c>`), row(`<c t="s"><v>-1</v></c>`), row(`<c t="s"><v>x</v></c>`), row(`<c s="9"><v>1</v></c>`), row(`<c><f t="shared" si="7"/><v>1</v></c>`)},
		"value":       {row(`<c><v>12a</v></c>`), row(`<c><v>NaN</v></c>`), row(`<c t="d"><v>yesterday</v></c>`), row(`<c t="what"><v>1</v></c>`)},
		"part":        {"-- xl/workbook.xml --\n<workbook xmlns:r=\"r\"><sheets/></workbook>\n", "-- xl/_rels/workbook.xml.rels --\n<Relationships/>\n", "-- xl/_rels/workbook.xml.rels --\n<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"no.xml\"/></Relationships>\n", sheetOf(`<chart/>`)},
		"not-a-book":  {"-- _rels/.rels --\n<Relationships/>\n"},
		"word":        {"-- xl/workbook.xml --\n<p:presentation xmlns:p=\"p\"/>\n"},
		"xlsb":        {"-- _rels/.rels --\n<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>\n"},
		"ods":         {"-- mimetype --\napplication/vnd.oasis.opendocument.spreadsheet\n-- content.xml --\n<x/>\n"},
		"names":       {"-- xl/WORKBOOK.xml --\n<workbook/>\n-- xl/workbook.xml --\n<workbook/>\n", "-- XL\\sharedstrings.xml --\n<sst/>\n"},
		"limit-xml":   {sheetOf("<worksheet>" + strings.Repeat("<a>", 64) + strings.Repeat("</a>", 64) + "</worksheet>"), sheetOf("<worksheet" + attributes(129) + "/>"), sheetOf("<worksheet a=\"" + noise(3<<20) + "\"/>")},
		"limit-text":  {row(`<c t="inlineStr"><is><t>` + strings.Repeat("字", 32768) + `</t></is></c>`), "-- xl/sharedStrings.xml --\n<sst><si><t>" + strings.Repeat("字", 32768) + "</t></si></sst>\n"},
		"limit-ratio": {sheetOf("<worksheet>" + strings.Repeat("<a></a>", 1<<20) + "</worksheet>")},
	}
	for code, texts := range cases {
		for i, text := range texts {
			_, err := read(t, pack(t, text))
			wantRefusal(t, fmt.Sprintf("%s %d", code, i), err, code)
		}
	}
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="x"`, i)
	}
	return b.String()
}

// noise does not compress: what it tests is not the ratio.
func noise(n int) string {
	b := make([]byte, n)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[source.IntN(36)]
	}
	return string(b)
}

func wantRefusal(t *testing.T, what string, err error, code string) {
	t.Helper()
	refusal, ok := AsRefusal(err)
	if !ok {
		t.Errorf("%s: want %s, got %v", what, code, err)
		return
	}
	if refusal.Code != code {
		t.Errorf("%s: %s (%s), want %s", what, refusal.Code, refusal.Place, code)
	}
	if refusal.Error() == "" || refusal.Step() == "" {
		t.Errorf("%s: %s has no sentence or no step", what, refusal.Code)
	}
}

// Damage to the container itself.
func TestDamagedContainers(t *testing.T) {
	good := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`))
	change := func(do func([]byte) []byte) []byte { return do(bytes.Clone(good)) }
	cases := []struct {
		code string
		data []byte
	}{
		{"empty", nil},
		{"truncated", good[:len(good)/2]},
		{"truncated", good[:len(good)-1]},
		{"truncated", make([]byte, 5000)},
		{"truncated", change(func(b []byte) []byte { clear(b[len(b)-100:]); return b })},
		{"crc", change(func(b []byte) []byte { // a wrong checksum in the directory
			i := bytes.LastIndex(b, []byte("PK\x01\x02"))
			b[i+16]++
			return b
		})},
		{"names", change(func(b []byte) []byte { return bytes.Replace(b, []byte("sheet1.xml"), []byte("sheet9.xml"), 1) })},
		{"encrypted", change(func(b []byte) []byte { b[bytes.LastIndex(b, []byte("PK\x01\x02"))+8] |= 1; return b })},
		{"html", []byte("<html><p>没有表格</p></html>")},
		{"html", []byte("<html><frameset><frame src=\"sheet001.htm\"></frameset></html>")},
		{"html", []byte("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>")},
		{"html", []byte("<table><tr><td style=\"display: none\">1</td></tr></table>")},
		{"csv", []byte("a,b\n\"1,2\n")},
		{"not-a-book", []byte("%PDF-1.4")},
		{"truncated", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more")},
	}
	for i, c := range cases {
		_, err := read(t, c.data)
		wantRefusal(t, fmt.Sprintf("case %d", i), err, c.code)
	}
}

// Whatever byte is changed or lost, what is read is the original or nothing.
func TestDamageIsNeverReadAsData(t *testing.T) {
	good := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1"><f>B1*2</f><v>1</v></c></row></sheetData></worksheet>`))
	want, err := read(t, good)
	if err != nil {
		t.Fatal(err)
	}
	wrong, refused := 0, 0
	check := func(data []byte) {
		got, err := read(t, data)
		switch {
		case err != nil:
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("not a refusal: %v", err)
			}
			refused++
		case fmt.Sprint(got) != fmt.Sprint(want):
			wrong++
		}
	}
	for i := range good {
		check(good[:i])
		for _, flip := range []byte{1, 0x80, 0xff} {
			b := bytes.Clone(good)
			b[i] ^= flip
			check(b)
		}
	}
	t.Logf("%d damaged copies refused, %d read wrong", refused, wrong)
	if wrong > 0 || refused < len(good) {
		t.Errorf("%d read wrong, %d refused of %d", wrong, refused, 4*len(good))
	}
}

// Several goroutines read at once, the same files and others, and each reads what it would alone.
func TestSeveralAtOnce(t *testing.T) {
	var files [][]byte
	for _, name := range []string{"瓜里乡2023年绩效自评.xlsx", "河口瑶族乡2023年绩效自评.xls", "两水苗族乡2023年绩效自评.xlsx"} {
		data, err := os.ReadFile(filepath.Join("../../inputs/2023", name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	files = append(files, []byte("a,b\n1,2\n"), []byte("<table><tr><td>1</td></tr></table>"), pack(t, ""))
	var alone []string
	for _, data := range files {
		sheets, err := read(t, data)
		alone = append(alone, fmt.Sprint(sheets, err))
	}
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for i := range files {
				i = (i + n) % len(files)
				if sheets, err := read(t, files[i]); fmt.Sprint(sheets, err) != alone[i] {
					t.Errorf("file %d is read differently by goroutine %d", i, n)
				}
			}
		})
	}
	all.Wait()
}

// A panic inside becomes a refusal, from opening and from visiting.
func TestNoPanicEscapes(t *testing.T) {
	book, err := Open(bytes.NewReader(pack(t, "")), int64(len(pack(t, ""))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	book.source = panicking{}
	_, err = book.Each(0, func(*Cell) error { return nil })
	wantRefusal(t, "each", err, "panic")
	_, err = Open(panicking{}, 100, Options{})
	wantRefusal(t, "open", err, "panic")
}

type panicking struct{}

func (panicking) each(int, func(*Cell) error) ([]Range, error) { panic("a fault of ours") }

func (panicking) ReadAt([]byte, int64) (int, error) { panic("a fault of ours") }

// The corpus of real workbooks, where it is there: JIXIAO_CORPUS is its folder.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("JIXIAO_CORPUS")
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS does not name the folder of the corpus")
	}
	list, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for line := range strings.Lines(string(list)) {
		column := strings.Split(strings.TrimSpace(line), "\t")
		if len(column) < 6 || column[0] == "file" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, column[0]))
		if err != nil {
			t.Fatal(err)
		}
		_, err = read(t, data)
		verdict, _, _ := strings.Cut(strings.Trim(column[5], `"`), ":")
		refusal, isRefusal := AsRefusal(err)
		switch {
		case err != nil && !isRefusal:
			t.Errorf("%s: %v", column[0], err)
		case err == nil:
			counts[verdict+" read"]++
		default:
			counts[verdict+" refused"]++
			if refusal.Code == "panic" {
				t.Errorf("%s: %s", column[0], refusal.Place)
			}
		}
	}
	t.Logf("%v", counts)
	if counts["read read"] < 515 {
		t.Errorf("only %d of the workbooks that others read", counts["read read"])
	}
}
