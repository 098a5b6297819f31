package cells

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// decoder turns bytes of a code page into text. Bytes that have no character are an error, never U+FFFD.
type decoder func([]byte) (string, error)

// codePages by their numbers in old workbooks. 936 is GBK; GB18030 reads all of it and more names. Those from
// 10000 on are the Macintosh's; its Chinese, Japanese and Korean ones differ from these in a few signs only.
var codePages = map[uint16]encoding.Encoding{
	936: simplifiedchinese.GB18030, 950: traditionalchinese.Big5, 932: japanese.ShiftJIS, 949: korean.EUCKR,
	874: charmap.Windows874, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252,
	1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256,
	1257: charmap.Windows1257, 1258: charmap.Windows1258, 437: charmap.CodePage437, 850: charmap.CodePage850,
	852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858, 860: charmap.CodePage860,
	862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866,
	10000: charmap.Macintosh, 10001: japanese.ShiftJIS, 10002: traditionalchinese.Big5, 10003: korean.EUCKR,
	10007: charmap.MacintoshCyrillic, 10008: simplifiedchinese.GB18030, 32768: charmap.Macintosh,
	32769: charmap.Windows1252, 367: charmap.Windows1252,
	1200: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 28591: charmap.ISO8859_1,
	28592: charmap.ISO8859_2, 28595: charmap.ISO8859_5, 28605: charmap.ISO8859_15, 65001: unicode.UTF8,
}

// macCentralEurope is the upper half of code page 10029, which no library that we use has.
const macCentralEurope = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅ" +
	"ņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ"

// codePage gives the decoder of a code page. An unknown one is refused only where a text needs it:
// BIFF8 names one too, but does not use it.
func codePage(number uint16) decoder {
	if number == 10029 {
		return decodeMacCentralEurope
	}
	page, known := codePages[number]
	return func(b []byte) (string, error) {
		if !known {
			return "", refuse("encoding", "code page %d", number)
		}
		return decodeText(page, b)
	}
}

// decodeUnsaid decodes texts of a workbook that names no code page: here such files come from Chinese systems.
// What is not Chinese text either is refused.
func decodeUnsaid(b []byte) (string, error) { return decodeText(simplifiedchinese.GB18030, b) }

func decodeMacCentralEurope(b []byte) (string, error) {
	upper := []rune(macCentralEurope)
	text := make([]rune, len(b))
	for i, c := range b {
		if text[i] = rune(c); c >= 0x80 {
			text[i] = upper[c-0x80]
		}
	}
	return string(text), nil
}

func decodeText(page encoding.Encoding, b []byte) (string, error) {
	text, err := page.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", refuse("encoding", "bytes that the code page does not have")
	}
	return string(text), nil
}
