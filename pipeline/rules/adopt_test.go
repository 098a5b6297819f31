package rules

import (
	"slices"
	"strings"
	"testing"
)

// What the county confirmed is a further wording of the field; what it did not is none; who and when is kept.
func TestAdopt(t *testing.T) {
	r, err := Default(nil)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, c := range r.FieldChoices() {
		if other, twice := said[c.Words]; twice {
			t.Errorf("%s is %s and %s", c.Words, other, c.ID)
		}
		said[c.Words] = c.ID
	}
	for words, id := range map[string]string{
		"项目支出绩效自评表：实际完成值": "project/indicators/actual", "项目支出绩效自评表：绩效指标：分值": "project/indicators/weight",
		"项目支出绩效自评表：项目资金：分值": "project/funds/weight", "预算项目台账：表头：单位名称": "ledger/projects/unit",
	} {
		if said[words] != id {
			t.Errorf("%s is %q, want %s", words, said[words], id)
		}
	}
	text := "请在“采用”一栏填“是”,,,,\n写法,对应栏目,采用,采用人,采用日期\n" +
		"本年、实达值,项目支出绩效自评表：实际完成值,是,王某,2024-01-15\n" +
		"年末实达,项目支出绩效自评表：实际完成值（project/indicators/actual）,是,,\n" + // of an earlier version
		"得分计算方法,,,,\n另一写法,project//project,否,,\n"
	if err := r.Adopt(LabelsName, strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
	want := Adopted{"本年、实达值", "project", "indicators", "actual", "王某", "2024-01-15", "第3行"}
	if len(r.Adopted) != 2 || r.Adopted[0] != want || r.Adopted[1].Field != "actual" {
		t.Errorf("adopted %+v", r.Adopted)
	}
	for _, f := range r.Fields(0) {
		if has := slices.Contains(f.Aliases, "本年、实达值"); has != (f.Form == "project" && f.Name == "actual") {
			t.Errorf("%s: %v", f.id(), has)
		}
	}
}

// What cannot be taken in is said with its row.
func TestAdoptWrong(t *testing.T) {
	for line, want := range map[string]string{
		"新写法,,是":                         "没有选对应栏目",
		"新写法,project/indicators/none,是":  "不在表样中",
		"新写法,项目支出绩效自评表：没有的,是":            "不在表样中",
		"得分,project/indicators/actual,是": "已是栏目“得分”的写法",
		",project/indicators/actual,是":   "没有“写法”",
	} {
		r, err := Default(nil)
		if err != nil {
			t.Fatal(err)
		}
		text := "写法,对应栏目,采用\n" + line + "\n"
		err = r.Adopt(LabelsName, strings.NewReader(text), int64(len(text)))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "第2行") {
			t.Errorf("%s: %v", line, err)
		}
	}
}
