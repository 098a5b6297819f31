// Package privacy takes what tells a person (个人信息) out of texts that are meant for the public:
// telephone and identity numbers, mail addresses, names behind the words that announce one. What it
// knows is form, not people: a county adds names of its own in the rules (公开隐去).
package privacy

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// Hidden stands where something was taken out.
const Hidden = "×××"

const han = `[\p{Han}·]`

// surnames that are seldom anything else before a title; 成, 于, 全, 高 and the like are left to 公开隐去.
const surnames = `[王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许邓韩冯曹彭曾肖蒋蔡潘袁董叶杜苏魏吕姚沈卢姜崔谭陆汪廖韦覃邹熊孟秦邱侯尹薛阎段雷钟戴贺赖龚]`

var patterns = []*regexp.Regexp{
	regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`),
	regexp.MustCompile(`\b\d{17}[\dXx]\b`),                                // 身份证号
	regexp.MustCompile(`\b\d{16}(?:\d{3})?\b`),                            // 银行卡号
	regexp.MustCompile(`\b(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}\b`), // 手机
	regexp.MustCompile(`\(?\b0\d{2,3}\)?[-—－ ]?\d{7,8}\b`),                // 固定电话
	regexp.MustCompile(`(?:电话|手机|联系方式|热线|传真|微信|QQ)(?:号码?)?\s*[::]?\s*(\d[\d -]{4,})`),
}

// announced are names behind the words that announce them.
var announced = regexp.MustCompile(`(?:联系人|负责人|填表人|填报人|经办人|审核人|复核人|制表人|责任人|校对人?|法定代表人|法人代表|分管领导|签字|签名|姓名)\s*(?:\([^)]*\))?\s*[::]\s*(` + han + `{2,4}(?:[、/]` + han + `{2,4})*)`)

// titled are names before a title. A word of places or bodies between is no name: 黄龙村主任.
var titled = regexp.MustCompile(`(` + surnames + `[^\P{Han}村镇乡县市区支委办局组队会部站所校院党屯街]{0,2})(?:同志|书记|乡长|镇长|主任|所长|站长|院长|校长|局长|科长|先生|女士)`)

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
	for _, p := range append([]*regexp.Regexp{announced, titled}, patterns...) {
		for _, m := range p.FindAllStringSubmatchIndex(folded, -1) {
			if len(m) > 2 {
				m = m[2:]
			}
			add(m[0], m[1])
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

// fold makes full-width digits and signs plain, and tells where each byte stood.
func fold(text string) (folded string, places []int) {
	var b strings.Builder
	for at, r := range text {
		plain := width.Fold.String(string(r))
		if r == '\ufffd' {
			plain = string(r)
		}
		for range len(plain) {
			places = append(places, at)
		}
		b.WriteString(plain)
	}
	return b.String(), append(places, len(text))
}
