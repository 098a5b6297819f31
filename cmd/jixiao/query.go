package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/warehouse"
)

var queryCommand = command{
	name: "query", usage: `query "SELECT …" [--outputs 文件夹] [--format table|csv|json]`,
	about: "用 SQL 查询最近一次发布的结果（只读）",
	args:  func(n int) bool { return n == 1 },
	bind: func(flags *pflag.FlagSet) action {
		q := &queryFlags{}
		q.bindOutputs(flags, "输出文件夹")
		flags.StringVar(&q.format, "format", "table", "输出格式：table 表格、csv、json")
		return q.run
	},
}

type queryFlags struct {
	folders
	format string
}

func (q *queryFlags) run(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	write, err := writer(q.format)
	if err != nil {
		return 0, err
	}
	db, _, err := openPublished(ctx, q.outputs, 0, stderr)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	t, err := db.Query(ctx, args[0])
	if err != nil {
		return 0, &fault.Fault{Kind: fault.Input, Err: err, Says: "查询没有成功：" + sqlWords(err.Error())}
	}
	return exitPublished, write(t, stdout)
}

// openPublished opens the database of the newest set, of a year where one is given. Where files of the set were changed
// or lost, it says so; where the database is one of them, it is not opened.
func openPublished(
	ctx context.Context, outputs string, year int, stderr io.Writer,
) (*warehouse.Warehouse, *publish.Manifest, error) {
	dir, m, err := publish.LatestOf(outputs, year)
	var damaged *publish.DamagedError
	isDatabase := func(d publish.Difference) bool { return path.Base(d.File) == reports.Database }
	if errors.As(err, &damaged) && m != nil && !slices.ContainsFunc(damaged.Found, isDatabase) {
		fmt.Fprintln(stderr, err)
		err = nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fault.New(fault.Input, "“%s”中还没有发布过结果，请先运行 jixiao run。", outputs)
	}
	if err != nil {
		return nil, nil, err
	}
	db, err := warehouse.Open(ctx, filepath.Join(dir, reports.Database))
	return db, m, err
}
