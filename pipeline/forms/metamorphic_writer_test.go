package forms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/rules"

	"github.com/shopspring/decimal"
)

// writer writes forms with random values in a random manner.
type writer struct {
	rand   *rand.Rand
	fields []rules.Field
	// The manner of the form being written.
	yuan      bool // amounts in 元
	asText    int  // numbers: 0 numbers, 1 text, 2 with commas, 3 full width
	rates     int  // 0 with a format, 1 text with %, 2 87.3 under （%）, 3 bare share
	lostMerge bool
	decorate  bool
	// strange takes the place of one field's label in one form of the book: a word that 表样 does not have.
	strange string
	swapped string // the field, block and all
	swapIn  string // the kind of form
}

func (w *writer) one(in int) bool { return w.rand.IntN(in) == 0 }

// page is a sheet being written.
type page struct {
	at     map[[2]int]cells.Cell
	merges []cells.Range
	row    int // next free row
	top    int // first row of the last form
	left   int // first column
	width  int // columns used, to the last form's right
	// A title may be strange once: a second, or one of a form that does not open with a label of its own, leaves
	// nothing to tell the forms apart by.
	strangeTitle bool
}

func (p *page) put(row, col int, c cells.Cell) {
	if c.Kind == cells.Blank {
		return
	}
	c.Row, c.Col = row, col
	p.at[[2]int{row, col}] = c
	p.width = max(p.width, col)
}

// insertColumn moves everything from a column on to the right; merges across it grow.
func (p *page) insertColumn(col int) {
	moved := map[[2]int]cells.Cell{}
	for place, c := range p.at {
		if place[1] >= col {
			place[1]++
			c.Col++
		}
		moved[place] = c
	}
	p.at = moved
	for i := range p.merges {
		if p.merges[i].Left >= col {
			p.merges[i].Left++
		}
		if p.merges[i].Right >= col {
			p.merges[i].Right++
		}
	}
}

func (p *page) sheet(name string) cells.Sheet {
	s := cells.Sheet{SheetInfo: cells.SheetInfo{Name: name}, Merges: p.merges}
	for _, c := range p.at {
		s.Cells = append(s.Cells, c)
	}
	slices.SortFunc(s.Cells, func(a, b cells.Cell) int { return (a.Row-b.Row)*10000 + a.Col - b.Col })
	return s
}

func textCell(s string) cells.Cell { return cells.Cell{Kind: cells.Text, Text: s, Raw: s} }

// written is a sheet and what its forms mean.
type written struct {
	sheet cells.Sheet
	want  [][]wanted
}

