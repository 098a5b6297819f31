package workbooks

import (
	"archive/zip"
	"bytes"
	"html"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"
)

var (
	armedPart = regexp.MustCompile(`(?i)vbaProject|externalLink|activeX|embeddings|oleObject|ctrlProps|connections|` +
		`queryTable|webExtension|customUI|macrosheets|dialogsheets|vmlDrawingSign`)
	// armedLink is a relation that leads out of the file.
	armedLink  = regexp.MustCompile(`TargetMode\s*=\s*["']External["']`)
	quotedText = regexp.MustCompile(`"[^"]*"`)
	calls      = regexp.MustCompile(`([\p{L}\d_.\\]+)\s*\(`)
	// outside are the marks of another file, a program or an address.
	outside = regexp.MustCompile(`[\[|]|://|\\\\|\.\.`)
)

// plainFunctions compute from cells of their own workbook and do nothing else.
var plainFunctions = wordSet(`
	SUM SUMIF SUMIFS SUMPRODUCT SUBTOTAL PRODUCT QUOTIENT MOD POWER SQRT ABS SIGN INT TRUNC ROUND ROUNDUP
	ROUNDDOWN
	MIN MAX AVERAGE AVERAGEIF AVERAGEIFS MEDIAN LARGE SMALL RANK RANK.EQ COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS
	IF IFS IFERROR IFNA AND OR NOT ISBLANK ISERROR ISNA ISNUMBER ISTEXT N
	VALUE TEXT CONCATENATE CONCAT LEFT RIGHT MID LEN TRIM FIND SEARCH SUBSTITUTE REPLACE UPPER LOWER FIXED
	LOOKUP VLOOKUP HLOOKUP XLOOKUP INDEX MATCH CHOOSE ROW ROWS COLUMN COLUMNS
	DATE YEAR MONTH DAY DATEDIF`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// plainFormula tells whether a formula only computes from cells of its own workbook.
func plainFormula(text string) bool {
	text = quotedText.ReplaceAllString(text, "")
	if outside.MatchString(text) {
		return false
	}
	for _, call := range calls.FindAllStringSubmatch(text, -1) {
		name := strings.TrimPrefix(strings.ToUpper(call[1]), "_XLFN.")
		if !plainFunctions[name] {
			return false
		}
	}
	return true
}

// computed are the elements whose text spreadsheets compute: in cells, rules for input and colour, and names.
var computed = wordSet("f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula")

// formulas are the texts of those elements in a part, each up to the next end of an element. A > or /> may stand in
// an attribute: what is behind it then counts as text, so that nothing hides there.
func formulas(part []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for at := bytes.IndexByte(part, '<'); at >= 0; at = bytes.IndexByte(part, '<') {
			part = part[at+1:]
			length := nameLength(part)
			name := part[:length]
			if colon := bytes.IndexByte(name, ':'); colon >= 0 {
				name = name[colon+1:]
			}
			if !computed[string(name)] || bytes.HasPrefix(part[length:], []byte("/")) {
				continue
			}
			_, rest, _ := bytes.Cut(part, []byte(">"))
			text, behind, found := bytes.Cut(rest, []byte("</"))
			if !found || !yield(text) {
				return
			}
			part = behind
		}
	}
}

// nameLength is how long the name of an element is that text begins with.
func nameLength(text []byte) int {
	for i, c := range text {
		if c <= ' ' || c == '/' || c == '>' || c == '<' {
			return i
		}
	}
	return len(text)
}

// armed tells whether a workbook holds a macro, a link or a formula that reaches out of it. What cannot
// be looked into counts as armed.
func armed(z *zip.Reader) bool {
	for _, part := range z.File {
		if armedPart.MatchString(part.Name) {
			return true
		}
		if !strings.Contains(".xml.rels.vml", strings.ToLower(path.Ext(part.Name))) {
			continue
		}
		text, err := fs.ReadFile(z, part.Name)
		inUTF16 := len(text) > 1 && text[1] == 0
		if err != nil || inUTF16 || bytes.Contains(text, []byte("TargetMode")) && armedLink.Match(text) {
			return true
		}
		for formula := range formulas(text) {
			if !plainFormula(html.UnescapeString(string(formula))) {
				return true
			}
		}
	}
	return false
}
