package values

import (
	"regexp"
	"strings"
	"unicode"
)

// brokenDigits reports whether white space stands inside a number: "3 5", "102⏎120", "98.⏎5%". Nobody can tell whether
// that is one number or two.
func brokenDigits(s string) bool {
	last, space := rune(0), false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && (isDigitMark(last) && isDigitMark(r) || isNumeral(last) && isNumeral(r)) {
			return true
		}
		last, space = r, false
	}
	return false
}

func isDigitMark(r rune) bool { return '0' <= r && r <= '9' || r == '.' || r == ',' }

func isNumeral(r rune) bool {
	return strings.ContainsRune("〇零一二两三四五六七八九十百千", r)
}

// signs are one way to write each comparator. 》 is what an input method gives for >.
var signs = strings.NewReplacer("》=", ">=", "《=", "<=", "》", ">", "《", "<", "≧", ">=", "⩾", ">=", "≥", ">=",
	"≦", "<=", "⩽", "<=", "≤", "<=", "﹦", "=", "﹥", ">", "﹤", "<", "＞", ">", "＜", "<", "＝", "=",
	"﹪", "%", "¥", "", "￥", "")

// chineseStop is a full stop typed for a decimal point: 3。5公里.
var chineseStop = regexp.MustCompile(`([0-9])[。｡]([0-9])`)

// tidy writes signs in one way and drops what ends a sentence.
func tidy(text string) string {
	text = signs.Replace(text)
	text = strings.ReplaceAll(text, "==", "=")
	if strings.ContainsAny(text, "。｡") {
		text = chineseStop.ReplaceAllString(text, "$1.$2")
	}
	if len(text) > 1 && strings.HasPrefix(text, "人民币") {
		text = strings.TrimPrefix(text, "人民币")
	}
	if trimmed := strings.TrimRight(text, "。｡;"); trimmed != "" {
		return trimmed
	}
	return text
}

// ordinal is the number of an item before its words: "1.修路5公里", "①修路", "(1)修路".
var ordinal = regexp.MustCompile(`^(?:[0-9]{1,2}[.、)]|\([0-9]{1,2}\)|[①-⑳])(\p{Han}|[<>])`)

func cutOrdinal(text string) string {
	if !strings.ContainsAny(text, ".、)") && !strings.HasPrefix(text, "\u2460"[:2]) { // the circled digits begin alike
		return text
	}
	return ordinal.ReplaceAllString(text, "$1")
}

// details open a remark in brackets whose numbers are parts of the number before it.
var details = []string{"其中", "包含", "包括", "不含", "含", "即"}

// cutRemarks takes bracketed remarks out: 10户（其中脱贫户3户）, 90%（含）以上, 20台（套）, ≤80（万元）. A remark with another
// number, or one that takes back what was said, leaves nothing certain.
func cutRemarks(text string) (rest string, vague bool, why string) {
	if !strings.ContainsAny(text, "([【") {
		return text, false, ""
	}
	var out strings.Builder
	for text != "" {
		open := strings.IndexAny(text, "([【")
		if open < 0 {
			break
		}
		out.WriteString(text[:open])
		_, remark := cutBrackets(text[open : open+closing(text[open:])])
		text = text[open+closing(text[open:]):]
		detail, _ := cutAny(remark, details)
		switch {
		case detail == "" && strings.ContainsAny(remark, "0123456789"):
			return "", false, SeveralNumbers
		case hasAny(remark, takenBack), hasAny(remark, shifted):
			return "", false, OnlyWords
		case hasVague(remark):
			vague = true
		case open > 0 && isDigitMark(rune(out.String()[out.Len()-1])):
			if u, rest := lexUnit(remark); u.kind != "" && rest == "" {
				out.WriteString(remark)
			}
		}
	}
	out.WriteString(text)
	return out.String(), vague, ""
}

// closing is the place behind the bracket that closes the first one.
func closing(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '[', '【':
			depth++
		case ')', ']', '】':
			if depth--; depth == 0 {
				return i + len(string(r))
			}
		}
	}
	return len(s)
}