// book writes one to four forms on one to three sheets, now and then with sheets that are no self-evaluations, in
// whatever order.
func (w *writer) book() ([]cells.Sheet, [][]wanted) {
	var all []written
	for w.one(4) {
		all = append(all, written{sheet: w.foreign()})
	}
	all = append(all, w.own()...)
	if w.one(2) {
		w.rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	var sheets []cells.Sheet
	var want [][]wanted
	for i, one := range all {
		one.sheet.Name = fmt.Sprintf("%s%d", one.sheet.Name, i)
		sheets, want = append(sheets, one.sheet), append(want, one.want...)
	}
	return sheets, want
}

func (w *writer) own() (all []written) {
	for i := range 1 + w.rand.IntN(3) {
		p := &page{at: map[[2]int]cells.Cell{}, row: 1 + w.rand.IntN(4), left: 1 + w.rand.IntN(3)}
		titled := !w.one(4)
		var want [][]wanted
		for n := range 1 + w.rand.IntN(3) {
			if n > 0 && titled && w.one(4) { // beside the last, from the same row
				top := p.row
				p.left, p.row = p.width+2, p.top
				want = append(want, w.form(p, titled, n))
				p.row = max(p.row, top)
				break
			}
			p.row += w.rand.IntN(3)
			want = append(want, w.form(p, titled, n))
		}
		if w.one(4) {
			p.insertColumn(p.left + w.rand.IntN(8))
		}
		all = append(all, written{p.sheet(fmt.Sprintf("Sheet%d", w.rand.IntN(90)+i*100)), want})
	}
	return all
}

// unit is who fills a form in: in one book there may be two.
func (w *writer) unit() string {
	return []string{"甲镇人民政府", "甲镇人民政府", "乙乡人民政府", "丙苗族乡"}[w.rand.IntN(4)]
}

// foreign writes a sheet that is no self-evaluation: a plan, an approval, a monitoring form, a list of telephones.
func (w *writer) foreign() cells.Sheet {
	lines := [][]string{
		{[]string{
			"项目支出绩效目标申报表", "2023年项目支出绩效运行监控表", "部门整体支出绩效目标批复表", "事前绩效评估表",
		}[w.rand.IntN(4)]},
		{"（2023年度）"}, {"项目名称", "别的项目", "实施单位", "乙镇人民政府"},
		{"项目资金（万元）", "", "年初预算数", "全年预算数", "执行数"}, {"", "年度资金总额", "10", "20", "5"},
		{"一级指标", "二级指标", "三级指标", "年度指标值", "分值"}, {"产出指标", "数量指标", "里程", "5公里", "50"},
	}
	if w.one(3) {
		lines = [][]string{{"乡镇通讯录"}, {"序号", "姓名", "职务", "电话"}, {"1", "某人", "主任", "000"}, {"2", "某某", "干事", "001"}}
	}
	p := &page{at: map[[2]int]cells.Cell{}}
	for row, line := range lines {
		for col, text := range line {
			if text != "" {
				p.put(row+1, col+1, textCell(text))
			}
		}
	}
	return p.sheet("别的表")
}

var writable = []string{"project", "budget", "department", "goals"}

// form writes one form and gives what it means.
func (w *writer) form(p *page, titled bool, n int) []wanted {
	kind := writable[w.rand.IntN(len(writable))]
	if n > 0 && !titled { // without titles only what opens with its own label can follow
		kind = []string{"project", "budget"}[w.rand.IntN(2)]
	}
	w.yuan, w.asText, w.rates, w.lostMerge, w.decorate = w.one(3), w.rand.IntN(4), w.rand.IntN(4), w.one(3), w.one(2)
	p.top = p.row
	f := &formWriter{writer: w, page: p, kind: kind}
	f.head(titled)
	switch kind {
	case "project":
		f.project()
	case "budget":
		f.budget()
	case "department":
		f.single("unit_name", w.unit())
		f.table("indicators", true)
	case "goals":
		f.single("unit_name", w.unit())
		f.table("goals", false)
	}
	if w.one(3) {
		p.put(p.row, p.left, textCell("填表人：某某某    联系电话：0000-0000000    填报日期：某年某月"))
		p.row++
	}
	return f.want
}

// formWriter writes one form.
type formWriter struct {
	*writer
	page *page
	kind string
	want []wanted
}

// label gives one of a field's wordings, decorated.
func (f *formWriter) label(block, name string) string {
	for _, field := range f.fields {
		if field.Form == f.kind && field.Name == name && (block == "" || field.Block == block) {
			if f.strange != "" && f.kind == f.swapIn && f.swapped == field.Block+"/"+name {
				return f.strange
			}
			words := append([]string{field.Label}, field.Aliases...)
			text := words[f.rand.IntN(len(words))]
			if !f.decorate {
				return text
			}
			r := []rune(text)
			switch f.rand.IntN(5) {
			case 0:
				return strings.Join(strings.Split(text, ""), " ")
			case 1:
				return string(r[:len(r)/2]) + "\n" + string(r[len(r)/2:])
			case 2:
				return "　" + text + " "
			case 3:
				return text + "："
			}
			return text
		}
	}
	panic("no field " + f.kind + "." + name)
}

func (f *formWriter) mean(name string, row int, kind, text string, n decimal.Decimal) {
	f.want = append(f.want, wanted{form: f.kind, name: name, row: row, kind: kind, text: text, number: n})
}

func (f *formWriter) head(titled bool) {
	p := f.page
	if titled {
		title := f.title()
		if f.one(3) {
			title = "某县甲镇2023年度" + title
		}
		p.put(p.row, p.left, textCell(title))
		p.row++
	}
	if f.one(3) {
		p.put(p.row, p.left, textCell("说明：本表由各乡镇填报，得分最高不能超过该指标的分值上限。"))
		p.row++
	}
	year := "（2023年度）"
	p.put(p.row, p.left, textCell(year))
	if f.yuan {
		p.put(p.row, p.left+4, textCell("单位：元"))
	}
	p.row++
	p.row += f.rand.IntN(2)
}

func (f *formWriter) title() string {
	p := f.page
	strange := f.kind == f.swapIn && f.swapped == "/title"
	opens := p.row == p.top && p.width == 0 || f.kind == "project" || f.kind == "budget"
	if strange && (p.strangeTitle || !opens) {
		plain := *f.writer
		plain.strange = ""
		return (&formWriter{writer: &plain, kind: f.kind}).label("", "title")
	}
	p.strangeTitle = p.strangeTitle || strange
	return f.label("", "title")
}

// single writes a label and its value to the right, or in one cell.
func (f *formWriter) single(name, text string) {
	p := f.page
	label := f.label("", name)
	if f.one(5) {
		p.put(p.row, p.left, textCell(strings.TrimRight(strings.ReplaceAll(label, "\n", ""), "：")+"："+text))
	} else {
		p.put(p.row, p.left, textCell(label))
		p.put(p.row, p.left+1+f.rand.IntN(2), textCell(text))
	}
	p.row++
	f.mean(name, 0, "文本", text, decimal.Decimal{})
}

// number writes a number the way of the form.
func (f *formWriter) number(n decimal.Decimal) cells.Cell {
	text := n.String()
	switch f.asText {
	case 0:
		return cells.Cell{Kind: cells.Number, Text: text, Raw: text}
	case 2:
		whole, rest, dotted := strings.Cut(text, ".")
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
		if text = whole; dotted {
			text += "." + rest
		}
	case 3:
		text = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '.' {
				return r - '!' + '！'
			}
			return r
		}, text)
	}
	return textCell(text)
}

