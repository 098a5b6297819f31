package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// document FILE.docx TEXT: makes a Word document of a text, a paragraph a line.
func makeDocument(ts *testscript.TestScript, _ bool, args []string) {
	var body strings.Builder
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		fmt.Fprintf(&body, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", strings.TrimSpace(line))
	}
	const (
		packaged = "http://schemas.openxmlformats.org/package/2006/"
		office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
		space    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
		main     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packaged + `content-types"><Default Extension="rels" ` +
			`ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + main + `"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packaged + `relationships"><Relationship Id="r1" Type="` + office +
			`" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="` + space + `"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		f, err := w.Create(part[0])
		ts.Check(err)
		_, err = f.Write([]byte(part[1]))
		ts.Check(err)
	}
	ts.Check(w.Close())
	file := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	ts.Check(os.WriteFile(file, out.Bytes(), 0o644))
}

// marked FILE.docx: prints its comments, and its text with [ and ] around what they are about.
func showMarked(ts *testscript.TestScript, _ bool, args []string) {
	r, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer r.Close()
	for _, name := range []string{"word/comments.xml", "word/document.xml"} {
		f, err := r.Open(name)
		ts.Check(err)
		text, err := io.ReadAll(f)
		ts.Check(err)
		shown := strings.NewReplacer("</w:p>", "\n", "<w:commentRangeStart", "[<", "<w:commentRangeEnd", "]<").Replace(string(text))
		for shown != "" {
			said, rest, _ := strings.Cut(shown, "<")
			_, shown, _ = strings.Cut(rest, ">")
			fmt.Fprint(ts.Stdout(), said)
		}
	}
}
