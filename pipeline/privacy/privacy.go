// Package privacy takes what tells a person (个人信息) out of texts that are meant for the public:
// telephone and identity numbers, mail addresses, names behind the words that announce one. What it
// knows is form, not people: a county adds names of its own in the rules (公开隐去).
package privacy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Hidden stands where something was taken out.
const Hidden = "×××"

const han = `[\p{Han}·]`

// surnames that are seldom anything else before a title; 成, 于, 全, 高 and the like are left to 公开隐去.
const surnames = `[王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许邓韩冯曹彭曾肖蒋蔡潘袁董叶杜苏魏吕姚沈卢姜崔谭陆汪廖韦覃邹熊孟秦邱侯尹薛阎段雷钟戴贺赖龚]`

// numbers need at least so many digits, blanks and dashes between them left out.
const fewestDigits = 5

// patterns of numbers that tell a person; that of mail addresses stands apart. A number counts whole: see
// partOfNumber.
var patterns = []*regexp.Regexp{
	regexp.MustCompile(`\d{17}[\dXx]`),                                // 身份证号
	regexp.MustCompile(`\d{19}|\d{16}`),                               // 银行卡号
	regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}`), // 手机
	regexp.MustCompile(`\(?0\d{2,3}\)?[-—－ ]?\d{7,8}`),                // 固定电话
	regexp.MustCompile(`(?:电话|手机|联系方式|热线|传真|微信|QQ)(?:号码?)?\s*[::]?\s*(\d[\d -]{4,})`),
}

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

// Hide gives the text with what tells a person taken out.
func (f *Filter) Hide(text string) string {
	var b strings.Builder
	at := 0
	for _, span := range f.spans(text) {
		b.WriteString(text[at:span[0]] + Hidden)
		at = span[1]
	}
	return b.String() + text[at:]
}

// spans are the places of what is found, without overlaps.
func (f *Filter) spans(text string) [][2]int {
	folded, places := fold(text)
	var spans [][2]int
	add := func(from, to int) { spans = append(spans, [2]int{places[from], places[to]}) }
	for _, p := range fitting(folded) {
		for _, m := range p.FindAllStringSubmatchIndex(folded, -1) {
			if len(m) > 2 {
				m = m[2:]
			}
			if p == announced { // less what follows a name set apart
				m[1] = m[0] + len(strings.TrimRightFunc(folded[m[0]:m[1]], func(r rune) bool { return !unicode.Is(unicode.Han, r) }))
			}
			if !partOfNumber(folded, m[0], m[1]) {
				add(m[0], m[1])
			}
		}
	}
	for _, w := range f.words {
		for at := 0; ; {
			i := strings.Index(text[at:], w)
			if i < 0 {
				break
			}
			spans = append(spans, [2]int{at + i, at + i + len(w)})
			at += i + len(w)
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

// fitting are the patterns that may find something: most texts hold no long number and no announced name.
func fitting(text string) (all []*regexp.Regexp) {
	if strings.Contains(text, ":") {
		all = append(all, announced)
	}
	if strings.ContainsAny(text, "同书县乡镇部主组所站院校局科先女") {
		all = append(all, titled, entitled)
	}
	if strings.Contains(text, "@") {
		all = append(all, mail)
	}
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			if digits++; digits >= fewestDigits {
				return append(all, patterns...)
			}
		case c == ' ' || c == '-' || c == '(' || c == ')' || c >= 0x80: // a dash may be a wide one
		default:
			digits = 0
		}
	}
	return all
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
