package countytest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Spoil replaces some cells of the workbooks below a folder by odd ones: what people, programs and their faults
// leave in cells. It gives what it did, a line each.
func Spoil(rnd *rand.Rand, dir string, cells int) (done []string, err error) {
	var books []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			books = append(books, path)
		}
		return err
	})
	if err != nil || len(books) == 0 {
		return nil, errors.Join(err, os.MkdirAll(dir, 0o755))
	}
	for range cells {
		path := books[rnd.IntN(len(books))]
		data, err := os.ReadFile(path)
		if err != nil {
			return done, err
		}
		changed, what := spoilNumber(rnd, data), "a stored number"
		if strings.HasSuffix(path, ".xlsx") {
			if changed, what, err = spoilBook(rnd, data); err != nil {
				return done, err
			}
		}
		if err := os.WriteFile(path, changed, 0o644); err != nil {
			return done, err
		}
		done = append(done, filepath.Base(path)+": "+what)
	}
	return done, nil
}

// spoilNumber puts an odd number into a record of an old workbook (NUMBER: row, column, style, eight bytes).
func spoilNumber(rnd *rand.Rand, data []byte) []byte {
	var at []int
	for i := 512; i+18 <= len(data); i += 2 {
		if data[i] == 0x03 && data[i+1] == 0x02 && data[i+2] == 14 && data[i+3] == 0 {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return data
	}
	odd := []float64{
		1e300, -1e300, 1e-300, math.Copysign(0, -1), 1e15, 0.1 + 0.2, -1, 2958466, 99999999999999, math.Inf(1), math.NaN(), 5e-324,
	}
	where := at[rnd.IntN(len(at))] + 10
	binary.LittleEndian.PutUint64(data[where:], math.Float64bits(odd[rnd.IntN(len(odd))]))
	return data
}

var (
	sheetPart = regexp.MustCompile(`^xl/worksheets/sheet\d+\.xml$`)
	wholeCell = regexp.MustCompile(`(?s)<c r="([A-Z]+\d+)"[^>]*>.*?</c>`)
)

// spoilBook replaces one cell of a workbook, and gives it styles of more kinds.
func spoilBook(rnd *rand.Rand, data []byte) (changed []byte, what string, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, "", err
	}
	var parts []part
	var sheets []int
	for i, f := range z.File {
		text, err := fs.ReadFile(z, f.Name)
		if err != nil {
			return nil, "", err
		}
		if f.Name == "xl/styles.xml" {
			text = []byte(oddStyles())
		}
		if sheetPart.MatchString(f.Name) {
			sheets = append(sheets, i)
		}
		parts = append(parts, part{f.Name, text})
	}
	p := &parts[sheets[rnd.IntN(len(sheets))]]
	cells := wholeCell.FindAllSubmatchIndex(p.data, -1)
	if len(cells) == 0 {
		return data, "nothing", nil
	}
	c := cells[rnd.IntN(len(cells))]
	ref := string(p.data[c[2]:c[3]])
	odd := oddCell(rnd, ref)
	p.data = bytes.Join([][]byte{p.data[:c[0]], []byte(odd), p.data[c[1]:]}, nil)
	changed, err = pack(parts)
	return changed, fmt.Sprintf("%s %s", p.name, cutText(odd)), err
}

func cutText(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s
}

// oddFormats are number formats by the number of their style, behind the two that all books have.
var oddFormats = []string{
	"yyyy年m月d日", "0.00E+00", "#,##0.00", "0%", ";;;", "[h]:mm:ss", "@", "0.0,,", `0.00"万元"`,
	`[>100]"多";[<0]"少";0`, "# ?/?", "0000000",
	`"="0`, "General%",
}

