package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// What a recognised form lacks and what of it we do not know, as fields of the form.
const (
	// LabelMissing is a required label that was not found, where one that we do not know may be it: Text is the
	// label, Issue the unknown wording and its place, Cell where the value stands.
	LabelMissing = "label_missing"
	// LabelAbsent are the required labels that were not found and that nothing stands for.
	LabelAbsent = "label_absent"
	// LabelUnknown is a wording that we do not know with values under or beside it: Text is the wording, Issue
	// the label that it may be.
	LabelUnknown = "label_unknown"
	// LabelUnused is a label that we know where nothing is read by it: Text is the value, Issue the label and its
	// place, Cell where the value stands.
	LabelUnused = "label_unused"
	// LabelSlip is a misspelt label that was read as the one in Issue.
	LabelSlip = "label_slip"
)

// unknown is a text in the place of a label that is none of ours.
type unknown struct {
	cell  *cells.Cell
	block *block      // that it is a column or a row of; nil in place of a single value
	isRow bool        // of rows that cross columns
	value *cells.Cell // beside it, for a single value
	meant *entry      // what it may be
	count bool        // what stands there are numbers
	known bool        // the text is a label of ours, but not in this place
}

// emitLacks says which required labels the form lacks, with the nearest unknown one, and what else we do not
// know of it.
func (r *reader) emitLacks() {
	for _, h := range r.usedSlips() {
		at := slices.IndexFunc(h.entries, func(e *entry) bool { return e.form == r.m.form })
		r.note(LabelSlip, h.cell, strings.TrimSpace(h.cell.Text), h.entries[at].Label)
	}
	unknowns := r.unknowns()
	var absent []string
	for _, e := range r.m.form.entries {
		if !e.Required || r.m.has(e) {
			continue
		}
		u := nearest(e, unknowns)
		if u == nil {
			absent = append(absent, e.Label)
			continue
		}
		u.meant = e
		at := u.cell
		if u.value != nil {
			at = u.value
		}
		r.note(LabelMissing, at, e.Label, strings.TrimSpace(u.cell.Text)+" "+r.address(u.cell.Row, u.cell.Col))
	}
	if len(absent) > 0 {
		form := r.out[0]
		form.Name, form.Text = LabelAbsent, strings.Join(absent, "、")
		form.Issue, form.Number = "", decimal.NullDecimal{}
		r.out = append(r.out, form)
	}
	r.emitUnknownLabels(unknowns)
}

func (r *reader) emitUnknownLabels(unknowns []unknown) {
	if unknowns == nil {
		unknowns = r.unknowns()
	}
	for _, u := range unknowns {
		if u.known {
			r.note(LabelUnused, u.value, strings.TrimSpace(u.value.Text),
				strings.TrimSpace(u.cell.Text)+" "+r.address(u.cell.Row, u.cell.Col))
			continue
		}
		meant := ""
		if u.meant != nil {
			meant = u.meant.Form + "/" + u.meant.Block + "/" + u.meant.Name
		}
		r.note(LabelUnknown, u.cell, strings.TrimSpace(u.cell.Text), meant)
	}
}

func (r *reader) note(name string, at *cells.Cell, text, issue string) {
	f := r.field(name, at, at.Row, at.Col)
	f.Text, f.Issue, f.Formula = text, issue, ""
	r.out = append(r.out, f)
}

// usedSlips are the misspelt labels that the form was read by.
func (r *reader) usedSlips() (used []*hit) {
	for _, h := range r.m.g.in(r.m.area) {
		if !h.slip {
			continue
		}
		single := false
		for _, other := range r.m.singles {
			single = single || other == h
		}
		if single || slices.ContainsFunc(r.m.blocks, func(b *block) bool { return b.uses(h) }) {
			used = append(used, h)
		}
	}
	return used
}

// nearest picks the unknown label that a missing one may be: of its block and kind, the one that shares the most
// characters with it, of several alike the first. One for each.
func nearest(e *entry, unknowns []unknown) (best *unknown) {
	most := -1
	for i := range unknowns {
		u := &unknowns[i]
		single := u.block == nil
		fits := single && e.Role == rules.Single && e.Block == "" || !single && u.block.name == e.Block &&
			(e.Role == rules.Row || e.Role == rules.TotalRow) == u.isRow && e.Role != rules.Single
		wantsNumber := e.Type == rules.MoneyType || e.Type == rules.ScoreType || e.Type == rules.RateType
		// 一级指标 stands in front of what it groups.
		behind := e.Inherits && !single && u.cell.Col > u.block.columns[0].from
		if u.meant != nil || u.known || !fits || behind || wantsNumber && !single && !u.count {
			continue
		}
		shared := 0
		for _, r := range e.Label {
			if strings.ContainsRune(u.cell.Text, r) {
				shared++
			}
		}
		if shared > most {
			most, best = shared, u
		}
	}
	return best
}
