package narrative

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"jixiao/pipeline/rules"
)

// fact is a row of 事实 made ready.
type fact struct {
	rules.Fact
	words []string
}

func newFact(f rules.Fact) fact {
	words := slices.Clone(f.Words)
	longestFirst(words)
	return fact{f, words}
}

func longestFirst(words []string) {
	sort.SliceStable(words, func(i, k int) bool { return len(words[i]) > len(words[k]) })
}

// What a sentence is about before words say so, and where it is about one thing of many.
const (
	nothing   = "无"
	something = "其他" // a project of its own, a goal: no figure of the whole
)

// filler stands between the words of a fact and its number.
var filler = regexp.MustCompile(`(?:安排数|安排|总额|总数|总计|合计|共计|累计|达到|达|数量|总量|` +
	`金额|数额|批复|下达|核定|资金|投入|规模|工作|数|为|是|共|计|约|近|了|的|有|得|到|仅|也|均|:|：|\s|` +
	`[（(](?:单位[:：])?(?:亿元|万元|千元|元|%|个|分)[)）])$`)

// openers stand before the words of a fact at the beginning of a clause.
var openers = regexp.MustCompile(`^(?:其中|截至|截止|(?:19|20)\d\d年度?|\d{1,2}月底?|\d{1,2}日|` +
	`全年|本年度?|当年|年度|年末|年底|实际|累计|已|共|总|我[乡镇县局]|全[乡镇县]|本部门|本单位|,|，|:|：|\s)+`)

// filled cuts what fills off the end of a label.
func filled(label string) string {
	for {
		cut := filler.ReplaceAllString(label, "")
		if cut == label {
			return label
		}
		label = cut
	}
}

// about are words after which a sentence is about one project or work.
var about = regexp.MustCompile(`\p{Han}{2}(?:项目|工程|经费|补助|补贴|补偿)$|\p{Han}(?:项目|工程)(?:预算|资金|投资)?(?:安排|共|总)?$`)

// whole are the words before 项目 with which it means all of them.
var whole = regexp.MustCompile(`(?:支出|部门|预算|评|全部|所有|其中|本级|个|以上|上述|各类|各|重点|` +
	`年度|年|评价|绩效|开展|对|的|、|和|及)(?:项目|项目预算|项目资金|项目投资)(?:安排|共|总)?$|^项目`)

// parted are words of a part of the budget, or of an indicator: what is said of it is not said of the whole.
var parted = regexp.MustCompile(`三公|公用|人员|一般公共预算|政府性基金|国有资本|上级|中央|自治区|省级|市级|县级|专项|平均|人均|同比|上年|去年|比例`)

// named ends what stands before the words of a fact where they are about one project or work: 道路硬化项目|自评得分.
var named = regexp.MustCompile(`(?:项目|工程|经费|资金|补助|补贴|补偿|专款|村|社区|站|所|中心|学校)(?:的|绩效|支出)*$`)

// changed ends what stands before the words of a fact where the number is how much it changed, or a share of it.
var changed = regexp.MustCompile(`(?:增加|减少|增长|下降|调增|调减|追加|追减|压减|压缩|节约|新增|核减|核增|收回|结转|占|较|比)了?$`)

// stateFacts says which facts the figures of a paragraph state, those from first on.
func (p *report) stateFacts(i, first int) {
	start := nothing
	if p.isItem(i) {
		start = something
	}
	context, sentence, outside := start, -1, []string(nil)
	kept := p.figures[:first]
	for _, f := range p.figures[first:] {
		if f.sentence != sentence {
			context, sentence, outside = start, f.sentence, nil
		}
		context, outside = p.follow(f.label, context, outside)
		own := ownClause(f.label)
		if last := len(kept) - 1; last < first || !countsWhat(&kept[last], &f) {
			f.facts = p.factsOf(&f, own, context)
		}
		context = contextBehind(&f, context)
		f.label = strings.TrimSpace(own)
		if words, small := strings.CutSuffix(f.sign, "词"); small {
			if f.sign = words; len(f.facts) == 0 {
				continue
			}
		}
		if f.unit == "" && len(f.facts) == 0 {
			continue
		}
		kept = append(kept, f)
	}
	p.figures = kept
}

// countsWhat holds for a count whose words lead on to the next figure: 30个项目执行率达到100% is said of thirty alone.
func countsWhat(count, next *figure) bool {
	return isCount(count.unit) && !isCount(next.unit) && count.sentence == next.sentence &&
		!strings.ContainsAny(next.label, clauses)
}

// contextBehind is what is spoken of behind a figure: what it states, or one thing of many where it states nothing.
func contextBehind(f *figure, context string) string {
	switch {
	case len(f.facts) == 0 && isMoney(f.unit):
		return something
	case len(f.facts) == 0:
		return context
	}
	for _, kind := range []string{"项目", "基本"} {
		for _, amount := range []string{"年初预算", "预算", "执行"} {
			if f.facts[0] == kind+amount {
				return kind + "支出"
			}
		}
	}
	return context
}

