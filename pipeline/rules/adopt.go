package rules

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"jixiao/pipeline/cells"
	"jixiao/pipeline/values"
)

// LabelsName is the workbook in which the county confirms wordings that 表样 does not have (待确认标签): a run
// writes it, and with 采用 filled in and put into the inputs folder it is read as further wordings.
const LabelsName = "待确认标签.xlsx"

// LabelColumns are the columns of its sheet. What stands under 采用 other than 否 takes the wording in for the field under
// 对应栏目, whose choices are those of FieldChoices; 采用人 and 采用日期 say who took it in and when.
var LabelColumns = []string{"写法", "对应栏目", "采用", "采用人", "采用日期", "出现次数", "例子"}

// Adopted is a wording that the county took in.
type Adopted struct {
	Wording            string
	Form, Block, Field string
	By, On             string
	Place              string // its row in the workbook: 第5行
}

// FieldChoice is a field that a wording may be taken in for, as the program and as people call it:
// project/indicators/actual, 项目支出绩效自评表：实际完成值.
type FieldChoice struct{ ID, Words string }

// FieldChoices lists the fields that a wording may be taken in for. Where a form has a label twice, its block is told
// (项目支出绩效自评表：绩效指标：分值), or where it stands.
func (r *Rules) FieldChoices() []FieldChoice { return choicesOf(r.Fields(0)) }

func choicesOf(fields []Field) (choices []FieldChoice) {
	titles, blocks, times := map[string]string{}, map[string]string{}, map[string]int{}
	for i := range fields {
		f := &fields[i]
		switch {
		case f.Role == Title && titles[f.Form] == "":
			titles[f.Form] = f.Label
		case f.Role == BlockName:
			blocks[f.Form+"/"+f.Block] = f.Label
			continue
		}
		times[f.Form+"/"+f.Label]++
	}
	// The words of these are the program's.
	ours := []string{"template", "review", "pairings", "renamings", "replies", "decisions", "choices"}
	for i := range fields {
		f := &fields[i]
		if f.Role == BlockName || slices.Contains(ours, f.Form) {
			continue
		}
		words := []string{titles[f.Form], f.Label}
		if times[f.Form+"/"+f.Label] > 1 {
			words = slices.Insert(words, 1, cmp.Or(blocks[f.Form+"/"+f.Block], string(f.Role)))
		}
		choices = append(choices, FieldChoice{f.id(), strings.Join(words, "：")})
	}
	return choices
}

func (f *Field) id() string { return f.Form + "/" + f.Block + "/" + f.Name }

// choiceID is how an earlier version told the field: after its words, in brackets.
var choiceID = regexp.MustCompile(`([a-z0-9_]+/[a-z0-9_]*/[a-z0-9_]+)[）)]?$`)

// Adopt reads the confirmed wordings and adds them to 表样. A row that names no field of 表样, or a wording that is
// another field's already, is an error that names its cell.
func (r *Rules) Adopt(file string, src io.ReaderAt, size int64) error {
	sheets, err := cells.Read(src, size, cells.Options{})
	if refusal, ok := cells.AsRefusal(err); ok {
		return &Error{File: file, Sheet: "整个文件", Says: refusal.Error() + "，" + refusal.Step()}
	}
	if err != nil {
		return err
	}
	for _, sheet := range sheets {
		t := &Table{Spec: labelSpec(sheet.Name)}
		f := newMistakes(file)
		if t.readSheet(f, sheet); f.in[sheet.Name] {
			continue // a sheet of instructions
		}
		r.adopt(f, t)
		return f.err()
	}
	return &Error{File: file, Sheet: "整个文件", Says: "没有找到表头，应有列：" + strings.Join(LabelColumns[:3], "、")}
}

// labelSpec is how the sheet is read.
func labelSpec(sheet string) Spec {
	spec := Spec{Name: sheet}
	for i, name := range LabelColumns {
		spec.Columns = append(spec.Columns, Column{Name: name, English: name, Type: Word, Required: i < 3})
	}
	return spec
}

func (r *Rules) adopt(f *mistakes, t *Table) {
	for i, row := range t.Rows {
		if taken := values.Compact(row[2]); taken == "" || taken == "否" || taken == "不采用" {
			continue
		}
		wording := strings.TrimSpace(row[0])
		field, says := fieldFor(r.Fields(0), wording, row[1])
		if says != "" {
			f.add(t, i, says)
			continue
		}
		r.Adopted = append(r.Adopted, Adopted{wording, field.Form, field.Block, field.Name, row[3], row[4], t.At[i]})
	}
}

// fieldFor gives the field that a wording is taken in for, or says why it cannot be.
func fieldFor(fields []Field, wording, choice string) (field *Field, says string) {
	if values.Compact(wording) == "" {
		return nil, "填了“采用”，但没有“写法”"
	}
	if values.Compact(choice) == "" {
		return nil, fmt.Sprintf("“%s”没有选对应栏目，请从下拉列表中选择", wording)
	}
	id := ""
	if found := choiceID.FindStringSubmatch(values.Compact(choice)); found != nil {
		id = found[1]
	}
	for _, c := range choicesOf(fields) {
		if values.Compact(c.Words) == values.Compact(choice) {
			id = c.ID
		}
	}
	at := slices.IndexFunc(fields, func(f Field) bool { return f.id() == id })
	if at < 0 {
		return nil, fmt.Sprintf("对应栏目“%s”不在表样中，请从下拉列表中选择", choice)
	}
	if other := takenBy(fields, &fields[at], wording); other != nil {
		return nil, fmt.Sprintf("“%s”已是栏目“%s”的写法，不能同时用于“%s”", wording, other.Label, fields[at].Label)
	}
	return &fields[at], ""
}

// takenBy gives another field that a wording would be mistaken for: of the same form, in the same place.
func takenBy(fields []Field, f *Field, wording string) *Field {
	key := labelKey(wording)
	for i := range fields {
		other := &fields[i]
		if other.id() == f.id() || other.place() != f.place() {
			continue
		}
		for _, known := range append([]string{other.Label}, other.Aliases...) {
			if labelKey(known) == key {
				return other
			}
		}
	}
	return nil
}

// place is where a field's label stands in its form: two labels in one place must differ.
func (f *Field) place() string {
	switch f.Role {
	case Single:
		return f.Form
	case ColumnHead, Header:
		return f.Form + "/" + f.Block + "/column"
	case Row, TotalRow:
		return f.Form + "/" + f.Block + "/row"
	}
	return f.id()
}

func labelKey(text string) string { return strings.ToLower(values.ParseLabel(text).Key) }