func (f *formWriter) amount(n decimal.Decimal) cells.Cell {
	if f.yuan {
		n = n.Shift(4)
	}
	return f.number(n)
}

// rate writes a percentage in one of four ways.
func (f *formWriter) rate(n decimal.Decimal) cells.Cell {
	switch f.rates {
	case 0:
		return cells.Cell{Kind: cells.Number, Text: n.StringFixed(2) + "%", Raw: n.Shift(-2).String(), Percent: true}
	case 1:
		return textCell(n.String() + "%")
	case 2:
		return f.number(n)
	}
	return f.number(n.Shift(-2))
}

func (f *formWriter) rateLabel(block string) string {
	label := f.label(block, "rate")
	if f.rates == 2 {
		return strings.TrimRight(label, "：") + "（%）"
	}
	return label
}

func (w *writer) money() decimal.Decimal { return decimal.New(1+w.rand.Int64N(5_000_000), -2) }

// crossing writes rows × columns.
func (f *formWriter) crossing(block string, columns, rows []string) {
	p := f.page
	first := p.left + 1
	if block == "funds" {
		first++
		label := f.label(block, "amount_unit")
		unit := "（万元）"
		if f.yuan {
			unit = "（元）"
		}
		p.put(p.row, p.left, textCell(strings.TrimRight(label, "：")+unit))
		if !f.lostMerge {
			p.merges = append(p.merges, cells.Range{Top: p.row, Left: p.left, Bottom: p.row + len(rows), Right: p.left})
			if f.one(2) { // copies under a merge
				p.put(p.row+1, p.left, textCell(label))
			}
		}
	}
	f.shuffle(columns)
	for i, name := range columns {
		text := f.label(block, name)
		if name == "rate" {
			text = f.rateLabel(block)
		}
		p.put(p.row, first+i, textCell(text))
	}
	for n, row := range rows {
		p.put(p.row+1+n, first-1, textCell(f.label(block, row)))
		for i, name := range columns {
			f.cross(block, row, name, p.row+1+n, first+i)
		}
	}
	p.row += len(rows) + 1
}

// cross writes one value at a crossing; scores only in the first row, as the form has it.
func (f *formWriter) cross(block, row, name string, at, col int) {
	p := f.page
	switch {
	case name == "rate":
		n := decimal.New(f.rand.Int64N(10001), -2)
		if f.rates == 3 && n.LessThan(decimal.New(2, 0)) {
			n = n.Add(decimal.New(2, 0))
		}
		p.put(at, col, f.rate(n))
		f.mean(row+"."+name, 0, "百分比", "", n)
	case name == "weight" || name == "score":
		if row != "total" {
			p.put(at, col, textCell("—"))
			return
		}
		n := decimal.New(f.rand.Int64N(1001), -2)
		p.put(at, col, f.number(n))
		f.mean(row+"."+name, 0, "得分", "", n)
	default:
		n := f.money()
		p.put(at, col, f.amount(n))
		f.mean(row+"."+name, 0, "金额", "", n)
	}
}

