package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/pflag"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

var extractCommand = command{
	name:  "extract",
	usage: "extract [--shard 第几片/共几片] [--inputs 文件夹] [--outputs 文件夹] [--workers 个数] [--json] [--quiet]",
	about: "只读取材料，供随后的 run 使用；多台机器可各读一片",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		e := &extractFlags{}
		flags.StringVar(&e.shard, "shard", "1/1", "读取哪一片，如 2/4 为四片中的第二片")
		e.bindInputs(flags, "输入文件夹")
		e.bindOutputs(flags, "输出文件夹，各台机器共用")
		flags.IntVar(&e.workers, "workers", 0, "同时读取的文件数（默认：处理器个数）")
		e.said.bind(flags)
		return e.run
	},
}

type extractFlags struct {
	folders
	said
	shard   string
	workers int
}

func (e *extractFlags) run(ctx context.Context, _ []string, stdout, stderr io.Writer) (int, error) {
	shard, ok := extract.ParseShard(e.shard)
	if !ok {
		return 0, fault.New(fault.Usage, "选项“--shard”的值“%s”不对，应如 1/4（四片中的第一片）。", e.shard)
	}
	done, err := e.extract(ctx, shard, stderr)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "已中断。已经读取的材料都保留，下次接着读。")
		return exitInterrupt, nil
	}
	if err != nil {
		return 0, err
	}
	code := exitPublished
	if len(done.Unreadable) > 0 {
		code = exitIncomplete
	}
	return code, e.result(stdout, done)
}

func (e *extractFlags) extract(ctx context.Context, shard extract.Shard, stderr io.Writer) (*extract.Extracted, error) {
	county, err := rules.Open(e.inputs, warehouse.Checks)
	if err != nil {
		return nil, err
	}
	inputs, err := find.Open(e.inputs, county, 0)
	if err != nil {
		return nil, err
	}
	defer inputs.Close()
	options := extract.Options{Workers: e.workers, Progress: e.progress(stderr), Process: workerCommand()}
	return shard.Extract(ctx, inputs, filepath.Join(e.outputs, "stage"), county.Rules, options)
}
