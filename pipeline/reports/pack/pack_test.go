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

// A part that is still the same comes into another container as it was compressed, whoever did that.
func TestAgain(t *testing.T) {
	text := strings.Repeat("<行/>", 5000)
	var source bytes.Buffer
	z := zip.NewWriter(&source)
	for name, method := range map[string]uint16{"a.xml": zip.Deflate, "stored.xml": zip.Store} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	came, err := zip.NewReader(bytes.NewReader(source.Bytes()), int64(source.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range came.File {
		if _, same := Again(file, []byte(strings.Replace(text, "<行/>", "<列/>", 1))); same {
			t.Errorf("%s: another text is taken for the same", file.Name)
		}
		part, same := Again(file, []byte(text))
		if same != (file.Name == "a.xml") {
			t.Errorf("%s: the same: %v", file.Name, same)
		}
		if !same {
			continue
		}
		var written bytes.Buffer
		if err := Write(&written, []Part{part}); err != nil {
			t.Fatal(err)
		}
		again, err := zip.NewReader(bytes.NewReader(written.Bytes()), int64(written.Len()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := again.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := io.ReadAll(got); err != nil || string(back) != text ||
			again.File[0].CompressedSize64 != file.CompressedSize64 {
			t.Errorf("%s: %d bytes come back of %d, %v", file.Name, len(back), len(text), err)
		}
	}
	if _, same := Again(nil, nil); same {
		t.Error("what did not come is taken for the same")
	}
}
