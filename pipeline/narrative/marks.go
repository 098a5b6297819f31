package narrative

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is something about the words of a report that a check may ask about.
type mark struct {
	kind     string // numbering, placeholder, mention, year_claim, repeated
	place    string
	words    string
	number   int    // of a year the year, of what is repeated its letters
	expected string // of a number the one that should stand there, of what is repeated where it stood before
}

// mostMarks bounds the marks of one kind in a report.
const mostMarks = 300

// mark takes up a stretch of a line.
func (p *report) mark(kind string, i, from, to int, expected string) *mark {
	l := &p.lines[i]
	for to < len(l.text) && !utf8.RuneStart(l.text[to]) {
		to++
	}
	p.marks = append(p.marks, mark{kind: kind, place: l.place, words: l.words(from, to), expected: expected})
	return &p.marks[len(p.marks)-1]
}

// left is what an author forgot to fill in or to take out.
var left = regexp.MustCompile(`\[bookmark:[^\]]*\]|[×✕╳]{2,}|[xX]{2,}|` +
	`[*＊]{2,}|_{2,}|○{2,}|〇{3,}|□{2,}|某某|\?{2,}|？{3,}|` +
	`\{\{[^}]*\}\}|<<[^>]*>>|年\s{2,}月\s{2,}日|(?:请填写|待填写|待补充|待核实|待定稿|此处填写|此处输入|单击此处|点击此处|在此处键入|示例文字)|` +
	`错误[!！]未找到引用源|错误[!！]未定义书签|Error! (?:Reference|Bookmark)|#REF!|#N/A|#VALUE!|#DIV/0!`)

// unitWord ends the names of units that may be of the roster.
var unitWord = regexp.MustCompile(`\p{Han}{1,9}?(?:镇|乡|街道|农场|林场|管委会|开发区)`)

// otherYears are years before words of the evaluation: there only the report's own year stands.
var otherYears = regexp.MustCompile(`((?:19|20)\d\d)\s*年(?:度)?[^，。；、：\d年]{0,14}?` +
	`(?:自评|绩效|部门整体|整体支出|预算(?:安排|执行)|年初预算|当年预算|全年预算|总体执行)`)

// apart are words that say that another year is meant.
var apart = regexp.MustCompile(`较|比|同比|上年|去年|结转|将|今后|下一步|下一年|计划|拟|明年|来年|截至|截止|以来|至$|—$|-$|编制|申报`)

func (p *report) findMarks() {
	for i := range p.lines {
		l := &p.lines[i]
		for n, m := range left.FindAllStringIndex(l.text, -1) {
			if n < mostMarks {
				p.mark("placeholder", i, m[0], m[1], "")
			}
		}
		p.findMentions(i)
		p.findOtherYears(i)
	}
	p.findRepeated()
}

// findMentions takes up what may name a unit, each once a line; which of them are units the roster says.
func (p *report) findMentions(i int) {
	l, seen := &p.lines[i], map[string]bool{}
	for _, m := range unitWord.FindAllStringIndex(l.text, mostMarks) {
		if name := l.text[m[0]:m[1]]; !seen[name] {
			seen[name] = true
			p.mark("mention", i, m[0], m[1], "")
		}
	}
}

func (p *report) findOtherYears(i int) {
	l := &p.lines[i]
	if i == p.title {
		for _, m := range yearWords.FindAllStringSubmatchIndex(l.text, 1) {
			p.markYear(i, m)
		}
		return
	}
	for _, m := range otherYears.FindAllStringSubmatchIndex(l.text, -1) {
		clause := l.text[:m[0]]
		if cut := strings.LastIndexAny(clause, stops+clauses); cut >= 0 {
			clause = clause[cut:]
		}
		if !apart.MatchString(clause) && !apart.MatchString(l.text[m[0]:m[1]]) {
			p.markYear(i, m)
		}
	}
}

func (p *report) markYear(i int, m []int) {
	year, _ := strconv.Atoi(p.lines[i].text[m[2]:m[3]])
	if year != p.year {
		p.mark("year_claim", i, m[0], m[1], "").number = year
	}
}

// shortClause is the number of letters below which clauses that are the same say nothing.
const shortClause = 10

// clause is a stretch between two marks, by its letters alone.
type clause struct {
	letters  string
	from, to int
}

func clausesOf(l *line) (found []clause) {
	from := l.item.end
	take := func(to int) {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, l.text[from:to])
		if utf8.RuneCountInString(letters) >= shortClause {
			found = append(found, clause{letters, from, to})
		}
	}
	for i, r := range l.text {
		if i >= from && strings.ContainsRune("，。；！？\n", r) {
			take(i)
			from = i + utf8.RuneLen(r)
		}
	}
	if from < len(l.text) {
		take(len(l.text))
	}
	return found
}

// findRepeated finds passages that stood in an earlier line: of each line those it shares with the one that it
// shares most with.
func (p *report) findRepeated() {
	first := map[string][]int{} // lines by their clauses
	for i := range p.lines {
		l := &p.lines[i]
		if l.cell != nil || l.aside || i == p.title {
			continue
		}
		own, shared := clausesOf(l), map[int]int{}
		for _, c := range own {
			for _, k := range first[c.letters] {
				shared[k] += utf8.RuneCountInString(c.letters)
			}
		}
		best := -1
		for k, n := range shared {
			if best < 0 || n > shared[best] || n == shared[best] && k < best {
				best = k
			}
		}
		if best >= 0 {
			p.markRepeated(i, best, own, first)
		}
		for _, c := range own {
			if lines := first[c.letters]; len(lines) < 4 && (len(lines) == 0 || lines[len(lines)-1] != i) {
				first[c.letters] = append(lines, i)
			}
		}
	}
}

func (p *report) markRepeated(i, before int, own []clause, first map[string][]int) {
	from, to, letters := -1, 0, 0
	for _, c := range own {
		for _, k := range first[c.letters] {
			if k == before {
				if from < 0 {
					from = c.from
				}
				to, letters = c.to, letters+utf8.RuneCountInString(c.letters)
			}
		}
	}
	p.mark("repeated", i, from, to, p.lines[before].place).number = letters
}
