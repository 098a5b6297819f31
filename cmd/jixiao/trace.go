package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/tables"
	"jixiao/pipeline/warehouse"
)

var traceCommand = command{
	name: "trace", usage: "trace 乡镇 数据 [--project 项目名称] [--year 年度] [--outputs 文件夹] [--format table|csv|json]",
	about: "报告中的一个数据从哪里来：文件、工作表、单元格、内容、规则",
	flags: func(f *pflag.FlagSet) {
		f.String("project", "", "某个项目的数据（默认：部门整体的数据）")
		f.Int("year", 0, "年度（默认：最近一次发布的年度）")
		f.String("outputs", "outputs", "输出文件夹")
		f.String("format", "table", "输出格式：table 表格、csv、json")
	},
	args: func(n int) bool { return n == 2 },
	run:  doTrace,
}

func doTrace(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	outputs, _ := flags.GetString("outputs")
	format, _ := flags.GetString("format")
	project, _ := flags.GetString("project")
	year, _ := flags.GetInt("year")
	write, err := writer(format)
	if err != nil {
		return 0, err
	}
	db, m, err := openPublished(ctx, outputs, year)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	question := warehouse.Question{Year: m.Year, Township: flags.Arg(0), Figure: flags.Arg(1), Project: project}
	t, err := db.Trace(ctx, question)
	var unknown *warehouse.UnknownError
	if errors.As(err, &unknown) {
		return 0, &pipeline.InputError{Says: fmt.Sprintf("没有“%s”这个%s。可用的有：%s。", unknown.Name, unknown.What, strings.Join(unknown.Known, "、"))}
	}
	if err != nil {
		return 0, err
	}
	if len(t.Rows) == 0 {
		return 0, &pipeline.InputError{Says: fmt.Sprintf("%s没有填报“%s”，没有出处。", question.Township, question.Figure)}
	}
	return exitPublished, write(t, stdout)
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
	return nil, &usageError{fmt.Sprintf("没有“%s”这种格式，可用 table、csv、json。", format)}
}
