package reports

import (
	"context"

	"jixiao/pipeline/reports/workbooks"
)

// decisionPages are the sheets of 处理意见.xlsx by the question of sql/asked that gives their rows. A title is that of
// the sheet's form in 表样, by which it is read back.
var decisionPages = []struct {
	ask  string
	page workbooks.Page
}{
	{"to_decide", workbooks.Page{
		Title: "问题处理意见",
		Hint: "在“处理意见”一列选择 认可说明、豁免 或 不认可，写明理由、人员和日期，把本文件放进输入文件夹中该年度的“处理意见”文件夹，" +
			"下次运行起作数。豁免须有理由和人员。填报的内容变了，意见就不再作数。没有处理的留空。",
		Fill:    []string{"处理意见", "处理理由", "处理人员", "处理日期", "有效期至"},
		Choices: map[string][]string{"处理意见": {"认可说明", "豁免", "不认可"}},
	}},
	{"to_pair", workbooks.Page{
		Title:   "台账项目对应意见",
		Hint:    "台账中的项目与填报的项目名称相近，是同一项目的在“是否同一项目”一列填“是”，不是的填“否”，再写明确认人和日期。",
		Fill:    []string{"是否同一项目", "确认人", "确认日期"},
		Choices: map[string][]string{"是否同一项目": {"是", "否"}},
	}},
	{"to_rename", workbooks.Page{
		Title: "项目更名对应意见",
		Hint: "本年的项目与上年的项目名称相近，没有编码可以对上。是同一项目改了名称的在“是否同一项目”一列填“是”，不是的填“否”，" +
			"再写明确认人和日期；没有列出的更名可以加行填写。历年对照按确认的比较。",
		Fill:    []string{"是否同一项目", "确认人", "确认日期"},
		Choices: map[string][]string{"是否同一项目": {"是", "否"}},
	}},
	{"to_choose", workbooks.Page{
		Title: "材料取舍意见",
		Hint: "同一乡镇的两份材料同一批收到，文件名也看不出先后，暂按文件时间较晚的计入。请问明乡镇，在“以哪份为准”一列选 甲 或 乙，" +
			"写明确认人和日期，把本文件放进该年度的“处理意见”文件夹，下次运行起作数。",
		Fill:    []string{"以哪份为准", "确认人", "确认日期"},
		Choices: map[string][]string{"以哪份为准": {"甲", "乙"}},
	}},
}

// handling writes the workbook in which the bureau decides on findings and proposals (处理意见.xlsx), with what it
// decided so far; nothing where there is nothing to decide.
func (w *writer) handling(ctx context.Context) error {
	var pages []workbooks.Page
	for _, p := range decisionPages {
		rows, err := w.Tables.Ask(ctx, p.ask)
		if err != nil {
			return err
		}
		if page := p.page; len(rows.Rows) > 0 {
			page.Rows = rows
			pages = append(pages, page)
		}
	}
	if len(pages) == 0 {
		return nil
	}
	return workbooks.Handling(w.path(handlingBook), w.title()+"处理意见", pages)
}
