package find

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func gbk(t *testing.T, text string) string {
	t.Helper()
	coded, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return coded
}

// zipped makes an archive of headers, each with a text.
func zipped(t *testing.T, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, h := range headers {
		out, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(h.Name, "/") {
			continue
		}
		if _, err := out.Write([]byte(h.Comment)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func held(name, text string) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Comment: text, Method: zip.Deflate}
}

// unpack opens one packed file, and tells what became of it and of what is in it, a line each.
func unpack(t *testing.T, name string, data []byte) string {
	t.Helper()
	inputs, work := t.TempDir(), t.TempDir()
	at := filepath.Join(inputs, "2023", name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, data, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(inputs)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	names := map[string]string{"甲镇": "100"}
	files, err := Walk(root, "2023", 2023, names)
	if err != nil {
		t.Fatal(err)
	}
	u := &Unpacker{Dir: work, Zone: time.UTC, Names: names}
	inside, err := u.Unpack(context.Background(), root, files)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range append(files, inside...) {
		line := f.Path + " " + string(f.Fate) + " " + f.Reason
		if f.Fate == "" {
			text, err := f.Load(root, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			line = fmt.Sprintf("%s %s %q", f.Path, f.PathUnit, text)
		}
		told = append(told, strings.TrimPrefix(line, "2023/"))
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	return strings.Join(told, "\n")
}

// What is in a .zip archive is registered with its name, whether that is GBK, UTF-8 that is said or that is not.
func TestZip(t *testing.T) {
	old := held(gbk(t, `甲镇\项目表.xlsx`), "a")
	old.NonUTF8 = true
	got := unpack(t, "收.zip", zipped(t, old, held("甲镇/附表.xlsx", "b"), held("甲镇/", ""), held("甲镇/~$附表.xlsx", ""),
		held("~$附表.xlsx", ""), held(".DS_Store", ""), held("__MACOSX/甲镇/._附表.xlsx", "")))
	want := `收.zip skipped 已打开，其中有 6 个文件，分别登记
收.zip!甲镇/项目表.xlsx 100 "a"
收.zip!甲镇/附表.xlsx 100 "b"
收.zip!甲镇/~$附表.xlsx skipped 是打开文件时产生的锁文件，说明有人正在编辑，请关闭后删除
收.zip!~$附表.xlsx skipped 是打开文件时产生的锁文件，说明有人正在编辑，请关闭后删除
收.zip!.DS_Store skipped 是系统文件
收.zip!__MACOSX/甲镇/._附表.xlsx skipped 是系统文件`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A hostile archive is bounded, and says what was not taken of it.
func TestHostileZip(t *testing.T) {
	locked := held("b.xlsx", "x")
	locked.Flags |= 1
	link := held("c.xlsx", "/etc/passwd")
	link.SetMode(os.ModeSymlink | 0o777)
	many := make([]*zip.FileHeader, packedMost.Entries+1)
	for i := range many {
		many[i] = held(fmt.Sprint(i), "")
	}
	damaged := zipped(t, held("d.xlsx", "0123456789"), held("e.xlsx", "fine"))
	damaged[45] ^= 0xff // in what d.xlsx was packed to
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"outside": {zipped(t, held("../x.xlsx", "x"), held("/y.xlsx", "x"), held(`C:\z.xlsx`, "x")),
			"!../x.xlsx unreadable 在压缩包中的路径不正确|!/y.xlsx unreadable 在压缩包中的路径|!C:/z.xlsx unreadable 在压缩包中的路径"},
		"twice":   {zipped(t, held("a.xlsx", "x"), held("A.xlsx", "y")), `!a.xlsx  "x"|!A.xlsx（2） unreadable 与压缩包中另一个文件同名`},
		"nested":  {zipped(t, held("a.zip", "x"), held("b.rar", "x"), held("m.eml", "x")), "!a.zip unreadable 是压缩包中的压缩包|!b.rar unreadable 是|!m.eml unreadable 是"},
		"locked":  {zipped(t, locked), "!b.xlsx unreadable 压缩包有密码"},
		"link":    {zipped(t, link), "!c.xlsx unreadable 不是普通文件"},
		"many":    {zipped(t, many...), ".zip unreadable 其中有 2001 个文件，超过上限 2000 个"},
		"bomb":    {zipped(t, held("a.xlsx", strings.Repeat("\x00", 4<<20))), ".zip unreadable 其中的“a.xlsx”展开后是压缩时的 400 倍以上"},
		"damaged": {damaged, `!d.xlsx unreadable 在压缩包或邮件中已损坏|!e.xlsx  "fine"`},
		"empty":   {zipped(t), ".zip unreadable 压缩包是空的"},
		"no zip":  {[]byte("甲镇"), ".zip unreadable 压缩包已损坏，或不是 zip 压缩包"},
		"cut":     {damaged[:len(damaged)-30], ".zip unreadable 压缩包已损坏"},
		"a book":  {zipped(t, held("[Content_Types].xml", "x")), `.zip  "PK`},
	} {
		got := unpack(t, "a.zip", c.data)
		for _, want := range strings.Split(c.want, "|") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
	}
}

// An archive that says less than it holds is read no further than it says.
func TestZipThatLies(t *testing.T) {
	e := entry{size: 3}
	archive := zipped(t, held("a.xlsx", "0123456789"))
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	e.open = func() (io.Reader, error) { return r.File[0].Open() }
	if data, err := e.read(1 << 20); err == nil {
		t.Errorf("read %q", data)
	}
	if e.size = -1; true {
		if data, err := e.read(5); err == nil {
			t.Errorf("read %q where 5 bytes are left", data)
		}
	}
}

// Attachments of a mail are registered by their names, in whatever way the mail program wrote them; one that is a
// .zip archive with what is in it.
func TestMail(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	part := func(disposition, body string) string {
		return "--x\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n" +
			"Content-Disposition: attachment; " + disposition + "\r\n\r\n" + b64([]byte(body)) + "\r\n"
	}
	text := "From: a@example.org\r\nSubject: =?gb2312?B?" + b64([]byte(gbk(t, "报送"))) + "?=\r\n" +
		"Date: Tue, 02 Jan 2024 10:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: text/plain; charset=gbk\r\n\r\n" + gbk(t, "请查收") + "\r\n" +
		part(`filename="=?gb2312?B?`+b64([]byte(gbk(t, "甲镇项目.xlsx")))+`?="`, "a") +
		part(`filename="`+gbk(t, "甲镇预算.xlsx")+`"`, "b") +
		part(`filename*=GBK''%BC%D7%D5%F2.xlsx`, "c") +
		part(`filename*=UTF-8''%E7%94%B2%E9%95%87%E4%B8%80.xlsx`, "d") +
		part(`filename="..\..\e.xlsx"`, "e") +
		part(`filename="f.zip"`, string(zipped(t, held("甲镇/g.xlsx", "g"), held("h.zip", "h")))) +
		part(`filename="i.rar"`, "Rar!") + "--x--\r\n"
	got := unpack(t, "报送.eml", []byte(text))
	want := `报送.eml skipped 已打开，其中有 8 个文件，分别登记
报送.eml!甲镇项目.xlsx 100 "a"
报送.eml!甲镇预算.xlsx 100 "b"
报送.eml!甲镇.xlsx 100 "c"
报送.eml!甲镇一.xlsx 100 "d"
报送.eml!e.xlsx  "e"
报送.eml!f.zip!甲镇/g.xlsx 100 "g"
报送.eml!f.zip!h.zip unreadable 是压缩包中的压缩包，没有打开
报送.eml!i.rar unreadable 是压缩包中的压缩包，没有打开`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct{ text, want string }{
		{"Subject: x\r\n\r\nhello\r\n", "unreadable 邮件没有附件"},
		{"甲镇", "unreadable 不是邮件"},
		{text[:len(text)-200], "unreadable 邮件不完整"},
	} {
		if got := unpack(t, "a.eml", []byte(c.text)); !strings.Contains(got, c.want) {
			t.Errorf("no %q in %q", c.want, got)
		}
	}
}
