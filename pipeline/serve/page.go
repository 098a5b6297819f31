package serve

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/schedule"
)

// view is what the page shows.
type view struct {
	Now       time.Time
	Schedule  *schedule.State   // nil where none was ever started
	Latest    *publish.Manifest // nil where nothing was published
	Stale     bool
	Damaged   string              // what happened to the newest set since; "" where nothing did
	Running   *publish.Holder     // who is at work now; nil where nobody is
	Runs      []*publish.Manifest // the newest first
	Downloads []download
	More      []download
	Header    []string   // of the changes
	Changes   [][]string // at most mostChanges
	Left      int        // changes that are not shown
	Doors     []Door     // to 自检 and 报送, where they are open
}

// download is a file of the newest set.
type download struct {
	Name, Path string
	Size       int64
}

const (
	mostChanges = 100
	mostRuns    = 14
)

func (s *Site) page(w http.ResponseWriter, page *template.Template) {
	v, err := s.view()
	var b bytes.Buffer
	if err == nil {
		err = page.Execute(&b, v)
	}
	if err != nil {
		http.Error(w, "页面暂时生成不了："+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w) // a reader who has gone needs no answer
}

func (s *Site) view() (*view, error) {
	v := &view{Now: s.Now(), Doors: s.Doors, Running: publish.Asked(s.Outputs, publish.Runner)}
	if _, _, err := publish.Latest(s.Outputs); fault.Is(err, fault.Broken) {
		v.Damaged = err.Error()
	}
	if state, err := schedule.ReadState(s.Outputs); err == nil {
		v.Schedule = &state
	}
	sets, err := publish.Sets(s.Outputs, mostRuns)
	if err != nil || len(sets) == 0 {
		return v, err
	}
	v.Runs, v.Latest = sets, sets[0]
	v.Stale = v.Now.Sub(v.Latest.Finished) > s.MaxAge
	for _, o := range v.Latest.Outputs {
		d := download{o.File, (&url.URL{Path: "/files/" + o.File}).EscapedPath(), o.Size}
		if ext := path.Ext(o.File); ext == ".xlsx" || ext == ".docx" || ext == ".html" || ext == ".csv" {
			v.Downloads = append(v.Downloads, d)
		} else if !strings.HasPrefix(o.File, "previous/") {
			v.More = append(v.More, d)
		}
	}
	slices.SortStableFunc(v.Downloads,
		func(a, b download) int { return strings.Count(a.Name, "/") - strings.Count(b.Name, "/") })
	return v, s.changes(v)
}

// changes reads the first lines of changes.csv.
func (s *Site) changes(v *view) error {
	f, err := openIn(publish.RunDir(s.Outputs, v.Latest.ID), "changes.csv")
	if os.IsNotExist(err) {
		return nil // a set of an older program, or one that was damaged, which the page says
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(int64(len("\ufeff")), io.SeekStart); err != nil {
		return err
	}
	rows := csv.NewReader(f)
	for n := 0; ; n++ {
		row, err := rows.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case n == 0:
			v.Header = row
		case n <= mostChanges:
			v.Changes = append(v.Changes, row)
		default:
			v.Left++
		}
	}
}

func (s *Site) words() template.FuncMap {
	return template.FuncMap{
		"at":   func(t time.Time) string { return t.In(s.Zone).Format("2006-01-02 15:04") },
		"age":  s.age,
		"size": size,
		"took": func(m *publish.Manifest) string {
			return m.Finished.Sub(m.Started).Round(100 * time.Millisecond).String()
		},
		"join": func(names []string) string { return strings.Join(names, "、") },
	}
}

// age is how long ago something was, in words.
func (s *Site) age(t time.Time) string { return Age(s.Now().Sub(t)) }

// Age is a length of time in words: 3 小时 20 分.
func Age(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d 天 %d 小时", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d 小时 %d 分", hours, minutes)
	}
	return fmt.Sprintf("%d 分", minutes)
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
