package warehouse

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jixiao/pipeline/values"
)

// A condition (自定义审核) is written as people speak: 如果 执行率 < 80%，则 偏差原因 不为空. conditionSQL turns its words into
// what the database's parser reads, which then judges the whole; columns are the names that may stand in it.
func conditionSQL(text string, columns []string) string {
	w := &conditionWriter{tokens: conditionTokens(text, columns), columns: columns}
	for w.at = 0; w.at < len(w.tokens); w.at++ {
		w.write(w.tokens[w.at])
	}
	if w.isIf {
		w.out = append(w.out, ") else true end")
	}
	return strings.Join(strings.Fields(strings.Join(w.out, " ")), " ")
}

// conditionWords are the words beside columns, the longer before those that they hold.
var conditionWords = append([]string{"不包含", "包含", "介于", "之间", "如果", "那么", "则", "和", "与", "至", "到"},
	slices.Sorted(maps.Keys(plainWords))...)

// plainWords stand for one word of SQL wherever they are.
var plainWords = map[string]string{
	"并且": "and", "且": "and", "或者": "or", "或": "or", "非": "not", "不为空": "is not null", "为空": "is null",
	"大于等于": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "小于等于": "<=", "不高于": "<=", "不超过": "<=",
	"不大于": "<=", "不多于": "<=", "大于": ">", "高于": ">", "超过": ">", "多于": ">", "小于": "<", "低于": "<", "少于": "<",
	"不等于": "<>", "不是": "<>", "等于": "=", "为": "=", "是": "=",
	"≤": "<=", "≥": ">=", "≠": "<>",
	"×": "*", "÷": "/", "（": "(", "）": ")", "，": ",",
}

