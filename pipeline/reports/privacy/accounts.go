package privacy

func mailSign(r rune) bool {
	return isLetter(r) || isDigit(r) || r == '.' || r == '_' || r == '-' || r == '+'
}

// mail looks at the address around an @.
func (s *search) mail(at int) {
	t := s.t
	from, to := at, at+1
	if t.rune(from-1) == ' ' && mailSign(t.rune(from-2)) {
		from--
	}
	if t.rune(to) == ' ' {
		to++
	}
	start := to
	for mailSign(t.rune(from - 1)) {
		from--
	}
	for mailSign(t.rune(to)) {
		to++
	}
	for to > start && (t.rune(to-1) == '.' || t.rune(to-1) == '-') {
		to--
	}
	dot := false
	for i := start; i < to; i++ {
		dot = dot || t.rune(i) == '.'
	}
	if mailSign(t.rune(from)) && dot {
		s.hit(from, to, Mail, true)
	}
}

// shortest is the fewest signs of an account's name.
const shortest = 5

// account looks at the name in letters and digits at i, behind 微信, QQ or the word for a certificate (护照).
func (s *search) account(i int) {
	t := s.t
	end, digits := i, 0
	for ; accountSign(t.rune(end)); end++ {
		if isDigit(t.rune(end)) {
			digits++
		}
	}
	if end-i < shortest || t.rune(end) == '@' || t.rune(end) == '.' && isLetter(t.rune(end+1)) {
		return
	}
	switch found, near := s.context(i); {
	case !near || t.rune(i-1) == ',':
	case found.kind == identities && digits >= shortest:
		s.hit(i, end, Certificate, true)
	case found.kind == phones:
		s.hit(i, end, Account, true)
	}
}

func accountSign(r rune) bool { return isLetter(r) || isDigit(r) || r == '_' || r == '-' }
