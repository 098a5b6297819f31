package forms

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

// Dictionary is 表样 made ready for look-ups by label.
type Dictionary struct {
	forms      []*form
	labels     map[string][]*entry // by label key
	titles     map[string][]*form  // by title key
	longest    []string            // the title keys, the longest first
	slips      map[string][]string // label keys by what is left of them without one character
	amountUnit string
	confidence int
}

// form is one kind of form.
type form struct {
	name    string
	entries []*entry
	blocks  []string      // in the order of the dictionary
	runes   map[rune]bool // the characters that stand in its labels
}

// entry is a field of the dictionary.
type entry struct {
	rules.Field
	form *form
	key  string // of its label
}

// rank orders the wordings of an entry: its label, then the others as 表样 lists them. Of two columns of one entry that
// of the lower rank is it: 实际完成值 beside 完成情况.
func (e *entry) rank(h *hit) int {
	if h.label.key == e.key {
		return 0
	}
	return 1 + slices.IndexFunc(e.Aliases, func(alias string) bool { return parseLabel(alias).key == h.label.key })
}

// NewDictionary prepares the rules.
func NewDictionary(s Settings) *Dictionary {
	d := &Dictionary{
		labels: map[string][]*entry{}, titles: map[string][]*form{},
		slips: map[string][]string{}, amountUnit: s.AmountUnit, confidence: s.Confidence,
	}
	byName := map[string]*form{}
	for _, field := range s.Fields {
		f := byName[field.Form]
		if f == nil {
			f = &form{name: field.Form, runes: map[rune]bool{}}
			byName[field.Form] = f
			d.forms = append(d.forms, f)
		}
		d.add(f, &entry{field, f, parseLabel(field.Label).key})
	}
	return d
}

func (d *Dictionary) add(f *form, e *entry) {
	for _, text := range append([]string{e.Label}, e.Aliases...) {
		key := parseLabel(text).key
		if e.Role == rules.Title {
			d.addTitle(f, key)
		} else if known := d.labels[key]; len(known) == 0 || known[len(known)-1] != e {
			d.addLabel(key, e)
		}
	}
	if e.Role == rules.Title {
		return
	}
	f.entries = append(f.entries, e)
	if e.Block != "" && e.Role != rules.Single && !slices.Contains(f.blocks, e.Block) {
		f.blocks = append(f.blocks, e.Block)
	}
}

func (d *Dictionary) addTitle(f *form, key string) {
	if d.titles[key] == nil {
		at, _ := slices.BinarySearchFunc(d.longest, key, func(a, b string) int {
			return cmp.Or(len(b)-len(a), strings.Compare(a, b))
		})
		d.longest = slices.Insert(d.longest, at, key)
	}
	if !slices.Contains(d.titles[key], f) {
		d.titles[key] = append(d.titles[key], f)
	}
}

func (d *Dictionary) addLabel(key string, e *entry) {
	if len(d.labels[key]) == 0 {
		for _, hole := range holes(key) {
			d.slips[hole] = append(d.slips[hole], key)
		}
	}
	for _, r := range key {
		e.form.runes[r] = true
	}
	d.labels[key] = append(d.labels[key], e)
}

// title gives the kinds of form that a text is the title of. The unit's name, the year or
// "附件1" may stand before it, brackets behind it.
func (d *Dictionary) title(key string) []*form {
	if len(key) > longestLabel || strings.ContainsAny(key, ",;。") || utf8.RuneCountInString(key) > 80 {
		return nil
	}
	key = strings.TrimRight(key, "0123456789")
	for _, title := range d.longest {
		if strings.HasSuffix(key, title) {
			return d.titles[title]
		}
	}
	return nil
}

// IsTitle reports whether a text is the title of a form.
func (d *Dictionary) IsTitle(text string) bool { return len(d.title(values.ParseLabel(text).Key)) > 0 }

// lookUp gives what a label may be. A row that crosses columns may be called a sum: 基本支出合计.
func (d *Dictionary) lookUp(key string) []*entry {
	if entries := d.labels[key]; len(entries) > 0 {
		return entries
	}
	if strings.ContainsAny(key, "、/") {
		return d.ofEach(strings.FieldsFunc(key, func(r rune) bool { return r == '、' || r == '/' }))
	}
	short := key
	for _, sum := range []string{"小计", "合计", "总计"} {
		short = strings.TrimSuffix(short, sum)
	}
	if short == key || short == "" {
		return nil
	}
	rows := slices.Clone(d.labels[short])
	return slices.DeleteFunc(rows, func(e *entry) bool { return e.Role != rules.Row })
}

// ofEach gives what several labels written as one may all be: 预算部门、单位名称.
func (d *Dictionary) ofEach(keys []string) []*entry {
	common := slices.Clone(d.labels[keys[0]])
	for _, key := range keys[1:] {
		common = slices.DeleteFunc(common, func(e *entry) bool { return !slices.Contains(d.labels[key], e) })
	}
	return common
}

// meaningful are characters that tell one label from another; a slip of the pen is none of them.
const meaningful = "上下去前今明本末初中季月半增减非未不无否主副县市省级村组户人"

// slip gives the entries that a misspelt label of a form may be meant as: it has four characters at least, differs
// from labels of one field of the form alone, by one character, and that one stands in no label of the form and tells
// nothing.
// What other forms call their fields makes no difference: a wording added there must not take a reading away here.
func (d *Dictionary) slip(key string, f *form) []*entry {
	var meant []*entry
	for i, hole := range holes(key) {
		for _, known := range d.slips[hole] {
			strange := []rune(key)[i]
			tells := f.runes[strange] || strings.ContainsRune(meaningful, strange) || !isHan(strange)
			entries := slices.DeleteFunc(slices.Clone(d.labels[known]), func(e *entry) bool { return e.form != f })
			if tells || len(entries) == 0 {
				continue
			}
			if meant != nil && !slices.Equal(meant, entries) {
				return nil
			}
			meant = entries
		}
	}
	return meant
}

// holes gives a label with each of its characters left out in turn; short ones are too easily another word.
func holes(key string) (list []string) {
	runes := []rune(key)
	if len(runes) < 4 || len(runes) > 20 {
		return nil
	}
	for i := range runes {
		list = append(list, string(runes[:i])+"?"+string(runes[i+1:]))
	}
	return list
}
