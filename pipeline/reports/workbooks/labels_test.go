package workbooks

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"jixiao/pipeline/rules"
)

// What the county confirms in the workbook as it is written comes home as a further wording of 表样.
func TestConfirmedLabelsComeHome(t *testing.T) {
	county, err := rules.OpenDefault(func(fs.FS) ([]rules.Check, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), rules.LabelsName)
	var choices []string
	for _, c := range county.FieldChoices() {
		choices = append(choices, c.Words)
	}
	labels := []Label{{Wording: "全年实达值", Proposed: choices[3], Times: 7, Example: "2023/甲.xlsx 1!E5"}, {Wording: "备查", Times: 1}}
	if err := Labels(path, labels, choices); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{"C3": "是", "D3": "王某", "E3": "2024-01-15"} {
		if err := f.SetCellStr("待确认标签", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	back, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	info, err := back.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := county.Adopt(rules.LabelsName, back, info.Size()); err != nil {
		t.Fatal(err)
	}
	if len(county.Adopted) != 1 || county.Adopted[0].Wording != "全年实达值" || county.Adopted[0].By != "王某" {
		t.Errorf("adopted %+v", county.Adopted)
	}
}
