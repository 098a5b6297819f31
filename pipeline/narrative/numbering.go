package narrative

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// number is the numbering that a line begins with.
type number struct {
	style string // how it is written, with 1 in place of the number: "一、", "（一）", "1.", "（1）", "第一部分"
	n     int    // 0 where there is none
	or    int    // what it would have been, had it followed the one before
	end   int    // where the words begin, in bytes of the text
}

// numberings are the ways to number a line. Brackets of either width, and a mixture of the two, are one way.
var numberings = []struct {
	style   string
	pattern *regexp.Regexp
}{
	{"第一部分", regexp.MustCompile(`^第([一二三四五六七八九十]+|\d{1,2})(?:部分|章|节)[、，:： ]*`)},
	{"一、", regexp.MustCompile(`^([一二三四五六七八九十]+)\s*[、.．]\s*`)},
	{"（一）", regexp.MustCompile(`^[（(]([一二三四五六七八九十]+)[）)]\s*[、.]?\s*`)},
	{"（1）", regexp.MustCompile(`^[（(](\d{1,2})[）)]\s*[、.]?\s*`)},
	{"1、", regexp.MustCompile(`^(\d{1,2})\s*[、.．](?:\s*)`)},
	{"1）", regexp.MustCompile(`^(\d{1,2})[）)]\s*`)},
}

var (
	bookmarkLeft = regexp.MustCompile(`^\[bookmark:[^\]]*\]\s*`)
	circled      = []rune("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
)

// numberOf reads the numbering of a line.
func numberOf(text string) number {
	skip := len(bookmarkLeft.FindString(text))
	skip += len(text[skip:]) - len(strings.TrimLeft(text[skip:], " \t"))
	rest := text[skip:]
	for _, way := range numberings {
		found := way.pattern.FindStringSubmatch(rest)
		if found == nil {
			continue
		}
		if after := rest[len(found[0]):]; way.style == "1、" && after != "" && '0' <= after[0] && after[0] <= '9' {
			continue // 1.5公里
		}
		if n := wholeOf(found[1]); n > 0 {
			return number{style: way.style, n: n, end: skip + len(found[0])}
		}
	}
	for i, r := range circled {
		if after, found := strings.CutPrefix(rest, string(r)); found {
			return number{style: "①", n: i + 1, end: len(text) - len(after)}
		}
	}
	return number{end: skip}
}

// wholeOf reads 12 and 十二.
func wholeOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n, ok := chineseNumber(s)
	if !ok {
		return 0
	}
	return int(n.IntPart())
}

// write writes a number in a style.
func (n number) write() string {
	switch n.style {
	case "第一部分":
		return "第" + inChinese(n.n) + "部分"
	case "一、":
		return inChinese(n.n) + "、"
	case "（一）":
		return "（" + inChinese(n.n) + "）"
	case "①":
		return string(circled[min(n.n, len(circled))-1])
	}
	return strings.Replace(n.style, "1", strconv.Itoa(n.n), 1)
}

func inChinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	if n <= 0 || n > 99 {
		return strconv.Itoa(n)
	}
	tens := ""
	switch {
	case n >= 20:
		tens = digits[n/10] + "十"
	case n >= 10:
		tens = "十"
	}
	return tens + digits[n%10]
}

// findNumberingFaults follows the numbers of sections and, within each, of what is numbered below.
func (p *report) findNumberingFaults() {
	style := p.topStyle()
	var top number
	var below sequence
	for i := range p.lines {
		l := &p.lines[i]
		if l.cell != nil || l.aside || i <= p.title {
			continue
		}
		if h := p.headAt(i); h != nil && h.top {
			below = sequence{}
			p.seeTop(i, style, &top)
			continue
		}
		if l.item.n > 0 {
			if expected := below.follow(l.item); expected != "" {
				p.mark("numbering", i, 0, min(len(l.text), l.item.end+60), expected)
			}
		}
	}
}

// seeTop follows the number of a section.
func (p *report) seeTop(i int, style string, last *number) {
	item := p.lines[i].item
	if item.n == 0 {
		return
	}
	expected := number{style: style, n: last.n + 1, or: last.or + 1}
	if item.n != expected.n && item.n != expected.or || item.style != style {
		p.mark("numbering", i, 0, len(p.lines[i].text), expected.write())
	}
	*last = number{n: item.n, or: expected.n}
}

// topStyle is how most sections are numbered; of two as frequent the first.
func (p *report) topStyle() string {
	times, best := map[string]int{}, ""
	for _, h := range p.heads {
		if h.top && h.item.n > 0 {
			times[h.item.style]++
		}
	}
	for _, h := range p.heads {
		if h.top && times[h.item.style] > times[best] {
			best = h.item.style
		}
	}
	return best
}

// sequence are the lists that are open, the outer first.
type sequence []number

// follow takes the next number up; it gives the number that should stand there where this one does not follow.
func (s *sequence) follow(item number) (expected string) {
	for at, open := range *s {
		if open.style != item.style {
			continue
		}
		*s = (*s)[:at+1]
		(*s)[at].n, (*s)[at].or = item.n, open.n+1
		if item.n == 1 || item.n == open.n+1 || open.or > 0 && item.n == open.or+1 {
			return ""
		}
		return number{style: item.style, n: open.n + 1}.write()
	}
	item.or = 1
	*s = append(*s, item)
	if item.n != 1 {
		return number{style: item.style, n: 1}.write()
	}
	return ""
}

// span tells a run of lines: 第13段至第21段.
func span(first, last string) string {
	if first == last {
		return first
	}
	return fmt.Sprintf("%s至%s", first, last)
}
