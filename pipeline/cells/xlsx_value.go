package cells

import (
	"strconv"
	"strings"
	"time"

	"jixiao/pipeline/cells/numfmt"
)

// setValue gives the cell its kind, text and raw value from the gathered bytes.
func (r *sheetReader) setValue(s *scanner, c *Cell) error {
	c.Formula = string(r.formula)
	kind := string(r.kind)
	f, isStruck := r.x.format(r.style), r.x.isStruck(r.style)
	if !r.hasV || len(r.value) == 0 {
		// A formula whose result is the empty text says t="str" and <v></v>; one never calculated has no result.
		c.Uncached = c.Formula != "" && (kind != "str" || !r.hasV)
		if c.Uncached {
			c.Percent, c.Date = f.Percent, f.Date
		}
		return nil
	}
	switch kind {
	case "s":
		return r.setShared(s, c, isStruck)
	case "str":
		r.value = unescape(r.value)
		fallthrough
	case "inlineStr":
		if err := r.x.checkText(r.value, c.Address()); err != nil {
			return err
		}
		c.setStruck(string(r.value), r.struck, isStruck)
		return nil
	case "b":
		c.setBool(string(r.value), isTrue(r.value))
	case "e":
		c.Kind, c.Raw, c.Text = Error, string(r.value), string(r.value)
	case "d":
		if err := r.setISODate(s, c, f); err != nil {
			return err
		}
	case "n", "":
		raw := strings.TrimSpace(string(r.value))
		if !c.setNumber(raw, f, r.x.date1904) {
			return s.fail("value", c.Address()+": "+raw)
		}
	default:
		return s.fail("value", c.Address()+": type "+kind)
	}
	if isStruck {
		c.strike()
	}
	return nil
}

// setShared gives the cell the shared text that its value names.
func (r *sheetReader) setShared(s *scanner, c *Cell, isStruck bool) error {
	i, err := strconv.ParseUint(strings.TrimSpace(string(r.value)), 10, 31)
	switch {
	case err == nil && int(i) < len(r.x.strings):
		c.setStruck(r.x.strings[i], r.x.struckTexts[int(i)], isStruck)
		return nil
	case r.x.noStrings != "":
		return s.fail("part", "no part "+r.x.noStrings)
	}
	return s.fail("index", c.Address()+": text "+string(r.value))
}

func (c *Cell) setText(text string) { c.Kind, c.Raw, c.Text = Text, text, text }

func (c *Cell) setBool(raw string, value bool) {
	c.Kind, c.Raw, c.Text = Bool, raw, "FALSE"
	if value {
		c.Text = "TRUE"
	}
}

// setNumber gives the cell a number as its format shows it; false where raw, without blanks around it, is none.
func (c *Cell) setNumber(raw string, f *numfmt.Format, date1904 bool) bool {
	n, ok := numfmt.ParseNumber([]byte(raw))
	var room [64]byte
	c.Kind, c.Raw, c.Text = Number, raw, string(f.Show(room[:0], n, date1904))
	c.setMeaning(f, n)
	return ok
}

// setMeaning says of a number what its format says, and its size.
func (c *Cell) setMeaning(f *numfmt.Format, n numfmt.Number) {
	m := f.Of(n)
	c.Percent, c.Date, c.Unit, c.Scale = m.Percent, m.Date, m.Unit, int8(min(m.Scale, 100))
	c.Long = n.Long()
}

// setISODate reads t="d": the date is written out, the format shows it.
func (r *sheetReader) setISODate(s *scanner, c *Cell, f *numfmt.Format) error {
	raw := strings.TrimSpace(string(r.value))
	for _, layout := range []string{
		"2006-01-02T15:04:05.999", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04", "2006-01-02", "15:04:05", "15:04",
	} {
		when, err := time.Parse(layout, raw)
		if err != nil {
			continue
		}
		c.Kind, c.Raw, c.Date = Number, raw, true
		c.Text = string(f.ShowTime(nil, when))
		return nil
	}
	return s.fail("value", c.Address()+": date "+raw)
}
