package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/rules"
)

// edit changes the text of the program's own template as staff would in Word, and lays it into the inputs.
func edit(t *testing.T, inputs, name string, changes ...string) {
	t.Helper()
	data, err := word.Standard(name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		text, err := fs.ReadFile(z, part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == "word/document.xml" {
			changed := strings.NewReplacer(changes...).Replace(string(text))
			if changed == string(text) {
				t.Fatalf("nothing changed in %s", name)
			}
			text = []byte(changed)
		}
		entry, err := w.Create(part.Name)
		if err == nil {
			_, err = entry.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(inputs, rules.TemplateFolder, name+".docx")
	if err := errors.Join(w.Close(), os.MkdirAll(filepath.Dir(path), 0o755),
		os.WriteFile(path, out.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// A county's own wording is used, placeholders that Word has split included. An unknown placeholder stops
// the run and is named; what was published stays.
func TestOwnTemplates(t *testing.T) {
	cfg := Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir()}
	edit(t, cfg.Inputs, "自评报告", "一、预算基本情况", "一、部门预算概况", "{{全年预算}}", `{{全年</w:t></w:r><w:r><w:t>预算}}`)
	first, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	text := wordText(t, filepath.Join(cfg.Outputs, "latest", "乡镇", "车田苗族乡", "自评报告.docx"))
	for _, want := range []string{"一、部门预算概况", "全年预算数5014.82※万元"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
	edit(t, cfg.Inputs, "通报", "{{全年预算}}", "{{全年预算额}}", "{{乡镇名次.乡镇}}", "{{乡镇名次.单位}}")
	var fault *word.Error
	if _, err := Run(context.Background(), cfg); !errors.As(err, &fault) ||
		!strings.Contains(err.Error(), "模板/通报.docx") || !strings.Contains(err.Error(), "“全年预算额”“乡镇名次.单位”") {
		t.Errorf("want the unknown placeholders named, got %v", err)
	}
	if _, m, err := publish.Latest(cfg.Outputs); err != nil || m.ID != first.Run {
		t.Errorf("latest has changed: %v", err)
	}
}

// A new county gets the templates to edit; one that staff have edited is left as it is.
func TestWriteTemplates(t *testing.T) {
	dir := t.TempDir()
	edit(t, dir, "通报", "我局", "我中心")
	own, err := os.ReadFile(filepath.Join(dir, rules.TemplateFolder, "通报.docx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := reports.WriteTemplates(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range word.Names() {
		data, err := os.ReadFile(filepath.Join(dir, rules.TemplateFolder, name+".docx"))
		if err != nil || name == "通报" && !bytes.Equal(data, own) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
