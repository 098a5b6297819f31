package extract

import (
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/forms"
)

// The form in which a township answers what was found, and the column that each of its tables has.
const (
	answerForm   = "replies"
	answerColumn = "问题编号"
)

// answers reads the tables of a notice (整改通知) that a township filled in and sent back, each by itself: whatever was
// cut off, pasted or renamed around it. Their forms are numbered from the one after last.
func (g *reading) answers(sheet *cells.Sheet, last int) (fields []forms.Field) {
	for _, b := range sheet.Document.Blocks {
		if b.Table == nil {
			continue
		}
		alone := *sheet
		alone.Cells = slices.DeleteFunc(slices.Clone(sheet.Cells), func(c cells.Cell) bool {
			return c.Row < b.Table.Top || c.Row >= b.Table.Top+len(b.Table.Rows)
		})
		if !slices.ContainsFunc(alone.Cells, func(c cells.Cell) bool {
			return strings.Join(strings.Fields(c.Text), "") == answerColumn
		}) {
			continue
		}
		read := forms.Recognise([]cells.Sheet{alone}, g.words)
		read = slices.DeleteFunc(read, func(f forms.Field) bool { return f.Form != answerForm })
		for i := range read {
			read[i].FormNo += last
		}
		fields = append(fields, read...)
		last = max(last, lastNo(read))
	}
	return fields
}
