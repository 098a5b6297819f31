package template

import (
	"fmt"
	"strings"

	"jixiao/pipeline/rules"
)

// formula turns "=全年执行数/全年预算数" or "=分值*执行率" of 表样 into a cell's formula. A quotient is blank
// without a divisor; a product never exceeds its first factor (得分不突破分值).
func formula(f rules.Field, column func(label string) string) string {
	text := strings.TrimPrefix(f.Template, "=")
	if a, b, found := strings.Cut(text, "/"); found {
		places := 2
		if f.Type == rules.RateType {
			places = 4
		}
		return fmt.Sprintf(`IF(%[2]s=0,"",ROUND(%[1]s/%[2]s,%d))`, column(a), column(b), places)
	}
	a, b, _ := strings.Cut(text, "*")
	return fmt.Sprintf(`IF(%[2]s="","",ROUND(MIN(%[1]s,%[1]s*%[2]s),2))`, column(a), column(b))
}

// widths of the columns: by what the table or the crossing block needs there, in places.
func (l *layout) widths() []float64 {
	widths := make([]float64, l.width)
	for i := range widths {
		widths[i] = 11
	}
	for _, c := range l.Cells {
		if c.Left != c.Right || c.Left > l.width {
			continue
		}
		want := float64(2*len([]rune(c.Text)) + 2)
		switch {
		case c.Kind == Input && c.Type == rules.TextType:
			want = 18
		case c.Kind == Input && c.Type == rules.MeasureType:
			want = 14
		case c.Kind != Label:
			want = 11
		}
		widths[c.Left-1] = max(widths[c.Left-1], min(want, 24))
	}
	l.spread(widths)
	return widths
}

// pageWidth is what an upright A4 page holds, in places.
const pageWidth = 88

// spread gives what a narrow form leaves of the page to the columns that texts are written in.
func (l *layout) spread(widths []float64) {
	left := float64(pageWidth)
	for _, w := range widths {
		left -= w
	}
	inputs := map[int]bool{}
	for _, kind := range []string{rules.TextType, ""} {
		for _, c := range l.Cells {
			if c.Kind == Input && c.Left == c.Right && len(c.Choices) == 0 && (kind == "" || c.Type == kind) {
				inputs[c.Left] = true
			}
		}
		if len(inputs) > 0 {
			break
		}
	}
	for col := range inputs {
		widths[col-1] += max(left, 0) / float64(len(inputs))
	}
}
