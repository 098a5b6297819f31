package privacy

import "strings"

// role is what a word does for the name beside it.
type role int

// Roles: a form's word (联系人), one for people (村民), one before whom somebody is seen (慰问), a title (书记), an
// address in speech (大爷), what follows a household's name (户 家 等) or a number of people (人 名), 男 or 女 behind
// a name, what announces an address, and a door's number.
const (
	form role = iota + 1
	people
	visit
	title
	speech
	household
	counted
	sex
	home
	door
)

// announcers by their first sign.
type announcers map[rune][]announcer

type announcer struct {
	runes []rune
	role  role
}

var names = readAnnouncers(map[role]string{form: "form", people: "people", visit: "visit", title: "title",
	speech: "speech", household: "household", counted: "counted", sex: "sex", home: "address", door: "door"})

func readAnnouncers(all map[role]string) announcers {
	found := announcers{}
	for role, file := range all {
		for _, word := range strings.Fields(lexicon("role_" + file)) {
			runes := []rune(word)
			found[runes[0]] = append(found[runes[0]], announcer{runes, role})
		}
	}
	return found
}

// at is the longest word at i; of a word with two roles the first.
func (a announcers) at(t *text, i int) (word announcer) {
	for _, w := range a[t.rune(i)] {
		if (len(w.runes) > len(word.runes) || len(w.runes) == len(word.runes) && w.role < word.role) &&
			t.has(i, w.runes) {
			word = w
		}
	}
	return word
}

// word looks at what the word at i announces or follows.
func (s *search) word(i int) {
	w := names.at(s.t, i)
	behind := i + len(w.runes)
	switch w.role {
	case form, people:
		s.announced(behind, w.role)
	case visit:
		s.announced(behind, w.role)
	case title:
		s.titled(i)
		s.announced(behind, w.role)
	case speech:
		s.titled(i)
	case household, counted:
		s.household(i, behind, w.role)
		if s.t.rune(i) == '户' {
			s.announced(behind, people) // whatever household: 受灾户
		}
	case sex:
		if before := s.t.rune(i - 1); before != 0 && strings.ContainsRune(",、( ", before) && !s.t.han(behind) {
			s.owner(i)
		}
	case home:
		s.address(i, behind)
	case door:
		s.doorNumber(i)
	}
}

// announced looks for names behind a word that announces them.
func (s *search) announced(i int, as role) {
	t := s.t
	i, colon, broken := t.lead(i)
	if broken && !t.lineOfName(i) {
		return
	}
	for first := true; ; first = false {
		end, how := s.nextName(i, as, colon)
		if how == no && first {
			end, how = t.beforeName(i)
		}
		if how == no || isHan(t.rune(end)) && strings.ContainsRune("省县市区村镇乡屯湾", t.rune(end)) {
			return
		}
		if as == visit && end-i < 3 && first && t.rune(end) != '、' {
			how = maybe
		}
		s.hit(i, end, Name, how == sure)
		next := t.skip(end, " \t")
		switch r := t.rune(next); {
		case r == '、' || r == '/' || r == ',' || r == '和' || r == '与' || r == '及':
			if i = t.skip(next+1, " \t"); r == ',' && !t.lone(i) {
				return
			}
			colon = colon && (r == '、' || r == '/')
		case next == end && is(r, frequent) || next > end && t.lone(next):
			i, colon = next, false
		default:
			return
		}
	}
}

// lead goes over what stands between a word and the name: (签字), a colon, blanks, one end of a line.
func (t *text) lead(i int) (at int, colon, broken bool) {
	i = t.skip(i, " \t")
	for _, word := range []string{"姓名", "签字", "签章", "签名"} {
		if t.has(i, []rune(word)) {
			i = t.skip(i+2, " \t")
		}
	}
	if t.rune(i) == '(' {
		for k := i + 1; k < i+9; k++ {
			if t.rune(k) == ')' {
				i = t.skip(k+1, " \t")
				break
			}
		}
	}
	if t.rune(i) == ':' {
		i, colon = t.skip(i+1, " \t"), true
	}
	if t.rune(i) == '\r' || t.rune(i) == '\n' {
		i, broken = t.skip(i, "\r\n \t"), true
	}
	return i, colon, broken
}

