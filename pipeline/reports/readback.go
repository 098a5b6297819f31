package reports

import (
	"encoding/json"
	"strings"

	"jixiao/pipeline/facts"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
)

// readBack reads every figure of the set from the files that were written, and refuses to publish one with two values:
// workbooks, Word files, pages, lists, what the manifest will say, and the two tables of facts that sentences are
// filled from. Of a province projects' figures are left out: they would not all fit.
func (w *writer) readBack(sum *publish.Summary) error {
	all, unread, err := facts.Read(facts.Set{
		Dir: w.Dir, Template: w.wording, Year: w.Inputs.Year, Workers: w.Workers, Few: w.inPhases(),
	})
	if err != nil {
		return err
	}
	if len(unread) > 0 {
		sum.Notes = append(sum.Notes, "没有能够读回核对的成果："+some(unread))
	}
	for _, name := range []string{"全县", "乡镇"} {
		t, err := w.views.rows(name)
		if err != nil {
			return err
		}
		all = append(all, facts.Table("", "", t)...)
	}
	manifest, err := json.Marshal(map[string]any{"summary": sum})
	if err != nil {
		return err
	}
	counts, err := facts.Manifest("run.json", manifest)
	if err != nil {
		return err
	}
	found := facts.Conflicts(append(all, counts...))
	if len(found) == 0 {
		return nil
	}
	return fault.New(fault.Audit, "成果中同一个数有两个值，没有发布，上一次的结果保持不变：\n%s\n"+
		"其中一处出自本县自己的表或者模板、含义不同的，请给它另起名称后重新运行；都不是的，请把以上内容交给维护人员。", SayConflicts(found))
}

// mostConflicts is how many of them are told; the first says where to look.
const mostConflicts = 10

// SayConflicts names the first of them, one a line.
func SayConflicts(found []facts.Conflict) string {
	var says []string
	for _, c := range found[:min(mostConflicts, len(found))] {
		says = append(says, "  "+c.String())
	}
	return strings.Join(says, "\n")
}
