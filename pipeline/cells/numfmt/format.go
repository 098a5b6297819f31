// Package numfmt shows numbers as the number formats of spreadsheets show them: "0.00%" shows 0.873 as 87.30%.
// It is pure: a format's code and a number go in, text comes out; nothing passes through a float.
package numfmt

import "strings"

// Format is how a number format shows numbers. Its zero value is General: as they are.
type Format struct {
	Percent  bool      // a section shows a percentage
	Date     bool      // a section shows a date or a time
	sections []section // without that for texts; nil for General
	varied   bool      // which section it is changes what a number means, or there is more to say of one
}

// Meaning is what a format says of a number beside its digits.
type Meaning struct {
	Percent bool   // it is shown as a percentage
	Date    bool   // it is shown as a date, a time or a duration
	Unit    string // the word written behind it: "万元"
	Scale   int    // it is shown divided by so many powers of ten: 3 for "0,", 4 for "0!.0,"
}

// section is one of the up to four parts of a format.
type section struct {
	Meaning
	pieces    []piece
	when      *condition
	text      bool // it has an @: as the last one it is for texts
	percents  int
	thousands int // commas that divide by a thousand
	shape     numberShape
	spread    bool // the digit marks do not stand together
}

// piece is one part of a section.
type piece struct {
	kind rune
	text string // of a literal; of a digit mark the mark: 0, # or ?
	n    int    // how many letters stood together
}

// The kinds of piece, and . , % @ and the date letters y m d h s, which stand for themselves.
const (
	literal        = 'q'
	digit          = '0'
	shaped         = '9' // all the digit marks
	scaling        = ';' // a comma that shows nothing
	general        = 'G'
	minute         = 'M'
	half           = 'A' // AM/PM
	weekday        = 'w'
	elapsedHours   = 'H'
	elapsedMinutes = 'I'
	elapsedSeconds = 'S'
)

// MaxCode is how many bytes a format's code may have. Excel allows 255 characters.
const MaxCode = 1 << 10

// Parse reads a format code. What it does not know (fractions, exponents) shows as General, and so does a code
// longer than MaxCode.
func Parse(code string) Format {
	if code == "" || strings.EqualFold(code, "General") || len(code) > MaxCode {
		return Format{}
	}
	f := Format{sections: parseSections(code)}
	if last := len(f.sections) - 1; last == 3 || f.sections[last].text {
		f.sections = f.sections[:last]
	}
	if f.isGeneral() {
		return Format{}
	}
	first := f.sections[0].Meaning
	for i := range f.sections {
		s := &f.sections[i]
		f.Percent, f.Date = f.Percent || s.Percent, f.Date || s.Date
		f.varied = f.varied || s.Unit != "" || s.Scale != 0
		if len(s.pieces) > 0 {
			f.varied = f.varied || s.Percent != first.Percent || s.Date != first.Date
		}
	}
	return f
}

// isGeneral says that no section changes how a number looks.
func (f *Format) isGeneral() bool {
	for _, s := range f.sections {
		if len(s.pieces) != 1 || s.pieces[0].kind != general {
			return false
		}
	}
	return true
}

// General says that the format shows numbers as they are.
func (f *Format) General() bool { return f.sections == nil }

// Of gives what the format says of a number.
func (f *Format) Of(n Number) Meaning {
	if f.varied {
		if s, _ := f.section(n); s != nil {
			return s.Meaning
		}
		return Meaning{}
	}
	return Meaning{Percent: f.Percent, Date: f.Date}
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
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`,
	55: `yyyy"年"m"月"`, 56: `m"月"d"日"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}
