package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/rules"
)

var rulesCommand = command{
	name: "rules", usage: "rules [规则.xlsx] [--inputs 文件夹] [--outputs 文件夹] [--year 年度]",
	about: "试一份规则：列出其中全部错误；没有错误的，按它试算一遍，与上次发布的结果比较问题、等级和名次。不发布，不改动任何文件",
	args:  func(n int) bool { return n <= 1 },
	bind: func(flags *pflag.FlagSet) action {
		r := &rulesFlags{}
		r.bind(flags)
		flags.IntVar(&r.year, "year", 0, "年度；不写时为材料中最新的一年")
		return r.run
	},
}

type rulesFlags struct {
	folders
	year int
}

func (r *rulesFlags) run(ctx context.Context, args []string, stdout, _ io.Writer) (int, error) {
	file := filepath.Join(r.inputs, rules.Name)
	if len(args) > 0 {
		file = args[0]
	}
	cfg := r.config()
	cfg.Year = r.year
	tried, err := pipeline.TryRules(ctx, cfg, file)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "规则没有错误：%s\n", file)
	if err := tried.NoSet(); err != nil {
		fmt.Fprintln(stdout, err)
		return exitPublished, nil
	}
	if tried.Findings == nil && tried.Townships == nil {
		fmt.Fprintf(stdout, "按这份规则，%d 年度的问题、等级和名次与批次 %s 相同。\n", tried.Year, tried.Set)
		return exitPublished, nil
	}
	fmt.Fprintf(stdout, "按这份规则，%d 年度与批次 %s 相比（上次发布以后材料有变动的，也在其中）：\n", tried.Year, tried.Set)
	if tried.Findings != nil {
		fmt.Fprintln(stdout, "\n问题")
		if err := tried.Findings.WriteText(stdout); err != nil {
			return 0, err
		}
	}
	if tried.Townships != nil {
		fmt.Fprintln(stdout, "\n乡镇的等级、复算得分和名次")
		return exitPublished, tried.Townships.WriteText(stdout)
	}
	return exitPublished, nil
}
