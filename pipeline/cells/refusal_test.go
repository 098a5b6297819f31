package cells

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Each hostile file is refused with its code, and every code has its Chinese sentence and step.
func TestRefusals(t *testing.T) {
	row := func(cells string) string {
		return sheetOf(`<worksheet><sheetData><row r="1">` + cells + `</row></sheetData></worksheet>`)
	}
	cases := map[string][]string{
		"xml": {
			sheetOf(`<worksheet><sheetData></worksheet>`), sheetOf(`<worksheet><sheetData/>`),
			sheetOf(`<worksheet/><worksheet/>`), sheetOf(`<worksheet>&bad;</worksheet>`),
			sheetOf(`text`), sheetOf(`<worksheet a=1/>`), sheetOf(`<worksheet a="1" a="2"/>`),
			sheetOf(`<worksheet a="<"/>`), sheetOf(`<worksheet><!-- -- --></worksheet>`), sheetOf(``),
			sheetOf("<worksheet>\x01</worksheet>"), sheetOf(`<worksheet>&#0;</worksheet>`),
			sheetOf(`<worksheet a="1"b="2"/>`), sheetOf(`<1/>`), sheetOf(`<worksheet`),
			row(`<c><v>1</v><v>2</v></c>`),
		},
		"encoding": {sheetOf("<worksheet>\xff</worksheet>"), sheetOf("<worksheet a=\"\xc3\"/>"),
			sheetOf(`<?xml version="1.0" encoding="GB2312"?><worksheet/>`)},
		"doctype": {sheetOf(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`),
			sheetOf(`<worksheet><!ELEMENT a></worksheet>`)},
		"order": {row(`<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>`),
			row(`<c r="A1"><v>1</v></c><c r="A1"><v>1</v></c>`), row(`<c r="A2"><v>1</v></c>`),
			row(`<c r="XFE1"><v>1</v></c>`), row(`<c r="1A"><v>1</v></c>`),
			sheetOf(`<worksheet><sheetData><row r="2"/><row r="2"/></sheetData></worksheet>`),
			sheetOf(`<worksheet><sheetData><row r="0"/></sheetData></worksheet>`),
			sheetOf(`<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>`),
			sheetOf(`<worksheet><sheetData/><mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>`)},
		"index": {row(`<c t="s"><v>3</v></c>`), row(`<c t="s"><v>-1</v></c>`), row(`<c t="s"><v>x</v></c>`),
			row(`<c s="9"><v>1</v></c>`), row(`<c><f t="shared" si="7"/><v>1</v></c>`)},
		"value": {row(`<c><v>12a</v></c>`), row(`<c><v>NaN</v></c>`), row(`<c t="d"><v>yesterday</v></c>`),
			row(`<c t="what"><v>1</v></c>`)},
		"part": {"-- xl/workbook.xml --\n<workbook xmlns:r=\"r\"><sheets/></workbook>\n",
			"-- xl/_rels/workbook.xml.rels --\n<Relationships/>\n",
			"-- xl/_rels/workbook.xml.rels --\n<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" " +
				"Target=\"no.xml\"/></Relationships>\n", sheetOf(`<chart/>`)},
		"not-a-book": {"-- _rels/.rels --\n<Relationships/>\n"},
		"word":       {"-- xl/workbook.xml --\n<p:presentation xmlns:p=\"p\"/>\n"},
		"names": {"-- xl/WORKBOOK.xml --\n<workbook/>\n-- xl/workbook.xml --\n<workbook/>\n",
			"-- XL\\sharedstrings.xml --\n<sst/>\n"},
		"limit-xml": {sheetOf("<worksheet>" + strings.Repeat("<a>", 64) + strings.Repeat("</a>", 64) +
			"</worksheet>"), sheetOf("<worksheet" + attributes(129) + "/>"), sheetOf("<worksheet a=\"" +
			noise(3<<20) + "\"/>")},
		"limit-text": {row(`<c t="inlineStr"><is><t>` + strings.Repeat("字", 32768) + `</t></is></c>`),
			"-- xl/sharedStrings.xml --\n<sst><si><t>" + strings.Repeat("字", 32768) + "</t></si></sst>\n"},
		"limit-ratio": {sheetOf("<worksheet>" + strings.Repeat("<a></a>", 1<<20) + "</worksheet>")},
	}
	for code, texts := range cases {
		for i, text := range texts {
			_, err := read(t, pack(t, text))
			wantRefusal(t, fmt.Sprintf("%s %d", code, i), err, code)
		}
	}
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="x"`, i)
	}
	return b.String()
}

// noise does not compress: what it tests is not the ratio.
func noise(n int) string {
	b := make([]byte, n)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[source.IntN(36)]
	}
	return string(b)
}

