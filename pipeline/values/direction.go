package values

import (
	"regexp"
	"strings"
)

// NameDirection says which way is better by what an indicator is called, where its target has no sign: 在职人员控制率 and
// 三公经费变动率 (财预〔2013〕53号) are the less the better, 事故下降率 and 投诉办结率 the more. Empty where the name does not
// say: 病虫害控制面积, 事故应急演练次数.
func NameDirection(name string) string {
	name, _ = cutBrackets(Compact(name))
	switch {
	case upNames.MatchString(name):
		return Up
	case downNames.MatchString(name):
		return Down
	case hasAny(name, []string{"下降", "降低", "减少", "节约", "压减"}):
		return Up
	case strings.Contains(name, "成本"):
		return Down
	}
	return ""
}

// What a rate is of counts less than what the rate is, so that only the end of a name decides.
var (
	upNames = regexp.MustCompile(`(?:完成率|达标率|[^不]合格率|^合格率|覆盖率|办结率|处理率|处置率|满意度|满意率|整改率|节约率|下降率|降低率|压减率|` +
		`及时率|准确率|公开率|到位率|执行率|回复率|化解率|结案率|修复率|利用率)$`)
	downNames = regexp.MustCompile(`(?:(?:人员|经费|成本|投资|概算|预算|支出|费用|面积|超支).*控制率|(?:预算|经费|支出|结转|结余).*(?:变动率|调整率)|` +
		`结转率|结余率|差错率|失误率|死亡率|违规率|投诉率|辍学率|返贫率|超支率|逾期率|不合格率|流失率|偏差率|上访率|误差率|` +
		`耗时|用时|(?:投诉|事故|上访|违规|违纪|伤亡|差错)(?:发生)?(?:数|数量|次数|起数|件数|量|率|人数)?)$`)
)
