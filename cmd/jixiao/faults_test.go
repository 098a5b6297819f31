package main

import (
	"fmt"
	"syscall"
	"testing"

	"jixiao/pipeline/fault"
)

// What may be over soon has an exit code of its own, by which a scheduler tries again.
func TestExitCodesSayRetry(t *testing.T) {
	for err, want := range map[error]int{
		fault.Away("inputs", syscall.EHOSTDOWN):                     exitPassing,
		fault.New(fault.Passing, "磁盘只剩 1 MB"):                       exitPassing,
		fmt.Errorf("build a table: %w", syscall.ENOSPC):             exitPassing,
		fault.New(fault.Locked, "另一次运行正在进行"):                        exitLocked,
		fault.New(fault.Input, "没有这个文件夹"):                           exitFailed,
		fmt.Errorf("build a table: %w", syscall.EACCES):             exitFailed,
		fmt.Errorf("extract: %w", fault.New(fault.Broken, "封存包坏了")): exitAudit,
	} {
		if got := exitCode(err); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}
