package rules

import "strconv"

// Spec is a sheet of the rules: its columns and the table that SQL sees.
type Spec struct {
	Name    string // the sheet: 乡镇名册
	English string // the table: rules.roster
	About   string // what it is for, in Chinese
	Columns []Column
	// Optional sheets may be missing or without rows.
	Optional bool
	// Shipped sheets are younger than some counties' workbooks: one without the sheet has the program's rows.
	Shipped bool
}

// Column is a column of a rules sheet.
type Column struct {
	Name     string // 单位代码
	English  string // code
	Type     Type
	Required bool // every row must fill it, and the sheet must have it
	Needed   bool // the sheet must have it, a row may leave it blank
	Choices  []string
}

// Type is how a column's text is checked and cast in SQL.
type Type string

// The types of column; their text is the SQL type.
const (
	Word   Type = "varchar"
	Year   Type = "integer"
	Amount Type = "decimal(18,6)"
)

var fromYear = Column{Name: "起始年度", English: "from_year", Type: Year}
var toYear = Column{Name: "终止年度", English: "to_year", Type: Year}

// Specs are the sheets of 规则.xlsx in their order.
var Specs = []Spec{
	{Name: "参数", English: "parameters", About: "全县通用的参数，一行一项", Columns: []Column{
		{Name: "参数", English: "name", Type: Word, Required: true},
		{Name: "值", English: "value", Type: Word, Needed: true},
		{Name: "说明", English: "note", Type: Word}, fromYear, toYear}},
	{Name: "乡镇名册", English: "roster", About: "应报送的单位，一行一个", Optional: true, Columns: []Column{
		{Name: "单位代码", English: "code", Type: Word, Required: true},
		{Name: "单位名称", English: "name", Type: Word, Required: true},
		{Name: "县", English: "county", Type: Word}, {Name: "别名", English: "aliases", Type: Word}, fromYear, toYear}},
	{Name: "表样", English: "fields", About: "自评表的栏目：标签、别的写法、类型、单位", Columns: []Column{
		{Name: "表", English: "form", Type: Word, Required: true},
		{Name: "块", English: "block", Type: Word, Needed: true},
		{Name: "字段", English: "field", Type: Word, Required: true},
		{
			Name:     "角色",
			English:  "role",
			Type:     Word,
			Required: true,
			Choices:  []string{"标题", "单项", "块标签", "列", "行", "表头", "合计行"},
		},
		{Name: "标签", English: "label", Type: Word, Required: true}, {Name: "其他写法", English: "aliases", Type: Word},
		{
			Name:    "类型",
			English: "type",
			Type:    Word,
			Needed:  true,
			Choices: fieldTypes,
		},
		{Name: "单位", English: "unit", Type: Word, Needed: true, Choices: []string{"元", "千元", "万元", "亿元", "%"}},
		{Name: "必填", English: "required", Type: Word, Needed: true, Choices: []string{"是", "否"}},
		{Name: "继承", English: "inherits", Type: Word, Needed: true, Choices: []string{"是", "否"}},
		{Name: "位置", English: "place", Type: Word, Needed: true, Choices: []string{"右", "下"}},
		{Name: "模板", English: "template", Type: Word}, fromYear, toYear}},
	{Name: "分值", English: "weights", About: "一级指标的分值方案，每个方案合计100分", Columns: []Column{
		{Name: "方案", English: "profile", Type: Word, Required: true},
		{Name: "一级指标", English: "level1", Type: Word, Required: true},
		{Name: "分值", English: "weight", Type: Amount, Required: true}, {Name: "说明", English: "note", Type: Word},
		fromYear, toYear}},
	{Name: "等级", English: "grades", About: "评价等级，含下限，首尾相接", Columns: []Column{
		{Name: "等级", English: "ordinal", Type: Word, Required: true},
		{Name: "名称", English: "name", Type: Word, Required: true},
		{Name: "其他写法", English: "aliases", Type: Word},
		{Name: "下限", English: "low", Type: Amount, Required: true},
		{Name: "上限", English: "high", Type: Amount, Required: true},
		{Name: "说明", English: "note", Type: Word}, fromYear, toYear}},
	{Name: "定性", English: "bands", About: "定性指标的档次：字样和得分比例", Columns: []Column{
		{Name: "档次", English: "band", Type: Word, Required: true},
		{Name: "字样", English: "words", Type: Word, Required: true},
		{Name: "下限比例", English: "low", Type: Amount, Required: true},
		{Name: "上限比例", English: "high", Type: Amount, Required: true},
		{Name: "说明", English: "note", Type: Word}, fromYear, toYear}},
	{Name: "审核", English: "checks", About: "审核规则：是否启用、级别、容差、说明", Columns: []Column{
		{Name: "代码", English: "code", Type: Word, Required: true}, {Name: "名称", English: "name", Type: Word},
		{Name: "启用", English: "enabled", Type: Word, Required: true, Choices: enabled},
		{Name: "级别", English: "severity", Type: Word, Required: true, Choices: []string{"错误", "疑点", "提示"}},
		{Name: "容差", English: "tolerance", Type: Amount, Needed: true},
		{Name: "说明", English: "message", Type: Word, Required: true},
		{Name: "改正办法", English: "fix", Type: Word, Required: true}, fromYear, toYear}},
	{Name: "排名", English: "ranking", About: "乡镇排名的依据和权重，合计100", Columns: []Column{
		{Name: "依据", English: "basis", Type: Word, Required: true, Choices: []string{"整体得分", "项目平均分", "执行率", "覆盖率"}},
		{Name: "权重", English: "weight", Type: Amount, Required: true}, {Name: "说明", English: "note", Type: Word},
		fromYear, toYear}},
	{Name: "封顶", English: "caps", About: "执行率偏低时总分的上限；没有行就不封顶", Optional: true, Columns: []Column{
		{Name: "执行率下限", English: "low", Type: Amount, Required: true},
		{Name: "执行率上限", English: "high", Type: Amount, Required: true},
		{Name: "总分上限", English: "most", Type: Amount, Required: true}, {Name: "说明", English: "note", Type: Word},
		fromYear, toYear}},
	{Name: "事实", English: "facts", About: "自评报告（Word）中的数字：字样说的是哪个数据", Optional: true, Shipped: true, Columns: []Column{
		{Name: "字样", English: "words", Type: Word, Required: true}, {Name: "语境", English: "contexts", Type: Word},
		{Name: "数据", English: "data", Type: Word, Required: true, Choices: FactData},
		{Name: "单位", English: "unit", Type: Word, Required: true, Choices: []string{"金额", "%", "个", "分"}},
		{Name: "说明", English: "note", Type: Word}, fromYear, toYear}},
	{Name: "报告章节", English: "sections", About: "自评报告（Word）的章节：标题的写法、是否必备",
		Optional: true, Shipped: true, Columns: []Column{
			{Name: "章节", English: "section", Type: Word, Required: true},
			{Name: "字样", English: "words", Type: Word},
			{Name: "必备", English: "required", Type: Word, Required: true, Choices: []string{"是", "否"}},
			{Name: "栏目", English: "field", Type: Word}, {Name: "说明", English: "note", Type: Word}}},
	{Name: "自定义审核", English: "conditions", About: "本县自己写的审核：对象的每一行都应满足条件", Optional: true, Columns: []Column{
		{Name: "编号", English: "code", Type: Word, Required: true},
		{Name: "对象", English: "subject", Type: Word, Required: true, Choices: Subjects},
		{Name: "条件", English: "condition", Type: Word, Required: true},
		{Name: "启用", English: "enabled", Type: Word, Required: true, Choices: enabled},
		{Name: "级别", English: "severity", Type: Word, Required: true, Choices: []string{"错误", "疑点", "提示"}},
		{Name: "说明", English: "message", Type: Word, Required: true},
		{Name: "改正办法", English: "fix", Type: Word, Required: true}, fromYear, toYear}},
	{Name: "报送期限", English: "deadlines", About: "经批准另定报送期限的单位；其他单位按参数“报送期限”",
		Optional: true, Shipped: true, Columns: []Column{
			{Name: "单位", English: "unit", Type: Word, Required: true},
			{Name: "期限", English: "deadline", Type: Word, Required: true},
			{Name: "事由", English: "reason", Type: Word}, {Name: "批准人", English: "approved_by", Type: Word},
			fromYear, toYear}},
}

// Subjects are what 自定义审核 may be about: the views of sql/35_subjects.
var Subjects = []string{"项目", "指标", "预算", "乡镇", "资金来源", "目标", "文字"}

// enabled: 试行 is reported and does not count, for a check's first year.
var enabled = []string{"是", "否", "试行"}

func (t *Table) columnNames() []string {
	var names []string
	for _, c := range t.Columns {
		if c.Required || c.Needed {
			names = append(names, c.Name)
		}
	}
	return names
}

// column gives a row's text under a column's English name.
func (t *Table) column(row []string, english string) string {
	for i, c := range t.Columns {
		if c.English == english {
			return row[i]
		}
	}
	return ""
}

// holds reports whether a row holds for a year; year 0 asks for any.
func (t *Table) holds(row []string, year int) bool {
	if year == 0 {
		return true
	}
	from, err := strconv.Atoi(t.column(row, "from_year"))
	if err == nil && year < from {
		return false
	}
	to, err := strconv.Atoi(t.column(row, "to_year"))
	return err != nil || year <= to
}
