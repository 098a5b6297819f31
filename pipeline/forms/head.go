package forms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// A year is 年度, stands in a title, or is alone: （2023年度）, FY2023, 2023.1-12, 二〇二三年. Dates of filling,
// printing and revision, and years in names and sentences are none.
var (
	aloneYear = regexp.MustCompile(`^[(\[【〔]*(?:FY|fy|年度|预算年度|自评年度|评价年度)?[:]?((?:19|20)\d\d)` +
		`(?:年度|年|\.0?1[-~—–至到](?:\d{4}\.)?12月?|年0?1[-~—–至到]12月份?|财年|财政年度)?[)\]】〕]*$`)
	spelledYear = regexp.MustCompile(`([一二][〇零○Oo0一二三四五六七八九]{3})年`)
	titleYear   = regexp.MustCompile(`((?:19|20)\d\d)(年度|年|\D|$)`)
	noYear      = regexp.MustCompile(`^(?:年?(?:修订|版|印发|制|发布|\d*月))|^[〕\]]`)
	dated       = regexp.MustCompile(`日期|时间|打印|修订|印发|依据|版本`)
	headings    = regexp.MustCompile(`(表|表格|情况|汇总|清单|报告|台账)$`)
)

// spelled are the digits of a year in words.
var spelled = strings.NewReplacer("〇", "0", "零", "0", "○", "0", "O", "0", "o", "0",
	"一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")

// yearAlone gives the year that a cell says and nothing else, apart from other notes beside it; 0 for none.
func yearAlone(c *cells.Cell) int {
	if c.Kind != cells.Text && c.Kind != cells.Number || len(c.Text) > 180 || c.Kind == cells.Number && c.Date {
		return 0
	}
	if !strings.ContainsAny(c.Text, "12１２一二") {
		return 0
	}
	text := values.Compact(c.Text)
	if found := spelledYear.FindStringSubmatch(text); found != nil {
		text = strings.Replace(text, found[1], spelled.Replace(found[1]), 1)
	}
	if found := aloneYear.FindStringSubmatch(text); found != nil {
		year, _ := strconv.Atoi(found[1])
		return year
	}
	if dated.MatchString(text) || c.Kind == cells.Number {
		return 0
	}
	for _, part := range wideGap.Split(strings.ReplaceAll(c.Text, "　", "  "), -1) {
		if found := aloneYear.FindStringSubmatch(values.Compact(part)); found != nil && strings.Contains(part, "年") {
			year, _ := strconv.Atoi(found[1])
			return year
		}
	}
	return 0
}

var wideGap = regexp.MustCompile(`\s{2,}|[\t\n]`)

// yearInTitle gives the year that a heading names: 2023年度项目支出绩效自评表, …自评表（2023年度）.
func yearInTitle(text string) int {
	text = values.Compact(text)
	if found := spelledYear.FindStringSubmatch(text); found != nil {
		text = strings.Replace(text, found[1], spelled.Replace(found[1]), 1)
	}
	for _, at := range titleYear.FindAllStringSubmatchIndex(text, -1) {
		if at[2] > 0 && '0' <= text[at[2]-1] && text[at[2]-1] <= '9' || noYear.MatchString(text[at[3]:]) {
			continue
		}
		year, _ := strconv.Atoi(text[at[2]:at[3]])
		return year
	}
	return 0
}

// headYear looks for the budget year above the form's first block: in its title, or alone.
func (g *grid) headYear(area cells.Range, end int) (*cells.Cell, int) {
	var titled *cells.Cell
	year := 0
	for row := area.Top; row <= end; row++ {
		for _, c := range g.rows[row] {
			if c.Col < area.Left || c.Col > area.Right || g.hitAt(c) != nil {
				continue
			}
			if n := yearAlone(c); n != 0 && (c.Kind == cells.Text || len(g.rows[row]) == 1) {
				return c, n
			}
			if titled == nil && g.isHeading(c) {
				if n := yearInTitle(c.Text); n != 0 {
					titled, year = c, n
				}
			}
		}
	}
	return titled, year
}

// isHeading holds for a title, and for a line of its own that reads like one.
func (g *grid) isHeading(c *cells.Cell) bool {
	if c.Kind != cells.Text || len(c.Text) > 180 {
		return false
	}
	if slices.ContainsFunc(g.titles, func(t title) bool { return t.cell == c }) {
		return true
	}
	return len(g.rows[c.Row]) == 1 && !dated.MatchString(c.Text) && headings.MatchString(parseLabel(c.Text).key)
}

// readYear records the form's year. A labelled one (年度 | 2023) is an ordinary single value and goes first.
func (r *reader) readYear() {
	for e := range r.m.singles {
		if e.Type == rules.YearType {
			return
		}
	}
	c, year := r.m.g.headYear(r.m.area, r.headEnd())
	if year == 0 {
		return
	}
	f := r.field("year", c, c.Row, c.Col)
	f.Number = decimal.NewNullDecimal(decimal.New(int64(year), 0))
	r.out = append(r.out, f)
}

// headEnd is the last row of the form's head: above its first block or single value below it.
func (r *reader) headEnd() int {
	end := min(r.m.area.Bottom, r.m.area.Top+12)
	for _, b := range r.m.blocks {
		if b.header > 0 {
			end = min(end, b.header)
		}
	}
	return end
}

// yearOfLabels is the year that labels with a year in front must be of; of the latest where the form says none.
func (g *grid) yearOfLabels(area cells.Range, hits []*hit) (year int) {
	for _, h := range hits {
		year = max(year, h.label.year)
	}
	if year == 0 {
		return 0
	}
	if _, head := g.headYear(area, min(area.Bottom, area.Top+12)); head != 0 {
		return head
	}
	return year
}

// isHeadNote holds for a cell that says the year or the unit of amounts of a form.
func isHeadNote(c *cells.Cell) bool {
	return len(c.Text) <= 180 && (yearAlone(c) != 0 || unitNote(c.Text) != "")
}
