package privacy

import (
	"slices"
	"strings"
	"testing"
)

func TestHide(t *testing.T) {
	f := New("莫老七|瑶寨阿婆")
	for text, want := range map[string]string{
		"联系人：张三丰，电话：0773-4311234。":         "联系人：×××，电话：×××。",
		"经办人: 李四、王五  手机１３８０７７３１２３４":        "经办人: ×××  手机×××",
		"负责人（签字）：赵六":                       "负责人（签字）：×××",
		"由王建国同志牵头，覃书记督办":                   "由×××同志牵头，×××书记督办",
		"身份证450329198001011234，邮箱a.b@c.cn": "身份证×××，邮箱×××",
		"开户行卡号6228480402564890018":         "开户行卡号×××",
		"联系人：张　三　电话：4311234":               "联系人：×××　电话：×××",
		"填表人：阿卜杜拉·买买提":                     "填表人：×××",
		"组长：王小明，成员：李四、赵六":                  "组长：×××，成员：×××",
		"成立以乡长李明华为组长的领导小组，王县长到会":           "成立以乡长×××为组长的领导小组，×××县长到会",
		"QQ:1234567，a13812345678":          "QQ:×××，a×××",
		"热线电话12345678":                     "热线电话×××",
		"联系莫老七和瑶寨阿婆":                       "联系×××和×××",
		"审定：副乡长王小明\n2024年3月":               "审定：副乡长×××\n2024年3月",
		"联系电话\n4311234\n手机 7739":           "联系电话\n×××\n手机 7739",
	} {
		if got := f.Hide(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
		if left := f.Find(f.Hide(text)); len(left) > 0 {
			t.Errorf("%s: %q is left", text, left)
		}
	}
}

// Figures, places and plain sentences of a report stay as they are.
func TestHideLeavesTheRest(t *testing.T) {
	f := New("")
	for _, text := range []string{
		"财务人员在机关、站所负责人全力配合下，对资料进行分类",
		"项目负责人由村委会确定",
		"全乡6478户2.3万余人，发放补贴50.67255万元",
		"2023年12月底前完成，执行率87.30%",
		"黄龙村主任",
		"各村党支部书记",
		"450329202 瓜里乡",
		"年初预算1429070000元",
		"星级村党建奖励",
		"周边群众、何时完成",
		"1月至12月发放1392人次，54.075万元",
		"单位代码4503292020000000000001",
		"0.13800001234",
		"联系人：\n项目支出数量74个",
		"由乡长任组长，副乡长为成员",
		"财政所长负责，各站所长配合",
		"县委书记和县长到会",
	} {
		if found := f.Find(text); len(found) > 0 {
			t.Errorf("%s: takes %s for personal", text, strings.Join(found, "、"))
		}
	}
}

// The bureau sees what was hidden, masked, and what is unsure, whole: that it may release or hide.
func TestLook(t *testing.T) {
	text := "联系人：张三丰，电话13877312345。退回201234567890123一笔，由孙小梅送交。"
	got := New("").Look("石桥镇 C5", text)
	if want := "联系人：×××，电话×××。退回201234567890123一笔，由孙小梅送交。"; got.Text != want {
		t.Errorf("got %s\nwant %s", got.Text, want)
	}
	hidden := []Note{{"石桥镇 C5", Name, "张**"}, {"石桥镇 C5", Mobile, "138******45"}}
	if !slices.Equal(got.Hidden, hidden) {
		t.Errorf("hidden %v, want %v", got.Hidden, hidden)
	}
	unsure := []Note{{"石桥镇 C5", LongNumber, "201234567890123"}, {"石桥镇 C5", Name, "孙小梅"}}
	if !slices.Equal(got.Unsure, unsure) {
		t.Errorf("unsure %v, want %v", got.Unsure, unsure)
	}
}

// What was released stands; a longer number that holds it, and a word of the county's own, do not.
func TestReleased(t *testing.T) {
	f := New("孙小梅", "201234567890123", "孙小梅", "监督电话：4311234", "李明华同志")
	for text, want := range map[string]string{
		"退回２０１２３４５６７８９０１２３一笔": "退回２０１２３４５６７８９０１２３一笔",
		"见证：孙小梅":                "见证：×××",
		"监督电话：4311234":          "监督电话：4311234",
		"监督电话：43112345":         "监督电话：×××",
		"由李明华同志牵头，王建国同志配合":      "由李明华同志牵头，×××同志配合",
		"账号9201234567890123已核对": "账号×××已核对",
	} {
		got := f.Look("", text)
		if got.Text != want || len(got.Unsure) > 0 {
			t.Errorf("%s\n got %s, unsure %v\nwant %s", text, got.Text, got.Unsure, want)
		}
	}
}

// A long text of what looks like the beginning of something is looked through in a time that grows with its length.
// (Were it the square, this test would take many minutes.)
func TestHideIsLinear(t *testing.T) {
	f := New("张三|张", "张四")
	for _, piece := range []string{
		"1 ", "138-", "a_", "a.", "@a", "张三、", "张", "联系人：", "号1", "一", "村民张三、", "张三等", "李·", "王 ", "住址：1",
	} {
		f.Hide(strings.Repeat(piece, 1<<18/len(piece)))
	}
}

// However a text is mangled, the filter does not panic, and finds nothing in what it has hidden.
func FuzzHide(f *testing.F) {
	f.Add("联系人：张三 电话0773-4311234", "张三")
	f.Add("１３８００００１１１１\xff", "|")
	f.Fuzz(func(t *testing.T, text, words string) {
		if strings.Contains(Hidden, strings.Trim(words, "| ")) || strings.ContainsAny(words, Hidden) {
			t.Skip("what stands for the hidden is not hidden")
		}
		filter := New(words)
		hidden := filter.Hide(text)
		if again := filter.Hide(hidden); again != hidden {
			t.Errorf("%q is hidden to %q, and then to %q", text, hidden, again)
		}
		if left := filter.Find(hidden); len(left) > 0 {
			t.Errorf("%q is hidden to %q, and %q is left", text, hidden, left)
		}
		if look := filter.Look("", text); look.Text != hidden {
			t.Errorf("%q is hidden to %q, and looked at as %q", text, hidden, look.Text)
		}
	})
}