func wantRefusal(t *testing.T, what string, err error, code string) {
	t.Helper()
	refusal, ok := AsRefusal(err)
	if !ok {
		t.Errorf("%s: want %s, got %v", what, code, err)
		return
	}
	if refusal.Code != code {
		t.Errorf("%s: %s (%s), want %s", what, refusal.Code, refusal.Place, code)
	}
	if refusal.Error() == "" || refusal.Step() == "" {
		t.Errorf("%s: %s has no sentence or no step", what, refusal.Code)
	}
}

// Damage to the container itself.
func TestDamagedContainers(t *testing.T) {
	good := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`))
	change := func(do func([]byte) []byte) []byte { return do(bytes.Clone(good)) }
	cases := []struct {
		code string
		data []byte
	}{
		{"empty", nil},
		{"truncated", good[:len(good)/2]},
		{"truncated", good[:len(good)-1]},
		{"truncated", make([]byte, 5000)},
		{"truncated", change(func(b []byte) []byte { clear(b[len(b)-100:]); return b })},
		{"crc", change(func(b []byte) []byte { // a wrong checksum in the directory
			i := bytes.LastIndex(b, []byte("PK\x01\x02"))
			b[i+16]++
			return b
		})},
		{"names", change(func(b []byte) []byte {
			return bytes.Replace(b, []byte("sheet1.xml"),
				[]byte("sheet9.xml"), 1)
		})},
		{"encrypted", change(func(b []byte) []byte { b[bytes.LastIndex(b, []byte("PK\x01\x02"))+8] |= 1; return b })},
		{"html", []byte("<html><p>没有表格</p></html>")},
		{"html", []byte("<html><frameset><frame src=\"sheet001.htm\"></frameset></html>")},
		{"html", []byte("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>")},
		{"html", []byte("<table><tr><td style=\"display: none\">1</td></tr></table>")},
		{"csv", []byte("a,b\n\"1,2\n")},
		{"not-a-book", []byte("%PDF-1.4")},
		{"truncated", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more")},
	}
	for i, c := range cases {
		_, err := read(t, c.data)
		wantRefusal(t, fmt.Sprintf("case %d", i), err, c.code)
	}
}

// Whatever byte is changed or lost, what is read is the original or nothing.
func TestDamageIsNeverReadAsData(t *testing.T) {
	good := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>`+
		`0.5</v></c><c r="C1"><f>B1*2</f><v>1</v></c></row></sheetData></worksheet>`))
	want, err := read(t, good)
	if err != nil {
		t.Fatal(err)
	}
	wrong, refused := 0, 0
	check := func(data []byte) {
		got, err := read(t, data)
		switch {
		case err != nil:
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("not a refusal: %v", err)
			}
			refused++
		case fmt.Sprint(got) != fmt.Sprint(want):
			wrong++
		}
	}
	for i := range good {
		check(good[:i])
		for _, flip := range []byte{1, 0x80, 0xff} {
			b := bytes.Clone(good)
			b[i] ^= flip
			check(b)
		}
	}
	t.Logf("%d damaged copies refused, %d read wrong", refused, wrong)
	if wrong > 0 || refused < len(good) {
		t.Errorf("%d read wrong, %d refused of %d", wrong, refused, 4*len(good))
	}
}