// conditionNumber is a number with what may follow it: 80%, 10万元, 12,000 元, 95分, a date.
var conditionNumber = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日|` +
	`^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*(%|亿元|万元|千元|元|分|个|项|天))?`)

// inWan is what a unit is in 万元, in which amounts stand; points, counts and days are what they are.
var inWan = map[string]string{"亿元": " * 10000", "万元": "", "千元": " * 0.1", "元": " * 0.0001", "分": "", "个": "", "项": "",
	"天": ""}

// conditionTokens splits a condition into quoted texts, numbers, words and signs.
func conditionTokens(text string, columns []string) []string {
	last := func(tokens []string) string {
		tokens = slices.DeleteFunc(slices.Clone(tokens), func(token string) bool { return strings.TrimSpace(token) == "" })
		return strings.Join(tokens[max(0, len(tokens)-1):], "")
	}
	text = strings.NewReplacer("“", "'", "”", "'", "‘", "'", "’", "'", "＇", "'").Replace(text)
	var tokens []string
	for i, part := range strings.Split(text, "'") {
		if i%2 == 1 {
			tokens = append(tokens, "'"+part+"'")
			continue
		}
		for part = values.Fold(part); part != ""; {
			token := firstToken(part)
			if part = part[len(token):]; isHan(token) {
				tokens = append(tokens, segment(token, columns, strings.HasSuffix(last(tokens), "包含"))...)
			} else {
				tokens = append(tokens, token)
			}
		}
	}
	if strings.Count(text, "'")%2 == 1 { // a quote that is not closed is for the parser to refuse
		tokens = append(tokens, "'")
	}
	return tokens
}

// firstToken is the number, the run of Chinese letters, the run of others, or the one sign that a text begins with.
func firstToken(text string) string {
	if number := conditionNumber.FindString(text); number != "" {
		return number
	}
	first := []rune(text)[0]
	belongs := func(r rune) bool { return false }
	switch {
	case unicode.Is(unicode.Han, first):
		belongs = func(r rune) bool { return unicode.Is(unicode.Han, r) }
	case unicode.IsLetter(first) || first == '_':
		belongs = func(r rune) bool {
			return !unicode.Is(unicode.Han, r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
		}
	case strings.ContainsRune("<>=!|", first):
		belongs = func(r rune) bool { return strings.ContainsRune("<>=!|", r) }
	}
	for i, r := range text {
		if i > 0 && !belongs(r) {
			return text[:i]
		}
	}
	return text
}

func isHan(token string) bool { return unicode.Is(unicode.Han, []rune(token)[0]) }

// segment splits Chinese letters that stand without a space, 执行率介于, into columns and words. What is neither stays
// whole, 如果村道长度大于: a text after 包含, or else a column that is not there, which is named as it was written.
func segment(run string, columns []string, isText bool) []string {
	known := append(slices.Clone(columns), conditionWords...)
	slices.SortStableFunc(known, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	isOne := func(word string) bool { return utf8.RuneCountInString(word) == 1 }
	first := func(rest string) int {
		return slices.IndexFunc(known, func(word string) bool { return strings.HasPrefix(rest, word) })
	}
	var parts []string
	for rest := run; rest != ""; {
		at := first(rest)
		// 是 and 和 may be a part of any name: they are words where another follows, or nothing.
		if at >= 0 && (!isOne(known[at]) || rest == known[at] || first(rest[len(known[at]):]) >= 0) &&
			(!isText || slices.Contains(columns, known[at])) {
			parts, rest, isText = append(parts, known[at]), rest[len(known[at]):], strings.HasSuffix(known[at], "包含")
			continue
		}
		end := len(rest)
		for _, word := range conditionWords {
			if next := strings.Index(rest, word); next > 0 && (!isOne(word) || first(rest[next+len(word):]) >= 0) {
				end = min(end, next)
			}
		}
		parts, rest, isText = append(parts, rest[:end]), rest[end:], false
	}
	return parts
}

// conditionWriter writes the tokens of a condition as SQL.
type conditionWriter struct {
	tokens, out, columns []string
	at                   int
	isIf, isBetween      bool
}

func (w *conditionWriter) write(token string) {
	switch {
	case conditionNumber.MatchString(token):
		w.out = append(w.out, w.number(token))
	case token == "包含" || token == "不包含":
		w.contains(token)
	case token == "介于":
		w.isBetween = true
		w.out = append(w.out, "between")
	case w.isBetween && slices.Contains([]string{"和", "与", "至", "到"}, token):
		w.out = append(w.out, "and")
	case w.isBetween && token == "之间":
		w.isBetween = false
	case token == "如果" && !w.isIf:
		w.isIf = true
		w.out = append(w.out, "case when (")
	case (token == "则" || token == "那么") && w.isIf:
		w.dropComma()
		w.out = append(w.out, ") then (")
	case plainWords[token] == "and" || plainWords[token] == "or":
		w.dropComma()
		w.out = append(w.out, plainWords[token])
	case strings.TrimSpace(token) != "":
		w.out = append(w.out, cmp.Or(plainWords[token], token))
	}
}

// dropComma takes away the comma that people write before 则, 并且 and 或者.
func (w *conditionWriter) dropComma() {
	if w.last() == "," {
		w.out = w.out[:len(w.out)-1]
	}
}

func (w *conditionWriter) last() string {
	if len(w.out) == 0 {
		return ""
	}
	return w.out[len(w.out)-1]
}

// next is the token that follows, spaces left out, and its place.
func (w *conditionWriter) next() (string, int) {
	for i := w.at + 1; i < len(w.tokens); i++ {
		if strings.TrimSpace(w.tokens[i]) != "" {
			return w.tokens[i], i
		}
	}
	return "", len(w.tokens)
}

// number: amounts are in 万元 and rates in percent, so that 80% is 80, but a factor of 0.8 beside × and ÷.
func (w *conditionWriter) number(token string) string {
	m := conditionNumber.FindStringSubmatch(token)
	if m[1] != "" {
		return fmt.Sprintf("%s%02s%02s", m[1], m[2], m[3])
	}
	number, unit := strings.ReplaceAll(m[4], ",", ""), m[5]
	if unit == "" {
		return number
	}
	if factor, found := inWan[unit]; found {
		return "(" + number + factor + ")"
	}
	after, _ := w.next()
	if last := w.last(); last == "*" || last == "/" || after == "*" || after == "×" {
		return "(" + number + " * 0.01)"
	}
	return number
}

// contains: 项目名称 包含 '道路', or without quotes where it is no column. Anything else beside the word is left for the
// parser to refuse.
func (w *conditionWriter) contains(token string) {
	after, at := w.next()
	if isHan(cmp.Or(after, " ")) && !slices.Contains(w.columns, after) && !slices.Contains(conditionWords, after) {
		after = "'" + after + "'"
	}
	if column := w.last(); slices.Contains(w.columns, column) && strings.HasPrefix(after, "'") {
		call := "contains(" + column + ", " + after + ")"
		if token == "不包含" {
			call = "not " + call
		}
		w.out[len(w.out)-1], w.at = call, at
		return
	}
	w.out = append(w.out, token)
}
