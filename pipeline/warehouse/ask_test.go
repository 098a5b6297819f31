package warehouse

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"

	"jixiao/sql"
)

// Each question of sql/asked has a grain and an answer of the tables as they are.
func TestEachQuestionHasAnAnswer(t *testing.T) {
	w := emptyWarehouse(t)
	names, err := fs.Glob(sql.Files, "asked/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal("no questions", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(sql.Files, name)
		if err != nil || !strings.HasPrefix(string(text), "-- grain: ") {
			t.Errorf("%s has no grain: %v", name, err)
		}
		ask, question := w.Ask, strings.TrimSuffix(path.Base(name), ".sql")
		if question == "traced" { // what a trace has found
			ask, question = w.traced, "trace"
		}
		if _, err := ask(context.Background(), question); err != nil {
			t.Error(err)
		}
	}
	if _, err := w.Ask(context.Background(), "nothing"); err == nil {
		t.Error("no error where there is no such question")
	}
}

// What has to be mended comes first, then sheet by sheet in the order of the tabs, from the top; a copy is marked
// with all that is said of a workbook in which a cell is wrong, and with nothing of another.
func TestWhatToMend(t *testing.T) {
	w := emptyWarehouse(t)
	ctx := context.Background()
	for table, rows := range map[string]string{
		"sources.fields": `year,file,sheet,position
2023,a.xlsx,封面,1
2023,a.xlsx,预算,2
`,
		"checks.findings": `finding_id,year,township,severity,code,file,sheet,cell
1,2023,甲镇,warn,text_copied,a.xlsx,封面,B2
2,2023,甲镇,error,cell_error,a.xlsx,预算,C10
3,2023,甲镇,error,cell_error,a.xlsx,预算,D9
4,2023,甲镇,error,cell_error,a.xlsx,封面,B20
5,2023,甲镇,error,form_missing,,,
6,2023,甲镇,error,file_unreadable,b.xlsx,,
7,2022,甲镇,error,cell_error,c.xlsx,封面,B2
8,2023,,error,cell_error,d.xlsx,封面,B2
9,2023,甲镇,warn,execution_low,,,
`,
	} {
		if err := load(ctx, w, table, []byte(rows)); err != nil {
			t.Fatal(err)
		}
	}
	for question, want := range map[string]string{
		"mending_order": "5 4 3 2 1 6 7 8 9", "marks": "封面!B20 预算!D9 预算!C10 封面!B2", "finding_counts": "error 6 warn 2",
		"errors_to_mend": "甲镇 5",
	} {
		answer, err := w.Ask(ctx, question)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range answer.Rows {
			switch question {
			case "mending_order":
				got = append(got, fmt.Sprint(row[0]))
			case "marks":
				got = append(got, fmt.Sprintf("%v!%v", row[answer.Index("sheet")], row[answer.Index("cell")]))
			default:
				got = append(got, fmt.Sprintf("%v %v", row[0], row[1]))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}
