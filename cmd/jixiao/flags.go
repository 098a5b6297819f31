package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
)

// action does what a command is for. Results go to stdout, words to stderr.
type action func(ctx context.Context, args []string, stdout, stderr io.Writer) (code int, err error)

// folders are the flags of what reads inputs or publishes.
type folders struct{ inputs, outputs string }

func (f *folders) bindInputs(flags *pflag.FlagSet, about string) {
	flags.StringVar(&f.inputs, "inputs", "inputs", about)
}

func (f *folders) bindOutputs(flags *pflag.FlagSet, about string) {
	flags.StringVar(&f.outputs, "outputs", "outputs", about)
}

func (f *folders) bind(flags *pflag.FlagSet) {
	f.bindInputs(flags, "输入文件夹")
	f.bindOutputs(flags, "输出文件夹")
}

// said is how a command says its result: as JSON, or in words unless it is quiet.
type said struct{ json, quiet bool }

func (s *said) bind(flags *pflag.FlagSet) {
	flags.BoolVar(&s.json, "json", false, "用 JSON 输出本次结果")
	flags.BoolVar(&s.quiet, "quiet", false, "不显示说明文字")
}

// result writes a result, which is one struct for both.
func (s *said) result(to io.Writer, v interface{ Text() string }) error {
	if s.json {
		return writeJSON(to, v)
	}
	if s.quiet {
		return nil
	}
	_, err := io.WriteString(to, v.Text())
	return err
}

// progress draws how far the reading is, unless it should be quiet.
func (s *said) progress(stderr io.Writer) func(done, total int) {
	if s.quiet {
		return nil
	}
	return progress(stderr, "读取材料")
}

// bounds are the limits of a run: flags, else the environment, else the program's own.
type bounds struct {
	memory  string
	workers int
	given   *pflag.FlagSet
}

func (b *bounds) bind(flags *pflag.FlagSet) {
	b.given = flags
	flags.StringVar(&b.memory, "memory", "", "数据库最多使用的内存，如 2GB，超出的部分暂存到磁盘（默认：环境变量 JIXIAO_MEMORY，否则 1GB）")
	flags.IntVar(&b.workers, "workers", 0, "同时读取几个文件、用几个处理器（默认：环境变量 JIXIAO_WORKERS，否则全部处理器）")
}

var memorySize = regexp.MustCompile(`^[1-9][0-9]*(\.[0-9]+)?[MG]B$`)

// set puts the bounds into a configuration.
func (b *bounds) set(cfg *pipeline.Config, environment func(string) string) (err error) {
	cfg.Memory = cmp.Or(b.memory, environment("JIXIAO_MEMORY"))
	if cfg.Memory != "" && !memorySize.MatchString(cfg.Memory) {
		return fault.New(fault.Usage, "内存“%s”应写成 512MB、2GB 这样", cfg.Memory)
	}
	cfg.Workers = b.workers
	if text := environment("JIXIAO_WORKERS"); text != "" && !b.given.Changed("workers") {
		if cfg.Workers, err = strconv.Atoi(text); err != nil {
			cfg.Workers = -1
		}
	}
	if cfg.Workers < 0 {
		return fault.New(fault.Usage, "--workers（或环境变量 JIXIAO_WORKERS）应为不小于零的整数，零为全部处理器")
	}
	return nil
}

// config is the configuration that every run of the program begins with.
func (f *folders) config() pipeline.Config {
	return pipeline.Config{Inputs: f.inputs, Outputs: f.outputs, Program: version(), Worker: workerCommand()}
}

// workerCommand starts this program as a worker; none where it cannot tell where it stands.
func workerCommand() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{self, extractWorker}
}

// flagHelp lists the options; the library's own list has English words in it.
func flagHelp(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		about := f.Usage
		if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "-1" {
			about += "（默认：" + f.DefValue + "）"
		}
		b.WriteString("  " + pad(name, 15) + " " + about + "\n")
	})
	return b.String()
}

// pad fills a name up to a width.
func pad(name string, width int) string { return name + strings.Repeat(" ", max(0, width-len(name))) }
