//go:build !windows

package extract

import "golang.org/x/sys/unix"

// limitMemory bounds the memory that this process may write to, in bytes.
func limitMemory(most int64) error {
	limit := unix.Rlimit{Cur: uint64(most), Max: uint64(most)}
	return unix.Setrlimit(unix.RLIMIT_DATA, &limit)
}
