package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline/extract"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/find"
	"jixiao/pipeline/rules"
	"jixiao/pipeline/warehouse"
)

var extractCommand = command{
	name:  "extract",
	usage: "extract [--shard 第几片/共几片 | --files -] [--inputs 文件夹] [--outputs 文件夹] [--workers 个数] [--json] [--quiet]",
	about: "只读取材料，供随后的 run 使用；多台机器可各读一片",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		e := &extractFlags{}
		flags.StringVar(&e.shard, "shard", "1/1", "读取哪一片，如 2/4 为四片中的第二片")
		flags.StringVar(&e.files, "files", "",
			"写作“-”时不列目录，从标准输入逐行取文件（输入文件夹下的路径），每个文件的结果输出一行 JSON")
		e.bindInputs(flags, "输入文件夹")
		e.bindOutputs(flags, "输出文件夹，各台机器共用")
		flags.IntVar(&e.workers, "workers", 0, "同时读取的文件数（默认：处理器个数）")
		e.said.bind(flags)
		return e.run
	},
}

type extractFlags struct {
	folders
	said
	shard   string
	files   string
	workers int
}

func (e *extractFlags) run(ctx context.Context, _ []string, stdout, stderr io.Writer) (int, error) {
	shard, ok := extract.ParseShard(e.shard)
	if !ok {
		return 0, fault.New(fault.Usage, "选项“--shard”的值“%s”不对，应如 1/4（四片中的第一片）。", e.shard)
	}
	if e.files != "" && (e.files != "-" || shard.Of > 1) {
		return 0, fault.New(fault.Usage, "选项“--files”只能写作“-”（从标准输入取文件），不与“--shard”同用。")
	}
	county, err := rules.Open(e.inputs, warehouse.Checks)
	if err != nil {
		return 0, err
	}
	var done *extract.Extracted
	if e.files != "" {
		done, err = e.given(ctx, county, stdout)
	} else {
		done, err = e.listed(ctx, county, shard, stderr)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "已中断。已经读取的材料都保留，下次接着读。")
		return exitInterrupt, nil
	}
	if err != nil {
		return 0, err
	}
	code := exitPublished
	if len(done.Unreadable) > 0 {
		code = exitIncomplete
	}
	if e.files != "" { // its lines are the result
		return code, nil
	}
	return code, e.result(stdout, done)
}

func (e *extractFlags) options() extract.Options {
	return extract.Options{Workers: e.workers, Process: workerCommand()}
}

func (e *extractFlags) stage() string { return filepath.Join(e.outputs, "stage") }

// listed reads the files of a shard.
func (e *extractFlags) listed(
	ctx context.Context, county *rules.County, shard extract.Shard, stderr io.Writer,
) (*extract.Extracted, error) {
	inputs, err := find.Open(e.inputs, county, 0)
	if err != nil {
		return nil, err
	}
	defer inputs.Close()
	options := e.options()
	options.Progress = e.progress(stderr)
	return shard.Extract(ctx, inputs, e.stage(), county.Rules, options)
}

// given reads the files whose paths stand on stdin, a line each, until that ends or nobody reads what it says.
func (e *extractFlags) given(ctx context.Context, county *rules.County, stdout io.Writer) (*extract.Extracted, error) {
	inputs, err := find.OpenGathered(e.inputs, county, nil, 0, nil)
	if err != nil {
		return nil, err
	}
	defer inputs.Close()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	lines := bufio.NewScanner(os.Stdin)
	paths := func(yield func(string) bool) {
		for lines.Scan() {
			if path := strings.TrimSuffix(lines.Text(), "\r"); path != "" && !yield(path) {
				return
			}
		}
	}
	out := json.NewEncoder(stdout)
	out.SetEscapeHTML(false)
	done, err := extract.Given(ctx, inputs, paths, e.stage(), county, e.options(), func(line extract.Line) {
		if err := out.Encode(line); err != nil {
			stop(fmt.Errorf("say what became of %s: %w", line.File, err))
		}
	})
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	return done, cmp.Or(err, lines.Err())
}
