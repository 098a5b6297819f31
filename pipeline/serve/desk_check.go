package serve

import (
	"crypto/rand"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"strconv"
	"sync"
	"time"
)

// Checked is what a township's files look like, in the words of `jixiao check`.
type Checked struct {
	Who      string // the townships that the forms name
	Year     int
	Ready    bool   // it may be submitted
	Verdict  string // the last sentence
	Findings []Found
	Marked   []string // paths of the marked copies
}

// Found is a finding: its severity in words, where it stands, what is wrong and how to mend it.
type Found struct{ Severity, File, Place, Project, Message, Fix string }

// checkedView is what the page of a result shows.
type checkedView struct {
	*Checked
	Copies []copyLink
}

type copyLink struct{ Name, Path string }

// check reads an upload into a folder of its own, has it checked and takes the folder away: nothing is kept but the
// marked copies, in memory and for minutes.
func (d *Desk) check(w http.ResponseWriter, r *http.Request) error {
	ctx, done, err := d.checking.turn(w, r)
	if err != nil {
		return err
	}
	defer done()
	dir, err := os.MkdirTemp("", "jixiao-desk-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	taken := map[string]bool{}
	if err := parts(r, func(p *multipart.Part) error { return save(p, dir, os.Create, taken) }); err != nil {
		return err
	}
	if len(taken) == 0 {
		return errNone
	}
	checked, err := d.Check(ctx, dir)
	if ctx.Err() != nil {
		return &refusal{http.StatusServiceUnavailable, "文件太复杂，规定的时间内没有检查完。请减少文件后再试。"}
	}
	if err != nil {
		return err
	}
	view := checkedView{Checked: checked}
	if view.Copies, err = d.results.keep(checked.Marked, d.Now()); err != nil {
		return err
	}
	d.show(w, http.StatusOK, "checked", view)
	return nil
}

// results are marked copies that wait to be fetched.
type results struct {
	sync.Mutex
	kept []result // the oldest first
	size int
}

type result struct {
	token string
	until time.Time
	files map[string]markedCopy // by the last part of their address
	size  int
}

type markedCopy struct {
	name string
	data []byte
}

const (
	keptFor  = 10 * time.Minute
	keptMost = 256 << 20 // bytes of all results; beyond it the oldest go
)

// keep takes copies into memory, and gives where each is fetched.
func (s *results) keep(paths []string, now time.Time) (links []copyLink, err error) {
	kept := result{token: rand.Text(), until: now.Add(keptFor), files: map[string]markedCopy{}}
	for i, file := range paths {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strconv.Itoa(i+1) + path.Ext(file)
		kept.files[name] = markedCopy{path.Base(file), data}
		kept.size += len(data)
		links = append(links, copyLink{path.Base(file), "/check/" + kept.token + "/" + name})
	}
	s.Lock()
	defer s.Unlock()
	s.forget(now)
	if s.kept, s.size = append(s.kept, kept), s.size+kept.size; s.size > keptMost {
		for len(s.kept) > 1 && s.size > keptMost {
			s.size -= s.kept[0].size
			s.kept = s.kept[1:]
		}
	}
	return links, nil
}

// forget drops what is over its time.
func (s *results) forget(now time.Time) {
	for len(s.kept) > 0 && !now.Before(s.kept[0].until) {
		s.size -= s.kept[0].size
		s.kept[0] = result{}
		s.kept = s.kept[1:]
	}
}

// give hands a copy to who knows its token.
func (s *results) give(w http.ResponseWriter, r *http.Request, now time.Time) {
	s.Lock()
	s.forget(now)
	var found markedCopy
	for _, kept := range s.kept {
		if kept.token == r.PathValue("token") {
			found = kept.files[r.PathValue("name")]
		}
	}
	s.Unlock()
	if found.data == nil {
		http.Error(w, "标注副本已过十分钟，不再保留。请重新检查。", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType(found.name))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": found.name}))
	_, _ = w.Write(found.data) // a reader who has gone needs no answer
}
