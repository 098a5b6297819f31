package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// The limit of the collector follows what is held, and comes back where that is let go.
func TestLimitFollowsWhatIsHeld(t *testing.T) {
	before, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(-1)
	defer func() {
		debug.SetMemoryLimit(before)
		debug.SetGCPercent(percent)
	}()
	sparing()
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	if limit() != garbageLimit {
		t.Errorf("it begins with %d", limit())
	}
	held := make([]byte, 800<<20)
	runtime.GC()
	for end := time.Now().Add(time.Minute); limit() < 1200<<20 && time.Now().Before(end); {
		runtime.GC()
	}
	if limit() < 1200<<20 {
		t.Errorf("with %d held it is %d", len(held), limit())
	}
	runtime.KeepAlive(held)
	for end := time.Now().Add(time.Minute); limit() > garbageLimit && time.Now().Before(end); {
		runtime.GC()
	}
	if limit() != garbageLimit {
		t.Errorf("let go, it is %d", limit())
	}
}
