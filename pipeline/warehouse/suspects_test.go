package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// writtenForms are two project forms and the budget table that they belong to, as a township wrote them.
const writtenForms = `form,form_id,row_no,field,text,number,unit,cell
project,a-1,,total.adjusted_budget,101,101,万元,E6
project,a-1,,total.executed,97.97,97.97,万元,F6
project,a-1,,total.rate,97.00%,97,%,H6
project,a-1,,total.weight,10,10,,G6
project,a-1,,total.score,9.7,9.7,,I6
project,a-1,,fiscal.adjusted_budget,101,101,万元,E7
project,a-1,,fiscal.executed,97.97,97.97,万元,F7
project,a-1,1,weight,50,50,,G13
project,a-1,1,score,50,50,,H13
project,a-1,2,weight,40,40,,G14
project,a-1,2,score,40,40,,H14
project,a-1,,sum.weight,100,100,,G21
project,a-1,,sum.score,99.7,99.7,,H21
project,a-2,,total.adjusted_budget,102.50,102.5,万元,E6
project,a-2,,total.executed,98.94,98.94,万元,F6
project,a-2,,total.rate,96.53%,96.53,%,H6
project,a-2,,fiscal.adjusted_budget,102.50,102.5,万元,E7
project,a-2,,fiscal.executed,98.94,98.94,万元,F7
budget,a-9,,basic.adjusted_budget,100,100,万元,C5
budget,a-9,,basic.executed,90,90,万元,D5
budget,a-9,,project.adjusted_budget,203.50,203.5,万元,C6
budget,a-9,,project.executed,196.91,196.91,万元,D6
budget,a-9,,total.adjusted_budget,303.50,303.5,万元,C7
budget,a-9,,total.executed,286.91,286.91,万元,D7
`

// suspected lets a warehouse look at the forms once they are staged, and gives the cells of each explanation.
func suspected(t *testing.T, w *Warehouse, written string) string {
	t.Helper()
	ctx := context.Background()
	var entries strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(written), "\n") {
		if i == 0 {
			entries.WriteString(line + ",year,township,form_no,file,sheet,position\n")
			continue
		}
		form, _, _ := strings.Cut(strings.SplitN(line, ",", 3)[1], "\n")
		fmt.Fprintf(&entries, "%s,2023,甲镇,%s,a.xlsx,%s,%d\n", line, strings.TrimPrefix(form, "a-"), form, i)
	}
	forms := "form_id,year,township,form,form_no,file,is_counted\na-1,2023,甲镇,project,1,a.xlsx,true\n" +
		"a-2,2023,甲镇,project,2,a.xlsx,true\na-9,2023,甲镇,budget,9,a.xlsx,true\n"
	if err := w.exec(ctx, "begin"); err != nil {
		t.Fatal(err)
	}
	defer w.exec(ctx, "rollback")
	if err := load(ctx, w, "staging.forms", []byte(forms)); err != nil {
		t.Fatal(err)
	}
	if err := load(ctx, w, "staging.entries", []byte(entries.String())); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{"staging.projects", "staging.budgets", "staging.overalls", "staging.indicators",
		"equations.figures"} {
		insert := "insert into " + made + " by name " + scriptNamed(t, made).Query
		if err := w.exec(ctx, "delete from "+made, insert); err != nil {
			t.Fatalf("%s: %v", made, err)
		}
	}
	terms, err := w.Query(ctx, "from "+equationTerms)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, of := range departments(terms) {
		for _, row := range of.suspects() {
			told = append(told, fmt.Sprintf("%s/%s %s!%s=%s", row[4], row[5], row[8], row[9],
				strings.TrimSuffix(row[12], "0000")))
		}
	}
	slices.Sort(told)
	return strings.Join(told, " ")
}

// A cell that was typed wrong is named with what it would be, whatever table it stands in.
func TestSuspects(t *testing.T) {
	w := emptyWarehouse(t)
	if got := suspected(t, w, writtenForms); got != "" {
		t.Fatalf("all agrees, and yet %s", got)
	}
	for _, test := range []struct{ name, right, wrong, want string }{
		{"a source", "fiscal.adjusted_budget,101,101,", "fiscal.adjusted_budget,91,91,", "1/1 a-1!E7=101.00"},
		{"a total", "total.executed,98.94,98.94,", "total.executed,89.94,89.94,", "1/1 a-2!F6=98.94"},
		{"a rate", "total.rate,96.53%,96.53,", "total.rate,69.53%,69.53,", "1/1 a-2!H6=96.53"},
		{"合计", "total.executed,286.91,286.91,", "total.executed,268.91,268.91,", "1/2 a-9!D7=286.91 2/2 a-9!D5=72.00"},
		{"a weight", "1,weight,50,50", "1,weight,5,5", "1/1 a-1!G13=50.00"},
		{"a typed sum of weights", "sum.weight,100,100", "sum.weight,90,90", "1/1 a-1!G21=100.00"},
		{"a total of scores", "sum.score,99.7,99.7", "sum.score,98,98",
			"1/3 a-1!H21=99.70 2/3 a-1!H13=48.30 3/3 a-1!H14=38.30"},
		{"the points for execution", "total.score,9.7,9.7", "total.score,8,8", "1/1 a-1!I6=9.70"},
		{"the points of another form's rate", "total.score,9.7,9.7", "total.score,9.6,9.6", "1/1 a-1!I6=9.70"},
		{"项目支出", "project.adjusted_budget,203.50,203.5,", "project.adjusted_budget,213.50,213.5,", "1/1 a-9!C6=203.50"},
	} {
		t.Run(test.name, func(t *testing.T) {
			written := strings.Replace(writtenForms, test.right, test.wrong, 1)
			if written == writtenForms {
				t.Fatal("nothing was changed")
			}
			if got := suspected(t, w, written); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
