package rules

// Field is one row of 表样: a value that a form holds and the label it hangs on.
type Field struct {
	Form, Block, Name string
	Role              Role
	Label             string
	Aliases           []string
	Type              string // one of the types below
	Unit              string // where the sheet does not say: 元, 万元, %
	Required          bool
	Inherits          bool   // a blank cell repeats the one above: 一级指标 under a lost merge
	Below             bool   // the value stands under its label, not to the right
	Template          string // what a blank form holds there: choices, "=A/B", a fixed text with {placeholders}
}

// The types (类型) that a field of 表样 may have: how its value is read and shown.
const (
	TextType    = "文本"
	UnitType    = "单位" // a unit's name, looked up in the roster
	YearType    = "年度"
	NumberType  = "数字"
	MoneyType   = "金额"
	RateType    = "百分比"
	ScoreType   = "得分"
	MeasureType = "指标" // a target or an actual value
	OrdinalType = "序号"
)

var fieldTypes = []string{
	TextType, UnitType, YearType, NumberType, MoneyType, RateType, ScoreType, MeasureType, OrdinalType,
}

// Role is what a label does in a form.
type Role string

// The roles of 表样.
const (
	Title      Role = "标题"  // names the form
	Single     Role = "单项"  // one value, beside or below
	BlockName  Role = "块标签" // names a block; its brackets may give the unit of amounts
	ColumnHead Role = "列"   // crosses with the rows of its block
	Row        Role = "行"
	Header     Role = "表头"  // a table's column
	TotalRow   Role = "合计行" // the row below a table that adds it up
)

// Fields lists 表样 for a year; 0 asks for the rows of all years: which year a file is for is known
// only once it is read.
func (r *Rules) Fields(year int) []Field {
	t := r.Tables["表样"]
	var fields []Field
	for _, row := range t.Rows {
		if !t.holds(row, year) {
			continue
		}
		text := func(english string) string { return t.column(row, english) }
		f := Field{
			Form: text("form"), Block: text("block"), Name: text("field"), Role: Role(text("role")),
			Label: text("label"), Aliases: split(text("aliases")), Type: text("type"), Unit: text("unit"),
			Required: text("required") == "是", Inherits: text("inherits") == "是", Below: text("place") == "下",
			Template: text("template"),
		}
		for _, a := range r.Adopted {
			if a.Form == f.Form && a.Block == f.Block && a.Field == f.Name {
				f.Aliases = append(f.Aliases, a.Wording)
			}
		}
		fields = append(fields, f)
	}
	return fields
}
