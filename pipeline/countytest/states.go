package countytest

// state is the manner in which a township sends.
type state struct {
	name      string
	words     map[string]string // other wordings, or the same with spaces and line breaks in them
	row, col  int               // how far forms are shifted
	notes     bool              // rows of notes above and signatures below
	numbers   numbers
	rates     rates
	yuan      bool // project amounts in 元
	formulas  bool
	merges    bool
	repeat    bool // levels are repeated in each row
	shared    bool // shared strings, not inline ones
	hidden    bool // a hidden sheet of last year
	example   bool // an example sheet
	delivery  delivery
	extension string
}

type numbers int

const (
	asNumbers numbers = iota
	withCommas
	fullWidth
)

type rates int

const (
	asPercent    rates = iota // 0.873 in a percent format
	asText                    // "87.3%"
	inHundredths              // 87.3 under 执行率（%）
)

type delivery int

const (
	sheetEach delivery = iota
	fileEach
	lists
	stacked
)

// states are the seven of the sample county, in its order of townships from the cleanest.
var states = []state{
	{name: "clean", merges: true, shared: true},
	{name: "reworded", words: otherWords, notes: true, rates: asText, merges: true, shared: true, example: true},
	{name: "folder", words: brokenWords, row: 1, col: 1, delivery: fileEach},
	{name: "formulas", notes: true, formulas: true, merges: true, shared: true},
	{name: "lists", numbers: withCommas, rates: asText, delivery: lists},
	{name: "stacked", row: 2, yuan: true, repeat: true, merges: true, shared: true, delivery: stacked},
	{name: "legacy", numbers: fullWidth, rates: inHundredths, merges: true, hidden: true, extension: ".xls"},
}

var otherWords = map[string]string{
	"年初预算数": "年初预算安排", "全年预算数": "当年预算数", "全年执行数": "实际执行数", "执行率": "预算执行率", "项目名称": "项目名称：", "主管部门": "主管部门及代码",
	"实施单位": "项目实施单位", "年度资金总额": "年度资金总额：", "其中：当年财政拨款": "其中:财政拨款", "上年结转资金": "上年结转", "预期目标": "年初设定目标",
	"实际完成情况": "年度总体目标完成情况综述", "年度指标值": "指标值", "得分": "自评得分", "偏差原因分析及改进措施": "偏差原因分析及改进措施（未完成说明）",
}

var brokenWords = map[string]string{
	"项目名称": "项 目 名 称", "主管部门": "主 管 部 门", "实施单位": "实施\n单位", "其他资金": "其他\n资金", "预期目标": "预期\n目标",
	"绩效指标": "绩效\n指标", "一级指标": "一级\n指标", "二级指标": "二级\n指标", "三级指标": "三级\n指标",
}