func (w *writer) shuffle(names []string) {
	if w.one(3) {
		w.rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
}

func (f *formWriter) budget() {
	f.single("unit_name", f.unit())
	rows := []string{"basic", "project"}
	f.shuffle(rows)
	f.crossing("items", []string{"initial_budget", "adjusted_budget", "executed", "rate"}, append(rows, "total"))
}

func (f *formWriter) project() {
	f.single("project", fmt.Sprintf("第%d号修路项目", f.rand.IntN(1000)))
	f.single("department", "某局")
	f.single("implementer", f.unit())
	blocks := []func(){
		func() {
			f.crossing("funds", []string{"initial_budget", "adjusted_budget", "executed", "weight", "rate", "score"}, []string{"total", "fiscal", "carryover", "other"})
		},
		f.goal,
	}
	if f.one(4) {
		slices.Reverse(blocks)
	}
	for _, block := range blocks {
		block()
		f.page.row += f.rand.IntN(2)
	}
	f.table("indicators", true)
}

// goal writes 预期目标 and 实际完成情况 with their texts below.
func (f *formWriter) goal() {
	p := f.page
	for i, name := range []string{"goal_expected", "goal_actual"} {
		text := fmt.Sprintf("修好道路%d公里，群众满意。", f.rand.IntN(50))
		col := p.left + 1 + i*4
		p.put(p.row, col, textCell(f.label("", name)))
		p.put(p.row+1, col, textCell(text))
		if !f.lostMerge {
			p.merges = append(p.merges, cells.Range{Top: p.row, Left: col, Bottom: p.row, Right: col + 3}, cells.Range{Top: p.row + 1, Left: col, Bottom: p.row + 1, Right: col + 3})
		}
		f.mean(name, 0, "文本", text, decimal.Decimal{})
	}
	p.row += 2
}

// table writes a header, rows, now and then a page break with the header again, and a total.
func (f *formWriter) table(block string, total bool) {
	p := f.page
	columns := []string{"no", "expected", "actual", "done"}
	if block == "indicators" {
		columns = []string{"level1", "level2", "level3", "target", "actual", "weight", "score", "reason"}
	}
	labels := map[string]string{}
	for _, name := range columns {
		labels[name] = f.label(block, name)
	}
	header := func() {
		for i, name := range columns {
			p.put(p.row, p.left+i, textCell(labels[name]))
		}
		p.row++
	}
	header()
	rows := 1 + f.rand.IntN(6)
	level := ""
	onTop := total && f.one(8)
	if onTop {
		f.total(block, columns)
	}
	for n := range rows {
		if n > 0 && f.one(8) {
			header()
		}
		if f.one(6) {
			p.row++ // a blank row
		}
		level = f.tableRow(columns, n+1, level)
	}
	if total && !onTop {
		f.total(block, columns)
	}
}

// total writes the row that adds a table up.
func (f *formWriter) total(block string, columns []string) {
	p := f.page
	p.put(p.row, p.left, textCell(f.label(block, "sum")))
	for i, name := range columns {
		if name == "weight" || name == "score" {
			n := decimal.New(f.rand.Int64N(10001), -2)
			p.put(p.row, p.left+i, f.number(n))
			f.mean("sum."+name, 0, "得分", "", n)
		}
	}
	p.row++
}

func (f *formWriter) tableRow(columns []string, no int, level string) string {
	p := f.page
	for i, name := range columns {
		c, text := cells.Cell{}, ""
		switch name {
		case "no":
			c = f.number(decimal.New(int64(no), 0))
		case "level1", "level2":
			text = []string{"产出指标", "效益指标", "满意度指标"}[f.rand.IntN(3)]
			if name == "level2" {
				text = []string{"数量指标", "质量指标", "社会效益指标"}[f.rand.IntN(3)]
			}
			if name == "level1" && no > 1 && f.one(2) { // inherited: blank under the one above
				f.mean(name, no, "文本", level, decimal.Decimal{})
				continue
			}
			if name == "level1" {
				level = text
			}
		case "weight", "score":
			n := decimal.New(f.rand.Int64N(1001), -2)
			c = f.number(n)
			f.mean(name, no, "得分", "", n)
		case "reason", "done":
			if f.one(2) {
				text = "因资金到位较晚，将加快进度"
			}
		case "target":
			text = []string{"≥95%", "5个", "有效改善", "2023年12月底前", "90%-95%"}[f.rand.IntN(5)]
		default:
			text = fmt.Sprintf("%s第%d项%d", []string{"新建", "改建", "完成"}[f.rand.IntN(3)], no, f.rand.IntN(100))
		}
		if text != "" {
			c = textCell(text)
			f.mean(name, no, "文本", text, decimal.Decimal{})
		}
		p.put(p.row, p.left+i, c)
	}
	p.row++
	return level
}
