package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/reports/word"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/seal"
)

// The exit codes that scripts lean on.
const (
	exitPublished  = 0
	exitFailed     = 1
	exitUsage      = 2
	exitIncomplete = 3 // published, but a township is missing or a file unreadable; check: an error
	exitAudit      = 4
	exitLocked     = 11
	exitInterrupt  = 130
)

// command is one subcommand: its help and what it does. Results go to stdout, words to stderr.
type command struct {
	name, usage, about string
	run                func(ctx context.Context, flags *pflag.FlagSet, stdout, stderr io.Writer) (int, error)
	flags              func(*pflag.FlagSet)
	args               func(n int) bool // how many arguments are right
}

var commands = []command{runCommand, extractCommand, checkCommand, queryCommand, traceCommand, templateCommand, initCommand, verifyCommand, scheduleCommand, statusCommand, sealCommand}

// extractWorker is how the program starts itself to read files; it is not for people.
const extractWorker = "extract-worker"

// workerCommand starts this program as a worker; none where it cannot tell where it stands.
func workerCommand() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{self, extractWorker}
}

// usageError is a command line that cannot be followed.
type usageError struct{ says string }

func (e *usageError) Error() string { return e.says }

// run is the whole program: tests call it as main does.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, help())
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "--help":
		fmt.Fprint(stdout, help())
		return exitPublished
	case extractWorker:
		if err := pipeline.ExtractWorker(os.Stdin, stdout); err != nil {
			return exitFailed
		}
		return exitPublished
	case "version", "--version":
		fmt.Fprintln(stdout, version())
		return exitPublished
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.do(ctx, args[1:], stdout, stderr)
		}
	}
	if _, err := os.Stat(args[0]); err == nil { // a file dropped on the program
		return checkCommand.do(ctx, append([]string{"--mark"}, args...), stdout, stderr)
	}
	fmt.Fprintf(stderr, "没有“%s”这个命令。\n\n%s", args[0], help())
	return exitUsage
}

func (c *command) do(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.SortFlags = false
	flags.BoolP("help", "h", false, "显示本说明")
	c.flags(flags)
	err := flags.Parse(args)
	if wanted, _ := flags.GetBool("help"); wanted || errors.Is(err, pflag.ErrHelp) {
		fmt.Fprint(stdout, c.help(flags))
		return exitPublished
	}
	if err == nil && !c.args(flags.NArg()) {
		err = &usageError{"参数个数不对"}
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s。\n\n%s", flagWords(err), c.help(flags))
		return exitUsage
	}
	code, err := c.run(ctx, flags, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, words(err))
		return exitCode(err)
	}
	return code
}

// flagWords says in Chinese what is wrong with the flags.
func flagWords(err error) string {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return "没有“--" + unknown.GetSpecifiedName() + "”这个选项"
	case errors.As(err, &missing):
		return "选项“--" + missing.GetSpecifiedName() + "”后面缺少值"
	case errors.As(err, &invalid):
		return fmt.Sprintf("选项“--%s”的值“%s”不对", invalid.GetFlag().Name, invalid.GetValue())
	}
	var usage *usageError
	if errors.As(err, &usage) {
		return usage.says
	}
	return "命令写法不对：" + err.Error()
}

// words is an error as people read it. Errors made for them are Chinese; one of the program or the
// machine is named as such.
func words(err error) string {
	var rule *rules.Error
	var template *word.Error
	var input *pipeline.InputError
	var away *pipeline.AwayError
	var broken *seal.BrokenError
	var audit *pipeline.AuditError
	var locked *publish.LockedError
	var full *publish.SpaceError
	var usage *usageError
	switch {
	case errors.Is(err, context.Canceled):
		return "已中断，没有发布，上一次的结果保持不变。"
	case errors.As(err, &rule), errors.As(err, &template), errors.As(err, &input), errors.As(err, &away), errors.As(err, &broken), errors.As(err, &audit), errors.As(err, &locked), errors.As(err, &full), errors.Is(err, publish.LostError{}), errors.As(err, &usage):
		return err.Error()
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "没有权限，没有发布，上一次的结果保持不变。请检查文件夹的读写权限：" + err.Error()
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘空间不足，没有发布，上一次的结果保持不变。请清理磁盘后再运行：" + err.Error()
	}
	return "程序出错，没有发布，上一次的结果保持不变：" + err.Error()
}

func exitCode(err error) int {
	var audit *pipeline.AuditError
	var locked *publish.LockedError
	var broken *seal.BrokenError
	var usage *usageError
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupt
	case errors.As(err, &audit), errors.As(err, &broken):
		return exitAudit
	case errors.As(err, &locked):
		return exitLocked
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}

// writeJSON writes one document, Chinese as it is.
func writeJSON(to io.Writer, v any) error {
	out := json.NewEncoder(to)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

func help() string {
	var b strings.Builder
	b.WriteString("jixiao（绩效）：汇总、审核、评分、排名并发布乡镇预算绩效自评\n\n用法：jixiao 命令 [选项]\n\n命令：\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-10s%s\n", c.name, c.about)
	}
	b.WriteString("\n每个命令的说明：jixiao 命令 --help\n把文件或文件夹拖放到程序上，等于 jixiao check --mark。\n")
	return b.String()
}

func (c *command) help(flags *pflag.FlagSet) string {
	return fmt.Sprintf("%s\n\n用法：jixiao %s\n\n选项：\n%s", c.about, c.usage, flagHelp(flags))
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
		if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" {
			about += "（默认：" + f.DefValue + "）"
		}
		fmt.Fprintf(&b, "  %-14s%s\n", name, about)
	})
	return b.String()
}

// version is the module's version or the commit that the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return info.Main.Version
}
