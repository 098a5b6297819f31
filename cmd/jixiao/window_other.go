//go:build !windows

package main

// ownWindow is false where a window does not go with the program in it.
func ownWindow() bool { return false }
