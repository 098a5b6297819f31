package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
)

// command is one subcommand: its help and what it does.
type command struct {
	name, usage, about string
	args               func(n int) bool                  // how many arguments are right
	bind               func(flags *pflag.FlagSet) action // binds its flags to what does the work
}

var commands = []command{
	runCommand, gatherCommand, clusterCommand, extractCommand, pipeCommand, checkCommand, rulesCommand, queryCommand,
	traceCommand, templateCommand, initCommand, verifyCommand, scheduleCommand, statusCommand, sealCommand,
	versionCommand,
}

// extractWorker is how the program starts itself to read files; it is not for people.
const extractWorker = "extract-worker"

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
		if err := extract.Serve(os.Stdin, stdout); err != nil {
			return exitFailed
		}
		return exitPublished
	case "--version":
		args[0] = versionCommand.name
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.do(ctx, args[1:], stdout, stderr)
		}
	}
	if _, err := os.Stat(args[0]); err == nil { // a file dropped on the program
		return dropped(ctx, args, stdout, stderr)
	}
	fmt.Fprintf(stderr, "没有“%s”这个命令。\n\n%s", args[0], help())
	return exitUsage
}

func (c *command) do(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.SortFlags = false
	flags.BoolP("help", "h", false, "显示本说明")
	do := c.bind(flags)
	err := flags.Parse(args)
	if wanted, _ := flags.GetBool("help"); wanted || errors.Is(err, pflag.ErrHelp) {
		fmt.Fprint(stdout, c.help(flags))
		return exitPublished
	}
	if err == nil && !c.args(flags.NArg()) {
		err = fault.New(fault.Usage, "参数个数不对")
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s。\n\n%s", flagWords(err), c.help(flags))
		return exitUsage
	}
	code, err := do(ctx, flags.Args(), stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, words(err))
		return exitCode(err)
	}
	return code
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
