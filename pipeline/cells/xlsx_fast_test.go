package cells

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jixiao/pipeline/cells/numfmt"
)

// readByScanner reads a workbook without the short cuts for what is written plainly.
func readByScanner(data []byte) ([]Sheet, error) {
	book, err := Open(bytes.NewReader(data), int64(len(data)), Options{})
	if err != nil {
		return nil, err
	}
	x, ok := book.source.(*xlsx)
	if !ok {
		return nil, fmt.Errorf("not a workbook of parts: %T", book.source)
	}
	x.scanAll = true
	for name := range x.c.entries {
		if strings.HasSuffix(name, "/sharedstrings.xml") {
			if err := x.readStrings(name); err != nil {
				return nil, err
			}
		}
	}
	var sheets []Sheet
	for i := range book.Sheets() {
		sheet, err := book.Sheet(i)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

// wantSameByScanner checks that the short cuts read what the scanner reads: the same cells, or the same refusal.
func wantSameByScanner(t *testing.T, what string, data []byte) {
	t.Helper()
	got, gotErr := read(t, data)
	want, wantErr := readByScanner(data)
	if gotErr != nil || wantErr != nil {
		if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Fatalf("%s: %v, by the scanner %v", what, gotErr, wantErr)
		}
		return
	}
	for i := range want {
		if !slices.Equal(got[i].Merges, want[i].Merges) || got[i].SheetInfo != want[i].SheetInfo ||
			len(got[i].Cells) != len(want[i].Cells) {
			t.Fatalf("%s: %s differs from what the scanner reads", what, got[i].Name)
		}
		for j := range want[i].Cells {
			if got[i].Cells[j] != want[i].Cells[j] {
				t.Fatalf("%s: %+v, by the scanner %+v", what, got[i].Cells[j], want[i].Cells[j])
			}
		}
	}
}

// What is written plainly, and nearly plainly, is read as the scanner reads it.
func TestShortCutsReadWhatTheScannerReads(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	for n := range 40 {
		var sheet, texts strings.Builder
		for i := range 8 {
			fmt.Fprint(&texts, pick("<si><t>", `<si><t xml:space="preserve">`, "<si><r><t>", `<si ><t>`),
				pick("甲", "a&amp;b", " 乙 ", "_x000D_", "&#20013;&lt;", "\r\n", "", "x_y"), i)
			fmt.Fprint(&texts, map[bool]string{true: "</t></r></si>",
				false: "</t></si>"}[strings.HasSuffix(texts.String()[:strings.LastIndex(texts.String(), "<t")],
				"<r>")], pick("", "\n"))
		}
		sheet.WriteString(`<worksheet><cols><col min="4" max="5" hidden="1"/></cols><sheetData>`)
		for row := 1; row < 400; row++ {
			if random.IntN(9) == 0 {
				continue
			}
			fmt.Fprintf(&sheet, `<row r="%d"%s>`, row, pick("", "", "", ` spans="1:9"`, ` hidden="1"`,
				` ht="12" x="a>b"`, ` hidden="0" ht='1'`, ` hidden="true"`))
			for col := 1; col < 30; col += 1 + random.IntN(3)/2 {
				address := Address(row, col)
				style := pick("", "", ` s="1"`, ` s="2"`, ` s="3"`, ` s="4"`, ` s="0"`, ` s=""`, ` s="01"`)
				switch random.IntN(8) {
				case 0:
					fmt.Fprintf(&sheet, `<c r="%s"%s t="s"><v>%d</v></c>`, address, style, random.IntN(8))
				case 1:
					fmt.Fprintf(&sheet, `<c r="%s"%s t="inlineStr"><is><t>%s</t></is></c>`, address, style,
						pick("甲&#20013;", "b_x0041_", "", "a>b", "a\tb\nc", " "))
				case 2:
					fmt.Fprintf(&sheet, `<c r="%s"%s%s`, address, style,
						pick("/>", "></c>", "><v/></c>", ` t="n"></c>`, "><f>A1</f></c>", "><f>A1+1</f><v>3</v></c>"))
				case 3:
					fmt.Fprintf(&sheet, `<c%s r="%s" t="%s"><v>%s</v></c>`, style, address,
						pick("n", "b", "e", "str"), pick("1", "0"))
				default:
					fmt.Fprintf(&sheet, `<c r="%s"%s><v>%s</v></c>`, address, style, randomStored(random))
				}
			}
			sheet.WriteString("</row>")
		}
		sheet.WriteString(`</sheetData></worksheet>`)
		data := pack(t, sheetOf(sheet.String())+"-- xl/sharedStrings.xml --\n<sst>"+texts.String()+"</sst>\n")
		wantSameByScanner(t, fmt.Sprint("sheet ", n), data)
		if _, err := read(t, data); err != nil {
			t.Fatal(err)
		}
	}
}

// Rows that the window cuts are read by the scanner, and change nothing for those after them.
func TestHiddenRowsAcrossWindows(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 3))
	var sheet strings.Builder
	sheet.WriteString("<worksheet><sheetData>")
	for row := range 40_000 {
		hidden := map[bool]string{true: ` hidden="1"`}[random.IntN(3) == 0]
		fmt.Fprintf(&sheet, `<row r="%d"%s><c r="A%d"><v>%d</v></c></row>`, row+1, hidden, row+1, random.IntN(1000))
	}
	sheet.WriteString("</sheetData></worksheet>")
	wantSameByScanner(t, "rows", pack(t, sheetOf(sheet.String())))
}

// randomStored is a number as workbooks store it.
func randomStored(random *rand.Rand) string {
	for {
		raw := [...]string{
			strconv.FormatFloat(random.NormFloat64()*1000, 'g', -1, 64),
			strconv.FormatFloat(float64(random.IntN(1e9))/100, 'f', -1, 64),
			fmt.Sprintf("%de%d", random.IntN(1000)-500, random.IntN(60)-30),
			fmt.Sprintf("%d.%020d", random.IntN(100)-50, random.Uint64()),
			[...]string{"1.", ".5", "-.5", "+7", "1e+5", "-0", "0.000", "999999999999999.5",
				"9999999999999995"}[random.IntN(9)],
		}[random.IntN(5)]
		if _, ok := numfmt.ParseNumber([]byte(raw)); ok {
			return raw
		}
	}
}

func TestShortCutsOnTheCorpus(t *testing.T) {
	dir := os.Getenv("JIXIAO_CORPUS")
	if dir == "" {
		t.Skip("skipped: JIXIAO_CORPUS does not name the folder of the corpus")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(data, []byte("PK")) {
			wantSameByScanner(t, file, data)
			compared++
		}
	}
	t.Logf("%d workbooks read alike", compared)
}