// beforeName reads what is no name by itself, but stands in a list before one: 全国明、覃丽.
func (t *text) beforeName(i int) (end int, how certainty) {
	for end = i; t.han(end) && end < i+4 && !is(t.rune(end), never); end++ {
	}
	if end < i+2 || t.rune(end) != '、' || !is(t.rune(i), frequent|seldom) || !is(t.rune(end+1), frequent) {
		return i, no
	}
	_, how = t.nameAt(end + 1)
	return end, maybe.when(how == sure)
}

// lineOfName tells whether the line at i is a name and nothing else.
func (t *text) lineOfName(i int) bool {
	end, how := t.nameAt(i)
	r := t.rune(t.skip(end, " \t"))
	return how > no && (r == 0 || r == '\n' || r == '\r')
}

// lone tells whether a name with only signs around begins at i.
func (t *text) lone(i int) bool {
	end, how := t.nameAt(i)
	return how > no && (!t.han(end) || is(t.rune(end), behind))
}

// noNames are what a form has instead of a name.
var noNames = pairs(lexicon("no_names"))

// nextName reads the name at i. Behind a form's word and a colon anything may be a name that is written alone.
func (s *search) nextName(i int, as role, colon bool) (end int, how certainty) {
	t := s.t
	if end, ok := t.dotted(i); ok && (colon || as == form) {
		return end, sure
	}
	if end, ok := t.apart(i); ok && (colon || as == form) {
		return end, sure
	}
	end, how = t.nameAt(i)
	if how == sure || as != form || !colon {
		return end, how
	}
	run := i
	for t.han(run) && run-i < 5 && !is(t.rune(run), never) {
		run++
	}
	if how == maybe {
		return end, sure
	}
	if t.han(run) || noNames[[2]rune{t.rune(i), t.rune(i + 1)}] || wordStarts[[2]rune{t.rune(i), t.rune(i + 1)}] {
		return i, no
	}
	switch run - i {
	case 1:
		return run, maybe.when(is(t.rune(i), frequent|seldom))
	case 2, 3, 4:
		return run, sure
	}
	return i, no
}

func (c certainty) when(so bool) certainty {
	if so {
		return c
	}
	return no
}

// titled looks for the name before a title, or the surname alone: 王建国同志, 覃书记.
func (s *search) titled(p int) {
	t := s.t
	if t.rune(p-1) == '副' {
		p--
	}
	if from, how := t.nameBefore(p); how > no {
		s.hit(from, p, Name, how == sure)
		s.backwards(from, how)
		return
	}
	if is(t.rune(p-1), frequent) && t.side(p-1) != blocked {
		s.hit(p-1, p, Name, t.side(p-1) == clear || !wordStarts[[2]rune{t.rune(p - 2), t.rune(p - 1)}])
	} else if is(t.rune(p-1), seldom) && t.side(p-1) == clear {
		s.hit(p-1, p, Name, false)
	}
}

// backwards goes through the list of names that ends before i.
func (s *search) backwards(i int, how certainty) {
	t := s.t
	for {
		sep := i - 1
		for t.rune(sep) == ' ' {
			sep--
		}
		switch t.rune(sep) {
		case '、', '/', ',', '和', '与', '及':
		default:
			if sep == i-1 {
				return
			}
			sep++
		}
		end := sep
		for t.rune(end-1) == ' ' {
			end--
		}
		from, got := t.nameBefore(end)
		if got == no {
			return
		}
		s.hit(from, end, Name, got == sure && how == sure)
		i = from
	}
}
