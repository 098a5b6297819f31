package forms

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/values"
)

func (r *reader) readBlock(b *block) {
	for _, x := range b.cells {
		c := r.m.g.first(x.at[0], x.at[1], x.to)
		unit := r.unitOf(column{unit: x.unit, from: x.at[1]}, x.column, x.at[0], c, x.labels...)
		r.emit(x.column, x.row.Name+"."+x.column.Name, 0, c, x.at[0], x.at[1], unit)
	}
	r.readLabelledPoints(b)
	if len(b.cells) > 0 {
		return
	}
	for _, h := range b.rows {
		r.readCrossing(b, h, b.rowOf[h])
	}
	for _, h := range b.asides {
		r.readAside(b, h)
	}
	if b.columns[0].Role == rules.Header {
		r.readTable(b)
	}
}

// readCrossing reads one labelled row under the columns: "total.executed".
func (r *reader) readCrossing(b *block, h *hit, row *entry) {
	for _, c := range b.columns {
		value, name := c.entry, row.Name+"."+c.Name
		if b.crossed {
			value, name = row, c.Name+"."+row.Name
		}
		numeric := value.Type == rules.MoneyType || value.Type == rules.ScoreType || value.Type == rules.RateType || value.Type == rules.NumberType
		if c.from <= h.cell.Col || row.Role == rules.TotalRow && !numeric {
			continue
		}
		cell := r.m.under(h.cell.Row, c)
		r.emitUnder(c, value, name, 0, cell, h.cell.Row, r.unitOf(c, value, h.cell.Row, cell, c.hit, h, b.label))
	}
}

// readAside reads the one amount of a row outside the columns: "basic.amount". Which of the columns it is of, the form
// does not say.
func (r *reader) readAside(b *block, h *hit) {
	money := slices.IndexFunc(b.columns, func(c column) bool { return c.Type == rules.MoneyType })
	if money < 0 {
		return
	}
	c, row := r.m.g.at(h.cell.Row, h.right+1), r.m.entryOf(h, b.name, rules.Row)
	if h.label.value != "" {
		inCell := *h.cell
		inCell.Text, inCell.Raw = h.label.value, h.label.value
		c = &inCell
	}
	value := b.columns[money].entry
	r.emit(value, row.Name+".amount", 0, c, c.Row, c.Col, r.unitAt(value, c.Row, c, h, b.label))
}

// readTable reads the rows below a header; columns that inherit repeat what stood above where they are blank.
func (r *reader) readTable(b *block) {
	above := map[*entry]*cells.Cell{}
	no := 0
	for row := b.header + 1; row <= b.last; row++ {
		kind := r.m.kindOf(b, row)
		groups := kind == headingLine && r.m.isGroupSum(b, row)
		if kind != valueLine && kind != blankLine && kind != formLine && !groups {
			continue
		}
		line := r.lineOf(b, row, above)
		if kind != valueLine {
			continue
		}
		if parts := r.partsOf(b, line); parts > 1 {
			for i := range parts {
				no++
				r.emitLine(b, row, no, r.partOf(b, line, i, parts))
			}
			continue
		}
		no++
		r.emitLine(b, row, no, line)
	}
}

// lineOf gives a row's cells by column, and keeps what the rows below inherit.
func (r *reader) lineOf(b *block, row int, above map[*entry]*cells.Cell) map[*entry]*cells.Cell {
	line := map[*entry]*cells.Cell{}
	for _, c := range b.columns {
		cell := r.m.behindNumber(row, c, r.m.under(row, c))
		if c.Inherits && cell != nil && isDitto(cell) {
			cell = nil
		}
		if c.Inherits && cell != nil {
			if before := above[c.entry]; before == nil || values.Compact(before.Text) != values.Compact(cell.Text) {
				r.forget(b, c, above)
			}
			above[c.entry] = cell
		}
		if c.Inherits && cell == nil {
			cell = r.inherit(b, c, row, above[c.entry])
		}
		line[c.entry] = cell
	}
	if key := b.key(); key != nil && line[key.entry] == nil {
		name := r.m.level3Above(b, row) // one merge for 二级指标 and 三级指标
		if name == nil {
			name = r.m.namedByLevel(b, row)
		}
		if name != nil {
			named := *name
			named.Row, named.Col = row, key.from
			line[key.entry] = &named
		}
	}
	useAdjusted(line)
	return line
}

// behindNumber gives the name that stands behind its number under one label: 1 | 道路长度 under 三级指标.
func (m *match) behindNumber(row int, c column, cell *cells.Cell) *cells.Cell {
	if cell == nil || c.Type != rules.TextType || c.hit.right == c.hit.cell.Col || cell.Row != row || !isNumeric(cell) {
		return cell
	}
	next := m.g.first(row, cell.Col+1, min(c.hit.right, c.to))
	if next != nil && next.Kind == cells.Text && !isDash(next) {
		return next
	}
	return cell
}

