package main

import (
	"bufio"
	"context"
	"io"
	"os"

	"github.com/spf13/pflag"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

var pipeCommand = command{
	name:  "pipe",
	usage: "pipe [--inputs 文件夹] [--workers 个数] <Arrow 流 >Arrow 流",
	about: "没有共享磁盘时读取材料：标准输入为 Arrow 流（path、modified、content），标准输出为各文件的结果和栏目",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		p := &pipeFlags{}
		p.bindInputs(flags, "规则所在的文件夹")
		flags.IntVar(&p.workers, "workers", 0, "同时读取的文件数（默认：处理器个数）")
		return p.run
	},
}

type pipeFlags struct {
	folders
	workers int
}

func (p *pipeFlags) run(ctx context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	county, err := rules.Open(p.inputs, warehouse.Checks)
	if err != nil {
		return 0, err
	}
	options := extract.Options{Workers: p.workers, Process: workerCommand()}
	return exitPublished, extract.Pipe(ctx, bufio.NewReader(os.Stdin), stdout, county, options)
}
