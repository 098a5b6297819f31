package forms

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jixiao/pipeline/values"
)

// label is a cell reduced to what it says as a label.
type label struct {
	key   string // compared with the dictionary: "项目资金"
	notes string // what stood in brackets, and a unit that stood behind a mark: "万元"
	value string // what followed a colon in the same cell: "填报单位：瓜里乡" → "瓜里乡"
	latin string // the translation that stood behind Chinese words, in small letters
	year  int    // a year in front or in the brackets: 2022年预算数; 0 for none
}

// longestLabel bounds the text before a colon, in bytes: what is longer is a sentence.
const longestLabel = 240

// parseLabel reduces the text of a cell to a label. White space, brackets, quotes, leading numbers and
// bullets, trailing letters, dots and units, a translation beside it, traditional characters and the words
// 其中 are not part of the key: "*一、项目资金/万元：", "（1）项目名称 Project Name", "項目名稱".
func parseLabel(s string) label {
	head, value := cutColon(s)
	if len(head) > longestLabel {
		return label{}
	}
	key, notes := cutBrackets(simplify(dropQuotes(values.Compact(head))))
	if key == "" && value == "" { // 【项目名称】
		key, notes = notes, ""
	}
	l := label{notes: notes, value: strings.Trim(strings.TrimSpace(cutNext(value)), ":：﹕ 　_＿")}
	l.key = trimBullets(key)
	if l.key == "其中" || l.key == "" && value != "" || value != "" && attachment.MatchString(l.key) {
		// "其中：当年财政拨款", "附件3：项目支出绩效自评表"
		rest := parseLabel(value)
		rest.notes = l.notes + rest.notes
		return rest
	}
	l.trim()
	return l
}

// trim takes from the key what only goes with a label: a year, 其中, a translation, letters, a unit.
func (l *label) trim() {
	l.key = strings.TrimPrefix(l.key, "其中")
	if l.key != "" && (l.key[0] == '1' || l.key[0] == '2') {
		if found := yearInFront.FindStringSubmatch(l.key); found != nil {
			l.year, _ = strconv.Atoi(found[1])
			l.key = l.key[len(found[0]):]
		}
	}
	if found := yearInNotes.FindStringSubmatch(l.notes); found != nil && l.year == 0 {
		l.year, _ = strconv.Atoi(found[1])
	}
	all := l.key
	if l.key = trimLatin(all); l.key != all {
		l.latin = strings.ToLower(strings.TrimPrefix(all, l.key))
	}
	if rest, unit := cutUnit(l.key); unit != "" {
		l.key, l.notes = rest, strings.TrimSpace(l.notes+" "+unit)
	}
	if rest, found := strings.CutSuffix(l.key, "%"); found {
		l.key, l.notes = rest, l.notes+"%"
	}
	l.key = strings.TrimRightFunc(strings.TrimRight(trimBullets(l.key), trailing), enclosed) // 主管部门②
}

