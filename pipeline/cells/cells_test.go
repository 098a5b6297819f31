package cells

import (
	"archive/zip"
	"bytes"
	"fmt"
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
	return zipped(t, archive)
}

// packOnly makes a container of the files of a txtar archive and no others.
func packOnly(t testing.TB, text string) []byte { return zipped(t, txtar.Parse([]byte(text+"\n"))) }

func zipped(t testing.TB, archive *txtar.Archive) []byte {
	t.Helper()
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
		{`<c r="A1" t="inlineStr"><is><t>_xD83D__xDE00_b_xD83D_c_xDE00_d_x000A_</t></is></c>`,
			`A1 text "😀b_xD83D_c_xDE00_d\n" raw "😀b_xD83D_c_xDE00_d\n"`},
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
		{`<c r="A1"><f t="shared" ref="A1:A2" si="0">B1+$C$1</f><v>1</v></c><c r="C1"><f t="shared" si="0"/><v>` +
			`2</v></c>`, `A1 number "1" raw "1" =B1+$C$1; C1 number "2" raw "2" =D1+$C$1`},
		{`<x:c xmlns:x="y" r="A1"><x:v>5</x:v></x:c>`, `A1 number "5" raw "5"`},
		{`<c r="A1"/><c r="B1" t="s"/>`, ``},
	}
	for _, c := range cases {
		sheets, err := read(t, pack(t, sheetOf(`<worksheet><sheetData><row r="1">`+c.cell+`</row></sheetData>`+
			`</worksheet>`)))
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
	s := fmt.Sprintf("%s %s %q raw %q", c.Address(), [...]string{"blank", "text", "number", "bool",
		"error"}[c.Kind], c.Text, c.Raw)
	if c.Formula != "" {
		s += " =" + strings.Trim(c.Formula, `"`)
	}
	for _, mark := range []struct {
		on   bool
		word string
	}{{c.Uncached, "uncached"}, {c.Percent, "percent"}, {c.Date, "date"}, {c.Hidden, "hidden"},
		{c.Struck, "struck"}, {c.Long, "long"}} {
		if mark.on {
			s += " " + mark.word
		}
	}
	if c.Unit != "" || c.Scale != 0 {
		s += fmt.Sprintf(" unit %s/%d", c.Unit, c.Scale)
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
