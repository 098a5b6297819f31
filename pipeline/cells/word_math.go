package cells

// formula takes an element of a formula (m:oMath). It is written in one line, so that no two numbers of it run
// together: (a)/(b), x^2.
func (w *wordText) formula(name string) error {
	x := w.story.x
	switch name {
	case "r":
		return w.inline(name)
	case "den", "lim":
		return w.bracketed("/")
	case "num", "deg":
		return w.bracketed("")
	case "sup":
		return w.bracketed("^")
	case "sub":
		return w.bracketed("_")
	case "d", "nary", "rad":
		return w.operator(name)
	case "mr", "eqArr":
		w.say(" ")
	case "ins", "moveTo", "oMathPara", "oMath":
	case "del", "moveFrom":
		return nil
	}
	return x.children(w.formula)
}

// bracketed writes a part of a formula behind its sign, in brackets where it is longer than one character.
func (w *wordText) bracketed(sign string) error {
	from := len(w.shown)
	if err := w.story.x.children(w.formula); err != nil {
		return err
	}
	part := string(w.shown[from:])
	w.shown = w.shown[:from]
	switch n := len([]rune(part)); {
	case n == 0:
	case n == 1:
		w.say(sign + part)
	default:
		w.say(sign + "(" + part + ")")
	}
	return nil
}

// operator writes what stands in signs of its own: brackets, sums, roots.
func (w *wordText) operator(kind string) error {
	x := w.story.x
	begin, end := "", ""
	switch kind {
	case "d":
		begin, end = "(", ")"
	case "nary":
		begin = "∫"
	case "rad":
		begin = "√"
	}
	begun := false
	start := func() {
		if !begun {
			begun = true
			w.say(begin)
		}
	}
	err := x.children(func(name string) error {
		switch name {
		case "dPr", "naryPr":
			return x.children(func(name string) error {
				switch name {
				case "begChr", "chr":
					begin = x.val()
				case "endChr":
					end = x.val()
				}
				return nil
			})
		case "radPr":
			return nil
		}
		start()
		return w.formula(name)
	})
	start()
	w.say(end)
	return err
}
