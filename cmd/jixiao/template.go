package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
	"jixiao/pipeline/reports"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

var templateCommand = command{
	name: "template", usage: "template [--year 年度] [--inputs 文件夹] [--out 文件夹]",
	about: "给每个乡镇生成一份空白的自评表",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		t := &templateFlags{}
		flags.IntVar(&t.year, "year", time.Now().Year(), "自评年度")
		t.bindInputs(flags, "放规则工作簿的文件夹")
		flags.StringVar(&t.out, "out", "模板", "生成到哪个文件夹")
		return t.run
	},
}

type templateFlags struct {
	folders
	year int
	out  string
}

func (t *templateFlags) run(_ context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	if t.year < 1990 || t.year > 2999 {
		return 0, fault.New(fault.Usage, "“%d”不是年度", t.year)
	}
	county, err := rules.Open(t.inputs, warehouse.Checks)
	if err != nil {
		return 0, err
	}
	written, err := reports.Templates(county.Rules, t.year, t.out)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已在 %s 生成 %d 份 %d 年度空白自评表，一个乡镇一份。\n", t.out, len(written), t.year)
	return exitPublished, nil
}
