package cells

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plainLines writes a document as the second reader writes it: a line a paragraph without its number, a line a row of
// a table with the cells apart by tabs, a merged cell once for each column; no tables in tables.
func plainLines(blocks []Block) []string {
	var lines []string
	for _, b := range blocks {
		switch {
		case b.Paragraph != nil:
			lines = append(lines, strings.Split(b.Paragraph.Text, "\n")...)
		case b.Table != nil:
			above := map[int]string{}
			for _, row := range b.Table.Rows {
				var cells []string
				for _, c := range row {
					text := plainCell(c)
					if c.Covered && above[c.Col] != "" {
						text = above[c.Col]
					}
					above[c.Col] = text
					for range c.Across {
						cells = append(cells, text)
					}
				}
				lines = append(lines, strings.Join(cells, "\t"))
			}
		}
	}
	return lines
}

func plainCell(c TableCell) string {
	var parts []string
	for _, b := range c.Blocks {
		if b.Paragraph != nil {
			parts = append(parts, strings.ReplaceAll(b.Paragraph.Text, "\n", " "))
		}
	}
	return strings.Join(parts, " ")
}

func TestWordCorpusLook(t *testing.T) {
	dir := os.Getenv("JIXIAO_CORPUS_WORD")
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS_WORD does not name the folder of the corpus")
	}
	expected, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	only := os.Getenv("ONLY")
	equal := 0
	for _, line := range strings.Split(string(expected), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) < 4 || only != "" && !strings.Contains(f[0], only) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, f[0]))
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := read(t, data)
		if err != nil {
			r, _ := AsRefusal(err)
			t.Logf("REFUSED %s %s: %v %+v", f[2], f[0], err, r)
			continue
		}
		want, _ := os.ReadFile(filepath.Join(dir, "text", f[0]+".txt"))
		if sheets[0].Document == nil {
			t.Logf("NODOC %s %v", f[0], sheets)
			continue
		}
		got := strings.Join(plainLines(sheets[0].Document.Blocks), "\n")
		if strings.TrimSpace(got) == strings.TrimSpace(string(want)) {
			equal++
			continue
		}
		if !strings.HasPrefix(f[2], "python") && only == "" {
			continue
		}
		n := 0
		g, w := strings.Split(strings.TrimSpace(got), "\n"), strings.Split(strings.TrimSpace(string(want)), "\n")
		t.Logf("DIFF %s %s %d %d", f[2], f[0], len(g), len(w))
		for i := 0; i < max(len(g), len(w)) && n < 3; i++ {
			a, b := "<none>", "<none>"
			if i < len(g) {
				a = g[i]
			}
			if i < len(w) {
				b = w[i]
			}
			if a != b {
				n++
				t.Logf("   got %.300q\n        want %.300q", a, b)
			}
		}
	}
	t.Logf("%d equal", equal)
}
