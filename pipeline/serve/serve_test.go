package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
)

var night = time.Date(2024, 1, 2, 2, 0, 0, 0, time.UTC)

// site publishes one set, and gives the site that shows it an hour later.
func site(t *testing.T) (*Site, http.Handler) {
	t.Helper()
	s := &Site{
		Outputs: t.TempDir(), MaxAge: 36 * time.Hour, Now: func() time.Time { return night.Add(time.Hour) },
		Zone:    time.FixedZone("", 8*3600),
		Program: publish.Program{Version: "1.0.0", Commit: "c0ffee", Date: "2024-01-01", DuckDB: "1.4.5"},
	}
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return s, h
}

func fill(t *testing.T, s *Site) *publish.Run {
	t.Helper()
	place := publish.Place{Dir: s.Outputs, Disk: publish.Local{}}
	r, err := place.Begin(night)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"县级汇总.xlsx": "PK", "index.html": "<p>hello</p>", "乡镇/甲#镇?/自评报告.docx": "PK",
		"changes.csv": "\ufeff类别,内容\n材料,<script>alert(1)</script>\n",
	} {
		path := filepath.Join(r.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m := &publish.Manifest{Year: 2023, Started: night, Finished: night.Add(3 * time.Second), Summary: &publish.Summary{
		Townships: 7, Submitted: 6, Missing: []string{"瓜里乡"}, Findings: map[string]int64{"error": 5},
		Files:   map[string]int{"read": 9},
		Changes: &publish.Changes{Opened: 2},
	}}
	if err := r.Commit(m); err != nil {
		t.Fatal(err)
	}
	if err := r.Swap(m); err != nil {
		t.Fatal(err)
	}
	return r
}

func get(h http.Handler, target string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
	r.URL.Path, r.URL.RawPath, r.RequestURI = target, "", target
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// The page says how things stand; what came from a submission stays text.
func TestPage(t *testing.T) {
	s, h := site(t)
	if body := get(h, "/").Body.String(); !strings.Contains(body, "还没有发布过结果") {
		t.Errorf("nothing published:\n%s", body)
	}
	fill(t, s)
	if err := schedule.SaveState(s.Outputs, schedule.State{
		Next: night.Add(24 * time.Hour),
		Last: schedule.Attempt{Error: "<b>读不到</b>"},
	}); err != nil {
		t.Fatal(err)
	}
	w := get(h, "/")
	body := w.Body.String()
	for _, want := range []string{
		"还有乡镇没有报送", "瓜里乡", "6 / 7", "下一次运行：2024-01-03 10:00", "2024-01-02 10:00（59 分前）", "&lt;script&gt;",
		"&lt;b&gt;读不到", `href="/files/%E5%8E%BF`, "%23", "%3F", "县级汇总.xlsx",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("not on the page: %s", want)
		}
	}
	if w.Code != 200 || strings.Contains(body, "<script") {
		t.Errorf("%d\n%s", w.Code, body)
	}
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
	} {
		if got := w.Header().Get(header); !strings.Contains(got, want) {
			t.Errorf("%s: %q", header, got)
		}
	}
}

