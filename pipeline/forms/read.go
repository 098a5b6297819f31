package forms

import (
	"regexp"
	"strconv"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"

	"github.com/shopspring/decimal"
)

// reader turns a match into fields.
type reader struct {
	m    *match
	no   int
	unit string // of amounts, from a note such as （单位：万元）; "" where there is none
	out  []Field
}

func (r *reader) read() {
	r.emitForm(r.m.form.name)
	r.readYear()
	r.readUnit()
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
}

// emitForm records the form itself: its title or, without one, the first thing in it.
func (r *reader) emitForm(kind string) {
	c := r.m.title
	for row := r.m.area.Top; c == nil && row <= r.m.area.Bottom; row++ {
		c = r.m.g.first(row, r.m.area.Left, r.m.area.Right)
	}
	r.out = append(r.out, Field{
		Sheet: r.m.g.sheet.Name, Form: kind, FormNo: r.no, Name: FormField, Text: strings.TrimSpace(c.Text),
		Number: decimal.NewNullDecimal(decimal.New(int64(r.m.confidence()), 0)), Cell: r.m.g.sheet.Address(c.Row, c.Col), Hidden: c.Hidden || r.m.g.sheet.Hidden,
	})
}

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
}

// readYear looks for the budget year above the form's first block: in the title, in a line of its
// own. A labelled year (年度 | 2023) is an ordinary single value and goes first.
func (r *reader) readYear() {
	for e := range r.m.singles {
		if e.Type == "年度" {
			return
		}
	}
	for row := r.m.area.Top; row <= r.headEnd(); row++ {
		for _, c := range r.m.g.rows[row] {
			text := values.Fold(c.Text)
			if c.Col < r.m.area.Left || c.Col > r.m.area.Right || len([]rune(text)) > 60 {
				continue
			}
			if found := yearPattern.FindString(text); found != "" && (r.m.g.hitAt(c) == nil) {
				year, _ := strconv.ParseInt(found[:4], 10, 64)
				f := r.field("year", c, c.Row, c.Col)
				f.Number = decimal.NewNullDecimal(decimal.New(year, 0))
				r.out = append(r.out, f)
				return
			}
		}
	}
}

// headEnd is the last row of the form's head: above its first block or single value below it.
func (r *reader) headEnd() int {
	end := min(r.m.area.Bottom, r.m.area.Top+12)
	for _, b := range r.m.blocks {
		if b.header > 0 {
			end = min(end, b.header)
		}
	}
	return end
}

var unitPattern = regexp.MustCompile(`单位\s*[:：]?\s*[(（]?(?:人民币)?(亿元|万元|千元|元)`)

// readUnit looks for the unit of amounts in the head: 单位：万元, 金额单位：元.
func (r *reader) readUnit() {
	for row := r.m.area.Top; row <= r.headEnd(); row++ {
		for _, c := range r.m.g.rows[row] {
			text := values.Fold(c.Text)
			if c.Col < r.m.area.Left || c.Col > r.m.area.Right || len([]rune(text)) > 60 {
				continue
			}
			if found := unitPattern.FindStringSubmatch(text); found != nil {
				r.unit = found[1]
				f := r.field("amount_unit", c, c.Row, c.Col)
				f.Unit = r.unit
				r.out = append(r.out, f)
				return
			}
		}
	}
}

// readSingle reads the value that hangs on one label: in the same cell after a colon, to the right,
// or below.
func (r *reader) readSingle(e *entry, h *hit) {
	if h.label.Value != "" {
		c := *h.cell
		c.Text = h.label.Value
		r.emit(e, e.Name, 0, &c, c.Row, c.Col, r.unitFor(e, h))
		return
	}
	right := r.rightEnd(h)
	row, from, to := h.cell.Row, h.right+1, right
	if e.Below {
		row, from, to = h.bottom+1, h.cell.Col, max(h.right, right)
	}
	c := r.m.g.first(row, from, to)
	if other := r.otherWay(e, h, right); c == nil && other != nil {
		c = other
	}
	if c != nil && r.m.g.hitAt(c) != nil && e.Below {
		c = nil
	}
	r.emit(e, e.Name, 0, c, row, from, r.unitFor(e, h))
}

