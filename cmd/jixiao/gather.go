package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
)

var gatherCommand = command{
	name: "gather",
	usage: "gather 成果… [--inputs 文件夹] [--outputs 文件夹] [--memory 大小] [--workers 个数] " +
		"[--json] [--quiet]",
	about: "把各县的数据表（run --tables --county 的输出文件夹）汇总成一份市级、省级成果",
	args:  func(n int) bool { return n >= 1 },
	bind: func(flags *pflag.FlagSet) action {
		g := &gatherFlags{}
		g.bindInputs(flags, "各县材料所在的输入文件夹，有规则和全部名册")
		g.bindOutputs(flags, "输出文件夹")
		g.bounds.bind(flags)
		g.said.bind(flags)
		return g.run
	},
}

type gatherFlags struct {
	folders
	bounds
	said
}

func (g *gatherFlags) run(ctx context.Context, sets []string, stdout, stderr io.Writer) (int, error) {
	cfg := g.config()
	cfg.Progress = g.progress(stderr)
	if err := g.bounds.set(&cfg, os.Getenv); err != nil {
		return 0, err
	}
	cfg.Committing = brakeOf(ctx) // which the end of the program releases
	s, err := pipeline.Gather(ctx, cfg, sets)
	if err != nil {
		return 0, err
	}
	code := exitPublished
	if !s.Complete() {
		code = exitIncomplete
	}
	return code, g.result(stdout, s)
}
