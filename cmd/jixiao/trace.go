package main

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

var traceCommand = command{
	name: "trace", usage: "trace 乡镇 数据 [--project 项目名称] [--year 年度] [--outputs 文件夹] [--format table|csv|json]",
	about: "报告中的一个数据从哪里来：文件、工作表、单元格、内容、规则",
	args:  func(n int) bool { return n == 2 },
	bind: func(flags *pflag.FlagSet) action {
		t := &traceFlags{}
		flags.StringVar(&t.project, "project", "", "某个项目的数据（默认：部门整体的数据）")
		flags.IntVar(&t.year, "year", 0, "年度（默认：最近一次发布的年度）")
		t.bindOutputs(flags, "输出文件夹")
		flags.StringVar(&t.format, "format", "table", "输出格式：table 表格、csv、json")
		return t.run
	},
}

type traceFlags struct {
	folders
	project, format string
	year            int
}

func (t *traceFlags) run(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	write, err := writer(t.format)
	if err != nil {
		return 0, err
	}
	db, m, err := openPublished(ctx, t.outputs, t.year, stderr)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	question := warehouse.Question{Year: m.Year, Township: args[0], Figure: args[1], Project: t.project}
	found, err := db.Trace(ctx, question)
	if err != nil {
		return 0, err
	}
	if len(found.Rows) == 0 {
		return 0, fault.New(fault.Input, "%s的“%s”没有数据，没有出处。", question.Township, question.Figure)
	}
	return exitPublished, write(found, stdout)
}

// writer gives the way to write a table in a format.
func writer(format string) (func(*tables.Table, io.Writer) error, error) {
	switch format {
	case "table":
		return (*tables.Table).WriteText, nil
	case "csv":
		return func(t *tables.Table, w io.Writer) error { return t.WriteCSV(w, false) }, nil
	case "json":
		return (*tables.Table).WriteJSON, nil
	}
	return nil, fault.New(fault.Usage, "没有“%s”这种格式，可用 table、csv、json。", format)
}
