// Package serve shows a county's outputs in a browser, read-only: a status page, the files of the newest
// set, /healthz and /metrics. It never writes, and gives nothing but what the manifest of a set names.
package serve

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
)

//go:embed page.html desk.html style.css
var files embed.FS

// Site is an outputs folder to show.
type Site struct {
	Outputs string
	MaxAge  time.Duration // older than this, the newest set is stale
	Now     func() time.Time
	Zone    *time.Location
	Program publish.Program // that shows it
	Doors   []Door          // that the page leads to
	// Hosts are the names, besides addresses and localhost, by which browsers may ask: the machine's, or that of a
	// proxy before it.
	Hosts    []string
	Password string // asked of every reader but of /healthz, with any user name; "" asks nobody
}

// Door is a page beside the status page: 自检, 报送.
type Door struct{ Name, Path string }

// Handler answers every request of the site.
func (s *Site) Handler() (http.Handler, error) {
	page, err := template.New("page.html").Funcs(s.words()).ParseFS(files, "page.html")
	if err != nil {
		return nil, err
	}
	metrics, err := s.metrics()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.page(w, page) })
	mux.HandleFunc("GET /style.css",
		func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "style.css") })
	mux.HandleFunc("GET /files/{name...}", s.file)
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /metrics", metrics)
	return s.guard(mux), nil
}

// guard sets what every answer carries, and refuses names of hosts that are not ours: a page elsewhere
// must not reach a loopback address under its own name.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'self'; img-src 'self' data:; "+
				"frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "只能查看，不能修改。", http.StatusMethodNotAllowed)
			return
		}
		if !s.ownHost(r) {
			http.Error(w, "请用服务器的 IP 地址访问；要用名字访问，请管理员在 jixiao schedule 上加 --host 名字。",
				http.StatusMisdirectedRequest)
			return
		}
		if !s.mayRead(r) {
			h.Set("WWW-Authenticate", `Basic realm="jixiao", charset="UTF-8"`)
			http.Error(w, "请输入口令，用户名随意。", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// mayRead reports whether a request has the password, where one is set. A monitor may ask /healthz without.
func (s *Site) mayRead(r *http.Request) bool {
	if s.Password == "" || r.URL.Path == "/healthz" {
		return true
	}
	_, given, _ := r.BasicAuth()
	want, got := sha256.Sum256([]byte(s.Password)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// ownHost reports whether a request names its host by an address, as localhost or by one of our names.
func (s *Site) ownHost(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	isOurs := func(name string) bool { return strings.EqualFold(name, host) }
	return host == "localhost" || slices.ContainsFunc(s.Hosts, isOurs) || net.ParseIP(strings.Trim(host, "[]")) != nil
}

// file gives one file of the newest set, if its manifest names it.
func (s *Site) file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	dir, m, err := publish.Latest(s.Outputs)
	if m == nil {
		http.Error(w, "还没有发布过结果，或最近一次结果的清单已丢失。", http.StatusNotFound)
		return
	}
	var damaged *publish.DamagedError
	isAsked := func(d publish.Difference) bool { return d.File == name }
	if errors.As(err, &damaged) && slices.ContainsFunc(damaged.Found, isAsked) {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	i := slices.IndexFunc(m.Outputs, func(o publish.Output) bool { return o.File == name })
	if i < 0 {
		http.Error(w, "没有这个文件。", http.StatusNotFound)
		return
	}
	f, err := openIn(dir, name)
	if err != nil {
		http.Error(w, "这个文件现在打不开。", http.StatusNotFound)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("ETag", `"`+m.Outputs[i].SHA256+`"`)
	h.Set("Content-Type", contentType(name))
	if path.Ext(name) == ".html" {
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-same-origin allow-downloads")
	} else {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(name)}))
	}
	http.ServeContent(w, r, "", m.Finished, f)
}

// openIn opens a plain file under a folder, wherever its name or a link may point.
func openIn(dir, name string) (io.ReadSeekCloser, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return root.Open(name)
}

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

func contentType(name string) string {
	if t := contentTypes[path.Ext(name)]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// health is 200 while the newest set is younger than MaxAge, else 503, with a line that says why.
func (s *Site) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, m, err := publish.Latest(s.Outputs)
	switch {
	case fault.Is(err, fault.Broken):
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, err)
	case err != nil:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "还没有发布过结果")
	case s.Now().Sub(m.Finished) > s.MaxAge:
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "最近一次发布已过去 %s\n", s.age(m.Finished))
	default:
		fmt.Fprintln(w, "ok")
	}
}

// Address makes an address of what people type: a port alone, or without a host, is on loopback.
func Address(text string) (string, error) {
	if !strings.Contains(text, ":") {
		text = ":" + text
	}
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return "", err
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// Serve answers on a listener until the context ends, then lets those at work finish for a while.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(patience)
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return err
	}
	return <-stopped
}
