package reports

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
)

// views are the tables that outputs are made of, by their Chinese names: those of 70_sheets, which are
// also the sheets of the consolidated workbook, and those of 80_reports. Rows are read when they are asked
// for, and let go where nothing will ask for them again: a province's do not all fit.
type views struct {
	sheets  []string                                 // in the order of the workbook
	own     []string                                 // those of which a township has rows of its own
	columns map[string]*tables.Table                 // of each, without rows
	read    func(name string) (*tables.Table, error) // with rows
	mu      sync.Mutex                               // guards what follows
	whole   map[string]*tables.Table
	leftOut map[string]bool // sheets that are not shown
	apart   map[string]map[string]*tables.Table
}

// mostRows is how many rows a sheet of the consolidated workbook has at most: spreadsheets take about a
// million, people with patience and a modest machine far less. Of a longer one the beginning is listed.
const mostRows = 100_000

// noRows asks for columns alone.
const noRows = -1

func newViews(ctx context.Context, db Tables) (*views, error) {
	v := &views{
		columns: map[string]*tables.Table{}, leftOut: map[string]bool{},
		whole: map[string]*tables.Table{}, apart: map[string]map[string]*tables.Table{},
	}
	for _, schema := range []string{"sheets", "reports"} {
		all, err := db.Tables(ctx, schema, noRows)
		if err != nil {
			return nil, err
		}
		for _, t := range all {
			if v.columns[t.Name] != nil {
				return nil, fmt.Errorf("two tables of sql/70_sheets and sql/80_reports are called %s", t.Name)
			}
			v.columns[t.Name] = t
			switch {
			case schema == "sheets":
				v.sheets = append(v.sheets, t.Name)
			case t.Index("乡镇") >= 0:
				v.own = append(v.own, t.Name)
			}
		}
	}
	v.read = func(name string) (*tables.Table, error) {
		schema, most := "reports", 0
		if slices.Contains(v.sheets, name) {
			schema, most = "sheets", mostRows
		}
		found, err := db.Tables(ctx, schema, most, name)
		if err != nil || len(found) == 0 { // an empty sheet may say that it is left out
			return nil, err
		}
		return found[0].WithoutBlank("县"), nil // where there is one county alone
	}
	return v, v.check()
}

// rows gives a table with its rows.
func (v *views) rows(name string) (*tables.Table, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.whole[name] == nil {
		t, err := v.read(name)
		if err != nil {
			return nil, err
		}
		if v.leftOut[name] = t == nil; t == nil {
			t = v.columns[name]
		}
		v.whole[name] = t
	}
	return v.whole[name], nil
}

func (v *views) isLeftOut(name string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.leftOut[name]
}

// forget lets rows go.
func (v *views) forget(names ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, name := range names {
		delete(v.whole, name)
		delete(v.apart, name)
	}
}

// needed are the tables and columns that the outputs of the program cannot do without; a county's own SQL
// may change the rest of them as it likes.
var needed = []struct {
	name    string
	columns []string
}{
	{"全县", nil}, {"乡镇", []string{"乡镇"}}, {"乡镇名次", []string{"乡镇"}}, {"预算执行情况", []string{"乡镇"}},
	{"项目一览", []string{"乡镇"}}, {"项目等级", []string{"乡镇"}}, {"绩效目标", []string{"乡镇"}}, {"整改事项", []string{"乡镇"}},
	{publicRanking, []string{"乡镇", "公开"}}, {"主要问题", nil}, {reviewBook, []string{"次序", "乡镇", "项目名称", "抽取原因"}},
	{"等级分布", nil}, {"问题清单", []string{"乡镇"}},
	{reportSheet, []string{"乡镇"}},
}

func (v *views) check() error {
	for _, l := range needed {
		t := v.columns[l.name]
		if t == nil {
			return fault.New(fault.Input, "县里自己的脚本（inputs/sql）中少了“%s”这张表："+
				"请检查 70_sheets、80_reports 中脚本开头的 sheet、part 说明。", l.name)
		}
		for _, column := range l.columns {
			if t.Index(column) < 0 {
				return fault.New(fault.Input, "县里自己的脚本（inputs/sql）中，“%s”这张表少了“%s”这一列，请补上。", l.name, column)
			}
		}
	}
	county, err := v.rows("全县")
	if err == nil && len(county.Rows) != 1 {
		err = fault.New(fault.Input, "县里自己的脚本（inputs/sql）中，“全县”应正好一行。")
	}
	return err
}

// of gives a township's rows of a table, without the column 乡镇; none are an empty table.
func (v *views) of(township, name string) (*tables.Table, error) {
	whole, err := v.rows(name)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.apart[name] == nil {
		v.apart[name] = whole.By("乡镇")
	}
	if own := v.apart[name][township]; own != nil {
		return own, nil
	}
	empty := &tables.Table{Name: name}
	for _, c := range whole.Columns {
		if c.Name != "乡镇" {
			empty.Columns = append(empty.Columns, c)
		}
	}
	return empty, nil
}