// Files of the newest set are given, and nothing else, whatever the path says.
func TestFiles(t *testing.T) {
	s, h := site(t)
	r := fill(t, s)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Dir, "unlisted.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	w := get(h, "/files/县级汇总.xlsx")
	if w.Code != 200 || w.Body.String() != "PK" ||
		!strings.Contains(w.Header().Get("Content-Disposition"), "attachment") ||
		!strings.Contains(w.Header().Get("Content-Type"), "spreadsheetml") {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
	if w := get(h, "/files/index.html"); w.Code != 200 ||
		!strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := get(h, "/files/县级汇总.xlsx", func(r *http.Request) { r.Method = http.MethodHead }); w.Code != 200 ||
		w.Body.Len() > 0 {
		t.Errorf("HEAD: %d %q", w.Code, w.Body)
	}
	for _, name := range []string{
		"unlisted.txt", "run.json", "", "..", "../run.json", "../../.lock", "..\\..\\x", "/etc/passwd",
		"%2e%2e/%2e%2e/.lock", "乡镇", "乡镇/", "县级汇总.xlsx/", "a\x00b", "CON",
	} {
		if w := get(h, "/files/"+name); w.Code < 300 && name != "" || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%q: %d %q", name, w.Code, w.Body)
		}
	}
	// A listed file that became a link to elsewhere, with the very size.
	if err := os.Remove(filepath.Join(r.Dir, "index.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(outside, []byte("<p>hello</p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(r.Dir, "index.html")); err != nil {
		t.Skip("no links here:", err)
	}
	if w := get(h, "/files/index.html"); w.Code != 409 {
		t.Errorf("through a link: %d %q", w.Code, w.Body)
	}
}

// Only looking is allowed, and only under our own address.
func TestRefused(t *testing.T) {
	s, h := site(t)
	fill(t, s)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"} {
		if w := get(h, "/", func(r *http.Request) { r.Method = method }); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "[::1]:8080": 200, "10.1.2.3": 200, "evil.example": 421,
		"localhost.evil.example": 421,
	} {
		if w := get(h, "/", func(r *http.Request) { r.Host = host }); w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
}

func TestHealthAndMetrics(t *testing.T) {
	s, h := site(t)
	if w := get(h, "/healthz"); w.Code != 503 {
		t.Errorf("nothing published: %d", w.Code)
	}
	fill(t, s)
	if w := get(h, "/healthz"); w.Code != 200 || w.Body.String() != "ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	s.Now = func() time.Time { return night.Add(48 * time.Hour) }
	if w := get(h, "/healthz"); w.Code != 503 || !strings.Contains(w.Body.String(), "1 天 23 小时") {
		t.Errorf("stale: %d %q", w.Code, w.Body)
	}
	body := get(h, "/metrics").Body.String()
	for _, want := range []string{
		`jixiao_townships{submitted="yes"} 6`, `jixiao_townships{submitted="no"} 1`,
		`jixiao_findings{severity="error"} 5`, `jixiao_files{fate="read"} 9`, "jixiao_findings_opened 2",
		"jixiao_run_duration_seconds 3",
		`jixiao_build_info{commit="c0ffee",date="2024-01-01",duckdb="1.4.5",version="1.0.0"} 1`,
		fmt.Sprintf("jixiao_published_timestamp_seconds %v", float64(night.Unix()+3)),
	} {
		if !strings.Contains(body, want) {
			t.Errorf("not among the metrics: %s", want)
		}
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"8080": "127.0.0.1:8080", ":8080": "127.0.0.1:8080", "0.0.0.0:80": "0.0.0.0:80", "[::1]:80": "[::1]:80",
	} {
		if got, err := Address(text); err != nil || got != want {
			t.Errorf("%s: %s %v", text, got, err)
		}
	}
}

// Serving ends when its context does, and frees the port.
func TestServeEnds(t *testing.T) {
	_, h := site(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, h) }()
	answer, err := http.Get("http://" + l.Addr().String() + "/style.css")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != 200 || !strings.Contains(string(text), "body") ||
		!strings.HasPrefix(answer.Header.Get("Content-Type"), "text/css") {
		t.Errorf("%d %v", answer.StatusCode, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if l, err = net.Listen("tcp", l.Addr().String()); err != nil {
		t.Error(err)
	} else {
		l.Close()
	}
}

// The page answers to an address, to localhost and to the names that are set; with a password only who has it reads,
// but a monitor may ask for /healthz.
func TestHostsAndPassword(t *testing.T) {
	s, h := site(t)
	fill(t, s)
	for _, c := range []struct {
		hosts     []string
		password  string
		host, url string
		given     string
		want      int
	}{
		{nil, "", "10.0.0.1:8080", "/", "", 200},
		{nil, "", "jixiao.example", "/", "", 421},
		{[]string{"jixiao.example"}, "", "JiXiao.example:80", "/", "", 200},
		{[]string{"jixiao.example"}, "", "evil.example", "/", "", 421},
		{nil, "甲乙丙", "localhost", "/", "", 401},
		{nil, "甲乙丙", "localhost", "/", "甲乙", 401},
		{nil, "甲乙丙", "localhost", "/", "甲乙丙", 200},
		{nil, "甲乙丙", "localhost", "/files/index.html", "", 401},
		{nil, "甲乙丙", "localhost", "/metrics", "", 401},
		{nil, "甲乙丙", "localhost", "/healthz", "", 200},
	} {
		s.Hosts, s.Password = c.hosts, c.password
		r := httptest.NewRequest("GET", "http://"+c.host+c.url, nil)
		if c.given != "" {
			r.SetBasicAuth("x", c.given)
		}
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != c.want {
			t.Errorf("%+v: %d %s", c, w.Code, w.Body)
		}
	}
}

// A changed file is said by the page and /healthz, and is not given out; the others are.
func TestDamagedSet(t *testing.T) {
	s, h := site(t)
	r := fill(t, s)
	file := filepath.Join(r.Dir, "县级汇总.xlsx")
	if err := errors.Join(os.Chmod(file, 0o644), os.WriteFile(file, []byte("PX"), 0o644)); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]int{
		"/": 200, "/healthz": 503, "/files/%E5%8E%BF%E7%BA%A7%E6%B1%87%E6%80%BB.xlsx": 409, "/files/index.html": 200,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+url, nil))
		if w.Code != want || url != "/files/index.html" && !strings.Contains(w.Body.String(), "内容被改动“县级汇总.xlsx”") {
			t.Errorf("%s: %d %s", url, w.Code, w.Body)
		}
	}
}
