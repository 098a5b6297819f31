package cells

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// stream builds a workbook stream of records, for tests.
type stream struct{ bytes.Buffer }

func (s *stream) record(id uint16, body ...any) *stream {
	var b bytes.Buffer
	for _, part := range body {
		switch v := part.(type) {
		case string:
			b.WriteString(v)
		case []byte:
			b.Write(v)
		default:
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				panic(err)
			}
		}
	}
	head := binary.LittleEndian.AppendUint16(nil, id)
	s.Write(binary.LittleEndian.AppendUint16(head, uint16(b.Len())))
	s.Write(b.Bytes())
	return s
}

// wide writes UTF-16 without its length.
func wide(text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// book8 is a BIFF8 workbook of one sheet: globals, then the records that sheet writes.
func book8(globals, sheet func(*stream)) []byte {
	build := func(start uint32) *stream {
		s := &stream{}
		s.record(recBOF8, uint16(0x0600), uint16(5), uint64(0), uint32(0))
		name := wide("表一")
		s.record(recBoundSheet, start, uint8(0), uint8(0), uint8(2), uint8(1), name)
		if globals != nil {
			globals(s)
		}
		return s.record(recEOF)
	}
	s := build(uint32(build(0).Len()))
	s.record(recBOF8, uint16(0x0600), uint16(16), uint64(0), uint32(0))
	sheet(s)
	s.record(recEOF)
	return s.Bytes()
}

func readBIFF(t testing.TB, data []byte) ([]Sheet, error) {
	t.Helper()
	book, err := openBIFF(data, &Options{Limits: DefaultLimits()})
	if err != nil {
		return nil, err
	}
	var sheets []Sheet
	for i := range book.Sheets() {
		s, err := book.Sheet(i)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

func sampleBIFF() []byte {
	return book8(func(s *stream) {
		s.record(recFormat, uint16(164), uint16(5), uint8(0), "0.00%")
		s.record(recXF8, uint16(0), uint16(0), uint64(0), uint64(0))
		s.record(recXF8, uint16(0), uint16(164), uint64(0), uint64(0))
		// 甲ab cut in two: wide before, narrow after; then a rich text with its runs and phonetics.
		s.record(recSST, uint32(2), uint32(2), uint16(3), uint8(1), wide("甲a"))
		s.record(recContinue, uint8(0), "b", uint16(2), uint8(0x0c), uint16(1), uint32(3), "cd", uint32(0), "xyz")
	}, func(s *stream) {
		s.record(recColInfo, uint16(3), uint16(3), uint16(100), uint16(0), uint16(1), uint16(0))
		s.record(recRow, uint16(4), uint16(0), uint16(1), uint16(0), uint32(0), uint32(0x20))
		s.record(recLabelSST, uint16(1), uint16(0), uint16(0), uint32(0))
		s.record(recLabelSST, uint16(1), uint16(1), uint16(0), uint32(1))
		s.record(recNumber, uint16(0), uint16(0), uint16(1), math.Float64bits(0.8730))
		s.record(recMulRK, uint16(0), uint16(1), uint16(0), uint32(12345<<2|3), uint16(0), uint32(7<<2|2), uint16(2))
		s.record(recFormula, uint16(2), uint16(0), uint16(0), []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff}, uint16(0),
			uint32(0), uint16(0))
		s.record(recString, uint16(2), uint8(1), wide("结果"))
		s.record(recFormula, uint16(2), uint16(1), uint16(0), []byte{2, 0, 0x17, 0, 0, 0, 0xff, 0xff}, uint16(0),
			uint32(0), uint16(0))
		s.record(recFormula, uint16(2), uint16(2), uint16(0), math.Float64bits(42), uint16(0), uint32(0), uint16(0))
		s.record(recBoolErr, uint16(3), uint16(0), uint16(0), uint8(1), uint8(0))
		s.record(recLabel, uint16(3), uint16(3), uint16(0), uint16(2), uint8(1), wide("隐列"))
		s.record(recNumber, uint16(4), uint16(0), uint16(0), math.Float64bits(-3.3))
		s.record(recMerged, uint16(1), uint16(1), uint16(2), uint16(0), uint16(1))
	})
}

func TestBIFF8(t *testing.T) {
	sheets, err := readBIFF(t, sampleBIFF())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range sheets[0].Cells {
		got = append(got, describe(&sheets[0].Cells[i]))
	}
	want := []string{
		`A1 number "87.30%" raw "0.873" percent`, `B1 number "123.45" raw "123.45"`, `C1 number "7" raw "7"`,
		`A2 text "甲ab" raw "甲ab"`, `B2 text "cd" raw "cd"`,
		`A3 text "结果" raw "结果" =（公式）`, `B3 error "#REF!" raw "#REF!" =（公式）`, `C3 number "42" raw "42" =（公式）`,
		`A4 bool "TRUE" raw "1"`, `D4 text "隐列" raw "隐列" hidden`, `A5 number "-3.3" raw "-3.3" hidden`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(sheets[0].Merges) != 1 || sheets[0].Merges[0] != (Range{2, 1, 3, 2}) || sheets[0].Name != "表一" {
		t.Errorf("%v %v", sheets[0].Name, sheets[0].Merges)
	}
}

// BIFF5 writes bytes of a code page; 936 is Chinese, and so is what names none.
func TestBIFF5CodePage(t *testing.T) {
	for _, page := range []uint16{936, 0} {
		sheets, err := readBIFF(t, book5(page, "\xb1\xed\xd2\xbb", "\xcf\xee\xc4\xbf"))
		if err != nil || sheets[0].Name != "表一" || !sheets[0].Hidden || sheets[0].Cells[0].Text != "项目" ||
			!sheets[0].Cells[0].Hidden {
			t.Errorf("%+v %v", sheets, err)
		}
	}
	_, err := readBIFF(t, book5(0, "ab", "caf\xe9"))
	wantRefusal(t, "bytes of no code page that is known", err, "encoding")
}

// book5 is a BIFF5 workbook of one hidden sheet with one text, in a code page; 0 names none.
func book5(page uint16, name, text string) []byte {
	s := &stream{}
	s.record(recBOF8, uint16(0x0500), uint16(5), uint32(0))
	if page != 0 {
		s.record(recCodePage, page)
	}
	start := s.Len() + 4 + 7 + len(name) + 4
	s.record(recBoundSheet, uint32(start), uint8(1), uint8(0), uint8(len(name)), name)
	s.record(recEOF)
	s.record(recBOF8, uint16(0x0500), uint16(16), uint32(0))
	s.record(recLabel, uint16(0), uint16(0), uint16(0), uint16(len(text)), text)
	s.record(recEOF)
	return s.Bytes()
}

// Texts in code pages of other systems, the Macintosh's for Central Europe among them.
func TestCodePages(t *testing.T) {
	for _, c := range []struct {
		page        uint16
		bytes, want string
	}{{936, "\xc7\xeb", "请"}, {10008, "\xc7\xeb", "请"}, {950, "\xa4\xa4", "中"},
		{10029, "P\xde\x92li\x9a \x80\xff", "Příliö Äˇ"}, {10007, "\x80", "А"}, {1252, "\x80", "€"},
		{65001, "请", "请"}} {
		if got, err := codePage(c.page)([]byte(c.bytes)); err != nil || got != c.want {
			t.Errorf("code page %d: %q %v, want %q", c.page, got, err, c.want)
		}
	}
	for page, text := range map[uint16]string{936: "\xc7", 65001: "\xff", 12345: "a"} {
		_, err := codePage(page)([]byte(text))
		wantRefusal(t, fmt.Sprint("code page ", page), err, "encoding")
	}
}

func TestBIFFRefusals(t *testing.T) {
	one := func(record func(*stream)) []byte { return book8(nil, record) }
	cell := func(id uint16, body ...any) []byte {
		return one(func(s *stream) { s.record(id, append([]any{uint16(0), uint16(0), uint16(0)}, body...)...) })
	}
	good := sampleBIFF()
	cases := []struct {
		code string
		data []byte
	}{
		{"truncated", nil},
		{"truncated", good[:len(good)-4]},
		{"truncated", good[:len(good)/2]},
		{"not-a-book", []byte("\x01\x00\x00\x00")},
		{"value", (&stream{}).record(recBOF8, uint16(0x0999), uint16(5)).Bytes()},
		{"part", (&stream{}).record(recBOF8, uint16(0x0600), uint16(5)).record(recEOF).Bytes()},
		{"encrypted", (&stream{}).record(recBOF8, uint16(0x0600), uint16(5)).record(recFilePass,
			uint16(0)).record(recEOF).Bytes()},
		{"index", cell(recLabelSST, uint32(0))},
		{"truncated", cell(recLabelSST)},
		{"truncated", cell(recNumber, uint32(0))},
		{"value", cell(recNumber, math.Float64bits(math.NaN()))},
		{"value", cell(recNumber, math.Float64bits(math.Inf(1)))},
		{"value", cell(recBoolErr, uint8(0x99), uint8(1))},
		{"value", cell(recFormula, []byte{9, 0, 0, 0, 0, 0, 0xff, 0xff})},
		{"truncated", cell(recLabel, uint16(5), uint8(1), "ab")},
		{"truncated", cell(recLabel, uint16(5), uint8(0), "ab")},
		{"truncated", one(func(s *stream) { s.record(recMulRK, uint16(0), uint16(0), uint16(0)) })},
		{"truncated", one(func(s *stream) { s.record(recMerged, uint16(9), uint16(0)) })},
		{"order", one(func(s *stream) { s.record(recMerged, uint16(1), uint16(2), uint16(1), uint16(0), uint16(0)) })},
		{"order", one(func(s *stream) {
			for range 2 {
				s.record(recNumber, uint16(0), uint16(0), uint16(0), math.Float64bits(1))
			}
		})},
		{"truncated", book8(func(s *stream) { s.record(recSST, uint32(9), uint32(9), uint16(2), uint8(0), "a") },
			func(*stream) {})},
		{"index", book8(func(s *stream) { s.record(recSST, uint32(9), uint32(9), uint16(1), uint8(0), "a") },
			func(s *stream) { s.record(recLabelSST, uint16(0), uint16(0), uint16(0), uint32(1)) })},
		{"limit-text", book8(func(s *stream) { s.record(recSST, uint32(1), uint32(1), uint16(40000), uint8(0)) },
			func(*stream) {})},
		{"truncated", book8(func(s *stream) {
			s.record(recSST, uint32(1), uint32(1), uint16(1), uint8(4), uint32(1<<30), "a")
		}, func(*stream) {})},
		{"truncated", book8(func(s *stream) {
			s.record(recBoundSheet, uint32(3), uint8(0), uint8(0), uint8(1),
				uint8(0), "x")
		}, func(*stream) {})},
	}
	for i, c := range cases {
		_, err := readBIFF(t, c.data)
		wantRefusal(t, fmt.Sprintf("case %d", i), err, c.code)
	}
}

// A CSV file in the encodings and with the separators that programs write.
func TestTextTables(t *testing.T) {
	cases := map[string]string{
		"UTF-8":   "项目,金额\n修路,\"1,300.50\"\n",
		"mark":    "\ufeff项目,金额\n修路,\"1,300.50\"\n",
		"GB18030": "\xcf\xee\xc4\xbf,\xbd\xf0\xb6\xee\n\xd0\xde\xc2\xb7,\"1,300.50\"\n",
		"UTF-16":  "\xff\xfe" + string(wide("项目,金额\n修路,\"1,300.50\"\n")),
		"tabs":    "项目\t金额\n修路\t1,300.50\n",
		"quotes":  "项目;金额\r\n修路;\"1,300.50\"\r\n",
	}
	for name, text := range cases {
		sheets, err := read(t, []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for i := range sheets[0].Cells {
			got = append(got, sheets[0].Cells[i].Address()+" "+sheets[0].Cells[i].Text)
		}
		if strings.Join(got, "|") != "A1 项目|B1 金额|A2 修路|B2 1,300.50" {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, text := range []string{"只是一句话。\n", "a,\"b\nc", "\x00\x01,\x02", "项目,金额\n修\xff路,1\n",
		"<?xml version=\"1.0\"?><Workbook/>", "<?xml version=\"1.0\"?><Workbook " +
			"xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>"} {
		if _, err := read(t, []byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

// Pages and XML tables that systems call .xls.
func TestPagesAndXMLTables(t *testing.T) {
	page := "<html><head><meta charset=gb2312></head><body><table><tr><th colspan=2>项目支出<br>自评表</th></tr><tr><td " +
		"rowspan=2>甲&nbsp;</td><td>1,300.50</td></tr><tr><td> 二 </td></tr></table><table><tr><td>另表</td></tr>" +
		"</table><table><tr><td>87.30%</td></tr></table></body></html>"
	xml := `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="一"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">项目支出
自评表</Data></Cell></Row><Row><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="String">1,300.50</Data></Cell></Row><Row><Cell ss:Index="2"><Data ss:Type="String">二</Data></Cell></Row><Row ss:Index="5"><Cell><Data ss:Type="String">另表</Data></Cell></Row><Row ss:Index="7"><Cell ss:StyleID="p"><Data ss:Type="Number">0.873</Data></Cell></Row></Table></Worksheet></Workbook>`
	for name, text := range map[string]string{"page": page, "XML": xml} {
		sheets, err := read(t, []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for i := range sheets[0].Cells {
			got = append(got, sheets[0].Cells[i].Address()+" "+sheets[0].Cells[i].Text)
		}
		if strings.Join(got, "|") != "A1 项目支出\n自评表|A2 甲|B2 1,300.50|B3 二|A5 另表|A7 87.30%" {
			t.Errorf("%s: %q", name, got)
		}
		if fmt.Sprint(sheets[0].Merges) != "[{1 1 1 2} {2 1 3 1}]" {
			t.Errorf("%s: %v", name, sheets[0].Merges)
		}
	}
}
