package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
)

var queryCommand = command{
	name: "query", usage: `query "SELECT …" [--outputs 文件夹] [--format table|csv|json]`,
	about: "用 SQL 查询最近一次发布的结果（只读）",
	flags: func(f *pflag.FlagSet) {
		f.String("outputs", "outputs", "输出文件夹")
		f.String("format", "table", "输出格式：table 表格、csv、json")
	},
	args: func(n int) bool { return n == 1 },
	run:  doQuery,
}

func doQuery(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	outputs, _ := flags.GetString("outputs")
	format, _ := flags.GetString("format")
	write, err := writer(format)
	if err != nil {
		return 0, err
	}
	db, _, err := openPublished(ctx, outputs, 0)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	t, err := db.Query(ctx, flags.Arg(0))
	if err != nil {
		return 0, &pipeline.InputError{Says: "查询没有成功：" + err.Error()}
	}
	return exitPublished, write(t, stdout)
}

// openPublished opens the database of the newest set, of a year where one is given.
func openPublished(ctx context.Context, outputs string, year int) (*warehouse.Warehouse, *publish.Manifest, error) {
	dir, m, err := publish.Latest(outputs)
	if year != 0 {
		dir, m, err = publish.LatestOf(outputs, year)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &pipeline.InputError{Says: fmt.Sprintf("“%s”中还没有发布过结果，请先运行 jixiao run。", outputs)}
	}
	if err != nil {
		return nil, nil, err
	}
	db, err := warehouse.Open(ctx, filepath.Join(dir, "jixiao.duckdb"))
	return db, m, err
}
