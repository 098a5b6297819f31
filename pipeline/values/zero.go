package values

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// counted is the kind of what is counted by no matter which counter.
const counted = "数"

// events are what may not happen, at all: 零事故, 无投诉, 未发生重大安全事故.
const events = `(?:安全|责任|重大|特大|较大|及以上|以上|一般|突发|有效|生产|质量|群体性|交通|食品|校园|施工|工程|资金|人员|群众|新增|规模性|越级|和|及|\(?含\)?)*` +
	`(违规违纪|违法违规|违纪违法|伤亡事故|事故|事件|投诉|发生|伤亡|死亡|上访|信访|违规|违纪|违法|差错|失误|案件|火灾|污染|舆情|纠纷|拖欠|欠薪|返贫|疫情|溺水)`

var (
	// zeroPattern is a zero in words, before what may be counted as none.
	zeroPattern = regexp.MustCompile(`^(?:零|〇)(?:` + events + `|件次|人次|件|次|起|例|人|个|宗)(?:发生)?$`)
	// nonePattern says that nothing happened, or shall happen.
	nonePattern = regexp.MustCompile(`^(?:确保|做到|实现)?(?:无|未发生|未出现|没有发生|没有|不发生|不出现|杜绝)` + events +
		`(?:行为|问题|现象|情况|记录)?(?:的?发生)?$`)
	eventPattern = regexp.MustCompile(`^` + events + `$`)
)

// parseZero reads a zero in words.
func parseZero(text string) Measure {
	if text == "" || strings.IndexAny(text, "零〇无未没不杜确做实") != 0 {
		return Measure{}
	}
	m := Measure{Comparator: "=", Size: 1, Scale: 1, Known: true, Direction: Down}
	if found := zeroPattern.FindStringSubmatch(text); found != nil {
		m.Unit = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "零"), "〇"), "发生")
		if m.Unit == "" {
			m.Unit = "发生"
		}
		m.Kind, m.Noun = counted, found[1]
		if u, rest := lexUnit(m.Unit); found[1] == "" && u.kind != "" && rest == "" {
			m.Kind = u.kind
		}
		return m
	}
	if found := nonePattern.FindStringSubmatch(text); found != nil {
		m.Unit, m.Kind, m.Noun = found[1], counted, found[1]
		return m
	}
	return Measure{}
}

// zeroOf is what an event is, for 0事故; empty for anything else.
func zeroOf(s string) string {
	if found := eventPattern.FindStringSubmatch(s); found != nil {
		return found[1]
	}
	return ""
}

// covered is a hundred percent in words.
var covered = regexp.MustCompile(`^(?:实现|达到|已)?(?:全覆盖|全面覆盖|百分百|百分之百)$`)

func parseCovered(text string) Measure {
	if !strings.Contains(text, "覆盖") && !strings.Contains(text, "百分") || !covered.MatchString(text) {
		return Measure{}
	}
	return Measure{Number: decimal.New(100, 0), Unit: "%", Kind: "比例", Size: 10, Scale: 1, Known: true}
}
