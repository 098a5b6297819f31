package word

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/tables"
)

// docx makes a Word file with this body.
func docx(t *testing.T, body string) []byte {
	t.Helper()
	data, err := wordFile(body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func p(runs ...string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	for _, r := range runs {
		b.WriteString("<w:r><w:t>" + escape.Replace(r) + "</w:t></w:r>")
	}
	return b.String() + "</w:p>"
}

func table(cells ...string) string {
	var b strings.Builder
	b.WriteString("<w:tbl><w:tr><w:tc>" + p("表头") + "</w:tc></w:tr><w:tr>")
	for _, c := range cells {
		b.WriteString("<w:tc>" + p(c) + "</w:tc>")
	}
	return b.String() + "</w:tr></w:tbl>"
}

var known = Known{
	Facts: []string{"乡镇", "预算", "说明", "空", "整", "待补"},
	Lists: map[string][]string{"项目": {"名称", "金额"}, "无行": {"列"}},
}

func data() *Data {
	money := tables.Column{Name: "金额", Type: "DECIMAL(18,6)", Scale: 6}
	return &Data{Title: "甲<乙>", Facts: &tables.Table{
		Columns: []tables.Column{
			{Name: "乡镇", Type: "VARCHAR"},
			{Name: "预算", Type: "DECIMAL(18,6)", Scale: 6},
			{Name: "说明", Type: "VARCHAR"},
			{Name: "空", Type: "VARCHAR"},
			{Name: "整", Type: "DECIMAL(9,2)", Scale: 2},
			{Name: "待补", Type: "VARCHAR"},
		},
		Rows: [][]any{{"甲&乙镇", decimal.RequireFromString("1429.07"), "第一段\n\n第二段", nil,
			decimal.RequireFromString("100.00"), "前段（此处待乡镇补充：前期准备）后段"}},
	}, Lists: map[string]*tables.Table{
		"项目": {
			Columns: []tables.Column{{Name: "名称", Type: "VARCHAR"}, money},
			Rows:    [][]any{{"修路\n修桥", decimal.RequireFromString("50.67255")}, {"照明", nil}},
		},
		"无行": {Columns: []tables.Column{{Name: "列", Type: "VARCHAR"}}},
	}}
}

// fill writes a body with the data and gives its text: paragraphs on lines, cells between bars.
func fill(t *testing.T, body string) string {
	t.Helper()
	template, err := Parse("试.docx", docx(t, body), known)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.docx")
	if err := template.Write(path, data()); err != nil {
		t.Fatal(err)
	}
	return read(t, path, "word/document.xml")
}

func read(t *testing.T, path, part string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	text, err := fs.ReadFile(z, part)
	if err != nil {
		t.Fatal(err)
	}
	s := strings.NewReplacer("</w:p>", "\n", "</w:tc>", "|", "<w:br/>", "↵").Replace(string(text))
	return strings.TrimSpace(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, ""))
}

func TestFill(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"in a sentence":            {p("{{乡镇}}预算{{预算}}万元。"), "甲&amp;乙镇预算1429.07万元。"},
		"split into runs by Word":  {p("合{", "{乡", "镇}", "}计{{预", "算}}。"), "合甲&amp;乙镇计1429.07。"},
		"two begin in one run":     {p("{{乡镇}}{{预", "算}}"), "甲&amp;乙镇1429.07"},
		"full-width braces, space": {p("｛｛ 乡镇 ｝｝"), "甲&amp;乙镇"},
		"blank in a sentence":      {p("得{{空}}分"), "得（未填报）分"},
		"blank alone":              {p("前") + p("{{空}}") + p("后"), "前\n后"},
		"whole in a sentence":      {p("执行率{{整}}%。"), "执行率100%。"},
		"whole in a cell":          {"<w:tbl><w:tr><w:tc>" + p("{{整}}") + "</w:tc></w:tr></w:tbl>", "100.00\n|"},
		"a text of two paragraphs": {p("{{说明}}"), "第一段\n第二段"},
		"a row for each row": {
			table("{{项目.名称}}", "{{项目.金额}}", "{{乡镇}}"), "表头\n|修路↵修桥\n|50.67255\n|甲&amp;乙镇\n|照明\n|\n|甲&amp;乙镇\n|",
		},
		"a table without rows":                {p("前") + table("{{无行.列}}") + p("后"), "前\n后"},
		"a paragraph for each row":            {p("（{{项目.名称}}）"), "（修路↵修桥）\n（照明）"},
		"a paragraph without rows":            {p("前") + p("（{{无行.列}}", "）"), "前"},
		"field codes, a description":          {`<w:p><w:r><w:instrText>{{没有}}{{项目.名称}}</w:instrText></w:r><w:r><w:drawing descr="{{没有}}"/></w:r>` + p("{{乡镇}}")[5:], "{{没有}}{{项目.名称}}甲&amp;乙镇"},
		"a row of an empty list among others": {"<w:tbl><w:tr><w:tc>" + p("{{预算}}") + "</w:tc></w:tr><w:tr><w:tc>" + p("{{无行.列}}") + "</w:tc></w:tr></w:tbl>", "1429.07\n|"},
		"blank in a cell":                     {"<w:tbl><w:tr><w:tc>" + p("{{空}}") + "</w:tc></w:tr></w:tbl>", "|"},
	} {
		if got := fill(t, c.body); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

// What is left open is a run of its own that looks like the rest and is highlighted, and nothing else is.
func TestGapIsHighlighted(t *testing.T) {
	const look = `<w:b/>`
	template, err := Parse("试.docx", docx(t, `<w:p><w:r><w:rPr>`+look+`</w:rPr><w:t>{{待补}}</w:t></w:r></w:p>`), known)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.docx")
	if err := template.Write(path, data()); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	text, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	const want = `>前段</w:t></w:r><w:r><w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">` +
		`（此处待乡镇补充：前期准备）</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">后段</w:t></w:r></w:p>`
	if !strings.Contains(string(text), want) {
		t.Errorf("got %s", text)
	}
	if got := FillGaps("甲（此处待乡镇补充：前期准备）乙", "（未填报）"); got != "甲（未填报）乙" {
		t.Errorf("filled: %s", got)
	}
}

// What is wrong with a template is said by name, and all of it.
func TestTemplateFaults(t *testing.T) {
	for name, c := range map[string]struct {
		docx []byte
		want []string
	}{
		"unknown placeholders": {
			docx(t, p("{{乡镇名}}{{", "预算数}}{{项目.单位}}")),
			[]string{"乡镇名", "预算数", "项目.单位", "可用的有", "项目.(名称、金额)"},
		},
		"braces left open":   {docx(t, p("{{乡镇}有{预算}}")), []string{"不成对", "{{乡镇}有{预算}}"}},
		"two lists in a row": {docx(t, table("{{项目.名称}}", "{{无行.列}}")), []string{"两个表"}},
		"tracked changes": {docx(t,
			`<w:p><w:del w:id="1" w:author="李明"><w:r><w:delText>{{乡镇}}</w:delText></w:r></w:del></w:p>`),
			[]string{"修订或批注"}},
		"no Word file": {[]byte("PK no"), []string{"不是 Word 文档"}},
	} {
		_, err := Parse("模板/自评报告.docx", c.docx, known)
		var fault *Error
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range append(c.want, "模板/自评报告.docx") {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", name, err, want)
			}
		}
	}
}

// The same template and data give the same bytes; no editor's name and no time goes into them.
func TestProperties(t *testing.T) {
	template, err := Parse("试.docx", docx(t, p("{{乡镇}}")), known)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var files [2][]byte
	for i := range files {
		path := filepath.Join(dir, "out.docx")
		if err := template.Write(path, data()); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path, propertiesPart); got != "jixiaozh-CN甲&lt;乙&gt;" {
			t.Errorf("properties %q", got)
		}
		if files[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two writes differ")
	}
}

// The program's own templates can be made and taken apart, whatever placeholders they use.
func TestStandard(t *testing.T) {
	if len(Names()) != 5 {
		t.Fatalf("templates %v", Names())
	}
	for _, name := range Names() {
		data, err := Standard(name)
		if err != nil {
			t.Fatal(err)
		}
		var fault *Error
		if _, err := Parse(name, data, Known{}); !errors.As(err, &fault) || !strings.Contains(fault.Says, "年度") {
			t.Errorf("%s: want its placeholders named as unknown, got %v", name, err)
		}
	}
}

// However a document is made, taking it apart and filling it in neither panics nor loses its XML.
func FuzzParse(f *testing.F) {
	f.Add(p("合{", "{乡", "镇}", "}计"))
	f.Add(table("{{项目.名称}}", "{{空}}"))
	f.Add("<w:p><w:r><w:t>{{乡镇}}</w:t></w:r><w:r><w:txbxContent>" + p("{{预算}}") + "</w:txbxContent></w:r></w:p>")
	f.Fuzz(func(t *testing.T, body string) {
		file, err := wordFile(body)
		if err != nil {
			t.Fatal(err)
		}
		template, err := Parse("试", file, known)
		if err != nil {
			return
		}
		path := filepath.Join(t.TempDir(), "out.docx")
		if err := template.Write(path, data()); err != nil {
			t.Fatal(err)
		}
		out, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("试", out, known); err != nil && strings.Contains(err.Error(), "损坏") {
			t.Error(err)
		}
	})
}
