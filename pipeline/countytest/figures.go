package countytest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// spending is three amounts in 0.01万元: whole numbers, so that what is added up stays exact.
type spending struct{ initial, adjusted, executed int64 }

func (s *spending) add(o spending) {
	s.initial += o.initial
	s.adjusted += o.adjusted
	s.executed += o.executed
}

// rate is the execution rate in 0.01%.
func (s spending) rate() int64 { return ratio(s.executed, s.adjusted, 10000) }

// ratio is a/b times full, half away from zero.
func ratio(a, b, full int64) int64 { return (2*a*full + b) / (2 * b) }

// hundredths writes a number of hundredths without needless zeros: 130 is 1.3.
func hundredths(n int64) string {
	if n < 0 {
		return "-" + hundredths(-n)
	}
	text := strconv.FormatInt(n/100, 10)
	if n%100 != 0 {
		text += strings.TrimRight(fmt.Sprintf(".%02d", n%100), "0")
	}
	return text
}

// Fault is a planted one: what its cells say is wrong.
type Fault struct{ Township, Project, Code string }

// indicator is a row of a form; weight and score in 0.01.
type indicator struct {
	level1, level2, level3, target, actual string
	weight, score                          int64
	reason                                 string
}

type project struct {
	name, expected, actual string
	spending
	sources    [3]spending // fiscal, carried over, other
	indicators []indicator
	shownRate  int64
	execution  int64 // points of 1,000 for the execution rate
	total      int64
}

type township struct {
	unit
	rnd        *rand.Rand
	basic      spending
	projectSum spending
	projects   []project
	overall    []indicator
	goals      [][2]string
	texts      [][2]string
	faults     []Fault
}

func newTownship(u unit, projects int, rnd *rand.Rand) *township {
	t := &township{unit: u, rnd: rnd}
	t.basic = t.spend(30000+rnd.Int64N(150000), 85)
	names := map[string]bool{}
	for len(t.projects) < projects {
		name := t.projectName(len(t.projects))
		if !names[name] {
			names[name] = true
			t.projects = append(t.projects, t.project(name))
			t.projectSum.add(t.projects[len(t.projects)-1].spending)
		}
	}
	t.plant()
	t.overall = t.evaluate()
	for i := range 6 + rnd.IntN(8) {
		duty := duties[i]
		t.goals = append(t.goals, [2]string{
			fmt.Sprintf("确保%s顺利开展，服务群众%d人次。", duty, 100+rnd.IntN(5000)),
			fmt.Sprintf("%s按要求完成，开展活动%d次，惠及%d户。", duty, 2+rnd.IntN(40), 20+rnd.IntN(3000))})
	}
	t.texts = [][2]string{
		{"组织实施", sentences(rnd,
			[]string{"成立绩效自评工作领导小组，", "由分管领导牵头，", "召开专题会议部署，"},
			[]string{"各站所分工填报，", "财政所统一汇总，", "逐项目收集佐证材料，"},
			[]string{"认真核对数据后打分。", "交叉复核后上报。", "经党政联席会议审定。"})},
		{"存在问题", fmt.Sprintf("%d个项目绩效目标不够细化，%s。", 1+rnd.IntN(9), sentences(rnd,
			[]string{"部分指标不清晰", "资金支付进度偏慢", "佐证材料收集不及时", "人员业务不熟练"}))},
		{"改进措施", sentences(rnd,
			[]string{"细化年度任务，", "加强业务培训，", "提前谋划项目，"},
			[]string{"尽量采用定量指标。", "加快资金支付。", "健全绩效档案。"})},
		{"工作建议", "无"},
		{"结果应用和公开", sentences(rnd, []string{"自评结果与下年度预算挂钩，", "自评结果报送主管部门，"}, []string{"并在政府网站公开。", "接受社会监督。"})},
	}
	return t
}

var duties = []string{
	"民政事务", "党员教育培训", "机关运转", "人大代表活动", "村级服务群众工作", "纪检监察工作", "乡村振兴信息工作", "退役军人服务", "人民武装工作", "安全生产监管",
	"生态环境保护", "政府聘用人员管理", "离任村干补贴发放", "食品安全监管",
}

