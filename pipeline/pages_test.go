package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"jixiao/pipeline/reports"
	"jixiao/pipeline/reports/privacy"
)

// probe runs in a page: it gathers what goes wrong, looks for text that sticks out, sorts a table, filters
// and searches the findings, and lets axe-core judge how the page can be used by everybody.
const probe = `
window.faults = [];
window.addEventListener('error', function (e) { window.faults.push(String(e.message)); });
console.error = function () { window.faults.push(Array.prototype.join.call(arguments, ' ')); };
window.addEventListener('load', function () {
  var out = { faults: window.faults, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, title: document.title };
  var ranking = document.querySelector('#ranking, #projects');
  if (ranking) {
    var at = Array.prototype.findIndex.call(ranking.tHead.rows[0].cells,
      function (c) { return c.textContent.indexOf('执行率') >= 0; });
    ranking.tHead.rows[0].cells[at].querySelector('button').click();
    out.sorted = Array.prototype.map.call(ranking.tBodies[0].rows, function (r) { return r.cells[at].textContent.trim(); });
  }
  var shown = function () { return Array.prototype.filter.call(document.querySelectorAll('#findings tbody tr'), function (r) { return r.getClientRects().length > 0; }).length; };
  var form = document.querySelector('form.filter');
  if (form) {
    out.all = shown();
    form.querySelector('[value="错误"]').click();
    out.errors = shown();
    form.querySelector('[value=""]').click();
    form.elements.words.value = '满意度 中峰';
    form.dispatchEvent(new Event('input', { bubbles: true }));
    out.searched = shown();
    form.elements.words.value = '';
    form.dispatchEvent(new Event('input', { bubbles: true }));
  }
  axe.run(document, { resultTypes: ['violations'] }).then(function (r) {
    out.axe = r.violations.filter(function (v) { return v.impact === 'serious' || v.impact === 'critical'; })
      .map(function (v) { return v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 120); });
    parent.postMessage(JSON.stringify(out), '*');
  }, function (e) { window.faults.push('axe: ' + e); parent.postMessage(JSON.stringify(out), '*'); });
});`

// probed is what the probe found.
type probed struct {
	Faults                []string
	Wide                  int
	Title                 string
	Sorted                []string
	All, Errors, Searched int
	Axe                   []string
}

