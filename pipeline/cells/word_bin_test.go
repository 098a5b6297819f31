package cells

import (
	"strings"
	"testing"
)

func TestBinaryWordDocuments(t *testing.T) {
	listed := func(text string, level byte) docChars {
		return docChars{text: text + "\r", mark: join(sprm(sprmLevel, level), sprm(sprmList, 1, 0))}
	}
	nested := func(text string, props ...byte) docChars {
		return docChars{text: text, mark: join(inTable, sprm(sprmDepth, 2, 0, 0, 0), props)}
	}
	const restart, goesOn = 0x60, 0x20
	cases := map[string]struct {
		file docFile
		want string
	}{
		"pieces of one byte and of two, paragraphs, lines, hyphens": {
			docFile{body: []docChars{{text: "Caf\u00e9 \u0093q\u0094", narrow: true},
				plain("，预算\v第二行\x1e3\x1f\r"), plain("\r"), plain("第二段😀\r")}},
			"A1 第1段: Café “q”，预算⏎第二行-3\nA3 第2段: 第二段😀\n",
		},
		"deleted text and hidden text": {
			docFile{body: []docChars{plain("执行"), {text: "100", props: sprm(sprmDeleted, 1)}, plain("200"),
				{text: "暗", props: sprm(sprmVanish, 1)}, plain("\r"), plain("前"), {text: "\r",
					props: sprm(sprmDeleted, 1)}, plain("后\r")}},
			"A1 第1段: 执行200 hidden\nA2 第2段: 前后\n",
		},
		"what a document saved fast says of a piece": {
			docFile{grps: [][]byte{sprm(sprmVanish, 1)}, body: []docChars{{text: "删", prm: 0x41<<1 | 1<<8},
				plain("留\r"), {text: "藏\r", prm: 1}}},
			"A1 第1段: 留\nA2 第2段: 藏 hidden\n",
		},
		"fields: the result, not the code": {
			docFile{body: []docChars{plain("共"), signOf(charField), plain(" NUMPAGES "), signOf(charResult),
				plain("12"), signOf(charFieldEnd), plain("页\r")}},
			"A1 第1段: 共12页\n",
		},
		"a sign of a font": {
			docFile{tables: map[int][]byte{tabFonts: join(le16(1), le16(0), []byte{40 + 13}, make([]byte, 39),
				[]byte("S\x00y\x00m\x00b\x00o\x00l\x00\x00\x00"))},
				body: []docChars{{text: "(", props: sprm(sprmSymbol, 0, 0, 0xb3, 0xf0)}, plain("95%\r")}},
			"A1 第1段: ≥95%\n",
		},
		"encrypted, with a password that is known": {
			docFile{seal: "财政", passwords: []string{"别的", "财政"}, body: []docChars{plain("密文\r")}},
			"A1 第1段: 密文\n",
		},
		"a list as it is shown": {
			docFile{tables: listTables(), body: []docChars{listed("概况", 0), listed("甲", 1), listed("乙", 1),
				listed("结果", 0), listed("丙", 1)}},
			"A1 第1段: 一、概况\nA2 第2段: （1）甲\nA3 第3段: （2）乙\nA4 第4段: 二、结果\nA5 第5段: （1）丙\n",
		},
		"a table: merged by edges and downwards, edges a hair apart": {
			docFile{body: []docChars{plain("表题\r"), cellOf("资金"), cellOf("年初"), rowEnd([]int{0, 2000, 3000},
				restart, 0), cellOf(""), cellOf("6.3"), rowEnd([]int{0, 2003, 3000}, goesOn, 0), cellOf("甲"),
				cellOf("乙"), cellOf("7"), rowEnd([]int{0, 1000, 2000, 3000}, 0, 0, 0), plain("下文\r")}},
			"A1 第1段: 表题\nA2 表1 第1行第1列: 资金 [B3]\nC2 表1 第1行第3列: 年初\nC3 表1 第2行第3列: 6.3\nA4 表1 第3行第1列: 甲\nB4 表1 第3行第2列: 乙\nC4 表1 第3行第3列: 7\nA6 第2段: 下文\n",
		},
		"cells merged sideways as old files do it": {
			docFile{body: []docChars{cellOf("甲"), cellOf(""), cellOf("乙"), rowEnd([]int{0, 1, 2, 3}, 1, 2, 0),
				plain("\r")}},
			"A1 表1 第1行第1列: 甲 [B1]\nC1 表1 第1行第3列: 乙\n",
		},
		"a table in a cell": {
			docFile{body: []docChars{{text: "外\r", mark: inTable}, nested("内\r", sprm(sprmInnerCell, 1)...),
				nested("\r", join(sprm(sprmInnerCell, 1), sprm(sprmInnerRowEnd, 1))...), cellOf(""),
				cellOf("旁"), rowEnd([]int{0, 900, 1800}), plain("\r")}},
			"A1 表1 第1行第1列: 外\nB1 表1 第1行第2列: 旁\nA3 表1 第1行第1列 内表1 第1行第1列: 内\n",
		},
		"a note": {
			docFile{body: []docChars{plain("87.30%"), signOf(charNote), plain("\r")},
				notes: []docChars{signOf(charNote), plain(" 含结转\r"), plain("\r")},
				tables: map[int][]byte{tabFootRefs: join(le32(6), le32(8), le16(1)), tabFootText: join(le32(0),
					le32(6), le32(7))}},
			"A1 第1段: 87.30%\n脚注1 at 第1段: 含结转\n",
		},
		"a row of more cells than edges has a column a cell": {
			docFile{body: []docChars{cellOf("甲"), cellOf("乙"), cellOf("丙"), rowEnd([]int{0, 900}), plain("\r")}},
			"A1 表1 第1行第1列: 甲\nB1 表1 第1行第2列: 乙\nC1 表1 第1行第3列: 丙\n",
		},
	}
	for name, c := range cases {
		book, err := c.file.open(t)
		if err != nil {
			t.Errorf("%s: %v %+v", name, err, err)
			continue
		}
		sheet, err := book.Sheet(0)
		if got := describeWord([]Sheet{sheet}); err != nil || got != c.want {
			t.Errorf("%s: %v\n--- got\n%s--- want\n%s", name, err, got, c.want)
		}
	}
}

