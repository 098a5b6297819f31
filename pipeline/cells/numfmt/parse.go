package numfmt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// parser cuts one section of a format code into pieces, from left to right and each sign once.
type parser struct {
	code   string
	pieces []piece
	when   *condition
	plain  bool // an exponent or a fraction: the number shows as it is
	last   int  // how many pieces there were with the last one that is neither text nor a point
}

// parseSections reads the sections of a code; more than four say nothing.
func parseSections(code string) []section {
	var sections []section
	for len(sections) < 4 {
		p := parser{code: code}
		rest, more := p.section()
		sections = append(sections, p.finish())
		if !more {
			break
		}
		code = rest
	}
	return sections
}

// section reads up to the next semicolon.
func (p *parser) section() (rest string, more bool) {
	for p.code != "" {
		switch c := p.code[0]; c {
		case ';':
			return p.code[1:], true
		case '"':
			text, rest, _ := strings.Cut(p.code[1:], `"`)
			p.literal(text)
			p.code = rest
		case '\\', '!':
			p.literal(p.take(1, true))
		case '_', '*': // a gap as wide as the next sign; the next sign as often as there is room
			p.take(1, true)
		case '[':
			inside, rest, _ := strings.Cut(p.code[1:], "]")
			p.bracket(inside)
			p.code = rest
		default:
			p.sign(c)
		}
	}
	return "", false
}

// take takes n bytes from the front, or with next the character behind them, and gives what it took last.
func (p *parser) take(n int, next bool) string {
	taken := p.code[:n]
	p.code = p.code[n:]
	if next {
		_, size := utf8.DecodeRuneInString(p.code)
		taken, p.code = p.code[:size], p.code[size:]
	}
	return taken
}

func (p *parser) literal(text string) {
	if last := len(p.pieces) - 1; last >= 0 && p.pieces[last].kind == literal {
		p.pieces[last].text += text
		return
	}
	if text != "" {
		p.pieces = append(p.pieces, piece{kind: literal, text: text})
	}
}

func (p *parser) add(kind rune, n int) {
	p.pieces = append(p.pieces, piece{kind: kind, n: n})
	if kind != '.' && kind != ',' {
		p.last = len(p.pieces)
	}
}

// words are the signs of more than one letter.
var words = []struct {
	written string
	kind    rune
	n       int // which of halves
}{
	{"general", general, 0}, {"g/通用格式", general, 0},
	{"am/pm", half, 0}, {"a/p", half, 1}, {"上午/下午", half, 2},
}

// sign reads what is not quoted.
func (p *parser) sign(c byte) {
	for _, w := range words {
		if len(p.code) >= len(w.written) && strings.EqualFold(p.code[:len(w.written)], w.written) {
			p.add(w.kind, w.n)
			p.take(len(w.written), false)
			return
		}
	}
	switch c {
	case '0', '#', '?':
		p.add(digit, 1)
		p.pieces[p.last-1].text = p.take(1, false)
	case '.', ',', '%', '@':
		p.add(rune(c), 1)
		p.take(1, false)
	case 'e', 'E':
		if len(p.code) > 1 && (p.code[1] == '+' || p.code[1] == '-') {
			p.plain = true
		}
		p.dateLetters('y')
	case '/':
		p.plain = p.plain || p.isFraction()
		p.literal(p.take(1, false))
	case 'y', 'm', 'd', 'h', 's', 'Y', 'M', 'D', 'H', 'S':
		p.dateLetters(unicode.ToLower(rune(c)))
	case 'a', 'g':
		p.rareLetters(c)
	default:
		p.literal(p.take(0, true))
	}
}

// isFraction says that a slash stands between digit marks: "# ?/?".
func (p *parser) isFraction() bool {
	last := len(p.pieces) - 1
	return last >= 0 && p.pieces[last].kind == digit && len(p.code) > 1 &&
		strings.IndexByte("?#0123456789", p.code[1]) >= 0
}

// run counts how often a letter stands at the front.
func (p *parser) run(c byte) (n int) {
	for n < len(p.code) && p.code[n] == c {
		n++
	}
	return n
}

