package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// A program that does not end by itself when it is told to is ended, with its words and its code; not while it
// publishes.
func TestBrake(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var said bytes.Buffer
	codes := make(chan int, 1)
	held := withBrake(ctx, &said, func(code int) { codes <- code })
	brakeOf(held).Lock() // it publishes
	cancel()
	select {
	case code := <-codes:
		t.Fatalf("ended with %d while it published", code)
	default:
	}
	brakeOf(held).release()
	if code := <-codes; code != exitInterrupt || !strings.Contains(said.String(), "已中断") {
		t.Errorf("%d %q", code, said.String())
	}
	brakeOf(context.Background()).release() // none is there: nothing happens
}
