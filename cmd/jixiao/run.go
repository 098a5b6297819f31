package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"jixiao/pipeline"
)

var runCommand = command{
	name: "run", usage: "run [--year 年度] [--inputs 文件夹] [--outputs 文件夹] [--settle] [--rebuild] [--memory 大小] [--workers 个数] [--json] [--quiet]",
	about: "读取全部材料，审核、评分、排名，发布一次结果",
	flags: func(f *pflag.FlagSet) {
		f.Int("year", 0, "发布的年度（默认：输入文件夹中最新的年度）")
		f.String("inputs", "inputs", "输入文件夹")
		f.String("outputs", "outputs", "输出文件夹")
		f.Bool("settle", false, "新材料静置一段时间（规则参数“静置秒数”）不变才读取")
		f.Bool("rebuild", false, "即使没有变化也全部重新生成")
		boundFlags(f)
		f.Bool("json", false, "用 JSON 输出本次结果")
		f.Bool("quiet", false, "不显示说明文字")
	},
	args: func(n int) bool { return n == 0 },
	run:  doRun,
}

func doRun(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error) {
	cfg := pipeline.Config{Version: version(), Worker: workerCommand()}
	cfg.Year, _ = flags.GetInt("year") // the flags are declared above
	cfg.Inputs, _ = flags.GetString("inputs")
	cfg.Outputs, _ = flags.GetString("outputs")
	cfg.Settle, _ = flags.GetBool("settle")
	cfg.Rebuild, _ = flags.GetBool("rebuild")
	if err := limits(&cfg, flags, os.Getenv); err != nil {
		return 0, err
	}
	asJSON, _ := flags.GetBool("json")
	quiet, _ := flags.GetBool("quiet")
	if !quiet {
		cfg.Progress = progress(stderr, "读取材料")
	}
	s, err := pipeline.Run(ctx, cfg)
	if err != nil {
		return 0, err
	}
	switch {
	case asJSON:
		if err := writeJSON(stdout, s); err != nil {
			return 0, err
		}
	case !quiet:
		fmt.Fprint(stdout, s.Text())
	}
	if !s.Complete() {
		return exitIncomplete, nil
	}
	return exitPublished, nil
}

// boundFlags are the flags that limits reads.
func boundFlags(f *pflag.FlagSet) {
	f.String("memory", "", "数据库最多使用的内存，如 2GB，超出的部分暂存到磁盘（默认：环境变量 JIXIAO_MEMORY，否则 1GB）")
	f.Int("workers", 0, "同时读取几个文件、用几个处理器（默认：环境变量 JIXIAO_WORKERS，否则全部处理器）")
}

// limits takes memory and workers from the flags, else from the environment.
func limits(cfg *pipeline.Config, flags *pflag.FlagSet, environment func(string) string) (err error) {
	cfg.Memory, _ = flags.GetString("memory")
	cfg.Memory = cmp.Or(cfg.Memory, environment("JIXIAO_MEMORY"))
	if cfg.Memory != "" && !memorySize.MatchString(cfg.Memory) {
		return &usageError{fmt.Sprintf("内存“%s”应写成 512MB、2GB 这样", cfg.Memory)}
	}
	cfg.Workers, _ = flags.GetInt("workers")
	if text := environment("JIXIAO_WORKERS"); text != "" && !flags.Changed("workers") {
		if cfg.Workers, err = strconv.Atoi(text); err != nil {
			cfg.Workers = -1
		}
	}
	if cfg.Workers < 0 {
		return &usageError{"--workers（或环境变量 JIXIAO_WORKERS）应为不小于零的整数，零为全部处理器"}
	}
	return nil
}

var memorySize = regexp.MustCompile(`^[1-9][0-9]*(\.[0-9]+)?[MG]B$`)

// progress draws a bar on a terminal and nothing elsewhere.
func progress(stderr io.Writer, what string) func(done, total int) {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(stderr), progressbar.OptionSetDescription(what),
				progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false))
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}
