package narrative

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// heading is a line that heads what follows.
type heading struct {
	line    int
	item    number
	words   string // without number and closing marks
	section string // the 章节 that it is; "" for others
	also    []string
	top     bool // a section of the report, not a part of one
}

// longestHeading is the number of letters beyond which a line is text.
const longestHeading = 40

// headingWords gives the words of a line that may be a heading.
func headingWords(l *line) (words string, ok bool) {
	if l.cell != nil || l.aside {
		return "", false
	}
	words = strings.TrimSpace(l.text[l.item.end:])
	if l.level == 0 && strings.HasSuffix(words, "。") {
		return "", false
	}
	words = strings.TrimRight(words, "：:。 ")
	n := utf8.RuneCountInString(words)
	return words, 0 < n && n <= longestHeading && !strings.ContainsAny(words, "。；！？")
}

// findHeads finds the headings, and under which section each line stands.
func (p *report) findHeads() {
	p.title = p.findTitle()
	for i := range p.lines {
		p.lines[i].item = numberOf(p.lines[i].text)
	}
	for i := range p.lines {
		l := &p.lines[i]
		words, ok := headingWords(l)
		if !ok || i == p.title {
			continue
		}
		section, also := p.sectionOf(words)
		if l.item.n == 0 && l.level == 0 && (section == "" || utf8.RuneCountInString(words) > 20 ||
			strings.ContainsAny(words, "，,") || endsFigure(words)) {
			continue
		}
		p.heads = append(p.heads, heading{line: i, item: l.item, words: words, section: section, also: also})
	}
	p.findTop()
	p.spreadSections()
}

func endsFigure(words string) bool { return strings.ContainsAny(words, "0123456789") }

// findTop tells sections from parts of one: numbered in the style of the first section, and known by its words or
// next in order; a section known by its words that is next in order is one too, however it is numbered.
func (p *report) findTop() {
	style := p.firstStyle()
	last, seen := 0, map[string]bool{}
	for i := range p.heads {
		h := &p.heads[i]
		known := h.section != "" && !seen[h.section] && p.isRequired(h.section)
		switch {
		case h.item.n == 0:
			h.top = known && style == ""
		case h.item.style == style:
			h.top = style == "一、" || style == "第一部分" || known || h.item.n == last+1 && p.lines[h.line].level == 1
		default:
			h.top = known && h.item.n == last+1 && last > 0
		}
		if h.top {
			last = h.item.n
			seen[h.section] = true
		}
	}
}

// firstStyle is how sections are numbered: of the ways that number known sections the most frequent, of two as
// frequent the outer.
func (p *report) firstStyle() string {
	times := map[string]int{}
	for _, h := range p.heads {
		if h.item.n > 0 && h.section != "" && p.isRequired(h.section) {
			times[h.item.style]++
		}
	}
	best := ""
	for _, way := range numberings {
		if times[way.style] > times[best] {
			best = way.style
		}
	}
	return best
}

func (p *report) isRequired(section string) bool {
	for _, s := range p.sections {
		if s.Name == section {
			return s.Required
		}
	}
	return false
}

func (p *report) spreadSections() {
	section, next := "", 0
	for i := range p.lines {
		for next < len(p.heads) && p.heads[next].line <= i {
			if h := p.heads[next]; h.top || h.section != "" {
				section = h.section
				if section == "" {
					section = h.words
				}
			}
			next++
		}
		p.lines[i].section = section
	}
}

// headAt gives the heading that a line is; headings stand in the order of their lines.
func (p *report) headAt(line int) *heading {
	at, found := slices.BinarySearchFunc(p.heads, line, func(h heading, line int) int { return h.line - line })
	if !found {
		return nil
	}
	return &p.heads[at]
}

