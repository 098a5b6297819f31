// Package numfmt shows numbers as the number formats of spreadsheets show them: "0.00%" shows 0.873 as 87.30%.
// It is pure: a format's code and a number go in, text comes out; nothing passes through a float.
package numfmt

import "strings"

// Format is how a number format shows numbers.
type Format struct {
	Percent  bool      // it shows a percentage
	Date     bool      // it shows a date or a time
	sections [][]piece // positive; negative; zero; nil for General
}

// General says that the format shows numbers as they are.
func (f *Format) General() bool { return f.sections == nil }

// piece is one part of a section of a number format.
type piece struct {
	kind rune   // 'q' literal text, '0' the number's digits, '%' , or a date letter y m d h s a (minute: 'M')
	text string // the literal
	n    int    // how many letters stood together
	num  numberShape
}

// numberShape is what the digit marks of a section ask for: "#,##0.00" is 1 whole digit, 2 decimals, grouped.
type numberShape struct {
	whole, decimals, optional int
	grouped                   bool
	thousands                 int // trailing commas
}

// Builtin gives a format that workbooks name by number only (ECMA-376 18.8.30 and its Chinese list); "" for
// General and unknown numbers.
func Builtin(id int) string { return builtin[id] }

var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "", 12: "", 13: "",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m/d/yy", 31: `yyyy"年"m"月"d"日"`,
	32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 34: `yyyy"年"m"月"`, 35: `m"月"d"日"`, 36: `yyyy"年"m"月"`,
	37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
	41: "#,##0;-#,##0", 42: "#,##0;-#,##0", 43: "#,##0.00;-#,##0.00", 44: "#,##0.00;-#,##0.00",
	45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`,
	55: `yyyy"年"m"月"`, 56: `m"月"d"日"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// Parse reads a format code. What it does not know (fractions, exponents) shows as General.
func Parse(code string) Format {
	unknown := strings.Contains(code, "?/") || strings.Contains(code, "E+") || strings.Contains(code, "/#")
	if code == "" || strings.EqualFold(code, "General") || unknown {
		return Format{}
	}
	f := Format{}
	for _, section := range splitSections(code) {
		pieces := parseSection(section)
		f.sections = append(f.sections, pieces)
		for _, p := range pieces {
			f.Percent = f.Percent || p.kind == '%'
			f.Date = f.Date || strings.ContainsRune("ymdhsM", p.kind)
		}
	}
	return f
}

// splitSections cuts at semicolons outside quotes.
func splitSections(code string) []string {
	var sections []string
	from, quoted := 0, false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			quoted = !quoted
		case '\\', '_', '*':
			i++
		case ';':
			if !quoted {
				sections, from = append(sections, code[from:i]), i+1
			}
		}
	}
	return append(sections, code[from:])
}

// parseSection reads one section into pieces.
func parseSection(code string) []piece {
	var pieces []piece
	literal := func(s string) { pieces = append(pieces, piece{kind: 'q', text: s}) }
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case '"':
			end := i + 1
			for end < len(runes) && runes[end] != '"' {
				end++
			}
			literal(string(runes[i+1 : end]))
			i = end
		case '\\':
			if i++; i < len(runes) {
				literal(string(runes[i]))
			}
		case '_', '*':
			i++
		case '[':
			end := i
			for end < len(runes) && runes[end] != ']' {
				end++
			}
			pieces = append(pieces, bracket(string(runes[i+1:min(end, len(runes))]))...)
			i = end
		case '0', '#', '?', '.', ',':
			end := i
			for end < len(runes) && strings.ContainsRune("0#?.,", runes[end]) {
				end++
			}
			pieces = append(pieces, piece{kind: '0', num: parseShape(string(runes[i:end]))})
			i = end - 1
		case 'y', 'm', 'd', 'h', 's', 'Y', 'M', 'D', 'H', 'S', 'e':
			end := i
			for end < len(runes) && runes[end] == r {
				end++
			}
			pieces = append(pieces, piece{kind: dateKind(r, pieces), n: end - i})
			i = end - 1
		case '%':
			pieces = append(pieces, piece{kind: '%'})
		case '@':
			pieces = append(pieces, piece{kind: '@'})
		default:
			if strings.HasPrefix(string(runes[i:]), "AM/PM") {
				i += 4
				continue
			}
			literal(string(r))
		}
	}
	return fixMinutes(pieces)
}

// bracket handles [h] (elapsed hours), [$￥-804] (currency); colours and conditions show nothing.
func bracket(s string) []piece {
	switch {
	case strings.HasPrefix(s, "$"):
		symbol, _, _ := strings.Cut(s[1:], "-")
		return []piece{{kind: 'q', text: symbol}}
	case s != "" && strings.Trim(s, "hH") == "":
		return []piece{{kind: 'h', n: len(s)}}
	}
	return nil
}

// dateKind folds a date letter; e is the year as well. An m right after hours is minutes.
func dateKind(r rune, before []piece) rune {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	if r == 'e' {
		return 'y'
	}
	if r != 'm' {
		return r
	}
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].kind != 'q' {
			if before[i].kind == 'h' {
				return 'M'
			}
			break
		}
	}
	return 'm'
}

// fixMinutes turns an m right before seconds into minutes.
func fixMinutes(pieces []piece) []piece {
	last := -1
	for i, p := range pieces {
		switch p.kind {
		case 'm':
			last = i
		case 's':
			if last >= 0 {
				pieces[last].kind = 'M'
			}
			last = -1
		case 'q':
		default:
			last = -1
		}
	}
	return pieces
}

func parseShape(code string) numberShape {
	var n numberShape
	trimmed := strings.TrimRight(code, ",")
	n.thousands = len(code) - len(trimmed)
	whole, decimals, _ := strings.Cut(trimmed, ".")
	n.grouped = strings.Contains(whole, ",")
	n.whole = strings.Count(whole, "0")
	n.decimals = strings.Count(decimals, "0")
	n.optional = strings.Count(decimals, "#") + strings.Count(decimals, "?")
	return n
}
