package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/publish"
)

// Whatever arrives with the townships' own files: each file ends with its fate, the townships are published,
// nothing stands outside the outputs, and nothing in them calculates, links or runs.
func TestHostileInputs(t *testing.T) {
	base := t.TempDir()
	inputs := filepath.Join(base, "in")
	if err := os.CopyFS(inputs, os.DirFS("../inputs")); err != nil {
		t.Fatal(err)
	}
	year := filepath.Join(inputs, "2023")
	secret := filepath.Join(base, "secret.xlsx")
	good, err := os.ReadFile("../inputs/2023/瓜里乡2023年绩效自评.xlsx")
	if err := errors.Join(err, os.WriteFile(secret, good, 0o644)); err != nil {
		t.Fatal(err)
	}
	hostile := map[string][]byte{
		"空.xlsx": nil, "截断.xlsx": good[:len(good)/3],
		"零尾.xlsx":  append(bytes.Clone(good[:len(good)/2]), make([]byte, len(good)/2)...),
		"不是表.xlsx": []byte("hello"), "往上.xlsx": zipWith("../../../evil.txt"), "反\u202eslx.xlsx": []byte("x"),
		"零\u200b宽.xlsx": []byte("x"),
		"aux.xlsx":      []byte("x"), "..％2f..％2fevil.xlsx": []byte("x"),
		strings.Repeat("长", 83) + ".xlsx": []byte("x"), "=cmd|'￨calc'!A1.csv": []byte("=1+1,+2,-3,@x\n"),
		"<script>alert(1)<": []byte("x"), "换\n行.xlsx": []byte("x"), "坏字节\xff\xfe.xlsx": []byte("x"),
		"炸弹.xlsx": zipWith("xl/worksheets/sheet1.xml", strings.Repeat(" ", 64<<20)),
	}
	for name, data := range hostile {
		if err := os.WriteFile(filepath.Join(year, name), data, 0o644); err != nil {
			t.Logf("cannot be made here: %q %v", name, err)
			delete(hostile, name)
		}
	}
	for name, target := range map[string]string{
		"链接.xlsx": secret, "里面的链接.xlsx": "瓜里乡2023年绩效自评.xlsx", "文件夹链接": base, "悬空.xlsx": "nowhere",
	} {
		if err := os.Symlink(target, filepath.Join(year, name)); err != nil {
			t.Fatal(err)
		}
		hostile[name] = nil
	}
	injectWords(t, filepath.Join(year, "两水苗族乡2023年绩效自评.xlsx"))
	before := tree(t, base, "out")
	cfg := Config{Inputs: inputs, Outputs: filepath.Join(base, "out"), Worker: []string{os.Args[0], workerArgument}}
	s, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if s.Submitted != 7 {
		t.Errorf("%d townships are in, missing %v", s.Submitted, s.Missing)
	}
	dir, m, err := publish.Latest(cfg.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Inputs) != 54+len(hostile) {
		t.Errorf("%d files have a fate, want %d", len(m.Inputs), 54+len(hostile))
	}
	for _, in := range m.Inputs {
		if _, ok := hostile[filepath.Base(in.File)]; ok &&
			(in.Fate == "read" && !strings.HasSuffix(in.File, ".csv") || in.Fate != "read" && in.Reason == "") {
			t.Errorf("%q: %s %s", in.File, in.Fate, in.Reason)
		}
	}
	if after := tree(t, base, "out"); !slices.Equal(before, after) {
		t.Errorf("outside the outputs: before %d files, after %d", len(before), len(after))
	}
	if !slices.ContainsFunc(m.Outputs,
		func(o publish.Output) bool { return strings.HasPrefix(o.File, "乡镇/两水苗族乡/退回/") }) {
		t.Error("the workbook with the dangerous words is not returned: nothing shows that copies are harmless")
	}
	for _, o := range m.Outputs {
		harmless(t, dir, o.File)
	}
}

// zipWith is a zip file with one entry.
func zipWith(name string, text ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if w, err := z.Create(name); err == nil {
		_, _ = io.WriteString(w, strings.Join(text, "")) // into memory
	}
	_ = z.Close()
	return b.Bytes()
}

// dangerous are words that a township may type where a project's name or a reason stands.
var dangerous = []string{
	`=HYPERLINK("http://evil.example","x")`, `+cmd|'/c calc'!A1`, "@SUM(1)", "../../evil", "项\u202e目",
	"<script>alert(1)</script>", "-1+1", "\t=1",
}