// sectionOf gives the section that a heading names: the one whose wordings cover most of it, of two the later row.
// also are those that it names besides, by other words: 存在问题及工作建议.
func (r *Reader) sectionOf(words string) (section string, also []string) {
	best, cover := -1, []bool(nil)
	for i, s := range r.sections {
		if c := covered(words, s.Words); count(c) > 0 && (best < 0 || count(c) >= count(cover)) {
			best, cover = i, c
		}
	}
	if best < 0 {
		return "", nil
	}
	for i, s := range r.sections {
		if c := covered(words, s.Words); i != best && count(c) > 0 && !overlap(c, cover) {
			also = append(also, s.Name)
		}
	}
	return r.sections[best].Name, also
}

// covered marks the bytes of words that some wordings cover.
func covered(words string, wordings []string) []bool {
	cover := make([]bool, len(words))
	for _, w := range wordings {
		if w == "" {
			continue
		}
		for at := strings.Index(words, w); at >= 0; {
			for i := at; i < at+len(w); i++ {
				cover[i] = true
			}
			next := strings.Index(words[at+len(w):], w)
			if next < 0 {
				break
			}
			at += len(w) + next
		}
	}
	return cover
}

func count(cover []bool) (n int) {
	for _, c := range cover {
		if c {
			n++
		}
	}
	return n
}

func overlap(a, b []bool) bool {
	for i := range a {
		if a[i] && b[i] {
			return true
		}
	}
	return false
}

var (
	reportTitle = regexp.MustCompile(`(?:绩效|自评|评价).*(?:报告|总结|汇报)(?:书|材料)?(?:[（(].*[）)])?$`)
	noReport    = regexp.MustCompile(`^关于(?:报送|上报|呈报|印发|转发|开展|做好|组织|下达)|(?:通知|函|批复|请示)(?:[（(].*[）)])?$`)
	noticeTitle = regexp.MustCompile(`整改(?:的)?通知(?:书)?(?:[（(].*[）)])?$`)
	yearWords   = regexp.MustCompile(`((?:19|20)\d\d)\s*年`)
)

// titleLines is how many lines from the top may hold the title.
const titleLines = 8

// findTitle gives the line of the title; the first line where none says report.
func (p *report) findTitle() int {
	for i := range p.lines {
		if i == titleLines {
			break
		}
		text := strings.TrimSpace(p.lines[i].text)
		for back := i - 1; back >= max(0, i-2) && !reportTitle.MatchString(text); back-- { // a title in two lines
			text = strings.TrimSpace(p.lines[back].text) + text
		}
		if utf8.RuneCountInString(text) <= 80 && reportTitle.MatchString(text) && !strings.ContainsAny(text, "。；") {
			return i
		}
	}
	return 0
}

// isReport: the title says so, or the sections of one are there. Beside forms the sections have to say so.
func (p *report) isReport(besideForms bool) bool {
	if len(p.lines) == 0 {
		return false
	}
	known := map[string]bool{}
	for _, h := range p.heads {
		if h.section != "" {
			known[h.section] = true
		}
	}
	if besideForms {
		return len(known) >= 3
	}
	title := p.titleText()
	for i := 0; i <= p.title; i++ {
		if noReport.MatchString(strings.TrimSpace(p.lines[i].text)) {
			return len(known) >= 4
		}
	}
	switch {
	case noReport.MatchString(title):
		return len(known) >= 4
	case reportTitle.MatchString(title):
		return len(p.lines) >= 3
	}
	return len(known) >= 3
}

// titleText is the title, of two lines both.
func (p *report) titleText() string {
	text := strings.TrimSpace(p.lines[p.title].text)
	for back := p.title - 1; back >= 0 && back >= p.title-2; back-- {
		if above := strings.TrimSpace(p.lines[back].text); !strings.ContainsAny(above, "。；：") {
			text = above + text
		}
	}
	return text
}

// findYear is the year that most of the report is about; the title counts three times.
func (p *report) findYear() int {
	times := map[int]int{}
	for i := range p.lines {
		for _, found := range yearWords.FindAllStringSubmatch(p.lines[i].text, -1) {
			year, _ := strconv.Atoi(found[1])
			if times[year]++; i == p.title {
				times[year] += 2
			}
		}
	}
	best := 0
	for year, n := range times {
		if n > times[best] || n == times[best] && year > best {
			best = year
		}
	}
	return best
}
