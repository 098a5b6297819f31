package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/cluster"
	"jixiao/pipeline/fault"
)

var clusterCommand = command{
	name:  "cluster",
	usage: "cluster spark | kubernetes | parts [--inputs 文件夹] [--part 序号] [--json]",
	about: "在集群上逐县运行：输出 Spark 作业、Kubernetes 作业，或列出各县的材料",
	args:  func(n int) bool { return n == 1 },
	bind: func(flags *pflag.FlagSet) action {
		c := &clusterFlags{}
		c.bindInputs(flags, "输入文件夹（parts 用）")
		flags.IntVar(&c.part, "part", -1, "parts 只输出第几个县的名称，从 0 数起（不写时列出全部）")
		flags.BoolVar(&c.json, "json", false, "parts 用 JSON 输出各县的文件")
		return c.run
	},
}

type clusterFlags struct {
	folders
	said
	part int // -1 for all
}

func (c *clusterFlags) run(_ context.Context, args []string, stdout, _ io.Writer) (code int, err error) {
	switch args[0] {
	case "spark":
		_, err = io.WriteString(stdout, cluster.Spark)
	case "kubernetes":
		_, err = io.WriteString(stdout, cluster.Kubernetes)
	case "parts":
		parts, err := pipeline.ListParts(c.inputs)
		if err != nil {
			return 0, err
		}
		if c.part >= len(parts) {
			return 0, fault.New(fault.Input, "“%s”中只有 %d 个县的材料，没有第 %d 个（从 0 数起）。请核对作业的个数。",
				c.inputs, len(parts), c.part)
		}
		if c.part >= 0 {
			_, err := fmt.Fprintln(stdout, parts[c.part].County)
			return exitPublished, err
		}
		return exitPublished, c.result(stdout, parts)
	default:
		err = fault.New(fault.Usage, "“cluster %s”没有这种作业，应为 spark、kubernetes 或 parts。", args[0])
	}
	return exitPublished, err
}
