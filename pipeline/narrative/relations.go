package narrative

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// findRelations finds which figures are parts of which, and which rate stands beside its two figures.
func (p *report) findRelations() {
	p.tableSums()
	p.tableRates()
	for i := len(p.figures) - 1; i >= 0; i-- { // parts of parts are taken first
		if f := &p.figures[i]; f.unit != "%" && p.lines[f.line].cell == nil {
			p.relateParts(i)
		}
	}
	for i := range p.figures {
		if p.figures[i].unit == "%" && p.lines[p.figures[i].line].cell == nil {
			p.relateRate(i)
		}
	}
	parts := map[int][]int{}
	for i := range p.figures {
		p.inherit(i)
		if whole := p.figures[i].partOf; whole > 0 {
			parts[whole-1] = append(parts[whole-1], i)
		}
	}
	for i := range p.figures {
		p.confirm(i, parts[i])
	}
}

// ofPart are the facts of a part by the fact of the whole: 全年预算2860万元（其中基本支出1260万元…）.
var ofPart = map[string]string{"年初预算": "年初预算", "全年预算": "预算", "全年执行": "执行"}

// inherit gives a part that is named alone the fact that its whole has.
func (p *report) inherit(i int) {
	f := &p.figures[i]
	if f.partOf == 0 {
		return
	}
	for _, kind := range []string{"基本", "项目"} {
		if !strings.HasSuffix(filled(f.label), kind+"支出") {
			continue
		}
		if whole := p.figures[f.partOf-1].facts; len(whole) > 0 && ofPart[whole[0]] != "" {
			f.facts = nil // what it is alone is less certain
		}
		for _, fact := range p.figures[f.partOf-1].facts {
			if ofPart[fact] != "" {
				f.facts = append(f.facts, kind+ofPart[fact])
			}
		}
	}
}

// Words that tell what was to be done and what was done.
var (
	toDo  = regexp.MustCompile(`计划|应|预算|安排|任务|下达|目标|全年预算|总数|总户|总人|共有`)
	done  = regexp.MustCompile(`实际|完成|执行|已|实到|实发|支出|使用|拨付|到位|发放`)
	rates = regexp.MustCompile(`率|占|比例|比重|进度|面`)
)

// lookOn is how many figures behind one may belong to it.
const lookOn = 40

// lookBack is how many figures before a rate may be what it is of.
const lookBack = 4

// relateRate finds what was done, and before it what was to be done, in the sentence of a rate.
func (p *report) relateRate(i int) {
	f := &p.figures[i]
	if !rates.MatchString(f.label) || f.sign != "" {
		return
	}
	for part := i - 1; part >= 0 && i-part <= lookBack && p.figures[part].sentence == f.sentence; part-- {
		of := &p.figures[part]
		if of.partOf > 0 {
			continue
		}
		if of.unit == "%" { // another rate has its own figures before it
			return
		}
		if of.line != f.line || of.sign != "" || !done.MatchString(of.label) || of.unit == "" {
			continue
		}
		for k, near := part-1, 0; k >= 0 && near < 2 && p.figures[k].sentence == f.sentence; k-- {
			whole := &p.figures[k]
			if whole.partOf > 0 {
				continue
			}
			near++
			if whole.unit == of.unit && whole.sign == "" && toDo.MatchString(whole.label) &&
				!strings.Contains(whole.label, "年初") && !done.MatchString(filled(whole.label)) && whole.number.IsPositive() {
				f.part, f.whole = part+1, k+1
				return
			}
		}
		return
	}
}

// partsBegin are the words or marks behind a whole with which its parts are listed.
var partsBegin = regexp.MustCompile(`^[，,、；（(：:]*\s*(?:其中|分别(?:是|为)|包括)|^\s*[（(]`)

// listsSome are words that say that not all parts are named.
var listsSome = regexp.MustCompile(`等[，。；）)、]|等$|主要|重点|包括`)

