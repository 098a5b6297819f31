package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// reader turns a match into fields.
type reader struct {
	m    *match
	no   int
	unit string // of amounts, from a note such as （单位：万元）; "" where there is none
	out  []Field
	// taken are the cells that were read as single values.
	taken map[*cells.Cell]bool
}

func (r *reader) read() {
	r.emitForm(r.m.form.name)
	if len(r.m.form.entries) == 0 { // known only to be set aside
		return
	}
	r.noteHeading()
	r.readYear()
	r.readUnit()
	start := len(r.out)
	for _, e := range r.m.form.entries {
		if h := r.m.singles[e]; h != nil {
			r.readSingle(e, h)
		}
	}
	for _, b := range r.m.blocks {
		if b.header > 0 {
			r.readBlock(b)
		}
	}
	r.scaleShares(r.out[start:])
	readTotalsOf(r.out[start:])
	r.emitLacks()
}

// emitForm records the form itself: its title or, without one, the first thing in it.
func (r *reader) emitForm(kind string) {
	c := r.m.title
	for row := r.m.area.Top; c == nil && row <= r.m.area.Bottom; row++ {
		c = r.m.g.first(row, r.m.area.Left, r.m.area.Right)
	}
	f := Field{
		Sheet: r.m.g.sheet.Name, Form: kind, FormNo: r.no, Name: FormField, Text: strings.TrimSpace(c.Text),
		Number: decimal.NewNullDecimal(decimal.New(int64(r.m.confidence()), 0)), Cell: r.address(c.Row, c.Col),
		Hidden: c.Hidden || r.m.g.sheet.Hidden,
	}
	if r.m.title == nil {
		f.Issue = Untitled
	}
	r.out = append(r.out, f)
}

// noteHeading records a heading over a form without a title of ours: it may name another kind.
func (r *reader) noteHeading() {
	if r.m.title != nil {
		return
	}
	if c := r.m.strangeHeading(); c != nil {
		r.note(LabelUnknown, c, strings.TrimSpace(c.Text), r.m.form.name+"//title")
	}
}

// Untitled is the issue of a form without a title of the dictionary.
const Untitled = "untitled"

// emitUnknown records what was seen where too few of a form's labels were found.
func (r *reader) emitUnknown() {
	r.emitForm(Unknown)
	var missing []string
	for _, e := range r.m.form.entries {
		if e.Required && !r.m.has(e) {
			missing = append(missing, e.Label)
		}
	}
	form := r.out[len(r.out)-1]
	form.Name, form.Text = "missing", strings.Join(missing, "、")
	form.Number = decimal.NullDecimal{}
	r.out = append(r.out, form)
	r.emitUnknownLabels(nil)
}

// readSingle reads the value that hangs on one label: in the same cell after a colon, to the right,
// or below.
func (r *reader) readSingle(e *entry, h *hit) {
	if h.label.value != "" {
		c := *h.cell
		c.Text = h.label.value
		r.emit(e, e.Name, 0, &c, c.Row, c.Col, r.unitFor(e, h))
		return
	}
	right := r.rightEnd(h)
	row, from, to := h.cell.Row, h.right+1, right
	if e.Below {
		row, from, to = r.m.lineBelow(h.bottom), h.cell.Col, max(h.right, right)
	}
	c := r.m.g.first(row, from, to)
	if other := r.otherWay(e, h, right); other != nil && (c == nil || r.isLabelOf(c) || r.m.isPartHeading(c)) {
		c = other
	}
	if c != nil && r.isLabelOf(c) && e.Below && !r.saysItself(e, c) {
		c = nil
	}
	if c != nil {
		r.taken[c] = true
	}
	r.emit(e, e.Name, 0, c, row, from, r.unitFor(e, h))
	if c != nil && c.Row > h.bottom && e.Type == rules.TextType {
		r.noteFurther(h, c)
	}
}

// isPartHeading holds for the heading of the form's next part, alone in its line: 三、绩效指标完成情况.
func (m *match) isPartHeading(c *cells.Cell) bool {
	return c.Kind == cells.Text && len(m.lineOf(c.Row)) == 1 && ordinal.MatchString(strings.TrimSpace(c.Text))
}

