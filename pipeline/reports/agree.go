package reports

import (
	"slices"
	"strings"

	"jixiao/pipeline/facts"
	"jixiao/pipeline/fault"
)

// figured are the tables whose figures stand in more than one of them, a township or the county a row; ofProjects
// have a project a row, and are looked at where they are held anyway.
var (
	figured    = []string{"乡镇名次", "预算执行情况", "乡镇排名", "预算执行", "等级分布", "报送情况", "上年对比"}
	ofProjects = []string{"项目得分", "项目一览", "抽查建议"}
)

// agree refuses to write one figure with two values: what people open is written from these tables, so they are
// compared and no file is read back (a test does that for each kind of file).
func (w *writer) agree() error {
	v := w.views
	names := figured
	if !w.inPhases() {
		names = slices.Concat(figured, ofProjects)
	}
	var all []facts.Fact
	for _, name := range names {
		if v.columns[name] == nil { // the county's own SQL has another
			continue
		}
		t, err := v.rows(name)
		if err != nil {
			return err
		}
		all = append(all, facts.Table(name, "", t)...)
	}
	county, err := v.rows("全县")
	if err != nil {
		return err
	}
	all = append(all, facts.Table("全县", "", county)...)
	townships, err := v.rows("乡镇")
	if err != nil {
		return err
	}
	all = append(all, facts.Table("乡镇", "", townships)...)
	var says []string
	for _, c := range facts.Conflicts(all) {
		if says = append(says, "  "+c.String()); len(says) == mostConflicts {
			break
		}
	}
	if len(says) == 0 {
		return nil
	}
	return fault.New(fault.Audit, "成果中同一个数有两个值，没有发布：\n%s", strings.Join(says, "\n"))
}

// mostConflicts is how many of them are told; the first says where to look.
const mostConflicts = 10
