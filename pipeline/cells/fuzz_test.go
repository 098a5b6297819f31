package cells

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"os"
	"testing"

	"golang.org/x/tools/txtar"

	"jixiao/pipeline/cells/numfmt"
)

// mustNotPanic reads a file; a panic that was caught is a fault all the same.
func mustNotPanic(t *testing.T, data []byte) {
	t.Helper()
	if _, err := read(t, data); err != nil {
		if r, ok := AsRefusal(err); !ok || r.Code == "panic" {
			t.Fatalf("%v %+v", err, r)
		}
	}
}

// packStored makes a workbook with one part replaced, without packing: what is fuzzed stands in it as it is.
func packStored(t *testing.T, name, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range txtar.Parse([]byte(plainParts)).Files {
		if part.Name == name {
			part.Data = []byte(body)
		}
		header := &zip.FileHeader{Name: part.Name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(part.Data),
			UncompressedSize64: uint64(len(part.Data)), CompressedSize64: uint64(len(part.Data))}
		w, err := z.CreateRaw(header)
		if err == nil {
			_, err = w.Write(part.Data)
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

// FuzzRead fuzzes the container, and whatever a file may be.
func FuzzRead(f *testing.F) {
	f.Add(pack(f, ""))
	f.Add(pack(f, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`)))
	f.Fuzz(func(t *testing.T, data []byte) { mustNotPanic(t, data) })
}

// FuzzSheet fuzzes the XML of a sheet inside a sound container, and holds the short cuts to the scanner.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row><c t="inlineStr"><is><t>x</t>` +
		`</is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="1" ht="12"><c r="A1" s="3"><v>-1746.25</v></c><c r="B1" s="3"></c></row>` +
		`<row r="2" ht="12"><c r="A2" s="3"><v>5</v></c><c r="B2"><f t="shared" si="0" ref="B2:B3">A1*2</f><v>` +
		`1e5</v></c></row><row r="3" hidden="1"><c r="B3"><f t="shared" si="0"/></c></row></sheetData></worksheet>` +
		`<!-- so that a cell does not stand at the end of the window: ` +
		`0123456789012345678901234567890123456789012345678901234567890123456789 -->`)
	f.Fuzz(func(t *testing.T, body string) {
		data := packStored(t, "xl/worksheets/sheet1.xml", body)
		mustNotPanic(t, data)
		wantSameByScanner(t, body, data)
	})
}

// FuzzStrings fuzzes the shared strings.
func FuzzStrings(f *testing.F) {
	f.Add(`<sst><si><t>零</t></si><si><t xml:space="preserve"> a&amp;_x000D_ </t></si><si><r><rPr><b/></rPr><t>` +
		`b</t></r><rPh sb="0" eb="1"><t>c</t></rPh></si><si/></sst>`)
	f.Fuzz(func(t *testing.T, body string) {
		data := packStored(t, "xl/sharedStrings.xml", body)
		mustNotPanic(t, data)
		byScanner, limits := &xlsx{scanAll: true}, DefaultLimits()
		c, err := openContainer(bytes.NewReader(data), int64(len(data)), &limits)
		if err != nil {
			t.Fatal(err)
		}
		byScanner.c, byScanner.limits = c, &limits
		plainly := &xlsx{c: c, limits: &limits}
		wantErr, err := byScanner.readStrings("xl/sharedStrings.xml"), plainly.readStrings("xl/sharedStrings.xml")
		if (err == nil) != (wantErr == nil) || len(plainly.strings) != len(byScanner.strings) {
			t.Fatalf("%v, by the scanner %v", err, wantErr)
		}
		for i, want := range byScanner.strings {
			if plainly.strings[i] != want {
				t.Fatalf("text %d is %q, by the scanner %q", i, plainly.strings[i], want)
			}
		}
	})
}

// FuzzStyles fuzzes the styles and with them the number formats, on numbers of all kinds.
func FuzzStyles(f *testing.F) {
	f.Add(`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt `+
		`numFmtId="171" formatCode="#,##0.0#_);[Red](#,##0.00);&quot;零&quot;;@"/></numFmts><cellXfs><xf `+
		`numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="10"/><xf/></cellXfs></styleSheet>`, "45291.5")
	f.Add(`<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[h]:mm:ss.00 AM/PM"/></numFmts><cellXfs><xf `+
		`numFmtId="170"/></cellXfs></styleSheet>`, "-0.000001")
	f.Fuzz(func(t *testing.T, body, number string) {
		mustNotPanic(t, packStored(t, "xl/styles.xml", body))
		for _, code := range []string{body, number} {
			shape := numfmt.Parse(code)
			for _, raw := range []string{number, "0", "-1.5", "45291.75", "1e300", "1e-300"} {
				if n, ok := numfmt.ParseNumber([]byte(raw)); ok {
					shape.Show(nil, n, false)
					shape.Show(nil, n, true)
				}
			}
		}
	})
}

// FuzzText fuzzes what is read as text: tables, pages, XML tables.
func FuzzText(f *testing.F) {
	f.Add("a,b\n1,2\n")
	f.Add("<table><tr><td rowspan=2>1</td><td>2</td></tr></table>")
	f.Add(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>` +
		`<Row><Cell><Data Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>`)
	f.Add(openDocument(`<table:table><table:table-column/><table:table-row table:number-rows-repeated="2">` +
		`<table:table-cell table:formula="of:=[.A1]" office:value-type="float" office:value="1"><text:p>1</text:p>` +
		`</table:table-cell></table:table-row></table:table>`))
	f.Fuzz(func(t *testing.T, text string) { mustNotPanic(t, []byte(text)) })
}

// FuzzBIFF fuzzes the records of an old workbook.
func FuzzBIFF(f *testing.F) {
	f.Add(sampleBIFF())
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := readBIFF(t, data); err != nil {
			if r, ok := AsRefusal(err); !ok || r.Code == "panic" {
				t.Fatalf("%v %+v", err, r)
			}
		}
	})
}

// FuzzOLE fuzzes the container of an old workbook, from the sample county's.
func FuzzOLE(f *testing.F) {
	data, err := os.ReadFile("../../inputs/2023/河口瑶族乡2023年绩效自评.xls")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:1024], data[len(data)-8192:])
	f.Fuzz(func(t *testing.T, head, tail []byte) {
		b := append(bytes.Clone(head), data[min(len(head), len(data)-8192):len(data)-8192]...)
		mustNotPanic(t, append(b, tail...))
	})
}