// lineBelow is the row below one, past a blank one.
func (m *match) lineBelow(row int) int {
	if len(m.lineOf(row+1)) == 0 && len(m.lineOf(row+2)) > 0 {
		return row + 2
	}
	return row + 1
}

// noteFurther says the texts that go on below one that stands under its label, in lines of their own: 目标1, 目标2.
func (r *reader) noteFurther(h *hit, c *cells.Cell) {
	for row := c.Row + 1; row <= r.m.area.Bottom; row++ {
		more := r.m.g.at(row, c.Col)
		line := r.m.lineOf(row)
		if more == nil || more.Kind != cells.Text || isNumeric(more) || r.m.inBlock(row) ||
			line[0].Col < r.leftOf(h) || r.m.isSignature(line[0]) ||
			slices.ContainsFunc(line, func(c *cells.Cell) bool { return r.m.g.hitAt(c) != nil }) {
			return
		}
		r.taken[more] = true
		r.note(LabelUnused, more, strings.TrimSpace(more.Text),
			strings.TrimSpace(h.cell.Text)+" "+r.address(h.cell.Row, h.cell.Col))
	}
}

// leftOf is the leftmost column of the labels beside one that a value stands under.
func (r *reader) leftOf(h *hit) int {
	left := h.cell.Col
	for e, other := range r.m.singles {
		if e.Below && other.cell.Row == h.cell.Row {
			left = min(left, other.cell.Col)
		}
	}
	return left
}

// saysItself holds for a value that begins with its own label: 预期目标：硬化道路3公里 under 预期目标.
func (r *reader) saysItself(e *entry, c *cells.Cell) bool {
	h := r.m.g.hitAt(c)
	return h.label.value != "" && slices.Contains(h.entries, e)
}

// isLabelOf holds for a cell that is a label of this form.
func (r *reader) isLabelOf(c *cells.Cell) bool {
	h := r.m.g.hitAt(c)
	if h == nil {
		return false
	}
	for _, e := range h.entries {
		if e.form == r.m.form {
			return true
		}
	}
	return false
}

// rightEnd is the last column before the next label of the row.
func (r *reader) rightEnd(h *hit) int {
	for _, other := range r.m.g.byRow[h.cell.Row] {
		if other.cell.Col > h.right && other.cell.Col <= r.m.area.Right && r.m.entryOf(other, "", "单项") != nil {
			return other.cell.Col - 1
		}
	}
	return r.m.area.Right
}

// otherWay looks to the right for a value that should stand below, where nothing else or a label is there: the
// labels stand under each other, their values beside them.
func (r *reader) otherWay(e *entry, h *hit, right int) *cells.Cell {
	if !e.Below {
		return nil
	}
	c := r.m.g.first(h.cell.Row, h.right+1, right)
	if c == nil || r.m.g.hitAt(c) != nil {
		return nil
	}
	return c
}

// scaleShares brings weights that are shares of one (0.1 of 1) to points of a hundred, where the form's sum of
// weights or else all of them together are one.
func (r *reader) scaleShares(fields []Field) {
	sum, total := decimal.Zero, decimal.NullDecimal{}
	one := decimal.New(1, 0)
	for _, f := range fields {
		if !isWeight(f.Name) || !f.Number.Valid {
			continue
		}
		if f.Number.Decimal.GreaterThan(one) {
			return
		}
		if f.Name == "sum.weight" {
			total = f.Number
		} else {
			sum = sum.Add(f.Number.Decimal)
		}
	}
	if total.Valid && !total.Decimal.Equal(one) || !total.Valid && !sum.Equal(one) {
		return
	}
	for i := range fields {
		if f := &fields[i]; isWeight(f.Name) && f.Number.Valid {
			f.Number.Decimal = f.Number.Decimal.Shift(2)
		}
	}
}

func isWeight(name string) bool { return name == "weight" || strings.HasSuffix(name, ".weight") }
