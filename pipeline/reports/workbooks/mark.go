package workbooks

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/cells"
)

// Mark is a finding to show in the file that it is about.
type Mark struct {
	Severity, Sheet, Cell, Project, Message, Fix string

	Value    string // what stands there
	Expected string // what should stand there; "" where that is not determined
	ID       string // of the finding, by which a reply finds it; "" outside a run
	Number   string // in the township's notice; "" where it is not in that
	Effect   string // what its correction changes
	Deadline string // until when it has to be mended; "" where nobody has said
}

// severities in words and colours, the worst first.
var severities = []struct{ code, word, fill string }{
	{"error", "错误", "FFC7CE"}, {"warn", "疑点", "FFEB9C"}, {"note", "提示", "DDEBF7"},
}

// listSheet is the sheet in front of a marked copy, author whom its comments are from.
const listSheet, author = "问题清单", "jixiao"

// MarkWorkbook writes a copy of a workbook with the cells that have findings filled and commented, and
// a list of the findings in front whose rows jump to the cells. All else of an .xlsx stays as it is; an
// old workbook, and one that the library cannot write, becomes an .xlsx of its cells. With disarm so does one
// that holds a macro, a link or a formula that reaches out of it: what is published must not act. Where the
// library can write neither, there is the list alone: no workbook stops the others.
func MarkWorkbook(source []byte, path string, marks []Mark, disarm bool) error {
	sheets, err := cells.Read(bytes.NewReader(source), int64(len(source)), cells.Options{})
	sheets = slices.DeleteFunc(sheets, func(s cells.Sheet) bool { return isOurs(s.Name, firstText(&s)) })
	if markOwn(source, formulaTexts(sheets), path, marks, disarm) == nil {
		return nil
	}
	if err != nil {
		return err
	}
	looks, err := cells.ReadLooks(bytes.NewReader(source), int64(len(source)), cells.Options{})
	if err == nil && markCells(sheets, looks, path, marks) == nil {
		return nil
	}
	if markCells(sheets, nil, path, marks) == nil {
		return nil
	}
	return markCells(nil, nil, path, marks)
}

// formulaTexts are the cells whose text would compute as a formula, as marks that say nothing.
func formulaTexts(sheets []cells.Sheet) (places []Mark) {
	for i := range sheets {
		for n := range sheets[i].Cells {
			if c := &sheets[i].Cells[n]; c.Kind == cells.Text && c.Formula == "" && computes(c.Text) {
				places = append(places, Mark{Sheet: sheets[i].Name, Cell: c.Address()})
			}
		}
	}
	return places
}

// errArmed says that a workbook may not be published as it is.
var errArmed = errors.New("it holds what acts")

// markOwn marks the workbook itself. On some workbooks the library panics.
func markOwn(source []byte, texts []Mark, path string, marks []Mark, disarm bool) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("the library ended with %v", caught)
		}
	}()
	z, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return err
	}
	if disarm && armed(z) {
		return errArmed
	}
	f, err := excelize.OpenReader(bytes.NewReader(source))
	if err != nil {
		return err
	}
	defer f.Close()
	came, filled, err := takeBack(f, z.File)
	if err != nil {
		return err
	}
	return mark(f, came, texts, filled, path, marks)
}

// markCells marks a new workbook of the cells, which looks as far as looks go like the one that it is of.
func markCells(sheets []cells.Sheet, looks map[string]*cells.Looks, path string, marks []Mark) error {
	f, names, err := copyCells(sheets, looks)
	if err != nil {
		return err
	}
	defer f.Close()
	marks = slices.Clone(marks)
	for i := range marks {
		if name, found := names[marks[i].Sheet]; found {
			marks[i].Sheet = name
		}
	}
	return mark(f, nil, nil, nil, path, marks)
}

// mark writes a workbook with its marks. came are its parts as they came, texts the cells that must stay texts, filled
// those that an earlier marking has filled.
func mark(f *excelize.File, came []*zip.File, texts, filled []Mark, path string, marks []Mark) error {
	places, changing := groupByCell(f, marks), map[int]bool{}
	for _, place := range append(slices.Clone(places), texts, filled) {
		for _, m := range place {
			if _, row, err := excelize.CellNameToCoordinates(m.Cell); err == nil {
				changing[row] = true
			}
		}
	}
	w := &workbook{f: f, front: true, aside: setAsideRows(f, changing), came: map[string]*zip.File{}}
	next := newSheetPart(f)
	for _, part := range came {
		if strings.EqualFold(part.Name, next) {
			return fmt.Errorf("the library would write over %s", part.Name)
		}
		w.came[part.Name] = part
	}
	commented, err := commentedCells(f)
	if err != nil {
		return err
	}
	m := &marker{f: f, filled: map[[2]string]int{}}
	for _, text := range texts {
		if err := quote(f, text.Sheet, text.Cell); err != nil {
			return fmt.Errorf("quote %s!%s: %w", text.Sheet, text.Cell, err)
		}
	}
	for _, was := range filled {
		if err := unfill(f, was.Sheet, was.Cell); err != nil {
			return fmt.Errorf("unmark %s!%s: %w", was.Sheet, was.Cell, err)
		}
	}
	for _, place := range places {
		if err := m.cell(place); err != nil {
			return fmt.Errorf("mark %s!%s: %w", place[0].Sheet, place[0].Cell, err)
		}
		commented[[2]string{place[0].Sheet, place[0].Cell}] = true
	}
	// The library takes the parts of comments to be numbered as Excel does it, and else loses some.
	if got, err := commentedCells(f); err != nil {
		return err
	} else if !maps.Equal(got, commented) {
		return errors.New("the library has lost comments")
	}
	if err := m.list(marks); err != nil {
		return err
	}
	return w.save(path, nil)
}

