package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"

	"jixiao/pipeline/publish"
	"jixiao/pipeline/warehouse"
)

// What the linker sets in a release (.ci/release): its version, its commit, and the day of that commit.
var releaseVersion, releaseCommit, releaseDate string

var versionCommand = command{
	name: "version", usage: "version [--json]",
	about: "程序的版本、日期、提交号和数据库版本",
	args:  func(n int) bool { return n == 0 },
	bind: func(flags *pflag.FlagSet) action {
		v := &versionFlags{}
		flags.BoolVar(&v.json, "json", false, "用 JSON 输出")
		return v.run
	},
}

type versionFlags struct{ json bool }

// built is the build as JSON: with what does not change what comes out.
type built struct {
	publish.Program
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (v *versionFlags) run(_ context.Context, _ []string, stdout, _ io.Writer) (int, error) {
	b := built{version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
	if v.json {
		return exitPublished, writeJSON(stdout, b)
	}
	commit := cmp.Or(b.Commit, "未知")
	if b.Changed {
		commit += "（另有未提交的改动）"
	}
	_, err := fmt.Fprintf(stdout, "jixiao（绩效）%s\n日期：%s\n提交：%s\n数据库：DuckDB %s\n平台：%s，%s\n",
		b.Version, cmp.Or(b.Date, "未知"), commit, b.DuckDB, b.Platform, b.Go)
	return exitPublished, err
}

// version is this build of the program. One made by hand has no version but what Go knows of its commit.
func version() publish.Program {
	p := publish.Program{
		Version: cmp.Or(releaseVersion, "开发版"), Date: releaseDate, Commit: releaseCommit, DuckDB: warehouse.Engine(),
	}
	info, ok := debug.ReadBuildInfo()
	if releaseVersion != "" || !ok {
		return p
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			p.Commit = s.Value
		case "vcs.time":
			p.Date, _, _ = strings.Cut(s.Value, "T")
		case "vcs.modified":
			p.Changed = s.Value == "true"
		}
	}
	return p
}
