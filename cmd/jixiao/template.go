package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
)

var templateCommand = command{
	name: "template", usage: "template [--year 年度] [--inputs 文件夹] [--out 文件夹]",
	about: "给每个乡镇生成一份空白的自评表",
	flags: func(f *pflag.FlagSet) {
		f.Int("year", time.Now().Year(), "自评年度")
		f.String("inputs", "inputs", "放规则工作簿的文件夹")
		f.String("out", "模板", "生成到哪个文件夹")
	},
	args: func(n int) bool { return n == 0 },
	run:  doTemplate,
}

func doTemplate(_ context.Context, flags *pflag.FlagSet, stdout, _ io.Writer) (int, error) {
	year, _ := flags.GetInt("year")
	inputs, _ := flags.GetString("inputs")
	out, _ := flags.GetString("out")
	if year < 1990 || year > 2999 {
		return 0, &usageError{fmt.Sprintf("“%d”不是年度", year)}
	}
	r, _, err := pipeline.ReadRules(inputs)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, &pipeline.InputError{Says: fmt.Sprintf("文件夹“%s”中没有 %s。请用 --inputs 指定，或用 jixiao init 新建。", inputs, pipeline.RulesName)}
	}
	if err != nil {
		return 0, err
	}
	written, err := pipeline.Templates(r, year, out)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "已在 %s 生成 %d 份 %d 年度空白自评表，一个乡镇一份。\n", out, len(written), year)
	return exitPublished, nil
}
