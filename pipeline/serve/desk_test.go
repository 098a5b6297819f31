package serve

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// upload is a form as a browser sends it: fields and files by name, in this order.
func upload(t testing.TB, parts ...[3]string) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, part := range parts {
		var to io.Writer
		var err error
		if part[1] == "" {
			to, err = w.CreateFormField(part[0])
		} else {
			to, err = w.CreateFormFile(part[0], part[1])
		}
		if err == nil {
			_, err = io.WriteString(to, part[2])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

func post(t testing.TB, h http.Handler, target string, parts ...[3]string) *httptest.ResponseRecorder {
	t.Helper()
	body, contentType := upload(t, parts...)
	r := httptest.NewRequest("POST", "http://127.0.0.1"+target, body)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// openDesk has both 自检 and 报送 over a county of two townships; its check gives each file back as its marked copy.
func openDesk(t *testing.T) (d *Desk, h http.Handler, inputs string) {
	t.Helper()
	dir := t.TempDir()
	inputs = filepath.Join(dir, "inputs")
	if err := os.MkdirAll(filepath.Join(inputs, "2023"), 0o755); err != nil {
		t.Fatal(err)
	}
	codes := filepath.Join(dir, "codes.csv")
	if err := os.WriteFile(codes, []byte("单位代码,单位名称,口令\n1,甲镇,code-of-jia\n2,乙乡,code-of-yi\n3,丙乡,short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return night }
	d = &Desk{Now: now, Receiver: &Receiver{Inputs: inputs, Codes: codes, Log: filepath.Join(dir, "log.csv"), Now: now, Zone: time.UTC}}
	d.Check = func(_ context.Context, folder string) (*Checked, error) {
		entries, err := os.ReadDir(folder)
		c := &Checked{Who: "甲镇", Verdict: "请改正错误后再报送。"}
		for _, entry := range entries {
			c.Findings = append(c.Findings, Found{"错误", entry.Name(), "项目!E5", "", "<script>alert(1)</script>", "改"})
			c.Marked = append(c.Marked, filepath.Join(folder, entry.Name()))
		}
		return c, err
	}
	own, _ := site(t)
	h, err := d.Over(own)
	if err != nil {
		t.Fatal(err)
	}
	return d, h, inputs
}

// filesIn lists the files below a folder with what they hold.
func filesIn(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		found[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A clerk gets the findings and the marked copy; of the files nothing is left, and the copy goes after ten minutes.
func TestCheckKeepsNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	d, h, inputs := openDesk(t)
	w := post(t, h, "/check", [3]string{"files", "瓜里乡.xlsx", "PK"}, [3]string{"files", "瓜里乡.xlsx", "PK2"})
	text := w.Body.String()
	if w.Code != 200 || !strings.Contains(text, "瓜里乡-2.xlsx") || strings.Contains(text, "<script>") {
		t.Errorf("%d %s", w.Code, text)
	}
	link := regexp.MustCompile(`/check/[A-Z2-7]+/1\.xlsx`).FindString(text)
	if got := get(h, link); got.Code != 200 || got.Body.String() != "PK2" && got.Body.String() != "PK" {
		t.Errorf("%s: %d %q", link, got.Code, got.Body)
	}
	d.Now = func() time.Time { return night.Add(10 * time.Minute) }
	if got := get(h, link); got.Code != 404 {
		t.Errorf("after ten minutes: %d", got.Code)
	}
	if left := filesIn(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if in := filesIn(t, inputs); len(in) > 0 {
		t.Errorf("in the inputs: %v", in)
	}
}

// Marked copies that wait are bounded: the oldest go.
func TestResultsAreBounded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(file, make([]byte, 40<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	var s results
	for range 10 {
		if _, err := s.keep([]string{file}, night); err != nil {
			t.Fatal(err)
		}
	}
	if s.size > keptMost || len(s.kept) == 0 || len(s.kept) > 6 {
		t.Errorf("%d results, %d bytes", len(s.kept), s.size)
	}
}

// Submitted files land whole, in the township's folder, under new names; the receipt has their hashes.
func TestSubmit(t *testing.T) {
	d, h, inputs := openDesk(t)
	if err := os.MkdirAll(filepath.Join(inputs, "2023", "甲镇"), 0o755); err != nil {
		t.Fatal(err)
	}
	w := post(t, h, "/submit", [3]string{"code", "", " code-of-jia "}, [3]string{"files", "自评终稿.xlsx", "PK"}, [3]string{"files", "", ""})
	in := filesIn(t, inputs)
	if w.Code != 200 || !strings.Contains(w.Body.String(), "已收到 甲镇 的 1 个文件") || len(in) != 1 {
		t.Fatalf("%d %v %s", w.Code, in, w.Body)
	}
	for name, text := range in {
		if !regexp.MustCompile(`^2023/甲镇/报送20240102-020000-\w{4}-自评终稿\.xlsx$`).MatchString(name) || text != "PK" {
			t.Errorf("%s %q", name, text)
		}
	}
	log, err := os.ReadFile(d.Receiver.Log)
	if rows, e := csv.NewReader(bytes.NewReader(log)).ReadAll(); err != nil || e != nil || len(rows) != 2 || rows[1][1] != "甲镇" {
		t.Errorf("%v %v %v", rows, err, e)
	}
}

// What is hostile, strange or without the right code leaves nothing in the inputs.
func TestNothingThatDoesNotBelong(t *testing.T) {
	_, h, inputs := openDesk(t)
	good := [3]string{"code", "", "code-of-jia"}
	for name, parts := range map[string][][3]string{
		"no code":            {{"files", "a.xlsx", "PK"}},
		"wrong code":         {{"code", "", "guess"}, {"files", "a.xlsx", "PK"}},
		"code that is short": {{"code", "", "short"}, {"files", "a.xlsx", "PK"}},
		"empty code":         {{"code", "", ""}, {"files", "a.xlsx", "PK"}},
		"code behind":        {{"files", "a.xlsx", "PK"}, good},
		"no file":            {good},
		"program":            {good, {"files", "a.exe", "MZ"}},
		"no ending":          {good, {"files", "..", "x"}},
		"page":               {good, {"files", "a.html", "<script>"}},
		"archive":            {good, {"files", "a.zip", "PK"}},
		"empty file":         {good, {"files", "a.xlsx", ""}},
		"one of two":         {good, {"files", "a.xlsx", "PK"}, {"files", "b.exe", "MZ"}},
	} {
		if w := post(t, h, "/submit", parts...); w.Code < 400 || !strings.Contains(w.Body.String(), "返回上一页") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if in := filesIn(t, inputs); len(in) > 0 {
			t.Errorf("%s: %v", name, in)
		}
	}
	if w := post(t, h, "/submit", [3]string{"code", "", "code-of-yi"}, [3]string{"files", `..\..\CON.xlsx`, "PK"}, [3]string{"files", "../../规则.xlsx", "PK"}); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name := range filesIn(t, inputs) {
		if !strings.HasPrefix(name, "2023/乙乡/报送") {
			t.Errorf("outside its folder: %s", name)
		}
	}
	if large := post(t, h, "/check", [3]string{"files", "a.xlsx", strings.Repeat("x", mostBytes+1)}); large.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", large.Code)
	}
	body, contentType := upload(t, good, [3]string{"files", "a.xlsx", "PK"})
	r := httptest.NewRequest("POST", "http://127.0.0.1/submit", body)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Origin", "http://evil.example")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("from another page: %d", w.Code)
	}
}

// A township's folder that leads out of the inputs is not followed.
func TestFolderThatLeadsOut(t *testing.T) {
	_, h, inputs := openDesk(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(inputs, "2023", "甲镇")); err != nil {
		t.Skip("no links here:", err)
	}
	w := post(t, h, "/submit", [3]string{"code", "", "code-of-jia"}, [3]string{"files", "a.xlsx", "PK"})
	if w.Code < 400 || len(filesIn(t, outside)) > 0 {
		t.Errorf("%d %v", w.Code, filesIn(t, outside))
	}
}

// After ten wrong codes from one address nothing is tried for a quarter of an hour.
func TestGuessing(t *testing.T) {
	d, h, _ := openDesk(t)
	try := func(code string) int {
		return post(t, h, "/submit", [3]string{"code", "", code}, [3]string{"files", "a.xlsx", "PK"}).Code
	}
	for range mostWrong {
		if code := try("guess"); code != http.StatusForbidden {
			t.Fatal(code)
		}
	}
	if code := try("code-of-jia"); code != http.StatusTooManyRequests {
		t.Errorf("the eleventh: %d", code)
	}
	d.Now = func() time.Time { return night.Add(wrongFor) }
	if code := try("code-of-jia"); code != http.StatusOK {
		t.Errorf("later: %d", code)
	}
}

// A hundred at once: each is answered, nothing is lost; those that are cut off leave nothing.
func TestHundredAtOnce(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	d, h, inputs := openDesk(t)
	server := httptest.NewServer(h)
	defer server.Close()
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			text := fmt.Sprintf("PK %d", i)
			target, parts := "/submit", [][3]string{{"code", "", []string{"code-of-jia", "code-of-yi"}[i%2]}, {"files", "自评.xlsx", text}}
			if i%5 == 0 {
				target, parts = "/check", [][3]string{{"files", "自评.xlsx", text}}
			}
			body, contentType := upload(t, parts...)
			if i%5 == 1 { // cut off in the middle
				c, err := net.Dial("tcp", server.Listener.Addr().String())
				if err != nil {
					t.Error(err)
					return
				}
				fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
					target, server.Listener.Addr(), contentType, body.Len()+1000, body.Bytes()[:body.Len()-20])
				c.Close()
				return
			}
			answer, err := http.Post(server.URL+target, contentType, body)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if page, _ := io.ReadAll(answer.Body); answer.StatusCode != 200 {
				t.Errorf("%d: %d %s", i, answer.StatusCode, page)
			}
		})
	}
	all.Wait()
	server.Close() // those cut off have ended too
	var got []string
	for name, text := range filesIn(t, inputs) {
		if !strings.HasPrefix(name, "2023/甲镇/报送") && !strings.HasPrefix(name, "2023/乙乡/报送") {
			t.Errorf("does not belong: %s", name)
		}
		got = append(got, text)
	}
	var want []string
	for i := range 100 {
		if i%5 > 1 {
			want = append(want, fmt.Sprintf("PK %d", i))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	if left := filesIn(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if n := d.checking.waiting.Load() + d.taking.waiting.Load(); n != 0 {
		t.Errorf("%d still wait", n)
	}
}

// Where all who check are at work, a submission is taken at once; one for whom there is no room is told that its files
// are not in, and when to come again.
func TestSubmissionsDoNotWaitForChecks(t *testing.T) {
	d, h, inputs := openDesk(t)
	for range atWork {
		d.checking.slots <- struct{}{}
	}
	sent := [][3]string{{"code", "", "code-of-jia"}, {"files", "自评.xlsx", "PK"}}
	if w := post(t, h, "/submit", sent...); w.Code != 200 || len(filesIn(t, inputs)) != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	d.taking.waiting.Store(mostWaiting)
	w := post(t, h, "/submit", sent...)
	if w.Code != 503 || !strings.Contains(w.Body.String(), "文件没有收到") || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if in := filesIn(t, inputs); len(in) != 1 {
		t.Errorf("%v", in)
	}
}

// What is not switched on is not there.
func TestDeskIsOffByDefault(t *testing.T) {
	_, h := site(t)
	for _, target := range []string{"/check", "/submit"} {
		if w := post(t, h, target, [3]string{"files", "a.xlsx", "PK"}); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", target, w.Code)
		}
		if w := get(h, target); w.Code != 404 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

// driver is a page of the test's own that fills in the form of another page as a clerk does, and sends it.
const driver = `<!doctype html><meta charset="utf-8"><body><script>
const at = new URLSearchParams(location.search);
fetch(at.get('form')).then(r => r.text()).then(text => {
	document.body.innerHTML = new DOMParser().parseFromString(text, 'text/html').querySelector('main').innerHTML;
	const files = new DataTransfer();
	files.items.add(new File(['PK'], '瓜里乡2023年绩效自评.xlsx'));
	document.querySelector('#files').files = files.files;
	if (at.get('code')) document.querySelector('#code').value = at.get('code');
	const form = document.querySelector('form');
	return fetch(form.action, {method: form.method, body: new FormData(form)});
}).then(r => r.text()).then(text => { document.body.innerHTML = text; });
</script>`

// In a real browser, on a desk and on a phone, a clerk checks and submits.
func TestDeskInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	_, h, inputs := openDesk(t)
	mux := http.NewServeMux()
	mux.Handle("/", h)
	mux.HandleFunc("/drive", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, driver)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, size := range []string{"1280,900", "390,844"} {
		for query, want := range map[string]string{
			"form=/check":                    "瓜里乡2023年绩效自评.xlsx</a>",
			"form=/submit&code=code-of-jia":  "已收到 甲镇 的 1 个文件",
			"form=/submit&code=code-of-none": "口令不对",
		} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			dom, err := exec.CommandContext(ctx, browser, "--headless=new", "--no-sandbox", "--disable-gpu",
				"--user-data-dir="+t.TempDir(), "--window-size="+size, "--virtual-time-budget=10000", "--dump-dom",
				server.URL+"/drive?"+query).Output()
			if err != nil || !strings.Contains(string(dom), want) {
				t.Errorf("%s at %s: %v\n%s", query, size, err, dom)
			}
		}
	}
	if in := filesIn(t, inputs); len(in) != 2 {
		t.Errorf("%v", in)
	}
}
