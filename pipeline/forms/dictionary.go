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
	amountUnit string
	confidence int
}

// form is one kind of form.
type form struct {
	name    string
	entries []*entry
	blocks  []string // in the order of the dictionary
}

// entry is a field of the dictionary.
type entry struct {
	rules.Field
	form *form
}

// NewDictionary prepares the rules.
func NewDictionary(s Settings) *Dictionary {
	d := &Dictionary{labels: map[string][]*entry{}, titles: map[string][]*form{}, amountUnit: s.AmountUnit, confidence: s.Confidence}
	byName := map[string]*form{}
	for _, field := range s.Fields {
		f := byName[field.Form]
		if f == nil {
			f = &form{name: field.Form}
			byName[field.Form] = f
			d.forms = append(d.forms, f)
		}
		d.add(f, &entry{field, f})
	}
	return d
}

func (d *Dictionary) add(f *form, e *entry) {
	for _, label := range append([]string{e.Label}, e.Aliases...) {
		key := values.ParseLabel(label).Key
		if e.Role == rules.Title {
			if d.titles[key] == nil {
				at, _ := slices.BinarySearchFunc(d.longest, key, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
				d.longest = slices.Insert(d.longest, at, key)
			}
			d.titles[key] = append(d.titles[key], f)
			continue
		}
		if known := d.labels[key]; len(known) == 0 || known[len(known)-1] != e {
			d.labels[key] = append(known, e)
		}
	}
	if e.Role == rules.Title {
		return
	}
	f.entries = append(f.entries, e)
	if e.Block == "" || e.Role == rules.Single {
		return
	}
	for _, block := range f.blocks {
		if block == e.Block {
			return
		}
	}
	f.blocks = append(f.blocks, e.Block)
}

// title gives the kinds of form that a text is the title of. The unit's name, the year or
// "附件1" may stand before it, brackets behind it.
func (d *Dictionary) title(key string) []*form {
	if utf8.RuneCountInString(key) > 60 {
		return nil
	}
	for _, title := range d.longest {
		if strings.HasSuffix(key, title) {
			return d.titles[title]
		}
	}
	return nil
}

// IsTitle reports whether a text is the title of a form.
func (d *Dictionary) IsTitle(text string) bool { return len(d.title(values.ParseLabel(text).Key)) > 0 }