// What is wrong with a binary document is refused with its code and the step that mends it.
func TestBinaryWordRefusals(t *testing.T) {
	sound := docFile{body: []docChars{plain("正文\r")}}
	if _, err := sound.open(t); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		code string
		file docFile
	}{
		"edges that do not rise": {"order", docFile{body: []docChars{cellOf("甲"), cellOf("乙"),
			rowEnd([]int{0, 9, 3}), plain("\r")}}},
		"properties that are not there": {"index", docFile{body: []docChars{{text: "一\r", prm: 9}}}},
		"a note without its text": {"index", docFile{body: []docChars{signOf(charNote), plain("\r")},
			tables: map[int][]byte{tabFootRefs: join(le32(0), le32(2), le16(1))}}},
		"no text": {"truncated", docFile{}},
		"encrypted, and no password fits": {"encrypted",
			docFile{seal: "财政", passwords: []string{"别的"}, body: sound.body}},
		"lists that are cut": {"truncated", docFile{body: sound.body,
			tables: map[int][]byte{tabLists: join(le16(9), make([]byte, 40))}}},
		"styles that are cut": {"truncated", docFile{body: sound.body,
			tables: map[int][]byte{tabStyles: join(le16(4), le16(3), le16(10), le16(900))}}},
		"a huge property elsewhere": {"truncated", docFile{body: []docChars{{text: "一\r",
			mark: sprm(sprmHuge2, 9, 9, 0, 0)}}}},
		"a list as Word 6 made it": {"word-old", docFile{body: []docChars{{text: "一\r",
			mark: join(sprm(sprmList, 0xff, 7), sprm(sprmOldList, 2, 0, 0))}}}},
		"a field without an end": {"value", docFile{body: []docChars{signOf(charField), plain("REF\r后文\r")}}},
		"pictures alone":         {"word-pictures", docFile{body: []docChars{signOf(charPicture), plain("\r")}}},
		"fields nested too deep": {"limit-xml", docFile{body: []docChars{{text: strings.Repeat("\x13",
			65), props: sprm(sprmSpecial, 1)}, plain("\r")}}},
		"tables nested too deep": {"limit-xml", docFile{body: []docChars{{text: "\r", mark: join(inTable,
			sprm(sprmDepth, 99, 0, 0, 0))}}}},
	}
	for name, c := range cases {
		_, err := c.file.open(t)
		wantRefusal(t, name, err, c.code)
		if r, ok := AsRefusal(err); ok && (!chinese(r.Error()) || !chinese(r.Step()) || strings.Contains(r.Step(), "工作簿")) {
			t.Errorf("%s: %q %q", name, r.Error(), r.Step())
		}
	}
}

// Documents that are of another kind are refused with the step for Word.
func TestOtherDocuments(t *testing.T) {
	for code, heads := range map[string][]string{
		"word-rtf": {`{\rtf1\ansi 自评}`},
		"word-xml": {`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`, "\xef\xbb\xbf" + `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>`},
		"word-old": {"\xdb\xa5\x2d\x00 Word 2", "\xffWPC\x00"},
	} {
		for _, head := range heads {
			_, err := read(t, []byte(head))
			wantRefusal(t, code, err, code)
			if r, ok := AsRefusal(err); ok && !strings.Contains(r.Step(), ".docx") {
				t.Errorf("%s: %s", code, r.Step())
			}
		}
	}
}

// Every code of Word has its sentence and step in Chinese.
func TestWordReasons(t *testing.T) {
	for code, r := range wordReasons {
		if !chinese(r.says) || !chinese(r.step) {
			t.Errorf("%s: %+v", code, r)
		}
	}
	for _, n := range []struct {
		format string
		number int
		want   string
	}{
		{"chineseCounting", 10, "十"}, {"chineseCounting", 21, "二十一"}, {"chineseCounting", 105, "一○五"},
		{"chineseCountingThousand", 105, "一百零五"},
		{"chineseCountingThousand", 110, "一百一十"}, {"chineseCountingThousand", 12, "十二"}, {"japaneseCounting",
			20, "二十"}, {"chineseLegalSimplified", 12, "壹拾贰"},
		{"ideographLegalTraditional", 3, "參"}, {"ideographTraditional", 4, "丁"}, {"ideographZodiac", 12, "亥"},
		{"upperRoman", 1949, "MCMXLIX"}, {"lowerLetter", 28, "bb"},
		{"decimalFullWidth", 12, "１２"}, {"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "21"},
		{"decimalEnclosedParen", 3, "⑶"}, {"decimalZero", 7, "07"},
		{"ordinal", 12, "12th"}, {"ordinal", 22, "22nd"}, {"numberInDash", 3, "- 3 -"}, {"ideographDigital", 20,
			"二〇"}, {"none", 3, ""}, {"ideographZodiacTraditional", 2, "乙丑"},
		{"chineseCountingThousand", 10010, "一万零一十"}, {"unknown", 5, "5"},
	} {
		if got := writeNumber(n.format, n.number); got != n.want {
			t.Errorf("%s %d: %q, want %q", n.format, n.number, got, n.want)
		}
	}
}
