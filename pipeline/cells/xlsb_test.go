package cells

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// wideStream builds a part of records of the newer binary kind.
type wideStream struct{ bytes.Buffer }

func (s *wideStream) record(id int, body ...any) *wideStream {
	var b bytes.Buffer
	for _, part := range body {
		switch v := part.(type) {
		case string: // with its length before it
			units := wide(v)
			b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(units)/2)))
			b.Write(units)
		case []byte:
			b.Write(v)
		default:
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				panic(err)
			}
		}
	}
	if s.WriteByte(byte(id)); id >= 0x80 {
		s.Truncate(s.Len() - 1)
		s.Write([]byte{byte(id) | 0x80, byte(id >> 7)})
	}
	n := b.Len()
	for ; n >= 0x80; n >>= 7 {
		s.WriteByte(byte(n) | 0x80)
	}
	s.WriteByte(byte(n))
	s.Write(b.Bytes())
	return s
}

// wideBook packs a workbook around the records of a sheet.
func wideBook(t testing.TB, sheet func(*wideStream)) []byte {
	t.Helper()
	book, texts, styles, body := &wideStream{}, &wideStream{}, &wideStream{}, &wideStream{}
	book.record(brtBeginBook).record(brtSheet, uint32(0), uint32(1), "r1", "表一").record(brtEndBook)
	texts.record(brtBeginSST, uint64(0)).record(brtItem, uint8(0), "项目")
	texts.record(brtItem, uint8(1), "旧新", uint32(2), uint16(0), uint16(1), uint16(1), uint16(0)).record(brtEndSST)
	styles.record(brtBeginStyles).record(brtFormat, uint16(170), `0!.0,"万元"`)
	styles.record(brtFont, uint16(200), uint16(0)).record(brtFont, uint16(200), uint16(8)).record(brtBeginXFs)
	for _, xf := range [][2]uint16{{0, 0}, {10, 0}, {170, 0}, {0, 1}} {
		styles.record(brtXF, uint16(0), xf[0], xf[1])
	}
	styles.record(brtEndXFs).record(brtEndStyles)
	sheet(body.record(brtBeginSheet))
	parts := &txtar.Archive{Files: []txtar.File{
		{Name: "_rels/.rels", Data: []byte(`<Relationships><Relationship Id="r1" Type="x/officeDocument" ` +
			`Target="xl/book.bin"/></Relationships>`)},
		{Name: "xl/_rels/book.bin.rels", Data: []byte(`<Relationships><Relationship Id="r1" Type="x/worksheet" ` +
			`Target="s.bin"/>` +
			`<Relationship Id="r2" Type="x/sharedStrings" Target="t.bin"/><Relationship Id="r3" Type="x/styles" ` +
			`Target="y.bin"/></Relationships>`)},
		{Name: "xl/book.bin", Data: book.Bytes()}, {Name: "xl/t.bin", Data: texts.Bytes()},
		{Name: "xl/y.bin", Data: styles.Bytes()}, {Name: "xl/s.bin", Data: body.Bytes()},
	}}
	return zipped(t, parts)
}

// sampleXLSB writes cells of all kinds.
func sampleXLSB(s *wideStream) {
	s.record(brtColumn, uint32(2), uint32(2), uint32(0), uint32(0), uint16(1))
	row := func(n uint32, hidden byte) {
		s.record(brtRow, n, uint32(0), uint16(0), uint8(0), hidden, uint8(0), uint32(0))
	}
	cell := func(id int, col, style uint32, value ...any) {
		s.record(id, append([]any{col, style}, value...)...)
	}
	s.record(brtBeginData)
	row(0, 0)
	cell(brtShared, 0, 0, uint32(0))
	cell(brtShared, 1, 0, uint32(1))
	cell(brtShared, 2, 3, uint32(0))
	cell(brtBlank, 3, 0)
	cell(brtText, 4, 0, "甲")
	row(2, 0x10)
	cell(brtRK, 0, 1, uint32(12345<<2|3))
	cell(brtReal, 1, 2, math.Float64bits(123456))
	cell(brtBool, 3, 0, uint8(1))
	cell(brtError, 4, 0, uint8(0x17))
	row(3, 0)
	cell(brtFormulaNumber, 0, 0, math.Float64bits(5), uint16(0), uint32(0), uint32(0))
	cell(brtFormulaText, 1, 0, "乙", uint16(0))
	cell(brtFormulaBool, 3, 0, uint8(0), uint16(0))
	cell(brtFormulaError, 4, 0, uint8(0x2a), uint16(0))
	cell(brtReal, 5, 3, math.Float64bits(7))
	s.record(brtEndData).record(brtMerge, uint32(0), uint32(1), uint32(0), uint32(1)).record(brtEndSheet)
}

