package cells

import (
	"strings"
	"testing"
)

// What is struck out is not the cell's text, and the cell says so. A run with a font of its own is struck out
// only if that says so.
func TestStruckOut(t *testing.T) {
	const styles = `-- xl/styles.xml --
<styleSheet><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>
<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/><xf fontId="1" numFmtId="10"/></cellXfs></styleSheet>
-- xl/sharedStrings.xml --
<sst><si><t>全部</t></si><si><r><t>原</t></r><r><rPr><b/><strike/></rPr><t>旧数12</t></r><r><rPr><b/></rPr><t>新数15</t></r></si>
<si><r><rPr><strike val="false"/></rPr><t>留</t></r></si></sst>
`
	for _, c := range []struct{ cell, want string }{
		{`<c r="A1" t="s"><v>0</v></c>`, `A1 text "全部" raw "全部"`},
		{`<c r="A1" t="s" s="1"><v>0</v></c>`, `A1 text "" raw "全部" struck`},
		{`<c r="A1" t="s" s="2"><v>0</v></c>`, `A1 text "全部" raw "全部"`},
		{`<c r="A1" t="s"><v>1</v></c>`, `A1 text "原新数15" raw "原旧数12新数15" struck`},
		{`<c r="A1" t="s" s="1"><v>1</v></c>`, `A1 text "新数15" raw "原旧数12新数15" struck`},
		{`<c r="A1" t="s" s="1"><v>2</v></c>`, `A1 text "留" raw "留"`},
		{`<c r="A1" s="3"><v>0.5</v></c>`, `A1 number "" raw "0.5" percent struck`},
		{`<c r="A1" s="1"><f>B1</f><v>3</v></c>`, `A1 number "" raw "3" =B1 struck`},
		{`<c r="A1" s="1" t="b"><v>1</v></c>`, `A1 bool "" raw "1" struck`},
		{`<c r="A1" s="1" t="str"><v>字</v></c>`, `A1 text "" raw "字" struck`},
		{`<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>去</t></r><r><t>留</t></r></is></c>`,
			`A1 text "留" raw "去留" struck`},
		{`<c r="A1" s="1" t="inlineStr"><is><t>去</t></is></c>`, `A1 text "" raw "去" struck`},
		{`<c r="A1" s="1"/>`, ``}, {`<c r="A1" s="1" t="s"/>`, ``},
	} {
		sheets, err := read(t, pack(t, styles+sheetOf(`<worksheet><sheetData><row r="1">`+c.cell+`</row>`+
			`</sheetData></worksheet>`)))
		if got := describeSheets(sheets); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.cell, err, got, c.want)
		}
	}
}

// The same in old workbooks: of cells of every kind, and of runs of shared texts.
func TestStruckOutBIFF(t *testing.T) {
	globals := func(s *stream) {
		for _, options := range []uint16{0, 8, 0, 0, 8} { // fonts 0 to 3, and 5: none has the number 4
			s.record(recFont, uint16(200), options, uint16(0))
		}
		s.record(recXF8, uint16(0), uint16(0))
		s.record(recXF8, uint16(1), uint16(10))
		s.record(recSST, uint32(3), uint32(3), uint16(2), uint8(1), wide("全部"),
			uint16(3), uint8(9), uint16(2), wide("甲乙丙"), uint16(1), uint16(5), uint16(2), uint16(2),
			uint16(2), uint8(9), uint16(1), wide("丁戊"), uint16(0), uint16(2))
	}
	data := book8(globals, func(s *stream) {
		for col := range uint16(3) {
			s.record(recLabelSST, uint16(0), col, uint16(0), uint32(col))
			s.record(recLabelSST, uint16(1), col, uint16(1), uint32(col))
		}
		s.record(recRK, uint16(2), uint16(0), uint16(1), uint32(5<<2|2))
		s.record(recMulRK, uint16(2), uint16(1), uint16(1), uint32(6<<2|2), uint16(0), uint32(7<<2|2), uint16(2))
		s.record(recBoolErr, uint16(3), uint16(0), uint16(1), uint8(1), uint8(0))
		s.record(recLabel, uint16(3), uint16(1), uint16(1), uint16(1), uint8(1), wide("己"))
	})
	sheets, err := readBIFF(t, data)
	want := []string{
		`A1 text "全部" raw "全部"`, `B1 text "甲丙" raw "甲乙丙" struck`, `C1 text "丁戊" raw "丁戊"`,
		`A2 text "" raw "全部" struck`, `B2 text "丙" raw "甲乙丙" struck`, `C2 text "丁戊" raw "丁戊"`,
		`A3 number "" raw "5" percent struck`, `B3 number "" raw "6" percent struck`, `C3 number "7" raw "7"`,
		`A4 bool "" raw "1" struck`, `B4 text "" raw "己" struck`,
	}
	if got := describeSheets(sheets); err != nil || got != strings.Join(want, "; ") {
		t.Errorf("%v\n got %s\nwant %s", err, got, strings.Join(want, "; "))
	}
}

// A format's unit and scale reach the cell, and an identity number that is stored as a number is marked.
func TestUnitsAndLongNumbers(t *testing.T) {
	const styles = `-- xl/styles.xml --
<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[&gt;=10000]0!.0,&quot;万元&quot;;General&quot;元&quot;"/>
<numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts>
<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>
`
	for _, c := range []struct{ cell, want string }{
		{`<c r="A1" s="1"><v>123456</v></c>`, `A1 number "12.3万元" raw "123456" unit 万元/4`},
		{`<c r="A1" s="1"><v>500.5</v></c>`, `A1 number "500.5元" raw "500.5" unit 元/0`},
		{`<c r="A1" s="2"><v>1.5</v></c>`, `A1 number "36:00" raw "1.5" date`},
		{`<c r="A1"><v>450123199001010011</v></c>`, `A1 number "450123199001010000" raw "450123199001010011" long`},
		{`<c r="A1"><v>4.5012319900101E+17</v></c>`, `A1 number "450123199001010000" raw "4.5012319900101E+17" long`},
		{`<c r="A1"><v>123456789012345</v></c>`, `A1 number "123456789012345" raw "123456789012345"`},
	} {
		sheets, err := read(t, pack(t, styles+sheetOf(`<worksheet><sheetData><row r="1">`+c.cell+`</row>`+
			`</sheetData></worksheet>`)))
		if got := describeSheets(sheets); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.cell, err, got, c.want)
		}
	}
}