// spend makes up amounts around a budget; at least a share of it (in percent) is spent.
func (t *township) spend(adjusted int64, least int64) spending {
	return spending{
		initial:  adjusted * (75 + t.rnd.Int64N(45)) / 100,
		adjusted: adjusted,
		executed: adjusted * (least + t.rnd.Int64N(101-least)) / 100,
	}
}

var regular = []string{
	"计划生育家庭奖励", "统计工作经费", "乡村公益性岗位补贴", "食品安全监管经费", "信访维稳经费", "应急演练经费", "星级村党建奖励", "主题党日活动经费",
	"农村公路养护", "动物防疫经费", "残疾人事业经费", "农村最低生活保障金",
}
var works = []string{
	"公共照明安装", "人居环境整治", "污水处理设施", "集体经济发展", "防洪堤加固", "高标准农田配套", "产业路修建", "饮水安全巩固提升", "文化活动中心建设",
	"水利渠道维修", "便民桥修建", "村屯道路硬化", "农村厕所改造",
}

// projectName gives the regular projects first, then works in villages.
func (t *township) projectName(n int) string {
	if n < len(regular) && n%2 == 0 {
		return regular[n]
	}
	village := string([]rune{
		placeSyllables[t.rnd.IntN(len(placeSyllables))],
		placeSyllables[t.rnd.IntN(len(placeSyllables))],
	})
	return village + "村" + works[t.rnd.IntN(len(works))] + "项目"
}

func (t *township) project(name string) project {
	p := project{name: name, spending: t.spend(200+t.rnd.Int64N(60000), 60),
		expected: fmt.Sprintf("完成%s年度任务，受益群众%d户。", name, 10+t.rnd.IntN(900)),
		actual:   fmt.Sprintf("%s已完成，%d户%d人受益。", name, 10+t.rnd.IntN(900), 30+t.rnd.IntN(3000))}
	p.sources[0] = p.spending
	if t.rnd.IntN(3) == 0 { // a part comes from elsewhere
		from := 1 + t.rnd.IntN(2)
		part := spending{p.initial / 5, p.adjusted / 4, p.executed / 4}
		p.sources[from] = part
		p.sources[0] = spending{p.initial - part.initial, p.adjusted - part.adjusted, p.executed - part.executed}
	}
	p.shownRate, p.execution = p.rate(), ratio(p.executed, p.adjusted, 1000)
	p.indicators = t.indicators(name)
	p.total = p.execution
	for _, i := range p.indicators {
		p.total += i.score
	}
	return p
}

// indicators are the eight of the official sample; now and then one is not reached.
func (t *township) indicators(name string) []indicator {
	count, villages, satisfied := 1+t.rnd.Int64N(400), 1+t.rnd.Int64N(12), 85+t.rnd.Int64N(10)
	unit := []string{"个", "处", "户", "项", "公里", "次"}[t.rnd.IntN(6)]
	cost := 500 + t.rnd.Int64N(8000)
	list := []indicator{
		{
			"产出指标", "数量指标", name + "完成数量", fmt.Sprintf("≥%d%s", count, unit),
			fmt.Sprintf("%d%s", count+t.rnd.Int64N(3)*count/20, unit), 1500, 1500, "",
		},
		{"产出指标", "数量指标", "受益村数", fmt.Sprintf("≥%d个", villages), fmt.Sprintf("%d个", villages), 1000, 1000, ""},
		{"产出指标", "质量指标", "验收合格率", "≥100%", "100%", 1000, 1000, ""},
		{"产出指标", "时效指标", "按期完成率", "≥98%", "98%", 1000, 1000, ""},
		{"产出指标", "成本指标", "成本控制", "≤" + hundredths(cost) + "万元", hundredths(cost*9/10) + "万元", 500, 500, ""},
		{"效益指标", "社会效益指标", "群众生活改善情况", "有效改善", "有效改善", 1500, 1500, ""},
		{"效益指标", "可持续影响指标", "长期发挥作用", "长期", "长期", 1500, 1500, ""},
		{
			"满意度指标", "服务对象满意度指标", "群众满意度", fmt.Sprintf("≥%d%%", satisfied),
			fmt.Sprintf("%d%%", satisfied+t.rnd.Int64N(3)), 1000, 1000, "",
		},
	}
	if t.rnd.IntN(6) == 0 {
		reached := 60 + t.rnd.Int64N(38)
		i := &list[2+t.rnd.IntN(2)]
		full := int64(100)
		if i.level2 == "时效指标" {
			full = 98
		}
		i.actual, i.score = fmt.Sprintf("%d%%", reached), ratio(reached, full, i.weight)
		i.reason = fmt.Sprintf("%s，%d月底前完成整改",
			[]string{"资金下达较晚", "受天气影响进度滞后", "群众外出务工较多"}[t.rnd.IntN(3)], 3+t.rnd.IntN(9))
		if reached >= full {
			i.score, i.reason = i.weight, ""
		}
	}
	return list
}

