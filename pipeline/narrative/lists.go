package narrative

import (
	"regexp"
	"unicode/utf8"
)

// introduces: the line ends so that a list follows.
var introduces = regexp.MustCompile(`(?:如下|分别是|分别为|以下|[:：])[。：:；，]?\s*$`)

// counted are what such a list may be of.
var counted = regexp.MustCompile(`目标|问题|措施|建议|方面|内容|指标|任务|工作`)

// findLists counts what is listed behind a stated count: 总体绩效目标11个，完成情况分别如下, and then (1) to (15).
func (p *report) findLists() {
	var goals []int // of figures that state the number of goals
	listed, where := 0, ""
	for i := range p.figures {
		f := &p.figures[i]
		isGoals := len(f.facts) == 1 && f.facts[0] == "目标数量"
		if isGoals {
			goals = append(goals, i)
		}
		l := &p.lines[f.line]
		if l.cell != nil || !isCount(f.unit) && f.unit != "" && f.unit != "点" || !introduces.MatchString(tail(l.text)) {
			continue
		}
		if !isGoals && (i+1 < len(p.figures) && p.figures[i+1].line == f.line || !counted.MatchString(f.label+f.after) ||
			utf8.RuneCountInString(l.text[f.to:]) > 30) {
			continue
		}
		if n, place := p.itemsBehind(f.line); n > 1 {
			if f.listed, f.where = n, place; isGoals {
				listed, where = n, place
			}
		}
	}
	for _, i := range goals {
		p.figures[i].listed, p.figures[i].where = listed, where
	}
}

// itemsBehind counts the items of the list that begins right behind a line.
func (p *report) itemsBehind(line int) (n int, where string) {
	style, first, last := "", "", ""
	for i := line + 1; i < len(p.lines); i++ {
		l := &p.lines[i]
		if h := p.headAt(i); h != nil && (h.top || h.item.style != style && style != "" && h.section != "") {
			break
		}
		if l.aside || l.cell != nil {
			continue
		}
		if style == "" {
			if l.item.n != 1 {
				break
			}
			style, first = l.item.style, l.place
		}
		if l.item.style == style {
			if n > 0 && l.item.n == 1 {
				break
			}
			n, last = n+1, l.place
		}
	}
	return n, span(first, last)
}

// tail is the end of a text.
func tail(text string) string { return text[max(0, len(text)-60):] }