// dateLetters reads the letters of a part of a date. Behind hours and before seconds an m is minutes.
func (p *parser) dateLetters(kind rune) {
	n := p.run(p.code[0])
	p.take(n, false)
	if p.last > 0 {
		before := &p.pieces[p.last-1]
		switch {
		case kind == 'm' && (before.kind == 'h' || before.kind == elapsedHours):
			kind = minute
		case kind == 's' && before.kind == 'm':
			before.kind = minute
		}
	}
	p.add(kind, n)
}

// rareLetters reads aaa, the day of the week, and gg, the era, which does not show.
func (p *parser) rareLetters(c byte) {
	n := p.run(c)
	text := p.take(n, false)
	switch {
	case c == 'a' && n >= 3:
		p.add(weekday, n)
	case c == 'g' && n >= 2:
	default:
		p.literal(text)
	}
}

// bracket reads [h], elapsed hours, [$￥-804], a currency, [>=10000], a condition. Colours and languages show
// nothing.
func (p *parser) bracket(inside string) {
	elapsed := map[string]rune{"h": elapsedHours, "m": elapsedMinutes, "s": elapsedSeconds}
	switch {
	case inside == "":
	case inside[0] == '$':
		symbol, _, _ := strings.Cut(inside[1:], "-")
		p.literal(symbol)
	case strings.IndexByte("<>=", inside[0]) >= 0:
		p.when = parseCondition(inside)
	default:
		lower := strings.ToLower(inside)
		if kind := elapsed[lower[:1]]; kind != 0 && strings.Trim(lower, lower[:1]) == "" {
			p.add(kind, len(lower))
		}
	}
}

// mostMarks is how many digit marks a section may have: a number has fewer digits.
const mostMarks = 64

// finish says what the section shows.
func (p *parser) finish() section {
	s := section{pieces: p.pieces, when: p.when}
	digits := 0
	for _, piece := range p.pieces {
		switch piece.kind {
		case '@':
			s.text = true
		case '%':
			s.percents++
		case digit:
			digits++
		case 'y', 'm', 'd', 'h', 's', minute, half, weekday, elapsedHours, elapsedMinutes, elapsedSeconds:
			s.Date = true
		}
	}
	s.Percent = s.percents > 0
	switch {
	case p.plain, digits > mostMarks:
		s.pieces, s.percents, s.Percent, s.Date = []piece{{kind: general}}, 0, false, false
	case s.Date:
		s.pieces = datePieces(p.pieces)
	case digits > 0:
		s.numberPieces()
	default:
		for i := range s.pieces {
			if kind := s.pieces[i].kind; kind == '.' || kind == ',' {
				s.pieces[i] = piece{kind: literal, text: string(kind)}
			}
		}
	}
	if !s.Date {
		s.Unit = s.unit()
	}
	return s
}

// datePieces keeps of a date's pieces what shows: a point is a point, but for that of parts of seconds.
func datePieces(pieces []piece) []piece {
	var shown []piece
	for i, p := range pieces {
		switch p.kind {
		case digit:
		case '.', ',':
			if i+1 == len(pieces) || pieces[i+1].kind != digit {
				shown = append(shown, piece{kind: literal, text: string(p.kind)})
			}
		default:
			shown = append(shown, p)
		}
	}
	return shown
}

// unit is the word that the section writes behind the number.
func (s *section) unit() string {
	last := -1
	for i, p := range s.pieces {
		switch p.kind {
		case digit, shaped, general, '%':
			last = i
		}
	}
	if last < 0 {
		return ""
	}
	var word strings.Builder
	for _, p := range s.pieces[last+1:] {
		word.WriteString(p.text)
	}
	isWord := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.Is(unicode.So, r) || strings.ContainsRune("%％‰", r)
	}
	unit := strings.TrimFunc(word.String(), func(r rune) bool {
		return !isWord(r) && (unicode.IsSpace(r) || unicode.IsPunct(r))
	})
	if !strings.ContainsFunc(unit, isWord) {
		return ""
	}
	return unit
}
