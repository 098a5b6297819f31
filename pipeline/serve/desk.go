package serve

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"jixiao/pipeline/publish"
)

// Desk is where townships hand something to the page: 自检 (look at my files) and 报送 (take them). Each is switched on
// for itself; without them the page is read-only.
type Desk struct {
	Check    func(ctx context.Context, dir string) (*Checked, error) // the township's own check of a folder; nil: off
	Receiver *Receiver                                               // nil: off
	Now      func() time.Time

	site             *Site
	pages            *template.Template
	checking, taking lane // who hands in does not wait for those who only check
	results          results
}

// lane is where uploads of one kind wait for their turn.
type lane struct {
	slots   chan struct{} // at work
	waiting atomic.Int64
	busy    *refusal // what is said where the turn does not come
}

// What an upload may cost.
const (
	mostBytes   = 50 << 20 // of a request
	mostFiles   = 200
	atWork      = 2   // uploads of a kind read and checked at once
	mostWaiting = 200 // uploads of a kind that wait for it
	patience    = 3 * time.Minute
	comeAgain   = "180"           // seconds after which a busy desk may be asked again
	uploadTime  = 2 * time.Minute // from its turn to its answer
)

// kinds are the files that are taken: what townships report in.
var kinds = []string{".xlsx", ".xls", ".et", ".xlsb", ".xlsm", ".ods", ".fods", ".csv", ".docx", ".doc", ".wps"}

// refusal is what a clerk is told instead of a result.
type refusal struct {
	code int
	says string
}

func (r *refusal) Error() string { return r.says }

var (
	errBusy  = &refusal{http.StatusServiceUnavailable, "现在检查的人太多，没有轮到，文件没有检查。请过几分钟再检查一次。"}
	errQueue = &refusal{http.StatusServiceUnavailable, "现在报送的人太多，没有轮到，文件没有收到。请过几分钟再报送一次，以见到回执为准。"}
	errLarge = &refusal{http.StatusRequestEntityTooLarge, "文件太大：一次最多 50 MB、200 个文件。请分几次。"}
	errNone  = &refusal{http.StatusBadRequest, "没有收到文件，请先选择文件。"}
	errCut   = &refusal{http.StatusBadRequest, "文件没有传完，请重新上传。"}
)

// Over answers what the desk is for, and leaves the rest to the page. Its password is for readers: who hands in has a
// code, and who checks sees nothing but its own.
func (d *Desk) Over(site *Site) (http.Handler, error) {
	page, err := site.Handler()
	if err != nil {
		return nil, err
	}
	pages, err := template.New("desk").ParseFS(files, "desk.html")
	if err != nil {
		return nil, err
	}
	d.site, d.pages = site, pages
	d.checking.slots, d.checking.busy = make(chan struct{}, atWork), errBusy
	d.taking.slots, d.taking.busy = make(chan struct{}, atWork), errQueue
	mux := http.NewServeMux()
	mux.Handle("/", page)
	mux.HandleFunc("GET /desk.css", // the page's own, which may want a password
		func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "style.css") })
	open := func(name string, post func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			if d.admits(w, r) {
				d.show(w, http.StatusOK, name, nil)
			}
		})
		mux.HandleFunc("POST /"+name, func(w http.ResponseWriter, r *http.Request) {
			if d.admits(w, r) {
				d.answer(w, post(w, r))
			}
		})
	}
	if d.Check != nil {
		open("check", d.check)
		mux.HandleFunc("GET /check/{token}/{name}", func(w http.ResponseWriter, r *http.Request) {
			if d.admits(w, r) {
				d.results.give(w, r, d.Now())
			}
		})
	}
	if d.Receiver != nil {
		open("submit", d.receive)
	}
	return mux, nil
}

// admits sets what every answer of the desk carries, and lets in only what a page of ours sends, under our address.
func (d *Desk) admits(w http.ResponseWriter, r *http.Request) bool {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; "+
		"frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !d.site.ownHost(r) || http.NewCrossOriginProtection().Check(r) != nil {
		http.Error(w, "请从本页面上传。", http.StatusForbidden)
		return false
	}
	return true
}

// show writes a page; its parts are defined in desk.html.
func (d *Desk) show(w http.ResponseWriter, code int, name string, view any) {
	var b strings.Builder
	if err := d.pages.ExecuteTemplate(&b, name, view); err != nil {
		http.Error(w, "页面暂时生成不了。", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, b.String()) // a reader who has gone needs no answer
}

// answer tells a clerk why there is no result; nothing of the machine is told.
func (d *Desk) answer(w http.ResponseWriter, err error) {
	var told *refusal
	switch {
	case err == nil:
	case errors.As(err, &told):
		if told.code == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", comeAgain)
		}
		d.show(w, told.code, "refused", told.says)
	default:
		d.show(w, http.StatusInternalServerError, "refused", "没有处理成，请稍后再试；一直不行的，请告诉财政局。")
	}
}

// turn waits until an upload may be read; done gives the place to the next. Until then nothing of its body is taken.
func (l *lane) turn(w http.ResponseWriter, r *http.Request) (ctx context.Context, done func(), err error) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(patience + uploadTime)) // where it cannot be set, the server's holds
	if l.waiting.Add(1) > mostWaiting {
		l.waiting.Add(-1)
		return nil, nil, l.busy
	}
	defer l.waiting.Add(-1)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case l.slots <- struct{}{}:
	case <-timer.C:
		return nil, nil, l.busy
	case <-r.Context().Done():
		return nil, nil, errCut
	}
	_ = control.SetReadDeadline(time.Now().Add(uploadTime))
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	ctx, cancel := context.WithTimeout(r.Context(), uploadTime)
	return ctx, func() { cancel(); <-l.slots }, nil
}

// parts reads an upload part by part; nothing is kept in memory.
func parts(r *http.Request, each func(*multipart.Part) error) error {
	reader, err := r.MultipartReader()
	if err != nil {
		return errNone
	}
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = each(part)
		}
		var large *http.MaxBytesError
		var told *refusal
		switch {
		case err == nil:
		case errors.As(err, &large):
			return errLarge
		case errors.As(err, &told):
			return err
		default:
			return errCut
		}
	}
}

// save writes a file of an upload into a folder under a safe name that no other has.
func save(part *multipart.Part, dir string, create func(string) (*os.File, error), taken map[string]bool) error {
	name := path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
	if part.FileName() == "" {
		return nil // a field that was left empty
	}
	ext := strings.ToLower(path.Ext(name))
	if !slices.Contains(kinds, ext) {
		return &refusal{http.StatusUnsupportedMediaType,
			"“" + publish.FileName(name) + "”不是电子表格或 Word 文件，没有接收。压缩包请先解压。"}
	}
	if len(taken) >= mostFiles {
		return errLarge
	}
	name = freeName(publish.FileName(strings.TrimSuffix(name, path.Ext(name))), ext, taken)
	f, err := create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	size, err := io.Copy(f, part)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && size == 0 {
		return &refusal{http.StatusBadRequest, "“" + name + "”是空文件，请核对后重新上传。"}
	}
	return err
}

// freeName adds a number to a name that another file of the upload has.
func freeName(name, ext string, taken map[string]bool) string {
	free := name + ext
	for n := 2; taken[strings.ToLower(free)]; n++ {
		free = fmt.Sprintf("%s-%d%s", name, n, ext)
	}
	taken[strings.ToLower(free)] = true
	return free
}
