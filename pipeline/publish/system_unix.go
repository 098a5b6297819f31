//go:build !windows

package publish

import (
	"errors"
	"os"

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
