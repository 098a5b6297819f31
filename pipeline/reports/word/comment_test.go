package word

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	related   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
)

// parts of a document as other programs write them: an odd order of attributes, a part that is stored, white space.
func parts(body string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?>` +
			`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="xml" ContentType="application/xml"/></Types>` + "\n",
		"_rels/.rels": relations + `<Relationship Target="word/document.xml" Id="rId1" Type="` + related +
			`officeDocument"/></Relationships>`,
		"word/_rels/document.xml.rels": relations + `</Relationships>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="` + wordSpace + `"><w:body>` +
			body + `</w:body></w:document>`,
		"word/media/seal.bin": "\x00\x01\x02 as it is",
	}
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{
		"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
		"word/media/seal.bin", "word/comments.xml",
	} {
		if parts[name] == "" {
			continue
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unpack(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range r.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		found[f.Name] = string(text)
	}
	return found
}

// ours is what a comment puts into the document.
var ours = regexp.MustCompile(`<w:commentRangeStart w:id="\d+"/>|` +
	`<w:commentRangeEnd w:id="\d+"/><w:r><w:commentReference w:id="\d+"/></w:r>`)

const twoParagraphs = `<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>标题</w:t></w:r></w:p>` +
	`<w:p w:rsidR="1"><w:r><w:t xml:space="preserve">年初预算 </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>安排1429</w:t></w:r>` +
	`<w:r><w:t>.07万元，</w:t></w:r><w:r><w:t>执行。</w:t></w:r></w:p>`

// The comment stands around the runs that hold the words; take what is ours away and every part is what it was.
func TestAnnotate(t *testing.T) {
	before := parts(twoParagraphs)
	data := zipped(t, before)
	out, err := Annotate(data, "审核", []Comment{
		{Paragraph: 2, Words: "安排1429.07万元", Text: "应为 4068.67\n请改正 <此处>"},
		{Paragraph: 2, Words: "没有的字", Text: "整段"},
		{Paragraph: 9, Words: "标题", Text: "首段"},
	})
	if err != nil {
		t.Fatal(err)
	}
	after := unpack(t, out)
	want := `<w:commentRangeStart w:id="0"/><w:r><w:rPr><w:b/></w:rPr><w:t>安排1429</w:t></w:r>` +
		`<w:r><w:t>.07万元</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>` +
		`<w:r><w:t xml:space="preserve">，</w:t></w:r><w:r><w:t>执行。`
	if !strings.Contains(after["word/document.xml"], want) {
		t.Errorf("the comment is not at its words:\n%s", after["word/document.xml"])
	}
	if !strings.Contains(after["word/document.xml"], `</w:pPr><w:commentRangeStart w:id="2"/><w:r><w:t>标题`) {
		t.Errorf("a place that is not there is not the first paragraph:\n%s", after["word/document.xml"])
	}
	after["word/document.xml"] = strings.Replace(after["word/document.xml"],
		`</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t xml:space="preserve">`, "", 1)
	if got := ours.ReplaceAllString(after["word/document.xml"], ""); got != before["word/document.xml"] {
		t.Errorf("the document is other than it was:\n%s", got)
	}
	said := "应为 4068.67</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">请改正 &lt;此处&gt;"
	if !strings.Contains(after["word/comments.xml"], said) {
		t.Errorf("comments: %s", after["word/comments.xml"])
	}
	for _, name := range []string{"_rels/.rels", "word/media/seal.bin"} {
		if after[name] != before[name] {
			t.Errorf("%s changed", name)
		}
	}
	if !strings.Contains(after["[Content_Types].xml"], `<Override PartName="/word/comments.xml"`) ||
		!strings.Contains(after["word/_rels/document.xml.rels"], `Target="comments.xml"`) {
		t.Error("the comments are not declared")
	}
	again, err := Annotate(data, "审核", nil)
	if err != nil {
		t.Fatal(err)
	}
	if unpack(t, again)["word/document.xml"] != before["word/document.xml"] {
		t.Error("no comment changes the document")
	}
}

// Comments that are there stay, and ours have other numbers. A paragraph in a text box counts as one.
func TestAnnotateBesideOthers(t *testing.T) {
	before := parts(`<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>` +
		`<w:commentRangeStart w:id="7"/><w:r><w:t>框外</w:t></w:r><w:commentRangeEnd w:id="7"/></w:p>` +
		`<w:p><w:r><w:t>后文</w:t></w:r></w:p>`)
	before["word/comments.xml"] = `<w:comments xmlns:w="` + wordSpace + `">` +
		`<w:comment w:id="7"><w:p/></w:comment></w:comments>`
	before["word/_rels/document.xml.rels"] = relations + `<Relationship Id="c" Type="` + related +
		`comments" Target="/word/comments.xml"/></Relationships>`
	out, err := Annotate(zipped(t, before), "审核", []Comment{
		{Paragraph: 1, Words: "框外", Text: "甲"}, {Paragraph: 2, Words: "框内", Text: "乙"},
		{Paragraph: 3, Words: "后文", Text: "丙"},
	})
	if err != nil {
		t.Fatal(err)
	}
	after := unpack(t, out)
	for _, want := range []string{
		`<w:commentRangeStart w:id="8"/><w:r><w:t>框外`, `<w:commentRangeStart w:id="9"/><w:r><w:t>框内`,
		`<w:commentRangeStart w:id="10"/><w:r><w:t>后文`,
	} {
		if !strings.Contains(after["word/document.xml"], want) {
			t.Errorf("no %s in %s", want, after["word/document.xml"])
		}
	}
	notes := after["word/comments.xml"]
	if !strings.Contains(notes, `<w:comment w:id="7"><w:p/>`) || strings.Count(notes, "<w:comment ") != 4 {
		t.Errorf("comments: %s", notes)
	}
	for _, name := range []string{"[Content_Types].xml", "word/_rels/document.xml.rels"} {
		if after[name] != before[name] {
			t.Errorf("%s changed", name)
		}
	}
}

// What is no document is an error, never a copy.
func TestAnnotateRefuses(t *testing.T) {
	whole := zipped(t, parts(twoParagraphs))
	bare := zipped(t, map[string]string{"_rels/.rels": "<x/>"})
	for _, data := range [][]byte{nil, []byte("PK"), whole[:len(whole)/2], bare} {
		if out, err := Annotate(data, "审核", []Comment{{Paragraph: 1, Text: "甲"}}); err == nil {
			t.Errorf("a copy of %d bytes was made", len(out))
		}
	}
	names := []string{}
	for name := range unpack(t, whole) {
		names = append(names, name)
	}
	if slices.Sort(names); len(names) != 5 {
		t.Errorf("parts: %v", names)
	}
}

// A run is parted at the words with its properties on both sides, white space kept; one with entities or a tab is not.
func TestAnnotateParts(t *testing.T) {
	for name, c := range map[string]struct{ body, words, want string }{
		"inside": {
			`<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>预算1万元 执行2万元。</w:t></w:r></w:p>`, "执行2万元",
			`<w:r><w:rPr><w:b/></w:rPr><w:t>预算1万元</w:t></w:r>[<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> 执行2万元</w:t></w:r>]` +
				`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">。</w:t></w:r>`,
		},
		"entity": {
			`<w:p><w:r><w:t>甲&amp;乙，执行2万元。</w:t></w:r></w:p>`, "执行2万元",
			`[<w:r><w:t>甲&amp;乙，执行2万元。</w:t></w:r>]`,
		},
		"tab": {
			`<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>执行2万元。</w:t></w:r></w:p>`, "执行2万元",
			`[<w:r><w:t>甲</w:t><w:tab/><w:t>执行2万元。</w:t></w:r>]`,
		},
		"link": {
			`<w:p><w:hyperlink><w:r><w:t>见执行2万元。</w:t></w:r></w:hyperlink></w:p>`, "执行2万元",
			`[<w:hyperlink><w:r><w:t>见执行2万元。</w:t></w:r></w:hyperlink>]`,
		},
	} {
		out, err := Annotate(zipped(t, parts(c.body)), "审核", []Comment{{Paragraph: 1, Words: c.words, Text: "甲"}})
		if err != nil {
			t.Fatal(err)
		}
		got := unpack(t, out)["word/document.xml"]
		got = strings.Replace(got, `<w:commentRangeStart w:id="0"/>`, "[", 1)
		got = strings.Replace(got, `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`, "]", 1)
		if !strings.Contains(got, "<w:p>"+c.want+"</w:p>") {
			t.Errorf("%s: got %s", name, got)
		}
	}
}
