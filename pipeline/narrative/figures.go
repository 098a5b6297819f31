package narrative

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// figure is a number that the report states.
type figure struct {
	line     int
	from, to int // of the number with its unit, in bytes of the line's text
	start    int // where the words that it stands in begin
	sentence int // ordinal of the sentence, from the top of the report
	number   decimal.Decimal
	step     decimal.Decimal // of its last digit; of a vague number of its last digit that is not 0
	unit     string
	sign     string // "" exact, ≈ 约, > 余, < 近
	label    string // the words before it, without what fills
	after    string // the words behind it
	facts    []string
	listed   int    // of a count: how many are listed
	where    string // and where
	partOf   int    // of figures, from 1: the whole that it is a part of
	part     int    // of a rate: of figures, from 1
	whole    int    // and of what
	confirms string // arithmetic that bears it out: 95+46+12=153
}

// findFigures reads all figures and what they state.
func (p *report) findFigures() {
	sentence := 0
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.aside || i <= p.title:
		case l.cell != nil:
			sentence++
			p.cellFigure(i, sentence)
		default:
			first := len(p.figures)
			p.proseFigures(i, &sentence)
			p.stateFacts(i, first)
		}
		sentence++
	}
}

// proseFigures takes up the figures of a paragraph with the words around each.
func (p *report) proseFigures(i int, sentence *int) {
	l := &p.lines[i]
	text := l.text
	tokens := lex(text, l.item.end)
	end := l.item.end // of what was said before
	for k, t := range tokens {
		between := text[min(end, t.from):t.from]
		if stop := strings.LastIndexAny(between, stops); stop >= 0 {
			*sentence++
			_, size := utf8.DecodeRuneInString(between[stop:])
			between = between[stop+size:]
		}
		next := len(text)
		if k+1 < len(tokens) {
			next = tokens[k+1].from
		}
		f := figure{line: i, from: t.from, to: t.to, sentence: *sentence,
			number: t.number, step: t.step, unit: t.unit, sign: t.sign}
		f.start = t.from - len(ownClause(between))
		f.label, f.after = between, firstClause(text[t.to:next])
		end = t.to
		if t.words && t.unit != "%" && !isMoney(t.unit) && t.number.LessThan(decimal.New(10, 0)) {
			f.sign += "词" // a small number in words counts only where it states a fact
		}
		p.figures = append(p.figures, f)
	}
}

// ownClause is the last clause of the words before a figure; one of filling words alone belongs to the one before.
func ownClause(between string) string {
	rest := between
	for {
		cut := strings.LastIndexAny(rest, clauses)
		if cut < 0 {
			return between
		}
		_, size := utf8.DecodeRuneInString(rest[cut:])
		if own := between[cut+size:]; strings.TrimSpace(filled(own)) != "" {
			return own
		}
		rest = rest[:cut]
	}
}

// firstClause is what is said right behind a figure.
func firstClause(after string) string {
	if cut := strings.IndexAny(after, stops+clauses); cut >= 0 {
		return after[:cut]
	}
	return after
}

func isMoney(unit string) bool {
	switch unit {
	case "元", "百元", "千元", "万元", "亿元", "万", "亿":
		return true
	}
	return false
}
