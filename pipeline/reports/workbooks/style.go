package workbooks

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// styleKey is all that tells the styles of cells apart.
type styleKey struct {
	header, total, number, center, link, quoted bool
	decimals                                    int
}

// linkColour is that of figures that lead to where they stand.
const linkColour = "0B5394"

func (w *workbook) style(key styleKey) (int, error) {
	if id, found := w.styles[key]; found {
		return id, nil
	}
	edge := func(side string) excelize.Border { return excelize.Border{Type: side, Color: "A6A6A6", Style: 1} }
	s := &excelize.Style{
		Border:    []excelize.Border{edge("left"), edge("right"), edge("top"), edge("bottom")},
		Font:      &excelize.Font{Family: sheetFont, Size: 10, Bold: key.header || key.total},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	if key.link {
		s.Font.Color = linkColour
	}
	if key.total {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
	}
	switch {
	case key.header:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headerFill}}
		s.Alignment.Horizontal = "center"
	case key.number:
		s.Alignment.Horizontal, s.Alignment.WrapText = "right", false
		code := numberFormat(key.decimals)
		s.CustomNumFmt = &code
	case key.center:
		s.Alignment.Horizontal = "center"
	default:
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	}
	id, err := w.f.NewStyle(s)
	if err == nil && key.quoted {
		id = quotedStyle(w.f, id)
	}
	w.styles[key] = id
	return id, err
}

// numberFormat shows thousands commas and at least two decimals where there are any.
func numberFormat(decimals int) string {
	code := "#,##0"
	if decimals > 0 {
		code += "." + strings.Repeat("0", min(decimals, 2)) + strings.Repeat("#", max(decimals-2, 0))
	}
	return code
}

// colour is how a word is shown that people look for: dark text on a light ground.
type colour struct{ text, fill string }

var (
	good    = colour{"006100", "C6EFCE"}
	calm    = colour{"1F4E79", "DDEBF7"}
	caution = colour{"7F6000", "FFEB9C"}
	bad     = colour{"9C0006", "FFC7CE"}
)

// colourWords gives the columns that say a grade or a severity their conditional colours, which follow
// the cells when staff change them. first and last are the rows of data.
func (w *workbook) colourWords(sheet, column string, at, first, last int) error {
	words := map[string][]colouredWord{
		"级别": {{"错误", bad}, {"疑点", caution}, {"提示", calm}},
		"情况": {{"未报送", bad}, {"不能读取", bad}},
	}[column]
	if strings.HasSuffix(column, "等级") { // 自评等级, 复算等级, 复核等级
		words = w.gradeColours()
	}
	var options []excelize.ConditionalFormatOptions
	for _, word := range words {
		id, err := w.conditional(word.colour)
		if err != nil {
			return err
		}
		options = append(options, excelize.ConditionalFormatOptions{
			Type: "cell", Criteria: "==", Value: `"` + strings.ReplaceAll(word.word, `"`, `""`) + `"`, Format: &id,
		})
	}
	if len(options) == 0 || last < first {
		return nil
	}
	return w.f.SetConditionalFormat(sheet, place(first, at)+":"+place(last, at), options)
}

type colouredWord struct {
	word   string
	colour colour
}

// gradeColours: the best grade green, the next blue, the worst red, those between yellow.
func (w *workbook) gradeColours() []colouredWord {
	var words []colouredWord
	for i, grade := range w.grades {
		c := caution
		switch {
		case i == 0:
			c = good
		case i == len(w.grades)-1:
			c = bad
		case i == 1:
			c = calm
		}
		words = append(words, colouredWord{grade, c})
	}
	return words
}

func (w *workbook) conditional(c colour) (int, error) {
	if id, found := w.colours[c.fill]; found {
		return id, nil
	}
	id, err := w.f.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Color: c.text, Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.fill}},
	})
	w.colours[c.fill] = id
	return id, err
}