// follow is what is spoken of behind some words. Behind a closing bracket it is what it was before the opening one.
func (r *Reader) follow(said, context string, outside []string) (string, []string) {
	from := 0
	for i, c := range said {
		switch c {
		case '（', '(':
			context = r.contextOf(said[from:i], context)
			outside, from = append(outside, context), i
		case '）', ')':
			if last := len(outside) - 1; last >= 0 {
				context, outside = outside[last], outside[:last]
			}
			from = i + utf8.RuneLen(c)
		}
	}
	return r.contextOf(said[from:], context), outside
}

// ofMoney are titles of items that are about the whole budget.
var ofMoney = regexp.MustCompile(`预算|收支|决算|收入|支出情况|支出完成|执行情况|财政拨款|资金情况|资金使用|资金安排|资金总体|财务`)

// isItem holds for one item of a list of works: its figures are its own.
func (p *report) isItem(i int) bool {
	l := &p.lines[i]
	if l.item.n == 0 {
		return false
	}
	if h := p.headAt(i); h != nil && h.top {
		return false
	}
	title := l.text[l.item.end:]
	if cut := strings.IndexAny(title, "。；：:，"); cut >= 0 {
		title = title[:cut]
	}
	return !ofMoney.MatchString(title)
}

// contextOf is what is spoken of behind some words: the last of the words of 语境, or one thing of many.
func (r *Reader) contextOf(said, context string) string {
	last := -1
	for _, word := range r.contexts {
		at := strings.LastIndex(said, word)
		if at > last || at == last && at >= 0 && len(word) > len(context) {
			last, context = at, word
		}
	}
	clause := ownClause(said)
	if parted.MatchString(clause) {
		return something
	}
	own := filled(clause)
	if about.MatchString(own) && !whole.MatchString(own) && (last < 0 || !strings.HasSuffix(own, context)) {
		return something
	}
	return context
}

// factsOf gives the facts that a figure states: those whose wording covers most of the clause.
func (p *report) factsOf(f *figure, clause, context string) (facts []string) {
	best := 0
	for _, rule := range p.facts {
		if !rule.holds(p.year) || !rule.measures(f.unit) || !rule.in(context) {
			continue
		}
		n := rule.match(clause)
		if n == 0 && isCount(f.unit) {
			n = rule.matchAfter(f.after)
		}
		switch {
		case n == 0 || n < best:
		case n > best:
			best, facts = n, []string{rule.Data}
		case !slices.Contains(facts, rule.Data):
			facts = append(facts, rule.Data)
		}
	}
	return facts
}

func (f *fact) holds(year int) bool {
	return year == 0 || f.From <= year && (f.To == 0 || year <= f.To)
}

// measures holds for a unit of the fact's kind.
func (f *fact) measures(unit string) bool {
	switch f.Unit {
	case "金额":
		return isMoney(unit)
	case "%":
		return unit == "%"
	case "分":
		return unit == "分" || unit == ""
	}
	return isCount(unit)
}

func isCount(unit string) bool { return unit == "个" || unit == "项" || unit == "条" }

func (f *fact) in(context string) bool {
	if len(f.Contexts) == 0 {
		return true
	}
	return slices.Contains(f.Contexts, context)
}

// shortest is the number of letters below which a wording must be all that a clause says: 执行, 支出.
const shortest = 3

// match gives how much of the end of a clause the fact's wordings cover; 0 where none ends it. What fills may stand
// behind them.
func (f *fact) match(clause string) int {
	for label := strings.TrimSpace(clause); ; {
		for _, w := range f.words {
			before, found := strings.CutSuffix(label, w)
			if found && (named.MatchString(before) && !whole.MatchString(before) || ofOne(w, before) ||
				changed.MatchString(before)) {
				continue
			}
			isAll := utf8.RuneCountInString(w) < shortest || slices.Contains(f.Contexts, w) // then it is all that is said
			if found && (!isAll || openers.ReplaceAllString(before, "") == "" ||
				endsIn(before, f.Contexts)) {
				return len(w)
			}
		}
		cut := filler.ReplaceAllString(label, "")
		if cut == label {
			return 0
		}
		label = cut
	}
}

// all are words with which 项目 are all of them.
var all = regexp.MustCompile(`(?:全部|所有|各|各类|部门|单位|本级|全[乡镇县]|上述|以上|年度|个|支出|评)$`)

// ofOne holds where words about projects have others before them: 道路硬化|项目预算 is of one.
func ofOne(words, before string) bool {
	if !strings.HasPrefix(words, "项目") || strings.HasPrefix(words, "项目支出") {
		return false
	}
	before = openers.ReplaceAllString(before, "")
	return before != "" && !all.MatchString(before)
}

func endsIn(s string, words []string) bool {
	for _, w := range words {
		if w != "" && strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// matchAfter is match for what is counted: 74个项目全部开展自评. 项目…自评 begins and ends so.
func (f *fact) matchAfter(after string) int {
	after = strings.TrimLeft(after, " 的")
	for _, w := range f.words {
		begin, end, parted := strings.Cut(w, "…")
		switch {
		case utf8.RuneCountInString(w) < shortest || !strings.HasPrefix(after, begin):
		case !parted, strings.HasSuffix(filled(after), end):
			return len(w)
		}
	}
	return 0
}
