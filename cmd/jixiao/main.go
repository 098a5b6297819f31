// Command jixiao (绩效) collects, checks, scores, ranks and publishes the townships' budget
// performance self-evaluations of a county.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	sparing()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(withBrake(ctx, os.Stderr, os.Exit), os.Args[1:], os.Stdout, os.Stderr)
	if ownWindow() { // a file was dropped on the program, or it was double-clicked: the window would go with us
		holdWindow(ctx, os.Stdin, os.Stdout)
	}
	os.Exit(code)
}
