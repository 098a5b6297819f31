package narrative

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// wholeNumber is a cell of a number alone.
var wholeNumber = regexp.MustCompile(`^[-−]?(?:` + numberWords + `)\s?(?:` + unitWords + `)?$`)

// unitNote is a unit in brackets of a label, or beside the words 单位.
var unitNote = regexp.MustCompile(`[(（](?:单位[:：]?)?(亿元|万元|千元|元|%|个|分|户|人)[)）]|单位[:：]?\s*[(（]?(亿元|万元|千元|元)`)

// cellFigure takes up the figure of a cell: its words are the label of its row and of its column.
func (p *report) cellFigure(i, sentence int) {
	l := &p.lines[i]
	text := strings.TrimSpace(l.text)
	if !wholeNumber.MatchString(text) {
		return
	}
	found := lex(l.text, 0)
	if len(found) != 1 {
		return
	}
	t := found[0]
	row, column := l.cell.labels()
	if l.cell.table.columns() <= 2 && row != "" { // what its row says is all
		column = ""
	}
	if row == "" && column == "" {
		return
	}
	f := figure{line: i, from: t.from, to: t.to, start: t.from, sentence: sentence,
		number: t.number, step: t.step, unit: t.unit}
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") {
		f.number = f.number.Neg()
	}
	if f.unit == "" {
		f.unit = l.cell.unit(row, column)
	}
	f.label = strings.TrimSpace(bare(row) + " " + bare(column))
	context := p.contextOf(bare(row), something)
	if column == "" || isSum(bare(row)) {
		context = p.contextOf(bare(row), nothing)
	}
	f.facts = p.cellFacts(&f, bare(row), bare(column), context)
	if f.unit == "" && len(f.facts) > 0 {
		f.unit = p.unit
	}
	if f.unit == "" && len(f.facts) == 0 { // 序号, 编码
		return
	}
	p.figures = append(p.figures, f)
}

// cellFacts: the label of the column, or both, or of two columns that of the row, are the clause.
func (p *report) cellFacts(f *figure, row, column, context string) []string {
	asMoney := *f
	if asMoney.unit == "" && !strings.Contains(column+row, "分") {
		asMoney.unit = p.unit
	}
	for _, clause := range []string{column, row + column, row} {
		if clause == row && column != "" {
			break
		}
		if facts := p.factsOf(&asMoney, clause, context); clause != "" && len(facts) > 0 {
			return facts
		}
	}
	return nil
}

func isSum(label string) bool {
	switch label {
	case "合计", "总计", "共计", "小计", "合计数", "支出合计":
		return true
	}
	return false
}

// bare is a label without the unit in its brackets and white space.
func bare(label string) string {
	return tight(unitNote.ReplaceAllString(label, ""))
}

// labels are those of a cell's row (the first text in it) and column (the texts above it, in rows without numbers).
func (c *gridCell) labels() (row, column string) {
	for col := 1; col < c.col && row == ""; col++ {
		if text := c.table.rows[c.row][col]; !wholeNumber.MatchString(strings.TrimSpace(text)) {
			row = text
		}
	}
	var above []string
	for at := 0; at < c.row; at++ {
		text := c.table.rows[at][c.col]
		repeated := len(above) > 0 && above[len(above)-1] == text
		if text == "" || repeated || wholeNumber.MatchString(strings.TrimSpace(text)) {
			continue
		}
		if c.table.isHeader(at) {
			above = append(above, text)
		}
	}
	return row, strings.Join(above, "")
}

// columns is how many columns the widest row has.
func (g *grid) columns() (most int) {
	for _, row := range g.rows {
		most = max(most, len(row))
	}
	return most
}

// isHeader holds for a row without numbers.
func (g *grid) isHeader(row int) bool {
	for _, text := range g.rows[row] {
		if wholeNumber.MatchString(strings.TrimSpace(text)) {
			return false
		}
	}
	return true
}

func (c *gridCell) unit(row, column string) string {
	for _, text := range []string{column, row, c.table.before} {
		if found := unitNote.FindStringSubmatch(text); found != nil {
			if strings.HasSuffix(bare(column), "率") && found[1] != "%" {
				break
			}
			return found[1] + found[2]
		}
	}
	switch label := bare(column) + bare(row); {
	case strings.HasSuffix(bare(column), "率"), column == "" && strings.HasSuffix(bare(row), "率"):
		return "%"
	case strings.Contains(label, "得分"), strings.Contains(label, "分值"):
		return "分"
	case strings.Contains(label, "个数"), strings.Contains(label, "数量"):
		return "个"
	}
	return ""
}

// tableSums relates the rows of each column to the one that adds them up.
func (p *report) tableSums() {
	type column struct {
		table *grid
		col   int
	}
	columns := map[column][]int{}
	for i := range p.figures {
		if c := p.lines[p.figures[i].line].cell; c != nil && p.figures[i].unit != "%" {
			columns[column{c.table, c.col}] = append(columns[column{c.table, c.col}], i)
		}
	}
	for _, column := range columns {
		total := -1
		for _, i := range column {
			row, _ := p.lines[p.figures[i].line].cell.labels()
			if label := bare(row); isSum(label) && label != "小计" {
				if total >= 0 {
					total = -1
					break
				}
				total = i
			}
		}
		if total < 0 || len(column) < 3 {
			continue
		}
		for _, i := range column {
			row, _ := p.lines[p.figures[i].line].cell.labels()
			if i != total && !strings.HasPrefix(bare(row), "其中") && bare(row) != "小计" {
				p.figures[i].partOf = total + 1
			}
		}
	}
}

// tableRates relates a rate in a row to the budget and what was spent of it.
func (p *report) tableRates() {
	for i := range p.figures {
		f := &p.figures[i]
		c := p.lines[f.line].cell
		if c == nil || f.unit != "%" {
			continue
		}
		for k := max(0, i-lookOn); k < min(len(p.figures), i+lookOn); k++ { // of the row, which is read cell by cell
			other := p.lines[p.figures[k].line].cell
			if other == nil || other.table != c.table || other.row != c.row || p.figures[k].unit == "%" {
				continue
			}
			_, label := other.labels()
			switch label = bare(label); {
			case strings.Contains(label, "执行") || strings.Contains(label, "支出数") || strings.Contains(label, "完成"):
				f.part = k + 1
			case strings.Contains(label, "年初"):
			case strings.Contains(label, "预算") || strings.Contains(label, "计划"):
				f.whole = k + 1
			}
		}
	}
}

// ratio is part of whole in percent, to some places more than are shown.
func ratio(part, whole decimal.Decimal, places int32) decimal.Decimal {
	return part.Mul(decimal.New(100, 0)).DivRound(whole, places+8)
}
