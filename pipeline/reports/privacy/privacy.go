// Package privacy takes what tells a person (个人信息) out of texts that are meant for the public: identity, card,
// account and telephone numbers, mail addresses, where somebody lives, names. What it knows is form, not people: a
// county adds names of its own in the rules (公开隐去), and releases what was held for nothing.
//
// What is sure is hidden. What may tell a person but need not is unsure: the caller holds it back until somebody
// has looked at it.
package privacy

import (
	"slices"
	"strings"
)

// Hidden stands where something was taken out.
const Hidden = "×××"

// Kinds of what tells a person, as the bureau reads them.
const (
	IdentityNumber = "身份证号"
	DisabledCard   = "残疾人证号"
	Certificate    = "证件号"
	BankAccount    = "银行账号"
	Mobile         = "手机号"
	Telephone      = "电话"
	Account        = "微信、QQ"
	Mail           = "邮箱"
	Name           = "姓名"
	Address        = "住址"
	LongNumber     = "长号码" // an account, or a code: unsure
	Listed         = "指定隐去"
)

// Filter finds and hides personal information. It may be used by several goroutines.
type Filter struct {
	words    map[rune][][]rune // that a county adds, by their first sign
	released map[rune][][]rune // that it has looked at and lets stand
}

// New makes a filter. words are a county's own to hide, separated by |; released the wordings that it has looked
// at and lets stand: what is found within one of them is neither hidden nor unsure, unless words hold it.
func New(words string, released ...string) *Filter {
	return &Filter{words: byFirst(strings.Split(words, "|")), released: byFirst(released)}
}

// byFirst sorts words in their plain form by their first sign, the longest first.
func byFirst(words []string) map[rune][][]rune {
	all := map[rune][][]rune{}
	for _, w := range words {
		if runes := fold(strings.TrimSpace(w)).runes; len(runes) > 0 {
			all[runes[0]] = append(all[runes[0]], runes)
		}
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b []rune) int { return len(b) - len(a) })
	}
	return all
}

// Note is one thing that was hidden, or that is unsure.
type Note struct {
	Place string // as the caller gave it
	Kind  string
	Words string // masked if it was hidden, so that the list gives away no more than what tells it apart; else whole
}

// Look is a text as the public may read it, and what somebody of the bureau should know of it.
type Look struct {
	Text   string
	Hidden []Note
	Unsure []Note // a text with any is not for the public before their words are released or hidden
}

// Look hides what tells a person in the text that stands at place, and tells what that was and what is unsure.
func (f *Filter) Look(place, text string) Look {
	look := Look{}
	hidden, unsure := f.hide(text, func(h hit, words string) {
		look.Hidden = append(look.Hidden, Note{place, h.kind, mask(h.kind, words)})
	})
	look.Text = hidden
	t := fold(hidden)
	for _, h := range unsure {
		look.Unsure = append(look.Unsure, Note{place, h.kind, t.words(h.from, h.to)})
	}
	return look
}

// Hide gives the text with what tells a person taken out.
func (f *Filter) Hide(text string) string {
	hidden, _ := f.hide(text, func(hit, string) {})
	return hidden
}

// Find gives what surely tells a person, in the text's order.
func (f *Filter) Find(text string) (found []string) {
	t := fold(text)
	certain, _ := f.hits(t)
	for _, h := range certain {
		found = append(found, t.words(h.from, h.to))
	}
	return found
}

// rounds are how often Hide looks again: what it takes out may leave more to find beside it.
const rounds = 6

// hide takes out what is sure, tells what, and gives what is unsure in the text that is left.
func (f *Filter) hide(text string, tell func(h hit, words string)) (string, []hit) {
	for range rounds {
		t := fold(text)
		certain, unsure := f.hits(t)
		if len(certain) == 0 {
			return text, unsure
		}
		for _, h := range certain {
			tell(h, t.words(h.from, h.to))
		}
		text = t.without(certain)
	}
	_, unsure := f.hits(fold(text))
	return text, unsure
}

// without is the text without what was found; what stands for it stands once for a list of names.
func (t *text) without(found []hit) string {
	var b strings.Builder
	at := 0
	for n, h := range found {
		between := t.raw[at:t.at[h.from]]
		if n == 0 || h.kind != Name || found[n-1].kind != Name || strings.Trim(between, "、/ ") != "" {
			b.WriteString(between + Hidden)
		}
		at = t.at[h.to]
	}
	return b.String() + t.raw[at:]
}

// mask leaves of words what tells them apart, to somebody who has the text before him.
func mask(kind, words string) string {
	runes := fold(words).runes
	keep, tail := 1, 0
	switch n := len(runes); {
	case kind == Address:
		keep = min(4, n/2)
	case n >= 7 && kind != Name && kind != Mail:
		keep, tail = 3, 2
	}
	for i := keep; i < len(runes)-tail; i++ {
		if runes[i] != '@' {
			runes[i] = '*'
		}
	}
	return string(runes)
}
