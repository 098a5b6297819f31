package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/values"
)

// FormPart marks a second part of a form that stands on a sheet of its own; its fields are those of the first.
const FormPart = "form_part"

// continues holds for the second part of the form before it: the same kind on the next sheet, under the same
// name, with the blocks that the first lacks and without those that it has.
func (m *match) continues(first *match) bool {
	if m.form != first.form || m.g == first.g || !m.adopted() || !first.adopted() || first.met == first.wanted {
		return false
	}
	for i, b := range m.blocks {
		if b.header > 0 && first.blocks[i].header > 0 {
			return false
		}
	}
	for _, e := range m.form.entries {
		one, two := first.singles[e], m.singles[e]
		if !e.Required || two == nil && (one == nil || m.saysGoesOn()) {
			continue
		}
		name := first.textOf(e)
		if one == nil || two == nil || name == "" || name != m.textOf(e) {
			return false
		}
	}
	return slices.ContainsFunc(m.blocks, func(b *block) bool { return b.header > 0 })
}

// saysGoesOn holds for a form whose title says that it goes on: 项目支出绩效自评表（续）.
func (m *match) saysGoesOn() bool {
	return m.title != nil && strings.Contains(parseLabel(m.title.Text).notes, "续")
}

// textOf is the text that is read for a single value, for comparing.
func (m *match) textOf(e *entry) string {
	r := &reader{m: m, taken: map[*cells.Cell]bool{}}
	r.readSingle(e, m.singles[e])
	return values.Compact(r.out[0].Text)
}

// join adds the second part's fields to the first's: what both have is the first's, and what the parts lack is
// what neither has.
func (m *match) join(first *match, before, fields []Field, no int) []Field {
	have := map[string]bool{}
	for _, f := range fields {
		have[f.Name] = true
	}
	part := m.fields(nil, no)
	for _, f := range part {
		switch {
		case f.Name == FormField:
			f.Name, f.Number.Valid = FormPart, false
		case f.RowNo == 0 && have[f.Name] && !isAboutLabels(f.Name), f.Name == LabelAbsent,
			f.Name == LabelMissing && first.hasLabel(f.Text):
			continue
		}
		fields = append(fields, f)
	}
	fields = slices.DeleteFunc(fields, func(f Field) bool { return f.Name == LabelMissing && m.hasLabel(f.Text) })
	for i := range fields {
		if f := &fields[i]; f.Name == LabelAbsent {
			f.Text = strings.Join(slices.DeleteFunc(strings.Split(f.Text, "、"), m.hasLabel), "、")
		}
	}
	fields = slices.DeleteFunc(fields, func(f Field) bool { return f.Name == LabelAbsent && f.Text == "" })
	return append(before, fields...)
}

func isAboutLabels(name string) bool { return strings.HasPrefix(name, "label_") }

// hasLabel holds where an entry of the form with this label was found.
func (m *match) hasLabel(label string) bool {
	return slices.ContainsFunc(m.form.entries, func(e *entry) bool { return e.Label == label && m.has(e) })
}
