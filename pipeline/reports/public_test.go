package reports

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jixiao/pipeline/reports/privacy"
	"jixiao/pipeline/rules"
)

// A file of the public edition that still tells a person is not published, and the run says so; nor is one of a
// kind that the gate cannot read, whatever stands in it.
func TestDiscloseWithholds(t *testing.T) {
	w := &writer{Set: Set{Dir: t.TempDir(), Workers: 2}, gate: &gate{filter: privacy.New("")}}
	files := map[string]string{
		"甲镇.html": "<p>联系人：<b>李四</b></p>",
		"乙镇.html": "<p>执行率87.30%</p>",
		"丙镇.xlsx": "PK",
		"丁镇":      "执行率87.30%",
		"戊镇.html": "<p>韦家荣表示满意。</p>",
	}
	for name, text := range files {
		path := w.path(filepath.Join(publicDir, name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.disclose(context.Background()); err != nil {
		t.Fatal(err)
	}
	notes := w.gate.notes
	for name := range files {
		_, err := os.Stat(w.path(filepath.Join(publicDir, name)))
		if published := err == nil; published != (name == "乙镇.html") {
			t.Errorf("%s: published %v", name, published)
		}
	}
	for _, name := range []string{"甲镇.html", "丙镇.xlsx", "丁镇", "戊镇.html"} {
		if !strings.Contains(strings.Join(notes, "\n"), name) {
			t.Errorf("nothing on %s: %v", name, notes)
		}
	}
	list := w.gate.list()
	if len(list.Rows) != 1 || list.Rows[0][0] != "暂不公开" || list.Rows[0][3] != "韦家荣" {
		t.Errorf("the list for the bureau is %v", list.Rows)
	}
}

// What the bureau has released is published.
func TestReleased(t *testing.T) {
	g := &gate{filter: privacy.New("", "韦家荣")}
	name := filepath.Join(t.TempDir(), "戊镇.html")
	if err := os.WriteFile(name, []byte("<p>韦家荣表示满意。</p>"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := g.pass(name); err != nil || len(g.notes) > 0 {
		t.Errorf("withheld: %v %v", g.notes, err)
	}
}

// The names of the roster are no persons; without a roster nothing would tell this one from a person.
func TestTownshipsAreNoPersons(t *testing.T) {
	county, err := rules.OpenDefault(func(fs.FS) ([]rules.Check, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	held := func() bool {
		name := filepath.Join(t.TempDir(), "index.html")
		if err := os.WriteFile(name, []byte("<p>黄杏壮族乡得分第一。</p>"), 0o644); err != nil {
			t.Fatal(err)
		}
		g := newGate(county, 2023)
		if err := g.pass(name); err != nil {
			t.Fatal(err)
		}
		return len(g.notes) > 0
	}
	if !held() {
		t.Error("published without a roster: the test tries nothing")
	}
	if err := county.SetRoster("名册.csv", strings.NewReader("单位代码,单位名称\n450000001,黄杏壮族乡\n")); err != nil {
		t.Fatal(err)
	}
	if held() {
		t.Error("withheld because of the township's own name")
	}
}
