package pipeline

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/seal"
)

// season is a county of two townships that hand something in over six weeks, under a clock that is set.
type season struct {
	t   *testing.T
	cfg Config
}

// night runs at two in the morning of a day where the county is, and gives what a query says of the set.
func (s *season) night(day string) {
	s.t.Helper()
	at, err := time.Parse("2006-01-02 15:04 -0700", day+" 02:00 +0800")
	if err != nil {
		s.t.Fatal(err)
	}
	s.cfg.Now = func() time.Time { return at }
	if _, err := Run(context.Background(), s.cfg); err != nil {
		s.t.Fatalf("%s: %v", day, err)
	}
}

// says compares what a query gives, a line a row.
func (s *season) says(query, want string) {
	s.t.Helper()
	var got []string
	for _, row := range askIn(s.t, s.cfg, query) {
		got = append(got, strings.ReplaceAll(fmt.Sprint(row...), "<nil>", ""))
	}
	if text := strings.Join(got, "\n"); text != want {
		s.t.Errorf("%s\ngot  %s\nwant %s", query, text, want)
	}
}

// put writes a file of the inputs; text "" takes it away.
func (s *season) put(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.cfg.Inputs, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if text == "" {
		err = errors.Join(err, os.Remove(path))
	} else {
		err = errors.Join(err, os.WriteFile(path, []byte(text), 0o644))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// set types a text into a cell of a workbook.
func (s *season) set(name, sheet, cell, text string) {
	s.t.Helper()
	f, err := excelize.OpenFile(filepath.Join(s.cfg.Inputs, filepath.FromSlash(name)))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := errors.Join(f.SetCellStr(sheet, cell, text), f.Save(), f.Close()); err != nil {
		s.t.Fatal(err)
	}
}

// deadline writes 报送期限 into 参数 of the rules.
func (s *season) deadline(day string) {
	s.t.Helper()
	f, err := excelize.OpenFile(filepath.Join(s.cfg.Inputs, "规则.xlsx"))
	if err != nil {
		s.t.Fatal(err)
	}
	rows, err := f.GetRows("参数")
	for n, row := range rows {
		if len(row) > 0 && row[0] == "报送期限" {
			err = errors.Join(err, f.SetCellStr("参数", fmt.Sprintf("B%d", n+1), day))
		}
	}
	if err := errors.Join(err, f.Save(), f.Close()); err != nil {
		s.t.Fatal(err)
	}
}

// answer sends the notice of a township back as a Word file: the boxes of findings, by number, are ticked and written
// at.
func (s *season) answer(township, name string, replies map[string]string) {
	s.t.Helper()
	z, err := zip.OpenReader(filepath.Join(s.cfg.Outputs, "latest", "乡镇", township, "退回", "整改通知.docx"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer z.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		text, err := fs.ReadFile(z, part.Name)
		if err != nil {
			s.t.Fatal(err)
		}
		if part.Name == "word/document.xml" {
			rows := strings.SplitAfter(string(text), "</w:tr>")
			for i, row := range rows {
				for id, reply := range replies {
					if strings.Contains(row, ">"+id+"<") {
						word, note, _ := strings.Cut(reply, "：")
						rows[i] = strings.Replace(row, "□"+word, "☑"+word+note, 1)
					}
				}
			}
			text = []byte(strings.Join(rows, ""))
		}
		to, err := w.Create(part.Name)
		if err == nil {
			_, err = to.Write(text)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.put(name, out.String())
}

// stands compares how all that the season follows stands on a night: whether each township is complete, the findings
// 执行率 and 重复 by their numbers, those of the ledger and of the township that comes and goes, each with the days that
// it was open.
func (s *season) stands(rate, double, want string) {
	s.t.Helper()
	s.says(fmt.Sprintf(`select concat_ws('；',
		(select string_agg(township || ' ' || state || ' ' || words, '；' order by township)
			from changes.punctuality where township in ('资源镇', '车田苗族乡')),
		(select string_agg(what || ' ' || states, '；' order by what) from (
			select case
				when finding_id = '%s' then '执行率'
				when finding_id = '%s' then '重复'
				when code = 'ledger_project_unreported' then '台账'
				when township = '车田苗族乡' then if(code = 'not_submitted', '车田没报', '车田的错')
			end as what, string_agg(distinct state || days_open || '天', '、') as states,
			from changes.lives group by what) where what is not null))`, rate, double), want)
}

// Six weeks of a county: late, replied, waived, corrected, reopened, lapsed, withdrawn, a ledger that changes. On each
// night each state is right, the events before it stay, and the year sealed at the end is made again to the byte.
func TestSeason(t *testing.T) {
	if testing.Short() {
		t.Skip("ten nights")
	}
	const one, other = "2023/资源镇2023年绩效自评.xlsx", "2023/车田苗族乡2023年绩效自评.xlsx"
	s := &season{t, Config{Inputs: copyInputs(t, "资源镇", "车田苗族乡"), Outputs: t.TempDir()}}
	late, err := os.ReadFile(filepath.Join(s.cfg.Inputs, filepath.FromSlash(other)))
	if err != nil {
		t.Fatal(err)
	}
	s.put(other, "")
	s.deadline("2024年3月15日")

	s.night("2024-03-01")
	found := askIn(t, s.cfg, "select finding_id, sheet, cell from checks.findings "+
		"where code = 'rate_mismatch' and township = '资源镇' order by finding_id limit 1")[0]
	doubled := askIn(t, s.cfg, "select finding_id, value from checks.findings "+
		"where code = 'project_duplicated' and township = '资源镇'")[0]
	rate, cell := found[0].(string), [2]string{found[1].(string), found[2].(string)}
	double, content := doubled[0].(string), doubled[1].(string)
	story := "select string_agg(event, ' ' order by event_no) from changes.events where finding_id = '" + rate + "'"
	asked := "select count(*) from reports.findings where 问题编号 = '" + double + "'"
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 未报送 未到期限；执行率 待改正0天；车田没报 待改正0天；重复 待改正0天")
	s.says(story, "opened returned")

	s.night("2024-03-16")
	s.stands(rate, double,
		"资源镇 已报齐 按期报齐；车田苗族乡 未报送 已逾期 1 天；执行率 待改正15天；车田没报 待改正15天；重复 待改正15天")
	s.put(other, string(late))
	s.night("2024-03-18")
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 已报齐 逾期 1 天报齐；执行率 待改正17天；"+
		"车田没报 已改正17天；车田的错 待改正0天；重复 待改正17天")

	// A reply closes nothing, a waiver holds while it holds.
	s.answer("资源镇", "2023/资源镇/回复.docx", map[string]string{rate: "已改", double: "说明：两期工程"})
	s.put("2023/处理意见/意见.csv", "问题处理意见,,,,,,\n问题编号,填报的内容,处理意见,处理理由,处理人员,处理日期,有效期至\n"+
		double+","+content+",豁免,两期工程,张三,2024年3月20日,2024年4月1日\n")
	s.says(asked, "1")
	s.night("2024-03-22")
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 已报齐 逾期 1 天报齐；执行率 已回复待处理21天；"+
		"车田没报 已改正17天；车田的错 待改正4天；重复 已豁免21天")
	s.says("select reply || ' ' || replied_on from changes.lives where finding_id = '"+double+"'", "说明：两期工程 2024-03-22")
	s.says(asked, "0")
	s.says("select 整改进度 like '%已改正1个，豁免1个%已回复待处理1个%' from reports.county", "true")

	s.set(one, cell[0], cell[1], "87.71%")
	s.night("2024-03-29")
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 已报齐 逾期 1 天报齐；执行率 已改正28天；"+
		"车田没报 已改正17天；车田的错 待改正11天；重复 已豁免28天")
	s.says("select count(*) || ' ' || max(new_text) || ' ' || bool_and(cures is not null) from changes.cells", "1 87.71% true")
	s.set(one, cell[0], cell[1], "94.21%")
	s.night("2024-04-05") // the waiver is over, too
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 已报齐 逾期 1 天报齐；执行率 待改正0天；"+
		"车田没报 已改正17天；车田的错 待改正18天；重复 已回复待处理35天")
	s.says(story, "opened returned replied corrected reopened returned")
	s.says("select count(*) from changes.events where event = 'lapsed'", "1")
	s.says(asked, "1")

	s.put("2023/台账/项目库.csv", "预算单位,项目名称,全年预算数\n资源镇,没有自评的项目,12\n")
	s.put(other, "")
	s.night("2024-04-10")
	s.stands(rate, double, "资源镇 报齐后又缺 按期报齐；车田苗族乡 报齐后又缺 逾期 1 天报齐；台账 待改正0天；执行率 待改正5天；"+
		"车田没报 待改正0天；车田的错 材料已撤回23天；重复 已回复待处理40天")
	s.put("2023/台账/项目库.csv", "预算单位,项目名称,全年预算数,项目类别\n资源镇,没有自评的项目,12,人员类\n")
	s.night("2024-04-12")
	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 报齐后又缺 逾期 1 天报齐；台账 不再适用2天；执行率 待改正7天；"+
		"车田没报 待改正2天；车田的错 材料已撤回23天；重复 已回复待处理42天")

	// What comes later counts, though its own time is older: it was unpacked, or copied.
	again := "2023/资源镇2023年绩效自评-再报.xlsx"
	sent, err := os.ReadFile(filepath.Join(s.cfg.Inputs, filepath.FromSlash(one)))
	if err != nil {
		t.Fatal(err)
	}
	s.put(again, string(sent))
	s.set(again, cell[0], cell[1], "87.71%")
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(s.cfg.Inputs, filepath.FromSlash(again)), long, long); err != nil {
		t.Fatal(err)
	}
	s.night("2024-04-13")
	s.says("select fate || ' ' || reason from sources.files where file = '"+one+"'",
		"superseded 已由更新的“"+again+"”代替（这一份先到）")
	s.says("select count(*) from changes.cells where old_file = '"+one+"' and file = '"+again+"'", "1")

	s.stands(rate, double, "资源镇 已报齐 按期报齐；车田苗族乡 报齐后又缺 逾期 1 天报齐；台账 不再适用2天；执行率 已改正8天；"+
		"车田没报 待改正3天；车田的错 材料已撤回23天；重复 已回复待处理43天")

	events := "select count(*), md5(string_agg(finding_id || event_no || event_on || event, ',' " +
		"order by finding_id, event_no)) from changes.events"
	before := askIn(t, s.cfg, events)
	s.cfg.Rebuild = true
	s.night("2024-04-13")
	if after := askIn(t, s.cfg, events); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("run again the same day: %v, before %v", after, before)
	}
	s.cfg.Rebuild, s.cfg.Year = false, 2023
	name, _, err := Seal(s.cfg, filepath.Join(t.TempDir(), "2023.jixiao"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := seal.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if differ, err := Replay(context.Background(), a, Config{Now: time.Now}); err != nil || len(differ) > 0 {
		t.Errorf("replayed: %v %v", differ, err)
	}
}
