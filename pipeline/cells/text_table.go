package cells

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// table is a text file with rows and columns (.csv): one sheet, all cells text. A row of the file is a row of
// the sheet, an empty one too.
type table struct {
	text   string
	comma  byte
	limits *Limits
}

// openText opens a text file that is a table; any other text is no workbook.
func openText(data []byte, limits *Limits) (*Book, error) {
	text, err := saidText(data)
	if err != nil {
		return nil, err
	}
	low := strings.ToLower(strings.TrimLeft(text[:min(len(text), 512)], " \t\r\n\ufeff"))
	if open := markup(low, text[:min(len(text), 4096)]); open != nil {
		return open(text, limits)
	}
	t := &table{text: text, comma: delimiter(text), limits: limits}
	if t.comma == 0 {
		return nil, refuse("not-a-book", "text without columns")
	}
	if err := t.parse(func(int, int, string) error { return nil }); err != nil {
		return nil, err
	}
	return &Book{sheets: []SheetInfo{{Name: "Sheet1"}}, source: t}, nil
}

// markup tells how a text with tags is opened, by its first letters; nil for a text without.
func markup(low, head string) func(string, *Limits) (*Book, error) {
	const spreadsheetML = "urn:schemas-microsoft-com:office:spreadsheet"
	const openDocument = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	isXML := strings.HasPrefix(low, "<?xml") && !strings.Contains(low, "<html")
	switch {
	case isXML && strings.Contains(head, spreadsheetML):
		return openXML2003
	case isXML && strings.Contains(head, openDocument):
		return openFODS
	case strings.HasPrefix(low, "<"):
		return openHTML
	}
	return nil
}

// saidText decodes a text file by the encoding that it names, as pages and XML do, where that is one of the
// usual ones; without one by what it holds.
func saidText(data []byte) (string, error) {
	head := data[:min(len(data), 1024)]
	said := declaredEncoding(head)
	if said == "" && bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) {
		_, rest, _ := bytes.Cut(bytes.ToLower(head), []byte("charset="))
		words := strings.FieldsFunc(string(rest), func(r rune) bool { return strings.ContainsRune("\"' ;/>\r\n", r) })
		said = strings.Join(words[:min(1, len(words))], "")
	}
	if utf8.Valid(data) { // many pages name another one than they are in
		return textOf(data)
	}
	switch said {
	case "iso-8859-1", "latin1":
		return decodeText(charmap.ISO8859_1, data)
	case "windows-1252":
		return decodeText(charmap.Windows1252, data)
	case "big5":
		return decodeText(traditionalchinese.Big5, data)
	case "gb2312", "gbk", "gb18030":
		return decodeText(simplifiedchinese.GB18030, data)
	}
	return textOf(data)
}

// textOf decodes a text file: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030.
func textOf(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		text, err := decodeText(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), data)
		if err == nil && strings.IndexByte(text, 0) >= 0 {
			err = refuse("encoding", "UTF-16 with zeros")
		}
		return text, err
	case bytes.IndexByte(data, 0) >= 0:
		return "", refuse("not-a-book", "binary")
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	case damagedUTF8(data):
		return "", refuse("encoding", "UTF-8 with bytes that are not")
	}
	text, err := decodeText(simplifiedchinese.GB18030, data)
	if err != nil {
		return "", refuse("not-a-book", "neither UTF-8 nor GB18030")
	}
	return text, nil
}

// damagedUTF8 tells UTF-8 with a few wrong bytes from GB18030: Chinese in that does not come out as
// characters of UTF-8 again and again.
func damagedUTF8(data []byte) bool {
	right, wrong := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			wrong++
		case n > 2:
			right++
		}
		data = data[n:]
	}
	return right > 3*wrong
}

// delimiter picks what parts the columns: the mark that most of the first lines hold. 0 for none.
func delimiter(text string) byte {
	lines := map[byte]int{}
	for range 20 {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text)
		}
		for _, mark := range []byte{',', '\t', ';'} {
			if strings.IndexByte(text[:end], mark) >= 0 {
				lines[mark]++
			}
		}
		if text = strings.TrimLeft(text[end:], "\r\n"); text == "" {
			break
		}
	}
	best := byte(0)
	for _, mark := range []byte{',', '\t', ';'} {
		if lines[mark] > lines[best] {
			best = mark
		}
	}
	return best
}

// parse reads the table (RFC 4180; a line may end in CR LF, LF or CR) and visits what is in it.
func (t *table) parse(visit func(row, col int, text string) error) error {
	rest := t.text
	row, col, line, fields := 1, 1, 1, 0
	for rest != "" {
		if fields++; fields > t.limits.Cells || row > maxRow || col > maxCol {
			return refuse("limit-cells", "too many cells").in(lineOf(line))
		}
		text, n, ok := t.field(rest)
		if !ok {
			return refuse("csv", "line %d", line).in(lineOf(line))
		}
		if err := visit(row, col, text); err != nil {
			return err
		}
		if rest[:n] != text {
			line += lineEnds(rest[:n])
		}
		rest = rest[n:]
		switch {
		case rest == "":
		case rest[0] == t.comma:
			rest = rest[1:]
			col++
		default:
			rest = rest[lineEnd(rest):]
			row, col, line = row+1, 1, line+1
		}
	}
	return nil
}

func lineOf(line int) string { return fmt.Sprintf("第 %d 行", line) }

// lineEnd is the length of the end of a line at the front of a text; 0 where there is none.
func lineEnd(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case text != "" && (text[0] == '\r' || text[0] == '\n'):
		return 1
	}
	return 0
}

// lineEnds counts the ends of lines in a text.
func lineEnds(text string) (n int) {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// field reads one field at the front and says how many bytes it takes up. A field with quotes holds anything,
// its own quotes doubled; another one has no quotes.
func (t *table) field(rest string) (text string, n int, ok bool) {
	if rest[0] != '"' {
		for n < len(rest) && rest[n] != t.comma && rest[n] != '\r' && rest[n] != '\n' {
			if rest[n] == '"' {
				return "", 0, false
			}
			n++
		}
		return rest[:n], n, true
	}
	n = 1
	for {
		end := strings.IndexByte(rest[n:], '"')
		if end < 0 {
			return "", 0, false
		}
		if n += end + 1; n < len(rest) && rest[n] == '"' {
			n++
			continue
		}
		break
	}
	if n < len(rest) && rest[n] != t.comma && lineEnd(rest[n:]) == 0 {
		return "", 0, false
	}
	text = strings.ReplaceAll(strings.ReplaceAll(rest[1:n-1], `""`, `"`), "\r\n", "\n")
	return text, n, true
}

func (t *table) each(_ int, visit func(*Cell) error) ([]Range, error) {
	return nil, t.parse(func(row, col int, text string) error {
		switch {
		case text == "":
			return nil
		case len(text) > 4*t.limits.CellText:
			return refuse("limit-text", "%s", Address(row, col))
		}
		c := Cell{Row: row, Col: col}
		c.setText(text)
		return visit(&c)
	})
}
