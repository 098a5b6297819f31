package reports

import (
	"fmt"
	"path"
	"strings"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/rules"
)

// The files and folders of a set. Paths have slashes and begin in the run's folder.
const (
	Database     = "jixiao.duckdb"
	ParquetDir   = "parquet"
	PreviousDir  = "previous" // the tables that a run was compared with, so that the comparison can be repeated
	Changes      = "changes.csv"
	findingsList = "findings.csv"

	countyBook    = "县级汇总.xlsx"
	countyNotice  = "通报.docx"
	index         = "index.html"
	townshipDir   = "乡镇"
	selfReport    = "自评报告.docx"
	opinion       = "审核意见.docx" // the bureau's review of it
	returnDir     = "退回"        // what a township has to mend
	correction    = "整改通知.docx"
	reviewDir     = "复核"
	reviewBook    = "复核底稿"
	reportSheet   = "文表核对" // every figure of the reports in Word against the forms
	changesSheet  = "较上次变化"
	pastSheet     = "上年对比"
	publicDir     = "公开" // the edition for the public: scores, amounts, reports, and nobody's name
	publicIndex   = publicDir + "/" + index
	publicRanking = "公开名次"           // the part with what may be published of each township
	labelsBook    = rules.LabelsName // wordings that the county may confirm
	handlingBook  = "处理意见.xlsx"      // what the bureau decides on findings and proposals, and puts back
	publicList    = "公开核对.csv"       // what was hidden in it, and what is held back
)

// Parquet is the file of an exported table.
func Parquet(table string) string { return path.Join(ParquetDir, table+".parquet") }

// layout gives each township its place in a set: its name, and a number where two of the roster have names that
// one file system takes for one.
type layout struct{ folders map[string]string }

func newLayout(units []rules.Unit) layout {
	l := layout{map[string]string{}}
	used := map[string]int{}
	for _, u := range units {
		name := publish.FileName(u.Name)
		used[name]++
		if l.folders[u.Name] != "" {
			continue
		}
		if l.folders[u.Name] = name; used[name] > 1 {
			l.folders[u.Name] = fmt.Sprintf("%s-%d", name, used[name])
		}
	}
	return l
}

func (l layout) folder(township string) string {
	if name, found := l.folders[township]; found {
		return name
	}
	return publish.FileName(township)
}

// in is a file in a township's folder.
func (l layout) in(township string, name ...string) string {
	return path.Join(townshipDir, l.folder(township), path.Join(name...))
}

func (l layout) page(township string) string {
	return path.Join(townshipDir, l.folder(township)+".html")
}

func (l layout) publicReport(township string) string {
	return path.Join(publicDir, l.folder(township)+selfReport)
}

// unused adds a number to the name of a file that another has taken.
func unused(taken map[string]bool, name, ext string) string {
	target := name + ext
	for n := 2; taken[strings.ToLower(target)]; n++ {
		target = fmt.Sprintf("%s-%d%s", name, n, ext)
	}
	taken[strings.ToLower(target)] = true
	return target
}
