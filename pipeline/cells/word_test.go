package cells

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// wordParts are the parts that a fixture may name, and what stands around their text.
var wordParts = map[string]struct{ path, kind, root string }{
	"document":  {"word/document.xml", "", "document"},
	"styles":    {"word/styles.xml", "styles", "styles"},
	"numbering": {"word/numbering.xml", "numbering", "numbering"},
	"footnotes": {"word/footnotes.xml", "footnotes", "footnotes"},
	"endnotes":  {"word/endnotes.xml", "endnotes", "endnotes"},
	"header":    {"word/header1.xml", "header", "hdr"},
	"footer":    {"word/footer1.xml", "footer", "ftr"},
}

// wordFile makes a document of a fixture: the body, then the other parts, each after == name ==. In it <p>…</p> is short
// for a paragraph of one run.
func wordFile(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	write := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	rels := ""
	parts := txtar.Parse([]byte("-- document --\n" + strings.ReplaceAll(strings.ReplaceAll("\n"+text, "\n== ",
		"\n-- "), " ==\n", " --\n")))
	for _, f := range parts.Files {
		p, known := wordParts[f.Name]
		if !known {
			t.Fatalf("no part %q", f.Name)
		}
		body := strings.ReplaceAll(strings.TrimSpace(string(f.Data)), "\n", "")
		body = strings.NewReplacer("<p>", "<w:p><w:r><w:t>", "</p>", "</w:t></w:r></w:p>", "<p/>",
			"<w:p/>").Replace(body)
		if p.kind == "" {
			body = "<w:body>" + body + "</w:body>"
		} else {
			rels += fmt.Sprintf(`<Relationship Id=%q Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target=%q/>`, f.Name, p.kind, strings.TrimPrefix(p.path, "word/"))
		}
		write(p.path, fmt.Sprintf(`<w:%[1]s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="r" xmlns:mc="mc" xmlns:m="m" xmlns:v="v" xmlns:w14="w14">%s</w:%[1]s>`, p.root, body))
	}
	write("_rels/.rels",
		`<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`)
	write("word/_rels/document.xml.rels",
		"<Relationships>"+rels+`<Relationship Id="outside" Type="x/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// describeWord writes a document with a line for each cell of its sheet and for each note and header.
func describeWord(sheets []Sheet) string {
	var b strings.Builder
	for i := range sheets {
		s := &sheets[i]
		for j := range s.Cells {
			c := &s.Cells[j]
			fmt.Fprintf(&b, "%s %s: %s", c.Address(), s.Address(c.Row, c.Col), strings.NewReplacer("\n", "⏎",
				"\t", "⇥").Replace(c.Text))
			for _, m := range s.Merges {
				if m.Top == c.Row && m.Left == c.Col {
					fmt.Fprintf(&b, " [%s]", Address(m.Bottom, m.Right))
				}
			}
			if c.Hidden {
				b.WriteString(" hidden")
			}
			b.WriteByte('\n')
		}
		if s.Document == nil {
			continue
		}
		for _, n := range s.Document.Notes {
			fmt.Fprintf(&b, "%s at %s: %s\n", n.Place, n.Marked, describeBlocks(n.Blocks))
		}
		if len(s.Document.Headers) > 0 {
			fmt.Fprintf(&b, "headers: %s\n", describeBlocks(s.Document.Headers))
		}
	}
	return b.String()
}

func describeBlocks(blocks []Block) string {
	var texts []string
	for _, b := range blocks {
		if b.Paragraph != nil {
			texts = append(texts, b.Paragraph.Shown())
		}
	}
	return strings.Join(texts, " | ")
}

// Every fixture of testdata/word.txtar is read as it says behind =>, or refused with the code and the sentence there.
func TestWordDocuments(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/word.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		body, want, found := strings.Cut("\n"+string(f.Data), "\n=>\n")
		if !found {
			t.Fatalf("%s: nothing behind =>", f.Name)
		}
		sheets, err := read(t, wordFile(t, expand(body)))
		got := describeWord(sheets)
		if r, ok := AsRefusal(err); ok {
			got = "refused " + r.Code + ": " + r.Error() + "；" + r.Step() + "\n"
			if !chinese(r.Error()) || !chinese(r.Step()) {
				t.Errorf("%s: %q %q", f.Name, r.Error(), r.Step())
			}
		} else if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if got != want {
			t.Errorf("%s:\n--- got\n%s--- want\n%s", f.Name, got, want)
		}
	}
}

// One limit at a time, set so low that a small document goes over it.
func TestWordLimits(t *testing.T) {
	small := wordFile(t, `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><p>一二三四</p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><p>五</p></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>六</w:t></w:r></w:p>
== numbering ==
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="words of a list that come again"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
`)
	if _, err := read(t, small); err != nil {
		t.Fatal(err)
	}
	for code, cases := range map[string][]Limits{
		"limit-size":  {{File: 100}, {Unpacked: 500}, {Part: 100}},
		"limit-parts": {{Entries: 3}},
		"limit-cells": {{Cells: 1}, {Merges: 1}, {Area: 3}},
		"limit-text":  {{CellText: 3}, {AllText: 30}},
		"limit-xml":   {{Depth: 3}, {Attrs: 1}},
	} {
		for _, limits := range cases {
			_, err := Read(bytes.NewReader(small), int64(len(small)), Options{Limits: limits})
			wantRefusal(t, fmt.Sprintf("%+v", limits), err, code)
		}
	}
}
