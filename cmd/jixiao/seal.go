package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
)

var sealCommand = command{
	name: "seal", usage: "seal --year 年度 [--out 文件] [--inputs 文件夹] [--outputs 文件夹]",
	about: "年终封存：把一个年度的材料、规则、结果和校验值装进一个封存包",
	flags: func(f *pflag.FlagSet) {
		f.Int("year", 0, "封存的年度")
		f.String("out", "", "封存包的文件名（默认：县名、年度和批次，放在当前文件夹）")
		f.String("inputs", "inputs", "输入文件夹")
		f.String("outputs", "outputs", "输出文件夹")
	},
	args: func(n int) bool { return n == 0 },
	run:  doSeal,
}

func doSeal(_ context.Context, flags *pflag.FlagSet, stdout, _ io.Writer) (int, error) {
	cfg := pipeline.Config{Version: version()}
	cfg.Year, _ = flags.GetInt("year")
	cfg.Inputs, _ = flags.GetString("inputs")
	cfg.Outputs, _ = flags.GetString("outputs")
	out, _ := flags.GetString("out")
	if cfg.Year == 0 {
		return 0, &usageError{"请用 --year 指定封存的年度。"}
	}
	name, sum, err := pipeline.Seal(cfg, out)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已封存到 %s。\n校验值（请记入封存登记）：%s\n核对：jixiao verify %s；重新计算并核对：jixiao verify %s --replay\n", name, sum, name, name)
	return exitPublished, nil
}
