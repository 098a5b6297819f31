package cells

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/tools/txtar"
)

// Every hostile file of testdata/hostile.txtar is refused with its code, in Chinese, with the step that mends
// it, or read as it says. How the files are written there stands at its top.
func TestHostileFiles(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for n, f := range archive.Files {
		head, _, _ := strings.Cut(f.Name, ":")
		code, kind, _ := strings.Cut(head, " ")
		codes[code]++
		body, want, _ := strings.Cut("\n"+strings.TrimSuffix(string(f.Data), "\n"), "\n=> ")
		body = strings.TrimPrefix(body, "\n")
		data := hostile(t, kind, expand(strings.ReplaceAll(body, "{lf}", "\n")))
		keepHostile(t, n, code, data)
		sheets, err := read(t, data)
		if want = expand(want); code == "read" {
			if got := describeSheets(sheets); err != nil || got != want {
				t.Errorf("%s: %v %+v\n got %s\nwant %s", f.Name, err, err, got, want)
			}
			continue
		}
		wantRefusal(t, f.Name, err, code)
		if r, ok := AsRefusal(err); ok && (!chinese(r.Error()) || !chinese(r.Step())) {
			t.Errorf("%s: %q %q", f.Name, r.Error(), r.Step())
		}
		if want != "" && err.Error() != want {
			t.Errorf("%s: says %q, want %q", f.Name, err.Error(), want)
		}
	}
	t.Logf("%d files: %v", len(archive.Files), codes)
	if len(archive.Files) < 150 {
		t.Errorf("only %d hostile files", len(archive.Files))
	}
	for code := range reasons {
		if codes[code] == 0 && code != "panic" {
			t.Errorf("no hostile file for code %q", code)
		}
	}
}

// keepHostile writes a file to the folder that JIXIAO_HOSTILE names, to be tried elsewhere.
func keepHostile(t *testing.T, n int, code string, data []byte) {
	t.Helper()
	dir := os.Getenv("JIXIAO_HOSTILE")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d-%s.xlsx", n+1, code)), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func describeSheets(sheets []Sheet) string {
	var cells []string
	for _, sheet := range sheets {
		for i := range sheet.Cells {
			cells = append(cells, describe(&sheet.Cells[i]))
		}
	}
	return strings.Join(cells, "; ")
}

var placeholder = regexp.MustCompile(`\{(repeat|hex|noise|attrs|count) ([^{}]*)\}`)