// rightEnd is the last column before the next label of the row.
func (r *reader) rightEnd(h *hit) int {
	for _, other := range r.m.g.byRow[h.cell.Row] {
		if other.cell.Col > h.right && other.cell.Col <= r.m.area.Right && r.m.entryOf(other, "", rules.Single) != nil {
			return other.cell.Col - 1
		}
	}
	return r.m.area.Right
}

// otherWay looks to the right for a value that should stand below, where nothing else is there.
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

func (r *reader) readBlock(b *block) {
	for _, h := range b.rows {
		r.readCrossing(b, h, b.rowOf[h])
	}
	if b.columns[0].Role == rules.Header {
		r.readTable(b)
	}
}

// readCrossing reads one labelled row under the columns: "total.executed".
func (r *reader) readCrossing(b *block, h *hit, row *entry) {
	for _, c := range b.columns {
		numeric := c.Type == "金额" || c.Type == "得分" || c.Type == "百分比" || c.Type == "数字"
		if c.from <= h.cell.Col || row.Role == rules.TotalRow && !numeric {
			continue
		}
		r.emit(c.entry, row.Name+"."+c.Name, 0, r.under(h.cell.Row, c), h.cell.Row, c.from, r.unitFor(c.entry, c.hit, h, b.label))
	}
}

// readTable reads the rows below a header. A row counts when something stands in a column of its
// own; columns that inherit repeat what stood above where they are blank.
func (r *reader) readTable(b *block) {
	above := map[*entry]*cells.Cell{}
	no := 0
	for row := b.header + 1; row <= b.last; row++ {
		if r.isTotal(b, row) || r.m.repeatsHeader(b, row) {
			continue
		}
		line := map[*entry]*cells.Cell{}
		own := false
		for _, c := range b.columns {
			cell := r.under(row, c)
			line[c.entry] = cell
			own = own || cell != nil && !c.Inherits && c.Type != "序号"
			if c.Inherits && cell != nil {
				r.forget(b, c, above)
				above[c.entry] = cell
			}
		}
		if !own {
			continue
		}
		no++
		start := len(r.out)
		for _, c := range b.columns {
			cell := line[c.entry]
			if cell == nil && c.Inherits {
				cell = above[c.entry]
			}
			r.emit(c.entry, c.Name, no, cell, row, c.from, r.unitFor(c.entry, c.hit, b.label))
		}
		r.comparePair(r.out[start:])
	}
}

// forget drops what finer levels would inherit when a coarser one begins anew.
func (r *reader) forget(b *block, changed column, above map[*entry]*cells.Cell) {
	for _, c := range b.columns {
		if c.Inherits && c.from > changed.from {
			delete(above, c.entry)
		}
	}
}

// under gives a row's cell in a column: the cell right under the label, else the only one within
// the label's reach.
func (r *reader) under(row int, c column) *cells.Cell {
	if cell := r.m.g.at(row, c.from); cell != nil {
		return cell
	}
	if m, ok := r.m.g.mergeAt(row, c.from); ok && (m.Top < row || m.Left < c.from) {
		return r.underMerge(m, c)
	}
	return r.m.g.first(row, c.from, c.to)
}

// underMerge: a merge down a table means its text holds for every row it covers. A number is not
// repeated: it would count twice.
func (r *reader) underMerge(m cells.Range, c column) *cells.Cell {
	if c.Type != "文本" || m.Left != c.from {
		return nil
	}
	return r.m.g.at(m.Top, m.Left)
}

func (r *reader) isTotal(b *block, row int) bool {
	for h, e := range b.rowOf {
		if h.cell.Row == row && e.Role == rules.TotalRow {
			return true
		}
	}
	return false
}