// browse opens a page in headless Chromium, so wide, with the probe in it.
func browse(t *testing.T, page string, width int) (p probed) {
	t.Helper()
	chromium := tool(t, "chromium")
	axe := os.Getenv("JIXIAO_AXE")
	if axe == "" {
		if os.Getenv("JIXIAO_RENDER") == "must" {
			t.Fatal("JIXIAO_AXE does not say where axe.min.js is")
		}
		t.Skip("skipped: JIXIAO_AXE does not say where axe.min.js of axe-core is")
	}
	library, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	inner := strings.Replace(string(text), "</title>",
		"</title><script>"+string(library)+"</script><script>"+probe+"</script>", 1)
	outer := fmt.Sprintf(`<!doctype html><meta charset="utf-8"><iframe src="inner.html" style="width:%dpx;height:2000px"></iframe><pre id="out"></pre>
<script>addEventListener('message', function (e) { document.getElementById('out').textContent = e.data; });</script>`,
		width)
	if err := os.WriteFile(filepath.Join(dir, "inner.html"), []byte(inner), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "outer.html"), []byte(outer), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	dom, err := exec.CommandContext(ctx, chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
		"--user-data-dir="+filepath.Join(dir, "profile"),
		"--window-size=1600,2200", "--virtual-time-budget=60000", "--dump-dom",
		"file://"+filepath.ToSlash(filepath.Join(dir, "outer.html"))).Output()
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?s)<pre id="out">(.*?)</pre>`).FindSubmatch(dom)
	if found == nil || len(found[1]) == 0 {
		t.Fatalf("%s: the probe said nothing", page)
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// The pages open without a fault on a desk and on a phone, nothing sticks out, tables sort, the filter and
// the search do what they say, and axe-core has nothing serious to say.
func TestPagesInTheBrowser(t *testing.T) {
	latest := filepath.Join(sample.dir, "latest")
	for _, page := range []string{"index.html", "乡镇/梅溪镇.html", "乡镇/瓜里乡.html", "公开/index.html"} {
		for _, width := range []int{1280, 390} {
			p := browse(t, filepath.Join(latest, filepath.FromSlash(page)), width)
			if len(p.Faults) > 0 || len(p.Axe) > 0 || p.Wide > 0 || p.Title == "" {
				t.Errorf("%s at %d: faults %v, axe %v, %d pixels stick out", page, width, p.Faults, p.Axe, p.Wide)
			}
			if len(p.Sorted) < 7 {
				t.Errorf("%s at %d: sorted %v", page, width, p.Sorted)
			}
			for i := 1; i < len(p.Sorted); i++ {
				if rate(p.Sorted[i-1]) > rate(p.Sorted[i]) {
					t.Errorf("%s at %d: not sorted: %v", page, width, p.Sorted)
					break
				}
			}
			want := sample.summary.Findings
			if page == "index.html" &&
				(int64(p.All) != want["error"]+want["warn"]+want["note"] || int64(p.Errors) != want["error"] ||
					p.Searched < 1 || p.Searched > 3) {
				t.Errorf("at %d: %d findings are shown, %d errors, %d found; want %v",
					width, p.All, p.Errors, p.Searched, want)
			}
		}
	}
}

// rate reads a rate; where there is none it stands behind all others.
func rate(text string) (n float64) {
	if _, err := fmt.Sscanf(text, "%f", &n); err != nil {
		return math.Inf(1)
	}
	return n
}

// Printed on A4 a page shows all that it shows on the screen, on a sensible number of sheets.
func TestPagesOnPaper(t *testing.T) {
	chromium, pdftotext := tool(t, "chromium"), tool(t, "pdftotext")
	dir := t.TempDir()
	for page, want := range map[string][]string{
		"index.html":    {"乡镇排名", "21880.09", "87.94", "主要问题", "问题清单"},
		"乡镇/瓜里乡.html":   {"1429.07", "二等良好", "自评说明"},
		"公开/index.html": {"乡镇排名", "89.73"},
	} {
		pdf := filepath.Join(dir, "page.pdf")
		source := filepath.Join(sample.dir, "latest", filepath.FromSlash(page))
		if out, err := exec.Command(chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
			"--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+pdf,
			"file://"+filepath.ToSlash(source)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		text, err := exec.Command(pdftotext, "-layout", pdf, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if pages := strings.Count(string(text), "\f"); pages < 1 || pages > 12 {
			t.Errorf("%s takes %d pages", page, pages)
		}
		if page == "index.html" && strings.Count(string(text), "改正办法") < 3 {
			t.Errorf("the header of the findings is on paper %d times", strings.Count(string(text), "改正办法"))
		}
		for _, word := range want {
			if !strings.Contains(strings.Join(strings.Fields(string(text)), ""), word) {
				t.Errorf("%s: %s is not on paper", page, word)
			}
		}
	}
}

// The edition for the public holds no name or number of a person, and nothing of the review.
func TestPublicEdition(t *testing.T) {
	files := written(t, ".docx")
	files = append(files, written(t, ".html")...)
	seen := 0
	filter := privacy.New("")
	for _, file := range files {
		if !strings.Contains(filepath.ToSlash(file), "/"+"公开"+"/") {
			continue
		}
		seen++
		text, err := reports.Visible(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range filter.Find(text) {
			t.Errorf("%s: %s", file, found)
		}
		for _, word := range []string{"审核情况", "疑点", "整改"} {
			if strings.Contains(strings.ReplaceAll(text, "整改中", ""), word) { // that says why a figure waits
				t.Errorf("%s says %s", file, word)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d public files, want a page and the report of the one township without open errors", seen)
	}
}
