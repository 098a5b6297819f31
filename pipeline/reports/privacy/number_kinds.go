package privacy

import "strings"

// verdict tells what the window's digits are. What has a right checksum is believed however it is cut; the rest
// by its shape, by the label before it, or it is unsure.
func (w *window) verdict() verdict {
	if v := w.identity(); v.kind != "" {
		return v
	}
	if strings.ContainsAny(w.digits, "Xx") || w.amount() && (w.st.label.kind != accounts || !w.st.close) {
		return verdict{}
	}
	if v := w.labelled(); v.kind != "" {
		return v
	}
	if w.st.label.kind == codes {
		return verdict{}
	}
	if v := w.mobile(); v.kind != "" {
		return v
	}
	if v := w.landline(); v.kind != "" {
		return v
	}
	if v := w.card(); v.kind != "" {
		return v
	}
	return w.unknown()
}

// identity knows the numbers of GB 11643, of 15 digits as well, and that of a disabled person's card (残疾人证),
// which is an identity number with two digits more, and B and a digit for a card made anew.
func (w *window) identity() verdict {
	d := w.digits
	named := w.st.label.kind == identities
	if len(d) >= 18 && len(d) <= 21 {
		shaped, checked := identity(d[:18])
		disabled := len(d) > 18 && strings.Contains("1234567", d[18:19])
		cut := w.even() && len(w.shape) <= 6
		switch {
		case len(d) > 18 && !disabled || len(d) == 21 && w.single():
		case checked && (len(d) == 18 || cut || named):
			return verdict{w.identityKind(len(d)), true}
		case shaped && (len(d) == 18 || cut || named):
			usual := w.single() || strings.HasPrefix(w.shape, "684") || w.shape[0] == '0'+18
			return verdict{w.identityKind(len(d)), named || usual}
		}
	}
	if oldIdentity(d) && (w.single() || named || w.even() && w.shape == "663") && w.st.label.kind != codes {
		return verdict{IdentityNumber, true}
	}
	return verdict{}
}

func (w *window) identityKind(digits int) string {
	if digits > 18 {
		return DisabledCard
	}
	return IdentityNumber
}

// labelled knows a number by the word before it: 账号, 电话, 身份证.
func (w *window) labelled() verdict {
	label, n := w.st.label, len(w.digits)
	cut := w.single() || !w.st.groups[w.n].dated && !strings.ContainsAny(w.glued, "\n/")
	switch {
	case label.kind == accounts && !w.st.close && (w.piece() || w.amount()):
	case label.kind == accounts && w.n == w.st.labelledGroup() && n >= 8 && n <= mostDigits && cut && w.whole():
		return verdict{BankAccount, true}
	case label.kind == identities && w.st.close && n >= 8 && n <= mostDigits && cut && w.whole():
		return verdict{Certificate, true}
	case label.kind == phones && w.st.close && w.phone(n) && !w.piece():
		if v := w.mobile(); v.sure {
			return v
		}
		return verdict{Telephone, true}
	}
	return verdict{}
}

// labelledGroup is the group that the label is for: the first that is no part of a date.
func (st *stretch) labelledGroup() int {
	for n := range st.groups {
		if !st.groups[n].dated {
			return n
		}
	}
	return 0
}

// whole tells whether the window takes as many groups as make one number: no group of it could stand alone.
func (w *window) whole() bool {
	if w.single() {
		return true
	}
	long := 0
	for i := range len(w.shape) {
		if w.shape[i] > '0'+8 {
			long++
		}
	}
	return long == 0 || long == 1 && w.shape[0] <= '0'+4
}

// hotlines of the state are nobody's: 12345, 12317, 95598.
func hotline(digits string) bool {
	return len(digits) == 5 && (digits[:2] == "12" || digits[:2] == "95" || digits[:2] == "96")
}

func (w *window) phone(n int) bool {
	if n < fewestDigits || n > 16 || hotline(w.digits) || w.dated() {
		return false
	}
	return w.single() || w.even() && (w.glued[0] != '.' || n >= 7)
}

// dated tells whether a year or a date begins the window.
func (w *window) dated() bool { return w.st.groups[w.n].dated || w.st.groups[w.n].year }

