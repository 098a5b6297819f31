package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
)

var extractCommand = command{
	name: "extract", usage: "extract [--shard 第几片/共几片] [--inputs 文件夹] [--outputs 文件夹] [--workers 个数] [--json] [--quiet]",
	about: "只读取材料，供随后的 run 使用；多台机器可各读一片",
	flags: func(f *pflag.FlagSet) {
		f.String("shard", "1/1", "读取哪一片，如 2/4 为四片中的第二片")
		f.String("inputs", "inputs", "输入文件夹")
		f.String("outputs", "outputs", "输出文件夹，各台机器共用")
		f.Int("workers", 0, "同时读取的文件数（默认：处理器个数）")
		f.Bool("json", false, "用 JSON 输出结果")
		f.Bool("quiet", false, "不显示说明文字")
	},
	args: func(n int) bool { return n == 0 },
	run:  doExtract,
}

func doExtract(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	text, _ := flags.GetString("shard") // the flags are declared above
	shard, ok := pipeline.ParseShard(text)
	if !ok {
		return 0, &usageError{fmt.Sprintf("选项“--shard”的值“%s”不对，应如 1/4（四片中的第一片）。", text)}
	}
	cfg := pipeline.Config{Version: version(), Worker: workerCommand()}
	cfg.Inputs, _ = flags.GetString("inputs")
	cfg.Outputs, _ = flags.GetString("outputs")
	cfg.Workers, _ = flags.GetInt("workers")
	asJSON, _ := flags.GetBool("json")
	quiet, _ := flags.GetBool("quiet")
	if !quiet {
		cfg.Progress = progress(stderr, "读取材料")
	}
	e, err := pipeline.Extract(ctx, cfg, shard)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "已中断。已经读取的材料都保留，下次接着读。")
		return exitInterrupt, nil
	}
	if err != nil {
		return 0, err
	}
	switch {
	case asJSON:
		if err := writeJSON(stdout, e); err != nil {
			return 0, err
		}
	case !quiet:
		fmt.Fprint(stdout, e.Text())
	}
	if len(e.Unreadable) > 0 {
		return exitIncomplete, nil
	}
	return exitPublished, nil
}
