package privacy

import "strings"

// household looks for the name before 户, 家, 等 and the like.
func (s *search) household(p, behind int, as role) {
	t := s.t
	number := p
	for isDigit(t.rune(number-1)) || t.rune(number-1) == ' ' {
		number--
	}
	if as == counted && number == p {
		return
	}
	from, how := t.nameBefore(number)
	if number < p {
		p = number
	}
	if how == no {
		return
	}
	switch first := t.rune(behind - 1); {
	case first == '等' && p == behind-1:
		if how = s.andOthers(behind, how); how == no {
			return
		}
	case first == '家' && p == behind-1:
		if how = t.house(from, p, how); how == no {
			return
		}
	}
	s.hit(from, p, Name, how == sure)
	s.backwards(from, how)
}

// andOthers weighs a name before 等 by what follows: 等3户 are people, 等5个村 are not.
func (s *search) andOthers(i int, how certainty) certainty {
	t := s.t
	i = t.skip(i, " ")
	number := i
	for isDigit(t.rune(i)) || chineseDigit(t.rune(i)) >= 0 || t.rune(i) == '十' || t.rune(i) == '余' {
		i++
	}
	r := t.rune(i)
	if i > number {
		if strings.ContainsRune("户人名位", r) {
			return how
		}
		return no
	}
	if r != 0 && strings.ContainsRune("人户几多", r) {
		return how
	}
	if as := names.at(t, i).role; as == people || as == speech {
		return how
	}
	return no
}

// owner looks for the name before a number or 男: 张三（450329…）, 张三，男.
func (s *search) owner(p int) {
	t := s.t
	end := p
	for end > p-3 && end > 0 && strings.ContainsRune(" ,(:、\n[", t.rune(end-1)) {
		end--
	}
	if from, how := t.nameBefore(end); how > no && t.side(from) == clear {
		s.hit(from, end, Name, how == sure)
		s.backwards(from, how)
	}
}

// house weighs a name before 家: 张三家 is one, 李家坪 and 黄村三家企业 are not.
func (t *text) house(from, p int, how certainty) certainty {
	if strings.ContainsRune("村庄屯坪寨湾沟坡坝冲岭界山族乡企公单合机医超商店用河塘桥口", t.rune(p+1)) {
		return no
	}
	last := t.rune(p - 1)
	if strings.ContainsRune("国大农专厂商独管作行安成全自回居搬当各每几多两一万", last) {
		return min(how, maybe)
	}
	if chineseDigit(last) >= 0 && t.side(from) != clear {
		return maybe
	}
	return how
}

// alone looks at a name at i that nothing announces: in a list of names, or so usual that it is seldom something else.
func (s *search) alone(i int) {
	t := s.t
	if t.side(i) != clear || t.rune(i-1) == '、' {
		return
	}
	n, rare := t.surname(i)
	end, how := t.nameAt(i)
	if how == no {
		return
	}
	if t.rune(end) == '、' && s.list(i, end) {
		return
	}
	full := end == i+n+2 && t.usual(i+n, end) == 2
	if full && !rare && t.ends(end) && !t.place(end) {
		s.hit(i, end, Name, false)
	}
}

// place tells whether what follows makes a place of a name: 李家明村.
func (t *text) place(end int) bool {
	r := t.rune(end)
	return r != 0 && strings.ContainsRune("村镇乡县市区屯坪寨湾沟坡坝路街桥库塘站校园场厂店苑", r)
}

// list looks at the list that begins with the name from i to end, with 、 between: each item is a name.
func (s *search) list(i, end int) bool {
	t := s.t
	type item struct{ from, to int }
	items := []item{{i, end}}
	common, long := 0, 0
	count := func(from, to int) {
		n, rare := t.surname(from)
		if !rare && t.usual(from+n, to) == to-from-n {
			common++
		}
		if to-from-n == 2 {
			long++
		}
	}
	count(i, end)
	for t.rune(end) == '、' {
		from := t.skip(end+1, " ")
		to, how := t.nameAt(from)
		if how == no || t.han(to) && t.rune(to) != '等' && !is(t.rune(to), behind) {
			break
		}
		items = append(items, item{from, to})
		count(from, to)
		end = to
	}
	if len(items) < 2 || t.rune(end) == '、' && len(items) < 3 || t.place(end) ||
		t.rune(end) == '等' && s.andOthers(end+1, sure) == no {
		return false
	}
	if long == 0 && common < len(items) || common*2 < len(items) && long < len(items) {
		return false
	}
	for _, it := range items {
		s.hit(it.from, it.to, Name, long == len(items) && common*2 >= len(items))
	}
	return true
}
