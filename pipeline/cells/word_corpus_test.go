package cells

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// plainLines writes a document as the second reader of .docx does: a line a paragraph, without its number; a line a
// row of a table with the cells apart by tabs, a merged cell once for each place that it covers, without tables in tables.
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

// inShort leaves the letters and digits of a text: the second reader of .doc wraps lines, draws tables and says [pic].
func inShort(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ReplaceAll(text, "[pic]", ""))
}

// shownText is all that a document shows, in the order in which the second reader of .doc gives it.
func shownText(s *Sheet) string {
	var b strings.Builder
	for i := range s.Cells {
		b.WriteString(s.Cells[i].Text + "\n")
	}
	for _, n := range s.Document.Notes {
		b.WriteString(describeBlocks(n.Blocks))
	}
	return b.String()
}

// apart lists the lines of one text that the other does not have, each as often.
func apart(ours, theirs []string) (differ []string) {
	counts := map[string]int{}
	for _, line := range theirs {
		counts[strings.TrimSpace(line)]--
	}
	for _, line := range ours {
		counts[strings.TrimSpace(line)]++
	}
	for line, n := range counts {
		for ; n > 0 && line != ""; n-- {
			differ = append(differ, fmt.Sprintf("ours: %q", line))
		}
		for ; n < 0 && line != ""; n++ {
			differ = append(differ, fmt.Sprintf("theirs: %q", line))
		}
	}
	return differ
}

func TestWordCorpus(t *testing.T) {
	dir := os.Getenv("JIXIAO_CORPUS_WORD")
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS_WORD does not name the folder of the corpus")
	}
	expected, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	equal, refused, alone := 0, map[string]int{}, 0
	explained := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(expected)), "\n")[1:] {
		f := strings.Split(line, "\t")
		name := f[0]
		short := name[strings.LastIndex(name, "__")+2:]
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := read(t, data)
		if r, ok := AsRefusal(err); ok {
			if r.Code == "panic" {
				t.Errorf("%s: %+v", name, r)
			}
			refused[r.Code]++
			continue
		}
		theirs, err := os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		if err != nil || sheets[0].Document == nil || strings.HasPrefix(f[2], "error") || f[2] == "none" {
			alone++
			continue
		}
		var differ []string
		if bytes.HasPrefix(data, []byte("PK")) {
			differ = apart(plainLines(sheets[0].Document.Blocks), strings.Split(string(theirs), "\n"))
		} else if ours, their := inShort(shownText(&sheets[0])), inShort(string(theirs)); ours != their {
			differ = []string{fmt.Sprintf("%d letters, theirs %d", len(ours), len(their))}
		}
		kind := secondReaderLoses[short] + secondReaderLoses[name]
		switch {
		case len(differ) == 0 && kind == "":
			equal++
		case kind != "":
			explained[kind]++
			if len(differ) == 0 {
				t.Errorf("%s is equal", short)
			}
		default:
			t.Errorf("%s: %d lines differ: %s", short, len(differ), strings.Join(differ, "\n\t"))
		}
	}
	if equal < 200 {
		t.Errorf("only %d documents compared", equal)
	}
	t.Logf("%d equal, %v explained, %v refused, %d read that no second reader read", equal, explained, refused, alone)
}

// secondReaderLoses are the documents of which the second reader gives another text, and by which kind of thing.
var secondReaderLoses = map[string]string{
	"9002.docx":                                  "leaves out fields written in one element",
	"9391.docx":                                  "leaves out fields written in one element",
	"nested_anchors_in_header.docx":              "leaves out content controls and simple fields",
	"nested_sdt.docx":                            "leaves out content controls and simple fields",
	"sdt_elements.docx":                          "leaves out content controls and simple fields",
	"memo.docx":                                  "leaves out content controls and simple fields",
	"testWORD_2006ml.docx":                       "leaves out content controls and simple fields",
	"testWORD_template.docx":                     "leaves out content controls and simple fields",
	"testWORD_missing_text.docx":                 "leaves out content controls and simple fields",
	"testWORD_sdtInTextBox.docx":                 "leaves out content controls and simple fields",
	"track_changes_insertion.docx":               "leaves out what was inserted or moved",
	"track_changes_move.docx":                    "leaves out what was inserted or moved",
	"track_changes_scrubbed_metadata.docx":       "leaves out what was inserted or moved",
	"testWORD_features.docx":                     "leaves out what was inserted or moved",
	"paragraph_insertion_deletion.docx":          "parts a paragraph whose mark was deleted",
	"verbatim_subsuper.docx":                     "writes raised and lowered digits as plain ones",
	"testWORD_formattingFlipUnderlineOrder.docx": "writes raised and lowered digits as plain ones",
	"nested_smart_tags.docx":                     "leaves out smart tags",
	"014760.docx":                                "leaves out smart tags",
	"018367.docx":                                "leaves out smart tags",
	"017091.docx":                                "leaves out smart tags and signs of fonts",
	"pandoc/test__docx__unicode.docx":            "leaves out signs of fonts",
	"equations.docx":                             "leaves out formulas",
	"testWORD_phonetic.docx":                     "leaves out text under phonetics",
	"testWORD_emptyParaInTextbox.docx":           "does not know styles that hide",
	"testControlCharacters.doc":                  "gives headers, or text boxes of headers, as body",
	"testWORD_header_hyperlink.doc":              "gives headers, or text boxes of headers, as body",
	"testMSEquation-govdocs-863534.doc":          "leaves out signs of fonts and numbers",
	"testWORD_2006ml.doc":                        "gives what was deleted",
	"testWORD_features.doc":                      "gives what was deleted",
	"testWORD_various.doc":                       "numbers lists in its own way, text boxes at the end",
	"testWORD_override_list_numbering.doc":       "numbers lists in its own way, text boxes at the end",
	"test_TIKA-1251.doc":                         "numbers lists in its own way, text boxes at the end",
	"testWORD_numbered_list.doc":                 "numbers lists in its own way, text boxes at the end",
	"testException2.doc":                         "gives the cells of a row line by line",
	"testWORD.doc":                               "gives the cells of a row line by line",
	"testWORD_phonetic.doc":                      "gives the code of fields",
}
