package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/spf13/pflag"

	"jixiao/pipeline/fault"
)

// The exit codes that scripts rely on.
const (
	exitPublished  = 0
	exitFailed     = 1
	exitUsage      = 2
	exitIncomplete = 3 // published, but a township is missing or a file unreadable; check: an error
	exitAudit      = 4
	exitLocked     = 11
	exitPassing    = 75 // it may be over soon: a share that is away, a full disk (EX_TEMPFAIL of sysexits.h)
	exitInterrupt  = 130
)

// exitCodes are those of the faults that have one of their own.
var exitCodes = map[fault.Kind]int{
	fault.Usage:   exitUsage,
	fault.Audit:   exitAudit,
	fault.Broken:  exitAudit,
	fault.Locked:  exitLocked,
	fault.Passing: exitPassing,
}

func exitCode(err error) int {
	if errors.Is(err, context.Canceled) {
		return exitInterrupt
	}
	if f := fault.Of(err); f != nil && exitCodes[f.Kind] != 0 {
		return exitCodes[f.Kind]
	}
	if errors.Is(err, syscall.ENOSPC) {
		return exitPassing
	}
	return exitFailed
}

// words is an error as people read it. Faults are made for them; an error of the program or the machine is
// named as such.
func words(err error) string {
	switch f := fault.Of(err); {
	case errors.Is(err, context.Canceled):
		return "已中断，没有发布，上一次的结果保持不变。"
	case f != nil:
		return f.Says
	case errors.Is(err, fs.ErrPermission):
		return "没有权限，没有发布，上一次的结果保持不变。请检查文件夹的读写权限" + pathOf(err)
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘空间不足，没有发布，上一次的结果保持不变。请清理磁盘后再运行" + pathOf(err)
	}
	return "程序出错，没有发布，上一次的结果保持不变。请再运行一次；仍然这样的，把下面的内容交给程序维护人员：\n" + err.Error()
}

// pathOf is the file or folder that an error is about, after a colon.
func pathOf(err error) string {
	var about *fs.PathError
	if errors.As(err, &about) {
		return "：" + about.Path
	}
	return "。"
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
	case fault.Is(err, fault.Usage):
		return err.Error()
	}
	return "命令写法不对，请对照下面的说明"
}