// isDitto holds for a cell that says that it is as above.
func isDitto(c *cells.Cell) bool {
	switch strings.TrimSpace(c.Text) {
	case "同上", "〃", "″", "\"", "“", "”", "''":
		return true
	}
	return false
}

// useAdjusted takes the target that was set in the course of the year for the one of its beginning.
func useAdjusted(line map[*entry]*cells.Cell) {
	var first, adjusted *entry
	for e := range line {
		switch e.Name {
		case "target":
			first = e
		case "adjusted_target":
			adjusted = e
		}
	}
	if first == nil || adjusted == nil || line[adjusted] == nil || isDash(line[adjusted]) {
		return
	}
	if before := line[first]; before == nil || values.Compact(before.Text) != values.Compact(line[adjusted].Text) {
		line[first] = line[adjusted]
	}
}

// inherit gives what a blank cell repeats: what stood above; in the first rows, whose label was centred over
// the rows before its merge was lost, what stands next below.
func (r *reader) inherit(b *block, c column, row int, above *cells.Cell) *cells.Cell {
	if above != nil || b.columns[0].entry != c.entry {
		return above
	}
	for below := row + 1; below <= b.last; below++ {
		if kind := r.m.kindOf(b, below); kind == totalLine || kind == noteLine {
			return nil
		}
		if cell := r.m.under(below, c); cell != nil {
			return cell
		}
	}
	return nil
}

func (r *reader) emitLine(b *block, row, no int, line map[*entry]*cells.Cell) {
	start := len(r.out)
	for _, c := range b.columns {
		if shared := r.sharedOver(b, row, c); shared != nil {
			r.emitShared(c.entry, no, shared, row, c.from)
			continue
		}
		unit := r.unitOf(c, c.entry, row, line[c.entry], c.hit, b.label)
		r.emitUnder(c, c.entry, c.Name, no, line[c.entry], row, unit)
	}
	if e := b.pointsInNames; e != nil {
		r.emit(e, e.Name, no, pointsIn(line[b.key().entry]), row, b.key().from, "")
	}
	r.comparePair(r.out[start:])
}

// sharedOver gives the number that a merge lays over this row of a table and another.
func (r *reader) sharedOver(b *block, row int, c column) *cells.Cell {
	over, ok := r.m.g.mergeAt(row, c.from)
	if !ok || c.Type == rules.TextType || c.Type == rules.MeasureType || c.Type == rules.OrdinalType || over.Top == over.Bottom || over.Left != c.from {
		return nil
	}
	rows := 0
	for line := over.Top; line <= min(over.Bottom, b.last); line++ {
		if r.m.kindOf(b, line) == valueLine {
			rows++
		}
	}
	if rows < 2 {
		return nil
	}
	return r.m.g.at(over.Top, over.Left)
}

// forget drops what finer levels would inherit when a coarser one begins anew.
func (r *reader) forget(b *block, changed column, above map[*entry]*cells.Cell) {
	for _, c := range b.columns {
		if c.Inherits && c.from > changed.from {
			delete(above, c.entry)
		}
	}
}

// partsOf counts the rows that somebody wrote into one: as many lines or numbered parts in each cell that holds
// more than one, the numbers among them. 1 where that does not come out even.
func (r *reader) partsOf(b *block, line map[*entry]*cells.Cell) int {
	parts, numbers := 1, false
	for _, c := range b.columns {
		cell := line[c.entry]
		if cell == nil || cell.Kind != cells.Text || c.Inherits || c.entry.Type == rules.OrdinalType {
			continue
		}
		n := len(splitParts(cell.Text))
		if c.Type == rules.ScoreType && n > 1 {
			numbers = true
		}
		if n > 1 && parts > 1 && n != parts {
			return 1
		}
		parts = max(parts, n)
	}
	if !numbers {
		return 1
	}
	for _, c := range b.columns { // each required cell must be in parts
		cell := line[c.entry]
		if c.Required && !c.Inherits && (cell == nil || len(splitParts(cell.Text)) != parts) {
			return 1
		}
	}
	return parts
}

// partOf gives the row that the i-th parts make; what is not in parts goes with the first.
func (r *reader) partOf(b *block, line map[*entry]*cells.Cell, i, parts int) map[*entry]*cells.Cell {
	out := map[*entry]*cells.Cell{}
	for _, c := range b.columns {
		cell := line[c.entry]
		switch {
		case cell == nil || c.Inherits:
			out[c.entry] = cell
		case len(splitParts(cell.Text)) == parts:
			part := *cell
			part.Text = splitParts(cell.Text)[i]
			part.Raw = part.Text
			out[c.entry] = &part
		case i == 0:
			out[c.entry] = cell
		}
	}
	return out
}

// splitParts divides a text at its numbers in circles, or at its line breaks.
func splitParts(s string) []string {
	var parts []string
	if strings.ContainsFunc(s, enclosed) {
		for _, part := range strings.FieldsFunc(s, enclosed) {
			if part = strings.Trim(strings.TrimSpace(part), ";；,，、\n"); part != "" {
				parts = append(parts, part)
			}
		}
		return parts
	}
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return slices.Clip(parts)
}
