package cells

import (
	"strconv"
	"strings"
)

// writeNumber writes a number of a list in a format of WordprocessingML (ST_NumberFormat). A format that is
// not written here counts in plain digits.
func writeNumber(format string, n int) string {
	if n < 0 {
		return strconv.Itoa(n)
	}
	if signs, known := countingSigns[format]; known {
		if runes := []rune(signs); 0 < n && n <= len(runes) {
			return string(runes[n-1])
		}
		return strconv.Itoa(n)
	}
	switch format {
	case "none", "bullet":
		return ""
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "decimalZero":
		return padded(n, 2)
	case "decimalFullWidth", "decimalFullWidth2":
		return inDigits(n, "０１２３４５６７８９")
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "ordinal":
		return ordinal(n)
	case "hex":
		return strings.ToUpper(strconv.FormatInt(int64(n), 16))
	case "ideographZodiacTraditional":
		return sexagenary(n)
	}
	return chineseNumber(format, n)
}

// countingSigns are the formats with a sign for each number, from 1.
var countingSigns = map[string]string{
	"ideographTraditional":         "甲乙丙丁戊己庚辛壬癸",
	"ideographZodiac":              "子丑寅卯辰巳午未申酉戌亥",
	"decimalEnclosedCircle":        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
	"decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
	"decimalEnclosedParen":         "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
	"decimalEnclosedFullstop":      "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
	"ideographEnclosedCircle":      "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}

func chineseNumber(format string, n int) string {
	switch format {
	case "chineseCounting", "taiwaneseCounting":
		if n >= 100 {
			return inDigits(n, "○一二三四五六七八九")
		}
		return counted(n, simpleNumbers)
	case "chineseCountingThousand", "japaneseCounting", "koreanCounting", "taiwaneseCountingThousand":
		return counted(n, simpleNumbers)
	case "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2":
		return inDigits(n, "〇一二三四五六七八九")
	case "chineseLegalSimplified":
		return counted(n, legalNumbers)
	case "ideographLegalTraditional", "japaneseLegal":
		return counted(n, traditionalNumbers)
	}
	return strconv.Itoa(n)
}

// numerals are digits, the tens, hundreds and thousands, and ten thousand of a way to write numbers out.
type numerals struct {
	digits, tens, myriad string
	bareTen              bool // 十一, not 一十一
}

var (
	simpleNumbers      = numerals{"零一二三四五六七八九", "十百千", "万", true}
	legalNumbers       = numerals{"零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", false}
	traditionalNumbers = numerals{"零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", false}
)

// counted writes a number out: 一百零五, 壹拾贰.
func counted(n int, w numerals) string {
	if n == 0 {
		return string([]rune(w.digits)[0])
	}
	out := ""
	if n >= 10000 {
		out = counted(n/10000, w) + w.myriad
		if n %= 10000; n == 0 {
			return out
		}
		if n < 1000 {
			out += string([]rune(w.digits)[0])
		}
	}
	out += below(n, w)
	if rest, found := strings.CutPrefix(out, "一十"); found && w.bareTen {
		return "十" + rest
	}
	return out
}

// below writes out what is under ten thousand.
func below(n int, w numerals) string {
	digits, tens := []rune(w.digits), []rune(w.tens)
	out, gap := "", false
	for size, unit := 1000, 2; size > 0; size, unit = size/10, unit-1 {
		d := n / size % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out += string(digits[0])
		}
		out, gap = out+string(digits[d]), false
		if unit >= 0 {
			out += string(tens[unit])
		}
	}
	return out
}

// inDigits writes a number digit by digit.
func inDigits(n int, digits string) string {
	signs := []rune(digits)
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		b.WriteRune(signs[c-'0'])
	}
	return b.String()
}

func padded(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

func ordinal(n int) string {
	suffix := "th"
	if n%100/10 != 1 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
		if suffix == "" {
			suffix = "th"
		}
	}
	return strconv.Itoa(n) + suffix
}

// letters counts A…Z, AA, BB, … as Word does.
func letters(n int, first rune) string {
	if n < 1 || n > 26*30 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n >= 4000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		n int
		s string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
		{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.n; n -= r.n {
			b.WriteString(r.s)
		}
	}
	return b.String()
}

// sexagenary counts 甲子, 乙丑, …
func sexagenary(n int) string {
	if n < 1 || n > 60 {
		return strconv.Itoa(n)
	}
	stems, branches := []rune(countingSigns["ideographTraditional"]), []rune(countingSigns["ideographZodiac"])
	return string(stems[(n-1)%10]) + string(branches[(n-1)%12])
}
