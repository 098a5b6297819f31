package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
)

// runs makes runs of one small county, all at noon of one day unless told otherwise.
type runs struct {
	t   *testing.T
	cfg Config
}

func newRuns(t *testing.T) *runs {
	noon := time.Date(2024, 3, 1, 4, 0, 0, 0, time.UTC)
	return &runs{t, Config{Inputs: copyInputs(t, "车田苗族乡"), Outputs: t.TempDir(), Now: func() time.Time { return noon }}}
}

func (r *runs) run() *publish.Summary {
	r.t.Helper()
	s, err := Run(context.Background(), r.cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func (r *runs) set() (dir string, m *publish.Manifest) {
	r.t.Helper()
	dir, m, err := publish.Latest(r.cfg.Outputs)
	if err != nil {
		r.t.Fatal(err)
	}
	return dir, m
}

func (r *runs) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.cfg.Inputs, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

// Where nothing has changed a run carries the last set over: its own whole set with the same files, one
// after the other, and it says so.
func TestNothingChanged(t *testing.T) {
	r := newRuns(t)
	first := r.run()
	_, before := r.set()
	for range 2 {
		_, last := r.set()
		s := r.run()
		dir, m := r.set()
		if s.Renewed != last.ID || m.Renewed != last.ID || m.ID != s.Run || m.ID == last.ID ||
			m.Ingredients != before.Ingredients || m.Previous != before.Previous {
			t.Errorf("run %s carried over %q (%+v), want %s", s.Run, s.Renewed, m, last.ID)
		}
		if differ := compareSets(before, m); len(differ) > 0 {
			t.Errorf("these differ: %v", differ)
		}
		if s.Projects != first.Projects || s.Findings["error"] != first.Findings["error"] ||
			len(s.Missing) != len(first.Missing) || s.Changes.Previous != last.ID {
			t.Errorf("it says %+v, the first run %+v", s, first)
		}
		if !strings.Contains(s.Text(), "没有变化，沿用该批次的结果") || strings.Contains(s.Text(), "首次发布") {
			t.Errorf("it says %s", s.Text())
		}
		if _, found, err := publish.Verify(os.DirFS(dir)); err != nil || len(found) > 0 {
			t.Errorf("the set is not whole: %v %v", found, err)
		}
		if shown, err := filepath.EvalSymlinks(filepath.Join(r.cfg.Outputs, "latest")); err != nil ||
			filepath.Base(shown) != m.ID {
			t.Errorf("latest shows %s: %v", shown, err)
		}
	}
}

// Whatever a set is made from, a change of it makes the next set anew, and so does a set that is damaged.
func TestAnyChangeBuildsAnew(t *testing.T) {
	r := newRuns(t)
	r.run()
	workbook := filepath.Join(r.cfg.Inputs, "2023", "车田苗族乡2023年绩效自评.xlsx")
	for _, c := range []struct {
		what   string
		change func() error
	}{
		{"a file that came", func() error { r.write("2023/说明.txt", "说明"); return nil }},
		{"a file with another time", func() error { return os.Chtimes(workbook, r.cfg.Now(), r.cfg.Now()) }},
		{"another year folder", func() error { return os.Mkdir(filepath.Join(r.cfg.Inputs, "2022"), 0o755) }},
		{"rules to compare with", func() error {
			own, err := os.ReadFile(filepath.Join(r.cfg.Inputs, rules.Name))
			r.write(rules.OtherName, string(own))
			return err
		}},
		{"the county's own SQL", func() error {
			r.write("sql/20_staging/own.sql", "-- grain: one row\n-- 说明: 一行\nselect\n    1 as one, -- 一\n")
			return nil
		}},
		{"a template", func() error { r.write("模板/报告.txt", "报告"); return nil }},
		{"the day", func() error {
			now := r.cfg.Now().Add(13 * time.Hour) // in the county it is the next day, elsewhere it is not yet
			r.cfg.Now = func() time.Time { return now }
			return nil
		}},
		{"the program", func() error { r.cfg.Program.Version = "2"; return nil }},
		{"a damaged file of the set", func() error {
			dir, _ := r.set()
			name := filepath.Join(dir, "乡镇", "车田苗族乡", "自评报告.docx")
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 1
			return os.WriteFile(name, data, 0o644)
		}},
		{"asked for", func() error { r.cfg.Rebuild = true; return nil }},
	} {
		for r.run().Renewed == "" { // what changed before may be told once
		}
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if s := r.run(); s.Renewed != "" {
			t.Errorf("%s: the set of run %s is carried over", c.what, s.Renewed)
		}
	}
}

// A set that tells of changes is not carried over: on the next night there are none.
func TestChangesAreToldOnce(t *testing.T) {
	r := newRuns(t)
	r.run()
	if err := os.Rename(filepath.Join(r.cfg.Inputs, "2023", "车田苗族乡2023年绩效自评.xlsx"),
		filepath.Join(r.cfg.Inputs, "2023", "车田.xlsx")); err != nil {
		t.Fatal(err)
	}
	renamed, second, third := r.run(), r.run(), r.run()
	if renamed.Renewed != "" || second.Renewed != "" || third.Renewed != second.Run {
		t.Errorf("carried over: %q, %q, %q; want only the third to be", renamed.Renewed, second.Renewed, third.Renewed)
	}
	if dir, _ := r.set(); dir != "" {
		if lines, err := os.ReadFile(filepath.Join(dir, reports.Changes)); err != nil ||
			strings.Contains(string(lines), "改名") {
			t.Errorf("the last set tells of %s %v", lines, err)
		}
	}
}
