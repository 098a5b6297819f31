//go:build !windows

package publish

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// symlink makes a symbolic link.
func symlink(target, path string) error { return os.Symlink(target, path) }

// rename is one step, whatever stands there.
func rename(from, to string) error { return os.Rename(from, to) }

// busy has nothing to tell: a file that is open can be replaced.
func busy(string) error { return nil }

// linksMissing reports whether an error says that this place knows no symbolic links: some shares, FAT.
func linksMissing(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, unix.EPERM)
}

// freeSpace is the number of bytes that this user may still write under a folder.
func freeSpace(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// isHeld reports whether an error says that a reader has the file open; here that is no obstacle, but
// a share of a Windows server may say so.
func isHeld(err error) bool { return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.ETXTBSY) }

// ProcessorTime is what this process and its ended children have used of all cores; 0 where it is not told.
func ProcessorTime() (spent time.Duration) {
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var used unix.Rusage
		if unix.Getrusage(who, &used) == nil {
			spent += time.Duration(used.Utime.Nano() + used.Stime.Nano())
		}
	}
	return spent
}
