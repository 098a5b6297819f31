package values

import "strings"

// NameDirection says which way is better by what an indicator is called, where its target has no sign: 在职人员控制率 and
// 三公经费变动率 (财预〔2013〕53号) are the less the better, 事故下降率 and 投诉办结率 the more. Empty where the name does not say.
func NameDirection(name string) string {
	name, _ = cutBrackets(Compact(name))
	for _, way := range nameDirections {
		for _, word := range way.words {
			if way.end && strings.HasSuffix(name, word) || !way.end && strings.Contains(name, word) {
				return way.direction
			}
		}
	}
	return ""
}

// nameDirections in the order in which they are asked: what a rate is of counts less than what the rate is.
var nameDirections = []struct {
	direction string
	end       bool
	words     []string
}{
	{Up, true, []string{
		"完成率", "达标率", "合格率", "覆盖率", "办结率", "处理率", "处置率", "满意度", "满意率", "整改率", "节约率", "下降率", "降低率",
		"压减率", "及时率", "准确率", "公开率", "到位率", "执行率", "回复率", "化解率", "结案率", "修复率", "利用率",
	}},
	{Down, true, []string{
		"控制率", "变动率", "调整率", "结转率", "结余率", "差错率", "失误率", "发生率", "死亡率", "违规率", "投诉率", "辍学率", "返贫率",
		"超支率", "逾期率", "不合格率", "流失率", "重复率", "偏差率", "上访率", "误差率",
	}},
	{Up, false, []string{"下降", "降低", "减少", "节约", "压减"}},
	{Down, false, []string{"控制", "成本", "耗时", "用时", "投诉", "事故", "上访", "违规", "违纪", "伤亡", "差错"}},
}
