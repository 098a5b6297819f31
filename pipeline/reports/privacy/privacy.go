// Package privacy takes what tells a person (个人信息) out of texts that are meant for the public:
// telephone and identity numbers, mail addresses, names behind the words that announce one. What it
// knows is form, not people: a county adds names of its own in the rules (公开隐去).
package privacy

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Hidden stands where something was taken out.
const Hidden = "×××"

const han = `[\p{Han}·]`

// surnames that are seldom anything else before a title; 成, 于, 全, 高 and the like are left to 公开隐去.
const surnames = `[王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许邓韩冯曹彭曾肖蒋蔡潘袁董叶杜苏魏吕姚沈卢姜崔谭陆汪廖韦覃邹熊孟秦邱侯尹薛阎段雷钟戴贺赖龚]`

// numbers tell a person. One counts whole: see partOfNumber.
var numbers = []*regexp.Regexp{
	regexp.MustCompile(`\d{17}[\dXx]`),                                // 身份证号
	regexp.MustCompile(`\d{19}|\d{16}`),                               // 银行卡号
	regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}`), // 手机
	regexp.MustCompile(`\(?0\d{2,3}\)?[-—－ ]?\d{7,8}`),                // 固定电话
}

// numeric are the signs that the numbers are written with; each has fewestDigits digits or more.
const (
	numeric      = "0123456789Xx+()- —－"
	fewestDigits = 10
)

// called are the words before a number that tells a person by them.
var (
	called     = []string{"电话", "手机", "联系方式", "热线", "传真", "微信", "QQ"}
	calledThus = regexp.MustCompile(`^(?:号码?)?\s*[::]?\s*(\d(?:[ -]*\d){4,})`)
)

var mail = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)

// aName is a name as forms have it: two to four characters, two of them also set apart (张　三), or parts
// joined by a middle dot.
const aName = `(?:\p{Han}[ \t]{1,2}\p{Han}(?:[^\p{Han}]|$)|` + han + `{2,4}(?:·` + han + `{1,8})*)`

// announced are names behind the words that announce them, on the same line.
var announced = regexp.MustCompile(`(?:联系人|负责人|填表人|填报人|经办人|审核人|复核人|制表人|责任人|校对人?|法定代表人|法人代表|分管领导|组长|成员|签字|签名|姓名)[ \t]*(?:\([^)]*\))?[ \t]*[::][ \t]*(` + aName + `(?:[、/][ \t]*` + aName + `)*)`)

const titles = `(?:同志|书记|支书|县长|乡长|镇长|部长|主任|主席|组长|所长|站长|院长|校长|局长|科长|先生|女士)`

// titled are names before a title. A word of places or bodies between is no name: 黄龙村主任.
var titled = regexp.MustCompile(`(` + surnames + `[^\P{Han}村镇乡县市区支委办局组队会部站所校院党屯街副]{0,2})` + titles)

// entitled are names behind a title: 以乡长李明华为组长.
var entitled = regexp.MustCompile(titles + `(` + surnames + `[^\P{Han}村镇乡县市区支委办局组队会部站所校院党屯街为任同等和负牵]{1,2})(?:为|任|同志|等|和|、|,|。|负责|牵头|$)`)

// Filter finds and hides personal information; words are those that a county adds.
type Filter struct{ words []string }

// New makes a filter. words are separated by |.
func New(words string) *Filter {
	f := &Filter{}
	for _, w := range strings.Split(words, "|") {
		if w = strings.TrimSpace(w); w != "" {
			f.words = append(f.words, w)
		}
	}
	slices.SortFunc(f.words, func(a, b string) int { return len(b) - len(a) })
	return f
}

// Find gives what tells a person, in the text's order.
func (f *Filter) Find(text string) (found []string) {
	for _, span := range f.spans(text) {
		found = append(found, text[span[0]:span[1]])
	}
	return found
}

// Hide gives the text with what tells a person taken out. What it takes out may leave more to find beside it: it
// looks again, but not for ever, should a county's word be a part of what stands there instead.
func (f *Filter) Hide(text string) string {
	for range 3 {
		spans := f.spans(text)
		if len(spans) == 0 {
			break
		}
		var b strings.Builder
		at := 0
		for _, span := range spans {
			b.WriteString(text[at:span[0]] + Hidden)
			at = span[1]
		}
		text = b.String() + text[at:]
	}
	return text
}

// spans are the places of what is found, without overlaps.
func (f *Filter) spans(text string) [][2]int {
	folded, places := fold(text)
	var spans [][2]int
	find := func(p *regexp.Regexp, start, end int) {
		for _, m := range p.FindAllStringSubmatchIndex(folded[start:end], -1) {
			if len(m) > 2 {
				m = m[2:]
			}
			from, to := start+m[0], start+m[1]
			if p == announced { // less what follows a name set apart
				to = from + len(strings.TrimRightFunc(folded[from:to], func(r rune) bool { return !unicode.Is(unicode.Han, r) }))
			}
			if !partOfNumber(folded, from, to) {
				spans = append(spans, [2]int{places[from], places[to]})
			}
		}
	}
	start := 0
	for line := range strings.Lines(folded) {
		for _, p := range ofNames(line) {
			find(p, start, start+len(strings.TrimRight(line, "\r\n")))
		}
		start += len(line)
	}
	for from, to := range stretches(folded) {
		for _, p := range numbers {
			find(p, from, to)
		}
	}
	for _, word := range called {
		for at := range occurrences(folded, word) {
			find(calledThus, at+len(word), len(folded))
		}
	}
	for _, w := range f.words {
		for at := range occurrences(text, w) {
			spans = append(spans, [2]int{at, at + len(w)})
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var apart [][2]int
	for _, s := range spans {
		if n := len(apart); n > 0 && s[0] < apart[n-1][1] {
			apart[n-1][1] = max(apart[n-1][1], s[1])
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// partOfNumber tells whether a match is only a piece of a longer number: of an amount, a code.
func partOfNumber(text string, from, to int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && '0' <= text[i] && text[i] <= '9' }
	return digit(from) && (digit(from-1) || from > 1 && text[from-1] == '.' && digit(from-2)) || digit(to-1) && digit(to)
}

// ofNames are the patterns that may find a name or an address in a line: most hold none.
func ofNames(line string) (all []*regexp.Regexp) {
	if strings.Contains(line, ":") {
		all = append(all, announced)
	}
	if strings.ContainsAny(line, "同书县乡镇部主组所站院校局科先女") {
		all = append(all, titled, entitled)
	}
	if strings.Contains(line, "@") {
		all = append(all, mail)
	}
	return all
}

// stretches are those of signs that numbers are written with, with the digits of one.
func stretches(text string) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		from, digits := 0, 0
		for at, r := range text {
			if !strings.ContainsRune(numeric, r) {
				if digits >= fewestDigits && !yield(from, at) {
					return
				}
				from, digits = at+utf8.RuneLen(r), 0
			} else if '0' <= r && r <= '9' {
				digits++
			}
		}
		if digits >= fewestDigits {
			yield(from, len(text))
		}
	}
}

// occurrences are the places of a word.
func occurrences(text, word string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(word) {
			i := strings.Index(text[at:], word)
			if at += i; i < 0 || !yield(at) {
				return
			}
		}
	}
}

// fold makes full-width digits and signs plain, and tells where each byte stood.
func fold(text string) (folded string, places []int) {
	var b strings.Builder
	b.Grow(len(text))
	places = make([]int, 0, len(text)+1)
	for at, r := range text {
		from := b.Len()
		if '\u3000' <= r && r <= '\u303f' || '\uff00' <= r && r <= '\uffef' { // wide signs and digits
			b.WriteString(width.Fold.String(string(r)))
		} else {
			b.WriteRune(r)
		}
		for range b.Len() - from {
			places = append(places, at)
		}
	}
	return b.String(), append(places, len(text))
}
