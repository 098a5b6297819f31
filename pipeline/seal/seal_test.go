package seal

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jixiao/pipeline/fault"
)

var when = time.Date(2024, 1, 2, 2, 3, 5, 700, time.UTC)

// pack seals three small files.
func pack(t *testing.T) []byte {
	t.Helper()
	files := fstest.MapFS{}
	var sources []Source
	for name, text := range map[string]string{
		"inputs/规则.xlsx": "rules", "inputs/2023/甲镇/一.xlsx": "one", "outputs/run.json": "{}",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text), ModTime: when.Add(time.Duration(len(name)) * time.Hour)}
		sources = append(sources, Source{File: name, From: files, Name: name})
	}
	var b bytes.Buffer
	if err := Write(&b, Manifest{
		County:  "某县",
		Year:    2023,
		Run:     "20240102-020305",
		Started: when,
		Links:   []string{"inputs/2023/链接.xlsx"},
	}, sources); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, data []byte) (*Archive, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.jixiao")
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	a, err := Open(name)
	if err == nil {
		t.Cleanup(func() { a.Close() })
	}
	return a, err
}

// The same files give the same bytes, and come out as they went in, with their times.
func TestRoundTrip(t *testing.T) {
	data := pack(t)
	if !bytes.Equal(data, pack(t)) {
		t.Error("the same files gave other bytes")
	}
	a, err := open(t, data)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := a.Unpack(dir, ""); fault.Is(err, fault.Input) && runtime.GOOS == "windows" {
		t.Skip("no links here:", err)
	} else if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "inputs", "2023", "甲镇", "一.xlsx")
	text, err := os.ReadFile(path)
	info, err2 := os.Stat(path)
	if errors.Join(err, err2) != nil || string(text) != "one" ||
		!info.ModTime().Equal(when.Add(time.Duration(len("inputs/2023/甲镇/一.xlsx"))*time.Hour)) {
		t.Errorf("%q %v: %v", text, info.ModTime(), errors.Join(err, err2))
	}
	if info, err := os.Lstat(filepath.Join(dir, "inputs", "2023", "链接.xlsx")); err != nil ||
		info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link: %v", err)
	}
}

// rewrite copies an archive with a change to each entry; a nil text leaves the entry out.
func rewrite(t *testing.T, data []byte, change func(name, text string) map[string]string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range old.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range change(f.Name, string(text)) {
			w, err := z.Create(name)
			if err == nil {
				_, err = io.WriteString(w, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever is done to an archive is told.
func TestBrokenArchives(t *testing.T) {
	data := pack(t)
	const one = "inputs/2023/甲镇/一.xlsx"
	same := func(name, text string) map[string]string { return map[string]string{name: text} }
	if _, err := open(t, rewrite(t, data, same)); err != nil {
		t.Errorf("packed anew: %v", err)
	}
	cases := map[string]func(name, text string) map[string]string{
		"内容被改动：" + one: func(name, text string) map[string]string {
			return same(name,
				strings.Replace(text, "one", "two", 1))
		},
		"缺少：" + one: func(name, text string) map[string]string {
			if name == one {
				return nil
			}
			return same(name, text)
		},
		"多出：夹带.xlsx": func(name, text string) map[string]string {
			if name == one {
				return map[string]string{name: text, "夹带.xlsx": "x"}
			}
			return same(name, text)
		},
		"没有清单": func(name, text string) map[string]string {
			if name == manifestName {
				return nil
			}
			return same(name, text)
		},
		"不允许的文件名": func(name, text string) map[string]string {
			return same(name, strings.Replace(text, `"file": "`+one, `"file": "../../`+one, 1))
		},
	}
	for want, change := range cases {
		if _, err := open(t, rewrite(t, data, change)); !fault.Is(err, fault.Broken) ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	opened := 0
	for i := range data { // each byte changed: refused, or the same content
		damaged := bytes.Clone(data)
		damaged[i] ^= 0x10
		if _, err := open(t, damaged); err == nil {
			opened++
		}
	}
	if _, err := open(t, data[:len(data)/2]); err == nil || strings.Contains(err.Error(), "zip") {
		t.Errorf("half an archive: %v", err) // what is said is for a clerk, without the words of a library
	}
	t.Logf("%d of %d one-byte changes are of no matter (times, attributes, comments)", opened, len(data))
	if opened > len(data)/3 {
		t.Errorf("%d of %d changed archives were taken", opened, len(data))
	}
}

// A file that changes while it is packed is an error, never a wrong archive.
func TestFileChangesWhilePacked(t *testing.T) {
	files := &turning{fstest.MapFS{"a": {Data: []byte("one")}}, 0}
	if err := Write(io.Discard, Manifest{Started: when}, []Source{{File: "a", From: files, Name: "a"}}); err == nil {
		t.Error("packed what was not hashed")
	}
}

// turning gives another content each time a file is opened.
type turning struct {
	fstest.MapFS
	n byte
}

func (f *turning) Open(name string) (fs.File, error) {
	f.n++
	f.MapFS["a"].Data = []byte{'0' + f.n}
	return f.MapFS.Open(name)
}