// mobile shapes are how a mobile number is cut where no word says that it is one.
const mobileShapes = " ; 344 38 74 335 11111111111 "

func (w *window) mobile() verdict {
	d, shape := w.digits, w.shape
	for _, code := range []string{"0086", "86"} {
		rest, cut := strings.CutPrefix(d, code)
		if cut && len(rest) == 11 {
			if d = rest; len(shape) > 1 && shape[0] == byte('0'+len(code)) {
				shape = shape[1:]
			}
		}
	}
	if len(d) != 11 || d[0] != '1' || d[1] < '3' {
		return verdict{}
	}
	named := w.st.label.kind == phones
	if w.n == w.upTo || len(shape) == 1 {
		if w.piece() {
			return verdict{Mobile, false}.unless(w.fraction())
		}
		return verdict{Mobile, true}
	}
	flat := strings.IndexByte(w.glued, '\n') < 0 && strings.IndexByte(w.glued, '/') < 0
	switch known := strings.Contains(mobileShapes, " "+shape+" "); {
	case !flat || w.dated():
		return verdict{Mobile, true}.unless(!named || len(shape) != 2)
	case w.glued == "." && !named: // 1495801.9131
		return verdict{}
	case known || named:
		return verdict{Mobile, true}
	case w.even() && strings.Trim(shape[1:], "3") != "" && len(shape) <= 4:
		return verdict{Mobile, false}
	}
	return verdict{}
}

// fraction tells whether the window is the digits behind the point, or before it, of a usual decimal number.
func (w *window) fraction() bool {
	st := w.st
	if w.upTo+1 < len(st.groups) && st.glues[w.upTo+1] == '.' {
		return true
	}
	return w.n > 0 && st.of(w.n-1, w.n-1) == "0"
}

func (v verdict) unless(not bool) verdict {
	if not {
		return verdict{}
	}
	return v
}

// landline knows a number with its area code.
func (w *window) landline() verdict {
	d := w.digits
	if d[0] != '0' || len(d) < 10 || w.letters || w.piece() || len(w.shape) > 4 || w.dated() {
		return verdict{}
	}
	code := 4
	if d[1] <= '2' {
		code = 3
	}
	if d[1] == '0' || len(d) > code+8 || len(d) < code+7 || d[code] < '2' {
		return verdict{}
	}
	if !w.single() && (w.shape[0] != byte('0'+code) || strings.ContainsAny(w.glued, "\n/")) {
		return verdict{}
	}
	return verdict{Telephone, true}
}

// card knows a bank card by its issuer's digits and its checksum.
func (w *window) card() verdict {
	d := w.digits
	wrapped := strings.ContainsAny(w.glued, "\n/") && (len(w.shape) > 2 || d[0] != '6')
	if len(d) < 16 || len(d) > 19 || w.letters || !luhn(d) || wrapped {
		return verdict{}
	}
	fours := strings.Trim(w.shape[:len(w.shape)-1], "4") == ""
	switch ours := strings.HasPrefix(d, "62"); {
	case ours, w.single(), fours && w.even() && strings.IndexByte("3459", d[0]) >= 0:
		return verdict{BankAccount, !w.piece()}
	}
	return verdict{}
}

// unknown are numbers as long as an account of which nothing else is known.
func (w *window) unknown() verdict {
	n := len(w.digits)
	if n < 12 || n > mostDigits || w.letters || w.piece() || w.dated() {
		return verdict{}
	}
	if w.single() {
		return verdict{LongNumber, (n == 16 || n == 19) && w.digits[0] == '6'}
	}
	fours := strings.Trim(w.shape[:len(w.shape)-1], "4") == "" && n >= 16
	for k := w.n; k <= w.upTo && !fours; k++ {
		if w.st.groups[k].dated || w.st.groups[k].year { // 450329-2023-0012 is a code
			return verdict{}
		}
	}
	flat := !strings.ContainsAny(w.glued, "\n/.")
	if (fours && flat || w.even() && (w.glued[0] == '-' || w.glued[0] == '_')) && len(w.shape) <= 6 {
		return verdict{LongNumber, false}
	}
	return verdict{}
}
