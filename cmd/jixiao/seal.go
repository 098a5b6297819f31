package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
)

var sealCommand = command{
	name: "seal", usage: "seal --year 年度 [--out 文件] [--inputs 文件夹] [--outputs 文件夹]",
	about: "年终封存：把一个年度的材料、规则、结果和校验值装进一个封存包",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		s := &sealFlags{}
		flags.IntVar(&s.year, "year", 0, "封存的年度")
		flags.StringVar(&s.out, "out", "", "封存包的文件名（默认：县名、年度和批次，放在当前文件夹）")
		s.folders.bind(flags)
		return s.run
	},
}

type sealFlags struct {
	folders
	year int
	out  string
}

func (s *sealFlags) run(_ context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	if s.year == 0 {
		return 0, fault.New(fault.Usage, "请用 --year 指定封存的年度。")
	}
	cfg := s.config()
	cfg.Year = s.year
	name, sum, err := pipeline.Seal(cfg, s.out)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已封存到 %s。\n校验值（请记入封存登记）：%s\n核对：jixiao verify %s；重新计算并核对：jixiao verify %s --replay\n",
		name, sum, name, name)
	return exitPublished, nil
}