// newSheetPart is the part that the library will write the next sheet to: it goes by the numbers of the sheets
// and does not look which parts there are.
func newSheetPart(f *excelize.File) string {
	last := 0
	for id := range f.GetSheetMap() {
		last = max(last, id)
	}
	return fmt.Sprintf("%ssheet%d.xml", sheetsFolder, last+1)
}

// commentedCells gives the cells with comments: sheet and address.
func commentedCells(f *excelize.File) (map[[2]string]bool, error) {
	found := map[[2]string]bool{}
	for _, sheet := range f.GetSheetList() {
		comments, err := f.GetComments(sheet)
		if err != nil {
			return nil, err
		}
		for _, c := range comments {
			found[[2]string{sheet, c.Cell}] = true
		}
	}
	return found, nil
}

// groupByCell gathers the findings of each cell, the worst first. One whose place is no cell of the workbook is
// in the list alone.
func groupByCell(f *excelize.File, marks []Mark) [][]Mark {
	var groups [][]Mark
	index := map[[2]string]int{}
	for _, m := range marks {
		if !pointsInto(f, m) {
			continue
		}
		key := [2]string{m.Sheet, m.Cell}
		if _, found := index[key]; !found {
			index[key] = len(groups)
			groups = append(groups, nil)
		}
		groups[index[key]] = append(groups[index[key]], m)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b Mark) int { return rank(a.Severity) - rank(b.Severity) })
	}
	return groups
}

// pointsInto reports whether a finding names a cell that the workbook has.
func pointsInto(f *excelize.File, m Mark) bool {
	if _, _, err := excelize.CellNameToCoordinates(m.Cell); err != nil {
		return false
	}
	at, err := f.GetSheetIndex(m.Sheet)
	return err == nil && at >= 0
}

func rank(severity string) int {
	for i, s := range severities {
		if s.code == severity {
			return i
		}
	}
	return len(severities) - 1
}

type marker struct {
	f      *excelize.File
	filled map[[2]string]int // style and fill → filled style
}

// cell fills a cell, keeping the rest of its style, and comments it; a comment that was there stays
// above ours.
func (m *marker) cell(findings []Mark) error {
	sheet, cell := findings[0].Sheet, findings[0].Cell
	style, err := m.f.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	filled, err := m.fill(style, severities[rank(findings[0].Severity)].fill)
	if err != nil {
		return err
	}
	if err := m.f.SetCellStyle(sheet, cell, cell, filled); err != nil {
		return err
	}
	own, err := takeComment(m.f, sheet, cell)
	if err != nil {
		return err
	}
	var text strings.Builder
	if own != "" {
		text.WriteString(own + "\n")
	}
	for _, finding := range findings {
		text.WriteString(finding.comment())
	}
	const most = 600 // points: more is scrolled in
	run := excelize.RichTextRun{
		Text: clean(strings.TrimSpace(text.String())), Font: &excelize.Font{Family: sheetFont, Size: 9},
	}
	return m.f.AddComment(sheet, excelize.Comment{
		Cell: cell, Author: author, Width: 320, Height: uint(min(60+50*len(findings), most)),
		Paragraph: []excelize.RichTextRun{run},
	})
}

// comment is what a note at the cell says, a line a thing.
func (m *Mark) comment() string {
	var b strings.Builder
	b.WriteString("【" + severities[rank(m.Severity)].word + m.Number + "】" + m.Message + "\n")
	for _, line := range [][2]string{{"现填 ", m.Value}, {"应为 ", m.Expected}, {"办法 ", m.Fix}, {"改正后 ", m.Effect}} {
		if line[1] != "" && (line[0] != "现填 " && line[0] != "应为 " || !strings.Contains(m.Message, line[1])) {
			b.WriteString(line[0] + line[1] + "\n")
		}
	}
	return b.String()
}

func (m *marker) fill(style int, color string) (int, error) {
	key := [2]string{fmt.Sprint(style), color}
	if id, found := m.filled[key]; found {
		return id, nil
	}
	s, err := m.f.GetStyle(style)
	if err != nil {
		return 0, err
	}
	neat(s)
	before := s.Fill
	s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	id, err := m.f.NewStyle(s)
	if err != nil {
		return 0, err
	}
	if isQuoted(m.f, style) { // the library forgets that
		id = quotedStyle(m.f, id)
	}
	if before.Type == "pattern" && before.Pattern == 1 && len(before.Color) == 1 &&
		len(withoutAlpha(before.Color[0])) == 6 {
		id = rememberColour(m.f, id, withoutAlpha(before.Color[0]))
	}
	m.filled[key] = id
	return id, nil
}

// neat makes the colours of a style such as the library takes them: it gives them with their alpha and takes them
// without; left so, the file is not valid.
func neat(s *excelize.Style) {
	for i := range s.Border {
		if s.Border[i].Color = withoutAlpha(s.Border[i].Color); s.Border[i].Color == "" {
			s.Border[i].Color = "000000"
		}
	}
	if s.Font != nil {
		s.Font.Color = withoutAlpha(s.Font.Color)
	}
}

func withoutAlpha(color string) string {
	if len(color) == 8 {
		return color[2:]
	}
	return color
}