func TestXLSB(t *testing.T) {
	sheets, err := read(t, wideBook(t, sampleXLSB))
	want := []string{
		`A1 text "项目" raw "项目"`, `B1 text "新" raw "旧新" struck`, `C1 text "" raw "项目" hidden struck`,
		`E1 text "甲" raw "甲"`,
		`A3 number "12345.00%" raw "123.45" percent hidden`, `B3 number "12.3万元" raw "123456" hidden unit 万元/4`,
		`D3 bool "TRUE" raw "1" hidden`, `E3 error "#REF!" raw "#REF!" hidden`,
		`A4 number "5" raw "5" =（公式）`, `B4 text "乙" raw "乙" =（公式）`, `D4 bool "FALSE" raw "0" =（公式）`,
		`E4 error "#N/A" raw "#N/A" =（公式）`, `F4 number "" raw "7" struck`,
	}
	if got := describeSheets(sheets); err != nil || got != strings.Join(want, "; ") {
		t.Errorf("%v\n got %s\nwant %s", err, got, strings.Join(want, "; "))
	}
	if len(sheets) != 1 || sheets[0].Name != "表一" || len(sheets[0].Merges) != 1 ||
		sheets[0].Merges[0] != (Range{1, 1, 2, 2}) {
		t.Errorf("%+v", sheets)
	}
}

func TestXLSBRefusals(t *testing.T) {
	row := func(n uint32, s *wideStream) *wideStream {
		return s.record(brtRow, n, uint32(0), uint16(0), uint8(0), uint8(0), uint8(0), uint32(0))
	}
	for _, c := range []struct {
		code  string
		sheet func(*wideStream)
	}{
		{"truncated", func(s *wideStream) {}},
		{"truncated", func(s *wideStream) { s.record(brtBeginData).record(brtRow, uint32(0)).record(brtEndSheet) }},
		{"truncated", func(s *wideStream) { s.Write([]byte{0x91, 0x01, 0x7f, 1, 2}) }},
		{"truncated", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtReal, uint64(0), uint32(1)).record(brtEndSheet)
		}},
		{"truncated", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtText, uint64(0), uint32(9), uint16(65)).record(brtEndSheet)
		}},
		{"order", func(s *wideStream) { row(0, row(0, s.record(brtBeginData))).record(brtEndSheet) }},
		{"order", func(s *wideStream) { row(1<<20, s.record(brtBeginData)).record(brtEndSheet) }},
		{"order", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtBlank, uint64(1)).record(brtBlank, uint64(0)).record(brtEndSheet)
		}},
		{"order", func(s *wideStream) { s.record(brtBeginData).record(brtBlank, uint64(0)).record(brtEndSheet) }},
		{"order", func(s *wideStream) { s.record(brtMerge, uint64(1), uint64(0)).record(brtEndSheet) }},
		{"index", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtShared, uint64(0), uint32(2)).record(brtEndSheet)
		}},
		{"index", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtRK, uint32(0), uint32(4), uint32(2)).record(brtEndSheet)
		}},
		{"value", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtReal, uint64(0), math.Float64bits(math.NaN())).record(brtEndSheet)
		}},
		{"value", func(s *wideStream) {
			row(0, s.record(brtBeginData)).record(brtError, uint64(0), uint8(9)).record(brtEndSheet)
		}},
		{"value", func(s *wideStream) { row(0, s.record(brtBeginData)).record(13, uint32(0)).record(brtEndSheet) }},
		{"limit-merges", func(s *wideStream) {
			s.record(brtMerge, uint32(0), uint32(1<<20-1), uint32(0), uint32(99)).record(brtEndSheet)
		}},
	} {
		_, err := read(t, wideBook(t, c.sheet))
		wantRefusal(t, c.code, err, c.code)
	}
}

// FuzzXLSB fuzzes the records of a sheet.
func FuzzXLSB(f *testing.F) {
	s := &wideStream{}
	sampleXLSB(s)
	f.Add(s.Bytes())
	f.Fuzz(func(t *testing.T, records []byte) {
		mustNotPanic(t, wideBook(t, func(s *wideStream) { s.Write(records) }))
	})
}
