package narrative

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
)

// fields gives what was read as fields of the one schema. row_no is the ordinal of a figure, a mark or a heading.
func (p *report) fields(formNo int) []forms.Field {
	e := &emitter{no: formNo}
	title := &p.lines[p.title]
	e.put(forms.FormField, 0, title.place, p.titleWords()).Number = whole100
	if p.year > 0 {
		e.put("year", 0, title.place, title.shown).Number = number10(p.year)
	}
	if name, place := p.unitName(); name != "" {
		e.put("unit_name", 0, place, name)
	}
	for i := range p.figures {
		p.emitFigure(e, i)
	}
	for i := range p.marks {
		m := &p.marks[i]
		f := e.put(m.kind, i+1, m.place, m.words)
		if m.number > 0 {
			f.Number = number10(m.number)
		}
		if m.expected != "" {
			e.put(m.kind+"_expected", i+1, m.place, m.expected)
		}
	}
	p.emitSections(e)
	return e.out
}

var whole100 = decimal.NewNullDecimal(decimal.New(100, 0))

func number10(n int) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(int64(n), 0)) }

type emitter struct {
	no  int
	out []forms.Field
}

// put adds a field; the pointer holds until the next.
func (e *emitter) put(name string, row int, place, text string) *forms.Field {
	e.out = append(e.out, forms.Field{
		Sheet: cells.BodySheet, Form: Form, FormNo: e.no, RowNo: row, Name: name, Text: text, Cell: place,
	})
	return &e.out[len(e.out)-1]
}

func (p *report) emitFigure(e *emitter, i int) {
	f := &p.figures[i]
	l := &p.lines[f.line]
	row := i + 1
	words := strings.TrimLeft(l.words(f.start, f.to), "，、：:）) ")
	if l.cell != nil {
		words = strings.TrimSpace(f.label + " " + words)
	}
	s := e.put("statement", row, l.place, words)
	s.Number, s.Upper = decimal.NewNullDecimal(f.number), decimal.NewNullDecimal(f.step)
	s.Unit, s.Sign = f.unit, f.sign
	if len(f.facts) > 0 {
		e.put("statement_fact", row, l.place, strings.Join(f.facts, "|"))
	}
	if l.section != "" {
		e.put("statement_section", row, l.place, l.section)
	}
	if f.listed > 0 {
		e.put("statement_listed", row, l.place, f.where).Number = number10(f.listed)
	}
	if f.partOf > 0 {
		e.put("statement_part_of", row, l.place, "").Number = number10(f.partOf)
	}
	if f.part > 0 && f.whole > 0 {
		r := e.put("statement_rate_of", row, l.place, "")
		r.Number, r.Upper = number10(f.part), number10(f.whole)
	}
	if f.confirms != "" {
		e.put("statement_confirmed", row, l.place, f.confirms)
	}
}

// titleWords is the title as it stands, of two lines both.
func (p *report) titleWords() string { return strings.TrimSpace(p.lines[p.title].shown) }

var (
	// before the unit's name in a title, and behind it
	titleBefore = regexp.MustCompile(`^(?:附件\s*\d*[:：]?|关于|\s)*(?:(?:19|20)\d\d\s*年?(?:度)?)?\s*`)
	titleBehind = regexp.MustCompile(`(?:关于)?\s*(?:(?:19|20)\d\d|部门|单位|整体|项目|财政|预算|绩效|支出|自评|` +
		`年度|开展|评价|本级|资金).*$`)
	signed   = regexp.MustCompile(`^\p{Han}{2,20}(?:人民政府|政府|镇|乡|街道|街道办事处|办事处|局|委员会|中心|办公室)$`)
	filledIn = regexp.MustCompile(`^(?:单位名称|部门名称|填报单位|报告单位|预算单位|编制单位|部门（单位）名称)` +
		`\s*[（(]?(?:盖章|公章)?[）)]?\s*[:：]\s*(\p{Han}{2,24})`)
)

// unitName is whose report it is: the unit that a line names as such, else that of the title, else the signature.
func (p *report) unitName() (name, place string) {
	for i := range p.lines {
		if found := filledIn.FindStringSubmatch(strings.TrimSpace(p.lines[i].text)); found != nil && i < 20 {
			return found[1], p.lines[i].place
		}
	}
	for i := p.title; i >= 0 && i >= p.title-2; i-- {
		text := titleBefore.ReplaceAllString(strings.TrimSpace(p.lines[i].text), "")
		if text = tight(titleBehind.ReplaceAllString(text, "")); signed.MatchString(text) {
			return text, p.lines[i].place
		}
	}
	for i := len(p.lines) - 1; i > p.title && i > len(p.lines)-6; i-- {
		if text := tight(p.lines[i].text); signed.MatchString(text) {
			return text, p.lines[i].place
		}
	}
	return "", ""
}

// emitSections gives the headings, and the texts below those that are texts of the forms too (栏目).
func (p *report) emitSections(e *emitter) {
	for n, h := range p.heads {
		l := &p.lines[h.line]
		if h.section == "" {
			continue
		}
		e.put("section", n+1, l.place, l.shown)
		e.put("section_name", n+1, l.place, strings.Join(append([]string{h.section}, h.also...), "|"))
	}
	done := map[string]bool{}
	for n, h := range p.heads {
		field := p.fieldOf(h.section)
		if field == "" || done[field] {
			continue
		}
		if text, place := p.textBelow(n); text != "" {
			done[field] = true
			e.put(field, 0, place, text)
		}
	}
}

func (p *report) fieldOf(section string) string {
	for _, s := range p.sections {
		if s.Name == section {
			return s.Field
		}
	}
	return ""
}

// textBelow is what stands between a heading and the next one of its kind or above it.
func (p *report) textBelow(n int) (text, place string) {
	h := &p.heads[n]
	end := len(p.lines)
	for k := n + 1; k < len(p.heads); k++ {
		next := &p.heads[k]
		if next.top || !h.top && (next.section != "" || next.item.style == h.item.style && h.item.n > 0) {
			end = next.line
			break
		}
	}
	var lines []string
	for i := h.line + 1; i < end; i++ {
		if l := &p.lines[i]; l.cell == nil && !l.aside {
			if place == "" {
				place = l.place
			}
			lines = append(lines, strings.TrimSpace(l.shown))
		}
	}
	if end == len(p.lines) { // who signed and when is no text of the last section
		for n := len(lines); n > 1 && closing.MatchString(tight(lines[n-1])); n = len(lines) {
			lines = lines[:n-1]
		}
	}
	return strings.Join(lines, "\n"), place
}

// closing is who signed a report, and when.
var closing = regexp.MustCompile(`^(?:\p{Han}{2,20}(?:人民政府|政府|镇|乡|街道|办事处|局|委员会|中心|办公室)` +
	`(?:[（(].{1,6}[）)])?|.{0,14}年.{0,6}月.{0,6}日)$`)

// tight is a text without white space.
func tight(s string) string { return strings.Join(strings.Fields(s), "") }