// evaluate is the form of the whole department: sixteen indicators, a hundred points.
func (t *township) evaluate() []indicator {
	all := t.basic
	all.add(t.projectSum)
	used, done := 6000+t.rnd.Int64N(3500), 5000+t.rnd.Int64N(5001)
	late := "指标未细化量化，下年度改进"
	rate := fmt.Sprintf("%d.%02d%%", all.rate()/100, all.rate()%100)
	return []indicator{
		{"过程", "预算执行", "预算执行率", "≥100%", rate, 1000, ratio(all.executed, all.adjusted, 1000), ""},
		{"投入", "目标设定", "绩效目标合理性", "合理", "合理", 500, 500, ""},
		{"投入", "目标设定", "绩效指标明确性", "明确", "部分明确", 500, 300, late},
		{"投入", "预算配置", "在职人员控制率", "≤100%", "98.5%", 500, 500, ""},
		{"投入", "预算配置", "三公经费变动率", "≤0%", "-3.2%", 500, 500, ""},
		{"过程", "预算管理", "管理制度健全性", "健全", "健全", 500, 500, ""},
		{"过程", "预算管理", "资金使用合规性", "合规", "合规", 500, 500, ""},
		{"过程", "预算管理", "预决算信息公开性", "按时公开", "按时公开", 500, 500, ""},
		{"过程", "资产管理", "资产管理安全性", "安全", "安全", 500, 500, ""},
		{"过程", "资产管理", "固定资产利用率", "≥95%", hundredths(used) + "%", 500, min(500, ratio(used, 9500, 500)), late},
		{"产出", "职责履行", "实际完成率", "≥100%", hundredths(done) + "%", 1000, ratio(done, 10000, 1000), late},
		{"产出", "职责履行", "完成及时率", "≥100%", "100%", 1000, 1000, ""},
		{"产出", "职责履行", "质量达标率", "≥95%", "95%", 500, 500, ""},
		{"效果", "履职效益", "社会效益", "明显", "明显", 500, 500, ""},
		{"效果", "履职效益", "生态效益", "明显", "明显", 500, 500, ""},
		{"效果", "履职效益", "社会公众或服务对象满意度", "≥90%", "90%", 1000, 1000, ""},
	}
}

// plant makes about one project in fifty wrong, in ways that every state can show.
func (t *township) plant() {
	for i := range t.projects {
		p := &t.projects[i]
		if t.rnd.IntN(50) > 0 {
			continue
		}
		code := ""
		switch t.rnd.IntN(3) {
		case 0:
			code = "total_not_sum"
			p.total -= 500
		case 1:
			code = "score_over_weight"
			p.indicators[1].score += 200
			p.total += 200
		case 2:
			short := slices.IndexFunc(p.indicators, func(i indicator) bool { return i.reason != "" })
			if code = "rate_mismatch"; short < 0 {
				p.shownRate -= 500
				break
			}
			code = "reason_missing"
			p.indicators[short].reason = ""
		}
		t.faults = append(t.faults, Fault{t.name, p.name, code})
	}
}
