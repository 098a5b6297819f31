package forms

import (
	"regexp"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// rowKind is what a line of a table is.
type rowKind int

// The kinds of line. Only a line of values is a row of the table.
const (
	blankLine rowKind = iota
	valueLine
	totalLine   // 合计, 小计 and the like
	headerLine  // the header again, or the numbers of its columns
	headingLine // the name of a group, with its sums or without
	formLine    // of the blank form: 指标2：, ……
	noteLine    // a signature, a note
	strangeLine // numbers without a name, a target or an actual value
)

var (
	sumWords   = regexp.MustCompile(`(小计|合计|共计|总计|累计|总和)$`)
	partial    = regexp.MustCompile(`小计$|^(本页|本级|其中|分项)`)
	formText   = regexp.MustCompile(`^(指标\s*[\d一二三四五六七八九十]*|[.…·—–\-_]+|略|同上)$`)
	signatures = regexp.MustCompile(`(人|人员|者|电话|手机|日期|时间|签字|签章|签名|盖章|公章|领导|说明|备注|注|联系方式)$`)
	ranked     = regexp.MustCompile(`^[（(]?[一二三四五六七八九十IVX]{1,3}[)）、.]?$`)
)

// kindOf tells what a line of a table is.
func (m *match) kindOf(b *block, row int) rowKind {
	own, inherited := m.ownCells(b, row)
	first := m.g.first(row, m.area.Left, m.area.Right)
	switch {
	case first == nil:
		return blankLine
	case row <= m.headBottom(b), m.isUnitLine(b, row), m.repeatsHeader(b, row), b.isDivided(row),
		row <= b.header+3 && m.numbersColumns(b, row):
		return headerLine
	case m.isTotal(b, row), m.isSum(b, row):
		return totalLine
	case len(own) == 0 && (m.level3Above(b, row) == nil || m.isWideText(b, row)):
		if len(inherited) > 0 && !m.isWideText(b, row) {
			return blankLine
		}
		return noteLine
	case m.isSignature(first), m.isBelowTotal(b, row) && !m.isWhole(b, row):
		return noteLine
	case m.isOfForm(b, row, own), m.isAllInBrackets(row):
		return formLine
	case m.isGroup(b, row, own), m.isLevelHeading(b, row, own), m.isGroupSum(b, row):
		return headingLine
	case m.isNameless(b, row):
		return strangeLine
	}
	return valueLine
}

// headBottom is the last row of a table's header: that of the column of names reaches down over a second line.
func (m *match) headBottom(b *block) int {
	if key := b.key(); key != nil && key.hit.cell.Row <= b.header {
		return min(max(key.hit.bottom, b.header), b.header+2)
	}
	return b.header
}

// isWideText holds for a line with one text that is merged over the column of names and what stands right of it:
// 说明 | 无.
func (m *match) isWideText(b *block, row int) bool {
	key := b.key()
	if key == nil {
		return false
	}
	over, merged := m.g.mergeAt(row, key.from)
	return merged && over.Top == row && over.Left < key.from && over.Right > max(key.to, key.hit.right)
}

// isNameless holds for a line that has numbers but nothing in the column of names and no words of its own: a
// total by another name, the weight of a group.
func (m *match) isNameless(b *block, row int) bool {
	key, first := b.key(), m.g.first(row, m.area.Left, m.area.Right)
	if key == nil || m.under(row, *key) != nil || m.level3Above(b, row) != nil || m.hasWords(b, row) {
		return false
	}
	numbered := slices.ContainsFunc(b.columns, func(c column) bool {
		return c.Type == rules.OrdinalType && isNumeric(m.under(row, c))
	})
	if numbered || first.Kind != cells.Text || isNumeric(first) {
		return false // a row that lacks its name
	}
	return !slices.ContainsFunc(b.columns, func(c column) bool {
		cell := m.under(row, c)
		return cell != nil && c.Type == rules.TextType && !c.Inherits && !isDash(cell)
	})
}

// ownCells lists the cells of a line in the columns that are filled line by line, and in those that inherit.
func (m *match) ownCells(b *block, row int) (own, inherited []*cells.Cell) {
	for _, c := range b.columns {
		cell := m.under(row, c)
		switch {
		case cell == nil:
		case c.Inherits:
			inherited = append(inherited, cell)
		case c.Type != rules.OrdinalType:
			own = append(own, cell)
		}
	}
	return own, inherited
}

// key is the column that names the rows of a table: the first required text that is not inherited.
func (b *block) key() *column {
	for i := range b.columns {
		if c := &b.columns[i]; c.Role == rules.Header && c.Required && !c.Inherits && c.Type == rules.TextType {
			return c
		}
	}
	return nil
}

func (m *match) isTotal(b *block, row int) bool {
	for h, e := range b.rowOf {
		if h.cell.Row == row && e.Role == rules.TotalRow {
			return true
		}
	}
	return false
}

// isSum holds for a line whose first words end in 小计, 合计 and the like, without a target or an actual value. A table
// of texts alone has no sums: there 各来源之和 is what a line is about.
func (m *match) isSum(b *block, row int) bool {
	isText := func(c column) bool { return c.Type == rules.TextType || c.Type == rules.OrdinalType }
	if !slices.ContainsFunc(b.columns, func(c column) bool { return !isText(c) }) {
		return false
	}
	limit := m.rowLabelLimit(b, false)
	for _, h := range m.g.byRow[row] {
		if m.area.Contains(row, h.cell.Col) && h.cell.Col <= limit && m.entryOf(h, b.name, rules.TotalRow) != nil {
			return !m.hasWords(b, row)
		}
	}
	for _, c := range m.g.rows[row] {
		if c.Col < m.area.Left || c.Col > limit || c.Kind != cells.Text || len(c.Text) > longestLabel {
			continue
		}
		if strings.ContainsAny(c.Text, "计計和") && sumWords.MatchString(parseLabel(c.Text).key) {
			return !m.hasWords(b, row)
		}
	}
	return false
}

// hasWords holds for a line with a target, an actual value or a text of its own beside its name: an indicator
// may be called 补助金额合计.
func (m *match) hasWords(b *block, row int) bool {
	for _, c := range b.columns {
		if cell := m.under(row, c); cell != nil && c.Type == rules.MeasureType && !isDash(cell) {
			return true
		}
	}
	return false
}

func isDash(c *cells.Cell) bool {
	return c.Kind == cells.Text && strings.Trim(c.Text, " 　/—–-－_*、．.") == ""
}

// isSignature holds for a line that begins with who filled it in, or with a note: 填表人：, 注：.
func (m *match) isSignature(first *cells.Cell) bool {
	if first.Kind != cells.Text || !strings.ContainsAny(first.Text, ":：") {
		return false
	}
	head, _ := cutColon(first.Text)
	return len(head) <= 60 && signatures.MatchString(strings.Trim(trimBullets(dropSpaces(head)), trailing))
}

func dropSpaces(s string) string { return strings.Join(strings.Fields(s), "") }

// isBelowTotal holds below the total that counts, where that stands under rows.
func (m *match) isBelowTotal(b *block, row int) bool {
	for h, e := range b.rowOf {
		if e.Role == rules.TotalRow && h.cell.Row < row && m.hasNamesAbove(b, h.cell.Row) {
			return true
		}
	}
	return false
}

// hasNamesAbove holds for a total that stands under rows, not directly under the header.
func (m *match) hasNamesAbove(b *block, total int) bool {
	key := b.key()
	for row := b.header + 1; row < total; row++ {
		if key == nil || m.under(row, *key) != nil && !m.numbersColumns(b, row) {
			return true
		}
	}
	return false
}

// isWhole holds for a line that has its name in the column of names and a number in a column of numbers.
func (m *match) isWhole(b *block, row int) bool {
	key := b.key()
	if key == nil || m.under(row, *key) == nil {
		return false
	}
	return slices.ContainsFunc(b.columns, func(c column) bool {
		return (c.Type == rules.ScoreType || c.Type == rules.MoneyType || c.Type == rules.NumberType) &&
			isNumeric(m.under(row, c))
	})
}

// isOfForm holds for a line that the blank form came with and nobody filled in: 指标2：, ……
func (m *match) isOfForm(b *block, row int, own []*cells.Cell) bool {
	key := b.key()
	if key == nil {
		return false
	}
	name := m.under(row, *key)
	for _, c := range own {
		if c != name && !isDash(c) {
			return false
		}
	}
	return name != nil && name.Kind == cells.Text && formText.MatchString(strings.Trim(dropSpaces(name.Text), ":：.。"))
}

// isAllInBrackets holds for a line that says how the columns are to be filled in: （填批复值） | （≤分值）.
func (m *match) isAllInBrackets(row int) bool {
	n := 0
	for _, c := range m.g.rows[row] {
		if c.Col < m.area.Left || c.Col > m.area.Right {
			continue
		}
		if c.Kind != cells.Text || len(c.Text) > 120 || !strings.ContainsAny(c.Text, "(（[【") ||
			!inBrackets.MatchString(strings.TrimSpace(c.Text)) {
			return false
		}
		n++
	}
	return n > 1
}

var inBrackets = regexp.MustCompile(`^[（(【\[][^（()）]*[^（()）\d][^（()）]*[)）】\]]$`)

// isGroup holds for the heading of a group in a list whose rows are numbered: it has no number, or one of
// another kind (一 over 1, 2, 3), and nothing but its name or the sums of its rows.
func (m *match) isGroup(b *block, row int, own []*cells.Cell) bool {
	if slices.ContainsFunc(b.columns, func(c column) bool { return c.Type == rules.MeasureType }) {
		return false
	}
	no := slices.IndexFunc(b.columns, func(c column) bool { return c.Type == rules.OrdinalType })
	key := b.key()
	if key == nil || len(own) == 0 {
		return false
	}
	name := m.under(row, *key)
	if no < 0 {
		return len(own) == 1 && own[0] == name && name.Kind == cells.Text &&
			ordinal.MatchString(strings.TrimSpace(name.Text))
	}
	mark := m.under(row, b.columns[no])
	if mark != nil && mark.Kind == cells.Text && ranked.MatchString(dropSpaces(mark.Text)) {
		return m.numberedWithDigits(b, no)
	}
	return mark == nil && len(own) == 1 && own[0] == name && name != nil && name.Kind == cells.Text
}

// isLevelHeading holds for the name of a group of indicators in the column of names, with nothing beside it, where the
// groups have no columns of their own: 一、产出指标 over （一）数量指标.
func (m *match) isLevelHeading(b *block, row int, own []*cells.Cell) bool {
	key := b.key()
	if len(own) != 1 || key == nil || own[0].Kind != cells.Text || own[0] != m.under(row, *key) {
		return false
	}
	return slices.ContainsFunc(m.form.entries, func(e *entry) bool {
		return e.Block == b.name && !b.has(e) && e.heads(own[0].Text)
	})
}

// heads holds for the name of one of the groups that 表样 has for a level: 产出指标（50分）.
func (e *entry) heads(text string) bool {
	name := parseLabel(text).key
	if !e.Inherits || e.Template == "" {
		return false
	}
	return slices.ContainsFunc(strings.Split(e.Template, "|"), func(word string) bool {
		return strings.TrimSuffix(word, "指标") == strings.TrimSuffix(name, "指标")
	})
}

// isGroupSum holds for the name of a group of indicators over its columns with the sums of its points, over the rows of
// the group: 产出指标（50分） | 50 | 48.
func (m *match) isGroupSum(b *block, row int) bool {
	key := b.key()
	if key == nil || m.under(row, *key) != nil || m.hasWords(b, row) || !m.hasNumbers(b, row) {
		return false
	}
	var names []*cells.Cell
	for _, c := range b.columns {
		if cell := m.g.at(row, c.from); c.Inherits && cell != nil {
			names = append(names, cell)
		}
	}
	return len(names) == 1 && slices.ContainsFunc(b.columns, func(c column) bool { return c.heads(names[0].Text) })
}

// numberedWithDigits holds for a table with a row that is numbered 1, 2, 3.
func (m *match) numberedWithDigits(b *block, no int) bool {
	for row := b.header + 1; row <= b.last; row++ {
		if isNumeric(m.under(row, b.columns[no])) {
			return true
		}
	}
	return false
}

// isInTable holds for a line of a table: below its header, at or above its last row or total.
func (m *match) isInTable(b *block, row int) bool {
	if row < b.header || row > b.last || len(b.columns) == 0 || b.columns[0].Role != rules.Header {
		return false
	}
	for later := row; later <= b.last; later++ {
		switch m.kindOf(b, later) {
		case valueLine, totalLine, headerLine:
			return true
		}
		if later > row+2 {
			return false
		}
	}
	return false
}
