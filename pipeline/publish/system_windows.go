package publish

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// syncFolder has nothing to do on Windows: folders cannot be synced there.
func syncFolder(string) error { return nil }

// symlink makes none, also where the user might: Windows refuses to rename over a link to a folder, so latest could
// not be swapped by one rename.
func symlink(string, string) error { return errors.ErrUnsupported }

// rename lifts the protection of what stands there for the moment: Windows replaces no file that is for reading only.
func rename(from, to string) error {
	info, err := os.Lstat(to)
	isProtected := err == nil && info.Mode().IsRegular() && info.Mode()&0o200 == 0
	if isProtected {
		if err := os.Chmod(to, 0o666); err != nil {
			return err
		}
	}
	err = os.Rename(from, to)
	if err != nil && isProtected {
		return errors.Join(err, os.Chmod(to, 0o444))
	}
	return err
}

// busy asks for a file alone: whoever has it open, to read only or not, stands in the way of replacing it.
func busy(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	file, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		if isHeld(err) {
			return err
		}
		return nil // what else there is, replacing it will say
	}
	return windows.CloseHandle(file)
}

// linksMissing reports whether an error says that this place or this user has no symbolic links.
func linksMissing(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, windows.ERROR_PRIVILEGE_NOT_HELD) ||
		errors.Is(err, windows.ERROR_INVALID_FUNCTION)
}

// freeSpace is the number of bytes that this user may still write under a folder.
func freeSpace(dir string) (free int64, err error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var available uint64
	err = windows.GetDiskFreeSpaceEx(path, &available, nil, nil)
	return int64(available), err
}

// isHeld reports whether an error says that a reader has the file open.
func isHeld(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED) ||
		errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

// ProcessorTime is what this process has used of all cores; 0 where it is not told.
func ProcessorTime() time.Duration {
	var created, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &user) != nil {
		return 0
	}
	return ticks(kernel) + ticks(user)
}

// ticks reads a span of time, which Windows counts in 100 nanoseconds.
func ticks(t windows.Filetime) time.Duration {
	return time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime)) * 100
}
