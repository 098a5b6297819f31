package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"jixiao/pipeline"
	"jixiao/pipeline/fault"
	"jixiao/pipeline/publish"
	"jixiao/pipeline/seal"
)

var verifyCommand = command{
	name: "verify", usage: "verify [批次|文件夹|封存包] [--outputs 文件夹] [--replay] [--json]",
	about: "核对一次结果的文件与清单（run.json）是否一致：有没有被改动、缺少或多出的文件",
	args:  func(n int) bool { return n <= 1 },
	bind: func(flags *pflag.FlagSet) action {
		v := &verifyFlags{}
		v.bindOutputs(flags, "输出文件夹")
		flags.BoolVar(&v.replay, "replay", false, "封存包：用其中的材料和规则重新计算，逐个文件核对结果")
		flags.BoolVar(&v.json, "json", false, "用 JSON 输出")
		return v.run
	},
}

type verifyFlags struct {
	folders
	replay, json bool
}

// verified is what verify found, as JSON.
type verified struct {
	Run         string               `json:"run"`
	Files       int                  `json:"files"`
	Differences []publish.Difference `json:"differences"`
}

func (v *verifyFlags) run(ctx context.Context, args []string, stdout, _ io.Writer) (int, error) {
	named := ""
	if len(args) > 0 {
		named = args[0]
	}
	if info, err := os.Stat(named); err == nil && info.Mode().IsRegular() {
		return v.archive(ctx, named, stdout)
	}
	m, found, err := v.look(named)
	if err != nil {
		return 0, err
	}
	code := exitPublished
	if len(found) > 0 {
		code = exitAudit
	}
	if v.json {
		return code, writeJSON(stdout, verified{m.ID, len(m.Outputs), append([]publish.Difference{}, found...)})
	}
	if len(found) == 0 {
		fmt.Fprintf(stdout, "批次 %s：%d 个文件与清单完全一致。\n", m.ID, len(m.Outputs))
		return code, nil
	}
	for _, d := range found {
		fmt.Fprintf(stdout, "%s：%s\n", d.Kind.Words(), d.File)
	}
	fmt.Fprintf(stdout, "批次 %s：有 %d 处与清单不一致，请不要使用这一批结果；重新运行 jixiao run 会生成新的一批。\n", m.ID, len(found))
	return code, nil
}

// look compares the set that is named with its manifest; the newest where none is named.
func (v *verifyFlags) look(named string) (*publish.Manifest, []publish.Difference, error) {
	if named == "" {
		m, found, err := publish.VerifyLatest(v.outputs)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fault.New(fault.Input, "“%s”中还没有发布过结果，请先运行 jixiao run。", v.outputs)
		}
		return m, found, err
	}
	dir, err := setFolder(v.outputs, named)
	if err != nil {
		return nil, nil, err
	}
	m, found, err := publish.Verify(os.DirFS(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fault.New(fault.Input, "“%s”中没有清单 run.json，不是一次完整的结果。", dir)
	}
	if err != nil {
		return nil, nil, fault.New(fault.Broken, "“%s”中的清单 run.json 读不出来，这一批结果不能使用；重新运行 jixiao run 会生成新的一批。", dir)
	}
	return m, found, nil
}

// setFolder is the folder of the set that is named: a run's id or a folder.
func setFolder(outputs, named string) (string, error) {
	if run := filepath.Join(outputs, "runs", named); filepath.IsLocal(named) {
		if _, err := os.Stat(run); err == nil {
			return run, nil
		}
	}
	if info, err := os.Stat(named); err == nil && info.IsDir() {
		return filepath.EvalSymlinks(named)
	}
	return "", fault.New(fault.Input, "没有“%s”这个批次或文件夹。", named)
}

// archive checks a sealed archive, and on demand makes its set again.
func (v *verifyFlags) archive(ctx context.Context, name string, stdout io.Writer) (int, error) {
	a, err := seal.Open(name)
	if err != nil {
		return 0, err
	}
	defer a.Close()
	set, err := a.Set()
	if err != nil {
		return 0, err
	}
	m, found, err := publish.Verify(set)
	if err != nil {
		return 0, fault.New(fault.Broken, "封存包中的清单 run.json 读不出来，请由封存的单位重新传送封存包。")
	}
	if len(found) > 0 {
		return 0, fault.New(fault.Broken, "封存包中的结果与它的清单 run.json 不一致：%s“%s”，共 %d 处。请由封存的单位重新传送封存包。",
			found[0].Kind.Words(), found[0].File, len(found))
	}
	var differ []string
	if v.replay {
		if differ, err = pipeline.Replay(ctx, a, v.config()); err != nil {
			return 0, err
		}
	}
	code := exitPublished
	if len(differ) > 0 {
		code = exitAudit
	}
	if v.json {
		said := verified{Run: m.ID, Files: len(a.Entries), Differences: []publish.Difference{}}
		for _, name := range differ {
			said.Differences = append(said.Differences, publish.Difference{File: name, Kind: publish.Changed})
		}
		return code, writeJSON(stdout, said)
	}
	return code, v.writeArchive(stdout, a, differ)
}

func (v *verifyFlags) writeArchive(stdout io.Writer, a *seal.Archive, differ []string) error {
	sum, err := a.Sum()
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "封存包完好：%s %d年度，批次 %s，%d 个文件与清单完全一致。\n校验值：%s\n",
		a.County, a.Year, a.Run, len(a.Entries), sum)
	switch {
	case len(differ) > 0:
		fmt.Fprintf(stdout, "重新计算的结果与封存的不同（封存时的程序版本 %s，现在 %s）：\n", a.Version, version().Version)
		for _, name := range differ {
			fmt.Fprintf(stdout, "  %s\n", name)
		}
	case v.replay:
		fmt.Fprintf(stdout, "重新计算的结果与封存的逐字节相同。\n")
	}
	return nil
}
