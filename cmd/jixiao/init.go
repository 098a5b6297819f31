package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/reports/workbooks"
)

var initCommand = command{
	name: "init", usage: "init 文件夹 [--county 县名] [--roster 名册.csv]",
	about: "新建一个县：规则工作簿（含乡镇名册）、可用 Word 修改的模板和输入、输出文件夹",
	flags: func(f *pflag.FlagSet) {
		f.String("county", "", "县名，如 资源县")
		f.String("roster", "", "乡镇名册 CSV，列为 单位代码、单位名称、县 或 别名")
	},
	args: func(n int) bool { return n == 1 },
	run:  doInit,
}

func doInit(_ context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	dir := flags.Arg(0)
	county, _ := flags.GetString("county")
	roster, _ := flags.GetString("roster")
	path := filepath.Join(dir, "inputs", pipeline.RulesName)
	if _, err := os.Stat(path); err == nil {
		return 0, &pipeline.InputError{Says: fmt.Sprintf("“%s”已经存在，不会覆盖。要重新生成，请先把它移走。", path)}
	}
	r, _, err := pipeline.DefaultRules()
	if err != nil {
		return 0, err
	}
	if county != "" {
		r.SetParameter("县名", county)
	}
	if roster != "" {
		f, err := os.Open(roster)
		if errors.Is(err, fs.ErrNotExist) {
			return 0, &pipeline.InputError{Says: fmt.Sprintf("没有名册文件“%s”。", roster)}
		}
		if err != nil {
			return 0, err
		}
		defer f.Close()
		if err := r.SetRoster(filepath.Base(roster), f); err != nil {
			return 0, err
		}
	}
	for _, folder := range []string{"inputs", "outputs"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return 0, err
		}
	}
	if err := workbooks.Rules(path, r); err != nil {
		return 0, err
	}
	if err := pipeline.WriteTemplates(filepath.Dir(path)); err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已生成 %s（名册 %d 个单位）。\n", path, len(r.Units(0)))
	fmt.Fprintf(stderr, "下一步：核对规则工作簿，在 %s 下建年度文件夹（如 2023）放入各乡镇材料，然后运行：\n  jixiao run --inputs %s --outputs %s\n",
		filepath.Join(dir, "inputs"), filepath.Join(dir, "inputs"), filepath.Join(dir, "outputs"))
	return exitPublished, nil
}
