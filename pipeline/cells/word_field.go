package cells

import "strings"

// wordField is a field that is open: its code, or its result.
type wordField struct {
	inResult bool
	code     []byte
	shows    string // what a field of a form shows that has no result
}

// inCode holds between the beginning of a field and its result.
func (t *story) inCode() bool {
	for i := range t.fields {
		if !t.fields[i].inResult {
			return true
		}
	}
	return false
}

// field takes <w:fldChar>: where a field begins, where its result does, where it ends.
func (w *wordText) field() error {
	t := w.story
	switch string(t.x.s.attr("fldCharType")) {
	case "begin":
		if len(t.fields) == t.d.limits.Depth {
			return refuse("limit-xml", "fields nested too deep")
		}
		t.fields = append(t.fields, wordField{})
		return t.x.children(func(name string) error {
			if name != "ffData" {
				return nil
			}
			shows, err := t.x.formField()
			t.fields[len(t.fields)-1].shows = shows
			return err
		})
	case "separate":
		if n := len(t.fields); n > 0 {
			t.fields[n-1].inResult = true
		}
	case "end":
		if n := len(t.fields); n > 0 {
			f := t.fields[n-1]
			t.fields = t.fields[:n-1]
			if f.shows == "" && !f.inResult {
				f.shows = shownByCode(string(f.code))
			}
			w.say(f.shows)
		}
	}
	return nil
}

// code gathers the code of a field: of some the code is what is shown.
func (w *wordText) code() error {
	t := w.story
	return t.x.content(nil, func(b []byte) {
		if n := len(t.fields); n > 0 && !t.fields[n-1].inResult && len(t.fields[n-1].code) < 4096 {
			t.fields[n-1].code = append(t.fields[n-1].code, b...)
		}
	})
}

// formField reads what a tick box or a list to pick from shows: they have no result as text.
func (x *wordXML) formField() (shows string, err error) {
	err = x.children(func(name string) error {
		switch name {
		case "checkBox":
			shows = "□"
			return x.children(func(name string) error {
				if name == "checked" || name == "default" && shows == "□" {
					shows = map[bool]string{true: "☑", false: "□"}[x.isOn()]
				}
				return nil
			})
		case "ddList":
			var entries []string
			picked := 0
			err := x.children(func(name string) error {
				switch name {
				case "result":
					picked = x.number("val", 0)
				case "listEntry":
					entries = append(entries, x.val())
				}
				return nil
			})
			if 0 <= picked && picked < len(entries) {
				shows = entries[picked]
			}
			return err
		}
		return nil
	})
	return shows, err
}

// shownByCode is what a field shows that has no result, as far as its code says it: characters laid over each
// other (EQ \o), which is how a number in a circle is written.
func shownByCode(code string) string {
	code = strings.TrimSpace(code)
	if len(code) < 3 || !strings.EqualFold(code[:2], "eq") {
		return ""
	}
	at := strings.Index(strings.ToLower(code), `\o`)
	first := strings.IndexByte(code, '(')
	last := strings.LastIndexByte(code, ')')
	if at < 0 || first < at || last < first {
		return ""
	}
	parts := strings.FieldsFunc(code[first+1:last], func(r rune) bool { return r == ',' || r == ';' || r == '，' })
	if len(parts) != 2 {
		return strings.Join(parts, "")
	}
	ring, what := strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
	if ring == "○" {
		if signs := []rune(countingSigns["decimalEnclosedCircle"]); len(what) > 0 {
			for n, sign := range signs {
				if writeNumber("decimal", n+1) == what {
					return string(sign)
				}
			}
		}
	}
	return ring + what
}
