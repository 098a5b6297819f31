package narrative

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/values"
)

const (
	numberWords = `\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`
	chineseRun  = `[零〇一二两三四五六七八九十百千万亿点]+`
	unitWords   = `亿元|万元|千元|百元|元|万人次|万人|万户|万亩|万|亿|%|‰|个百分点|百分点|平方公里|平方米|公里|千米|立方米|` +
		`人次|场次|批次|户次|个|项|条|户|人|名|次|场|期|批|件|起|家|处|座|所|米|亩|吨|公斤|天|小时|个月|倍|辆|台|套|份|册|株|头|只|村|分`
)

var (
	// digits: a number, words that blur it, a unit, words that blur or bound it.
	digits = regexp.MustCompile(`(` + numberWords + `)\s?(多|余|来)?\s?(` + unitWords + `)?(余|多)?(` +
		unitWords + `)?(左右|上下|以上|以下|以内)?`)
	percents = regexp.MustCompile(`百分之\s?(` + numberWords + `|` + chineseRun + `)(左右|以上|以下)?`)
	tenths   = regexp.MustCompile(`([一二三四五六七八九])成([一二三四五六七八九])?(左右|以上|以下|多|余)?`)
	inWords  = regexp.MustCompile(`(` + chineseRun + `)(多|余)?(亿元|万元|千元|元|` + `个|项|户|人|分)`)
	// no figures: ranges, years, dates, ordinals, numbers of documents, parts of names.
	dates = regexp.MustCompile(`\d+(?:\.\d+)?%?\s?(?:[-—–~～]{1,2}|至)\s?\d+(?:\.\d+)?(?:%|分|个|万元|元)?|` +
		`(?:19|20)\d\d\s*[年\-—–~/.]\s*(?:\d{1,2}\s*[月\-/.]\s*)?(?:\d{1,2}\s*日?)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|第\s?\d+|` +
		`[〔\[(（]\d{4}[〕\])）]\s*\d*号?|\d+号|[A-Za-z]+[-+]?\d[\d.+]*|\d{7,}`)
	vague   = regexp.MustCompile(`(近|将近|接近|约|大约|约为|超过|超|逾|不足|不到|至少|不低于|达到?近)$`)
	stops   = "。；;！？!?\n"
	clauses = "，、：:（）()“”\""
)

// token is a figure as the lexer finds it.
type token struct {
	from, to int
	number   decimal.Decimal
	step     decimal.Decimal
	unit     string
	sign     string
	words    bool // in Chinese words
}

// lex finds the numbers of a text from an offset on.
func lex(text string, from int) (found []token) {
	taken := make([]bool, len(text)+1)
	for _, m := range dates.FindAllStringIndex(text, -1) {
		if isDate(text, m) {
			for i := m[0]; i < m[1]; i++ {
				taken[i] = true
			}
		}
	}
	add := func(t token, ok bool) {
		if !ok || t.from < from || taken[t.from] || !values.InRange(t.number) {
			return
		}
		for i := t.from; i < t.to; i++ {
			taken[i] = true
		}
		found = append(found, t)
	}
	for _, m := range percents.FindAllStringSubmatchIndex(text, -1) {
		add(percentToken(text, m))
	}
	for _, m := range digits.FindAllStringSubmatchIndex(text, -1) {
		add(digitToken(text, m))
	}
	for _, m := range tenths.FindAllStringSubmatchIndex(text, -1) {
		add(tenthToken(text, m))
	}
	for _, m := range inWords.FindAllStringSubmatchIndex(text, -1) {
		add(wordToken(text, m))
	}
	slices.SortFunc(found, func(a, b token) int { return a.from - b.from })
	return found
}

// isDate: 2023年 is one, 2023.5万元 and 2023个 are not; 3.5元 is not 第3.
func isDate(text string, m []int) bool {
	words, rest := text[m[0]:m[1]], text[m[1]:]
	if strings.HasPrefix(rest, "万元") || strings.HasPrefix(rest, "元") || strings.HasPrefix(rest, "%") {
		return false
	}
	if m[0] > 0 {
		if c := text[m[0]-1]; '0' <= c && c <= '9' || c == '.' || c == ',' {
			return strings.HasSuffix(words, "日") || strings.HasSuffix(words, "号")
		}
	}
	if len(words) >= 7 && strings.Trim(words, "0123456789") == "" { // an account, a telephone
		u := digits.FindStringSubmatch(text[m[0]:])
		return u == nil || u[3] == "" && u[5] == ""
	}
	return true
}