var (
	attachment  = regexp.MustCompile(`^附[件表][\d一二三四五六七八九十-]*$`)
	yearInFront = regexp.MustCompile(`^((?:19|20)\d\d)年度?`)
	yearInNotes = regexp.MustCompile(`((?:19|20)\d\d)年`)
	ordinal     = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})?|[A-Za-z]|[IVXivx]{1,4})[、.,:;)]`)
	unitBehind  = regexp.MustCompile(`^(.+?)(?:[/,、;—–\-:|](?:金额)?(?:单位)?(?:人民币)?(百元|千元|万元|亿元|元)` +
		`|(?:金额)?(?:单位)?(百元|千元|万元|亿元))$`)
)

// trailing are the marks that may stand behind a label.
const trailing = ":.,;、。·…_—–-~*★=|/\\"

// leading are the bullets that may stand in front of one.
const leading = "*★☆●■◆▲△※·•○◇□◎✓√✔#§→➢▪▶►—–_~|、.,。;:\\/"

// trimBullets takes numbers and bullets from the front: "①", "一、", "1.", "★".
func trimBullets(s string) string {
	for {
		rest := strings.TrimLeft(s, leading)
		if r, size := utf8.DecodeRuneInString(rest); size > 1 && (enclosed(r) || 'Ⅰ' <= r && r <= 'ⅿ') {
			rest = rest[size:]
		}
		r, _ := utf8.DecodeRuneInString(rest)
		if r < utf8.RuneSelf || strings.ContainsRune("第一二三四五六七八九十", r) {
			if found := ordinal.FindString(rest); found != "" && len(found) < len(rest) {
				rest = rest[len(found):]
			}
		}
		if rest == s {
			return s
		}
		s = rest
	}
}

// enclosed holds for numbers in circles and brackets: ① ⑴ ⒈ ㈠ ❶.
func enclosed(r rune) bool {
	return '\u2460' <= r && r <= '\u24ff' || '\u2776' <= r && r <= '\u2793' ||
		'\u3220' <= r && r <= '\u3229' || '\u3280' <= r && r <= '\u3289'
}

// trimLatin takes a translation from behind or in front of Chinese words, and the letters that a column is
// referred to by: "全年预算数A", "项目名称ProjectName".
func trimLatin(s string) string {
	if !strings.ContainsFunc(s, isLatin) {
		return s
	}
	if !strings.ContainsFunc(s, isHan) {
		return strings.ToLower(strings.Trim(s, trailing+"()"))
	}
	last := strings.LastIndexFunc(s, isHan)
	_, size := utf8.DecodeRuneInString(s[last:])
	if behind := s[last+size:]; strings.IndexFunc(strings.TrimLeft(behind, "/-|"), isLatin) == 0 {
		s = s[:last+size]
	}
	if first := strings.IndexFunc(s, isHan); strings.IndexFunc(s, isLatin) == 0 {
		s = s[first:]
	}
	return s
}

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// cutUnit takes a unit of money from behind a label: "年初预算数/万元", "项目资金，元", "预算数万元".
func cutUnit(s string) (rest, unit string) {
	if !strings.HasSuffix(s, "元") {
		return s, ""
	}
	found := unitBehind.FindStringSubmatch(s)
	if found == nil || utf8.RuneCountInString(found[1]) < 2 {
		return s, ""
	}
	return found[1], found[2] + found[3]
}

// nextLabel begins another label in the same cell: "甲镇人民政府    填报日期：2024年1月".
var nextLabel = regexp.MustCompile(`[\s　]{2,}[^\s　:：]{2,10}[:：]|[\s　]+(?:金额)?单位[:：]|[\s　]+(?:填[报表]|报送)?(?:日期|时间|人)[:：]`)

// cutNext ends a value where another label follows in its cell.
func cutNext(value string) string {
	if !strings.ContainsAny(value, ":：") {
		return value
	}
	if at := nextLabel.FindStringIndex(value); at != nil && at[0] > 0 {
		return value[:at[0]]
	}
	return value
}

// furtherLabels are the labels with values that stand behind the first in one cell: 主管部门：某局    实施单位：某镇.
func furtherLabels(text string) (further []label) {
	_, rest := cutColon(text)
	for strings.ContainsAny(rest, ":：") {
		at := nextLabel.FindStringIndex(rest)
		if at == nil || at[0] == 0 {
			break
		}
		rest = rest[at[0]:]
		further = append(further, parseLabel(rest))
		_, rest = cutColon(rest)
	}
	return further
}

// cutColon splits at the first colon of either width that is outside brackets.
func cutColon(s string) (head, value string) {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '（', '[', '【', '〔', '「', '『', '{', '［', '〖', '｛':
			depth++
		case ')', '）', ']', '】', '〕', '」', '』', '}', '］', '〗', '｝':
			depth--
		case ':', '：', '﹕', '︰':
			if depth <= 0 {
				return s[:i], s[i+utf8.RuneLen(r):]
			}
		}
	}
	return s, ""
}

// cutBrackets removes bracketed parts from folded text and returns them apart.
func cutBrackets(s string) (rest, inside string) {
	if !strings.ContainsAny(s, "([{【〔「『〖<") {
		return s, ""
	}
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[', '{', '【', '〔', '「', '『', '〖', '<':
			if depth++; in.Len() > 0 {
				in.WriteByte(' ')
			}
		case ')', ']', '}', '】', '〕', '」', '』', '〗', '>':
			depth = max(depth-1, 0)
		default:
			if depth > 0 {
				in.WriteRune(r)
			} else {
				out.WriteRune(r)
			}
		}
	}
	return out.String(), in.String()
}

// dropQuotes takes away quotation marks; what they hold stays.
func dropQuotes(s string) string {
	if !strings.ContainsAny(s, "“”‘’\"'《》") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”‘’\"'《》", r) {
			return -1
		}
		return r
	}, s)
}