// injectWords puts them into a workbook's text cells, those that are long enough to be a name or a reason.
func injectWords(t *testing.T, path string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	placed := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				if strings.HasSuffix(text, "项目") && len([]rune(text)) > 5 && placed < len(dangerous) {
					cell, err := excelize.CoordinatesToCellName(c+1, r+1)
					if err := errors.Join(err, f.SetCellStr(sheet, cell, dangerous[placed])); err != nil {
						t.Fatal(err)
					}
					placed++
				}
			}
		}
	}
	// One cell acts by itself, in a workbook that is returned for its errors.
	if err := errors.Join(f.SetCellFormula(f.GetSheetName(0), "ZZ1", `HYPERLINK("http://evil.example","x")`),
		f.SetCellHyperLink(f.GetSheetName(0), "ZZ2", "http://evil.example", "External")); err != nil {
		t.Fatal(err)
	}
	if placed < len(dangerous) {
		t.Fatalf("only %d words placed", placed)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// tree lists what stands under a folder, but for one folder in it.
func tree(t *testing.T, dir, without string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && path == filepath.Join(dir, without) {
			return fs.SkipDir
		}
		names = append(names, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

var (
	badPart  = regexp.MustCompile(`(?i)vbaProject|externalLink|activeX|embeddings|oleObject`)
	formula  = regexp.MustCompile(`(?s)<(f|formula\d?|definedName)(?:\s[^>]*)?>([^<]*)</`)
	target   = regexp.MustCompile(`<Relationship [^>]*Target="([^"]*)" TargetMode="External"`)
	badField = regexp.MustCompile(`(?m)(^|,)"?[=+@\t＝＋＠]`)
	// ours are the formulas that the program writes: totals, references of charts, print titles and filters, lists to choose from.
	ours = regexp.MustCompile(`^(?:(?:SUM|SUMIFS?)\([^()\[\]|]*\)|(?:'[^'\[\]|]+'|[^'\[\]|!(]+)!\$?[A-Z]*\$?\d+(?::\$?[A-Z]*\$?\d+)?|"[^()]*")$`)
	// bounds are what a cell of the reviewers' sheets is held to: from 0 to the weight beside it.
	bounds = regexp.MustCompile(`^(?:0|[A-Z]{1,2}\d{1,4})$`)
	// plain are those of a township that may stand in its own marked copy.
	plain = regexp.MustCompile(`(?i)^(?:[A-Z\d$:,+\-*/. '!\p{Han}]|SUM\(|ROUND\(|[()])*$`)
)

// harmless wants a file of the outputs to hold no formula, link or macro, and no name that leads astray.
func harmless(t *testing.T, dir, name string) {
	t.Helper()
	for _, part := range strings.Split(name, "/") {
		if part != publish.FileName(part) {
			t.Errorf("the name %q is not safe", name)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(name) {
	case ".csv":
		if found := badField.Find(data); found != nil {
			t.Errorf("%s: a field begins as a formula: %q", name, found)
		}
	case ".html":
		if strings.Contains(string(data), "<script>alert") {
			t.Errorf("%s runs what was submitted", name)
		}
	case ".xlsx", ".docx":
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			text, err := fs.ReadFile(z, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			if badPart.MatchString(f.Name) || bytes.Contains(text, []byte("<script")) {
				t.Errorf("%s holds %s", name, f.Name)
			}
			for _, found := range formula.FindAllSubmatch(text, -1) {
				tag, text := string(found[1]), html.UnescapeString(string(found[2]))
				isBound := strings.HasPrefix(name, "复核/") && strings.HasPrefix(tag, "formula") && bounds.MatchString(text)
				isTheirs := strings.Contains(name, "/退回/") && plain.MatchString(text)
				if !ours.MatchString(text) && !isBound && !isTheirs {
					t.Errorf("%s: %s computes %s", name, f.Name, text)
				}
			}
			for _, found := range target.FindAllSubmatch(text, -1) {
				to, err := url.PathUnescape(string(found[1]))
				if _, err2 := os.Stat(filepath.Join(dir, filepath.FromSlash(to))); errors.Join(err, err2) != nil ||
					!strings.HasPrefix(to, "乡镇/") && to != "复核/复核底稿.xlsx" {
					t.Errorf("%s: %s leads to %s", name, f.Name, to)
				}
			}
		}
	}
}
