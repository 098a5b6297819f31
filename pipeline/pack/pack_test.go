package pack

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// What is packed comes out again, under its name and with the same bytes each time.
func TestPack(t *testing.T) {
	texts := map[string]string{"a.xml": "", "文/部分.xml": strings.Repeat("<行/>", 5000)}
	var files [2]bytes.Buffer
	for i := range files {
		var parts []Part
		for _, name := range []string{"a.xml", "文/部分.xml"} {
			p, err := New(name, []byte(texts[name]))
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, p)
		}
		if err := Write(&files[i], parts); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same parts give other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(files[0].Bytes()), int64(files[0].Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r) // checks its sum
		if err != nil || string(text) != texts[part.Name] {
			t.Errorf("%s: %d bytes, %v", part.Name, len(text), err)
		}
	}
	if len(z.File) != len(texts) {
		t.Errorf("%d parts, want %d", len(z.File), len(texts))
	}
}
