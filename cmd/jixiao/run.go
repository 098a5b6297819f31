package main

import (
	"context"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
)

var runCommand = command{
	name: "run",
	usage: "run [--year 年度] [--inputs 文件夹] [--outputs 文件夹] [--settle] [--rebuild] [--withdrawn] [--tables [--county 县]] " +
		"[--memory 大小] [--workers 个数] [--json] [--quiet]",
	about: "读取全部材料，审核、评分、排名，发布一次结果",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		r := &runFlags{}
		flags.IntVar(&r.year, "year", 0, "发布的年度（默认：输入文件夹中最新的年度）")
		r.folders.bind(flags)
		flags.BoolVar(&r.settle, "settle", false, "新材料静置一段时间（规则参数“静置秒数”）不变才读取")
		flags.BoolVar(&r.rebuild, "rebuild", false, "即使没有变化也全部重新生成")
		flags.BoolVar(&r.withdrawn, "withdrawn", false, "确认上一次结果中有的某个年度的材料已全部撤回")
		flags.BoolVar(&r.tables, "tables", false, "只生成数据表，供 gather 汇总，不生成文档")
		flags.StringVar(&r.county, "county", "",
			"与 --tables 同用：只处理各年度文件夹中这个县的文件夹；空的县名是不在各县文件夹中的材料")
		r.named = flags
		r.bounds.bind(flags)
		r.said.bind(flags)
		return r.run
	},
}

type runFlags struct {
	folders
	bounds
	said
	year            int
	settle, rebuild bool
	withdrawn       bool
	tables          bool
	county          string
	named           *pflag.FlagSet
}

func (r *runFlags) run(ctx context.Context, _ []string, stdout, stderr io.Writer) (int, error) {
	cfg := r.config()
	cfg.Year, cfg.Settle, cfg.Rebuild, cfg.Progress = r.year, r.settle, r.rebuild, r.progress(stderr)
	cfg.Withdrawn = r.withdrawn
	if err := r.bounds.set(&cfg, os.Getenv); err != nil {
		return 0, err
	}
	cfg.Tables, cfg.Part, cfg.County = r.tables, r.named.Changed("county"), r.county
	if cfg.Part && !cfg.Tables {
		return 0, fault.New(fault.Usage, "--county 要与 --tables 同用")
	}
	cfg.Committing = brakeOf(ctx) // which the end of the program releases
	s, err := pipeline.Run(ctx, cfg)
	if err != nil {
		return 0, err
	}
	code := exitPublished
	if !s.Complete() {
		code = exitIncomplete
	}
	return code, r.result(stdout, s)
}

// progress draws a bar on a terminal and nothing elsewhere.
func progress(stderr io.Writer, what string) func(done, total int) {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(stderr),
				progressbar.OptionSetDescription(what),
				progressbar.OptionShowCount(),
				progressbar.OptionSetWidth(30),
				progressbar.OptionClearOnFinish(),
				progressbar.OptionSetPredictTime(false))
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}
