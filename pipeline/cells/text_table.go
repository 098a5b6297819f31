package cells

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// table is a text file with rows and columns (.csv): one sheet, all cells text.
type table struct {
	rows   [][]string
	limits *Limits
}

// openText opens a text file that is a table; any other text is no workbook.
func openText(data []byte, limits *Limits) (*Book, error) {
	text, err := textOf(data)
	if err != nil {
		return nil, err
	}
	const spreadsheetML = "urn:schemas-microsoft-com:office:spreadsheet"
	low := strings.ToLower(strings.TrimLeft(text[:min(len(text), 512)], " \t\r\n\ufeff"))
	isXML := strings.HasPrefix(low, "<?xml") && !strings.Contains(low, "<html")
	switch {
	case isXML && strings.Contains(text[:min(len(text), 4096)], spreadsheetML):
		return openXML2003(text, limits)
	case strings.HasPrefix(low, "<"):
		return openHTML(text, limits)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	if r.Comma = delimiter(text); r.Comma == 0 {
		return nil, refuse("not-a-book", "text without columns")
	}
	t := &table{limits: limits}
	cells := 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuseCSV(err)
		}
		if cells += len(row); cells > limits.Cells || len(t.rows) == maxRow || len(row) > maxCol {
			return nil, refuse("limit-cells", "too many cells")
		}
		t.rows = append(t.rows, row)
	}
	return &Book{sheets: []SheetInfo{{Name: "Sheet1"}}, source: t}, nil
}

// refuseCSV says in which line a table goes wrong.
func refuseCSV(err error) error {
	r := refuse("csv", "%v", err)
	if at := (*csv.ParseError)(nil); errors.As(err, &at) {
		r.Where = fmt.Sprintf("第 %d 行", at.StartLine)
	}
	return r
}

// textOf decodes a text file: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030.
func textOf(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decodeText(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), data)
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
func delimiter(text string) rune {
	best, most := rune(0), 0
	for _, mark := range []rune{',', '\t', ';'} {
		lines := 0
		for n, line := range strings.SplitN(text, "\n", 21) {
			if n < 20 && strings.ContainsRune(line, mark) {
				lines++
			}
		}
		if lines > most {
			best, most = mark, lines
		}
	}
	return best
}

func (t *table) each(_ int, visit func(*Cell) error) ([]Range, error) {
	for n, row := range t.rows {
		for i, text := range row {
			if text == "" {
				continue
			}
			if len(text) > 4*t.limits.CellText {
				return nil, refuse("limit-text", "%s", Address(n+1, i+1))
			}
			c := Cell{Row: n + 1, Col: i + 1}
			c.setText(text)
			if err := visit(&c); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}