func oddStyles() string {
	formats, styles := "", ""
	for i, code := range oddFormats {
		id := strconv.Itoa(200 + i)
		formats += `<numFmt numFmtId="` + id + `" formatCode="` + escape.Replace(code) + `"/>`
		styles += `<xf numFmtId="` + id + `" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
	}
	text := strings.Replace(bookStyles, `<fonts `, fmt.Sprintf(`<numFmts count="%d">%s</numFmts><fonts `, len(oddFormats), formats), 1)
	text = strings.Replace(text, `<cellXfs count="2">`, fmt.Sprintf(`<cellXfs count="%d">`, 2+len(oddFormats)), 1)
	return strings.Replace(text, `</cellXfs>`, styles+`</cellXfs>`, 1)
}

// oddCell writes a cell that nobody expects.
func oddCell(rnd *rand.Rand, ref string) string {
	pick := func(list []string) string { return list[rnd.IntN(len(list))] }
	head := `<c r="` + ref + `"`
	if rnd.IntN(2) == 0 {
		head += ` s="` + strconv.Itoa(rnd.IntN(2+len(oddFormats))) + `"`
	}
	text := escape.Replace(pick(oddTexts))
	switch rnd.IntN(9) {
	case 0, 1, 2:
		return head + `><v>` + pick(oddNumbers) + `</v></c>`
	case 3:
		return head + ` t="e"><v>` + pick(oddErrors) + `</v></c>`
	case 4:
		return head + ` t="str"><f>` + escape.Replace(pick(oddFormulas)) + `</f><v>` + text + `</v></c>`
	case 5:
		return head + `><f>` + escape.Replace(pick(oddFormulas)) + `</f>` + pick([]string{"", "<v>" + pick(oddNumbers) + "</v>"}) + `</c>`
	case 6:
		return head + ` t="b"><v>` + strconv.Itoa(rnd.IntN(2)) + `</v></c>`
	}
	return head + ` t="inlineStr"><is><t xml:space="preserve">` + text + `</t></is></c>`
}

var oddErrors = []string{"#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"}

var oddNumbers = []string{
	"1e300", "-1e300", "1e-300", "-0", "0", "-1", "0.1", "1E15", "99999999999999", "9999999999.99",
	"123456789012345678", "2958466", "44927", "44927.5", "0.30000000000000004", "1.7976931348623157e308",
	"4.9e-324", "100.005", "1000000", "99999999.999999", "-0.005", "20231301",
	"9999999", "12345678.9", "2147483648",
}

var oddFormulas = []string{
	"1/0", "SUM(A1:XFD1048576)", "A1", "HYPERLINK(\"http://e.example\",\"x\")", "SUM(A:A)*1e300",
	"IF(1=1,\"=1\",)", "[1]Sheet1!A1", "((((1", "SUM(B1,SUM(B2,SUM(B3)))", "ROUND(1e308*10,2)", "-B1",
	"\"a\"&\"b\"", "2^1024", "SUM(-1E300,1E300)", "0/0", "NOW()", "不是函数(1)",
}

var oddTexts = []string{
	"", " ", "　", "\n", "-", "—", "无", "/", "NaN", "Infinity", "-∞", "null", "true", "1e300", "-1E+300",
	"9.99e99万元", "0x10", "1,2,3", "1.2.3", "99999999999999999999999999999999", "0.000000000000000000001",
	"１２３．４５", "－５％", "≥1e300", "≥99999999999999.9999999999", "150%", "100000000%", "2023年13月45日", "9999年",
	"0年", "20233年", "99999999999年", "2147483648年度", "-2023", "二〇二三年", "1900-02-29", "#REF!", "=1+1", "+1",
	"@a", "\t=1", "=HYPERLINK(\"http://e.example\",\"x\")", "=cmd|'/c calc'!A1", "<script>alert(1)</script>",
	"</w:t></w:r>", "]]>", "&amp;&#0;", "\"", "'", "''", "' or 1=1 --", "a\"b'c`d", "\\", "\\N", "%s%d%n",
	"{{项目}}", "{{.}}", "${x}", "$1", "../../etc/passwd", "C:\\x", "a\rb\nc", "_x0000_", "_x001B_[31m",
	"_x0001__x000B_", "_xD800_", "\u202e倒过来\u202c", "零\u200b宽\ufeff", "e\u0301\u0302\u0303",
	"𠮷😀👨\u200d👩\u200d👧", "\ufffd", "\u2028\u2029", "\u0085", "合计", "总分", "小计", "全县合计", "项目支出绩效自评表",
	"（2022年度）", "项目名称", "单位：元", "年度资金总额", "一级指标", "产出指标", "满意度指标", "≤", "≥", "＞＝", "90%-", "-90%", "1:0",
	"1/0", "0/0", "1－0", "优", "达到预期", "完成率99.999999999999%", strings.Repeat("长", 400),
	strings.Repeat("长句子，", 1000), strings.Repeat("9", 400), strings.Repeat("9", 32767),
	strings.Repeat("A", 32767), strings.Repeat("字", 32767), strings.Repeat("\n", 3000),
	strings.Repeat("行\n", 2000), strings.Repeat(" ", 5000) + "末", strings.Repeat("(", 3000),
	strings.Repeat("[", 3000), strings.Repeat("=", 3000), strings.Repeat("1+", 2000) + "1",
	strings.Repeat("\"", 2000), strings.Repeat("&<>", 1000), strings.Repeat("\u202e", 300),
	strings.Repeat("1,", 3000), strings.Repeat("第1条", 800), strings.Repeat("%", 3000),
	strings.Repeat("0", 3000) + "1", strings.Repeat("亿", 500), "1" + strings.Repeat("亿", 30),
	strings.Repeat("零", 400), strings.Repeat("玖仟", 300), "10" + strings.Repeat("0", 200) + "万元",
	"1" + strings.Repeat("e9", 40),
}
