// Command jixiao (绩效) collects, checks, scores, ranks and publishes the townships' budget
// performance self-evaluations of a county.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// A run lives for seconds and holds little: the collector may wait longer than usual before it looks, but
// not where much is held.
const (
	garbagePercent = 400
	garbageLimit   = 700 << 20
)

func main() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(garbageLimit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(withBrake(ctx, os.Stderr, os.Exit), os.Args[1:], os.Stdout, os.Stderr)
	if ownWindow() { // a file was dropped on the program, or it was double-clicked: the window would go with us
		holdWindow(ctx, os.Stdin, os.Stdout)
	}
	os.Exit(code)
}