// expand resolves the placeholders of a body, the inner ones first.
func expand(body string) string {
	for placeholder.MatchString(body) {
		body = placeholder.ReplaceAllStringFunc(body, func(s string) string {
			m := placeholder.FindStringSubmatch(s)
			n, text, _ := strings.Cut(m[2], " ")
			count, _ := strconv.Atoi(n)
			switch m[1] {
			case "repeat":
				return strings.Repeat(text, count)
			case "noise":
				return noise(count)
			case "attrs":
				return attributes(count)
			case "count": // the text once for each number, with # for it
				var b strings.Builder
				for i := range count {
					b.WriteString(strings.ReplaceAll(text, "#", strconv.Itoa(i+1)))
				}
				return b.String()
			}
			return string(unhex(m[2]))
		})
	}
	return body
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// hostile builds the file that a body of a kind describes.
func hostile(t *testing.T, kind, body string) []byte {
	t.Helper()
	part := map[string]string{
		"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml",
		"workbook": "xl/workbook.xml", "rels": "xl/_rels/workbook.xml.rels", "root": "_rels/.rels",
	}[kind]
	switch {
	case part != "":
		return pack(t, "-- "+part+" --\n"+body+"\n")
	case kind == "row":
		return pack(t, sheetOf(`<worksheet><sheetData><row r="1">`+body+`</row></sheetData></worksheet>`))
	case kind == "parts":
		return pack(t, strings.ReplaceAll(strings.ReplaceAll(body, "== ", "-- "), " ==\n", " --\n")+"\n")
	case kind == "ods":
		return packOnly(t, "-- mimetype --\napplication/vnd.oasis.opendocument.spreadsheet\n-- content.xml "+
			"--\n"+openDocument(body))
	case kind == "fods":
		return []byte(openDocument(body))
	case kind == "zipped":
		return packOnly(t, strings.ReplaceAll(strings.ReplaceAll(body, "== ", "-- "), " ==\n", " --\n"))
	case kind == "zip":
		return edit(t, pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`+
			`</worksheet>`)), body)
	case kind == "ole":
		data, err := os.ReadFile("../../inputs/2023/河口瑶族乡2023年绩效自评.xls")
		if err != nil {
			t.Fatal(err)
		}
		return edit(t, data, body)
	case kind == "biff", kind == "globals":
		records := func(s *stream) {
			for line := range strings.Lines(body) {
				b := unhex(strings.TrimSpace(line))
				s.record(uint16(b[0])<<8|uint16(b[1]), b[2:])
			}
		}
		if kind == "biff" {
			return book8(nil, records)
		}
		return book8(records, func(*stream) {})
	case kind == "file", kind == "csv":
		return []byte(body)
	}
	t.Fatalf("no kind %q", kind)
	return nil
}

// openDocument writes the content of an OpenDocument spreadsheet around its tables.
func openDocument(tables string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document` +
		` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:automatic-styles>` +
		`<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>` +
		`</style:style>` +
		`<style:style style:name="ce1" style:family="table-cell"><style:text-properties` +
		` style:text-line-through-style="solid"/></style:style>` +
		`<style:style style:name="T1" style:family="text"><style:text-properties` +
		` style:text-line-through-type="single"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document>`
}

var editLine = regexp.MustCompile(`^(?:(local|central|end|at)(?: (\d+))?\+(\d+)=([0-9a-f ` +
	`]+)|(cut|keep|zero)=(\d+)|append=([0-9a-f ]*))$`)

// edit changes a file as the lines say: bytes set in the nth header of a kind, or at an offset; cut, kept,
// zeroed at the end; appended.
func edit(t *testing.T, data []byte, lines string) []byte {
	t.Helper()
	b := bytes.Clone(data)
	for line := range strings.Lines(lines) {
		m := editLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			t.Fatalf("no such edit: %s", line)
		}
		n, _ := strconv.Atoi(m[6])
		switch {
		case m[1] != "":
			mark := map[string]string{"local": "PK\x03\x04", "central": "PK\x01\x02", "end": "PK\x05\x06"}[m[1]]
			nth, _ := strconv.Atoi(m[2])
			offset, _ := strconv.Atoi(m[3])
			at := 0
			for ; mark != "" && nth >= 0; nth-- {
				i := bytes.Index(b[at:], []byte(mark))
				if i < 0 {
					t.Fatalf("no header for %s", line)
				}
				at += i + min(nth, 1)
			}
			copy(b[at+offset:], unhex(m[4]))
		case m[5] == "cut":
			b = b[:len(b)-n]
		case m[5] == "keep":
			b = b[:n]
		case m[5] == "zero":
			clear(b[len(b)-n:])
		default:
			b = append(b, unhex(m[7])...)
		}
	}
	return b
}

// One limit at a time, set so low that a small workbook goes over it.
func TestLimits(t *testing.T) {
	small := pack(t, `-- xl/workbook.xml --
<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="r1"/><sheet name="二" sheetId="2" r:id="r1"/></sheets></workbook>
-- xl/worksheets/sheet1.xml --
<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>一二三四</t></is></c><c r="B1"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1:D2"/></mergeCells></worksheet>
`)
	if _, err := read(t, small); err != nil {
		t.Fatal(err)
	}
	for code, cases := range map[string][]Limits{
		"limit-size":   {{File: 100}, {Unpacked: 500}, {Part: 100}, {Other: 100}},
		"limit-parts":  {{Entries: 3}},
		"limit-cells":  {{Cells: 3}, {Sheets: 1}},
		"limit-merges": {{Merges: 1}, {Area: 7}},
		"limit-text":   {{CellText: 3}, {AllText: 20}},
		"limit-xml":    {{Depth: 3}, {Attrs: 1}},
	} {
		for _, limits := range cases {
			_, err := Read(bytes.NewReader(small), int64(len(small)), Options{Limits: limits})
			wantRefusal(t, fmt.Sprintf("%+v", limits), err, code)
		}
	}
}
