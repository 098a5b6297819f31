package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"jixiao/pipeline/warehouse"
)

// ledgerOf is the bureau's ledger of the sample county as CSV, from the truth of the workbooks, as the townships
// wrote it but for ten faults; and the ten, as the findings must name them.
func ledgerOf(t *testing.T) (csv string, faults []string) {
	t.Helper()
	var truth map[string]object
	loadJSON(t, "truth.json", &truth)
	changed := map[string]string{ // township and project → the amount in which the ledger is another
		"资源镇/森林防火经费": "initial 1.5", "中峰镇/政府聘用人员经费": "adjusted -2.25",
		"瓜里乡/残疾人事业经费": "executed 0.01", "河口瑶族乡/乡村公益性岗位补贴": "adjusted 10",
	}
	left := []string{"资源镇/咸水洞村防洪堤加固项目", "瓜里乡/白竹村公共照明安装项目", "河口瑶族乡/白竹村村级卫生室改造项目"}
	added := map[string]string{"梅溪镇": "村级光伏电站维护", "车田苗族乡": "古树名木保护经费", "两水苗族乡": "防返贫监测经费"}
	lines := []string{"2023年度预算项目库", "单位：万元", "预算单位,项目编码,项目名称,项目类别,年初预算数,全年预算数,全年执行数"}
	for township, o := range truth {
		omitted, _ := o["omit"].([]any)
		for i, p := range o["projects"].([]any) {
			p := p.(object)
			name := township + "/" + said(p, "name")
			if slices.Contains(omitted, any(said(p, "name"))) {
				continue
			}
			if slices.Contains(left, name) {
				faults = append(faults, "ledger_project_unknown "+name)
				continue
			}
			line := fmt.Sprintf("%s,%s,%s,特定目标类", o["unit"], p["code"], p["name"])
			for _, key := range []string{"initial", "adjusted", "executed"} {
				amount, err := decimal.NewFromString(said(p, key))
				if err != nil { // the township wrote words
					amount = decimal.RequireFromString(p[key].(string))
				}
				if by, found := strings.CutPrefix(changed[name], key+" "); found {
					amount = amount.Add(decimal.RequireFromString(by))
					faults = append(faults, "ledger_figure_mismatch "+name)
				}
				line += "," + amount.String()
			}
			if i == 0 { // nobody evaluates people
				lines = append(lines, fmt.Sprintf("%s,,在职人员工资,人员类,100,110,109", o["unit"]))
			}
			lines = append(lines, line)
		}
		if name := added[township]; name != "" {
			lines = append(lines, fmt.Sprintf("%s,45039999990%d,%s,特定目标类,3,7,6", o["unit"], len(name), name))
			faults = append(faults, "ledger_project_unreported "+township+"/"+name)
		}
	}
	slices.Sort(faults)
	return strings.Join(lines, "\n") + "\n合计,,,,9,9,9\n", faults
}

// Of a ledger with ten faults beside the sample county the ten are found and nothing else; without one there is
// nothing of it.
func TestLedgerOfSample(t *testing.T) {
	csv, want := ledgerOf(t)
	if len(want) != 10 {
		t.Fatalf("%d faults: %q", len(want), want)
	}
	cfg := Config{Inputs: filepath.Join(t.TempDir(), "inputs"), Outputs: t.TempDir(), Year: 2023}
	if err := os.CopyFS(cfg.Inputs, os.DirFS("../inputs")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cfg.Inputs, "2023", "台账")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "项目库.csv"), []byte(csv), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	const found = "select code || ' ' || coalesce(township, '') || '/' || coalesce(project, '') from checks.findings " +
		"where code like 'ledger%' order by 1"
	var got []string
	for _, row := range askIn(t, cfg, found) {
		got = append(got, row[0].(string))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("found %q\nwant %q", got, want)
	}
	o := outsiderOf(t, filepath.Join(cfg.Outputs, "latest"))
	if o.ledger(); o.n < 9 {
		t.Errorf("only %d figures of the ledger worked out", o.n)
	}
	tracesToLedger(t, cfg)
	if rows := ask(t, found).Rows; len(rows) != 0 {
		t.Errorf("without a ledger: %v", rows)
	}
}

// tracesToLedger holds where the trace of a project's budget names the ledger's amount and its cell, too.
func tracesToLedger(t *testing.T, cfg Config) {
	t.Helper()
	db, err := warehouse.Open(context.Background(), filepath.Join(cfg.Outputs, "latest", "jixiao.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	table, err := db.Trace(context.Background(), warehouse.Question{Year: 2023, Township: "资源镇", Figure: "全年预算",
		Project: "森林防火经费"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range table.Rows {
		got = append(got, fmt.Sprint(row[0], " ", row[5]))
	}
	if want := []string{"出自 2023/资源镇2023年绩效自评.xlsx", "台账 2023/台账/项目库.csv"}; !slices.Equal(got, want) {
		t.Errorf("traced to %q, want %q", got, want)
	}
}