// relateParts finds the parts that stand behind a whole, in its brackets or behind 其中. A whole of two figures
// (153户590人) has parts of two: each unit is added up by itself.
func (p *report) relateParts(i int) {
	f := &p.figures[i]
	if f.sign != "" || f.unit == "" {
		return
	}
	text := p.lines[f.line].text
	begin := p.behindPair(i)
	opened := partsBegin.FindString(text[begin:])
	if opened == "" {
		return
	}
	end := p.partsEnd(text[:min(len(text), begin+longestList)], begin, opened)
	if listsSome.MatchString(text[begin:end]) {
		return
	}
	var parts []int
	for k := i + 1; k < len(p.figures) && k-i <= 4*lookOn && p.figures[k].line == f.line && p.figures[k].to <= end; k++ {
		if g := &p.figures[k]; g.from >= begin && g.unit == f.unit {
			if g.partOf > 0 || p.isLoose(text[begin:end], k, begin) {
				continue
			}
			if g.sign != "" {
				return
			}
			parts = append(parts, k)
		}
	}
	if parts = p.firstList(i, parts); len(parts) < 2 {
		return
	}
	for _, k := range parts {
		p.figures[k].partOf = i + 1
	}
}

// firstList leaves out what is said behind the list of the parts: as soon as they add up to the whole they are all;
// where 、 stands between them, the next ， ends the list.
func (p *report) firstList(i int, parts []int) []int {
	sum := decimal.Zero
	for n, k := range parts {
		if sum = sum.Add(p.figures[k].number); n > 0 && sum.Equal(p.figures[i].number) {
			return parts[:n+1]
		}
	}
	for n := 1; n < len(parts); n++ {
		mark := p.markBefore(parts[n])
		if n > 1 && mark != p.markBefore(parts[1]) && mark == "，" {
			return parts[:n]
		}
	}
	return parts
}

// markBefore is the mark between the words of a figure and what stands before them.
func (p *report) markBefore(k int) string {
	f := &p.figures[k]
	before, size := utf8.DecodeLastRuneInString(p.lines[f.line].text[:f.start])
	if size == 0 {
		return ""
	}
	return string(before)
}

// longestList bounds the bytes of a list of parts.
const longestList = 6000

// behindPair is where the words behind a whole begin; behind 153户590人 for each of the two.
func (p *report) behindPair(i int) int {
	f := &p.figures[i]
	end := f.to
	for k := i + 1; k < len(p.figures); k++ {
		next := &p.figures[k]
		if next.line != f.line || next.from != end || next.unit == f.unit {
			break
		}
		end = next.to
	}
	// 项目74个: what is counted may be named behind the number
	text := p.lines[f.line].text[end:]
	for n, r := range text {
		if n > 24 || strings.ContainsRune(stops, r) {
			break
		}
		if strings.ContainsRune("，,（(：:、", r) {
			return end + n
		}
	}
	return end
}

// partsEnd is where the list of parts ends: the bracket, or the sentence.
func (p *report) partsEnd(text string, begin int, opened string) int {
	if strings.ContainsAny(opened, "（(") {
		depth := 0
		for n, r := range text[begin:] {
			switch r {
			case '（', '(':
				depth++
			case '）', ')':
				if depth--; depth == 0 {
					return begin + n
				}
			}
		}
		return begin
	}
	if stop := strings.IndexAny(text[begin:], "。；;\n"); stop >= 0 {
		return begin + stop
	}
	return len(text)
}

// isLoose holds for a figure that is a part of a part: in brackets of its own, or behind another 其中.
func (p *report) isLoose(text string, k, begin int) bool {
	before := text[:p.figures[k].from-begin]
	opened := strings.NewReplacer("（", "(", "）", ")").Replace(before)
	return strings.Count(opened, "(")-strings.Count(opened, ")") > 1 || strings.Count(before, "其中") > 1
}
