package privacy

import (
	"strings"
	"testing"
)

// A report's narrative, as most are: a name and a number here and there.
var narrative = strings.Repeat("2023年，石桥镇认真落实预算绩效管理要求，成立以镇长李明华为组长的自评工作小组，对12个项目逐项核对，共拨付资金1234.56万元，"+
	"执行率98.70%。其中：农村饮水安全巩固提升工程完成3组道路硬化1.2公里，受益群众365户1420人，满意度95%以上。\n"+
	"存在的问题：一是部分项目进度滞后；二是档案资料不够完整，绩效指标量化不足。下一步加强业务培训，落实主体责任，及时公开资金使用情况。\n", 20) +
	"联系人：张三丰，电话：0773-4311234。\n"

func BenchmarkHide(b *testing.B) {
	f := New("莫老七|瑶寨阿婆")
	b.SetBytes(int64(len(narrative)))
	for b.Loop() {
		f.Hide(narrative)
	}
}

func BenchmarkHideCells(b *testing.B) {
	f := New("莫老七|瑶寨阿婆")
	cells := strings.FieldsFunc(narrative, func(r rune) bool { return strings.ContainsRune("，。；\n", r) })
	b.SetBytes(int64(len(narrative)))
	for b.Loop() {
		for _, c := range cells {
			f.Hide(c)
		}
	}
}
