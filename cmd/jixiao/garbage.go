package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run lives for seconds and holds little: the collector may wait longer than usual before it looks, but
// not where much is held.
const (
	garbagePercent = 400
	garbageLimit   = 700 << 20
)

// sparing sets how often the collector looks. Where what is held comes near the limit (the papers of thousands of
// townships), it would do nothing else any more; there the limit moves with it.
func sparing() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(garbageLimit)
	runtime.SetFinalizer(new(looked), (*looked).again)
}

// looked is let go at each look of the collector.
type looked struct{ _ [16]byte }

func (l *looked) again() {
	held := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(held)
	debug.SetMemoryLimit(limitFor(held[0].Value.Uint64()))
	runtime.SetFinalizer(l, (*looked).again)
}

// limitFor is the limit where so many bytes are held: half as much may be garbage.
func limitFor(held uint64) int64 { return max(garbageLimit, int64(held+held/2)) }
