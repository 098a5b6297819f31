package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// brake ends the program soon after it was told to stop, whatever it is at: a large file, a query, an output. That
// does no harm: a run may be killed at any moment. Only between the last moment to turn back and the end of a
// run, when the set is being published, it holds still (the lock is taken).
type brake struct{ sync.Mutex }

// patience is how long the work has to end by itself.
const patience = 300 * time.Millisecond

// brakeKey is where a context has the brake.
type brakeKey struct{}

// withBrake gives a context with a brake that is put on when ctx ends.
func withBrake(ctx context.Context, stderr io.Writer, exit func(code int)) context.Context {
	b := &brake{}
	context.AfterFunc(ctx, func() {
		time.Sleep(patience)
		b.Lock()
		fmt.Fprintln(stderr, words(context.Canceled))
		exit(exitInterrupt)
	})
	return context.WithValue(ctx, brakeKey{}, b)
}

// brakeOf is the brake of a context; where it has none, one that is never put on.
func brakeOf(ctx context.Context) *brake {
	if b, found := ctx.Value(brakeKey{}).(*brake); found {
		return b
	}
	return &brake{}
}

// release lets the brake work again after a run that may have published.
func (b *brake) release() {
	_ = b.TryLock()
	b.Unlock()
}