func group(text string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return text[m[2*n]:m[2*n+1]]
}

// longestNumber is how many letters a number has at most; the tables hold twelve digits and ten places.
const longestNumber = 28

func digitToken(text string, m []int) (t token, ok bool) {
	number := group(text, m, 1)
	if m[0] > 0 && strings.ContainsRune(".,", rune(text[m[0]-1])) && m[0] > 1 && isDigit(text[m[0]-2]) {
		return t, false // 12.3.4
	}
	if len(number) > longestNumber {
		return t, false
	}
	n, err := decimal.NewFromString(strings.ReplaceAll(number, ",", ""))
	if err != nil {
		return t, false
	}
	t = token{from: m[0], to: m[1], number: n, unit: group(text, m, 3) + group(text, m, 5)}
	if !knownUnit(t.unit) { // 10个项: the second is no unit
		t.unit, t.to = group(text, m, 3), m[7]
	}
	if t.unit == "" {
		t.to = m[3]
	}
	t.blur(text, group(text, m, 2)+group(text, m, 4), group(text, m, 6))
	return t, true
}

var unitSet = func() map[string]bool {
	set := map[string]bool{"": true}
	for _, u := range strings.Split(unitWords, "|") {
		set[u] = true
	}
	return set
}()

func knownUnit(unit string) bool { return unitSet[unit] }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func percentToken(text string, m []int) (t token, ok bool) {
	n, ok := anyNumber(group(text, m, 1))
	t = token{from: m[0], to: m[1], number: n, unit: "%"}
	t.blur(text, "", group(text, m, 2))
	return t, ok
}

func anyNumber(s string) (decimal.Decimal, bool) {
	if len(s) > 4*longestNumber {
		return decimal.Zero, false
	}
	if n, err := decimal.NewFromString(strings.ReplaceAll(s, ",", "")); err == nil {
		return n, true
	}
	if s == "百" {
		return decimal.New(100, 0), true
	}
	return chineseNumber(s)
}

// tenthToken reads 九成 where it is a rate: 完成九成以上, not 九成员.
func tenthToken(text string, m []int) (t token, ok bool) {
	rest := text[m[1]:]
	next, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !strings.ContainsRune(stops+clauses, next) && group(text, m, 3) == "" {
		return t, false
	}
	n := digitOf([]rune(group(text, m, 1))[0]) * 10
	if five := group(text, m, 2); five != "" {
		n += digitOf([]rune(five)[0])
	}
	t = token{from: m[0], to: m[1], number: decimal.New(n, 0), unit: "%", words: true}
	t.blur(text, "", group(text, m, 3))
	return t, true
}

func wordToken(text string, m []int) (t token, ok bool) {
	if m[0] >= 3 && strings.HasSuffix(text[:m[0]], "第") || m[0] > 0 && isDigit(text[m[0]-1]) {
		return t, false
	}
	words, unit := group(text, m, 1), group(text, m, 3)
	if len(words) > 4*longestNumber {
		return t, false
	}
	for _, scale := range []string{"万", "亿", "千"} { // 四千万元 is 四千 of 万元
		if cut, found := strings.CutSuffix(words, scale); found && unit == "元" && cut != "" {
			words, unit = cut, scale+unit
			break
		}
	}
	n, ok := chineseNumber(words)
	t = token{from: m[0], to: m[1], number: n, unit: unit, words: true}
	t.blur(text, group(text, m, 2), "")
	return t, ok
}

// over are words before a number that is less than what is meant.
var over = []string{"超过", "超", "逾", "至少", "不低于"}

// blur sees whether words before or behind make the number vague, and how fine it is.
func (t *token) blur(text, inside, behind string) {
	before := vague.FindString(text[max(0, t.from-longestNumber):t.from])
	switch {
	case inside != "", behind == "以上", slices.Contains(over, before):
		t.sign = ">"
	case before == "不足" || before == "不到" || strings.Contains(before, "近") || behind == "以下" || behind == "以内":
		t.sign = "<"
	case before != "" || behind != "":
		t.sign = "≈"
	}
	if before != "" {
		t.from -= len(before)
	}
	t.step = decimal.New(1, t.number.Exponent())
	if places := t.number.Exponent(); t.sign != "" && places >= 0 {
		for ten := decimal.New(10, 0); !t.number.IsZero() && t.number.Mod(t.step.Mul(ten)).IsZero(); {
			t.step = t.step.Mul(ten)
		}
	}
}
