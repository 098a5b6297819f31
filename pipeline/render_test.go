package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jixiao/pipeline/reports"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/reports/workbooks"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

// tool finds a program that a test needs. JIXIAO_RENDER=must makes a skip a failure.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("JIXIAO_RENDER") == "must" {
		t.Fatalf("%s is not installed", name)
	}
	if err != nil {
		t.Skipf("skipped: %s is not installed", name)
	}
	return path
}

// written lists the published files with this ending.
func written(t *testing.T, ending string) (files []string) {
	t.Helper()
	latest, err := filepath.EvalSymlinks(filepath.Join(sample.dir, "latest"))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(latest, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ending) {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no %s published: %v", ending, err)
	}
	return files
}

// shown is what LibreOffice makes of a file.
type shown struct {
	text  string // white space taken out
	pages int
}

// render converts files with LibreOffice and reads what their pages show.
func render(t *testing.T, files ...string) map[string]shown {
	t.Helper()
	office, pdftotext := tool(t, "soffice"), tool(t, "pdftotext")
	dir := t.TempDir()
	var copies []string
	for i, f := range files { // two files may have one name
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(dir, string(rune('a'+i/26))+string(rune('a'+i%26))+filepath.Ext(f))
		if err := os.WriteFile(copied, data, 0o644); err != nil {
			t.Fatal(err)
		}
		copies = append(copies, copied)
	}
	args := append([]string{
		"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless", "--convert-to", "pdf",
		"--outdir", dir,
	}, copies...)
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	pages := map[string]shown{}
	for i, f := range files {
		text, err := exec.Command(pdftotext, "-layout", strings.TrimSuffix(copies[i], filepath.Ext(copies[i]))+".pdf",
			"-").Output()
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		pages[f] = shown{strings.Join(strings.Fields(string(text)), ""), bytes.Count(text, []byte("\f"))}
	}
	return pages
}

// LibreOffice opens every workbook and Word file and shows them whole: nothing cut to ###, no glyph
// missing, a sensible number of pages.
func TestRender(t *testing.T) {
	files := append(written(t, ".xlsx"), written(t, ".docx")...)
	pages := render(t, files...)
	for file, p := range pages {
		if p.pages == 0 || len(p.text) < 100 {
			t.Errorf("%s shows nothing: %d pages", file, p.pages)
		}
		for _, bad := range []string{"###", "\ufffd", "{{", "<nil>"} {
			if strings.Contains(p.text, bad) {
				t.Errorf("%s shows %s", file, bad)
			}
		}
	}
	for _, c := range []struct {
		file  string
		pages [2]int
		texts []string
	}{
		{"县级汇总.xlsx", [2]int{50, 130}, []string{"乡镇排名", "1,429.07", "全县合计", "第1页", "各乡镇预算执行率"}},
		{
			"通报.docx",
			[2]int{6, 14},
			[]string{"关于2023年度乡镇预算绩效自评情况的通报", "各乡镇人民政府", "预算执行率87.94%", "五、整改要求", "资源县财政局", "—1—"},
		},
		{"乡镇/瓜里乡/自评报告.docx", [2]int{9, 16}, []string{"一、预算基本情况", "七、其他需要说明的问题", "—1—", "1429.07", "自评结果一览表"}},
		{"乡镇/梅溪镇/审核意见.docx", [2]int{3, 8}, []string{"二、审核情况", "分值合计不等于"}},
		{"乡镇/瓜里乡/退回/整改通知.docx", [2]int{3, 12}, []string{"须说明的疑点1个", "预警红灯和执行率低于80%的项目"}}, // doubts alone ask too
		{"乡镇/梅溪镇/退回/整改通知.docx", [2]int{3, 14}, []string{"整改通知", "通知印发之日起10个工作日内", "资源县财政局"}},
		{"复核/复核底稿.xlsx", [2]int{30, 80}, []string{"项目支出绩效自评复核表", "复核得分"}},
	} {
		i := slices.IndexFunc(files, func(f string) bool { return strings.HasSuffix(filepath.ToSlash(f), "/"+c.file) })
		if i < 0 {
			t.Errorf("%s is not published", c.file)
			continue
		}
		p := pages[files[i]]
		if p.pages < c.pages[0] || p.pages > c.pages[1] {
			t.Errorf("%s: %d pages", c.file, p.pages)
		}
		for _, want := range c.texts {
			if !strings.Contains(p.text, want) {
				t.Errorf("%s: %q is not shown", c.file, want)
			}
		}
	}
	// A long table has its header on each page: the list of 74 projects takes four.
	for file, p := range pages {
		if strings.HasSuffix(filepath.ToSlash(file), "/乡镇/瓜里乡/自评报告.docx") && strings.Count(p.text, "项目名称") < 3 {
			t.Errorf("the header of the project list is shown %d times", strings.Count(p.text, "项目名称"))
		}
	}
}

// Every workbook and Word file that the program writes holds to the OOXML schema and its rules of
// parts, types and relations. A township's own workbook may bring faults of its own.
func TestValidOOXML(t *testing.T) {
	audit := tool(t, "openxml-audit")
	dir := t.TempDir()
	names := map[string]string{} // of the copies
	for i, file := range append(written(t, ".xlsx"), written(t, ".docx")...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		copied := fmt.Sprintf("%03d%s", i, filepath.Ext(file))
		names[copied] = file
		if err := os.WriteFile(filepath.Join(dir, copied), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := rules.Open("../inputs", warehouse.Checks)
	if err != nil {
		t.Fatal(err)
	}
	_, err = reports.Templates(r.Rules, 2023, dir)
	if err := errors.Join(err, reports.WriteTemplates(dir),
		workbooks.Rules(filepath.Join(dir, rules.Name), r.Rules)); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command(audit, "-r", "-o", "json", dir).Output() // its exit code says that there are findings
	var found []struct {
		File   string
		Valid  bool
		Errors []struct{ Description, Path string }
		Part   string `json:"part_uri"`
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if len(found) != len(names)+len(r.Units(2023))+1+len(word.Names()) {
		t.Errorf("%d files were looked at", len(found))
	}
	for _, f := range found {
		source := names[filepath.Base(f.File)]
		own := strings.Contains(source, "中峰镇2023") && len(f.Errors) == 1 && strings.Contains(f.Errors[0].Description, "relationships/theme") // its own workbook has no theme
		if !f.Valid && !own {
			t.Errorf("%s %s: %v", f.File, source, f.Errors[:min(len(f.Errors), 3)])
		}
	}
}
