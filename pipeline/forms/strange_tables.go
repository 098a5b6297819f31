package forms

import (
	"slices"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"
)

// What stands outside the blocks that were found may be a table as well, or labels over their texts, of which every
// word is strange: its words are told from its values by where they stand.

// strangeHeader lists the words of a line that is the header of a table that we do not know: four texts or more, no
// number, and numbers under two of them. nil for any other line.
func (m *match) strangeHeader(row int) (list []unknown) {
	if len(m.g.rows[row]) < 4 {
		return nil
	}
	line := m.lineOf(row)
	numbers := 0
	for _, c := range line {
		if c.Kind != cells.Text || len(c.Text) > longestLabel || isNumeric(c) || m.usesSingle(c) {
			return nil
		}
		if isNumeric(m.g.at(row+1, c.Col)) {
			numbers++
		}
	}
	if len(line) < 4 || numbers < 2 {
		return nil
	}
	for _, c := range line {
		if below := m.g.at(row+1, c.Col); below != nil && m.couldBeLabel(c) {
			list = append(list, unknown{cell: c, value: below, count: isNumeric(below)})
		}
	}
	return list
}

// strangeOver lists the words over texts beside the name of a block: 年度总体目标 | 计划目标 | 完成成效, the texts below.
func (m *match) strangeOver(row int) (list []unknown) {
	if len(m.g.rows[row]) < 3 {
		return nil
	}
	line := m.lineOf(row)
	if len(line) < 3 || !m.isBlockName(line[0]) || m.g.at(row+1, line[0].Col) != nil {
		return nil
	}
	for _, c := range line[1:] {
		below := m.g.at(row+1, c.Col)
		if below == nil || below.Kind != cells.Text || isNumeric(below) || m.isOwnLabel(below) {
			return nil
		}
		if m.couldBeLabel(c) {
			list = append(list, unknown{cell: c, value: below})
		}
	}
	return list
}

// lineOf lists the cells of a row within the form.
func (m *match) lineOf(row int) (line []*cells.Cell) {
	for _, c := range m.g.rows[row] {
		if m.area.Left <= c.Col && c.Col <= m.area.Right {
			line = append(line, c)
		}
	}
	return line
}

func (m *match) isBlockName(c *cells.Cell) bool {
	h := m.g.hitAt(c)
	return h != nil && m.entryOf(h, "", rules.BlockName) != nil
}

// usesSingle holds for the label of a single value that was found.
func (m *match) usesSingle(c *cells.Cell) bool {
	for _, h := range m.singles {
		if h.cell == c {
			return true
		}
	}
	return false
}

// endOfStrange is the last row of a table that begins at a header of strange words: above the next line that begins
// with a label of the form, is blank or is such a header itself.
func (m *match) endOfStrange(header int) int {
	for row := header + 2; row <= m.area.Bottom; row++ {
		line := m.lineOf(row)
		if len(line) == 0 || slices.ContainsFunc(line, m.usesSingle) || m.inBlock(row) || m.isBlockName(line[0]) ||
			m.strangeHeader(row) != nil {
			return row - 1
		}
	}
	return m.area.Bottom
}
